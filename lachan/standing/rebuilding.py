"""The whole of a disease again, from the inputs alone: stratum by stratum, in chunks of people.

Each chunk reads, computes and writes in one short transaction, so that a rebuild runs beside other
people's work. What is already right is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction

from lachan.standing import bulk, writing
from lachan.standing.books import Books
from lachan.standing.cascade import Cascade
from lachan.standing.store import Store

CHUNK = 4000


@dataclass(slots=True)
class Rebuilt:
    """How many people were computed, and how many came out differently."""

    people: int = 0
    changed: int = 0


def rebuild(disease: str, books: Books, lock: Callable[[], None], chunk: int) -> Rebuilt:
    for ring in range(books.deepest):
        for people in _chunks(_candidates(disease, ring), chunk):
            with transaction.atomic():
                lock()
                cascade = Cascade(Store(disease), books)
                writing.replace_reaches(disease, cascade.stratum(people, ring))
    done = Rebuilt()
    for people in _chunks(_everybody(disease), chunk):
        with transaction.atomic():
            lock()
            cascade = Cascade(Store(disease), books)
            found = writing.difference(disease, cascade.whole(people))
            writing.apply(disease, found)
        done.people += len(people)
        done.changed += len(found.people)
    return done


def _chunks(people: Iterable[int], size: int) -> Iterator[list[int]]:
    part: list[int] = []
    for person in people:
        part.append(person)
        if len(part) >= size:
            yield part
            part = []
    if part:
        yield part


def _candidates(disease: str, ring: int) -> list[int]:
    """Who may have a reach of this ring: the tested for ring 0, then whoever met somebody of the ring
    inside; and whoever has one stored, which may have to go."""
    if ring == 0:
        sql = (
            "SELECT person_id FROM standing_standinginput WHERE disease = %s AND kind = 'result' "
            "AND revoked_at IS NULL AND data ->> 'outcome' = 'positive' "
            "UNION SELECT person_id FROM standing_standingreach WHERE disease = %s AND ring = 0"
        )
        return _ids(sql, [disease, disease])
    met = (
        "SELECT {0} FROM standing_standinginput i JOIN standing_standingreach r "
        "ON r.person_id = i.{1} AND r.disease = i.disease AND r.ring = %s "
        "WHERE i.disease = %s AND i.kind = 'exposure' AND i.revoked_at IS NULL"
    )
    sql = (
        met.format("i.person_id", "other_id")
        + " UNION "
        + met.format("i.other_id", "person_id")
        + " UNION SELECT person_id FROM standing_standingreach WHERE disease = %s AND ring = %s"
    )
    return _ids(sql, [ring - 1, disease, ring - 1, disease, disease, ring])


def _everybody(disease: str) -> list[int]:
    """Everybody for whom anything may follow, or is stored; negative results alone have no consequence."""
    sql = (
        "SELECT person_id FROM standing_standinginput WHERE disease = %s AND revoked_at IS NULL "
        "AND (kind NOT IN ('result', 'vaccination', 'home') OR data ->> 'outcome' = 'positive') "
        "UNION SELECT other_id FROM standing_standinginput WHERE disease = %s AND other_id IS NOT NULL "
        "AND revoked_at IS NULL "
        "UNION SELECT person_id FROM standing_standinginterval WHERE disease = %s"
    )
    return _ids(sql, [disease, disease, disease])


def _ids(sql: str, parameters: list[object]) -> list[int]:
    return sorted(row[0] for row in bulk.fetch(sql, parameters))
