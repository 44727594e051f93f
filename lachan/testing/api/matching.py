"""Whose is it? Specimens that no rule could link, other outcomes that laboratories sent, and what a person decides."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any

from ninja import Query, Router, Schema

from lachan.journeys import result_corrected, result_received
from lachan.kernel.access.roles import check
from lachan.kernel.audit import reads
from lachan.people import queries as people
from lachan.people.api import CandidateOut, ElsewhereOut, candidate_out, elsewhere_out
from lachan.testing import queries, services
from lachan.testing.api.results import ReasonIn
from lachan.testing.models import Correction, Member

router = Router()

Limit = Annotated[int, Query(ge=1, le=200)]
Offset = Annotated[int, Query(ge=0, le=100_000)]


class WaitingOut(Schema):
    """A member of a specimen as the laboratory wrote it down; `link` is "waiting" until somebody decides, `why` says
    what no rule could settle, `alarm` that a result of the specimen is positive."""

    uid: uuid.UUID
    code: str
    disease: str
    pooled: bool
    sampled_at: dt.datetime
    laboratory: str | None
    full_name: str
    birth_year: int | None
    birth_date: dt.date | None
    national_id: str
    phone: str
    address: str
    commune_code: str | None
    link: str
    person: uuid.UUID | None
    alarm: bool
    why: str


class WaitingsOut(Schema):
    total: int
    items: list[WaitingOut]


class MatchOut(WaitingOut):
    candidates: list[CandidateOut]
    elsewhere: list[ElsewhereOut]


class WhoIn(Schema):
    person: uuid.UUID


class CorrectionOut(Schema):
    """A laboratory sent `sent` for a result that stands as `recorded`; nothing changes before somebody decides."""

    uid: uuid.UUID
    code: str
    disease: str
    method: str
    result: uuid.UUID
    recorded: str
    sent: str
    ct: float | None
    asked_at: dt.datetime
    state: str


class CorrectionsOut(Schema):
    total: int
    items: list[CorrectionOut]


@router.get("/members", response=WaitingsOut, url_name="members_waiting")
def waiting_list(request: Any, alarm: bool = False, limit: Limit = 50, offset: Offset = 0) -> WaitingsOut:
    """Specimens that wait to be identified, positives first; `alarm`: positives alone."""
    check(request.actor, "testing.match_decide")
    ask = queries.alarms if alarm else queries.waiting
    rows = ask(request.actor, request.now)
    page = rows.order_by("-alarm", "-id")[offset : offset + limit]
    return WaitingsOut(total=rows.count(), items=[WaitingOut(**_waiting(member)) for member in page])


@router.get("/members/{uuid:uid}", response=MatchOut, url_name="member")
def member_get(request: Any, uid: uuid.UUID) -> MatchOut:
    """What the laboratory wrote, with the people whom it could mean."""
    check(request.actor, "testing.match_decide")
    return _member(request, _found(request, uid))


@router.post("/members/{uuid:uid}/link", response=MatchOut, url_name="member_link")
def member_link(request: Any, uid: uuid.UUID, body: WhoIn) -> MatchOut:
    """The specimen is this person's; its results concern them with all that follows. Sent again it changes nothing."""
    member, person = _named(request, uid, body)
    if member.person_id != person.pk:
        result_received.member_link(member=member, person_id=person.pk, by=request.actor, now=request.now)
    return _member(request, member)


@router.post("/members/{uuid:uid}/register", response=MatchOut, url_name="member_register_person")
def member_register_person(request: Any, uid: uuid.UUID) -> MatchOut:
    """Nobody in the register: a new person as the laboratory wrote them down."""
    check(request.actor, "testing.match_decide")
    member = _found(request, uid)
    result_received.member_register_person(member=member, by=request.actor, now=request.now)
    return _member(request, member)


@router.post("/members/{uuid:uid}/reject", response=MatchOut, url_name="member_reject_candidate")
def member_reject_candidate(request: Any, uid: uuid.UUID, body: WhoIn) -> MatchOut:
    """Not this person; they are not proposed for this specimen again."""
    member, person = _named(request, uid, body)
    services.member_reject_candidate(member=member, person_id=person.pk, by=request.actor, now=request.now)
    return _member(request, member)


