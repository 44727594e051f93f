"""The strict rule: who is linked by itself, who may be registered, and who waits for a person to decide.

Linked by itself: a CCCD that agrees with folded name and birth year, or full birth date, folded name and phone
together. See docs/adr for when a row registers a new person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db import connection
from rapidfuzz.fuzz import ratio

from lachan.people.identity import Identity, marks_differ, numbers_near
from lachan.people.models import Person, has_number, has_phone

_FIELDS = (
    "id",
    "canonical_id",
    "full_name",
    "name_key",
    "birth_year",
    "birth_date",
    "sex",
    "national_id",
    "national_id_index",
    "phone_index",
    "residence_id",
)
_BLOCK = 5000
_NEAR_NAME = 90


class Wait(StrEnum):
    """Why a row waits for a decision."""

    NOT_ENOUGH = "not_enough"
    NUMBER_CONFLICT = "conflict"
    SEVERAL = "several"
    ALIKE = "alike"


WAIT_WORDS = {
    Wait.NOT_ENOUGH: "Chưa đủ giấy tờ để tự nhận diện",
    Wait.NUMBER_CONFLICT: "CCCD trùng nhưng khác tên hoặc năm sinh",
    Wait.SEVERAL: "Nhiều người cùng khớp",
    Wait.ALIKE: "Có người rất giống trong danh sách",
}


@dataclass(frozen=True, slots=True)
class Match:
    """One of: `person_id` (linked), `registers` (position in the batch that becomes a new person), `wait`."""

    person_id: int | None = None
    registers: int | None = None
    wait: Wait | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody to compare with: in the register (`person_id`), or new in the same batch (`position`)."""

    identity: Identity
    person_id: int | None = None
    position: int | None = None

    @property
    def as_match(self) -> Match:
        return Match(person_id=self.person_id, registers=self.position)


def match_many(identities: Sequence[Identity]) -> list[Match]:
    """What becomes of each identity, three queries for up to 5,000 of them.

    Rows of one batch see each other in order: the second specimen of a new person is linked to the first one's.
    """
    found: list[Match] = []
    for start in range(0, len(identities), _BLOCK):
        found += _match_block(identities[start : start + _BLOCK], start)
    return found


def _match_block(block: Sequence[Identity], start: int) -> list[Match]:
    register = _Register(_known(block))
    matches = []
    for position, one in enumerate(block, start=start):
        match = judge(one, register)
        if match is None:
            match = Match(registers=position)
            register.add(Known(one, position=position))
        matches.append(match)
    return matches


class _Register:
    """The part of the register that could concern a batch, by its three keys."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.by_number: dict[str, list[Known]] = {}
        self.by_phone: dict[str, list[Known]] = {}
        self.by_name: dict[tuple[str, int | None], list[Known]] = {}
        for one in known:
            self.add(one)

    def add(self, known: Known) -> None:
        who = known.identity
        self.by_name.setdefault((who.name_key, who.birth_year), []).append(known)
        if who.national_id_index:
            self.by_number.setdefault(who.national_id_index, []).append(known)
        if who.phone_index:
            self.by_phone.setdefault(who.phone_index, []).append(known)

    def namesakes(self, who: Identity) -> list[Known]:
        return self.by_name.get((who.name_key, who.birth_year), []) if who.birth_year else []


def judge(who: Identity, register: _Register) -> Match | None:
    """Linked or waiting; None where the row may register a new person."""
    holders = register.by_number.get(who.national_id_index, []) if who.national_id_index else []
    if holders:
        return _by_number(who, holders)
    strong = {known.as_match for known in register.namesakes(who) if _full_agreement(who, known.identity)}
    if len(strong) == 1:
        return strong.pop()
    if strong:
        return Match(wait=Wait.SEVERAL)
    if not (who.new_style_number and who.birth_year and " " in who.name_key):
        return Match(wait=Wait.NOT_ENOUGH)
    return Match(wait=Wait.ALIKE) if _someone_alike(who, register) else None


def _by_number(who: Identity, holders: list[Known]) -> Match:
    agreeing = {
        known.as_match
        for known in holders
        if known.identity.name_key == who.name_key
        and who.birth_year
        and known.identity.birth_year == who.birth_year
    }
    if len(agreeing) == 1:
        return agreeing.pop()
    return Match(wait=Wait.NUMBER_CONFLICT if who.birth_year else Wait.NOT_ENOUGH)


def _full_agreement(who: Identity, known: Identity) -> bool:
    """Full birth date, folded name and phone, and nothing that speaks against it (twins share all three)."""
    return (
        who.birth_date is not None
        and who.birth_date == known.birth_date
        and bool(who.phone_index)
        and who.phone_index == known.phone_index
        and not (who.national_id and known.national_id)
        and not (who.sex and known.sex and who.sex != known.sex)
        and not marks_differ(who.full_name, known.full_name)
    )


def _someone_alike(who: Identity, register: _Register) -> bool:
    """Somebody who could be the same human being although the number is new to the register."""
    if any(_number_leaves_open(who, known.identity) for known in register.namesakes(who)):
        return True
    return any(
        ratio(known.identity.name_key, who.name_key) >= _NEAR_NAME
        and _number_leaves_open(who, known.identity)
        for known in register.by_phone.get(who.phone_index, [])
    )


def _number_leaves_open(who: Identity, known: Identity) -> bool:
    """No number, an old card's, or one slip of the pen away: two clearly different cards are two people."""
    if len(known.national_id) != len(who.national_id):
        return True
    return numbers_near(who.national_id, known.national_id)


def _known(block: Sequence[Identity]) -> list[Known]:
    rows: dict[int, Person] = {}
    numbers = {one.national_id_index for one in block} - {""}
    phones = {one.phone_index for one in block} - {""}
    for wanted in (has_number(*numbers) if numbers else None, has_phone(*phones) if phones else None):
        if wanted is not None:
            rows |= {row.pk: row for row in Person.objects.filter(wanted).only(*_FIELDS)}
    rows |= {row.pk: row for row in _namesakes(block)}
    return [Known(identity_of(row), person_id=row.canonical_id or row.pk) for row in rows.values()]


def _namesakes(block: Sequence[Identity]) -> Iterable[Person]:
    pairs = sorted({(one.name_key, one.birth_year) for one in block if one.birth_year})
    if not pairs:
        return ()
    columns = ", ".join(f"p.{name}" for name in _FIELDS)
    typed = "(CAST(%s AS varchar), CAST(%s AS smallint))" if connection.vendor == "postgresql" else "(%s, %s)"
    wanted = ", ".join([typed] * len(pairs))
    # Pairs are joined as a table: the index on (name_key, birth_year) is then used on both databases.
    sql = (
        f"WITH wanted(name_key, birth_year) AS (VALUES {wanted}) "  # noqa: S608
        f"SELECT {columns} FROM wanted w JOIN people_person p "
        "ON p.name_key = w.name_key AND p.birth_year = w.birth_year"
    )
    return Person.objects.raw(sql, [value for pair in pairs for value in pair])


def identity_of(person: Person) -> Identity:
    """The identity of a registered person."""
    return Identity(
        full_name=person.full_name,
        name_key=person.name_key,
        birth_year=person.birth_year,
        birth_date=person.birth_date,
        sex=person.sex if person.sex != "unknown" else "",
        national_id=person.national_id,
        national_id_index=person.national_id_index,
        phone_index=person.phone_index,
        unit_id=person.residence_id,
    )
