"""The screens of sites: places left, a new site, who is there."""

from __future__ import annotations

import pytest

from lachan.isolation import booking
from lachan.isolation.services import stays
from lachan.kernel.access import roles
from tests.isolation.test_screens import D, url
from tests.isolation.test_stays import open_site
from tests.isolation.world import NOW, at

pytestmark = pytest.mark.usefixtures("morning")


def test_sites_show_places_and_a_new_one_is_registered(district, world):
    open_site(world, places=3)
    page = district.get(url("site_list")).content.decode()
    assert "Khu cách ly Trường Thử" in page
    answer = district.post(
        url("site_register"),
        {
            "organisation": world.far_site_organisation.pk, "unit": world.there.pk,
            "measures": ["concentrated"], "places": 7,
        },
    )  # fmt: skip
    assert answer.status_code == 302, answer.context["form"].errors
    assert district.get(url("site_list"), {"with_places": "on"}).content.decode().count("Khu cách ly") >= 2


def test_capacity_is_the_managers_to_record(client, world):
    site = open_site(world, places=3)
    district = world.log_in(client, roles.DISTRICT, world.committee)
    assert (
        district.post(url("capacity_record", site.uid), {"places": 9, "at": "06:00 15/09/2021"}).status_code
        == 302
    )
    assert booking.load(site, NOW).capacity == 9
    stranger = world.log_in(client, roles.SITE, world.far_site_organisation)
    assert stranger.get(url("capacity_record", site.uid)).status_code == 404


def test_site_page_says_how_many_of_its_people_the_reader_may_not_see(client, world):
    site, person = open_site(world, places=3), world.person(unit=world.there)
    stays.stay_begin(
        person_id=person.pk, disease=D, measure="concentrated", site=site, occurred_at=at("15/9 06:00"),
        by=world.tracer, now=NOW,
    )  # fmt: skip
    commune = world.log_in(client, roles.COMMUNE, world.station)
    page = commune.get(url("site_page", site.uid)).content.decode()
    assert "1 người đang ở đây ngoài phạm vi của đồng chí" in page
    assert person.full_name not in page
