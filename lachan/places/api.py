"""Places over JSON: the units in force, and the dated tables that the administrator hands over."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from ninja import File, Form, Query, Router, Schema, Status, UploadedFile

from lachan.kernel.access.roles import check
from lachan.kernel.api import UploadOut, file_stage
from lachan.kernel.errors import Refused
from lachan.kernel.times import local_day
from lachan.places import queries
from lachan.places.kinds import Level

router = Router(tags=["Địa bàn"])

Source = Annotated[str, Form(min_length=1, max_length=200)]


class UnitOut(Schema):
    """`id` names this version of the unit where other operations ask for a `unit_id`."""

    id: int
    code: str
    name: str
    level: str
    parent_code: str | None
    valid_from: dt.date
    valid_to: dt.date | None


@router.get("/units", response=list[UnitOut], url_name="units")
def unit_list(
    request: Any,
    on: dt.date | None = None,
    level: Annotated[str, Query(pattern="^(|province|district|commune)$")] = "",
) -> list[UnitOut]:
    """The units in force on a day (today unless given), from the province down."""
    check(request.actor, "places.view")
    rows = queries.units_on(on or local_day(request.now), Level[level.upper()] if level else None)
    return [_unit(unit) for unit in rows.select_related("parent").order_by("level", "code")]


@router.post("/populations/files", response={201: UploadOut}, url_name="population_import")
def population_import(
    request: Any,
    file: Annotated[UploadedFile, File()],
    as_of: Annotated[dt.date, Form()],
    source: Source,
    invented: Annotated[bool, Form()] = False,
) -> Status[Any]:
    """Hand over a table of how many people live where; nothing is applied yet."""
    if as_of > local_day(request.now):
        raise Refused("Ngày của số dân không thể ở sau hôm nay.", "as_of")
    options = {"as_of": as_of.isoformat(), "source": source, "invented": invented}
    return Status(201, file_stage(request, file=file, kind="places.populations", options=options))


@router.post("/hamlets/files", response={201: UploadOut}, url_name="hamlets_import")
def hamlets_import(
    request: Any,
    file: Annotated[UploadedFile, File()],
    valid_from: Annotated[dt.date, Form()],
    source: Source,
    invented: Annotated[bool, Form()] = False,
) -> Status[Any]:
    """Hand over a table of the khóm and ấp of communes; nothing is applied yet."""
    options = {"valid_from": valid_from.isoformat(), "source": source, "invented": invented}
    return Status(201, file_stage(request, file=file, kind="places.hamlets", options=options))


def _unit(unit: queries.Unit) -> UnitOut:
    return UnitOut(
        id=unit.pk,
        code=unit.code,
        name=unit.name,
        level=Level(unit.level).name.lower(),
        parent_code=unit.parent.code if unit.parent else None,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
    )
