"""Cases over JSON: the same doors and services as the screens."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from lachan.cases import queries, services
from lachan.cases.models import Classification, Context, OutcomeKind
from lachan.cases.statements import Statement, statement_get, statements_of
from lachan.journeys import case_investigated
from lachan.kernel.access.roles import check
from lachan.kernel.audit.reads import note
from lachan.kernel.errors import Refused
from lachan.kernel.times import local_day, told_moment
from lachan.places import queries as places
from lachan.places.kinds import Level

router = Router(tags=["Ca bệnh"])

Limit = Annotated[int, Query(ge=1, le=200)]
Offset = Annotated[int, Query(ge=0, le=100_000)]


class CaseOut(Schema):
    uid: uuid.UUID
    code: str
    national_number: str
    disease: str
    number: int
    person_uid: uuid.UUID
    full_name: str
    classification: str
    context: str
    unit_code: str | None
    onset_on: dt.date | None
    source_known: bool | None
    opened_at: dt.datetime
    confirmed_at: dt.datetime | None
    closed_at: dt.datetime | None


class CasesOut(Schema):
    """`total` counts all rows that fit, of which at most `limit` are listed."""

    total: int
    items: list[CaseOut]


class OnsetIn(Schema):
    symptomatic: bool
    onset_on: dt.date | None = None
    symptoms: Annotated[str, Field(max_length=300)] = ""


class SourceIn(Schema):
    known: bool
    source_case: uuid.UUID | None = None
    first_contact_on: dt.date | None = None
    note: Annotated[str, Field(max_length=500)] = ""


class ContextIn(Schema):
    """`unit_code`: the commune where the case was found, on the day on which it became known."""

    context: Context
    unit_code: Annotated[str, Field(max_length=10)] = ""


class NumberIn(Schema):
    number: Annotated[str, Field(max_length=20)]


class OutcomeIn(Schema):
    kind: Literal["recovered", "died", "transferred"]
    occurred_at: dt.datetime
    ct_at_discharge: Annotated[float, Field(ge=1, le=60)] | None = None
    note: Annotated[str, Field(max_length=500)] = ""


class StatementOut(Schema):
    """What was stated of a case, in words; `kind` and `uid` name it where it is taken back."""

    uid: uuid.UUID
    kind: str
    title: str
    words: str
    recorded_at: dt.datetime
    revoked_at: dt.datetime | None
    revoke_reason: str


class StatementRevokeIn(Schema):
    kind: Annotated[str, Field(max_length=20)]
    statement: uuid.UUID
    reason: Annotated[str, Field(min_length=1, max_length=500)]


class ChangedOut(Schema):
    """How many people stand differently because of what was recorded."""

    changed: int


@router.get("", response=CasesOut, url_name="cases")
def case_list(
    request: HttpRequest,
    disease: Annotated[str, Query(max_length=30)] = "",
    classification: Classification | None = None,
    context: Context | None = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    """Cases in the reader's sight, the latest first."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    check(actor, "cases.view")
    given = {"disease": disease, "classification": classification, "context": context}
    rows = queries.listed_for(actor, now).filter(**{name: value for name, value in given.items() if value})
    shown = list(rows.select_related("person", "unit").order_by("-opened_at", "-id")[offset : offset + limit])
    note(request, [case.person_id for case in shown])
    return {"total": rows.count(), "items": [_out(case) for case in shown]}


@router.get("/{uuid:uid}", response=CaseOut, url_name="case")
def case_get(request: HttpRequest, uid: uuid.UUID) -> dict[str, Any]:
    """One case in the reader's sight."""
    check(request.actor, "cases.view")  # type: ignore[attr-defined]
    return _out(_case(request, uid))


@router.post("/{uuid:uid}/onset", response=ChangedOut, url_name="case_onset")
def onset_state(request: HttpRequest, uid: uuid.UUID, data: OnsetIn) -> dict[str, int]:
    """Symptoms and their first day; levels of the people met follow."""
    followed = case_investigated.onset_state(case=_case(request, uid), **_who(request), **data.dict())
    return {"changed": len(followed.outcome.changed)}


