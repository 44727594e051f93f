"""Figures over JSON: the days as they were published and signed, and indicators with the people behind them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema, Status

from lachan.cases import figures as case_figures
from lachan.cases.queries import Case, Context
from lachan.insight import closing as closings
from lachan.insight import queries, services
from lachan.insight.models import DayClosing, DayItem
from lachan.insight.reports import places_of
from lachan.kernel import diseases
from lachan.kernel.access.roles import check, may
from lachan.kernel.audit import reads
from lachan.kernel.errors import OutOfSight, Refused
from lachan.kernel.times import local_day
from lachan.people import queries as people

router = Router(tags=["Số liệu"])

Disease = Annotated[str, Query(max_length=30)]
Limit = Annotated[int, Query(ge=1, le=1000)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]
Part = Annotated[int | None, Query(ge=0, le=10**16)]


class ClosedDayOut(Schema):
    """A closed day as it was published; `figures` hold counts only, `digest` is the seal over them and their cases."""

    disease: str
    day: dt.date
    cut_at: dt.datetime
    signed_at: dt.datetime
    signer_name: str
    digest: str
    figures: dict[str, Any]


class PlaceCountOut(Schema):
    unit_id: int
    name: str
    count: int


class ClosedDayFullOut(ClosedDayOut):
    """`intact`: what is on record is what was sealed."""

    intact: bool
    by_place: list[PlaceCountOut]


class PublishedCaseOut(Schema):
    """A case in a closed day's figures, with the place and context as they stood when the day was closed."""

    case: uuid.UUID
    code: str
    kind: str
    counts: int
    context: str
    unit_id: int
    source_known: bool
    reason: str


class DraftCaseOut(Schema):
    case: uuid.UUID
    code: str
    kind: str


class DayDraftOut(Schema):
    """What would be locked now. `figures` is null where no rule sets the hour; `cases` are those in the reader's sight."""

    disease: str
    day: dt.date
    cut_at: dt.datetime | None
    too_early: bool
    instrument: str | None
    verified: bool | None
    figures: dict[str, Any] | None
    cases: list[DraftCaseOut]


class DayIn(Schema):
    disease: str = Field(max_length=30)
    day: dt.date
    signer_name: str = Field(min_length=1, max_length=120)


class MeasuredOut(Schema):
    """`value` is null where nothing could be measured; `unmeasured` rows lack the record that would, and are no failure;
    `within` kept the target of their rule (null where none knows one), `overdue` lack the record past their target."""

    value: float | None
    measured: int
    unmeasured: int
    within: int | None


class IndicatorOut(Schema):
    code: str
    title: str
    unit: str
    definition: str
    better: str
    figure: MeasuredOut | None
    overdue: int | None


class IndicatorPartOut(MeasuredOut):
    unit_id: int
    name: str


class IndicatorFullOut(IndicatorOut):
    since: dt.datetime
    until: dt.datetime
    parts: list[IndicatorPartOut]


class IndicatorRowOut(Schema):
    """One person behind a figure; `person` and `full_name` are null for who has gone out of the reader's sight since."""

    person: uuid.UUID | None
    full_name: str | None
    unit_id: int | None
    value: float | None
    detail: dict[str, Any]


class IndicatorRowsOut(Schema):
    total: int
    items: list[IndicatorRowOut]


class IndicatorDayOut(Schema):
    day: dt.date
    value: float | None
    measured: int
    unmeasured: int


@router.get("/days", response=list[ClosedDayOut], url_name="days")
def day_list(request: Any, disease: Disease, limit: Limit = 100, offset: Offset = 0) -> list[ClosedDayOut]:
    """Closed days of a disease, the latest first."""
    check(request.actor, "insight.day_view")
    rows = queries.closings(diseases.disease(disease).code)
    return [ClosedDayOut(**_day(row)) for row in rows[offset : offset + limit]]


