"""Specimens by hand: of one person or of several into one tube, their results, and who must be sampled again."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema, Status

from lachan.journeys import result_received
from lachan.kernel import diseases
from lachan.kernel.access.roles import check
from lachan.kernel.api import AskedOut
from lachan.kernel.audit import reads
from lachan.kernel.errors import Refused
from lachan.kernel.times import told_moment
from lachan.people import queries as people
from lachan.people.effects import effects_of
from lachan.testing import queries, services, vocabulary
from lachan.testing.api.results import ResultOut, SpecimenMemberOut, member_out, results_out
from lachan.testing.models import Specimen

router = Router()


class SpecimenOut(Schema):
    """`members` are those in the reader's sight; results also those taken back."""

    uid: uuid.UUID
    code: str
    disease: str
    pooled: bool
    sampled_at: dt.datetime
    members: list[SpecimenMemberOut]
    results: list[ResultOut]


class SpecimenIn(Schema):
    """Several people in one tube are a pool."""

    disease: str = Field(max_length=30)
    code: str = Field(min_length=1, max_length=60)
    sampled_at: dt.datetime
    people: list[uuid.UUID] = Field(min_length=1, max_length=50)
    pooled: bool = False
    kind: str = Field("", max_length=20)
    reason: str = Field("", max_length=60)


class SpecimenResultIn(Schema):
    """`confirm` answers a 409: somebody has seen who would stand differently."""

    method: str = Field(max_length=20)
    outcome: str = Field(pattern="^(positive|negative|inconclusive)$")
    resulted_at: dt.datetime
    ct: float | None = Field(None, ge=1, le=60)
    supervised: bool = True
    confirm: bool = False


class ResampleOut(Schema):
    """A member of a positive pool of whom no specimen of their own was taken since; `person` is null for who is to be
    identified first."""

    member: uuid.UUID
    specimen: uuid.UUID
    code: str
    disease: str
    sampled_at: dt.datetime
    full_name: str
    phone: str
    commune_code: str | None
    person: uuid.UUID | None


@router.post("/specimens", response={201: SpecimenOut}, url_name="specimen_collect")
def specimen_collect(request: Any, body: SpecimenIn) -> Status[Any]:
    """Record that a specimen was taken of people in the reader's sight."""
    check(request.actor, "testing.result_record")
    chosen = [people.person_get(uid=uid, actor=request.actor, now=request.now) for uid in body.people]
    specimen = services.specimen_collect(
        disease=diseases.disease(body.disease).code,
        code=body.code,
        sampled_at=told_moment(body.sampled_at, "sampled_at"),
        person_ids=[person.pk for person in chosen],
        pooled=body.pooled,
        kind=body.kind,
        reason=body.reason,
        by=request.actor,
        now=request.now,
    )
    return Status(201, _out(request, specimen))


@router.get("/specimens/{uuid:uid}", response=SpecimenOut, url_name="specimen")
def specimen_get(request: Any, uid: uuid.UUID) -> SpecimenOut:
    """One specimen with its results."""
    check(request.actor, "testing.view")
    return _out(request, queries.specimen_get(uid=uid, actor=request.actor, now=request.now))


@router.post(
    "/specimens/{uuid:uid}/results", response={201: SpecimenOut, 409: AskedOut}, url_name="specimen_result"
)
def result_record(request: Any, uid: uuid.UUID, body: SpecimenResultIn) -> Status[Any]:
    """One more result of a specimen, with all that follows; 409 asks first where people would stand differently."""
    check(request.actor, "testing.result_record")
    specimen = queries.specimen_get(uid=uid, actor=request.actor, now=request.now)
    if body.method not in vocabulary.methods().get(specimen.disease, {}):
        raise Refused("Phương pháp không có trong danh mục của bệnh này.", "method")
    said = body.dict(exclude={"confirm"}) | {"resulted_at": told_moment(body.resulted_at, "resulted_at")}
    if not body.confirm and (words := _changes(request, specimen, said)):
        return Status(409, AskedOut(message=words, detail=words))
    result_received.result_record(specimen=specimen, **said, by=request.actor, now=request.now)
    return Status(201, _out(request, specimen))


@router.get("/resample", response=list[ResampleOut], url_name="resample")
def resample_list(
    request: Any,
    disease: Annotated[str, Query(max_length=30)] = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> list[ResampleOut]:
    """Whom to sample again one by one, the latest pool first."""
    check(request.actor, "testing.match_decide")
    rows = queries.to_resample(request.actor, request.now, disease).order_by("-specimen__occurred_at", "-id")
    page = list(rows[offset : offset + limit])
    reads.note(request, [member.person_id for member in page])
    return [_resample(member) for member in page]


def _changes(request: Any, specimen: Specimen, said: dict[str, Any]) -> str:
    """Who would stand differently, in counts; nothing for a laboratory, which is told nothing about people."""
    if queries.is_laboratory(request.actor):
        return ""
    added = queries.results_supposed(specimen, **said)
    outcome = result_received.results_preview(disease=specimen.disease, added=added, now=request.now)
    groups = effects_of(outcome, request.actor, request.now)
    if not groups:
        return ""
    told = "; ".join(f"{one.label}: {one.count}" for one in groups)
    return f"Chưa ghi. Kết quả này làm thay đổi: {told}. Nếu đúng, gửi lại kèm confirm là true."


def _out(request: Any, specimen: Specimen) -> SpecimenOut:
    actor, now = request.actor, request.now
    members = queries.members_of([specimen.pk], actor, now).get(specimen.pk, [])
    reads.note(request, [member.person_id for member in members])
    return SpecimenOut(
        uid=specimen.uid,
        code=specimen.code,
        disease=specimen.disease,
        pooled=specimen.pooled,
        sampled_at=specimen.occurred_at,
        members=[SpecimenMemberOut(**member_out(one, queries.is_laboratory(actor))) for one in members],
        results=[
            ResultOut(**one) for one in results_out(request, list(queries.results_of_specimen(specimen)))
        ],
    )


def _resample(member: Any) -> ResampleOut:
    return ResampleOut(
        member=member.uid,
        specimen=member.specimen.uid,
        code=member.specimen.code,
        disease=member.specimen.disease,
        sampled_at=member.specimen.occurred_at,
        full_name=member.full_name,
        phone=member.phone,
        commune_code=member.unit.code if member.unit else None,
        person=member.person.uid if member.person else None,
    )
