"""From when somebody had to be kept apart, from when they were, and what the target said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from lachan.epi import intervals as kinds
from lachan.epi.vocabulary import MEASURES
from lachan.isolation.models import Order, OrderMember, Stay, Told
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.queries import restrict
from lachan.kernel.diseases import diseases
from lachan.kernel.indicators import Period
from lachan.kernel.times import local_day
from lachan.standing import queries as standing
from lachan.standing.books import Books

_FEW = 500
_LONGEST_SUSPICION = dt.timedelta(days=14)  # how far back a chain of times is looked for, no rule of law
_OF_CASES = standing.VALUES[kinds.CASE]
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
    waiting: float = 0.0  # hours since the need began, where nobody recorded a separation

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

    @property
    def overdue(self) -> bool:
        """Nobody recorded a separation, and the target has passed: to be looked into, not yet a failure."""
        return self.hours is None and self.target_hours is not None and self.waiting > self.target_hours


@dataclass(frozen=True, slots=True)
class Steps:
    """The hours of one person: positive (or contact known), told, ordered, arrived; None where not recorded."""

    positive_at: dt.datetime | None = None
    contact_at: dt.datetime | None = None
    contact_level: str = "F1"
    told_at: dt.datetime | None = None
    ordered_at: dt.datetime | None = None
    arrived_at: dt.datetime | None = None

    @property
    def began_at(self) -> dt.datetime | None:
        return self.positive_at or self.contact_at


def needs(actor: Actor, now: dt.datetime, period: Period, *, with_cases: bool = True) -> list[Need]:
    """Needs of all diseases that began in the period: the first result of each episode, the first hour as F1."""
    codes = list(diseases())
    # What began in the period has not ended before it: that bound is in the index, the beginning is not.
    rows = standing.StandingInterval.objects.filter(
        disease__in=codes, starts_at__gte=period.start, starts_at__lt=period.end, ends_at__gte=period.start
    )
    found = (
        _cases(restrict(rows.filter(kind=kinds.CASE, value__in=_OF_CASES), actor, now)) if with_cases else []
    )
    contacts = _of_real_sources(restrict(rows.filter(kind=kinds.LEVEL, value="F1"), actor, now))
    begun = list(contacts.order_by("starts_at").values_list("person_id", "disease", "starts_at", "unit_id"))
    found += [Need(one[0], one[1], "ring1", one[2], one[3]) for one in _from_their_origin(begun, codes)]
    return sorted(found, key=lambda need: (need.since, need.person_id))


def _of_real_sources(rows: Any) -> Any:
    """Without contacts of somebody who was no case after all: nobody had to be kept apart for it.

    Only a suspicion can be excluded, so only provisional levels are asked for their reason.
    """
    return rows.exclude(provisional=True, reason__has_key="excluded_at")


def _cases(rows: Any) -> list[Need]:
    first: dict[tuple[int, str], Need] = {}
    for row in rows.order_by("starts_at"):
        if "excluded_at" in row.reason:
            continue  # it was no case after all: nobody had to be kept apart for it
        key = (row.person_id, str(row.reason["trigger"]))
        first.setdefault(key, Need(row.person_id, row.disease, "confirmed", row.starts_at, row.unit_id))
    return list(first.values())


def measured(found: Iterable[Need], now: dt.datetime) -> list[Measured]:
    """The needs with the stay that met each by `now`, and the target of the rule in force when it began."""
    wanted = list(found)
    stays = _spans(wanted)
    targets = _Targets()
    return [_measure(need, stays.get((need.person_id, need.disease), []), targets, now) for need in wanted]


def steps(person_id: int, disease: str, now: dt.datetime) -> Steps:
    """The hours positive → told → order → arrival of one person's latest need (the caller checked sight)."""
    return steps_from(
        rows=list(standing.of_person(disease=disease, person_id=person_id)),
        stays=Stay.objects.standing().filter(person_id=person_id, disease=disease),
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
    contact = _first_contact(begun)
    since = positive or (contact.starts_at if contact else None)
    if since is None:
        return Steps()
    apart = sorted(
        ((stay.occurred_at, stay.ended_at) for stay in stays if MEASURES[stay.measure].separates),
        key=lambda span: span[0],
    )
    return Steps(
        positive_at=positive,
        contact_at=contact.starts_at if contact else None,
        contact_level=contact.value if contact else "F1",
        told_at=min((at for at in told if at >= since), default=None),
        ordered_at=min((at for at in ordered if at >= since), default=None),
        arrived_at=_first_after(apart, since),
    )


def _first_contact(rows: Iterable[Any]) -> Any | None:
    """The interval with which somebody came to be a contact, of the nearest ring that they were ever in."""
    levels = [row for row in rows if row.kind == kinds.LEVEL and row.value != "F0"]
    return min(levels, key=lambda row: (row.value, row.starts_at), default=None)


# person, disease, beginning, unit
_Begun = tuple[int, str, dt.datetime, int | None]


def _from_their_origin(rows: list[_Begun], codes: list[str]) -> list[_Begun]:
    """Without those that only go on from a level that ended at the same instant (provisional, then firm).

    A suspicion of their own between or before counts as well: whoever was a suspected case until they became a
    contact had to be kept apart from the suspicion on.
    """
    if not rows:
        return []
    links = _links(rows[0][2] - _LONGEST_SUSPICION, rows[-1][2], codes)
    found = []
    for person, disease, began, unit in rows:
        kind, origin = None, began
        while kind != kinds.LEVEL and (person, disease, origin) in links:
            kind, origin = links[person, disease, origin]
        if kind != kinds.LEVEL:
            found.append((person, disease, origin, unit))
    return found


def _links(
    first: dt.datetime, last: dt.datetime, codes: list[str]
) -> dict[tuple[int, str, dt.datetime], tuple[str, dt.datetime]]:
    """(person, disease, end) → (kind, beginning) of the time as F1, or as suspected case, that ended then."""
    rows = standing.StandingInterval.objects.filter(
        Q(kind=kinds.CASE, value="suspected")
        | Q(kind=kinds.LEVEL, value="F1") & ~Q(provisional=True, reason__has_key="excluded_at"),
        disease__in=codes, ends_at__gte=first, ends_at__lte=last,
    )  # fmt: skip
    told = rows.values_list("person_id", "disease", "ends_at", "kind", "starts_at")
    return {(person, disease, ended): (kind, began) for person, disease, ended, kind, began in told}


# arrival and departure
_Span = tuple[dt.datetime, dt.datetime | None]


def _spans(wanted: Sequence[Need]) -> dict[tuple[int, str], list[_Span]]:
    """(person, disease) → the separating stays in order; only their hours, since a province has many.

    Few people are asked for by name; for many all stays are read that were not over when the first need began.
    """
    found: dict[tuple[int, str], list[_Span]] = {}
    if not wanted:
        return found
    people = {need.person_id for need in wanted}
    alive = Q(ended_at=None) | Q(ended_at__gt=min(need.since for need in wanted))
    chosen = Q(person_id__in=people) if len(people) <= _FEW else alive
    rows = Stay.objects.standing().filter(chosen, measure__in=_SEPARATING)
    for person, disease, began, ended in rows.order_by("occurred_at").values_list(
        "person_id", "disease", "occurred_at", "ended_at"
    ):
        found.setdefault((person, disease), []).append((began, ended))
    return found


def _first_after(stays: Iterable[_Span], since: dt.datetime) -> dt.datetime | None:
    """When separation began for a need: the first stay not over by then, which may have begun before it."""
    return next((began for began, ended in stays if ended is None or ended > since), None)


class _Targets:
    """(hours, verified) of the rule for a unit, day and status; asked once of each."""

    def __init__(self) -> None:
        self._books: dict[str, Books] = {}
        self._known: dict[tuple[str, int | None, dt.date, str], tuple[float | None, bool]] = {}

    def of(self, need: Need) -> tuple[float | None, bool]:
        key = (need.disease, need.unit_id, local_day(need.since), need.status)
        if key not in self._known:
            self._known[key] = self._decide(*key)
        return self._known[key]

    def _decide(self, disease: str, unit: int | None, day: dt.date, status: str) -> tuple[float | None, bool]:
        if disease not in self._books:
            self._books[disease] = Books(disease)
        decision = self._books[disease](unit).decide("separation_target", day, status=status)
        hours = decision.then["hours"] if decision.then else None
        verified = bool(decision.rule and decision.rule.verified)
        return float(hours) if isinstance(hours, int | float) else None, verified


def _measure(need: Need, stays: list[_Span], targets: _Targets, now: dt.datetime) -> Measured:
    hours, verified = targets.of(need)
    return Measured(
        need=need,
        separated_at=_first_after(stays, need.since),
        target_hours=hours,
        verified=verified,
        waiting=max(0.0, (now - need.since).total_seconds() / 3600),
    )