@router.post("/{uuid:uid}/source", response=ChangedOut, url_name="case_source")
def source_state(request: HttpRequest, uid: uuid.UUID, data: SourceIn) -> dict[str, int]:
    """Whether the source is known, and which case it was."""
    given = data.dict()
    source = _case(request, data.source_case) if data.source_case else None
    followed = case_investigated.source_state(
        case=_case(request, uid), **_who(request), **(given | {"source_case": source})
    )
    return {"changed": len(followed.outcome.changed)}


@router.post("/{uuid:uid}/context", response=CaseOut, url_name="case_context")
def context_state(request: HttpRequest, uid: uuid.UUID, data: ContextIn) -> dict[str, Any]:
    """Where the case was found; the commune of that place sees it from now on."""
    case = _case(request, uid)
    unit = (
        places.unit_by_code(data.unit_code, local_day(case.opened_at), Level.COMMUNE)
        if data.unit_code
        else None
    )
    if data.unit_code and unit is None:
        raise Refused(f"Ngày phát hiện ca không có xã mã {data.unit_code}.", "unit_code")
    case_investigated.context_state(
        case=case, context=data.context, unit_id=unit.pk if unit else None, **_who(request)
    )
    return _out(_case(request, uid))


@router.post("/{uuid:uid}/national-number", response=CaseOut, url_name="case_national_number")
def national_number_give(request: HttpRequest, uid: uuid.UUID, data: NumberIn) -> dict[str, Any]:
    """The BN number."""
    services.national_number_give(case=_case(request, uid), number=data.number, **_who(request))
    return _out(_case(request, uid))


@router.post("/{uuid:uid}/outcome", response=ChangedOut, url_name="case_outcome")
def outcome_record(request: HttpRequest, uid: uuid.UUID, data: OutcomeIn) -> dict[str, int]:
    """How the episode ended."""
    given = data.dict()
    given["kind"] = OutcomeKind(data.kind)
    given["occurred_at"] = told_moment(data.occurred_at, "occurred_at")
    followed = case_investigated.outcome_record(case=_case(request, uid), **_who(request), **given)
    return {"changed": len(followed.outcome.changed)}


@router.get("/{uuid:uid}/statements", response=list[StatementOut], url_name="case_statements")
def statement_list(request: HttpRequest, uid: uuid.UUID) -> list[StatementOut]:
    """Onset, source, context, BN number and outcome as they were stated, the latest first; also those taken back."""
    check(request.actor, "cases.view")  # type: ignore[attr-defined]
    return [_statement(one) for one in statements_of(_case(request, uid))]


@router.post("/{uuid:uid}/statements/revoke", response=ChangedOut, url_name="case_statement_revoke")
def statement_revoke(request: HttpRequest, uid: uuid.UUID, data: StatementRevokeIn) -> dict[str, int]:
    """A statement was wrong: it is taken back with what followed from it."""
    check(request.actor, "cases.case_investigate")  # type: ignore[attr-defined]
    found = statement_get(_case(request, uid), data.kind, data.statement)
    followed = case_investigated.statement_revoke(statement=found.fact, reason=data.reason, **_who(request))
    return {"changed": len(followed.outcome.changed)}


def _statement(one: Statement) -> StatementOut:
    names = ("uid", "recorded_at", "revoked_at", "revoke_reason")
    return StatementOut(
        kind=one.kind, title=one.title, words=one.words, **{name: getattr(one.fact, name) for name in names}
    )


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.actor, "now": request.now}  # type: ignore[attr-defined]


def _case(request: HttpRequest, uid: uuid.UUID) -> Any:
    case = queries.case_by_uid(uid, request.actor, request.now)  # type: ignore[attr-defined]
    note(request, [case.person_id])
    return case


def _out(case: Any) -> dict[str, Any]:
    names = (
        "uid", "code", "national_number", "disease", "number", "classification", "context", "onset_on",
        "source_known", "opened_at", "confirmed_at", "closed_at",
    )  # fmt: skip
    return {
        **{name: getattr(case, name) for name in names},
        "person_uid": case.person.uid,
        "full_name": case.person.full_name,
        "unit_code": case.unit.code if case.unit else None,
    }
