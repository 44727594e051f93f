"""Arrivals, departures and the hours of a person: confirmed by the site or the commune, taken back where wrong."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema, Status

from lachan.isolation import queries, services
from lachan.isolation.gate import arrival_words, outgrown_words
from lachan.isolation.separation import steps
from lachan.isolation.today import Today, today_of
from lachan.journeys import person_separated
from lachan.kernel import diseases
from lachan.kernel.access.roles import check
from lachan.kernel.api import AskedOut
from lachan.kernel.audit import reads
from lachan.kernel.errors import Refused
from lachan.kernel.times import told_moment
from lachan.people import queries as people
from lachan.places import queries as places

router = Router()

Limit = Annotated[int, Query(ge=1, le=1000)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]


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


class PresentOut(Schema):
    """Somebody who is kept apart now; `level` is that of today."""

    uid: uuid.UUID
    person_uid: uuid.UUID
    full_name: str
    disease: str
    level: str | None
    measure: str
    site_uid: uuid.UUID | None
    unit_id: int | None
    arrived_at: dt.datetime


class PresentsOut(Schema):
    total: int
    items: list[PresentOut]


class AwaitedOut(Schema):
    """Somebody ordered to a site and not there yet; `warning` is what the gate has to know before it lets them in."""

    member_uid: uuid.UUID
    person_uid: uuid.UUID
    full_name: str
    disease: str
    level: str | None
    measure: str
    site_uid: uuid.UUID | None
    order_uid: uuid.UUID
    signed_at: dt.datetime
    warning: str


class AwaitedsOut(Schema):
    total: int
    items: list[AwaitedOut]


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


class TakeBackIn(Schema):
    reason: str = Field(min_length=1, max_length=500)


class DoneOut(Schema):
    uid: uuid.UUID


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


@router.get("/stays", response=PresentsOut, url_name="isolation_present")
def stay_list(
    request: Any, site: uuid.UUID | None = None, limit: Limit = 100, offset: Offset = 0
) -> PresentsOut:
    """Who is kept apart now, at one site or everywhere in the reader's sight, the latest arrival first."""
    check(request.actor, "isolation.view")
    where = queries.site_by_uid(site) if site else None
    rows = queries.present(request.actor, request.now, where).order_by("-occurred_at", "-id")
    page = list(rows[offset : offset + limit])
    reads.note(request, [stay.person_id for stay in page])
    today = today_of([(stay.person_id, stay.disease) for stay in page], request.now)
    items = [_present(stay, today[stay.person_id, stay.disease]) for stay in page]
    return PresentsOut(total=rows.count(), items=items)


@router.get("/arrivals", response=AwaitedsOut, url_name="isolation_arrivals")
def arrival_list(
    request: Any, site: uuid.UUID | None = None, limit: Limit = 100, offset: Offset = 0
) -> AwaitedsOut:
    """Who is ordered to a site and not confirmed there yet, the earliest decision first."""
    check(request.actor, "isolation.stay_record")
    where = queries.site_by_uid(site) if site else queries.site_of_organisation(request.actor.organisation_id)
    rows = queries.coming(request.actor, request.now, where).order_by("order__occurred_at", "position", "id")
    page = list(rows[offset : offset + limit])
    reads.note(request, [member.person_id for member in page])
    today = today_of([(member.person_id, member.order.disease) for member in page], request.now)
    items = [_awaited(member, today[member.person_id, member.order.disease]) for member in page]
    return AwaitedsOut(total=rows.count(), items=items)


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


@router.post("/stays/{uuid:uid}/revoke", response=DoneOut, url_name="isolation_stay_revoke")
def stay_revoke(request: Any, uid: uuid.UUID, body: TakeBackIn) -> DoneOut:
    """A wrong record: the departure where there is one, and the stay goes on, else the stay itself."""
    check(request.actor, "isolation.stay_record")
    stay = queries.stay_by_uid(request.actor, request.now, uid)
    take_back = person_separated.departure_revoke if stay.ended_at else person_separated.stay_revoke
    take_back(stay=stay, reason=body.reason, by=request.actor, now=request.now)
    return DoneOut(uid=stay.uid)


@router.post("/told/{uuid:uid}/revoke", response=DoneOut, url_name="isolation_told_revoke")
def told_revoke(request: Any, uid: uuid.UUID, body: TakeBackIn) -> DoneOut:
    """The hour at which the person was told was wrong, or was another's."""
    check(request.actor, "isolation.told_record")
    told = queries.told_by_uid(request.actor, request.now, uid)
    services.told_revoke(told=told, reason=body.reason, by=request.actor, now=request.now)
    return DoneOut(uid=told.uid)


def _present(stay: Any, today: Today) -> PresentOut:
    return PresentOut(
        uid=stay.uid,
        person_uid=stay.person.uid,
        full_name=stay.person.full_name,
        disease=stay.disease,
        level=today.level.value if today.level else None,
        measure=stay.measure,
        site_uid=stay.site.uid if stay.site else None,
        unit_id=stay.unit_id,
        arrived_at=stay.occurred_at,
    )


def _awaited(member: Any, today: Today) -> AwaitedOut:
    return AwaitedOut(
        member_uid=member.uid,
        person_uid=member.person.uid,
        full_name=member.person.full_name,
        disease=member.order.disease,
        level=today.level.value if today.level else None,
        measure=member.measure,
        site_uid=member.site.uid if member.site else None,
        order_uid=member.order.uid,
        signed_at=member.order.occurred_at,
        warning=outgrown_words(member, today),
    )


def _asked(words: str) -> AskedOut:
    message = f"Chưa ghi. {words} Báo CDC để chuyển đúng nơi; nếu vẫn phải nhận tạm, để riêng và gửi lại kèm confirm là true."
    return AskedOut(message=message, detail=message)
