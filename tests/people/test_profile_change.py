"""Two people's edits meet field by field."""

from __future__ import annotations

import datetime as dt

import pytest

from lachan.kernel.errors import OutOfSight, Refused
from lachan.people import queries
from lachan.people.models import Person
from lachan.people.services import household_join, profile_change

CARD = "096090000001"


def change(person, by, now, seen=None, **values):
    seen = seen or {name: getattr(person, name) for name in values}
    return profile_change(person=person, seen=seen, values=values, by=by, now=now)


def test_edits_of_different_fields_both_stay(world, person, now):
    made = person(phone="0912345678")
    opened = {"phone": "0912345678", "occupation": ""}
    change(made, world.station, now, opened, phone="0900000001", occupation="")
    change(made, world.cdc, now, opened, phone="0912345678", occupation="Nuôi tôm")
    made.refresh_from_db()
    assert (made.phone, made.occupation) == ("0900000001", "Nuôi tôm")


def test_the_same_field_twice_is_refused_with_who_and_when(world, person, now):
    made = person(phone="0912345678")
    opened = {"phone": "0912345678", "occupation": ""}
    change(made, world.station, now, opened, phone="0900000001", occupation="")
    done = change(made, world.cdc, now, opened, phone="0900000002", occupation="Nuôi tôm")
    assert done.changed == ("occupation",)
    (conflict,) = done.conflicts
    assert (conflict.label, conflict.now_is, conflict.yours) == ("Điện thoại", "0900000001", "0900000002")
    assert (conflict.changed_by, conflict.changed_at) == (world.station.user_id, now)
    assert Person.objects.get().phone == "0900000001"


def test_the_same_change_twice_is_no_conflict(world, person, now):
    made = person()
    for actor in (world.station, world.cdc):
        done = change(made, actor, now, {"occupation": ""}, occupation="Nuôi tôm")
        assert not done.conflicts
    assert queries.revisions_of(made).count() == 1


def test_revisions_keep_what_was_there(world, person, now):
    made = person("Nguyễn Văn An")
    change(made, world.station, now, full_name="Nguyễn Văn Ân")
    (revision,) = queries.revisions_of(made)
    assert (revision.field, revision.before, revision.after) == (
        "full_name",
        "Nguyễn Văn An",
        "Nguyễn Văn Ân",
    )


def test_a_new_name_is_searched_by_its_new_words(world, person, now):
    made = person("Nguyễn Văn An")
    change(made, world.station, now, full_name="Trần Minh Đức")
    assert queries.search("duc tran", world.cdc, now).people == [made]
    assert not queries.search("nguyen an", world.cdc, now).people


def test_a_birth_date_sets_the_year(world, person, now):
    made = person(birth_year=1990)
    change(made, world.station, now, birth_date=dt.date(1991, 2, 3))
    assert Person.objects.get().birth_year == 1991


@pytest.mark.parametrize(
    ("field", "value"),
    [("national_id", "123"), ("phone", "12"), ("full_name", "  "), ("birth_year", 1980)],
)
def test_what_cannot_be_is_refused_and_nothing_changes(world, person, now, field, value):
    made = person(birth_date=dt.date(1990, 1, 1), national_id=CARD, phone="0912345678")
    with pytest.raises(Refused) as refused:
        change(made, world.station, now, **{field: value})
    assert refused.value.field == field
    assert Person.objects.get().version == 1


def test_a_card_of_somebody_else_is_refused(world, person, now):
    person("Trần Thị B", national_id=CARD)
    made = person("Nguyễn Văn An")
    with pytest.raises(Refused) as refused:
        change(made, world.station, now, national_id=CARD)
    assert "Hỏi trùng" in refused.value.message


def test_out_of_sight_is_out_of_reach(world, person, now):
    made = person(unit=world.ward)
    with pytest.raises(OutOfSight):
        change(made, world.other_station, now, occupation="x")


def test_households_gather_people(world, person, now):
    father, child = person("Nguyễn Văn Cha"), person("Nguyễn Văn Con")
    household_join(person=child, with_person=father, by=world.station, now=now)
    father.refresh_from_db()
    assert queries.household_of(father, world.station, now) == [child]
    assert queries.household_of(child, world.station, now) == [father]
