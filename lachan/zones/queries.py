"""Reads of rings, always through `visible_to`; what is derived is computed from the facts of one read."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lachan.cases import queries as cases
from lachan.cases.queries import Case
from lachan.kernel.access.actors import Actor
from lachan.kernel.errors import OutOfSight
from lachan.kernel.facts import Fact
from lachan.kernel.times import local_day
from lachan.zones.access import visible_to
from lachan.zones.larvae import Inspection, Stage, stages
from lachan.zones.models import (
    HouseVisit,
    Ring,
    RingCase,
    RingClosing,
    RingHouse,
    RingReopening,
    Spraying,
    VisitOutcome,
)
from lachan.zones.rules import KeptTerms
from lachan.zones.states import RingState, closing_in_force

# Names that the rooms above may use; the module of the tables itself is private.
__all__ = [
    "HouseVisit",
    "Ring",
    "RingCase",
    "RingClosing",
    "RingHouse",
    "RingReopening",
    "RingState",
    "Spraying",
    "VisitOutcome",
    "closing_in_force",
    "visible_to",
]
_ENDED = RingClosing.objects.filter(ring=OuterRef("pk"), revoked_at=None).exclude(
    Exists(RingReopening.objects.filter(closing=OuterRef("pk"), revoked_at=None))
)
_HOUSES = RingHouse.objects.filter(ring=OuterRef("pk"), revoked_at=None)
_INSPECTED = Exists(
    HouseVisit.objects.filter(house=OuterRef("pk"), revoked_at=None, outcome=VisitOutcome.INSPECTED)
)


@dataclass(frozen=True, slots=True)
class HouseLine:
    """A house on the ring with its standing visits, the latest first."""

    house: RingHouse
    visits: Sequence[HouseVisit]

    @property
    def last(self) -> HouseVisit | None:
        return self.visits[0] if self.visits else None

    @property
    def inspected(self) -> HouseVisit | None:
        """The latest visit at which the house was looked at."""
        return next((one for one in self.visits if one.outcome == VisitOutcome.INSPECTED), None)


def rings(actor: Actor, now: dt.datetime) -> QuerySet[Ring]:
    """Rings of the actor's ground with what their state is computed from, revoked facts too, and `is_open`
    to filter by."""
    return (
        visible_to(actor, now)
        .annotate(
            is_open=~Exists(_ENDED),
            was_closed=Exists(RingClosing.objects.filter(ring=OuterRef("pk"))),
            house_count=_counted(_HOUSES),
            visited_count=_counted(_HOUSES.filter(_INSPECTED)),
        )
        .select_related("case", "unit__parent", "hamlet")
        .prefetch_related(Prefetch("links", RingCase.objects.select_related("case")), "sprayings")
    )


def ring_state(uid: uuid.UUID, actor: Actor, now: dt.datetime) -> RingState:
    """One ring; OutOfSight where there is none for this actor."""
    ring = rings(actor, now).filter(uid=uid).first()
    if ring is None:
        raise OutOfSight
    return state_of(ring, now, KeptTerms())


def state_of(ring: Ring, now: dt.datetime, terms: KeptTerms) -> RingState:
    """The state of a row of `rings`. Most rings never had a closing: only those that had are asked for theirs."""
    closings = _closings(ring) if ring.was_closed else []  # type: ignore[attr-defined]
    return RingState(
        ring=ring,
        terms=terms.of(ring.rule_id),
        today=local_day(now),
        houses=ring.house_count,  # type: ignore[attr-defined]
        visited=ring.visited_count,  # type: ignore[attr-defined]
        closings=closings,
    )


def house_lines(ring: Ring) -> list[HouseLine]:
    """The houses of a ring in the order of their numbers (the caller has read the ring through `visible_to`)."""
    visits = HouseVisit.objects.filter(revoked_at=None).order_by("-occurred_at", "-pk")
    rows = RingHouse.objects.filter(ring=ring, revoked_at=None).order_by("number")
    return [
        HouseLine(row, list(row.visits.all())) for row in rows.prefetch_related(Prefetch("visits", visits))
    ]


def larval_stages(lines: Sequence[HouseLine], sprayings: Sequence[Spraying]) -> list[Stage]:
    """Indices before the first spraying and after each."""
    found = [
        Inspection(line.house.pk, one.occurred_at, one.containers or 0, one.positive or 0)
        for line in lines
        for one in line.visits
        if one.outcome == VisitOutcome.INSPECTED
    ]
    return stages(found, [row.occurred_at for row in sprayings])


def house_by_uid(uid: uuid.UUID, actor: Actor, now: dt.datetime) -> RingHouse:
    """A house on a standing ring of the actor's ground; OutOfSight otherwise."""
    rows = RingHouse.objects.filter(revoked_at=None, ring__in=visible_to(actor, now))
    house = rows.select_related("ring__unit", "ring__case").filter(uid=uid).first()
    if house is None:
        raise OutOfSight
    return house


