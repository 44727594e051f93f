"""Meetings: symmetric, once, honest about unknown hours, taken back with a reason."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from lachan.kernel.audit.models import Event
from lachan.kernel.errors import Forbidden, OutOfSight, Refused
from lachan.kernel.times import day_start
from lachan.tracing import queries, services
from lachan.tracing.models import Exposure
from lachan.tracing.services import Meeting
from tests.isolation.world import NOW, World, at


def meeting(person, other, when="12/9 18:00", closeness="table", **more) -> Meeting:
    return Meeting(person_id=person.pk, other_id=other.pk, at=at(when), closeness=closeness, **more)


def record(world, told, by=None, **more):
    return services.exposure_record(disease="x", meeting=told, by=by or world.tracer, now=NOW, **more)


def test_a_meeting_told_from_both_sides_is_one(world):
    first, second = world.person(), world.person()
    told, is_new = record(world, meeting(first, second))
    again, again_new = record(world, meeting(second, first))
    assert (is_new, again_new) == (True, False)
    assert told == again
    assert Exposure.objects.count() == 1


@pytest.mark.parametrize(
    "other_telling", [{"closeness": "direct"}, {"when": "12/9 19:00"}, {"when": "13/9 18:00"}]
)
def test_another_hour_or_closeness_is_another_meeting(world, other_telling):
    first, second = world.person(), world.person()
    record(world, meeting(first, second))
    assert record(world, meeting(first, second, **other_telling))[1]


def test_known_length_gives_the_end(world):
    told, _ = record(world, meeting(world.person(), world.person(), minutes=45))
    assert told.ended_at == at("12/9 18:45")


def test_unknown_hour_is_kept_as_a_day(world):
    day = dt.date(2021, 9, 12)
    told = Meeting(
        person_id=world.person().pk, other_id=world.person().pk, at=day, closeness="table", minutes=30
    )
    made, _ = record(world, told)
    assert (made.occurred_at, made.ended_at, made.day_only) == (day_start(day), None, True)


def test_meeting_of_today_without_an_hour_is_no_future(world):
    told = Meeting(person_id=world.person().pk, other_id=world.person().pk, at=NOW.date(), closeness="table")
    assert record(world, told)[1]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"when": "16/9 08:00"}, "tương lai"),
        ({"when": "15/9 08:00"}, "tương lai"),
        ({"closeness": "telepathy"}, "danh mục"),
        ({"minutes": -1}, "phút"),
        ({"ended_at": at("12/9 17:00")}, "kết thúc trước"),
    ],
)
def test_impossible_meeting_is_refused_with_all_its_list(world, more, words):
    good = meeting(world.person(), world.person())
    bad = meeting(world.person(), world.person(), **more)
    with pytest.raises(Refused, match=words):
        services.exposures_record(disease="x", meetings=[good, bad], by=world.tracer, now=NOW)
    assert not Exposure.objects.exists()


def test_nobody_meets_themselves(world):
    person = world.person()
    with pytest.raises(Refused, match="chính ca bệnh"):
        record(world, meeting(person, person))


def test_a_site_may_not_record_meetings(world):
    with pytest.raises(Forbidden):
        record(world, meeting(world.person(), world.person()), by=world.site_actor)


def test_a_list_is_one_event_and_repeats_are_counted(world):
    case = world.person()
    told = [meeting(world.person(), case) for _ in range(3)]
    done = services.exposures_record(disease="x", meetings=[*told, told[0]], by=world.tracer, now=NOW)
    assert (len(done.added), len(done.repeated)) == (3, 1)
    again = services.exposures_record(disease="x", meetings=told, by=world.tracer, now=NOW)
    assert (len(again.added), len(again.repeated)) == (0, 3)
    assert Event.objects.filter(kind="tracing.exposures_recorded").count() == 1


def test_revoked_meeting_may_be_recorded_anew_but_not_by_an_old_message(world):
    told = meeting(world.person(), world.person(), uid=Exposure().uid)
    made, _ = record(world, told)
    services.exposure_revoke(exposure=made, reason="Nhầm người", by=world.tracer, now=NOW)
    sent_again, is_new = record(world, told)
    assert (sent_again.pk, is_new) == (made.pk, False)
    fresh = Meeting(person_id=told.person_id, other_id=told.other_id, at=told.at, closeness=told.closeness)
    assert record(world, fresh)[1]


def test_a_meeting_is_seen_from_both_communes_and_no_third(world):
    made, _ = record(world, meeting(world.person(), world.person(unit=world.far)))
    assert queries.exposure_by_uid(world.commune, NOW, made.uid) == made
    with pytest.raises(OutOfSight):
        queries.exposure_by_uid(world.other_commune, NOW, made.uid)


def test_same_day_hint_names_other_tellings(world):
    first, second = world.person(), world.person()
    made, _ = record(world, meeting(first, second))
    assert list(queries.same_day(second.pk, first.pk, "x", at("12/9 23:59"))) == [made]
    assert not queries.same_day(second.pk, first.pk, "x", at("13/9 00:00")).exists()


TELLINGS = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.integers(0, 3),
        st.sampled_from(["8", "9"]),
        st.sampled_from(["table", "direct"]),
    ),
    max_size=12,
)


class ManyTellings(TestCase):
    """However a set of meetings is told, in whatever order and from whichever side, it is stored once."""

    @given(TELLINGS, st.randoms(use_true_random=False))
    def test_tellings_meet(self, tellings, dice):
        world = World()
        people = [world.person() for _ in range(4)]
        wanted = {
            (frozenset((one, other)), hour, closeness)
            for one, other, hour, closeness in tellings
            if one != other
        }
        for one, other, hour, closeness in dice.sample(tellings, len(tellings)):
            if one != other:
                record(world, meeting(people[one], people[other], f"12/9 0{hour}:00", closeness))
        assert Exposure.objects.standing().count() == len(wanted)
