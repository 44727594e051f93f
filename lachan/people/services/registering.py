"""New people: one by hand, or thousands from a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, connection, transaction

from lachan.kernel.access import services as sight
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import check
from lachan.kernel.audit import services as audit
from lachan.kernel.bulk import insert_many, insert_plain, maker
from lachan.kernel.errors import Refused
from lachan.kernel.text import sort_key
from lachan.kernel.times import local_day
from lachan.people.identity import Identity
from lachan.people.models import Person, Sex
from lachan.people.names import words_insert

NUMBER_TAKEN = "Số CCCD này đã có hồ sơ. Hãy dùng “Hỏi trùng” để biết xã nào đang quản lý."
_OLDEST = 130
_person = maker(Person)


@dataclass(frozen=True, slots=True)
class NewPerson:
    """An identity (its `unit_id` is the commune of residence) and what else is known at the start."""

    identity: Identity
    hamlet_id: int | None = None
    address: str = ""
    occupation: str = ""
    workplace: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def person_register(*, person: NewPerson, by: Actor, now: dt.datetime) -> Person:
    """A new profile. Refused where the number is taken or the birth lies outside a human life.

    Whoever registers somebody living elsewhere sees them too, as found by their organisation.
    """
    check(by, "people.person_register")
    _check_identity(person.identity, now)
    row = _row(person, by, now)
    try:
        with transaction.atomic():
            _insert([row], by, now)
    except IntegrityError as error:
        raise Refused(NUMBER_TAKEN, "national_id") from error
    _let_registrar_see(row, by, now)
    audit.record(
        kind="people.person_registered",
        by=by,
        now=now,
        object_uid=row.uid,
        data={"person_id": row.pk},
        about={row.pk: {"full_name": row.full_name, "birth_year": row.birth_year}},
    )
    return row


@transaction.atomic
def people_register(*, rows: Sequence[NewPerson], by: Actor, now: dt.datetime) -> list[Person]:
    """Profiles for an import, whose caller has matched them first; one event lists them all."""
    if not rows:
        return []
    made = [_row(row, by, now) for row in rows]
    _insert(made, by, now)
    audit.record(
        kind="people.people_registered",
        by=by,
        now=now,
        data={"count": len(made), "person_ids": [row.pk for row in made]},
    )
    return made


def _row(new: NewPerson, by: Actor, now: dt.datetime) -> Person:
    who = new.identity
    return _person(
        full_name=who.full_name[:120],
        name_key=who.name_key[:120],
        name_sort=sort_key(who.full_name)[:120],
        birth_year=who.birth_year,
        birth_date=who.birth_date,
        sex=who.sex or Sex.UNKNOWN,
        national_id=who.national_id,
        national_id_index=who.national_id_index,
        phone=who.phone,
        phone_index=who.phone_index,
        residence_id=who.unit_id,
        residence_hamlet_id=new.hamlet_id,
        address=new.address,
        occupation=new.occupation[:120],
        workplace=new.workplace[:200],
        registered_at=now,
        registered_by=by.user_id,
    )


def _insert(rows: list[Person], by: Actor, now: dt.datetime) -> None:
    insert_many(rows)
    words_insert(rows)
    _let_communes_see(rows, now)


def _let_communes_see(rows: Sequence[Person], now: dt.datetime) -> None:
    """Sight on the ground of residence, for the thousands of an import."""
    since = connection.ops.adapt_datetimefield_value(now)
    ground = str(sight.Sight.Ground.RESIDENCE.value)
    sights = ((row.pk, row.residence_id, 0, ground, since) for row in rows if row.residence_id)
    insert_plain(sight.Sight, ("subject_id", "unit_id", "organisation_id", "ground", "starts_at"), sights)


def _let_registrar_see(person: Person, by: Actor, now: dt.datetime) -> None:
    sees_already = by.everywhere or person.residence_id in by.unit_ids
    if not sees_already and by.organisation_id:
        sight.sight_grant(
            by=by,
            now=now,
            subject_id=person.pk,
            ground=sight.Sight.Ground.FOUND,
            organisation_id=by.organisation_id,
        )


def _check_identity(who: Identity, now: dt.datetime) -> None:
    if not who.name_key:
        raise Refused("Chưa nhập họ tên.", "full_name")
    year = local_day(now).year
    if who.birth_year and not year - _OLDEST <= who.birth_year <= year:
        raise Refused(f"Năm sinh phải từ {year - _OLDEST} đến {year}.", "birth_year")
    if who.birth_date and who.birth_date > local_day(now):
        raise Refused("Ngày sinh không thể ở sau hôm nay.", "birth_date")
