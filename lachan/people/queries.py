"""Reads of people, scoped by the reader."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet

from lachan.kernel.access.actors import Actor
from lachan.kernel.access.queries import grounds, restrict
from lachan.kernel.errors import OutOfSight
from lachan.kernel.times import local_day
from lachan.organisations import queries as organisations
from lachan.people.access import check_sees, visible_to
from lachan.people.identity import number_index, phone_index
from lachan.people.models import FORGOTTEN, Merge, Person, ProfileRevision, has_number, has_phone
from lachan.people.search import Found, search
from lachan.places import queries as places
from lachan.places.kinds import Level

__all__ = [
    "FORGOTTEN",
    "Found",
    "ManagedBy",
    "asks_an_hour",
    "by_numbers",
    "canonical_ids",
    "commune_id",
    "household_of",
    "households_left_empty",
    "households_of",
    "managers_of",
    "merge_get",
    "merges_of",
    "names_of",
    "people_of",
    "person_get",
    "records_of",
    "residences_of",
    "revisions_of",
    "same_person_ids",
    "search",
    "visible_ids",
    "visible_names",
    "visible_to",
]
_WHO_FIRST = ("stay", "treatment", "residence", "found", "tracing")
_STATION = "station"
_CENTRE = "Trung tâm Kiểm soát bệnh tật tỉnh"  # where the directory names none
_ASKS_AN_HOUR = 30


@dataclass(frozen=True, slots=True)
class ManagedBy:
    """Where to ask about somebody: a commune's station, or an organisation. `whom` answers the phone where that is
    not who manages: the organ above, else the province's centre for disease control."""

    label: str
    phone: str
    whom: str = ""

    @property
    def call(self) -> str:
        """Whom to call, in words; never nobody."""
        if not self.phone:
            return f"chưa có số điện thoại trong danh bạ, liên hệ {self.whom or self.label}"
        return f"gọi {self.whom} {self.phone}" if self.whom else f"gọi {self.phone}"


def person_get(*, uid: uuid.UUID | str, actor: Actor, now: dt.datetime) -> Person:
    """The canonical person behind a uid. Raises OutOfSight where there is none, or none for this reader."""
    person = _whole().filter(uid=uid).first()
    if person is None:
        raise OutOfSight
    check_sees(actor, person, now)
    return person if person.canonical_id is None else _whole().get(pk=person.canonical_id)


def _whole() -> QuerySet[Person]:
    return Person.objects.select_related("residence__parent", "residence_hamlet", "household")


def people_of(person_ids: Iterable[int]) -> dict[int, Person]:
    """Persons by id with their communes, unscoped: for rows that were already read through `visible_to`."""
    return {row.pk: row for row in people_rows(person_ids)}


def people_rows(person_ids: Iterable[int]) -> QuerySet[Person]:
    """The same as a list still to be read."""
    return Person.objects.filter(pk__in=set(person_ids)).select_related("residence__parent")


def names_of(person_ids: Iterable[int]) -> dict[int, str]:
    """Names by id, unscoped: for rows that were already read through `visible_to`."""
    return dict(Person.objects.filter(pk__in=set(person_ids)).values_list("pk", "full_name"))


def residences_of(person_ids: Iterable[int]) -> dict[int, int]:
    """The commune where each person lives, for those who have one."""
    rows = Person.objects.filter(pk__in=set(person_ids), residence__isnull=False)
    return dict(rows.values_list("pk", "residence_id"))


def visible_names(person_ids: Iterable[int], actor: Actor, now: dt.datetime) -> dict[int, str]:
    """Names by id of those whom the actor sees."""
    return dict(names_among(person_ids, actor, now))


def names_among(
    person_ids: Iterable[int], actor: Actor, now: dt.datetime
) -> QuerySet[Person, tuple[int, str]]:
    """The same as a list still to be read: (id, name)."""
    rows = restrict(Person.objects.filter(pk__in=set(person_ids)), actor, now, "id")
    return rows.values_list("pk", "full_name")


def visible_ids(person_ids: Iterable[int], actor: Actor, now: dt.datetime) -> list[int]:
    """Those of these people's ids whom the actor sees."""
    if actor.everywhere:
        return list(person_ids)
    return list(visible_among(person_ids, actor, now))


def visible_among(person_ids: Iterable[int], actor: Actor, now: dt.datetime) -> QuerySet[Person, int]:
    """The same as a list still to be read."""
    rows = restrict(Person.objects.filter(pk__in=list(person_ids)), actor, now, "id")
    return rows.values_list("pk", flat=True)


def canonical_ids(person_ids: Iterable[int]) -> dict[int, int]:
    """The person that each id is shown as; ids that were never merged are left out."""
    rows = Person.objects.filter(pk__in=list(person_ids), canonical__isnull=False)
    return dict(rows.values_list("pk", "canonical_id"))


def same_person(person: Person) -> QuerySet[Person, int]:
    """The ids of every record of a canonical person, to be asked for inside another query."""
    return Person.objects.filter(Q(pk=person.pk) | Q(canonical=person.pk)).values_list("pk", flat=True)


def same_person_ids(person_id: int) -> list[int]:
    """Every record of one human being, the canonical one first: facts keep the record they were made with."""
    rows = dict(
        Person.objects.filter(Q(pk=person_id) | Q(canonical=person_id)).values_list("pk", "canonical_id")
    )
    root = rows.get(person_id)
    if root:
        return same_person_ids(root)
    return [person_id, *sorted(pk for pk in rows if pk != person_id)]


