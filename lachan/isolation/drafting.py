"""From what the rules ask of chosen people to the lines of a draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from lachan.epi import intervals as kinds
from lachan.epi.days import FOREVER, last_day, local_day
from lachan.epi.sentences import sooner
from lachan.epi.vocabulary import LEVELS, MEASURES
from lachan.isolation import queries
from lachan.isolation.models import Order, OrderMember
from lachan.isolation.queries import SiteLoad
from lachan.isolation.today import lighter
from lachan.kernel.access.actors import Actor
from lachan.kernel.policies.instruments import grounds, in_full
from lachan.kernel.policies.queries import rule_version
from lachan.organisations import queries as organisations
from lachan.people import queries as people
from lachan.standing import queries as standing
from lachan.standing.books import Books


@dataclass(frozen=True, slots=True)
class Line:
    """One person with what the rule in force asks; `proposed` is the site where they already are, where it takes
    people for that measure, else the nearest site of the district with room; `replaces` the lighter decision in
    force, which the new one makes superfluous; `moved_at` the hour at which they were moved before any signature; `sooner` what may end the duty before its
    last day."""

    person: Any
    level: str
    measure: str
    starts_at: dt.datetime
    ends_at: dt.datetime | None
    policy_ids: tuple[str, ...]
    proposed: SiteLoad | None = None
    replaces: str = ""
    moved_at: dt.datetime | None = None
    sooner: str = ""

    @property
    def last_day(self) -> dt.date | None:
        return last_day(self.starts_at, self.ends_at) if self.ends_at else None


def lines_for(person_ids: Sequence[int], disease: str, now: dt.datetime) -> list[Line]:
    """A line for each person who needs a decision now; the others are left out."""
    rows = standing.current(disease=disease, kind=kinds.ORDER_NEEDED, at=now, people=list(person_ids))
    ids = [row.person_id for row in rows]
    found = people.people_of(ids)
    book = _Places(now, queries.open_stays_of(ids, disease, now))
    running = {member.person_id: member for member in queries.running_rows(ids, disease, now)}
    lines = [
        _line(row, found[row.person_id], book, running.get(row.person_id))
        for row in rows.order_by("value", "starts_at", "id")
    ]
    return sorted(lines, key=lambda line: (line.level or "F9", line.person.name_sort))


def offices(actor: Actor, now: dt.datetime) -> list[Any]:
    """Organisations with somebody who signs, that the actor may draft for; their own first."""
    rows = organisations.alive_on(local_day(now)).filter(positions__isnull=False)
    if not actor.everywhere:
        mine = Q(pk=actor.organisation_id) | Q(areas__unit_id__in=[*actor.unit_ids, *actor.district_ids])
        rows = rows.filter(mine)
    return sorted(rows.distinct(), key=lambda one: (one.pk != actor.organisation_id, one.name_key))


def common_unit(lines: Iterable[Line]) -> int | None:
    """The commune where all of them live; None where they live in several."""
    units = {line.person.residence_id for line in lines}
    return units.pop() if len(units) == 1 else None


def replaced_by(measure: str, running: OrderMember | None) -> str:
    """The number of the decision in force that one on `measure` replaces; empty where there is none."""
    return running.order.reference if running and lighter(running.measure, measure) else ""


def moved_at(stay: Any, needed_at: dt.datetime) -> dt.datetime | None:
    """From when somebody is held who was moved before the signature; None where the signature begins it."""
    if stay is None or not MEASURES[stay.measure].separates:
        return None
    return max(stay.occurred_at, needed_at)


def _line(row: Any, person: Any, book: _Places, running: OrderMember | None) -> Line:
    status = str(row.reason.get("status", ""))
    return Line(
        person=person,
        level=LEVELS.get(status, "F0" if status == "suspected" else ""),
        measure=row.value,
        starts_at=row.starts_at,
        ends_at=None if row.ends_at >= FOREVER else row.ends_at,
        policy_ids=(row.rule,) if row.rule else (),
        proposed=book.take(person, row.value),
        replaces=replaced_by(row.value, running),
        moved_at=moved_at(book.stays.get(person.pk), row.starts_at),
        sooner=sooner(row.reason),
    )


class _Places:
    """Hands out the free places of sites one by one while a list is proposed."""

    def __init__(self, now: dt.datetime, stays: Mapping[int, Any]) -> None:
        self.now = now
        self.stays = stays  # person id → where they are kept apart now
        self.ranked: dict[tuple[int | None, str], list[SiteLoad]] = {}
        self.taken: dict[int, int] = {}

    def take(self, person: Any, measure: str) -> SiteLoad | None:
        stay, unit = self.stays.get(person.pk), person.residence
        if stay is not None and stay.site is not None and measure in stay.site.measures:
            return queries.site_load(stay.site, unit, self.now)
        if measure not in {"concentrated", "treatment"}:
            return None
        key = (unit.pk if unit else None, measure)
        if key not in self.ranked:
            self.ranked[key] = queries.sites_with_places(unit, measure, self.now)
        for one in self.ranked[key]:
            used = self.taken.get(one.site.pk, 0)
            if one.same_district and one.load.free is not None and one.load.free > used:
                self.taken[one.site.pk] = used + 1
                return one
        return None


def lifting_rows(members: Sequence[OrderMember], now: dt.datetime) -> list[standing.StandingInterval]:
    """The proposals to lift these decisions, as they hold now."""
    rows = standing.current(
        disease=members[0].order.disease,
        kind=kinds.LIFTING_NEEDED,
        at=now,
        people=[member.person_id for member in members],
    )
    return list(rows.filter(input_uid__in={str(member.uid) for member in members}))


def lifting_reason(members: Sequence[OrderMember], now: dt.datetime) -> str:
    """The reason to begin with where stricter decisions have taken the place of all of these; else empty."""
    uids = {str(member.uid) for member in members}
    rows = lifting_rows(members, now)
    stricter = {row.input_uid: row.reason.get("replaced_by_number") for row in rows}
    numbers = sorted({number for number in stricter.values() if number})
    if stricter.keys() != uids or not all(stricter.values()):
        return ""
    return f"Đã có quyết định chặt hơn, số {', '.join(numbers)}"


def grounds_for(
    lines: Iterable[Line], disease: str, organisation_id: int, unit_id: int | None, now: dt.datetime
) -> list[str]:
    """The grounds to begin with: those of the office's last decision on the disease, else the instruments of the
    rules that the list rests on. A proposal: who drafts answers for it."""
    last = (
        Order.objects.standing()
        .filter(organisation_id=organisation_id, disease=disease, state=Order.State.ISSUED)
        .order_by("-occurred_at")
        .first()
    )
    if last and last.grounds:
        return [in_full(line) for line in last.grounds]
    day = local_day(now)
    duration = Books(disease)(unit_id).decide("order_duration", day).rule
    versions = [
        rule_version(rule) for rule in dict.fromkeys(rule for line in lines for rule in line.policy_ids)
    ]
    if duration:
        versions.insert(0, rule_version(duration.id))
    return grounds(day, [version for version in versions if version is not None])


def longest_days(disease: str, unit_id: int | None, now: dt.datetime) -> tuple[int, str] | None:
    """How many days a decision may last and by which instrument, where a rule says so."""
    decision = Books(disease)(unit_id).decide("order_duration", local_day(now))
    if decision.then is None or decision.rule is None:
        return None
    days = decision.then["max_days"]
    return (days, decision.rule.instrument) if isinstance(days, int) else None
