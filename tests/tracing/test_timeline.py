"""Timeline entries: once each, never in the future, taken back with a reason."""

from __future__ import annotations

import pytest

from lachan.kernel.errors import Forbidden, OutOfSight, Refused
from lachan.kernel.text import fold
from lachan.people.services import household_join
from lachan.tracing import queries, services
from lachan.tracing.homes import is_home
from lachan.tracing.models import TimelineEntry
from tests.isolation.world import NOW, at, hours


def record(world, case, place="Quán cà phê Bờ Kè", came="12/9 08:00", left="12/9 09:00", **more):
    return services.timeline_entry_record(
        **{
            "case_id": case.pk, "person_id": case.person_id, "occurred_at": at(came),
            "left_at": at(left) if left else None, "place_name": place, "unit_id": world.here.pk,
            "by": world.tracer, "now": NOW,
        } | more
    )  # fmt: skip


def test_entry_is_stored_once_however_often_it_is_sent(world):
    case = world.case(world.person())
    first = record(world, case, "Quán  cà phê Bờ Kè")
    again = record(world, case, "quán cà phê bờ kè")
    assert again.pk == first.pk
    assert TimelineEntry.objects.count() == 1
    assert first.place_name == "Quán cà phê Bờ Kè"


def test_same_place_at_another_hour_is_another_entry(world):
    case = world.case(world.person())
    record(world, case)
    record(world, case, came="13/9 08:00", left="13/9 09:00")
    assert [entry.occurred_at for entry in queries.entries_of(world.tracer, NOW, case.pk)] == [
        at("12/9 08:00"),
        at("13/9 08:00"),
    ]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"place": " … "}, "nơi đến"),
        ({"came": "15/9 08:00", "left": None}, "tương lai"),
        ({"left": "12/9 07:00"}, "trước giờ đến"),
    ],
)
def test_impossible_entry_is_refused(world, more, words):
    with pytest.raises(Refused, match=words):
        record(world, world.case(world.person()), **more)


def test_laboratory_may_not_write_timelines(world):
    lab = world.site_actor
    with pytest.raises(Forbidden):
        record(world, world.case(world.person()), by=lab)


def test_revoked_entry_leaves_the_timeline_and_may_be_recorded_anew(world):
    case = world.case(world.person())
    entry = record(world, case)
    services.timeline_entry_revoke(entry=entry, reason="Nhầm người", by=world.tracer, now=NOW)
    assert not queries.entries_of(world.tracer, NOW, case.pk).exists()
    assert queries.entries_of(world.tracer, NOW, case.pk, revoked=True).get().revoke_reason == "Nhầm người"
    assert record(world, case).pk != entry.pk


def test_revoking_needs_a_reason_and_happens_once(world):
    entry = record(world, world.case(world.person()))
    with pytest.raises(Refused, match="lý do"):
        services.timeline_entry_revoke(entry=entry, reason=" ", by=world.tracer, now=NOW)
    services.timeline_entry_revoke(entry=entry, reason="Sai", by=world.tracer, now=NOW)
    with pytest.raises(Refused, match="trước đó"):
        services.timeline_entry_revoke(entry=entry, reason="Sai", by=world.tracer, now=NOW)


def test_entry_is_in_sight_of_the_persons_commune_alone(world):
    entry = record(world, world.case(world.person()))
    assert queries.entry_by_uid(world.commune, NOW, entry.uid) == entry
    with pytest.raises(OutOfSight):
        queries.entry_by_uid(world.other_commune, NOW, entry.uid)


def test_people_in_one_place_at_one_time_are_suggested(world):
    entry = record(world, world.case(world.person()))
    there = record(world, world.case(world.person()), came="12/9 08:45", left="12/9 10:00")
    record(world, world.case(world.person()), came="12/9 09:30", left="12/9 10:00")
    record(world, world.case(world.person()), "Chợ Gần", came="12/9 08:30", left="12/9 08:40")
    open_end = record(world, world.case(world.person()), came="12/9 06:00", left=None)
    assert list(queries.co_present(world.tracer, NOW, entry)) == [open_end, there]


