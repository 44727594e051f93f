"""The incremental computation: only the people whom a change can reach, stratum by stratum.

A person is computed in stratum k when their own facts changed, when they were touched in a stratum
below, or when a reach of ring k-1 of somebody they met changed. Everybody else's reaches are read as
they were stored. `lachan.epi.derive` does the same for everybody at once; the two must agree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lachan.epi.contacts import DEEPEST, Reach
from lachan.epi.derive import Person, conclude, find_case, find_contacts, positives
from lachan.epi.intervals import Interval
from lachan.standing.books import Books
from lachan.standing.codec import mark_of, reaches_json
from lachan.standing.store import Store, neighbours


@dataclass(slots=True)
class Touched:
    """Everybody computed, their intervals, and the reaches that differ from what is stored."""

    intervals: dict[int, list[Interval]] = field(default_factory=dict)
    reaches: dict[tuple[int, int], list[Reach]] = field(default_factory=dict)


@dataclass(slots=True)
class Cascade:
    store: Store
    rules_for: Books
    people: dict[int, Person] = field(default_factory=dict)
    touched: Touched = field(default_factory=Touched)

    def run(self, dirty: Iterable[int]) -> Touched:
        """Compute everybody whom a change in the facts of `dirty` can reach."""
        self._load(dirty)
        if self.rules_for.looks_across:
            # Only a positive of their own can be read differently by what happens to people they met.
            self._load(self.store.positives(neighbours(person.own for person in self.people.values())))
        changed = self._find_cases(self.people)
        for ring in range(1, self.rules_for.deepest + 1):
            before = set(self.people)
            self._load(self._met(changed))
            self._catch_up(self.people.keys() - before, ring)
            changed = self._contacts(ring, self.people)
        for key, person in self.people.items():
            self.touched.intervals[key] = conclude(person, self.rules_for)
        return self.touched

    def _load(self, people: Iterable[int]) -> None:
        new = set(people) - self.people.keys()
        for key, own in self.store.own(new).items():
            self.people[key] = Person(own)

    def _met(self, changed: Iterable[int]) -> set[int]:
        return neighbours(self.people[key].own for key in changed)

    def stratum(self, people: Iterable[int], ring: int) -> dict[tuple[int, int], list[Reach]]:
        """The reaches of one ring for these people alone, where they differ from what is stored."""
        self._load(people)
        self._find_cases(self.people)
        for inner in range(1, ring + 1):
            self._contacts(inner, self.people)
        return {key: found for key, found in self.touched.reaches.items() if key[1] == ring}

    def whole(self, people: Iterable[int]) -> dict[int, list[Interval]]:
        """The intervals of these people alone, on reaches as stored."""
        self.stratum(people, self.rules_for.deepest)
        return {key: conclude(person, self.rules_for) for key, person in self.people.items()}

    def _find_cases(self, keys: Iterable[int]) -> set[int]:
        chosen = list(keys)
        across = {}
        if self.rules_for.looks_across:
            ill = [self.people[key].own for key in chosen if positives(self.people[key].own)]
            across = self.store.positives(neighbours(ill))
        found = {key: find_case(self.people[key], across, self.rules_for) for key in chosen}
        return self._changed(0, found)

    def _catch_up(self, late: Iterable[int], ring: int) -> None:
        """Bring people who join at `ring` through the strata below, where nothing of theirs changed."""
        chosen = list(late)
        if not chosen:
            return
        self._find_cases(chosen)
        for inner in range(1, ring):
            self._contacts(inner, chosen)

    def _contacts(self, ring: int, keys: Iterable[int]) -> set[int]:
        chosen = list(keys)
        met = neighbours(self.people[key].own for key in chosen)
        known = {
            key: person.reaches[ring - 1]
            for key in met
            if (person := self.people.get(key)) and ring - 1 in person.reaches
        }
        reaches = self.store.reaches(ring - 1, met - known.keys()) | known
        present = {key: found for key, found in reaches.items() if found}
        found = {key: find_contacts(self.people[key], ring, present, self.rules_for) for key in chosen}
        return self._changed(ring, found)

    def _changed(self, ring: int, found: dict[int, list[Reach]]) -> set[int]:
        if ring == DEEPEST:
            return set()
        stored = self.store.marks(ring, found)
        empty = mark_of(b"[]")
        changed = {
            key
            for key, reaches in found.items()
            if stored.get(key, empty) != (mark_of(reaches_json(reaches)) if reaches else empty)
        }
        for key in changed:
            self.touched.reaches[key, ring] = found[key]
        return changed