def by_numbers(*, national_id: str = "", phone: str = "") -> list[Person]:
    """Canonical persons with that CCCD or phone, unscoped: what the reader may learn of them is the caller's duty."""
    wanted = Q(pk__in=[])
    if national_id:
        wanted |= has_number(number_index(national_id))
    if phone:
        wanted |= has_phone(phone_index(phone))
    rows = Person.objects.filter(wanted).select_related("residence__parent", "canonical__residence__parent")
    return list({(row.canonical or row).pk: row.canonical or row for row in rows[:50]}.values())


def managers_of(persons: Collection[Person], now: dt.datetime) -> dict[int, ManagedBy]:
    """person id → whom to call: the commune of the stay, else of the residence, else the province's centre."""
    of_person: dict[int, list[Any]] = {}
    for row in sorted(
        grounds([one.pk for one in persons], now), key=lambda row: _WHO_FIRST.index(row.ground)
    ):
        of_person.setdefault(row.subject_id, []).append(row.unit_id)
    homes = {one.pk: next(filter(None, of_person.get(one.pk, [])), one.residence_id) for one in persons}
    units = places.units_by_id(homes.values())
    stations = _stations(units, now)
    managing = {pk: _station(units[pk], stations.get(pk)) for pk in units}
    if any(one is None or not one.phone for one in (managing.get(home or 0) for home in homes.values())):
        centre = _province(now)
        managing = {pk: one if one.phone else _asked_above(one, centre) for pk, one in managing.items()}
        return {pk: managing.get(home or 0, centre) for pk, home in homes.items()}
    return {pk: managing[home] for pk, home in homes.items() if home}


def _stations(unit_ids: Iterable[int], now: dt.datetime) -> dict[int, Any]:
    """unit id → the station that answers for exactly that commune."""
    day = local_day(now)
    alive = Q(areas__valid_to=None) | Q(areas__valid_to__gt=day)
    rows = (
        organisations.alive_on(day)
        .filter(alive, areas__unit_id__in=list(unit_ids), areas__valid_from__lte=day, kind=_STATION)
        .annotate(area_unit=F("areas__unit_id"))
        .select_related("parent")
    )
    return {row.area_unit: row for row in rows.order_by("-pk")}


def _station(unit: places.Unit, station: Any) -> ManagedBy:
    """With the organ above the station where that has no phone; without any phone where neither has."""
    label = f"{unit.name}, {unit.parent.name}" if unit.parent else unit.name
    if station and station.phone:
        return ManagedBy(label, station.phone)
    if station and station.parent and station.parent.phone:
        return ManagedBy(label, station.parent.phone, station.parent.name)
    return ManagedBy(label, "")


def _asked_above(one: ManagedBy, centre: ManagedBy) -> ManagedBy:
    return ManagedBy(one.label, centre.phone, centre.label)


def _province(now: dt.datetime) -> ManagedBy:
    """The centre for disease control that answers for the whole province."""
    rows = organisations.alive_on(local_day(now)).filter(
        kind=organisations.OrganisationKind.CDC, areas__unit__level=Level.PROVINCE
    )
    centre = rows.order_by("name_key", "pk").first()
    return ManagedBy(centre.name, centre.phone) if centre else ManagedBy(_CENTRE, "")


def commune_id(code: str, now: dt.datetime) -> int | None:
    """The commune that carries a code today."""
    unit = places.unit_by_code(code, local_day(now), Level.COMMUNE)
    return unit.pk if unit else None


def asks_an_hour() -> int:
    """How many questions by number one user may ask within an hour (setting DUPLICATE_ASKS_AN_HOUR)."""
    return int(getattr(settings, "DUPLICATE_ASKS_AN_HOUR", _ASKS_AN_HOUR))


def revisions_of(person: Person) -> QuerySet[ProfileRevision]:
    """What was changed in the profile, the latest first."""
    return ProfileRevision.objects.filter(person=person).order_by("-id")


def household_of(person: Person, actor: Actor, now: dt.datetime) -> list[Person]:
    """The others of the household whom the reader sees."""
    if person.household_id is None:
        return []
    members = visible_to(actor, now).filter(household=person.household_id).exclude(pk=person.pk)
    return list(members.order_by("birth_year", "pk"))


def households_of(person_ids: Iterable[int]) -> dict[int, int]:
    """person id → household, for those who are in one; unscoped, names nobody."""
    rows = Person.objects.filter(pk__in=set(person_ids), household__isnull=False)
    return dict(rows.values_list("pk", "household_id"))


def merges_of(person: Person) -> QuerySet[Merge]:
    """Merges that concern the person, standing or revoked, the latest first."""
    concerned = Q(kept=person.pk) | Q(absorbed=person.pk)
    return Merge.objects.filter(concerned).select_related("kept", "absorbed").order_by("-id")


def merge_get(*, uid: uuid.UUID | str, actor: Actor, now: dt.datetime) -> Merge:
    merge = Merge.objects.select_related("kept", "absorbed").filter(uid=uid).first()
    if merge is None:
        raise OutOfSight
    check_sees(actor, merge.kept, now)
    return merge


def households_left_empty(person_ids: Iterable[int]) -> set[int]:
    """Households in which nobody but these people lives."""
    ids = set(person_ids)
    theirs = set(households_of(ids).values())
    shared = Person.objects.filter(household__in=theirs).exclude(pk__in=ids)
    return theirs - set(shared.values_list("household_id", flat=True))


def records_of(number: int) -> list[Person]:
    """Every record of the human being whom a record of that number means, the canonical one first; unscoped, for
    who may forget people without seeing them."""
    rows = {row.pk: row for row in _whole().filter(pk__in=same_person_ids(number))}
    return [rows[pk] for pk in same_person_ids(number) if pk in rows]