@router.post("/members/{uuid:uid}/unlink", response=WaitingOut, url_name="member_unlink")
def member_unlink(request: Any, uid: uuid.UUID, body: ReasonIn) -> WaitingOut:
    """A decision was wrong: the results leave the person with all that followed, and the specimen waits again."""
    check(request.actor, "testing.match_decide")
    member = _found(request, uid)
    result_corrected.member_unlink(member=member, reason=body.reason, by=request.actor, now=request.now)
    return WaitingOut(**_waiting(member))


@router.get("/corrections", response=CorrectionsOut, url_name="corrections")
def correction_list(request: Any, limit: Limit = 50, offset: Offset = 0) -> CorrectionsOut:
    """Other outcomes sent for results on record, the latest first."""
    check(request.actor, "testing.result_revoke")
    rows = queries.corrections_waiting(request.actor, request.now).order_by("-asked_at", "-id")
    return CorrectionsOut(
        total=rows.count(), items=[_correction(one) for one in rows[offset : offset + limit]]
    )


@router.post("/corrections/{uuid:uid}/accept", response=CorrectionOut, url_name="correction_accept")
def correction_accept(request: Any, uid: uuid.UUID, body: ReasonIn) -> CorrectionOut:
    """What the laboratory sent takes the place of the record."""
    check(request.actor, "testing.result_revoke")
    correction = queries.correction_get(uid=uid, actor=request.actor, now=request.now)
    result_corrected.correction_accept(
        correction=correction,
        concerned=queries.results_added(correction.result),
        reason=body.reason,
        by=request.actor,
        now=request.now,
    )
    return _correction(queries.correction_get(uid=uid, actor=request.actor, now=request.now))


@router.post("/corrections/{uuid:uid}/refuse", response=CorrectionOut, url_name="correction_refuse")
def correction_refuse(request: Any, uid: uuid.UUID, body: ReasonIn) -> CorrectionOut:
    """The record that stands is right."""
    check(request.actor, "testing.result_revoke")
    correction = queries.correction_get(uid=uid, actor=request.actor, now=request.now)
    services.correction_refuse(correction=correction, reason=body.reason, by=request.actor, now=request.now)
    return _correction(queries.correction_get(uid=uid, actor=request.actor, now=request.now))


def _found(request: Any, uid: uuid.UUID) -> Member:
    return queries.member_get(uid=uid, actor=request.actor, now=request.now)


def _named(request: Any, uid: uuid.UUID, body: WhoIn) -> tuple[Member, Any]:
    check(request.actor, "testing.match_decide")
    person = people.person_get(uid=body.person, actor=request.actor, now=request.now)
    return _found(request, uid), person


def _member(request: Any, member: Member) -> MatchOut:
    """The member with the likely people, as long as nobody has decided; who is told of is noted as read."""
    found = None
    if member.link == Member.Link.WAITING:
        found = queries.candidates_of(member, request.actor, request.now)
    visible = found.visible if found else ()
    reads.note(request, [member.person_id, *(one.person.pk for one in visible)])
    return MatchOut(
        **_waiting(member),
        candidates=[candidate_out(one) for one in visible],
        elsewhere=elsewhere_out(found) if found else [],
    )


def _waiting(member: Member) -> dict[str, Any]:
    specimen = member.specimen
    names = (
        "uid",
        "full_name",
        "birth_year",
        "birth_date",
        "national_id",
        "phone",
        "address",
        "link",
        "alarm",
    )
    return {name: getattr(member, name) for name in names} | {
        "code": specimen.code,
        "disease": specimen.disease,
        "pooled": specimen.pooled,
        "sampled_at": specimen.occurred_at,
        "laboratory": specimen.laboratory.name if specimen.laboratory else None,
        "commune_code": member.unit.code if member.unit else None,
        "person": member.person.uid if member.person else None,
        "why": queries.wait_words(member) if member.link == Member.Link.WAITING else "",
    }


def _correction(one: Correction) -> CorrectionOut:
    return CorrectionOut(
        uid=one.uid,
        code=one.specimen.code,
        disease=one.specimen.disease,
        method=one.result.method,
        result=one.result.uid,
        recorded=one.result.outcome,
        sent=one.outcome,
        ct=one.ct,
        asked_at=one.asked_at,
        state=one.state,
    )
