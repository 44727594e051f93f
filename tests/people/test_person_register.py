"""Registering people, one by one and in bulk, and who sees them afterwards."""

from __future__ import annotations

import datetime as dt

import pytest

from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.audit.models import Event
from lachan.kernel.errors import Forbidden, OutOfSight, Refused
from lachan.people import queries
from lachan.people.identity import identity
from lachan.people.models import NameWord, Person
from lachan.people.services import NewPerson, people_register, person_register, residence_change

CARD = "096090000001"


def new(name="Nguyễn Văn An", **fields):
    return NewPerson(identity(name, **fields))


def test_profile_is_found_by_its_commune_only(world, person, now):
    made = person(unit=world.ward)
    assert queries.person_get(uid=made.uid, actor=world.station, now=now) == made
    with pytest.raises(OutOfSight):
        queries.person_get(uid=made.uid, actor=world.other_station, now=now)


def test_numbers_are_not_readable_in_the_database(world, person):
    made = person(national_id=CARD, phone="0912345678")
    raw = (
        Person.objects.filter(pk=made.pk)
        .extra(select={"raw": "national_id"})
        .values_list("raw", flat=True)[0]
    )
    assert CARD.encode() not in bytes(raw)
    assert Person.objects.get(pk=made.pk).national_id == CARD


def test_one_card_one_person(world, person, now):
    person(national_id=CARD)
    with pytest.raises(Refused) as refused:
        person_register(person=new("Trần Thị B", national_id=CARD), by=world.cdc, now=now)
    assert refused.value.field == "national_id"
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"birth_year": 1850}, "birth_year"),
        ({"birth_year": 2022}, "birth_year"),
        ({"birth_date": dt.date(2021, 9, 16)}, "birth_date"),
    ],
)
def test_impossible_births_are_refused(world, now, fields, field):
    with pytest.raises(Refused) as refused:
        person_register(person=new(**fields), by=world.cdc, now=now)
    assert refused.value.field == field


def test_laboratory_may_not_register(world, now):
    with pytest.raises(Forbidden):
        person_register(person=new(), by=world.lab, now=now)


def test_whoever_registers_somebody_from_elsewhere_sees_them(world, now):
    made = person_register(person=new(unit_id=world.village.pk), by=world.station, now=now)
    assert queries.person_get(uid=made.uid, actor=world.station, now=now) == made
    assert queries.person_get(uid=made.uid, actor=world.other_station, now=now) == made


def test_bulk_gives_ids_words_sight_and_one_event(world, now):
    rows = [new(f"Nguyễn Văn {word}", unit_id=world.ward.pk) for word in ("An", "Bình", "Cường")]
    made = people_register(rows=rows, by=SYSTEM, now=now)
    assert [row.pk for row in made] == list(Person.objects.order_by("pk").values_list("pk", flat=True))
    assert NameWord.objects.filter(word="binh").count() == 1
    assert queries.visible_to(world.station, now).count() == 3
    assert Event.objects.filter(kind="people.people_registered").count() == 1
    again = person_register(person=new("Lê Văn D"), by=SYSTEM, now=now)
    assert again.pk > made[-1].pk


def test_moving_moves_the_sight(world, person, now):
    made = person(unit=world.ward)
    later = now + dt.timedelta(hours=1)
    residence_change(
        person=made,
        unit_id=world.village.pk,
        unit_label="Xã Tân Phú",
        seen_unit_id=world.ward.pk,
        by=world.station,
        now=later,
    )
    assert not queries.visible_to(world.station, later).exists()
    assert queries.visible_to(world.other_station, later).get() == made
    assert queries.visible_to(world.station, now).get() == made, (
        "what they saw before stays true of that moment"
    )


def test_moving_twice_from_the_same_form_is_refused(world, person, now):
    made = person(unit=world.ward)
    move = {"unit_id": world.village.pk, "unit_label": "Xã Tân Phú", "seen_unit_id": world.ward.pk}
    residence_change(person=made, by=world.cdc, now=now, **move)
    with pytest.raises(Refused):
        residence_change(person=made, by=world.cdc, now=now, **move)