def line_of(house: RingHouse) -> HouseLine:
    """A house with its standing visits (the caller has read it through `house_by_uid`)."""
    visits = HouseVisit.objects.filter(house=house, revoked_at=None).order_by("-occurred_at", "-pk")
    return HouseLine(house, list(visits))


def next_house(house: RingHouse) -> RingHouse | None:
    """The next house of the ring, by number and round again, that nobody has been able to look at."""
    rows = RingHouse.objects.filter(ring=house.ring_id, revoked_at=None).exclude(pk=house.pk)
    waiting = rows.exclude(_INSPECTED).order_by("number")
    return waiting.filter(number__gt=house.number).first() or waiting.first()


_FACTS: dict[str, tuple[type[Fact], str]] = {
    "luot-kiem-tra": (HouseVisit, "house__ring"),
    "lan-phun": (Spraying, "ring"),
    "nha": (RingHouse, "ring"),
    "ca": (RingCase, "ring"),
}


def fact_by_uid(word: str, uid: uuid.UUID, actor: Actor, now: dt.datetime) -> Fact:
    """A standing fact of a ring on the actor's ground, by the word its address uses; OutOfSight otherwise."""
    model, way = _FACTS[word]
    rows = model._default_manager.filter(revoked_at=None, **{f"{way}__in": visible_to(actor, now)})
    fact = rows.select_related(way, f"{way}__case").filter(uid=uid).first()
    if fact is None:
        raise OutOfSight
    return fact


def ring_of(fact: Any) -> Ring:
    """The ring that a fact of `fact_by_uid` belongs to."""
    ring: Ring = fact.house.ring if isinstance(fact, HouseVisit) else fact.ring
    return ring


def ring_of_case(case_id: int) -> Ring | None:
    """The standing ring in which a case counts (the caller has read the case through its own door)."""
    link = RingCase.objects.filter(case=case_id, revoked_at=None, ring__revoked_at=None)
    found = link.select_related("ring").first()
    return found.ring if found else None


def cases_of(ring: Ring) -> list[Case]:
    """The cases that count in a ring, unscoped: for journeys, which carry sight after them."""
    return [link.case for link in ring.links.filter(revoked_at=None).select_related("case")]


def person_ids(ring: Ring) -> set[int]:
    """The people of those cases."""
    return {case.person_id for case in cases_of(ring)}


def history(state: RingState) -> list[Fact]:
    """Every fact of the ring but its houses and visits, revoked ones too, for its timeline."""
    reopenings = [row for closing in state.closings for row in closing.reopenings.all()]
    return [*state.ring.links.all(), *state.ring.sprayings.all(), *state.closings, *reopenings]


def last_chemical(actor: Actor, now: dt.datetime) -> str:
    """What was sprayed last on the actor's ground, to begin a form with."""
    rows = Spraying.objects.filter(revoked_at=None, ring__in=visible_to(actor, now))
    return rows.order_by("-occurred_at").values_list("chemical", flat=True).first() or ""


def names_in_sight(state: RingState, actor: Actor, now: dt.datetime) -> dict[int, tuple[int, str]]:
    """case id → (person id, name) for the ring's cases whose person the actor sees."""
    ids = [link.case_id for link in state.links]
    rows = cases.visible_to(actor, now).filter(pk__in=ids)
    found = rows.values_list("pk", "person_id", "person__full_name")
    return {pk: (person_id, name) for pk, person_id, name in found}


def of_state(rows: QuerySet[Ring], is_open: bool) -> QuerySet[Ring]:
    """The open, or the closed, ones of `rings`."""
    return rows.filter(is_open=is_open)  # type: ignore[misc]  # annotated by `rings`


def search(rows: QuerySet[Ring], text: str) -> QuerySet[Ring]:
    """Rings whose index case carries the code, or whose hamlet or commune the text names."""
    wanted = text.strip()
    named = Q(unit__name__icontains=wanted) | Q(hamlet__name__icontains=wanted)
    return rows.filter(Q(case__code__icontains=wanted) | named) if wanted else rows


def _closings(ring: Ring) -> list[RingClosing]:
    rows = RingClosing.objects.filter(ring=ring)
    again = RingReopening.objects.select_related("case")
    return list(rows.prefetch_related(Prefetch("reopenings", again)))


def _counted(rows: QuerySet[RingHouse]) -> Coalesce:
    counted = rows.order_by().values("ring").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def open_around(person_ids: Iterable[int]) -> int:
    """How many open rings count a case of these people; unscoped."""
    rows = Ring.objects.filter(~Exists(_ENDED), revoked_at=None, links__revoked_at=None)
    return rows.filter(links__case__person__in=set(person_ids)).distinct().count()
