"""Reads of closed days and of indicators, under the reader's own scope."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from lachan.cases import figures as case_figures
from lachan.cases import queries as cases
from lachan.cases.queries import Case
from lachan.insight.closing import ClosingRule, Draft, closing_rule, draft, holds
from lachan.insight.models import DayClosing, DayItem, IndicatorValue
from lachan.kernel import indicators
from lachan.kernel.access.actors import SYSTEM, Actor
from lachan.kernel.access.queries import restrict
from lachan.kernel.diseases import diseases
from lachan.kernel.errors import OutOfSight, Refused
from lachan.kernel.indicators import Period
from lachan.kernel.times import LOCAL, day_bounds, day_start, local_day
from lachan.places import queries as places

__all__ = ["ClosingRule", "DayClosing", "DayItem", "Draft", "Period", "closing_rule", "draft", "holds"]

_STEP, _SLOW, _MOST_KEPT = 300, 0.3, 50  # seconds, seconds, answers
_kept: dict[tuple[Any, ...], tuple[float, Measured | None]] = {}
_LONGEST_LOOK = 366  # days
WHOLE = 0  # the unit id of a value for everything that was counted


@dataclass(frozen=True, slots=True)
class Part:
    """One unit of an indicator, with its share of the rows."""

    unit_id: int
    name: str
    figure: indicators.Figure
    within: int | None


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator for one reader and period: the whole, the parts by unit, and the rows behind them.

    `within`: rows within the target of their own rule; None where the indicator knows no target.
    `overdue`: rows that lack the record and have waited longer than their target.
    """

    indicator: indicators.Indicator
    figure: indicators.Figure
    within: int | None
    overdue: int
    parts: Sequence[Part]
    rows: Sequence[indicators.Row]


# --- closed days --------------------------------------------------------------------------------------


_LONGEST_ID = 18


def closings(disease: str) -> QuerySet[DayClosing]:
    """Closed days, the latest first."""
    return DayClosing.objects.filter(disease=disease).order_by("-day")


def closing_on(disease: str, day: dt.date) -> DayClosing | None:
    return DayClosing.objects.filter(disease=disease, day=day).first()


def closing_get(disease: str, day: dt.date) -> DayClosing:
    """The closed day, or OutOfSight."""
    found = closing_on(disease, day)
    if found is None:
        raise OutOfSight
    return found


def day_to_close(disease: str, now: dt.datetime) -> dt.date | None:
    """The latest day whose hour has come and whose figures are open; None where there is nothing to close."""
    today = local_day(now)
    for day in (today, today - dt.timedelta(days=1)):
        rule = closing_rule(disease, day)
        if rule and dt.datetime.combine(day, rule.hour, LOCAL) <= now:
            closed = closings(disease).filter(day__gte=day).exists()
            return None if closed or not _anything(disease) else day
    return None


def items_of(closing: DayClosing, actor: Actor, now: dt.datetime) -> QuerySet[DayItem]:
    """The items of a closed day about people whom the reader sees, corrections included."""
    return restrict(closing.items.all(), actor, now).order_by("kind", "id")


def items_where(rows: QuerySet[DayItem], chosen: Mapping[str, str]) -> QuerySet[DayItem]:
    """The items behind one published figure: `kind` (new, late, corrected), `context`, `part` (a unit, 0 unknown),
    `source` (unknown), `counted` (all that were added)."""
    if chosen.get("kind"):
        rows = rows.filter(kind=chosen["kind"])
    if chosen.get("counted") or chosen.get("context") or chosen.get("part") or chosen.get("source"):
        rows = rows.filter(counts=1)
    if chosen.get("context"):
        rows = rows.filter(context=chosen["context"])
    if chosen.get("source"):
        rows = rows.filter(source_known=False)
    part = chosen.get("part", "")
    if part.isascii() and part.isdigit() and len(part) < _LONGEST_ID:
        wanted = int(part)
        rows = rows.filter(unit_id__in=places.commune_ids_under(wanted)) if wanted else rows.filter(unit_id=0)
    return rows


