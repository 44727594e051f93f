"""The same services over JSON: rings, their houses, visits and sprayings."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from ninja import Field, Router, Schema, Status
from pydantic import AwareDatetime

from lachan.cases import queries as cases
from lachan.journeys import ring_closed, ring_opened
from lachan.kernel.access.roles import check
from lachan.zones import queries, services
from lachan.zones.rules import KeptTerms

router = Router(tags=["Ổ dịch, khoanh vùng"])


class RingOut(Schema):
    """A ring with what follows from its facts today."""

    uid: uuid.UUID
    disease: str
    case_code: str
    unit: str
    hamlet: str | None
    radius_m: int
    rule_id: str
    opened_at: dt.datetime
    is_open: bool
    cases: int
    houses: int
    houses_inspected: int
    next_spraying_round: int | None
    next_spraying_due: dt.date | None
    closable_on: dt.date | None
    gaps: list[str]


class RingHouseOut(Schema):
    uid: uuid.UUID
    number: int
    owner: str
    address: str
    inspected: bool


class LarvalStageOut(Schema):
    """Larval indices; null where nothing was inspected."""

    after_round: int
    houses: int
    house_index: float | None
    container_index: float | None
    breteau_index: float | None


class RingIn(Schema):
    case_uid: uuid.UUID
    unit_id: int = Field(ge=1, le=2**62)
    hamlet_id: int | None = Field(None, ge=1, le=2**62)
    address: str = Field("", max_length=300)
    lat: float | None = Field(None, ge=-90, le=90)
    lon: float | None = Field(None, ge=-180, le=180)


class RingHouseIn(Schema):
    owner: str = Field("", max_length=120)
    address: str = Field("", max_length=300)


class HouseVisitIn(Schema):
    """`uid` is made by the sender: the same visit sent twice is recorded once."""

    uid: uuid.UUID
    outcome: str
    containers: int | None = Field(None, ge=0, le=9999)
    positive: int | None = Field(None, ge=0, le=9999)
    destroyed: int | None = Field(None, ge=0, le=9999)
    people_home: int | None = Field(None, ge=0, le=9999)
    fevers: int | None = Field(None, ge=0, le=9999)
    note: str = Field("", max_length=500)
    occurred_at: AwareDatetime | None = None


class RingSprayingIn(Schema):
    round: int = Field(ge=1, le=99)
    houses: int = Field(ge=1, le=9999)
    chemical: str = Field(min_length=1, max_length=120)
    note: str = Field("", max_length=300)
    occurred_at: AwareDatetime | None = None


class RingCloseIn(Schema):
    reason: str = Field("", max_length=500)


class RingFactOut(Schema):
    uid: uuid.UUID


@router.get("/rings", response=list[RingOut], url_name="zones_rings")
def ring_list(request: Any, is_open: bool | None = None) -> list[RingOut]:
    """Rings on the reader's ground, the latest first; at most 500."""
    check(request.actor, "zones.view")
    rows = queries.rings(request.actor, request.now).order_by("-occurred_at", "pk")
    rows = rows if is_open is None else queries.of_state(rows, is_open)
    terms = KeptTerms()
    return [_ring(queries.state_of(ring, request.now, terms)) for ring in rows[:500]]


@router.post("/rings", response={201: RingFactOut}, url_name="zones_ring_open")
def ring_open(request: Any, body: RingIn) -> Status[Any]:
    """Open a ring around a case."""
    case = cases.case_by_uid(body.case_uid, request.actor, request.now)
    centre = body.dict(exclude={"case_uid"})
    return Status(201, ring_opened.ring_open(case=case, by=request.actor, now=request.now, **centre))


@router.get("/rings/{uuid:uid}", response=RingOut, url_name="zones_ring")
def ring(request: Any, uid: uuid.UUID) -> RingOut:
    """One ring."""
    return _ring(_state(request, uid))


