"""Storing a computation: only rows that differ from what is stored are touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from lachan.epi.contacts import Reach
from lachan.epi.intervals import Interval
from lachan.kernel import bulk
from lachan.standing.codec import interval_mark, mark_of, reaches_json, reason_json

_INTERVAL = (
    "disease",
    "person_id",
    "kind",
    "value",
    "starts_at",
    "ends_at",
    "provisional",
    "unit_id",
    "rule",
    "input_uid",
    "reason",
    "mark",
)
_INDEXED = attrgetter("kind", "value", "ends_at", "starts_at")
_REACH = ("disease", "person_id", "ring", "data", "mark")


@dataclass(slots=True)
class Difference:
    """Between stored and computed intervals: ids to go, intervals to come, and whose they are."""

    gone: list[int] = field(default_factory=list)
    come: list[Interval] = field(default_factory=list)
    people: set[int] = field(default_factory=set)


def difference(disease: str, computed: dict[int, list[Interval]]) -> Difference:
    """What of the computed intervals is not stored as it is, and what is stored but was not computed."""
    stored = _stored_marks(disease, computed)
    found = Difference()
    for person, intervals in computed.items():
        left = stored.get(person)
        come, gone = _differing(left, intervals) if left else (intervals, [])
        if come or gone:
            found.come += come
            found.gone += gone
            found.people.add(person)
    return found


def _differing(left: dict[int, list[int]], intervals: list[Interval]) -> tuple[list[Interval], list[int]]:
    come = []
    for interval in intervals:
        ids = left.get(interval_mark(interval, reason_json(interval)))
        if ids:
            ids.pop()
        else:
            come.append(interval)
    return come, [key for ids in left.values() for key in ids]


def _stored_marks(disease: str, people: Iterable[int]) -> dict[int, dict[int, list[int]]]:
    sql = (
        "SELECT id, person_id, mark FROM standing_standinginterval "  # noqa: S608
        f"WHERE disease = %s AND {bulk.among('person_id')}"
    )
    stored: dict[int, dict[int, list[int]]] = {}
    for key, person, mark in bulk.fetch(sql, [disease, bulk.listed(people)]):
        stored.setdefault(person, {}).setdefault(mark, []).append(key)
    return stored


def apply(disease: str, found: Difference) -> None:
    """Write a difference; what comes is put in the order of the index that lists what holds, its largest."""
    found.come.sort(key=_INDEXED)
    bulk.delete("standing_standinginterval", found.gone)
    bulk.insert("standing_standinginterval", _INTERVAL, _interval_rows(disease, found))


def _interval_rows(disease: str, found: Difference) -> Iterator[tuple[Any, ...]]:
    stored = bulk.storing()
    for interval in found.come:
        person, kind, value, starts, ends, provisional, unit, rule, uid, _ = interval
        reason = reason_json(interval)
        span = stored(starts), stored(ends)
        mark = interval_mark(interval, reason)
        yield disease, person, kind, value, *span, provisional, unit, rule, uid, reason.decode(), mark


def replace_reaches(disease: str, reaches: dict[tuple[int, int], list[Reach]]) -> None:
    """Make these reaches the stored ones of their person and ring; an empty list removes them."""
    if not reaches:
        return
    rings = {ring for _, ring in reaches}
    gone: list[int] = []
    for ring in rings:
        people = [person for person, of_ring in reaches if of_ring == ring]
        sql = (
            "SELECT id FROM standing_standingreach "  # noqa: S608
            f"WHERE disease = %s AND ring = %s AND {bulk.among('person_id')}"
        )
        gone += [row[0] for row in bulk.fetch(sql, [disease, ring, bulk.listed(people)])]
    bulk.delete("standing_standingreach", gone)
    bulk.insert("standing_standingreach", _REACH, _reach_rows(disease, reaches))


def _reach_rows(disease: str, reaches: dict[tuple[int, int], list[Reach]]) -> Iterator[tuple[Any, ...]]:
    for (person, ring), found in reaches.items():
        if found:
            text = reaches_json(found)
            yield disease, person, ring, text.decode(), mark_of(text)