@router.post("/days", response={201: ClosedDayOut}, url_name="day_close")
def day_close(request: Any, body: DayIn) -> Status[Any]:
    """Lock and sign the figures of a day: what comes later enters the next one."""
    closed = services.day_close(
        disease=diseases.disease(body.disease).code,
        day=_usual(body.day),
        signer_name=body.signer_name,
        by=request.actor,
        now=request.now,
    )
    return Status(201, ClosedDayOut(**_day(closed)))


@router.get("/days/draft", response=DayDraftOut, url_name="day_draft")
def day_draft(request: Any, disease: Disease, day: dt.date | None = None) -> DayDraftOut:
    """What would be locked: of the day asked for, else of the one that waits, else of today."""
    check(request.actor, "insight.day_close")
    code = diseases.disease(disease).code
    chosen = _usual(day) if day else queries.day_to_close(code, request.now) or local_day(request.now)
    rule = queries.closing_rule(code, chosen)
    made = queries.draft(code, chosen, rule.hour) if rule else None
    return DayDraftOut(
        disease=code,
        day=chosen,
        cut_at=made.cut_at if made else None,
        too_early=bool(made and request.now < made.cut_at),
        instrument=rule.instrument if rule else None,
        verified=rule.verified if rule else None,
        figures=closings.figures(made) if made else None,
        cases=_draft_cases(request, made) if made else [],
    )


@router.get("/days/{disease}/{day}", response=ClosedDayFullOut, url_name="day")
def day_get(request: Any, disease: str, day: dt.date) -> ClosedDayFullOut:
    """A closed day as it was published."""
    check(request.actor, "insight.day_view")
    closed = queries.closing_get(disease, _usual(day))
    by_place = [
        PlaceCountOut(unit_id=one.unit_id, name=one.name, count=one.count)
        for one in places_of(closed.figures)
    ]
    return ClosedDayFullOut(**_day(closed), intact=queries.holds(closed), by_place=by_place)


@router.get("/days/{disease}/{day}/cases", response=list[PublishedCaseOut], url_name="day_cases")
def day_cases(
    request: Any,
    disease: str,
    day: dt.date,
    kind: DayItem.Kind | None = None,
    context: Context | None = None,
    part: Part = None,
    limit: Limit = 500,
    offset: Offset = 0,
) -> list[PublishedCaseOut]:
    """The cases of a closed day in the reader's sight; narrowed as its published figures are."""
    check(request.actor, "insight.day_view")
    closed = queries.closing_get(disease, _usual(day))
    if not may(request.actor, "cases.view"):
        return []
    chosen = {"kind": kind or "", "context": context or "", "part": "" if part is None else str(part)}
    rows = queries.items_where(queries.items_of(closed, request.actor, request.now), chosen)
    items = list(rows[offset : offset + limit])
    found = case_figures.by_uids([item.case_uid for item in items])
    reads.note(request, [item.person_id for item in items])
    return [_published(item, found[item.case_uid]) for item in items]


@router.get("/indicators", response=list[IndicatorOut], url_name="indicators")
def indicator_list(request: Any) -> list[IndicatorOut]:
    """Every indicator with its figure of the last seven days, under the reader's scope."""
    check(request.actor, "insight.indicator_view")
    found = queries.measure_all(request.actor, request.now, queries.week_until(request.now))
    return [IndicatorOut(**_indicator(one, measured)) for one, measured in found]


@router.get("/indicators/{code}", response=IndicatorFullOut, url_name="indicator")
def indicator_get(
    request: Any, code: str, since: dt.date | None = None, until: dt.date | None = None
) -> IndicatorFullOut:
    """One indicator for some days, both included, with its parts by place."""
    found, period = _measured(request, code, since, until)
    return IndicatorFullOut(
        **_indicator(found.indicator, found),
        since=period.start,
        until=period.end,
        parts=[
            IndicatorPartOut(unit_id=part.unit_id, name=part.name, **_figure(part)) for part in found.parts
        ],
    )


