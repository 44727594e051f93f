"""Cases and households that lie on a ring's ground: what the work proposes, and a person decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from lachan.cases import queries as cases
from lachan.kernel.access.actors import Actor
from lachan.people import queries as people
from lachan.zones.distance import box, metres
from lachan.zones.models import Ring, RingCase, RingHouse
from lachan.zones.states import RingState, case_day


@dataclass(frozen=True, slots=True)
class Proposal:
    """A case that may belong to the ring, and why ("cách 120 m", "cùng Khóm 3")."""

    case: Any
    reason: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class HouseholdLine:
    """A household on the ring's ground that is not on the list yet."""

    id: int
    owner: str
    address: str
    members: int
    reason: str
    person_ids: tuple[int, ...]
    distance: float | None = None


def proposals(state: RingState, actor: Actor, now: dt.datetime) -> list[Proposal]:
    """Cases in the actor's sight that lie on the ring and belong to none; for a closed ring those that
    fell ill before the days without a new case had passed."""
    last, terms = state.last_case_on, state.terms
    if terms is None:
        return []
    span = dt.timedelta(days=terms.close_after_days)
    first = min((case_day(case) for case in state.counted), default=state.today) - span
    until = last + span if last and not state.is_open else None
    found = [
        Proposal(case, reason, case_day(case))
        for case in _unlinked(state.ring, actor, now)
        if (reason := nearness(state.ring, case))
    ]
    wanted = [one for one in found if first <= one.day and (until is None or one.day <= until)]
    return sorted(wanted, key=lambda one: (one.day, one.case.pk))


def nearness(ring: Ring, case: Any) -> str:
    """Why a case counts as near the ring; empty where it does not."""
    person = case.person
    away = _away(ring, person.household)
    if away is not None:
        return f"cách {away:.0f} m" if away <= ring.radius_m else ""
    hamlet = person.residence_hamlet
    if ring.hamlet_id and hamlet:
        return f"cùng {hamlet.name}" if hamlet.pk == ring.hamlet_id else ""
    here = ring.unit_id in {case.unit_id, person.residence_id}
    return "cùng xã, phường; chưa rõ khóm, ấp" if here else ""


def households(ring: Ring, actor: Actor, now: dt.datetime) -> list[HouseholdLine]:
    """Households of people in the actor's sight within the radius, or in the hamlet of the ring; nearest first."""
    rows = people.visible_to(actor, now).filter(_ground(ring, "household__"), household__isnull=False)
    listed = RingHouse.objects.filter(ring=ring, revoked_at=None, household__isnull=False)
    rows = rows.exclude(household__in=listed.values("household")).select_related("household__hamlet")
    together: dict[int, list[Any]] = {}
    for person in rows.order_by("birth_year", "pk"):
        together.setdefault(person.household_id or 0, []).append(person)
    lines = [line for members in together.values() if (line := _line(ring, members))]
    return sorted(lines, key=lambda line: (line.distance is None, line.distance or 0, line.owner))


def _line(ring: Ring, members: list[Any]) -> HouseholdLine | None:
    """The eldest stands for the household; None where its coordinates lie beyond the radius."""
    household = members[0].household
    away = _away(ring, household)
    if away is not None and away > ring.radius_m:
        return None
    hamlet = household.hamlet.name if household.hamlet else ""
    return HouseholdLine(
        id=household.pk,
        owner=members[0].full_name,
        address=household.address or members[0].address,
        members=len(members),
        reason=f"cách {away:.0f} m" if away is not None else f"cùng {hamlet}",
        person_ids=tuple(one.pk for one in members),
        distance=away,
    )


def _away(ring: Ring, household: Any) -> float | None:
    if ring.lat is None or ring.lon is None or household is None or household.lat is None:
        return None
    return metres(ring.lat, ring.lon, household.lat, household.lon)


def _unlinked(ring: Ring, actor: Actor, now: dt.datetime) -> Iterable[Any]:
    near = Q(unit=ring.unit_id) | Q(person__residence=ring.unit_id) | _ground(ring, "person__household__")
    rows: QuerySet[Any] = cases.visible_to(actor, now).filter(
        near, disease=ring.disease, classification__in=cases.OPEN
    )
    linked = RingCase.objects.filter(revoked_at=None, ring__revoked_at=None).values("case")
    return rows.exclude(pk__in=linked).select_related("person__household", "person__residence_hamlet", "unit")


def _ground(ring: Ring, way: str) -> Q:
    """Households (reached by `way`) in the hamlet of the ring, or in the box around its radius."""
    inside = Q(pk__in=[])
    if ring.hamlet_id:
        inside |= Q(**{f"{way}hamlet": ring.hamlet_id})
    if ring.lat is not None and ring.lon is not None:
        edge = box(ring.lat, ring.lon, ring.radius_m)
        inside |= Q(
            **{f"{way}lat__range": (edge.south, edge.north), f"{way}lon__range": (edge.west, edge.east)}
        )
    return inside


def waiting(diseases: Sequence[str], actor: Actor, now: dt.datetime) -> QuerySet[Any]:
    """Cases of these diseases under way, in the actor's sight, that count in no ring."""
    linked = RingCase.objects.filter(revoked_at=None, ring__revoked_at=None).values("case")
    rows = cases.visible_to(actor, now).filter(
        disease__in=diseases, classification__in=cases.OPEN, closed_at=None
    )
    return rows.exclude(pk__in=linked).select_related("unit", "person__residence", "person__residence_hamlet")
