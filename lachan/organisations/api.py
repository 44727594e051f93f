"""Organisations over JSON: by what id other operations call them."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from ninja import Query, Router, Schema

from lachan.kernel.access.roles import check
from lachan.kernel.times import local_day
from lachan.organisations.queries import search

router = Router(tags=["Tổ chức"])


class OrganisationOut(Schema):
    uid: uuid.UUID
    name: str
    kind: str
    seat_code: str | None


@router.get("", response=list[OrganisationOut], url_name="organisations")
def organisation_list(
    request: Any,
    q: Annotated[str, Query(max_length=100)] = "",
    kind: Annotated[str, Query(max_length=14)] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> list[OrganisationOut]:
    """The directory of today, by name."""
    check(request.actor, "organisations.view")
    rows = search(q, local_day(request.now)).select_related("seat").order_by("name_key", "id")
    if kind:
        rows = rows.filter(kind=kind)
    return [
        OrganisationOut(
            uid=one.uid, name=one.name, kind=one.kind, seat_code=one.seat.code if one.seat else None
        )
        for one in rows[offset : offset + limit]
    ]
