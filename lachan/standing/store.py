"""What a computation reads: inputs and reaches out of the database, with hypothetical facts laid over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from lachan.epi.contacts import Reach
from lachan.epi.facts import Exposure, Fact, Own, Result, people_of
from lachan.kernel import bulk
from lachan.standing.codec import columns_of, fact_of, reaches_of

_INPUT = "uid, kind, person_id, other_id, starts_at, ends_at, unit_id, data"


@dataclass(frozen=True, slots=True)
class Overlay:
    """Facts supposed beside the recorded ones, and recorded ones supposed away."""

    added: tuple[Fact, ...] = ()
    withdrawn: frozenset[str] = frozenset()

    @property
    def hidden(self) -> frozenset[str]:
        """Stored facts not to be read: withdrawn, or read from the supposed ones."""
        return self.withdrawn | {fact.uid for fact in self.added}

    @property
    def people(self) -> set[int]:
        return {person for fact in self.added for person in people_of(fact)}


@dataclass(slots=True)
class Store:
    """Reads for one disease; `known_at` looks at what was recorded by then."""

    disease: str
    overlay: Overlay = field(default_factory=Overlay)
    known_at: dt.datetime | None = None

    def own(self, people: Iterable[int]) -> dict[int, Own]:
        """All facts of these people, an exposure with whichever side is asked for."""
        shelves = {person: Own(person) for person in people}
        if not shelves:
            return shelves
        for fact in self._facts(shelves):
            if fact.person in shelves:
                shelves[fact.person].add(fact)
            if isinstance(fact, Exposure) and fact.other in shelves:
                shelves[fact.other].add(fact)
        for own in shelves.values():
            own.sort()
        return shelves

    def _facts(self, people: dict[int, Own]) -> Iterator[Fact]:
        hidden = self.overlay.hidden
        seen: set[str] = set()
        for side, *row in self._of_either_side(bulk.listed(people)):
            uid = row[0]
            if uid in hidden or (side and uid in seen):
                continue
            if row[3] in people:
                seen.add(uid)  # both sides are asked for: it comes a second time
            yield _fact(row)
        for fact in self.overlay.added:
            if not people.keys().isdisjoint(people_of(fact)):
                yield normal(fact)

    def _of_either_side(self, wanted: Any) -> Iterator[tuple[Any, ...]]:
        """0 and each row of these people, then 1 and each row that has one of them as its other side."""
        known, parameters = self._in_force()
        sides = (
            f"SELECT {side}, {_INPUT} FROM standing_standinginput "  # noqa: S608
            f"WHERE disease = %s AND {bulk.among(column)} AND {known}"
            for side, column in enumerate(("person_id", "other_id"))
        )
        return bulk.fetch(" UNION ALL ".join(sides), [self.disease, wanted, *parameters] * 2)

    def _results_of(self, wanted: Any) -> Iterator[tuple[Any, ...]]:
        known, parameters = self._in_force()
        sql = (
            f"SELECT {_INPUT} FROM standing_standinginput "  # noqa: S608
            f"WHERE disease = %s AND {bulk.among('person_id')} AND {known} AND kind = 'result'"
        )
        return bulk.fetch(sql, [self.disease, wanted, *parameters])

    def _in_force(self) -> tuple[str, list[Any]]:
        if self.known_at is None:
            return "revoked_at IS NULL", []
        moment = bulk.stored(self.known_at)
        return "recorded_at <= %s AND (revoked_at IS NULL OR revoked_at > %s)", [moment, moment]

    def positives(self, people: Iterable[int]) -> dict[int, list[Result]]:
        """The positive results of these people, without anything else."""
        chosen = set(people)
        if not chosen:
            return {}
        hidden = self.overlay.hidden
        stored = (_fact(row) for row in self._results_of(bulk.listed(chosen)))
        facts = [fact for fact in stored if fact.uid not in hidden]
        facts += [normal(fact) for fact in self.overlay.added if fact.person in chosen]
        found: dict[int, list[Result]] = {}
        for fact in facts:
            if isinstance(fact, Result) and fact.outcome == "positive":
                found.setdefault(fact.person, []).append(fact)
        return found

    def reaches(self, ring: int, people: Iterable[int]) -> dict[int, list[Reach]]:
        """The stored reaches of one ring."""
        sql = (
            "SELECT person_id, data FROM standing_standingreach "  # noqa: S608
            f"WHERE disease = %s AND ring = %s AND {bulk.among('person_id')}"
        )
        rows = bulk.fetch(sql, [self.disease, ring, bulk.listed(people)])
        return {person: reaches_of(person, ring, data) for person, data in rows}

    def marks(self, ring: int, people: Iterable[int]) -> dict[int, int]:
        """What the stored reaches of one ring look like, in one number a person."""
        sql = (
            "SELECT person_id, mark FROM standing_standingreach "  # noqa: S608
            f"WHERE disease = %s AND ring = %s AND {bulk.among('person_id')}"
        )
        return dict(bulk.fetch(sql, [self.disease, ring, bulk.listed(people)]))


def _fact(row: Sequence[Any]) -> Fact:
    uid, kind, person, other, starts, ends, unit, data = row
    return fact_of(kind, uid, person, other, bulk.moment(starts), bulk.moment(ends), unit, orjson.loads(data))


def normal(fact: Fact) -> Fact:
    """The fact as it would come back from the database: moments in UTC."""
    kind, starts, ends, other, data = columns_of(fact)
    utc = [value.astimezone(dt.UTC) if value else None for value in (starts, ends)]
    return fact_of(kind, fact.uid, fact.person, other, utc[0], utc[1], fact.unit, data)


def neighbours(shelves: Iterable[Own]) -> set[int]:
    """Everybody whom these people met."""
    return {
        exposure.with_whom(own.person)
        for own in shelves
        for exposure in own.exposures
        if isinstance(exposure, Exposure)
    }
