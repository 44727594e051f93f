"""Sites: their places, who is counted, and which one is proposed."""

from __future__ import annotations

import pytest

from lachan.isolation import booking, queries
from lachan.isolation.services import sites
from lachan.kernel.errors import Forbidden, Refused
from tests.isolation.test_stays import arrive, leave, open_site
from tests.isolation.world import NOW, at, make_organisation


def test_latest_capacity_counts(world):
    site = open_site(world, places=2)
    sites.capacity_record(site=site, places=5, by=world.site_actor, now=NOW)
    assert booking.load(site, NOW).capacity == 5
    assert booking.load(site, at("14/9 00:00")).capacity == 2


@pytest.mark.parametrize("measures", [[], ["self_monitor"], ["unheard"]])
def test_site_takes_measures_that_separate(world, measures):
    with pytest.raises(Refused, match="ít nhất một biện pháp"):
        sites.site_register(
            organisation_id=world.site_organisation.pk, unit_id=world.here.pk, measures=measures,
            by=world.district_actor, now=NOW,
        )  # fmt: skip


def test_district_manages_sites_of_its_area_only(world):
    far = open_site(world, organisation=world.far_site_organisation, unit=world.far)
    with pytest.raises(Forbidden):
        sites.capacity_record(site=far, places=9, by=world.district_actor, now=NOW)
    with pytest.raises(Forbidden):
        sites.capacity_record(site=far, places=9, by=world.commune, now=NOW)


def test_site_is_registered_once(world):
    open_site(world)
    with pytest.raises(Refused, match="đã được đăng ký"):
        open_site(world)


def test_occupancy_is_of_the_moment_asked(world):
    site = open_site(world)
    leave(world, arrive(world, world.person(), "13/9 10:00", site=site).stay, "14/9 10:00")
    assert [booking.load(site, moment).staying for moment in (at("13/9 09:59"), at("13/9 10:00"), NOW)] == [
        0,
        1,
        0,
    ]


def test_district_comes_first_then_room_then_distance(world):
    near = open_site(world, places=1)
    further = open_site(
        world,
        places=1,
        organisation=make_organisation("Khu cách ly Bên", "site", world.there),
        unit=world.there,
    )
    other_district = open_site(world, places=9, organisation=world.far_site_organisation, unit=world.far)
    unknown = open_site(
        world, places=None, organisation=make_organisation("Khu chưa rõ", "site", world.here), unit=world.here
    )

    def ranked():
        return [one.site for one in queries.sites_with_places(world.here, "concentrated", NOW)]

    assert ranked() == [near, further, unknown, other_district]
    arrive(world, world.person(), site=near)
    assert ranked() == [further, unknown, near, other_district]
