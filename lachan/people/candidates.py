"""Who in the register could be meant by a waiting identity: blocking by index, then fixed weights.

Shown to whoever decides, never to a laboratory. People out of the decider's sight appear only as whom to call.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from rapidfuzz.fuzz import ratio

from lachan.kernel.access.actors import Actor
from lachan.kernel.together import read_together
from lachan.people import queries
from lachan.people.identity import Identity, identity_number_indexes, numbers_near
from lachan.people.models import Person, has_number, has_phone

MOST = 8
_NAMESAKES = 150
_NEIGHBOURS = 3000
_NEAR_NAME = 82
_ENOUGH = 45


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be the one, with what speaks for and against it."""

    person: Person
    score: int
    agrees: tuple[str, ...]
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidates:
    """`elsewhere`: whom to call about likely people out of the reader's sight, with how many they are."""

    visible: tuple[Candidate, ...]
    elsewhere: tuple[tuple[queries.ManagedBy, int], ...]

    @property
    def nobody(self) -> bool:
        return not self.visible and not self.elsewhere


def candidates(who: Identity, actor: Actor, now: dt.datetime) -> Candidates:
    """The likeliest people, best first."""
    judged = [compare(who, person) for person in _block(who)]
    likely = sorted((one for one in judged if one.score >= _ENOUGH), key=lambda one: -one.score)[:MOST]
    seen = set(queries.visible_ids([one.person.pk for one in likely], actor, now))
    hidden = [one.person for one in likely if one.person.pk not in seen]
    elsewhere = Counter(queries.managers_of(hidden, now).values()) if hidden else Counter()
    return Candidates(tuple(one for one in likely if one.person.pk in seen), tuple(elsewhere.items()))


def compare(who: Identity, person: Person) -> Candidate:
    """Fixed weights: a number weighs most, then the name, the birth, the phone; what contradicts subtracts."""
    marks = [
        _number(who, person),
        _name(who, person),
        _birth(who, person),
        _same("Giới tính", who.sex, "" if person.sex == "unknown" else person.sex, 5, -15),
        _same("Điện thoại", who.phone_index, person.phone_index, 20, 0),
        _same("Nơi cư trú", who.unit_id or "", person.residence_id or "", 10, 0),
    ]
    score = sum(weight for _, weight in marks)
    return Candidate(
        person,
        score,
        tuple(label for label, weight in marks if weight > 0),
        tuple(label for label, weight in marks if weight < 0),
    )


def _same(label: str, mine: object, theirs: object, agree: int, differ: int) -> tuple[str, int]:
    if not mine or not theirs:
        return label, 0
    return label, agree if mine == theirs else differ


def _number(who: Identity, person: Person) -> tuple[str, int]:
    if not who.national_id or not person.national_id:
        return "CCCD", 0
    if who.national_id == person.national_id:
        return "CCCD", 60
    if numbers_near(who.national_id, person.national_id):
        return "CCCD lệch một chữ số", 40
    return "CCCD", -30 if len(who.national_id) == len(person.national_id) else 0


def _name(who: Identity, person: Person) -> tuple[str, int]:
    likeness = ratio(who.name_key, person.name_key)
    if likeness == 100:
        return "Họ tên", 35
    return ("Họ tên gần giống", 25) if likeness >= _NEAR_NAME else ("Họ tên", -25)


def _birth(who: Identity, person: Person) -> tuple[str, int]:
    if who.birth_date and who.birth_date == person.birth_date:
        return "Ngày sinh", 30
    if not who.birth_year or not person.birth_year:
        return "Năm sinh", 0
    apart = abs(who.birth_year - person.birth_year)
    if apart == 0:
        return "Năm sinh", 20
    return ("Năm sinh lệch 1", 8) if apart == 1 else ("Năm sinh", -15)


def _block(who: Identity) -> list[Person]:
    people = Person.objects.filter(canonical=None).select_related("residence__parent")
    lists: list[Any] = [people.filter(wanted)[:_NAMESAKES] for wanted in _wanted(who)]
    neighbours = _neighbours(who)
    read_together(*lists, neighbours)
    found = {row.pk: row for rows in lists for row in rows}
    near = [pk for pk, key in neighbours if ratio(key, who.name_key) >= _NEAR_NAME][:_NAMESAKES]
    missing = [pk for pk in near if pk not in found]
    return [*found.values(), *(people.filter(pk__in=missing) if missing else ())]


def _wanted(who: Identity) -> list[Q]:
    wanted = []
    if who.national_id:
        wanted.append(has_number(*identity_number_indexes(who)))
    if who.phone_index:
        wanted.append(has_phone(who.phone_index))
    if who.birth_year:
        wanted.append(Q(name_key=who.name_key, birth_year__in=_years(who.birth_year)))
    else:
        wanted.append(Q(name_key=who.name_key))
    return wanted


def _neighbours(who: Identity) -> QuerySet[Person, tuple[int, str]]:
    """Id and name of people of the same commune and about the same age: one may be written nearly the same."""
    rows = Person.objects.filter(canonical=None).values_list("pk", "name_key")
    if not who.unit_id or not who.birth_year:
        return rows.none()
    return rows.filter(residence=who.unit_id, birth_year__in=_years(who.birth_year))[:_NEIGHBOURS]


def _years(birth_year: int) -> range:
    return range(birth_year - 1, birth_year + 2)
