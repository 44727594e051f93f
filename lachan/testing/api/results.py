"""Testing over JSON: results within the reader's sight, and one result by hand."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from lachan.journeys import result_corrected, result_received
from lachan.kernel.access.roles import check
from lachan.kernel.audit import reads
from lachan.kernel.errors import Forbidden, OutOfSight, Refused
from lachan.people import queries as people
from lachan.testing import queries, services, vocabulary
from lachan.testing.models import Member, Result

router = Router()
_NOT_FOUND = "Không có bản ghi này trong phạm vi của đồng chí."


class Fault(Schema):
    """Why nothing was done, in Vietnamese; `field` where one value is to blame."""

    message: str
    field: str | None = None


class SpecimenMemberOut(Schema):
    uid: uuid.UUID
    full_name: str
    birth_year: int | None
    person: uuid.UUID | None


class ResultOut(Schema):
    uid: uuid.UUID
    specimen: uuid.UUID
    code: str
    disease: str
    method: str
    outcome: str
    ct: float | None
    pooled: bool
    sampled_at: dt.datetime
    resulted_at: dt.datetime
    revoked_at: dt.datetime | None
    members: list[SpecimenMemberOut]


class ResultsOut(Schema):
    items: list[ResultOut]
    more: bool


class ResultIn(Schema):
    """A specimen of one person and its result."""

    person: uuid.UUID
    disease: Annotated[str, Field(max_length=30)]
    code: Annotated[str, Field(min_length=1, max_length=60)]
    sampled_at: dt.datetime
    resulted_at: dt.datetime
    method: Annotated[str, Field(max_length=20)]
    outcome: Annotated[str, Field(pattern="^(positive|negative|inconclusive)$")]
    ct: Annotated[float | None, Field(ge=1, le=60)] = None
    supervised: bool = True


class ReasonIn(Schema):
    reason: Annotated[str, Field(min_length=1, max_length=300)]


ERRORS = {400: Fault, 403: Fault, 404: Fault, 422: Fault}


@router.get("/results", response={200: ResultsOut, **ERRORS}, url_name="results")
def results(
    request: HttpRequest,
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
    outcome: Annotated[str, Query(pattern="^(|positive|negative|inconclusive)$")] = "",
    disease: Annotated[str, Query(max_length=30)] = "",
    code: Annotated[str, Query(max_length=60)] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Any:
    """Results read between two moments, the latest first."""
    fault = _fault(request, "testing.view", since, until)
    if fault:
        return fault
    rows = queries.results(
        request.actor,  # type: ignore[attr-defined]
        request.now,  # type: ignore[attr-defined]
        since=since,
        until=until,
        outcome=outcome,
        disease=disease,
        code=code,
    )
    found = list(rows.order_by("-occurred_at", "-id")[: limit + 1])
    return {"items": results_out(request, found[:limit]), "more": len(found) > limit}


@router.post("/results", response={201: list[ResultOut], **ERRORS}, url_name="result_record")
def result_record(request: HttpRequest, body: ResultIn) -> Any:
    """Record a specimen and its result, with all that follows."""
    fault = _fault(request, "testing.result_record", body.sampled_at, body.resulted_at)
    if fault:
        return fault
    if body.method not in vocabulary.methods().get(body.disease, {}):
        return Status(422, {"message": "Bệnh hoặc phương pháp không có trong danh mục.", "field": "method"})
    try:
        made = _recorded(request, body)
    except OutOfSight:
        return Status(404, {"message": _NOT_FOUND})
    except Refused as error:
        return Status(422, {"message": error.message, "field": error.field})
    return Status(201, results_out(request, [made]))


@transaction.atomic
def _recorded(request: HttpRequest, body: ResultIn) -> Result:
    hand: dict[str, Any] = {"by": request.actor, "now": request.now}  # type: ignore[attr-defined]
    person = people.person_get(uid=body.person, actor=hand["by"], now=hand["now"])
    specimen = services.specimen_collect(
        disease=body.disease, code=body.code, sampled_at=body.sampled_at, person_ids=[person.pk], **hand
    )
    result_received.result_record(
        specimen=specimen,
        method=body.method,
        outcome=body.outcome,
        resulted_at=body.resulted_at,
        ct=body.ct,
        supervised=body.supervised,
        **hand,
    )
    return queries.results_of_specimen(specimen)[0]


@router.post(
    "/results/{uuid:uid}/revoke", response={200: list[ResultOut], **ERRORS}, url_name="result_revoke"
)
def result_revoke(request: HttpRequest, uid: uuid.UUID, body: ReasonIn) -> Any:
    """Take a wrong record back with all that followed from it."""
    fault = _fault(request, "testing.result_revoke")
    if fault:
        return fault
    hand: dict[str, Any] = {"by": request.actor, "now": request.now}  # type: ignore[attr-defined]
    try:
        result = queries.result_get(uid=uid, actor=hand["by"], now=hand["now"])
        result_corrected.result_revoke(result=result, reason=body.reason, **hand)
    except OutOfSight:
        return Status(404, {"message": _NOT_FOUND})
    except Refused as error:
        return Status(422, {"message": error.message, "field": error.field})
    return results_out(request, [result])


def _fault(
    request: HttpRequest, permission: str, *moments: dt.datetime | None
) -> Status[dict[str, str]] | None:
    """The answer where the reader may not, or where a moment has no time zone."""
    try:
        check(request.actor, permission)  # type: ignore[attr-defined]
    except Forbidden as error:
        return Status(403, {"message": error.message})
    if any(moment is not None and moment.tzinfo is None for moment in moments):
        return Status(422, {"message": "Thời điểm phải có múi giờ, ví dụ 2021-09-15T07:00:00+07:00."})
    return None


def results_out(request: HttpRequest, found: list[Result]) -> list[dict[str, Any]]:
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    members = queries.members_of([one.specimen_id for one in found], actor, now)
    reads.note(request, [one.person_id for rows in members.values() for one in rows])
    return [_result(one, members.get(one.specimen_id, []), queries.is_laboratory(actor)) for one in found]


def _result(result: Result, members: list[Member], laboratory: bool) -> dict[str, Any]:
    return {
        "uid": result.uid,
        "specimen": result.specimen.uid,
        "code": result.specimen.code,
        "disease": result.specimen.disease,
        "method": result.method,
        "outcome": result.outcome,
        "ct": result.ct,
        "pooled": result.specimen.pooled,
        "sampled_at": result.specimen.occurred_at,
        "resulted_at": result.occurred_at,
        "revoked_at": result.revoked_at,
        "members": [member_out(one, laboratory) for one in members],
    }


def member_out(one: Member, laboratory: bool) -> dict[str, Any]:
    """A member as the reader sees them: a laboratory is told what it wrote, and never who it is."""
    return {
        "uid": one.uid,
        "full_name": one.full_name,
        "birth_year": one.birth_year,
        "person": one.person.uid if one.person and not laboratory else None,
    }
