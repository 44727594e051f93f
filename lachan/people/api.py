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
from lachan.people.candidates import Candidate, Candidates, candidates
from lachan.people.identity import identity
from lachan.people.matching import identity_of
from lachan.people.models import Merge, Person

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


class CandidateOut(Schema):
    """Somebody who could be meant, with what agrees and what differs, in words."""

    person: uuid.UUID
    full_name: str
    birth_year: int | None
    commune: str | None
    agrees: list[str]
    differs: list[str]


class ElsewhereOut(Schema):
    """Likely people out of the reader's sight: how many, and whom to call about them."""

    label: str
    phone: str
    call: str
    count: int


class CandidatesOut(Schema):
    candidates: list[CandidateOut]
    elsewhere: list[ElsewhereOut]


class MergeIn(Schema):
    """`other` is shown as the person of the address from now on."""

    other: uuid.UUID
    reason: Annotated[str, Field(min_length=1, max_length=300)]


class MergeRevokeIn(Schema):
    reason: Annotated[str, Field(min_length=1, max_length=300)]


class MergeOut(Schema):
    """`absorbed` is shown as `kept` while the merge stands."""

    uid: uuid.UUID
    kept: uuid.UUID
    kept_name: str
    absorbed: uuid.UUID
    absorbed_name: str
    reason: str
    merged_at: dt.datetime
    revoked_at: dt.datetime | None
    revoke_reason: str


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


@router.get("/{uuid:uid}/candidates", response=CandidatesOut, url_name="person_candidates")
def person_candidates(request: Any, uid: uuid.UUID) -> CandidatesOut:
    """Records that could be of the same human being, the likeliest first."""
    person = _mergeable(request, uid)
    found = candidates(identity_of(person), request.actor, request.now)
    others = [one for one in found.visible if one.person.pk != person.pk]
    reads.note(request, [one.person.pk for one in others])
    return CandidatesOut(candidates=[candidate_out(one) for one in others], elsewhere=elsewhere_out(found))


@router.get("/{uuid:uid}/merges", response=list[MergeOut], url_name="person_merges")
def merge_list(request: Any, uid: uuid.UUID) -> list[MergeOut]:
    """Merges that concern the person, standing or taken back, the latest first."""
    return [_merge(request, merge) for merge in queries.merges_of(_mergeable(request, uid))]


@router.post("/{uuid:uid}/merge", response={201: MergeOut}, url_name="persons_merge")
def persons_merge(request: Any, uid: uuid.UUID, body: MergeIn) -> Status[Any]:
    """Two records are one human being: facts stay where they were recorded, and it can be taken back at any time."""
    kept, absorbed = _mergeable(request, uid), _mergeable(request, body.other)
    made = services.persons_merge(
        kept=kept, absorbed=absorbed, reason=body.reason, by=request.actor, now=request.now
    )
    return Status(201, _merge(request, made))


@router.post("/merges/{uuid:uid}/revoke", response=MergeOut, url_name="merge_revoke")
def merge_revoke(request: Any, uid: uuid.UUID, body: MergeRevokeIn) -> MergeOut:
    """Two people after all: both records stand on their own again."""
    check(request.actor, "people.merge")
    merge = queries.merge_get(uid=uid, actor=request.actor, now=request.now)
    services.merge_revoke(merge=merge, reason=body.reason, by=request.actor, now=request.now)
    return _merge(request, merge)


def _mergeable(request: Any, uid: uuid.UUID) -> Person:
    check(request.actor, "people.merge")
    person = queries.person_get(uid=uid, actor=request.actor, now=request.now)
    reads.note(request, [person.pk])
    return person


def candidate_out(one: Candidate) -> CandidateOut:
    """Somebody who could be meant; who shows them notes them as read."""
    return CandidateOut(
        person=one.person.uid,
        full_name=one.person.full_name,
        birth_year=one.person.birth_year,
        commune=one.person.residence.name if one.person.residence else None,
        agrees=list(one.agrees),
        differs=list(one.differs),
    )


def elsewhere_out(found: Candidates) -> list[ElsewhereOut]:
    return [
        ElsewhereOut(label=holder.label, phone=holder.phone, call=holder.call, count=count)
        for holder, count in found.elsewhere
    ]


def _merge(request: Any, merge: Merge) -> MergeOut:
    reads.note(request, [merge.kept_id, merge.absorbed_id])
    return MergeOut(
        uid=merge.uid,
        kept=merge.kept.uid,
        kept_name=merge.kept.full_name,
        absorbed=merge.absorbed.uid,
        absorbed_name=merge.absorbed.full_name,
        reason=merge.reason,
        merged_at=merge.occurred_at,
        revoked_at=merge.revoked_at,
        revoke_reason=merge.revoke_reason,
    )


def _out(person: Person) -> dict[str, Any]:
    unit = person.residence
    names = ("uid", "full_name", "birth_year", "birth_date", "sex", "national_id", "phone", "address")
    return {name: getattr(person, name) for name in names} | {
        "commune_code": unit.code if unit else None,
        "commune": unit.name if unit else None,
    }
