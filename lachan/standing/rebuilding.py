"""The whole of a disease again, from the inputs alone: stratum by stratum, in chunks of people.

Each chunk reads, computes and writes in one short transaction, so that a rebuild runs beside other
people's work. What is already right is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction

from lachan.kernel import bulk
from lachan.kernel.log import Between
from lachan.kernel.memory import collector_paused
from lachan.standing import writing
from lachan.standing.books import Books
from lachan.standing.cascade import Cascade
from lachan.standing.store import Store

CHUNK = 1000  # about a third of a second: nobody else waits longer for the write lock


@dataclass(slots=True)
class Rebuilt:
    """How many people were computed, and how many came out differently."""

    people: int = 0
    changed: int = 0


def rebuild(disease: str, books: Books, lock: Callable[[], None], chunk: int) -> Rebuilt:
    for ring in range(books.deepest):
        candidates = _tested(disease) if ring == 0 else _met(disease, ring)
        for people in _chunks(candidates | _reaching(disease, ring), chunk):
            with transaction.atomic(), collector_paused():
                lock()
                cascade = Cascade(Store(disease), books)
                writing.replace_reaches(disease, cascade.stratum(people, ring))
    done = Rebuilt()
    for people in _chunks(_concerned(disease, books.deepest), chunk):
        with transaction.atomic(), collector_paused():
            lock()
            cascade = Cascade(Store(disease), books)
            found = writing.difference(disease, cascade.whole(people))
            writing.apply(disease, found)
        done.people += len(people)
        done.changed += len(found.people)
    return done


def _chunks(people: Iterable[int], size: int) -> Iterator[list[int]]:
    """In the order of ids: neighbours in the tables are read and written together."""
    ordered, between = sorted(people), Between()
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]
        between.transactions()


def _concerned(disease: str, deepest: int) -> set[int]:
    """Everybody for whom anything may follow, or is stored. The others, most of those ever met or tested
    negative, are not even read."""
    found = _tested(disease)
    for ring in range(1, deepest + 1):
        found |= _met(disease, ring)
    sql = (
        "SELECT person_id FROM standing_standinginput WHERE disease = %s AND revoked_at IS NULL "
        "AND kind IN ('outcome', 'order') "
        "UNION SELECT person_id FROM standing_standinginterval WHERE disease = %s"
    )
    return found | _ids(sql, [disease, disease])


def _tested(disease: str) -> set[int]:
    """Whose results may make a case: a negative alone never does."""
    sql = (
        "SELECT DISTINCT person_id FROM standing_standinginput WHERE disease = %s AND kind = 'result' "
        "AND revoked_at IS NULL AND data ->> 'outcome' <> 'negative'"
    )
    return _ids(sql, [disease])


def _met(disease: str, ring: int) -> set[int]:
    """Who met somebody with a reach of the ring inside."""
    sql = (
        "SELECT DISTINCT i.{0} FROM standing_standingreach r JOIN standing_standinginput i "
        "ON i.{1} = r.person_id AND i.disease = r.disease "
        "WHERE r.disease = %s AND r.ring = %s AND i.kind = 'exposure' AND i.revoked_at IS NULL"
    )
    one = _ids(sql.format("person_id", "other_id"), [disease, ring - 1])
    return one | _ids(sql.format("other_id", "person_id"), [disease, ring - 1])


def _reaching(disease: str, ring: int) -> set[int]:
    """Who has a reach of this ring stored, which may have to go."""
    sql = "SELECT person_id FROM standing_standingreach WHERE disease = %s AND ring = %s"
    return _ids(sql, [disease, ring])


def _ids(sql: str, parameters: list[object]) -> set[int]:
    return {row[0] for row in bulk.fetch(sql, parameters)}
