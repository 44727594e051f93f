"""From when somebody had to be kept apart, from when they were, and what the target said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lachan.epi import intervals as kinds
from lachan.epi.vocabulary import MEASURES
from lachan.isolation.models import Order, OrderMember, Stay, Told
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.queries import restrict
from lachan.kernel.indicators import Period
from lachan.kernel.times import local_day
from lachan.standing import queries as standing
from lachan.standing.books import Books

_CHUNK = 500
_SEPARATING = [code for code, measure in MEASURES.items() if measure.separates]


@dataclass(frozen=True, slots=True)
class Need:
    """A person who came to need separation: as a case since `since`, or as a first-ring contact."""

    person_id: int
    disease: str
    status: str  # "confirmed" or "ring1", as the policy key has it
    since: dt.datetime
    unit_id: int | None


@dataclass(frozen=True, slots=True)
class Measured:
    """A need with when it was met; `hours` None where nobody recorded a separation yet."""

    need: Need
    separated_at: dt.datetime | None
    target_hours: float | None
    verified: bool

    @property
    def hours(self) -> float | None:
        if self.separated_at is None:
            return None
        return max(0.0, (self.separated_at - self.need.since).total_seconds() / 3600)

    @property
    def within(self) -> bool | None:
        """None where the hours or the target are not known."""
        if self.hours is None or self.target_hours is None:
            return None
        return self.hours <= self.target_hours


@dataclass(frozen=True, slots=True)
class Steps:
    """The hours of one person: positive (or contact known), told, ordered, arrived; None where not recorded."""

    positive_at: dt.datetime | None = None
    contact_at: dt.datetime | None = None
    told_at: dt.datetime | None = None
    ordered_at: dt.datetime | None = None
    arrived_at: dt.datetime | None = None

    @property
    def began_at(self) -> dt.datetime | None:
        return self.positive_at or self.contact_at


def needs(disease: str, actor: Actor, now: dt.datetime, period: Period) -> list[Need]:
    """Needs that began in the period: the first result of each episode, and the first hour as F1."""
    rows = standing.StandingInterval.objects.filter(
        disease=disease, starts_at__gte=period.start, starts_at__lt=period.end
    )
    cases = restrict(rows.filter(kind=kinds.CASE), actor, now).order_by("starts_at")
    first: dict[tuple[int, str], Need] = {}
    for row in cases:
        if "excluded_at" in row.reason:
            continue  # it was no case after all: nobody had to be kept apart for it
        key = (row.person_id, str(row.reason["trigger"]))
        first.setdefault(key, Need(row.person_id, disease, "confirmed", row.starts_at, row.unit_id))
    contacts = restrict(rows.filter(kind=kinds.LEVEL, value="F1"), actor, now).order_by("starts_at")
    met = [
        Need(row.person_id, disease, "ring1", row.starts_at, row.unit_id)
        for row in _not_continued(list(contacts), disease)
    ]
    return sorted([*first.values(), *met], key=lambda need: (need.since, need.person_id))


def measured(found: Iterable[Need], disease: str) -> list[Measured]:
    """The needs with the stay that met each, and the target of the rule in force when it began."""
    wanted = list(found)
    stays = _stays([need.person_id for need in wanted], disease)
    books = Books(disease)
    return [_measure(need, stays.get(need.person_id, []), books) for need in wanted]


def steps(person_id: int, disease: str, now: dt.datetime) -> Steps:
    """The hours positive → told → order → arrival of one person's latest need (the caller checked sight)."""
    return steps_from(
        rows=list(standing.of_person(disease=disease, person_id=person_id)),
        stays=_stays([person_id], disease).get(person_id, []),
        ordered=list(
            OrderMember.objects.filter(
                person_id=person_id, order__disease=disease, order__state=Order.State.ISSUED
            ).values_list("order__occurred_at", flat=True)
        ),
        told=list(
            Told.objects.standing()
            .filter(person_id=person_id, disease=disease)
            .values_list("occurred_at", flat=True)
        ),
        now=now,
    )


def steps_from(
    *,
    rows: Iterable[Any],
    stays: Iterable[Stay],
    ordered: Iterable[dt.datetime],
    told: Iterable[dt.datetime],
    now: dt.datetime,
) -> Steps:
    """The same from what was read already: all intervals, stays, signing hours and told hours of a person."""
    begun = [row for row in sorted(rows, key=lambda row: row.starts_at) if row.starts_at <= now]
    cases = [row for row in begun if row.kind == kinds.CASE]
    trigger = cases[-1].reason["trigger"] if cases else None
    positive = next((row.starts_at for row in cases if row.reason["trigger"] == trigger), None)
    contact = next((row.starts_at for row in begun if row.kind == kinds.LEVEL and row.value == "F1"), None)
    since = positive or contact
    if since is None:
        return Steps()
    apart = sorted(
        (stay for stay in stays if MEASURES[stay.measure].separates), key=lambda stay: stay.occurred_at
    )
    return Steps(
        positive_at=positive,
        contact_at=contact,
        told_at=min((at for at in told if at >= since), default=None),
        ordered_at=min((at for at in ordered if at >= since), default=None),
        arrived_at=_first_after(apart, since),
    )


def _not_continued(rows: list, disease: str) -> list:
    """Without those that only go on from a level that ended at the same instant (provisional, then firm)."""
    ids = sorted({row.person_id for row in rows})
    ends: set[tuple[int, dt.datetime]] = set()
    for start in range(0, len(ids), _CHUNK):
        before = standing.StandingInterval.objects.filter(
            disease=disease, kind=kinds.LEVEL, value="F1", person_id__in=ids[start : start + _CHUNK]
        )
        ends |= set(before.values_list("person_id", "ends_at"))
    return [row for row in rows if (row.person_id, row.starts_at) not in ends]


def _stays(person_ids: Iterable[int], disease: str) -> dict[int, list[Stay]]:
    ids = sorted(set(person_ids))
    found: dict[int, list[Stay]] = {}
    for start in range(0, len(ids), _CHUNK):
        rows = Stay.objects.standing().filter(
            person_id__in=ids[start : start + _CHUNK], disease=disease, measure__in=_SEPARATING
        )
        for row in rows.order_by("occurred_at"):
            found.setdefault(row.person_id, []).append(row)
    return found


def _first_after(stays: Iterable[Stay], since: dt.datetime) -> dt.datetime | None:
    """When separation began for a need: the first stay not over by then, which may have begun before it."""
    return next((stay.occurred_at for stay in stays if stay.ended_at is None or stay.ended_at > since), None)


def _measure(need: Need, stays: list[Stay], books: Books) -> Measured:
    decision = books(need.unit_id).decide("separation_target", local_day(need.since), status=need.status)
    hours = decision.then["hours"] if decision.then else None
    return Measured(
        need=need,
        separated_at=_first_after(stays, need.since),
        target_hours=float(hours) if isinstance(hours, int | float) else None,
        verified=bool(decision.rule and decision.rule.verified),
    )
