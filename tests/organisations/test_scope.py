"""Which communes and people a log-in sees: role, organisation, and the dated areas of the organisation."""

from __future__ import annotations

import datetime as dt

import pytest

from lachan.demo.cast import WARD_4, WARD_5
from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.access.roles import may
from lachan.kernel.times import LOCAL
from lachan.organisations import queries, services
from lachan.places import queries as places
from lachan.places.kinds import Level


@pytest.mark.parametrize(
    ("username", "everywhere", "communes"),
    [
        ("lanhdao", True, 102),  # both versions of a code count
        ("cdc", True, 102),
        ("thammuu", True, 102),
        ("huyen", False, 18),  # 17 communes of the city, one of them with a later version
        ("xa", False, None),
        ("vanthu", False, 0),  # letters, not people
        ("quantri", False, 0),
        ("kiemtra", False, 0),
        ("phongxn", False, 0),
        ("khucachly", False, 0),
    ],
)
def test_sight_follows_role_and_area(world, morning, username, everywhere, communes):
    actor = world.actor(username, morning)
    assert actor.everywhere is everywhere
    if communes == 0:
        assert not actor.unit_ids
    elif communes is not None:
        own = {unit for unit in actor.unit_ids if places.unit_by_id(unit).valid_from.year == 2020}
        assert len(own) == {102: 101, 18: 17}[communes]


def test_a_station_sees_its_own_ward_and_what_became_of_it(world, morning):
    actor = world.actor("xa", morning)
    names = {places.unit_by_id(unit).name for unit in actor.unit_ids}
    assert world.commune(WARD_4, morning.date()).pk in actor.unit_ids
    assert world.commune(WARD_5, morning.date()).pk not in actor.unit_ids
    assert "Phường 2" in names, "the ward that took Phường 4 over in 2025"


def test_an_area_ends_on_its_day(world, morning):
    station = world.organisations[f"tyt-{WARD_4}"]
    station.areas.update(valid_to=dt.date(2021, 9, 20))
    later = dt.datetime(2021, 9, 20, 8, tzinfo=LOCAL)
    assert world.actor("xa", later).unit_ids == frozenset()


def test_an_unknown_permission_is_an_error_and_an_unheld_one_is_no(world, morning):
    clerk = world.actor("vanthu", morning)
    assert not may(clerk, "cases.view")
    with pytest.raises(KeyError):
        may(clerk, "cases.view_all")


def test_competent_organisations_stand_at_exactly_that_unit(world, morning):
    district = places.unit_by_code("964", morning.date(), Level.DISTRICT)
    found = queries.competent_for(district.pk, morning.date(), ["health_centre"])
    assert [row.name for row in found] == ["Trung tâm Y tế thành phố Cà Mau"]


def test_search_needs_no_marks(world, morning):
    found = queries.search("trung tam y te u minh", morning.date())
    assert [row.name for row in found] == ["Trung tâm Y tế huyện U Minh"]


def test_an_office_has_one_holder_at_a_time(world, morning):
    organisation = world.organisations["cdc"]
    services.position_set(
        organisation=organisation,
        title="GIÁM ĐỐC",
        holder_name="Trần Văn Mới",
        valid_from=morning.date(),
        by=SYSTEM,
        now=morning,
    )
    today = queries.positions(organisation.pk, morning.date())
    assert [row.holder_name for row in today] == ["Trần Văn Mới"]
    yesterday = queries.positions(organisation.pk, morning.date() - dt.timedelta(days=1))
    assert [row.holder_name for row in yesterday] == ["Nguyễn Hoàng Phúc"]
