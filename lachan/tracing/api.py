"""The same services over JSON: timelines, contacts and meetings."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any

from ninja import Field, File, Query, Router, Schema, Status, UploadedFile

from lachan.cases import queries as cases
from lachan.cases.api import ChangedOut
from lachan.journeys import exposure_recorded
from lachan.kernel.access.roles import check
from lachan.kernel.api import UploadOut, file_stage
from lachan.kernel.audit import reads
from lachan.kernel.errors import Refused
from lachan.kernel.times import told_moment
from lachan.people import queries as people
from lachan.people.api import CandidateOut, ElsewhereOut, candidate_out, elsewhere_out
from lachan.people.candidates import candidates
from lachan.people.identity import identity
from lachan.people.matching import WAIT_WORDS, Wait
from lachan.places import queries as places
from lachan.tracing import queries, services
from lachan.tracing.contact_table import first_ring
from lachan.tracing.contacts import Contact
from lachan.tracing.jobs import CODE

router = Router(tags=["Truy vết"])


class EntryOut(Schema):
    uid: uuid.UUID
    came_at: dt.datetime
    left_at: dt.datetime | None
    place_name: str
    unit_id: int | None
    activity: str


class TimelineEntryIn(Schema):
    """`uid` is made by the sender: the same entry sent twice is recorded once."""

    uid: uuid.UUID | None = None
    came_at: dt.datetime
    left_at: dt.datetime | None = None
    place_name: str = Field(min_length=1, max_length=200)
    unit_id: int | None = Field(None, ge=1, le=2**62)
    activity: str = Field("", max_length=2000)


class ContactOut(Schema):
    """One person met; names of people out of the reader's sight are null."""

    exposure_uid: uuid.UUID
    person_uid: uuid.UUID | None
    name: str | None
    level: str | None
    provisional: bool
    until: str
    met_at: dt.datetime
    day_only: bool
    closeness: str
    next_test: str
    separated: bool | None


class ContactIn(Schema):
    """`at` with an hour, or `on` where only the day is known."""

    full_name: str = Field(min_length=2, max_length=120)
    birth_year: int | None = Field(None, ge=1890, le=2100)
    birth_date: dt.date | None = None
    sex: str = Field("", pattern="^(male|female|)$")
    national_id: str = Field("", max_length=20)
    phone: str = Field("", max_length=20)
    unit_id: int | None = Field(None, ge=1, le=2**62)
    address: str = Field("", max_length=200)
    at: dt.datetime | None = None
    on: dt.date | None = None
    closeness: str = Field(max_length=20)
    minutes: int | None = Field(None, ge=0, le=44_640)
    masked: bool | None = None
    relation: str = Field("", max_length=60)
    place_name: str = Field("", max_length=200)
    note: str = Field("", max_length=2000)


class TakenOut(Schema):
    """`waiting`: doubtful identities in the queue, for which nothing was recorded yet."""

    added: list[uuid.UUID]
    repeated: int
    waiting: int


class ExposureRevokeIn(Schema):
    reason: str = Field(min_length=1, max_length=500)


class WaitingContactOut(Schema):
    """A line of a contact list that could be several people; `why` says what no rule could settle."""

    uid: uuid.UUID
    case: uuid.UUID
    case_code: str
    full_name: str
    birth_year: int | None
    birth_date: dt.date | None
    national_id: str
    phone: str
    address: str
    unit_id: int | None
    met: dt.datetime | dt.date
    place_name: str
    waits_since: dt.datetime
    why: str


class WaitingContactsOut(Schema):
    total: int
    items: list[WaitingContactOut]


class WaitingContactFullOut(WaitingContactOut):
    candidates: list[CandidateOut]
    elsewhere: list[ElsewhereOut]


class DecideIn(Schema):
    """`person`: who is meant; null where it is nobody in the register, and a new person is registered."""

    person: uuid.UUID | None


class RefuseIn(Schema):
    reason: str = Field(min_length=1, max_length=300)


class RevokedOut(Schema):
    done: bool = True


@router.get("/cases/{uuid:uid}/timeline", response=list[EntryOut], url_name="tracing_timeline")
def timeline(request: Any, uid: uuid.UUID) -> list[EntryOut]:
    """Where a case was, in the order of time."""
    check(request.actor, "tracing.view")
    case = cases.case_by_uid(uid, request.actor, request.now)
    reads.note(request, [case.person_id])
    return [_entry(entry) for entry in queries.entries_of(request.actor, request.now, case.pk)]


