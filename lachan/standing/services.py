"""Every write of standing: inputs that journeys hand in, and the computation that follows from them.

Only journeys call these. They run as the system: who may record a fact is judged where it is recorded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

import orjson
from django.db import transaction

from lachan.epi.facts import Fact, people_of
from lachan.epi.rules import Rule
from lachan.kernel import bulk
from lachan.kernel.access.actors import Actor
from lachan.kernel.memory import collector_paused
from lachan.standing import changes, foreseeing, rebuilding, writing
from lachan.standing.books import Books
from lachan.standing.cascade import Cascade
from lachan.standing.changes import Outcome
from lachan.standing.codec import columns_of
from lachan.standing.models import StandingInput, StandingLock
from lachan.standing.store import Overlay, Store

_COLUMNS = (
    "uid",
    "kind",
    "disease",
    "person_id",
    "other_id",
    "starts_at",
    "ends_at",
    "unit_id",
    "data",
    "recorded_at",
)
_CONTENT = ("kind", "disease", "person_id", "other_id", "starts_at", "ends_at", "unit_id", "data")


def input_record(*, disease: str, fact: Fact, by: Actor, now: dt.datetime) -> set[int]:
    """Take in one fact; see `inputs_record`."""
    return inputs_record(disease=disease, facts=[fact], by=by, now=now)


@transaction.atomic
def inputs_record(*, disease: str, facts: Sequence[Fact], by: Actor, now: dt.datetime) -> set[int]:
    """Take in facts and answer the people to refresh. The same fact again changes nothing; a fact that reads
    differently (a stay that has ended, a person merged) gets a new version from `now` on."""
    stored = {row.uid: row for row in _in_force([fact.uid for fact in facts])}
    dirty: set[int] = set()
    fresh, ended = [], []
    for fact in facts:
        row = stored.get(fact.uid)
        if row is not None and _same(row, disease, fact):
            continue
        if row is not None:
            ended.append(row.pk)
            dirty |= _people(row)
        fresh.append(fact)
        dirty |= set(people_of(fact))
    StandingInput.objects.filter(pk__in=ended).update(revoked_at=now)
    bulk.insert("standing_standinginput", _COLUMNS, _rows(disease, fresh, now))
    return dirty


def input_revoke(*, uid: str, by: Actor, now: dt.datetime) -> set[int]:
    """Withdraw one fact; see `inputs_revoke`."""
    return inputs_revoke(uids=[uid], by=by, now=now)


@transaction.atomic
def inputs_revoke(*, uids: Collection[str], by: Actor, now: dt.datetime) -> set[int]:
    """Withdraw facts that were wrong and answer the people to refresh. Withdrawing twice changes nothing."""
    rows = list(_in_force(uids))
    StandingInput.objects.filter(pk__in=[row.pk for row in rows]).update(revoked_at=now)
    return {person for row in rows for person in _people(row)}


@transaction.atomic
def refresh(*, disease: str, persons: Collection[int], by: Actor, now: dt.datetime) -> Outcome:
    """Recompute everybody whom changed facts of `persons` can reach, and store what came out differently."""
    _lock(disease, by, now)
    with collector_paused():
        touched = Cascade(Store(disease), Books(disease)).run(persons)
        found = writing.difference(disease, touched.intervals)
        outcome = _outcome(disease, touched.intervals, found, now)
        writing.replace_reaches(disease, touched.reaches)
        writing.apply(disease, found)
    return outcome


def preview(
    *,
    disease: str,
    added: Sequence[Fact] = (),
    withdrawn: Collection[str] = (),
    by: Actor,
    now: dt.datetime,
) -> Outcome:
    """What `refresh` would change if these facts were recorded or withdrawn; nothing is written."""
    overlay = Overlay(tuple(added), frozenset(withdrawn))
    persons = overlay.people | {
        person for row in _in_force([*withdrawn, *(f.uid for f in added)]) for person in _people(row)
    }
    with collector_paused():
        touched = Cascade(Store(disease, overlay), Books(disease)).run(persons)
        found = writing.difference(disease, touched.intervals)
        return _outcome(disease, touched.intervals, found, now)


def foresee(*, disease: str, rules: Sequence[Rule], by: Actor, now: dt.datetime) -> foreseeing.RuleOutcome:
    """What `rebuild` would change if these were the rules; nothing is written."""
    return foreseeing.foresee(disease, rules, now)


def rebuild(
    *, disease: str, by: Actor, now: dt.datetime, chunk: int = rebuilding.CHUNK
) -> rebuilding.Rebuilt:
    """Recompute everybody from the inputs alone, chunk by chunk in short transactions."""

    def lock() -> None:
        _lock(disease, by, now)

    return rebuilding.rebuild(disease, Books(disease), lock, chunk)


def _lock(disease: str, by: Actor, now: dt.datetime) -> None:
    """Let one computation of a disease run at a time, until the caller's transaction ends."""
    StandingLock.objects.get_or_create(disease=disease)
    StandingLock.objects.filter(disease=disease).update(refreshed_at=now, refreshed_by=by.label[:200])


def _outcome(
    disease: str, intervals: dict[int, list[Any]], found: writing.Difference, now: dt.datetime
) -> Outcome:
    liftings, needs = changes.proposed(disease, intervals, found.people, now)
    return Outcome(
        touched=set(intervals),
        changed=found.people,
        changes=changes.changes(
            changes.places_stored(disease, found.people, now),
            changes.places_computed(intervals, found.people, now),
        ),
        intervals=intervals,
        liftings=liftings,
        needs=needs,
    )


def _in_force(uids: Iterable[str]) -> Iterator[StandingInput]:
    """The versions in force of these facts, a thousand at a time."""
    wanted = list(uids)
    for start in range(0, len(wanted), 1000):
        part = wanted[start : start + 1000]
        yield from StandingInput.objects.filter(uid__in=part, revoked_at=None)


def _people(row: StandingInput) -> set[int]:
    return {row.person_id} | ({row.other_id} if row.other_id is not None else set())


def _same(row: StandingInput, disease: str, fact: Fact) -> bool:
    kind, starts, ends, other, data = columns_of(fact)
    content = (kind, disease, fact.person, other, starts, ends, fact.unit, data)
    return content == tuple(getattr(row, name) for name in _CONTENT)


def _rows(disease: str, facts: Iterable[Fact], now: dt.datetime) -> Iterator[tuple[Any, ...]]:
    stored = bulk.storing()
    recorded = stored(now)
    for fact in facts:
        kind, starts, ends, other, data = columns_of(fact)
        yield (
            fact.uid,
            kind,
            disease,
            fact.person,
            other,
            stored(starts),
            stored(ends),
            fact.unit,
            orjson.dumps(data).decode(),
            recorded,
        )
