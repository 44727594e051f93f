"""Reads of closed days and of indicators, under the reader's own scope."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from lachan.cases import queries as cases
from lachan.cases.queries import Case
from lachan.insight.models import DayClosing
from lachan.kernel import indicators
from lachan.kernel.access.actors import Actor
from lachan.places import queries as places


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator for one reader and period: the whole, the parts by unit, and the rows behind them."""

    indicator: indicators.Indicator
    figure: indicators.Figure
    parts: Sequence[tuple[str, int, indicators.Figure]]  # (unit name, unit id, figure)
    rows: Sequence[indicators.Row]


def closings(disease: str) -> QuerySet[DayClosing]:
    """Closed days, the latest first."""
    return DayClosing.objects.filter(disease=disease).order_by("-day")


def closing_on(disease: str, day: dt.date) -> DayClosing | None:
    return DayClosing.objects.filter(disease=disease, day=day).first()


def cases_of_closing(closing: DayClosing, actor: Actor, now: dt.datetime) -> QuerySet[Case]:
    """The cases counted on a closed day that the reader sees."""
    uids = closing.items.filter(counts=1).values("case_uid")
    return cases.visible_to(actor, now).filter(uid__in=uids)


def measure(code: str, actor: Actor, now: dt.datetime, period: indicators.Period) -> Measured | None:
    """One indicator, by district (by commune where there are none, or for a district's reader)."""
    indicators.load_room_indicators()
    indicator = indicators.indicators().get(code)
    if indicator is None:
        return None
    rows = list(indicator.rows(actor, now, period))
    return Measured(indicator, indicator.figure(rows), _parts(indicator, rows, actor), rows)


def _parts(
    indicator: indicators.Indicator, rows: Sequence[indicators.Row], actor: Actor
) -> list[tuple[str, int, indicators.Figure]]:
    groups: dict[int, list[indicators.Row]] = {}
    names: dict[int, str] = {0: "Chưa rõ địa bàn"}
    for row in rows:
        unit = places.unit_by_id(row.unit_id) if row.unit_id else None
        part = unit.parent if unit and unit.parent and unit.parent.level == 2 and actor.everywhere else unit
        key = part.pk if part else 0
        names[key] = part.name if part else names[0]
        groups.setdefault(key, []).append(row)
    parts = [(names[key], key, indicator.figure(group)) for key, group in groups.items()]
    return sorted(parts, key=lambda part: part[0])