@router.post(
    "/cases/{uuid:uid}/timeline",
    response={201: EntryOut},
    url_name="tracing_timeline_entry_record",
)
def timeline_entry_record(request: Any, uid: uuid.UUID, body: TimelineEntryIn) -> Status[Any]:
    """Record where a case was."""
    check(request.actor, "tracing.exposure_record")
    case = cases.case_by_uid(uid, request.actor, request.now)
    entry = services.timeline_entry_record(
        case_id=case.pk,
        person_id=case.person_id,
        occurred_at=told_moment(body.came_at),
        left_at=told_moment(body.left_at) if body.left_at else None,
        place_name=body.place_name,
        unit_id=_commune(body.unit_id),
        activity=body.activity,
        uid=body.uid,
        by=request.actor,
        now=request.now,
    )
    return Status(201, _entry(entry))


@router.get("/cases/{uuid:uid}/contacts", response=list[ContactOut], url_name="tracing_contacts")
def contact_list(
    request: Any,
    uid: uuid.UUID,
    limit: int = Query(100, ge=1, le=1000),
    offset: int = Query(0, ge=0, le=100_000),
) -> list[ContactOut]:
    """Who met the case, nearest level first."""
    check(request.actor, "tracing.view")
    case = cases.case_by_uid(uid, request.actor, request.now)
    rows = first_ring(request.actor, request.now, case)
    page = rows[offset : offset + limit]
    reads.note(request, [case.person_id, *(row.person_id for row in page if row.person)])
    return [_contact(row) for row in page]


@router.post("/cases/{uuid:uid}/contacts", response={201: TakenOut}, url_name="tracing_exposure_record")
def exposure_record(request: Any, uid: uuid.UUID, body: ContactIn) -> Status[Any]:
    """Record somebody who met the case; sent again it adds nothing."""
    check(request.actor, "tracing.exposure_record")
    case = cases.case_by_uid(uid, request.actor, request.now)
    taken, _ = exposure_recorded.contacts_add(
        case=case, contacts=[_told(body)], by=request.actor, now=request.now
    )
    if taken.bad:
        raise Refused(taken.bad[0][1][0])
    added = [exposure.uid for exposure in taken.added]
    return Status(201, TakenOut(added=added, repeated=taken.repeated, waiting=taken.waiting))


@router.post(
    "/cases/{uuid:uid}/contacts/files", response={201: UploadOut}, url_name="tracing_contacts_import"
)
def contacts_import(request: Any, uid: uuid.UUID, file: Annotated[UploadedFile, File()]) -> Status[Any]:
    """Hand over a list of people who met the case; its way goes on under `/uploads`. Nothing is applied yet."""
    check(request.actor, "tracing.people_import")
    case = cases.case_by_uid(uid, request.actor, request.now)
    options = {"case": str(case.uid)}
    return Status(201, file_stage(request, file=file, kind=CODE, options=options))


@router.post("/exposures/{uuid:uid}/revoke", response=RevokedOut, url_name="tracing_exposure_revoke")
def exposure_revoke(request: Any, uid: uuid.UUID, body: ExposureRevokeIn) -> RevokedOut:
    """Take back a meeting that never was."""
    check(request.actor, "tracing.exposure_revoke")
    exposure = queries.exposure_by_uid(request.actor, request.now, uid)
    exposure_recorded.exposure_revoke(
        exposure=exposure, reason=body.reason, by=request.actor, now=request.now
    )
    return RevokedOut()


@router.post("/entries/{uuid:uid}/revoke", response=RevokedOut, url_name="tracing_timeline_entry_revoke")
def timeline_entry_revoke(request: Any, uid: uuid.UUID, body: ExposureRevokeIn) -> RevokedOut:
    """Take back where a case never was; the meetings recorded with it stay."""
    check(request.actor, "tracing.exposure_revoke")
    entry = queries.entry_by_uid(request.actor, request.now, uid)
    services.timeline_entry_revoke(entry=entry, reason=body.reason, by=request.actor, now=request.now)
    return RevokedOut()


@router.get("/waiting", response=WaitingContactsOut, url_name="tracing_waiting")
def waiting_list(
    request: Any,
    limit: int = Query(50, ge=1, le=200),
    offset: int = Query(0, ge=0, le=100_000),
) -> WaitingContactsOut:
    """Contacts who wait to be identified, the longest wait first."""
    check(request.actor, "tracing.view")
    rows = queries.waiting_lines(request.actor, request.now)
    items = [WaitingContactOut(**_waiting(line)) for line in rows[offset : offset + limit]]
    return WaitingContactsOut(total=rows.count(), items=items)


