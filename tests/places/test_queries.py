"""Known answers on the shipped trees of Cà Mau."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lachan.kernel.access.actors import SYSTEM
from lachan.places import queries, shipped
from lachan.places.kinds import Level, Part
from lachan.places.models import Succession, Unit

IN_2021 = dt.date(2021, 9, 15)
EARLY_2025 = dt.date(2025, 3, 1)
LATE_2025 = dt.date(2025, 7, 1)


def test_units_of_2021(camau: Unit) -> None:
    communes = queries.units_on(IN_2021, Level.COMMUNE)
    assert Counter(communes.values_list("kind", flat=True)) == {"phuong": 10, "thi_tran": 9, "xa": 82}
    districts = list(queries.units_on(IN_2021, Level.DISTRICT).values_list("code", flat=True))
    assert districts == ["964", "966", "967", "968", "969", "970", "971", "972", "973"]


@pytest.mark.parametrize(
    ("district", "communes"),
    [
        ("964", 17),
        ("966", 8),
        ("967", 12),
        ("968", 13),
        ("969", 11),
        ("970", 16),
        ("971", 8),
        ("972", 9),
        ("973", 7),
    ],
)
def test_communes_of_each_district(camau: Unit, district: str, communes: int) -> None:
    root = queries.unit_by_code(district, IN_2021)
    assert queries.units_on(IN_2021, Level.COMMUNE, root).count() == communes


def test_every_commune_has_a_coordinate_and_three_are_marked_approximate(camau: Unit) -> None:
    communes = queries.units_on(IN_2021, Level.COMMUNE)
    assert not communes.filter(lat=None).exists()
    approximate = communes.filter(coordinate_approximate=True)
    assert sorted(approximate.values_list("code", flat=True)) == ["32002", "32026", "32141"]


def test_three_trees_of_one_code(camau: Unit) -> None:
    names = [queries.unit_by_code("32002", day) for day in (IN_2021, EARLY_2025, LATE_2025)]
    assert [unit and unit.name for unit in names] == ["Phường 4", "Phường 2", "Phường An Xuyên"]


def test_numbers_of_each_time(camau: Unit) -> None:
    counts = [queries.units_on(day, Level.COMMUNE).count() for day in (IN_2021, EARLY_2025, LATE_2025)]
    assert counts == [101, 100, 64]
    assert not queries.units_on(LATE_2025, Level.DISTRICT).exists()


def test_a_unit_begins_and_ends_at_midnight(camau: Unit) -> None:
    before = queries.unit_by_code("96", LATE_2025 - dt.timedelta(days=1))
    after = queries.unit_by_code("96", LATE_2025)
    assert before == camau
    assert after != camau
    assert queries.unit_by_code("32002", dt.date(2019, 12, 31)) is None


def test_codes_of_old_camau_that_changed_their_label(camau: Unit) -> None:
    old = dict(queries.units_on(EARLY_2025, Level.COMMUNE).values_list("code", "name"))
    new = dict(queries.units_on(LATE_2025, Level.COMMUNE).values_list("code", "name"))
    relabelled = [code for code in old if code in new and old[code] != new[code]]
    assert len(relabelled) == 24
    renamed = [c for c in relabelled if old[c].split()[-1] != new[c].split()[-1]]
    assert {"32044", "32047", "32041", "32014", "32002"} <= set(renamed)


def test_successions_of_the_reform(camau: Unit) -> None:
    rows = Succession.objects.filter(effective_on=LATE_2025, old__level=Level.COMMUNE)
    assert Counter(rows.values_list("part", flat=True)) == {Part.WHOLE: 81, Part.PART: 41}
    split = rows.filter(part=Part.PART).values_list("old", flat=True).distinct()
    assert split.count() == 19


def test_every_commune_has_a_successor_and_split_ones_several(camau: Unit) -> None:
    for unit in queries.units_on(EARLY_2025, Level.COMMUNE):
        rows = queries.successors(unit)
        assert rows.exists()
        assert queries.is_split(unit) == (rows.count() > 1)


def test_phuong_4_goes_to_an_xuyen_in_two_steps(camau: Unit) -> None:
    first = queries.unit_by_code("32002", IN_2021)
    assert first is not None
    second = queries.successors(first).get().new
    third = queries.successors(second).get().new
    assert (second.name, third.name) == ("Phường 2", "Phường An Xuyên")
    names = {row.old.name for row in queries.predecessors(second)}
    assert names == {"Phường 4", "Phường 2"}


def test_loi_an_goes_to_three_communes(camau: Unit) -> None:
    loi_an = queries.unit_by_code("32122", IN_2021)
    assert loi_an is not None
    names = {row.new.name for row in queries.successors(loi_an)}
    assert names == {"Phường Lý Văn Lâm", "Xã Trần Văn Thời", "Xã Lương Thế Trân"}


def test_chain_of_three_and_of_two_levels(camau: Unit) -> None:
    old = queries.unit_by_code("32002", IN_2021)
    new = queries.unit_by_code("32002", LATE_2025)
    assert old is not None
    assert new is not None
    assert [unit.name for unit in queries.chain(old)] == ["Phường 4", "Thành phố Cà Mau", "Tỉnh Cà Mau"]
    assert queries.chain_codes(old) == ["32002", "964", "96"]
    assert [unit.name for unit in queries.chain(new)] == ["Phường An Xuyên", "Tỉnh Cà Mau"]
    assert queries.chain_codes(new) == ["32002", "96"]


def test_chain_keys_of_two_times_share_nothing(camau: Unit) -> None:
    old = queries.unit_by_code("32002", IN_2021)
    new = queries.unit_by_code("32002", LATE_2025)
    assert old is not None
    assert new is not None
    assert not set(queries.chain_keys(old)) & set(queries.chain_keys(new))


def test_communes_under_a_unit(camau: Unit) -> None:
    district = queries.unit_by_code("967", IN_2021)
    commune = queries.unit_by_code("32080", IN_2021)
    assert district is not None
    assert commune is not None
    assert len(queries.commune_ids_under(camau.pk)) == 102  # both versions of 32002 of this tree
    assert len(queries.commune_ids_under(district.pk)) == 12
    assert queries.commune_ids_under(commune.pk) == {commune.pk}


def test_communes_under_a_unit_with_those_that_took_over(camau: Unit) -> None:
    ward = queries.unit_by_code("32002", IN_2021)
    assert ward is not None
    ids = queries.commune_ids_under(ward.pk, with_successions=True)
    names = set(Unit.objects.filter(pk__in=ids).values_list("name", "valid_from__year"))
    assert names == {("Phường 4", 2020), ("Phường 2", 2025), ("Phường An Xuyên", 2025)}
    new = queries.unit_by_code("32002", LATE_2025)
    assert new is not None
    back = queries.commune_ids_under(new.pk, with_successions=True)
    assert ward.pk in back
    assert len(back) == 1 + 5 + 2  # itself, its five parts, and the two that had become Phường 2


@pytest.mark.django_db(transaction=True)
def test_communes_under_a_unit_are_remembered_until_the_next_import() -> None:
    now = dt.datetime(2021, 9, 15, tzinfo=dt.UTC)
    shipped.camau_load(by=SYSTEM, now=now)
    province = queries.unit_by_code("96", IN_2021)
    assert province is not None
    queries.commune_ids_under(province.pk)
    with CaptureQueriesContext(
        connection,
    ) as second:
        queries.commune_ids_under(province.pk)
    assert len(second) == 0
    queries.forget_cached()
    with CaptureQueriesContext(connection) as third:
        queries.commune_ids_under(province.pk)
    assert len(third) == 1


def test_inside_a_transaction_nothing_is_remembered(camau: Unit) -> None:
    queries.commune_ids_under(camau.pk)
    with CaptureQueriesContext(connection) as again:
        queries.commune_ids_under(camau.pk)
    assert len(again) == 1


def test_population_sums_up_and_is_labelled(demo: Unit, on: dt.date) -> None:
    commune = queries.unit_by_code("32002", on)
    assert commune is not None
    own = queries.population(commune, on)
    whole = queries.population(demo, on)
    assert own is not None
    assert whole is not None
    assert own.invented
    assert whole.invented
    every = queries.populations(queries.commune_ids_under(demo.pk), on)
    assert whole.value == sum(figure.value for figure in every.values())
    assert "minh họa" in whole.source


def test_no_population_before_the_count_nor_where_a_commune_lacks_one(demo: Unit) -> None:
    assert queries.population(demo, dt.date(2020, 12, 31)) is None
    assert queries.population(demo, EARLY_2025) is None  # the new Phường 2 was never counted
    new = queries.unit_by_code("96", LATE_2025)
    assert new is not None
    assert queries.population(new, LATE_2025) is None


def test_hamlets_of_the_demonstration_say_which_are_invented(demo: Unit, on: dt.date) -> None:
    ward = queries.unit_by_code("32002", on)
    assert ward is not None
    hamlets = {hamlet.name: hamlet.invented for hamlet in queries.hamlets_of(ward, on)}
    assert hamlets["Khóm 1"] is False
    assert hamlets["Khóm 2"] is True
    tan_phu = queries.unit_by_code("32080", on)
    assert tan_phu is not None
    assert queries.hamlets_of(tan_phu).get(invented=False).name == "Ấp Đầu Nai"
    for unit in queries.units_on(on, Level.COMMUNE):
        kinds = set(queries.hamlets_of(unit).values_list("kind", flat=True))
        assert kinds == ({"ap"} if unit.kind == "xa" else {"khom"})
