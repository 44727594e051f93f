"""What the houses around cases ask today, in few words and few questions: for the first screen of who does the work."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lachan.cases.queries import Case
from lachan.kernel.access.actors import Actor
from lachan.kernel.times import local_day, show_day
from lachan.kernel.together import read_together
from lachan.zones import nearby, queries
from lachan.zones.models import Ring
from lachan.zones.rules import KeptTerms, diseases_with_rule
from lachan.zones.states import RingState

_SHOWN, _LOOKED_THROUGH = 5, 50


@dataclass(frozen=True, slots=True)
class Duty:
    """What comes next in one open ring; `urgent` where its day has come."""

    ring: Ring
    words: str
    urgent: bool


@dataclass(frozen=True, slots=True)
class Duties:
    """Cases that count in no ring, and the open rings, the most urgent first."""

    waiting: int
    waiting_cases: list[Case]
    open: int
    rings: list[Duty]


def duties(actor: Actor, now: dt.datetime) -> Duties:
    """The counts are those of the lists behind them; few rows of each are told."""
    waiting = nearby.waiting(diseases_with_rule(), actor, now).order_by("opened_at", "pk")
    is_open = queries.of_state(queries.rings(actor, now), is_open=True)
    # Of an open ring the next duty needs its sprayings alone, not its cases.
    rings = is_open.prefetch_related(None).prefetch_related("sprayings").order_by("occurred_at", "pk")
    cases, shown = waiting[:_SHOWN], rings[:_LOOKED_THROUGH]
    counted = read_together(cases, shown, counted=[waiting, is_open])
    terms = KeptTerms()
    found = sorted((_duty(ring, terms, local_day(now)) for ring in shown), key=lambda one: not one.urgent)
    return Duties(counted[0], list(cases), counted[1], found[:_SHOWN])


def _duty(ring: Ring, terms: KeptTerms, today: dt.date) -> Duty:
    houses, visited = ring.house_count, ring.visited_count  # type: ignore[attr-defined]
    state = RingState(ring, terms.of(ring.rule_id), today, houses, visited, closings=())
    step = state.next_step
    if step and step.due_on and step.due_on <= today:
        late = step.days_late(today)
        return Duty(
            ring, f"Phun lần {step.round}: {f'quá hạn {late} ngày' if late else 'hôm nay'}", urgent=True
        )
    if not houses:
        return Duty(ring, "Chưa lập danh sách nhà", urgent=True)
    if state.not_visited:
        return Duty(ring, f"Còn {state.not_visited} nhà chưa kiểm tra", urgent=True)
    if step and step.due_on:
        return Duty(ring, f"Phun lần {step.round}: {show_day(step.due_on)}", urgent=False)
    return Duty(ring, "Đã phun, đã kiểm tra hết; chờ đủ ngày để đóng", urgent=False)