def in_sight(made: Sequence[Case], actor: Actor, now: dt.datetime) -> list[Case]:
    """Those cases of a draft whose people the reader sees."""
    if actor.everywhere:
        return list(made)
    seen = set(
        cases.visible_to(actor, now).filter(pk__in=[case.pk for case in made]).values_list("pk", flat=True)
    )
    return [case for case in made if case.pk in seen]


def _anything(disease: str) -> bool:
    return case_figures.of_disease(SYSTEM, day_start(dt.date(2000, 1, 1)), disease).exists()


# --- indicators ---------------------------------------------------------------------------------------


def indicator_codes() -> list[str]:
    indicators.load_room_indicators()
    return sorted(indicators.indicators())


def known_indicators() -> list[indicators.Indicator]:
    """All that rooms declared, by title."""
    indicators.load_room_indicators()
    return sorted(indicators.indicators().values(), key=lambda one: one.title)


def week_until(now: dt.datetime) -> Period:
    """Today and the six days before it, up to now: the period that an indicator's page opens with."""
    return Period(day_start(local_day(now) - dt.timedelta(days=6)), now)


def check_days(first: dt.date, last: dt.date) -> None:
    """Refused for days that are no period, or longer than one look takes."""
    if last < first:
        raise Refused("Ngày cuối phải từ ngày đầu trở đi", "until")
    if (last - first).days > _LONGEST_LOOK:
        raise Refused("Mỗi lần xem nhiều nhất một năm", "until")


def period_of(first: dt.date, last: dt.date, now: dt.datetime) -> Period:
    """From the first midnight to the end of the last day, never beyond now."""
    return Period(day_start(first), min(day_bounds(last)[1], now))


# What each figure of an indicator counts of its rows.
ONLY: dict[str, Callable[[indicators.Row], bool]] = {
    "measured": lambda row: row.value is not None,
    "unmeasured": lambda row: row.value is None,
    "within": lambda row: row.detail.get("within") is True,
    "overdue": lambda row: row.detail.get("waiting_hours") is not None,
}


def rows_where(found: Measured, *, part: int | None = None, only: str = "") -> list[indicators.Row]:
    """The rows of one part (0: whose place nobody knows), of one figure, or all; who has waited past the target
    stands first: there something may still be done."""
    rows = list(found.rows)
    if part is not None:
        ids = places.commune_ids_under(part) if part else frozenset()
        rows = [row for row in rows if (row.unit_id in ids if part else row.unit_id is None)]
    if only in ONLY:
        rows = [row for row in rows if ONLY[only](row)]
    return sorted(rows, key=_longest_first)


def _longest_first(row: indicators.Row) -> tuple[bool, float]:
    waiting = row.detail.get("waiting_hours")
    return (
        row.value is None and waiting is None,
        -(waiting or 0) - 1e9 * (waiting is not None) - (row.value or 0),
    )


