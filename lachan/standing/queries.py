"""Reads of standing. Scope is the caller's: `people` narrows any of them to a subquery of person ids."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet

from lachan.epi import intervals as kinds
from lachan.epi.contacts import Reach
from lachan.epi.derive import Person, conclude, find_case, find_contacts
from lachan.epi.facts import Fact
from lachan.epi.intervals import Interval
from lachan.epi.unplaced import Unplaced, why_no_contact, why_unplaced
from lachan.epi.vocabulary import LEVELS, MEASURES
from lachan.kernel.policies import queries as policies
from lachan.standing.books import Books
from lachan.standing.codec import fact_of
from lachan.standing.models import InputKind, StandingInput, StandingInterval
from lachan.standing.store import Store, neighbours

# Naming every value lets the database jump to what still holds instead of reading all that ever did.
VALUES: dict[str, tuple[str, ...]] = {
    kinds.CASE: ("suspected", "confirmed"),
    kinds.LEVEL: tuple(LEVELS.values()),
    kinds.OBLIGATION: tuple(MEASURES),
    kinds.ORDER_NEEDED: tuple(MEASURES),
    kinds.LIFTING_NEEDED: tuple(MEASURES),
    kinds.UNSEPARATED: (*LEVELS.values(), "suspected", "confirmed", "recovered"),
    kinds.DUE_TEST: tuple(LEVELS.values()),
    kinds.FLAG: ("repositive", "late_first_positive", "unknown_source"),
}

People = QuerySet[Any] | Collection[int] | None


def current(
    *,
    disease: str,
    kind: str,
    at: dt.datetime,
    value: str | Collection[str] | None = None,
    people: People = None,
) -> QuerySet[StandingInterval]:
    """The intervals of one kind that hold at `at`."""
    values = VALUES.get(kind) if value is None else ([value] if isinstance(value, str) else list(value))
    rows = StandingInterval.objects.filter(disease=disease, kind=kind, starts_at__lte=at, ends_at__gt=at)
    if values is not None:
        rows = rows.filter(value__in=values)
    return rows if people is None else rows.filter(person_id__in=people)


def counts(
    *,
    disease: str,
    kind: str,
    at: dt.datetime,
    value: str | Collection[str] | None = None,
    people: People = None,
) -> dict[str, int]:
    """value → how many hold at `at`; equal to the lengths of the lists of `current`."""
    rows = current(disease=disease, kind=kind, at=at, value=value, people=people)
    return dict(rows.order_by().values_list("value").annotate(n=Count("id")))


def counts_by_unit(
    *,
    disease: str,
    kind: str,
    at: dt.datetime,
    value: str | Collection[str] | None = None,
    units: Collection[int] | None = None,
    people: People = None,
) -> dict[tuple[int | None, str], int]:
    """(unit id, value) → how many hold at `at`."""
    rows = current(disease=disease, kind=kind, at=at, value=value, people=people)
    if units is not None:
        rows = rows.filter(unit_id__in=units)
    grouped = rows.order_by().values_list("unit_id", "value").annotate(n=Count("id"))
    return {(unit, found): n for unit, found, n in grouped}


def of_person(*, disease: str, person_id: int, at: dt.datetime | None = None) -> QuerySet[StandingInterval]:
    """Everything about one person in the order of time, or only what holds at `at`."""
    rows = StandingInterval.objects.filter(disease=disease, person_id=person_id)
    if at is not None:
        rows = rows.filter(starts_at__lte=at, ends_at__gt=at)
    return rows.order_by("starts_at", "kind", "value")


def levels_of(*, disease: str, person_ids: Collection[int], at: dt.datetime) -> dict[int, StandingInterval]:
    """person id → the level that holds at `at`, for those who have one."""
    rows = current(disease=disease, kind=kinds.LEVEL, at=at, people=person_ids)
    return {row.person_id: row for row in rows}


@dataclass(frozen=True, slots=True)
class EpisodeRow:
    """One derived episode, for the room that keeps case files."""

    person_id: int
    number: int
    trigger_uid: str
    classification: str
    known_at: dt.datetime
    sampled_at: dt.datetime | None
    confirmed_at: dt.datetime | None
    closed_at: dt.datetime | None
    ending: str
    flags: tuple[str, ...]
    unit_id: int | None


class _Stretch(NamedTuple):
    """What a case interval tells of its episode."""

    person: int
    uid: str
    unit: int | None
    reason: Mapping[str, Any]


def episodes(*, disease: str, person_ids: Collection[int]) -> list[EpisodeRow]:
    """All episodes of these people, numbered by person in the order in which they became known.

    `classification` is suspected, confirmed or excluded.
    """
    rows = (
        StandingInterval.objects.filter(disease=disease, kind=kinds.CASE, person_id__in=person_ids)
        .order_by("person_id", "starts_at", "ends_at")
        .values_list("person_id", "input_uid", "unit_id", "reason")
    )
    return _episodes(_Stretch(*row) for row in rows)


def episodes_in(intervals: Iterable[Interval]) -> list[EpisodeRow]:
    """The same out of what a computation has just made, whole people at a time."""
    rows = sorted(
        (row for row in intervals if row.kind == kinds.CASE),
        key=lambda row: (row.person, row.starts_at, row.ends_at),
    )
    return _episodes(_Stretch(row.person, row.uid, row.unit, row.reason) for row in rows)


def _episodes(rows: Iterable[_Stretch]) -> list[EpisodeRow]:
    latest: dict[tuple[int, str], _Stretch] = {}
    for row in rows:  # a confirmed stretch follows the suspected one of the same episode
        latest[row.person, row.uid] = row
    return list(_numbered(latest.values()))


def _numbered(rows: Iterable[_Stretch]) -> Iterator[EpisodeRow]:
    numbers: dict[int, int] = {}
    for row in sorted(rows, key=lambda r: (r.person, r.reason["known_at"], r.uid)):
        numbers[row.person] = numbers.get(row.person, 0) + 1
        yield _episode(row, numbers[row.person])


def _episode(row: _Stretch, number: int) -> EpisodeRow:
    reason = row.reason
    confirmed = _moment(reason.get("confirmed_at"))
    excluded = _moment(reason.get("excluded_at"))
    return EpisodeRow(
        person_id=row.person,
        number=number,
        trigger_uid=row.uid,
        classification="confirmed" if confirmed else "excluded" if excluded else "suspected",
        known_at=dt.datetime.fromisoformat(reason["known_at"]),
        sampled_at=_moment(reason.get("sampled_at")),
        confirmed_at=confirmed,
        closed_at=excluded or _moment(reason.get("ended_at")),
        ending=str(reason.get("ending", "")),
        flags=tuple(reason["flags"]),
        unit_id=row.unit,
    )


def _moment(value: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(value) if value else None


def inputs_in_force(*, disease: str) -> Iterator[tuple[str, str, int]]:
    """(uid, kind, person id) of every fact taken in, for the comparison with the rooms they came from."""
    rows = StandingInput.objects.filter(disease=disease, revoked_at=None)
    return rows.order_by("id").values_list("uid", "kind", "person_id").iterator()


def homes(*, person_ids: Collection[int]) -> list[tuple[str, int, int | None]]:
    """(disease, person id, unit that answers for them) for everybody of these who has facts on record."""
    rows = StandingInput.objects.filter(kind=InputKind.HOME, revoked_at=None, person_id__in=list(person_ids))
    return list(rows.order_by("disease", "person_id").values_list("disease", "person_id", "unit_id"))


def people_with_homes(disease: str) -> list[int]:
    """Everybody for whom a unit answers, in the order of their ids."""
    rows = StandingInput.objects.filter(disease=disease, kind=InputKind.HOME, revoked_at=None)
    return list(rows.order_by("person_id").values_list("person_id", flat=True))


def facts_in_force(*, disease: str) -> Iterator[Fact]:
    """The same facts whole, as the rules read them."""
    rows = StandingInput.objects.filter(disease=disease, revoked_at=None).order_by("id")
    for row in rows.iterator():
        yield fact_of(
            row.kind, row.uid, row.person_id, row.other_id, row.starts_at, row.ends_at, row.unit_id, row.data
        )


def replay(*, disease: str, person_id: int, as_of: dt.datetime, known_at: dt.datetime) -> list[Interval]:
    """What held for a person at `as_of`, judged by the facts recorded and the rules adopted at `known_at`."""
    books = Books(disease, policies.rules_known_at(known_at))
    store = Store(disease, known_at=known_at)
    circles = _circles(store, person_id, books.deepest)
    everybody = {key: person for circle in circles for key, person in circle.items()}
    reaches: dict[int, list[Reach]] = {}
    across = store.positives(neighbours(person.own for person in everybody.values()))
    for key, person in everybody.items():
        reaches[key] = find_case(person, across, books)
    for ring in range(1, books.deepest + 1):
        near = [key for circle in circles[: books.deepest - ring + 1] for key in circle]
        reaches = {key: find_contacts(everybody[key], ring, reaches, books) for key in near}
    found = conclude(everybody[person_id], books)
    return [interval for interval in found if interval.starts_at <= as_of < interval.ends_at]


def window_starts(*, disease: str, person_ids: Collection[int]) -> dict[tuple[int, str], dt.datetime]:
    """(person id, uid of the result that opened the episode) → when the infectious window of that episode begins."""
    found = Store(disease).reaches(0, person_ids)
    return {
        (person, reach.trigger.partition(":")[0]): reach.starts_at
        for person, reaches in found.items()
        for reach in reaches
    }


def window_of(*, disease: str, person_id: int, trigger_uid: str) -> Reach | None:
    """When meeting a case made a contact, for the episode that this result opened; None where no rule says."""
    found = Store(disease).reaches(0, [person_id]).get(person_id, [])
    return next((reach for reach in found if reach.trigger.partition(":")[0] == trigger_uid), None)


def unplaced(*, disease: str, source_id: int, person_ids: Collection[int]) -> dict[int, Unplaced]:
    """Why none of these people, who met the source, has a level because of it."""
    if not person_ids:
        return {}
    store, books = Store(disease), Books(disease)
    reaches = store.reaches(0, [source_id]).get(source_id, [])
    if not reaches:
        return dict.fromkeys(person_ids, Unplaced(_why_nobody(disease, source_id)))
    found = store.own(person_ids)
    return {person: why_unplaced(own, source_id, reaches, books) for person, own in found.items()}


def groundless(*, disease: str, person_ids: Collection[int]) -> dict[int, Unplaced]:
    """Why these people, kept apart as contacts and never a case, are none by the rules and facts of today. Who met no
    case is left out: other facts speak of them."""
    if not person_ids:
        return {}
    store, books = Store(disease), Books(disease)
    found = store.own(person_ids)
    reaches = store.reaches(0, neighbours(found.values()))
    told = {person: why_no_contact(own, reaches, books) for person, own in found.items()}
    return {person: one for person, one in told.items() if one is not None}


def _why_nobody(disease: str, source_id: int) -> str:
    """Why meeting this person makes nobody a contact: no case, or one whose contacts no rule counts."""
    rows = StandingInterval.objects.filter(disease=disease, person_id=source_id)
    values = set(rows.filter(kind__in=[kinds.CASE, kinds.DOUBT]).values_list("value", flat=True))
    if "no_rule:exposure_window" in values:
        return "no_window"
    return "no_rings" if values & set(VALUES[kinds.CASE]) else "no_case"


def _circles(store: Store, person_id: int, depth: int) -> list[dict[int, Person]]:
    """The person, whom they met, whom those met: as far as the deepest ring looks."""
    circles = [{person_id: Person(store.own([person_id])[person_id])}]
    seen = {person_id}
    for _ in range(depth):
        met = neighbours(person.own for person in circles[-1].values()) - seen
        seen |= met
        circles.append({key: Person(own) for key, own in store.own(met).items()})
    return circles


def people_with_cases(disease: str) -> set[int]:
    """Everybody who has, or had, an episode that stands."""
    rows = StandingInterval.objects.filter(disease=disease, kind=kinds.CASE)
    return set(rows.values_list("person_id", flat=True))


def needed_now(person_ids: Collection[int], at: dt.datetime) -> int:
    """How many levels, duties, due tests and missing decisions of any disease hold for these people."""
    wanted = (kinds.LEVEL, kinds.OBLIGATION, kinds.DUE_TEST, kinds.ORDER_NEEDED, kinds.LIFTING_NEEDED)
    rows = StandingInterval.objects.filter(person_id__in=person_ids, kind__in=wanted)
    return rows.filter(starts_at__lte=at, ends_at__gt=at).count()