def test_places_with_most_cases_and_fewest_contacts_come_first(world):
    market = [
        record(world, world.case(world.person()), "Chợ Gần", came="13/9 05:00", left=None) for _ in range(2)
    ]
    record(world, world.case(world.person()), "Trường học", came="13/9 07:00", left=None)
    record(world, world.case(world.person()), "Ao cũ", came="1/8 07:00", left=None)
    met = services.Meeting(
        person_id=world.person().pk, other_id=market[0].person_id, at=at("13/9 05:10"), closeness="within_2m",
        entry_id=market[0].pk,
    )  # fmt: skip
    services.exposure_record(disease="x", meeting=met, by=world.tracer, now=NOW)
    places = queries.places_to_trace(world.tracer, NOW, disease="x", since=NOW - hours(14 * 24)).places
    assert [(place.place_name, place.cases, place.contacts) for place in places] == [
        ("Chợ Gần", 2, 1),
        ("Trường học", 1, 0),
    ]
    for place in places:
        there = queries.entries_at(
            world.tracer, NOW, disease="x", since=NOW - hours(14 * 24), place_key=place.place_key, unit=place.unit
        )  # fmt: skip
        assert len({entry.case_id for entry in there}) == place.cases
        assert sum(queries.contacts_by_entry(entry.pk for entry in there).values()) == place.contacts


SINCE = NOW - hours(14 * 24)


def household(world, *names):
    """People of one household, each of them a case."""
    people = [world.person(name) for name in names]
    for person in people[1:]:
        household_join(person=person, with_person=people[0], by=world.tracer, now=NOW)
    return [world.case(person) for person in people]


def at_home(world, case, words="Nhà riêng"):
    return record(world, case, words, came="13/9 19:00", left=None)


def test_a_private_home_is_the_place_of_its_household_alone(world):
    mother, son = household(world, "Nguyễn Thị Mẹ", "Nguyễn Văn Con")
    neighbour, alone = (
        world.case(world.person("Trần Văn Hàng Xóm")),
        world.case(world.person("Lý Thị Một Mình")),
    )
    for case in (mother, son, neighbour, alone):
        at_home(world, case)
    found = queries.places_to_trace(world.tracer, NOW, disease="x", since=SINCE)
    [home] = found.places
    assert (home.place_name, home.cases) == ("Nhà riêng", 2)
    assert home.home_of.uid in {mother.uid, son.uid}
    assert found.homes == 2, "homes with one case are told, not listed"
    there = queries.entries_at(
        world.tracer, NOW, disease="x", since=SINCE, place_key=home.place_key, unit=home.unit, home_of=son.person_id
    )  # fmt: skip
    assert {entry.case_id for entry in there} == {mother.pk, son.pk}


def test_only_those_of_one_household_were_at_home_together(world):
    mother, son = household(world, "Nguyễn Thị Mẹ", "Nguyễn Văn Con")
    entry, other = at_home(world, mother), at_home(world, son)
    at_home(world, world.case(world.person("Trần Văn Hàng Xóm")))
    assert list(queries.co_present(world.tracer, NOW, entry)) == [other]
    lonely = at_home(world, world.case(world.person("Lý Thị Một Mình")))
    assert list(queries.co_present(world.tracer, NOW, lonely)) == []


@pytest.mark.parametrize(
    ("words", "home"),
    [
        ("Nhà riêng", True),
        ("tại nhà", True),
        ("Ở nhà riêng, khóm 3", True),
        ("Nhà ở ấp Đầu Nai", True),
        ("Gia đình", True),
        ("Nhà ông Ba", False),
        ("Nhà hàng Hoa Mai", False),
        ("Nhà trọ Thanh Bình", False),
        ("Nhà thờ xã Tân Lộc", False),
        ("Tiệm bánh Khóm 1", False),
    ],
)
def test_which_words_only_say_that_it_is_home(words, home):
    assert is_home(fold(words)) is home