@router.get("/rings/{uuid:uid}/houses", response=list[RingHouseOut], url_name="zones_houses")
def house_list(request: Any, uid: uuid.UUID) -> list[RingHouseOut]:
    """The houses of a ring in the order of their numbers."""
    lines = queries.house_lines(_state(request, uid).ring)
    return [
        RingHouseOut(
            uid=line.house.uid,
            number=line.house.number,
            owner=line.house.owner,
            address=line.house.address,
            inspected=line.inspected is not None,
        )
        for line in lines
    ]


@router.post("/rings/{uuid:uid}/houses", response={201: RingFactOut}, url_name="zones_house_add")
def house_add(request: Any, uid: uuid.UUID, body: RingHouseIn) -> Status[Any]:
    """Put a house on the list."""
    ring = _state(request, uid).ring
    return Status(201, services.house_add(ring=ring, by=request.actor, now=request.now, **body.dict()))


@router.get("/rings/{uuid:uid}/larvae", response=list[LarvalStageOut], url_name="zones_larvae")
def larvae(request: Any, uid: uuid.UUID) -> list[LarvalStageOut]:
    """Larval indices before the first spraying and after each."""
    state = _state(request, uid)
    found = queries.larval_stages(queries.house_lines(state.ring), list(state.sprayings.values()))
    return [
        LarvalStageOut(
            after_round=stage.after_round,
            houses=stage.indices.houses,
            house_index=stage.indices.house_index,
            container_index=stage.indices.container_index,
            breteau_index=stage.indices.breteau_index,
        )
        for stage in found
    ]


@router.post(
    "/ring-houses/{uuid:uid}/visits", response={201: RingFactOut}, url_name="zones_house_visit_record"
)
def house_visit_record(request: Any, uid: uuid.UUID, body: HouseVisitIn) -> Status[Any]:
    """Record a visit to a house."""
    house = queries.house_by_uid(uid, request.actor, request.now)
    given = body.dict()
    names = ("people_home", "fevers", "containers", "positive", "destroyed")
    counts = services.Counts(**{name: given.pop(name) for name in names})
    done = services.house_visit_record(house=house, counts=counts, by=request.actor, now=request.now, **given)
    return Status(201, done)


@router.post("/rings/{uuid:uid}/sprayings", response={201: RingFactOut}, url_name="zones_spraying_record")
def spraying_record(request: Any, uid: uuid.UUID, body: RingSprayingIn) -> Status[Any]:
    """Record a round of spraying."""
    ring = _state(request, uid).ring
    return Status(201, services.spraying_record(ring=ring, by=request.actor, now=request.now, **body.dict()))


@router.post("/rings/{uuid:uid}/close", response={201: RingFactOut}, url_name="zones_ring_close")
def ring_close(request: Any, uid: uuid.UUID, body: RingCloseIn) -> Status[Any]:
    """Close a ring by the rule."""
    ring = _state(request, uid).ring
    return Status(
        201, ring_closed.ring_close(ring=ring, by=request.actor, now=request.now, reason=body.reason)
    )


def _state(request: Any, uid: uuid.UUID) -> queries.RingState:
    check(request.actor, "zones.view")
    return queries.ring_state(uid, request.actor, request.now)


def _ring(state: queries.RingState) -> RingOut:
    ring, step = state.ring, state.next_step
    return RingOut(
        uid=ring.uid,
        disease=ring.disease,
        case_code=ring.case.code,
        unit=ring.unit.name,
        hamlet=ring.hamlet.name if ring.hamlet else None,
        radius_m=ring.radius_m,
        rule_id=ring.rule_id,
        opened_at=ring.occurred_at,
        is_open=state.is_open,
        cases=len(state.counted),
        houses=state.houses,
        houses_inspected=state.visited,
        next_spraying_round=step.round if step else None,
        next_spraying_due=step.due_on if step else None,
        closable_on=state.ending.closable_on,
        gaps=list(state.ending.gaps),
    )
