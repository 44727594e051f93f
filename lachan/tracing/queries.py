"""Reads of tracing, scoped by the reader: timelines, meetings, people in one place, places to look at next."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from lachan.kernel.access.actors import Actor
from lachan.kernel.access.queries import sights_of
from lachan.kernel.errors import OutOfSight
from lachan.kernel.times import day_bounds, local_day
from lachan.people import queries as people
from lachan.places import queries as places
from lachan.tracing.access import entries_visible_to, visible_to
from lachan.tracing.contacts import Contact
from lachan.tracing.episodes import Stretch
from lachan.tracing.homes import is_home
from lachan.tracing.models import ContactLine, Exposure, TimelineEntry

__all__ = ["visible_to"]

# A stay without a recorded end is taken to last this long when people in one place are compared: a
# technical cap that keeps the comparison on its index, not a rule of any disease.
_DWELL = dt.timedelta(hours=12)
# How far back the list of places looks by itself: a length of screen, not of incubation.
LATELY = dt.timedelta(days=14)
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class PlaceToTrace:
    """A place where cases were, with how much has been found out about it.

    `home_of`: one of its cases, where the place is the home of a household, which has no other name.
    """

    place_name: str
    place_key: str
    unit: places.Unit | None
    venue_id: int | None
    cases: int
    contacts: int
    last_at: dt.datetime
    home_of: CaseName | None = None


@dataclass(frozen=True, slots=True)
class CaseName:
    """A case as a list names it."""

    uid: uuid.UUID
    code: str


@dataclass(frozen=True, slots=True)
class PlacesToTrace:
    """`homes`: private homes with a single case, which are no places to trace: who lives there is asked about with the
    contacts of that case."""

    places: list[PlaceToTrace]
    homes: int


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """Timeline entries of a case, and contacts that wait to be identified."""

    entries: int
    waiting: int


def entries_of(
    actor: Actor, now: dt.datetime, case_id: int, *, revoked: bool = False
) -> QuerySet[TimelineEntry]:
    """The timeline of a case in the order of time; with `revoked`, also what was taken back."""
    rows = entries_visible_to(actor, now).filter(case_id=case_id)
    if revoked:
        of_case = TimelineEntry.objects.filter(case_id=case_id)
        rows = of_case if actor.everywhere else of_case.filter(Exists(rows))
    return rows.select_related("unit", "hamlet", "venue").order_by("occurred_at", "id")


def entry_by_uid(actor: Actor, now: dt.datetime, uid: uuid.UUID) -> TimelineEntry:
    """The entry, or OutOfSight."""
    rows = entries_visible_to(actor, now).select_related("unit", "hamlet", "venue")
    return _found(rows.filter(uid=uid).first())


def exposure_by_uid(actor: Actor, now: dt.datetime, uid: uuid.UUID) -> Exposure:
    """The meeting, or OutOfSight."""
    rows = visible_to(actor, now).select_related("person", "other", "unit", "entry")
    return _found(rows.filter(uid=uid).first())


def same_day(person_id: int, other_id: int, disease: str, moment: dt.datetime) -> QuerySet[Exposure]:
    """Meetings of the two on that local day: a hint that something is about to be recorded twice."""
    start, end = day_bounds(local_day(moment))
    return Exposure.objects.standing().filter(
        low=min(person_id, other_id),
        high=max(person_id, other_id),
        disease=disease,
        occurred_at__gte=start,
        occurred_at__lt=end,
    )


def co_present(actor: Actor, now: dt.datetime, entry: TimelineEntry) -> QuerySet[TimelineEntry]:
    """Entries of other people at the same place while this one was there: suggestions, never facts."""
    until = entry.left_at or entry.occurred_at + _DWELL
    place = Q(place_key=entry.place_key, unit_id=entry.unit_id)
    if is_home(entry.place_key):
        place &= _of_household(entry.person_id)
    if entry.venue_id:
        place |= Q(venue_id=entry.venue_id)
    overlapping = (
        entries_visible_to(actor, now)
        .annotate(until=Coalesce("left_at", "occurred_at"))
        .filter(
            place,
            Q(until__gte=entry.occurred_at) | Q(left_at=None, occurred_at__gte=entry.occurred_at - _DWELL),
            occurred_at__lte=until,
        )
    )
    return (
        overlapping.exclude(person_id=entry.person_id)
        .select_related("person", "unit")
        .order_by("occurred_at", "id")
    )


def _of_household(person_id: int) -> Q:
    """Entries of people of the same household; nobody's where the person is in none."""
    own = people.Person.objects.filter(pk=person_id, household__isnull=False)
    return Q(person__household__in=own.values("household"))


_NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)
_BUSIEST = 4  # times as many places as are shown are looked at for their contacts


def places_to_trace(
    actor: Actor, now: dt.datetime, *, disease: str, since: dt.datetime, limit: int = 50
) -> PlacesToTrace:
    """Places where cases were since a moment: most cases first, among equals the least traced first.

    A private home is a place of its household alone, and listed where several of the household are cases. Contacts are
    counted for the busiest places alone: a province has a hundred thousand meetings of two weeks.
    """
    every = _visits(actor, now, disease, since)
    visits = {place: found for place, found in every.items() if place[2] is None or found.case_count > 1}
    busiest = sorted(
        visits, key=lambda place: (-visits[place].case_count, -visits[place].last_at.timestamp())
    )
    chosen = busiest[: limit * _BUSIEST]
    contacts = contacts_by_entry(entry for place in chosen for entry in visits[place].entries)
    met = {place: sum(contacts.get(entry, 0) for entry in visits[place].entries) for place in chosen}
    shown = sorted(chosen, key=lambda place: (-visits[place].case_count, met[place]))[:limit]
    units = places.units_by_id(unit_id for _, unit_id, _ in shown)
    latest = _named_by(visits[place].latest for place in shown)
    found = [_to_trace(place, visits[place], met[place], units, latest) for place in shown]
    return PlacesToTrace(found, len(every) - len(visits))


def entries_at(
    actor: Actor,
    now: dt.datetime,
    *,
    disease: str,
    since: dt.datetime,
    place_key: str,
    unit: places.Unit | None,
    home_of: int | None = None,
) -> QuerySet[TimelineEntry]:
    """The entries that `places_to_trace` counts for one place, the latest first; of a home those of the household of
    the person `home_of`."""
    rows = _entries_since(actor, now, disease, since).filter(place_key=place_key, unit=unit)
    if home_of is not None:
        rows = rows.filter(Q(person_id=home_of) | _of_household(home_of))
    return rows.select_related("case", "person").order_by("-occurred_at", "-id")


def _entries_since(
    actor: Actor, now: dt.datetime, disease: str, since: dt.datetime
) -> QuerySet[TimelineEntry]:
    entries = entries_visible_to(actor, now).filter(occurred_at__gte=since)
    return entries.filter(case__disease=disease, case__withdrawn=False).order_by()


@dataclass(slots=True)
class _Visits:
    """What the entries of one place say; `latest` is the number of the latest one."""

    latest: int = 0
    venue_id: int | None = None
    last_at: dt.datetime = _NEVER
    cases: set[int] = field(default_factory=set)
    entries: list[int] = field(default_factory=list)

    @property
    def case_count(self) -> int:
        return len(self.cases)

    def add(self, row: Any) -> None:
        self.entries.append(row.pk)
        self.cases.add(row.case_id)
        self.venue_id = row.venue_id or self.venue_id
        if row.occurred_at >= self.last_at:
            self.latest, self.last_at = row.pk, row.occurred_at


# place_key, commune, and whose home it is: a household, or (negative) a person without one
_Place = tuple[str, int | None, int | None]
_OF_VISIT = ("place_key", "unit_id", "pk", "case_id", "person_id", "venue_id", "occurred_at")


