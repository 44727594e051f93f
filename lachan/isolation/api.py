"""The same services over JSON: sites, who needs a decision, decisions, arrivals and hours."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from ninja import Field, Query, Router, Schema, Status

from lachan.epi import intervals as kinds
from lachan.epi.days import FOREVER
from lachan.isolation import queries, services
from lachan.isolation.gate import arrival_words
from lachan.isolation.separation import steps
from lachan.journeys import person_separated
from lachan.kernel import diseases
from lachan.kernel.access.roles import check
from lachan.kernel.audit import reads
from lachan.kernel.errors import Refused
from lachan.kernel.times import told_moment
from lachan.people import queries as people
from lachan.places import queries as places
from lachan.standing import queries as standing

router = Router(tags=["Cách ly"])


class SiteOut(Schema):
    """`capacity` and `free` are null where nobody recorded a capacity."""

    uid: uuid.UUID
    name: str
    unit_id: int
    measures: list[str]
    capacity: int | None
    staying: int
    expected: int
    free: int | None


class NeedOut(Schema):
    person_uid: uuid.UUID
    full_name: str
    measure: str
    status: str
    since: dt.datetime
    until: dt.datetime | None
    unit_id: int | None
    rule: str


class MemberOut(Schema):
    uid: uuid.UUID
    person_uid: uuid.UUID
    full_name: str
    level: str
    measure: str
    site_uid: uuid.UUID | None
    starts_at: dt.datetime
    ends_at: dt.datetime | None


class OrderOut(Schema):
    """`members` are the people in the reader's sight; `people` counts all."""

    uid: uuid.UUID
    state: str
    disease: str
    organisation: str
    number: int | None
    symbol: str
    signed_at: dt.datetime | None
    people: int
    members: list[MemberOut]


class StepsOut(Schema):
    positive_at: dt.datetime | None
    contact_at: dt.datetime | None
    told_at: dt.datetime | None
    ordered_at: dt.datetime | None
    arrived_at: dt.datetime | None


class StayIn(Schema):
    """`uid` is made by the sender: the same arrival sent twice is recorded once. `confirm` answers a 409: somebody
    has read its warning and lets the person in all the same."""

    uid: uuid.UUID | None = None
    person_uid: uuid.UUID
    disease: str = Field(max_length=30)
    measure: str = Field(max_length=20)
    site_uid: uuid.UUID | None = None
    unit_id: int | None = Field(None, ge=1, le=2**62)
    at: dt.datetime
    over_capacity_reason: str = Field("", max_length=300)
    confirm: bool = False


class AskedOut(Schema):
    """Nothing was recorded yet: `message` is for whoever stands at the gate, `field` is to be sent as true then."""

    message: str
    detail: str
    field: str = "confirm"


class StayOut(Schema):
    uid: uuid.UUID
    is_new: bool


class LeaveIn(Schema):
    at: dt.datetime
    reason: str = Field(max_length=12)
    note: str = Field("", max_length=200)


class ToldIn(Schema):
    uid: uuid.UUID | None = None
    disease: str = Field(max_length=30)
    at: dt.datetime


class DoneOut(Schema):
    uid: uuid.UUID


@router.get("/sites", response=list[SiteOut], url_name="isolation_sites")
def site_list(request: Any) -> list[SiteOut]:
    """All sites with their places now."""
    check(request.actor, "isolation.view")
    return [_site(one) for one in queries.site_loads(list(queries.sites()), request.now)]


@router.get("/needs", response=list[NeedOut], url_name="isolation_needs")
def need_list(
    request: Any,
    disease: str = Query(..., max_length=30),
    limit: int = Query(100, ge=1, le=1000),
    offset: int = Query(0, ge=0, le=1_000_000),
) -> list[NeedOut]:
    """Who needs a decision now, the longest wait first."""
    check(request.actor, "isolation.view")
    code = diseases.disease(disease).code
    mine = None if request.actor.everywhere else people.visible_to(request.actor, request.now).values("pk")
    rows = standing.current(disease=code, kind=kinds.ORDER_NEEDED, at=request.now, people=mine)
    page = list(rows.order_by("starts_at", "id")[offset : offset + limit])
    found = people.people_of([row.person_id for row in page])
    reads.note(request, found)
    return [_need(row, found[row.person_id]) for row in page]


@router.get("/orders", response=list[OrderOut], url_name="isolation_orders")
def order_list(
    request: Any, limit: int = Query(50, ge=1, le=200), offset: int = Query(0, ge=0, le=1_000_000)
) -> list[OrderOut]:
    """Decisions and drafts in the reader's scope, the latest first."""
    check(request.actor, "isolation.view")
    rows = queries.orders(request.actor, request.now).order_by("-occurred_at", "-id")[offset : offset + limit]
    return [_order(request, order) for order in rows]


@router.get("/orders/{uuid:uid}", response=OrderOut, url_name="isolation_order")
def order(request: Any, uid: uuid.UUID) -> OrderOut:
    """One decision."""
    check(request.actor, "isolation.view")
    return _order(request, queries.order_by_uid(request.actor, request.now, uid))


