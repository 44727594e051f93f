"""People over JSON: the same doors and services as the screens."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from lachan.kernel.access.roles import check
from lachan.kernel.audit import reads
from lachan.kernel.errors import Forbidden, OutOfSight, Refused
from lachan.people import queries, services
from lachan.people.identity import identity
from lachan.people.models import Person

router = Router(tags=["people"])


class Fault(Schema):
    """Why nothing was done, in Vietnamese; `field` where one value is to blame."""

    message: str
    field: str | None = None


class PersonOut(Schema):
    uid: uuid.UUID
    full_name: str
    birth_year: int | None
    birth_date: dt.date | None
    sex: str
    national_id: str
    phone: str
    commune_code: str | None
    commune: str | None
    address: str


class PeopleOut(Schema):
    items: list[PersonOut]
    more: bool


class DuplicateAskIn(Schema):
    """Exactly one of the two."""

    national_id: Annotated[str, Field(max_length=20)] = ""
    phone: Annotated[str, Field(max_length=20)] = ""


class HolderOut(Schema):
    """`call` says in words whom to call; the phone may be that of the organ above."""

    label: str
    phone: str
    call: str


class DuplicateOut(Schema):
    visible: list[uuid.UUID]
    elsewhere: list[HolderOut]


class PersonIn(Schema):
    full_name: Annotated[str, Field(min_length=1, max_length=120)]
    birth_year: Annotated[int | None, Field(ge=1890, le=2100)] = None
    birth_date: dt.date | None = None
    sex: Annotated[str, Field(pattern="^(male|female|unknown)$")] = "unknown"
    national_id: Annotated[str, Field(max_length=20)] = ""
    phone: Annotated[str, Field(max_length=20)] = ""
    commune_code: Annotated[str, Field(max_length=10)]
    address: Annotated[str, Field(max_length=300)] = ""


ERRORS = {400: Fault, 403: Fault, 404: Fault, 422: Fault}


@router.get("/", response={200: PeopleOut, **ERRORS}, url_name="people_search")
def people_search(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=120)],
    limit: Annotated[int, Query(ge=1, le=50)] = 20,
) -> Any:
    """People in the reader's sight by name (any word order), CCCD or phone."""
    try:
        check(request.actor, "people.view")  # type: ignore[attr-defined]
    except Forbidden as error:
        return Status(403, {"message": error.message})
    found = queries.search(q, request.actor, request.now, limit)  # type: ignore[attr-defined]
    reads.note(request, [one.pk for one in found.people])
    return {"items": [_out(one) for one in found.people], "more": found.more}


@router.get("/{uuid:uid}", response={200: PersonOut, **ERRORS}, url_name="person_get")
def person_get(request: HttpRequest, uid: uuid.UUID) -> Any:
    """One person; a merged record answers with the person it is shown as."""
    try:
        check(request.actor, "people.view")  # type: ignore[attr-defined]
        person = queries.person_get(uid=uid, actor=request.actor, now=request.now)  # type: ignore[attr-defined]
    except Forbidden as error:
        return Status(403, {"message": error.message})
    except OutOfSight:
        return Status(404, {"message": "Không có hồ sơ này trong địa bàn của đồng chí."})
    reads.note(request, [person.pk])
    return _out(person)


@router.post("/", response={201: PersonOut, **ERRORS}, url_name="person_register")
def person_register(request: HttpRequest, body: PersonIn) -> Any:
    """Register a person; refused where the number is taken."""
    unit_id = queries.commune_id(body.commune_code, request.now)  # type: ignore[attr-defined]
    if unit_id is None:
        return Status(
            422, {"message": f"Không có xã, phường mã {body.commune_code}.", "field": "commune_code"}
        )
    fields = body.dict(exclude={"full_name", "commune_code", "address"})
    new = services.NewPerson(identity(body.full_name, unit_id=unit_id, **fields), address=body.address)
    try:
        person = services.person_register(person=new, by=request.actor, now=request.now)  # type: ignore[attr-defined]
    except Forbidden as error:
        return Status(403, {"message": error.message})
    except Refused as error:
        return Status(422, {"message": error.message, "field": error.field})
    return Status(201, _out(person))


@router.post("/duplicates", response={200: DuplicateOut, **ERRORS}, url_name="duplicate_ask")
def duplicate_ask(request: HttpRequest, body: DuplicateAskIn) -> Any:
    """Hỏi trùng: out of sight the answer is only whom to call. Counted, audited, limited."""
    try:
        answer = services.duplicate_ask(
            by=request.actor,  # type: ignore[attr-defined]
            now=request.now,  # type: ignore[attr-defined]
            national_id=body.national_id,
            phone=body.phone,
        )
    except Forbidden as error:
        return Status(403, {"message": error.message})
    except Refused as error:
        return Status(422, {"message": error.message, "field": error.field})
    reads.note(request, [one.pk for one in answer.visible])
    return {
        "visible": [one.uid for one in answer.visible],
        "elsewhere": [{"label": one.label, "phone": one.phone, "call": one.call} for one in answer.elsewhere],
    }


def _out(person: Person) -> dict[str, Any]:
    unit = person.residence
    names = ("uid", "full_name", "birth_year", "birth_date", "sex", "national_id", "phone", "address")
    return {name: getattr(person, name) for name in names} | {
        "commune_code": unit.code if unit else None,
        "commune": unit.name if unit else None,
    }
