"""From the words by which a letter names who acts to the organisations of the province ("fan-out")."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from lachan.kernel.text import fold
from lachan.organisations import queries as organisations
from lachan.organisations.queries import Organisation, OrganisationKind

_OFFICES = (
    "giam doc",
    "pho giam doc",
    "thu truong",
    "chu tich",
    "truong ban",
    "truong",
    "nguoi dung dau",
    "thuong truc",
    "lanh dao",
    "de nghi",
    "giao",
)
_ALL_DISTRICTS = (
    "cac huyen thanh pho",
    "cac huyen thi xa thanh pho",
    "huyen thanh pho",
    "cac quan huyen",
    "cac huyen va thanh pho",
    "cac thanh pho huyen",
)
_ALL_COMMUNES = ("cac xa phuong", "xa phuong thi tran", "cac phuong xa", "cac xa thi tran")
_ALL_DEPARTMENTS = ("cac so ban nganh", "cac so nganh", "so ban nganh tinh", "cac ban nganh")


@dataclass(frozen=True, slots=True)
class Resolved:
    """`organisations` empty: a clerk must choose; more than one: the order fans out."""

    words: str
    organisations: tuple[Organisation, ...]
    fans_out: bool = False


def resolve(words: str, day: dt.date) -> Resolved:
    """The organisations meant by a lead's words, as far as the directory knows them on that day."""
    key = fold(words)
    steering = "ban chi dao" in key
    if any(phrase in key for phrase in _ALL_DISTRICTS):
        found = _of_level(2, day, steering)
        return Resolved(words, found or _of_level(3, day, steering), fans_out=True)
    if any(phrase in key for phrase in _ALL_COMMUNES):
        return Resolved(words, _of_level(3, day, steering), fans_out=True)
    if any(phrase in key for phrase in _ALL_DEPARTMENTS):
        found = tuple(organisations.alive_on(day).filter(kind=OrganisationKind.DEPARTMENT))
        return Resolved(words, found, fans_out=True)
    one = _named(key, day)
    return Resolved(words, (one,) if one else ())


def _of_level(level: int, day: dt.date, steering: bool) -> tuple[Organisation, ...]:
    """The committees of all districts, or the bodies that answer for all communes."""
    kinds = [OrganisationKind.STEERING] if steering and level == 2 else [OrganisationKind.PEOPLES_COMMITTEE]
    found = _seated(level, kinds, day)
    return found or _seated(level, [OrganisationKind.PEOPLES_COMMITTEE, OrganisationKind.STATION], day)


def _seated(level: int, kinds: Sequence[str], day: dt.date) -> tuple[Organisation, ...]:
    rows = organisations.alive_on(day).filter(kind__in=kinds, seat__level=level)
    return tuple(rows.order_by("seat__code"))


def _named(key: str, day: dt.date) -> Organisation | None:
    """One organisation whose name, or name and place, the words hold."""
    bare = _without_office(key)
    rows = list(organisations.alive_on(day).filter(kind__in=_NAMED_KINDS))
    exact = [row for row in rows if row.name_key == bare or fold(row.short_name) == bare]
    if exact:
        return exact[0]
    inside = [row for row in rows if _fits(row.name_key, bare)]
    return min(inside, key=lambda row: len(row.name_key)) if inside else None


_NAMED_KINDS = [kind for kind in OrganisationKind.values if kind != OrganisationKind.STATION]


def _fits(name_key: str, bare: str) -> bool:
    """The directory's "uy ban nhan dan tinh ca mau" is what a letter of that province calls
    "uy ban nhan dan tinh"; a letter's longer name holds the directory's shorter one."""
    return bool(bare) and (name_key.startswith(bare + " ") or bare.startswith(name_key + " "))


def _without_office(key: str) -> str:
    changed = True
    while changed:
        changed = False
        for office in _OFFICES:
            if key.startswith(office + " ") and not key.startswith("thuong truc tinh uy"):
                key, changed = key[len(office) + 1 :], True
    return key