@router.get("/indicators/{code}/rows", response=IndicatorRowsOut, url_name="indicator_rows")
def indicator_rows(
    request: Any,
    code: str,
    since: dt.date | None = None,
    until: dt.date | None = None,
    part: Part = None,
    only: Annotated[str, Query(pattern="^(|measured|unmeasured|within|overdue)$")] = "",
    limit: Limit = 100,
    offset: Offset = 0,
) -> IndicatorRowsOut:
    """The people behind the figure, or behind one part of it; who has waited longest past the target first."""
    found, _ = _measured(request, code, since, until)
    rows = queries.rows_where(found, part=part, only=only)
    page = rows[offset : offset + limit]
    seen = people.visible_ids({row.person_id for row in page}, request.actor, request.now)
    persons = people.people_of(seen)
    reads.note(request, persons)
    return IndicatorRowsOut(total=len(rows), items=[_row(row, persons.get(row.person_id)) for row in page])


@router.get("/indicators/{code}/days", response=list[IndicatorDayOut], url_name="indicator_days")
def indicator_days(
    request: Any, code: str, since: dt.date | None = None, until: dt.date | None = None
) -> list[IndicatorDayOut]:
    """The kept daily values of the province, without persons; for who sees the whole of it."""
    check(request.actor, "insight.indicator_view")
    if code not in queries.indicator_codes():
        raise OutOfSight
    if not request.actor.everywhere:
        return []
    first, last = _days(request, since, until)
    names = ("day", "value", "measured", "unmeasured")
    return [
        IndicatorDayOut(**{name: getattr(row, name) for name in names})
        for row in queries.stored_values(code, first, last)
    ]


def _usual(day: dt.date) -> dt.date:
    if not 1900 <= day.year <= 2900:
        raise Refused("Năm không hợp lý.", "day")
    return day


def _days(request: Any, since: dt.date | None, until: dt.date | None) -> tuple[dt.date, dt.date]:
    last = _usual(until) if until else local_day(request.now)
    first = _usual(since) if since else last - dt.timedelta(days=6)
    queries.check_days(first, last)
    return first, last


def _measured(
    request: Any, code: str, since: dt.date | None, until: dt.date | None
) -> tuple[queries.Measured, queries.Period]:
    check(request.actor, "insight.indicator_view")
    period = queries.period_of(*_days(request, since, until), request.now)
    found = queries.measure(code, request.actor, request.now, period)
    if found is None:
        raise OutOfSight
    return found, period


def _day(closed: DayClosing) -> dict[str, Any]:
    names = ("disease", "day", "cut_at", "signed_at", "signer_name", "digest", "figures")
    return {name: getattr(closed, name) for name in names}


def _published(item: DayItem, case: Case) -> PublishedCaseOut:
    names = ("kind", "counts", "context", "unit_id", "source_known", "reason")
    return PublishedCaseOut(
        case=item.case_uid,
        code=case.national_number or case.code,
        **{name: getattr(item, name) for name in names},
    )


def _draft_cases(request: Any, made: queries.Draft) -> list[DraftCaseOut]:
    groups = (("new", made.new), ("late", made.late), ("corrected", made.taken_back))
    shown = [
        (kind, case) for kind, cases in groups for case in queries.in_sight(cases, request.actor, request.now)
    ]
    reads.note(request, [case.person_id for _, case in shown])
    return [
        DraftCaseOut(case=case.uid, code=case.national_number or case.code, kind=kind) for kind, case in shown
    ]


def _indicator(one: Any, found: queries.Measured | None) -> dict[str, Any]:
    names = ("code", "title", "unit", "definition", "better")
    return {name: getattr(one, name) for name in names} | {
        "figure": MeasuredOut(**_figure(found)) if found else None,
        "overdue": found.overdue if found else None,
    }


def _figure(one: queries.Measured | queries.Part) -> dict[str, Any]:
    figure = one.figure
    return {
        "value": figure.value,
        "measured": figure.measured,
        "unmeasured": figure.unmeasured,
        "within": one.within,
    }


def _row(row: Any, person: Any) -> IndicatorRowOut:
    return IndicatorRowOut(
        person=person.uid if person else None,
        full_name=person.full_name if person else None,
        unit_id=row.unit_id,
        value=row.value,
        detail={name: one for name, one in row.detail.items() if not name.startswith("_")},
    )
