"""What follows from changed facts, in one transaction: standing, then cases, then who sees whom.

Consequences run as the system; whoever recorded the fact is in the fact's own audit event.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from lachan.cases import queries as cases
from lachan.cases import services as case_services
from lachan.cases.projection import Episode, Projected
from lachan.cases.queries import Classification, Context
from lachan.epi import facts
from lachan.epi import intervals as kinds
from lachan.isolation import queries as isolation
from lachan.kernel.access import services as sight
from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.times import day_start
from lachan.people import queries as people
from lachan.standing import queries as standing
from lachan.standing import services as standing_services
from lachan.standing.changes import Outcome

CASE_PREFIX = "CB"
_STAY_CONTEXT = {
    "concentrated": Context.QUARANTINE,
    "home": Context.HOME_ISOLATION,
    "treatment": Context.HOSPITAL,
}


@dataclass(frozen=True, slots=True)
class Followed:
    """What a change led to: how people stand differently, and which cases were opened or changed."""

    outcome: Outcome
    cases: Projected


@transaction.atomic
def take_in(
    *,
    disease: str,
    now: dt.datetime,
    added: Sequence[facts.Fact] = (),
    withdrawn: Collection[str] = (),
    persons: Collection[int] = (),
) -> Followed:
    """Hand facts to standing (or withdraw them) and carry out all that follows."""
    dirty = set(persons)
    if withdrawn:
        dirty |= standing_services.inputs_revoke(uids=withdrawn, by=SYSTEM, now=now)
    if added:
        whole = [*added, *homes(added, disease)]
        dirty |= standing_services.inputs_record(disease=disease, facts=whole, by=SYSTEM, now=now)
    return follow(disease=disease, persons=dirty, now=now)


@transaction.atomic
def follow(*, disease: str, persons: Collection[int], now: dt.datetime) -> Followed:
    """Recompute the people whom changed facts of `persons` can reach, and bring cases and sight after them."""
    outcome = standing_services.refresh(disease=disease, persons=persons, by=SYSTEM, now=now)
    ill = {
        person for person, rows in outcome.intervals.items() if any(row.kind == kinds.CASE for row in rows)
    }
    concerned = ill | cases.persons_with_cases(disease, outcome.touched)
    rows = standing.episodes_in(row for person in ill for row in outcome.intervals[person])
    return Followed(outcome, _project(disease, concerned, rows, now))


def project_cases(disease: str, persons: Collection[int], now: dt.datetime) -> Projected:
    """Case rows of these people become what standing has stored of them."""
    rows = standing.episodes(disease=disease, person_ids=persons)
    return _project(disease, persons, rows, now)


def _project(
    disease: str, persons: Collection[int], rows: Sequence[standing.EpisodeRow], now: dt.datetime
) -> Projected:
    if not persons:
        return Projected()
    done = case_services.episodes_project(
        disease=disease,
        person_ids=sorted(persons),
        episodes=_placed(disease, rows),
        prefix=CASE_PREFIX,
        by=SYSTEM,
        now=now,
    )
    _let_see(done, now)
    return done


def preview(
    *,
    disease: str,
    now: dt.datetime,
    added: Sequence[facts.Fact] = (),
    withdrawn: Collection[str] = (),
) -> Outcome:
    """What `take_in` would change; nothing is written."""
    return standing_services.preview(disease=disease, added=added, withdrawn=withdrawn, by=SYSTEM, now=now)


def _placed(disease: str, rows: Sequence[standing.EpisodeRow]) -> list[Episode]:
    """Episodes with where they were found, as far as a stay at that hour tells it."""
    stays = isolation.measures_at({row.person_id: row.known_at for row in rows}, disease)
    return [_episode(row, stays.get(row.person_id)) for row in rows]


def _episode(row: standing.EpisodeRow, measure: str | None) -> Episode:
    late = "late_first_positive" in row.flags
    context = _STAY_CONTEXT.get(measure or "", Context.UNKNOWN)
    return Episode(
        person_id=row.person_id,
        number=row.number,
        # An input of a result is named "result:person": one result of a pool may concern several people.
        trigger_uid=uuid.UUID(row.trigger_uid.split(":", maxsplit=1)[0]),
        classification=Classification(row.classification),
        opened_at=row.known_at,
        sampled_at=row.sampled_at,
        confirmed_at=row.confirmed_at,
        closed_at=row.closed_at,
        outcome=row.ending,
        repositive="repositive" in row.flags,
        late_first_positive=late,
        unit_id=row.unit_id,
        context=Context.AFTER_QUARANTINE if late and measure is None else context,
    )


def _let_see(done: Projected, now: dt.datetime) -> None:
    """The commune where a case was found sees it, wherever the person lives; a case that was just opened is seen
    by nobody yet."""
    found = [
        sight.Sight(
            subject_id=case.person_id,
            ground=sight.Sight.Ground.FOUND,
            unit_id=case.unit_id,
            basis_uid=case.uid,
            starts_at=now,
        )
        for case in done.opened
        if case.unit_id
    ]
    if found:
        sight.sights_grant(by=SYSTEM, now=now, rows=found)


def homes(added: Iterable[facts.Fact], disease: str) -> list[facts.Home]:
    """Which commune answers for the people of these facts: their residence, else where the fact fell."""
    fallback: dict[int, int | None] = {}
    for fact in added:
        for person in facts.people_of(fact):
            fallback.setdefault(person, fact.unit)
    residence = people.residences_of(fallback)
    made = []
    for person, unit in fallback.items():
        home = residence.get(person) or unit
        if home:
            made.append(_home(disease, person, home))
    return made


def _home(disease: str, person: int, unit: int) -> facts.Home:
    return facts.Home(f"home:{disease}:{person}", person, _LONG_AGO, unit)


@transaction.atomic
def homes_follow(*, person_ids: Collection[int], now: dt.datetime) -> None:
    """The commune where these people live now answers for them, in every disease in which they have facts."""
    residence = people.residences_of(person_ids)
    moved: dict[str, list[facts.Home]] = {}
    for disease, person, unit in standing.homes(person_ids=person_ids):
        home = residence.get(person)
        if home and home != unit:
            moved.setdefault(disease, []).append(_home(disease, person, home))
    for disease, found in moved.items():
        dirty = standing_services.inputs_record(disease=disease, facts=found, by=SYSTEM, now=now)
        follow(disease=disease, persons=dirty, now=now)


_LONG_AGO = day_start(dt.date(2000, 1, 1))