def measure(code: str, actor: Actor, now: dt.datetime, period: Period) -> Measured | None:
    """One indicator, by district (by commune where there are none, or for a district's reader).

    What takes long to compute (a province's week at the peak) is shown again for some minutes.
    """
    scope = (actor.everywhere, actor.organisation_id, actor.unit_ids)
    key = (code, scope, *(int(moment.timestamp()) // _STEP for moment in (period.start, period.end)))
    kept = _kept.get(key)
    if kept and kept[0] > time.monotonic():
        return kept[1]
    began = time.monotonic()
    found = _measure(code, actor, now, period)
    took = time.monotonic() - began
    if took > _SLOW and not connection.in_atomic_block:
        if len(_kept) > _MOST_KEPT:
            _kept.clear()
        _kept[key] = (time.monotonic() + min(_STEP, took * 300), found)
    return found


def _measure(code: str, actor: Actor, now: dt.datetime, period: Period) -> Measured | None:
    indicators.load_room_indicators()
    indicator = indicators.indicators().get(code)
    if indicator is None:
        return None
    return _measured(indicator, list(indicator.rows(actor, now, period)), actor)


def measure_all(
    actor: Actor, now: dt.datetime, period: Period
) -> list[tuple[indicators.Indicator, Measured | None]]:
    """Every indicator by title; those that look at the rows of another take them from there."""
    known = known_indicators()
    whole = {one.code: measure(one.code, actor, now, period) for one in known if one.taken_from is None}
    return [(one, _taken(one, whole, actor) if one.taken_from else whole[one.code]) for one in known]


def _taken(
    indicator: indicators.Indicator, whole: Mapping[str, Measured | None], actor: Actor
) -> Measured | None:
    assert indicator.taken_from is not None
    code, take = indicator.taken_from
    source = whole[code]
    return _measured(indicator, list(take(source.rows)), actor) if source else None


def _measured(indicator: indicators.Indicator, rows: list[indicators.Row], actor: Actor) -> Measured:
    parts = _parts(indicator, rows, by_district=actor.everywhere)
    return Measured(indicator, indicator.figure(rows), within_target(rows), overdue(rows), parts, rows)


def within_target(rows: Sequence[indicators.Row]) -> int | None:
    """How many rows kept the target of the rule in force; None where no row could be judged by one."""
    judged = [row.detail["within"] for row in rows if row.detail.get("within") is not None]
    return sum(judged) if judged else None


def overdue(rows: Sequence[indicators.Row]) -> int:
    """How many rows lack the record that would measure them although their target has passed."""
    return sum(row.detail.get("waiting_hours") is not None for row in rows)


def values_of_day(code: str, day: dt.date, now: dt.datetime) -> list[IndicatorValue]:
    """The values of one day for the whole and for every unit with rows, not yet stored."""
    start, end = day_bounds(day)
    found = measure(code, SYSTEM, now, Period(start, min(end, now)))
    if found is None:
        return []
    figures = {WHOLE: found.figure, **{part.unit_id: part.figure for part in found.parts if part.unit_id}}
    return [
        IndicatorValue(
            code=code,
            day=day,
            unit_id=unit,
            value=one.value,
            measured=one.measured,
            unmeasured=one.unmeasured,
        )
        for unit, one in figures.items()
    ]


def stored_values(code: str, first: dt.date, last: dt.date, unit_id: int = WHOLE) -> QuerySet[IndicatorValue]:
    """The kept values of some days, in order."""
    rows = IndicatorValue.objects.filter(code=code, unit_id=unit_id, day__gte=first, day__lte=last)
    return rows.order_by("day")


def _parts(
    indicator: indicators.Indicator, rows: Sequence[indicators.Row], *, by_district: bool
) -> list[Part]:
    units = _units_of(rows)
    groups: dict[int, list[indicators.Row]] = {}
    names = {WHOLE: "Chưa rõ địa bàn"}
    for row in rows:
        unit = _part_of(units.get(row.unit_id or 0), by_district=by_district)
        key = unit.pk if unit else WHOLE
        names[key] = unit.name if unit else names[WHOLE]
        groups.setdefault(key, []).append(row)
    parts = [
        Part(key, names[key], indicator.figure(group), within_target(group)) for key, group in groups.items()
    ]
    return sorted(parts, key=lambda part: (part.unit_id == WHOLE, part.name))


def _units_of(rows: Sequence[indicators.Row]) -> Mapping[int, Any]:
    return places.units_by_id({row.unit_id for row in rows})


def _part_of(unit: Any, *, by_district: bool) -> Any:
    if unit is None or not by_district or unit.parent is None or unit.parent.level != 2:
        return unit
    return unit.parent


def busiest_disease() -> str:
    """The disease whose days are closed; before any is closed the one with the most cases under way."""
    closed = DayClosing.objects.order_by("-day").values_list("disease", flat=True).first()
    if closed:
        return closed
    under_way = case_figures.under_way_by_disease(SYSTEM, day_start(dt.date(2000, 1, 1)))
    return max(diseases(), key=lambda code: under_way.get(code, 0))


def count_by_result(disease: str, day: dt.date, now: dt.datetime) -> int:
    """Cases confirmed on a calendar day by what is known now: a figure of the province, no person in it."""
    return case_figures.confirmed_between(
        case_figures.of_disease(SYSTEM, now, disease), *day_bounds(day)
    ).count()


def count_by_onset(disease: str, day: dt.date, now: dt.datetime) -> int:
    return case_figures.onset_between(case_figures.of_disease(SYSTEM, now, disease), day, day).count()
