"""Stays: one at a time, transfers end the one before, full sites say so, and what was wrong is taken back."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from lachan.isolation import booking
from lachan.isolation.models import Departure, Site, Stay
from lachan.isolation.services import sites, stays
from lachan.kernel.errors import Forbidden, OutOfSight, Refused
from tests.isolation.world import NOW, World, at, hours


def open_site(world, places=2, organisation=None, unit=None, measures=("concentrated",)) -> Site:
    return sites.site_register(
        organisation_id=(organisation or world.site_organisation).pk,
        unit_id=(unit or world.here).pk,
        measures=list(measures),
        places=places,
        by=world.system,
        now=NOW - dt.timedelta(days=30),
    )


def arrive(world, person, when="14/9 10:00", site=None, by=None, **more):
    return stays.stay_begin(
        **{
            "person_id": person.pk, "disease": "x", "measure": "concentrated" if site else "home",
            "occurred_at": at(when), "site": site, "unit_id": None if site else world.here.pk,
            "by": by or world.tracer, "now": NOW,
        } | more
    )  # fmt: skip


def leave(world, stay, when="15/9 06:00", reason="completed", by=None, **more):
    return stays.stay_end(
        stay=stay, occurred_at=at(when), reason=reason, by=by or world.tracer, now=NOW, **more
    )


def test_arrival_may_precede_its_recording_and_keeps_both_hours(world):
    stay = arrive(world, world.person(), "13/9 22:15").stay
    assert (stay.occurred_at, stay.recorded_at) == (at("13/9 22:15"), NOW)


def test_arrival_sent_twice_is_one(world):
    person, site = world.person(), open_site(world)
    first = arrive(world, person, site=site)
    assert arrive(world, person, site=site).stay == first.stay
    assert not arrive(world, person, site=site, uid=first.stay.uid, occurred_at=at("14/9 11:00")).is_new
    assert booking.load(site, NOW).staying == 1


def test_arrival_elsewhere_ends_the_stay_before(world):
    person, site = world.person(), open_site(world)
    home = arrive(world, person, "13/9 08:00").stay
    moved = arrive(world, person, "14/9 10:00", site=site)
    home.refresh_from_db()
    assert (moved.ended, home.ended_at) == (home, at("14/9 10:00"))
    assert home.departures.get().reason == Departure.Reason.TRANSFERRED


def test_revoking_a_transfer_lets_the_stay_before_go_on(world):
    person, site = world.person(), open_site(world)
    home = arrive(world, person, "13/9 08:00").stay
    moved = arrive(world, person, "14/9 10:00", site=site).stay
    assert stays.stay_revoke(stay=moved, reason="Nhầm người", by=world.tracer, now=NOW) == home
    home.refresh_from_db()
    assert home.ended_at is None
    assert booking.load(site, NOW).staying == 0


@pytest.mark.parametrize(
    ("arrival", "measure", "words"),
    [
        ("16/9 10:00", "home", "sau hiện tại"),
        ("14/9 10:00", "self_monitor", "không tách"),
        ("14/9 10:00", "unheard", "không tách"),
    ],
)
def test_impossible_arrival_is_refused(world, arrival, measure, words):
    with pytest.raises(Refused, match=words):
        arrive(world, world.person(), arrival, measure=measure)


def test_home_needs_a_commune(world):
    with pytest.raises(Refused, match="Chưa ghi nơi cách ly"):
        arrive(world, world.person(), unit_id=None)


def test_site_takes_its_own_measures_only(world):
    with pytest.raises(Refused, match="không nhận người"):
        arrive(world, world.person(), site=open_site(world), measure="treatment")


def test_arrival_before_a_stay_on_record_is_refused(world):
    person = world.person()
    arrive(world, person, "14/9 10:00")
    with pytest.raises(Refused, match="đã được ghi ở nơi ở, Xã Gần từ 10:00 14/09/2021"):
        arrive(world, person, "13/9 10:00")


def test_arrival_within_an_ended_stay_is_refused(world):
    person = world.person()
    leave(world, arrive(world, person, "10/9 10:00").stay, "14/9 10:00")
    with pytest.raises(Refused, match="đến 10:00 14/09/2021"):
        arrive(world, person, "12/9 10:00")
    assert arrive(world, person, "14/9 10:00").is_new


def test_same_place_again_is_told_and_not_a_second_stay(world):
    person = world.person()
    arrive(world, person, "13/9 10:00")
    with pytest.raises(Refused, match="đã được xác nhận ở nơi ở"):
        arrive(world, person, "14/9 10:00")


def test_full_site_is_refused_with_its_figures_unless_a_reason_is_given(world):
    site = open_site(world, places=1)
    arrive(world, world.person(), site=site)
    with pytest.raises(Refused, match="sức chứa 1, đang ở 1, đang tới 0"):
        arrive(world, world.person(), site=site)
    over = arrive(world, world.person(), site=site, over_capacity_reason="Cùng hộ, có trẻ nhỏ").stay
    assert over.over_capacity_reason == "Cùng hộ, có trẻ nhỏ"
    assert booking.load(site, NOW).free == -1


def test_reason_is_not_kept_where_there_was_room(world):
    stay = arrive(world, world.person(), site=open_site(world), over_capacity_reason="phòng hờ").stay
    assert stay.over_capacity_reason == ""


def test_site_without_a_recorded_capacity_is_never_full(world):
    site = open_site(world, places=None)
    arrive(world, world.person(), site=site)
    assert booking.load(site, NOW).free is None


def test_leaving_twice_with_the_same_words_is_one_departure(world):
    stay = arrive(world, world.person()).stay
    assert leave(world, stay) == leave(world, stay)
    with pytest.raises(Refused, match="đã được ghi rời đi lúc 06:00 15/09/2021"):
        leave(world, stay, reason="left")


@pytest.mark.parametrize(
    ("when", "reason", "words"),
    [
        ("14/9 09:00", "completed", "trước giờ đến"),
        ("16/9 09:00", "completed", "sau hiện tại"),
        ("15/9 06:00", "bored", "lý do"),
    ],
)
def test_impossible_departure_is_refused(world, when, reason, words):
    with pytest.raises(Refused, match=words):
        leave(world, arrive(world, world.person()).stay, when, reason)


def test_revoked_departure_lets_the_stay_go_on(world):
    stay = arrive(world, world.person()).stay
    leave(world, stay)
    stay.refresh_from_db()
    stays.departure_revoke(stay=stay, reason="Ghi nhầm người", by=world.tracer, now=NOW)
    assert booking.staying(NOW).get() == stay


def test_departure_is_not_taken_back_under_a_later_stay(world):
    person = world.person()
    stay = arrive(world, person, "13/9 10:00").stay
    leave(world, stay, "14/9 10:00")
    arrive(world, person, "14/9 12:00")
    with pytest.raises(Refused, match="nơi cách ly khác"):
        stays.departure_revoke(stay=stay, reason="Ghi nhầm", by=world.tracer, now=NOW)


def test_a_site_writes_for_itself_alone(world):
    person = world.person()
    from lachan.kernel.access.models import Sight

    Sight.objects.create(
        subject_id=person.pk,
        organisation_id=world.site_organisation.pk,
        ground="stay",
        starts_at=at("1/9 00:00"),
    )
    far = open_site(world, organisation=world.far_site_organisation, unit=world.far)
    with pytest.raises(Forbidden):
        arrive(world, person, site=far, by=world.site_actor)
    with pytest.raises(Forbidden):
        arrive(world, person, by=world.site_actor)
    assert arrive(world, person, site=open_site(world), by=world.site_actor).is_new


def test_person_out_of_sight_is_out_of_reach(world):
    with pytest.raises(OutOfSight):
        arrive(world, world.person(), by=world.other_commune)


def test_two_diseases_are_two_stays(world):
    person = world.person()
    arrive(world, person)
    assert arrive(world, person, disease="y").is_new


def test_told_once_an_hour_and_never_in_the_future(world):
    person = world.person()

    def tell(when):
        return stays.told_record(
            person_id=person.pk, disease="x", occurred_at=at(when), by=world.commune, now=NOW
        )

    assert tell("14/9 20:00") == tell("14/9 20:00")
    assert tell("14/9 21:00") != tell("14/9 20:00")
    with pytest.raises(Refused, match="sau hiện tại"):
        tell("15/9 08:00")


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["arrive", "leave", "revoke", "undo"]),
        st.integers(0, 4),  # who
        st.integers(0, 60),  # hours after the first of September
        st.sampled_from([0, 1, 2]),  # home, or one of two sites
    ),
    max_size=25,
)
START = at("1/9 00:00")


class AnyOrder(TestCase):
    """Whatever is recorded, in whatever order: no two stays of a person overlap, places add up."""

    @given(STEPS)
    def test_stays_hold_together(self, steps):
        world = World()
        places = [None, open_site(world, 2), open_site(world, 1, world.far_site_organisation, world.far)]
        people = [world.person() for _ in range(5)]
        for kind, who, hour, where in steps:
            self.step(world, kind, people[who], START + hours(hour), places[where])
        for person in people:
            self.check_no_overlap(person)
        for site in places[1:]:
            self.check_site(site)

    def step(self, world, kind, person, moment, site):
        open_stay = Stay.objects.standing().filter(person=person, ended_at=None).first()
        last = Stay.objects.standing().filter(person=person).order_by("occurred_at").last()
        try:
            if kind == "arrive":
                arrive(world, person, site=site, occurred_at=moment)
            elif kind == "leave" and open_stay:
                stays.stay_end(stay=open_stay, occurred_at=moment, reason="left", by=world.tracer, now=NOW)
            elif kind == "revoke" and last:
                stays.stay_revoke(stay=last, reason="Sai", by=world.tracer, now=NOW)
            elif kind == "undo" and last and last.site is None:
                stays.departure_revoke(stay=last, reason="Sai", by=world.tracer, now=NOW)
        except Refused:
            pass

    def check_no_overlap(self, person):
        spans = sorted(
            (stay.occurred_at, stay.ended_at or NOW + hours(9999), stay.pk)
            for stay in Stay.objects.standing().filter(person=person)
        )
        for (_, end, _), (start, _, _) in itertools.pairwise(spans):
            assert end <= start, spans

    def check_site(self, site):
        arrivals = Stay.objects.standing().filter(site=site)
        departures = Departure.objects.standing().filter(stay__in=arrivals)
        load = booking.load(site, NOW)
        assert load.staying == arrivals.count() - departures.count()
        for stay in arrivals:
            departure = stay.departures.filter(revoked_at=None).first()
            assert stay.ended_at == (departure.occurred_at if departure else None)