def _visits(actor: Actor, now: dt.datetime, disease: str, since: dt.datetime) -> dict[_Place, _Visits]:
    """Grouped here and not by the database: asked for many places by name it would read their whole past."""
    rows = list(_entries_since(actor, now, disease, since).values_list(*_OF_VISIT, named=True))
    at_home = {row.person_id for row in rows if row.venue_id is None and is_home(row.place_key)}
    households = people.households_of(at_home) if at_home else {}
    found: dict[_Place, _Visits] = {}
    for row in rows:
        own = None
        if row.person_id in at_home and row.venue_id is None and is_home(row.place_key):
            own = households.get(row.person_id, -row.person_id)
        found.setdefault((row.place_key, row.unit_id, own), _Visits()).add(row)
    return found


def _named_by(entry_ids: Iterable[int]) -> dict[int, TimelineEntry]:
    """The entries whose words name a place, with their cases."""
    return TimelineEntry.objects.select_related("case").in_bulk(list(entry_ids))


def _to_trace(
    place: _Place,
    visits: _Visits,
    contacts: int,
    units: Mapping[int, places.Unit],
    latest: Mapping[int, TimelineEntry],
) -> PlaceToTrace:
    key, unit_id, home = place
    entry = latest[visits.latest]
    case = entry.case
    return PlaceToTrace(
        place_name=entry.place_name,
        place_key=key,
        unit=units[unit_id] if unit_id else None,
        venue_id=visits.venue_id,
        cases=visits.case_count,
        contacts=contacts,
        last_at=visits.last_at,
        home_of=None if home is None else CaseName(case.uid, case.national_number or case.code),
    )


def contacts_by_entry(entry_ids: Iterable[int]) -> dict[int, int]:
    """How many standing meetings each entry carries."""
    rows = (
        Exposure.objects.standing()
        .filter(entry_id__in=list(entry_ids))
        .values("entry_id")
        .annotate(count=Count("id"))
    )
    return {row["entry_id"]: row["count"] for row in rows}


def _found(row: M | None) -> M:
    if row is None:
        raise OutOfSight
    return row


def every_exposure(disease: str) -> QuerySet[Exposure]:
    """All standing meetings of a disease, unscoped: the sources of standing's inputs."""
    return Exposure.objects.standing().filter(disease=disease).order_by("id")


def waiting_lines(actor: Actor, now: dt.datetime, case_id: int | None = None) -> QuerySet[ContactLine]:
    """Contacts whose identity waits: of cases in sight, or said to live in one of the actor's communes."""
    rows = ContactLine.objects.filter(state=ContactLine.State.WAITING)
    if not actor.everywhere:
        mine = Exists(sights_of(actor, now).filter(subject_id=OuterRef("other_id")))
        rows = rows.filter(mine | Q(unit_id__in=sorted(actor.unit_ids)))
    if case_id is not None:
        rows = rows.filter(case_id=case_id)
    return rows.select_related("case", "unit__parent").order_by("recorded_at", "id")


def waiting_line(actor: Actor, now: dt.datetime, uid: uuid.UUID) -> ContactLine:
    """The waiting contact, or OutOfSight."""
    return _found(waiting_lines(actor, now).filter(uid=uid).first())


def lines_told(case_id: int, line_keys: Sequence[str]) -> set[str]:
    """Those of the keys that the case's earlier lists have told."""
    told: set[str] = set()
    for start in range(0, len(line_keys), 400):
        rows = ContactLine.objects.filter(case_id=case_id, line_key__in=line_keys[start : start + 400])
        told |= set(rows.values_list("line_key", flat=True))
    return told