@router.get("/waiting/{uuid:uid}", response=WaitingContactFullOut, url_name="tracing_waiting_contact")
def waiting_contact(request: Any, uid: uuid.UUID) -> WaitingContactFullOut:
    """What the list says beside the people whom it could mean."""
    check(request.actor, "tracing.view")
    line = queries.waiting_line(request.actor, request.now, uid)
    found = candidates(Contact.from_json(line.told).identity, request.actor, request.now)
    reads.note(request, [one.person.pk for one in found.visible])
    return WaitingContactFullOut(
        **_waiting(line),
        candidates=[candidate_out(one) for one in found.visible],
        elsewhere=elsewhere_out(found),
    )


@router.post("/waiting/{uuid:uid}/decide", response=ChangedOut, url_name="tracing_contact_decide")
def contact_decide(request: Any, uid: uuid.UUID, body: DecideIn) -> ChangedOut:
    """Say who is meant: the meeting is recorded with all that follows."""
    check(request.actor, "tracing.exposure_record")
    line = queries.waiting_line(request.actor, request.now, uid)
    person = people.person_get(uid=body.person, actor=request.actor, now=request.now) if body.person else None
    followed = exposure_recorded.contact_decide(
        line=line,
        person_id=person.pk if person else None,
        unit_id=line.case.unit_id,
        by=request.actor,
        now=request.now,
    )
    return ChangedOut(changed=len(followed.outcome.changed))


@router.post("/waiting/{uuid:uid}/refuse", response=RevokedOut, url_name="tracing_contact_refuse")
def contact_refuse(request: Any, uid: uuid.UUID, body: RefuseIn) -> RevokedOut:
    """Drop a line that means nobody."""
    check(request.actor, "tracing.exposure_record")
    line = queries.waiting_line(request.actor, request.now, uid)
    services.contact_refuse(line=line, reason=body.reason, by=request.actor, now=request.now)
    return RevokedOut()


def _waiting(line: Any) -> dict[str, Any]:
    told = Contact.from_json(line.told)
    names = ("full_name", "birth_year", "birth_date", "national_id", "phone")
    return {name: getattr(told.identity, name) for name in names} | {
        "uid": line.uid,
        "case": line.case.uid,
        "case_code": line.case.code,
        "address": told.address,
        "unit_id": line.unit_id,
        "met": told.at,
        "place_name": told.place_name,
        "waits_since": line.recorded_at,
        "why": WAIT_WORDS.get(Wait(line.wait), "") if line.wait else "",
    }


def _entry(entry: Any) -> EntryOut:
    return EntryOut(
        uid=entry.uid,
        came_at=entry.occurred_at,
        left_at=entry.left_at,
        place_name=entry.place_name,
        unit_id=entry.unit_id,
        activity=entry.activity,
    )


def _contact(row: Any) -> ContactOut:
    return ContactOut(
        exposure_uid=row.meeting.uid,
        person_uid=row.person.uid if row.person else None,
        name=row.person.full_name if row.person else None,
        level=row.level_code or None,
        provisional=bool(row.level and row.level.provisional),
        until=row.until,
        met_at=row.meeting.occurred_at,
        day_only=row.meeting.day_only,
        closeness=row.meeting.closeness,
        next_test=row.next_test,
        separated=row.apart,
    )


def _told(body: ContactIn) -> Contact:
    if (body.at is None) == (body.on is None):
        raise Refused("Ghi hoặc giờ tiếp xúc (at), hoặc ngày tiếp xúc (on).", "at")
    who = identity(
        body.full_name,
        birth_year=body.birth_year,
        birth_date=body.birth_date,
        sex=body.sex,
        national_id=body.national_id,
        phone=body.phone,
        unit_id=_commune(body.unit_id),
    )
    if not who.name_key:
        raise Refused("Chưa ghi họ tên.", "full_name")
    at = told_moment(body.at) if body.at else body.on
    assert at is not None, "one of the two was given"
    return Contact(
        identity=who,
        at=at,
        closeness=body.closeness,
        address=body.address,
        minutes=body.minutes,
        masked=body.masked,
        relation=body.relation,
        place_name=body.place_name,
        note=body.note,
    )


def _commune(unit_id: int | None) -> int | None:
    unit = places.unit_by_id(unit_id) if unit_id else None
    if unit_id and unit is None:
        raise Refused("Không có xã này.", "unit_id")
    return unit_id