@router.get("/people/{uuid:uid}/steps", response=StepsOut, url_name="isolation_steps")
def person_steps(request: Any, uid: uuid.UUID, disease: str = Query(..., max_length=30)) -> StepsOut:
    """The hours positive → told → order → arrival of a person."""
    check(request.actor, "isolation.view")
    person = people.person_get(uid=uid, actor=request.actor, now=request.now)
    reads.note(request, [person.pk])
    found = steps(person.pk, diseases.disease(disease).code, request.now)
    return StepsOut(
        positive_at=found.positive_at,
        contact_at=found.contact_at,
        told_at=found.told_at,
        ordered_at=found.ordered_at,
        arrived_at=found.arrived_at,
    )


@router.post("/people/{uuid:uid}/told", response={201: DoneOut}, url_name="isolation_told_record")
def told_record(request: Any, uid: uuid.UUID, body: ToldIn) -> Status[Any]:
    """The person was told at that hour."""
    check(request.actor, "isolation.told_record")
    person = people.person_get(uid=uid, actor=request.actor, now=request.now)
    told = services.told_record(
        person_id=person.pk,
        disease=diseases.disease(body.disease).code,
        occurred_at=told_moment(body.at),
        uid=body.uid,
        by=request.actor,
        now=request.now,
    )
    return Status(201, DoneOut(uid=told.uid))


@router.post("/stays", response={201: StayOut, 409: AskedOut}, url_name="isolation_stay_begin")
def stay_begin(request: Any, body: StayIn) -> Status[Any]:
    """Somebody arrived at a site or keeps to their home; 409 asks first where the person belongs elsewhere by now."""
    check(request.actor, "isolation.stay_record")
    person = people.person_get(uid=body.person_uid, actor=request.actor, now=request.now)
    if body.unit_id and places.unit_by_id(body.unit_id) is None:
        raise Refused("Không có xã này.", "unit_id")
    where: dict[str, Any] = {
        "person_id": person.pk,
        "disease": diseases.disease(body.disease).code,
        "measure": body.measure,
        "site": queries.site_by_uid(body.site_uid) if body.site_uid else None,
    }
    if (
        not body.confirm
        and not queries.stay_is_known(body.uid)
        and (words := arrival_words(**where, now=request.now))
    ):
        return Status(409, _asked(words))
    arrival = person_separated.stay_begin(
        **where,
        unit_id=body.unit_id,
        occurred_at=told_moment(body.at),
        over_capacity_reason=body.over_capacity_reason,
        uid=body.uid,
        by=request.actor,
        now=request.now,
    )
    return Status(201, StayOut(uid=arrival.stay.uid, is_new=arrival.is_new))


@router.post("/stays/{uuid:uid}/end", response={201: DoneOut}, url_name="isolation_stay_end")
def stay_end(request: Any, uid: uuid.UUID, body: LeaveIn) -> Status[Any]:
    """Somebody left."""
    check(request.actor, "isolation.stay_record")
    left = person_separated.stay_end(
        stay=queries.stay_by_uid(request.actor, request.now, uid),
        occurred_at=told_moment(body.at),
        reason=body.reason,
        note=body.note,
        by=request.actor,
        now=request.now,
    )
    return Status(201, DoneOut(uid=left.uid))


def _asked(words: str) -> AskedOut:
    message = f"Chưa ghi. {words} Báo CDC để chuyển đúng nơi; nếu vẫn phải nhận tạm, để riêng và gửi lại kèm confirm là true."
    return AskedOut(message=message, detail=message)


def _site(one: Any) -> SiteOut:
    return SiteOut(
        uid=one.site.uid,
        name=one.name,
        unit_id=one.site.unit_id,
        measures=one.site.measures,
        capacity=one.load.capacity,
        staying=one.load.staying,
        expected=one.load.expected,
        free=one.load.free,
    )


def _need(row: Any, person: Any) -> NeedOut:
    return NeedOut(
        person_uid=person.uid,
        full_name=person.full_name,
        measure=row.value,
        status=str(row.reason.get("status", "")),
        since=row.starts_at,
        until=None if row.ends_at >= FOREVER else row.ends_at,
        unit_id=row.unit_id,
        rule=row.rule,
    )


def _order(request: Any, row: Any) -> OrderOut:
    members = list(queries.members_of(request.actor, request.now, row))
    reads.note(request, [member.person_id for member in members])
    return OrderOut(
        uid=row.uid,
        state=row.state,
        disease=row.disease,
        organisation=row.organisation.name,
        number=row.number,
        symbol=row.symbol,
        signed_at=row.occurred_at if row.is_issued else None,
        people=queries.member_counts([row.pk]).get(row.pk, 0),
        members=[_member(member) for member in members],
    )


def _member(member: Any) -> MemberOut:
    return MemberOut(
        uid=member.uid,
        person_uid=member.person.uid,
        full_name=member.person.full_name,
        level=member.level,
        measure=member.measure,
        site_uid=member.site.uid if member.site else None,
        starts_at=member.starts_at,
        ends_at=member.ends_at,
    )