def counts_by_case(case_ids: Iterable[int]) -> dict[int, CaseCounts]:
    """case id → how much has been found out about it; the cases were read in the reader's scope."""
    ids = list(case_ids)
    entries = _grouped(TimelineEntry.objects.standing().filter(case_id__in=ids), "case_id")
    waiting = _grouped(ContactLine.objects.filter(case_id__in=ids, state="waiting"), "case_id")
    return {pk: CaseCounts(entries.get(pk, 0), waiting.get(pk, 0)) for pk in ids}


_WHEN = ("person_id", "other_id", "occurred_at", "ended_at", "day_only", "closeness")


def contacts_by_person(stretches: Mapping[int, Stretch], disease: str) -> dict[int, int]:
    """person id → how many people they are on record to have met in that stretch of time."""
    ids = list(stretches)
    met: dict[int, set[int]] = {pk: set() for pk in ids}
    rows = Exposure.objects.standing().filter(Q(person_id__in=ids) | Q(other_id__in=ids), disease=disease)
    for meeting in rows.values_list(*_WHEN, named=True):
        for one, other in _both_ways(meeting):
            if one in met and stretches[one].holds(meeting):
                met[one].add(other)
    return {pk: len(found) for pk, found in met.items()}


def _both_ways(meeting: Any) -> tuple[tuple[int, int], tuple[int, int]]:
    return (meeting.person_id, meeting.other_id), (meeting.other_id, meeting.person_id)


def meetings_among(
    actor: Actor, now: dt.datetime, person_ids: Iterable[int], disease: str
) -> QuerySet[Exposure]:
    """Meetings of any of these people, whom the reader sees on one side at least."""
    ids = list(person_ids)
    rows = visible_to(actor, now).filter(Q(person_id__in=ids) | Q(other_id__in=ids), disease=disease)
    return rows.select_related("person__residence", "other__residence", "unit").order_by(
        "-occurred_at", "-id"
    )


def people_around(case: Any) -> set[int]:
    """Who is on record to have met the case, or stands in one of its lists; unscoped ids."""
    met = Exposure.objects.standing().filter(
        Q(person_id=case.person_id) | Q(other_id=case.person_id), disease=case.disease
    )
    listed = ContactLine.objects.filter(case_id=case.pk, person__isnull=False)
    found = {pk for pair in met.values_list("person_id", "other_id") for pk in pair}
    return (found | set(listed.values_list("person_id", flat=True))) - {case.person_id}


def _grouped(rows: QuerySet, field: str) -> dict[int, int]:
    counted = rows.order_by().values(field).annotate(count=Count("id"))
    return {row[field]: row["count"] for row in counted}


def standing_entries() -> QuerySet[TimelineEntry]:
    """Entries that have not been revoked, unscoped: for conditions on cases that were read in scope."""
    return TimelineEntry.objects.standing()


def waiting_with(numbers: Iterable[str], phones: Iterable[str]) -> int:
    """How many lines of contact lists wait to be identified that tell one of these CCCD or phones, by blind index."""
    ids, calls = set(numbers) - {""}, set(phones) - {""}
    waiting = ContactLine.objects.filter(state=ContactLine.State.WAITING).only("told")
    told = [Contact.from_json(line.told).identity for line in waiting.iterator() if line.told]
    return sum(who.national_id_index in ids or who.phone_index in calls for who in told)


def files_of(person_ids: Iterable[int]) -> set[uuid.UUID]:
    """The uploads whose lines named these people."""
    rows = ContactLine.objects.filter(person__in=set(person_ids))
    return {uid for uid in rows.values_list("upload_uid", flat=True) if uid}


def counts_of(person_ids: Iterable[int]) -> dict[str, int]:
    """How many meetings and places of these people are on record, in words; unscoped."""
    ids = set(person_ids)
    met = Exposure.objects.filter(Q(person__in=ids) | Q(other__in=ids))
    return {
        "Lần tiếp xúc": met.count(),
        "Mốc dịch tễ": TimelineEntry.objects.filter(person__in=ids).count(),
    }
