"""Registrations one by one, successions and populations from rows, and what the tables themselves forbid."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from lachan.kernel.access.actors import SYSTEM, Actor
from lachan.kernel.access.roles import COMMUNE, LAB
from lachan.kernel.audit.models import Event
from lachan.kernel.errors import Forbidden, Refused
from lachan.places import queries, services
from lachan.places.kinds import HamletKind, Level, VenueKind
from lachan.places.models import Population, Succession, Unit, Venue

STATION = Actor("user", "Trạm y tế Phường 4", user_id=7, roles=frozenset({COMMUNE}))
LABORATORY = Actor("user", "Phòng xét nghiệm", user_id=8, roles=frozenset({LAB}))


@pytest.fixture
def ward(camau: Unit, on: dt.date) -> Unit:
    found = queries.unit_by_code("32002", on)
    assert found is not None
    return found


@pytest.fixture
def other_ward(camau: Unit, on: dt.date) -> Unit:
    found = queries.unit_by_code("32005", on)
    assert found is not None
    return found


# --- hamlets ----------------------------------------------------------------------------------------


def register(unit: Unit, name: str, now: dt.datetime, kind: HamletKind = HamletKind.KHOM) -> str:
    return services.hamlet_register(unit=unit, name=name, kind=kind, by=SYSTEM, now=now).name


@pytest.mark.parametrize(
    ("typed", "kind", "stored"),
    [
        ("Khóm 1", HamletKind.KHOM, "Khóm 1"),
        ("1", HamletKind.KHOM, "Khóm 1"),
        ("  Đầu   Nai ", HamletKind.AP, "Ấp Đầu Nai"),
        ("ấp Đầu Nai", HamletKind.AP, "Ấp Đầu Nai"),
    ],
)
def test_a_hamlet_is_named_with_its_kind(
    ward: Unit, now: dt.datetime, typed: str, kind: HamletKind, stored: str
) -> None:
    assert register(ward, typed, now, kind) == stored
    assert Event.objects.filter(kind="places.hamlet_registered").count() == 1


def test_a_hamlet_stands_once_in_a_commune(ward: Unit, other_ward: Unit, now: dt.datetime) -> None:
    register(ward, "Khóm 1", now)
    with pytest.raises(Refused, match=r"Khóm 1 đã có trong Phường 4\."):
        register(ward, "khóm  1", now)
    assert register(other_ward, "Khóm 1", now) == "Khóm 1"


@pytest.mark.parametrize("name", ["", "  ", "Khóm", "khóm "])
def test_a_hamlet_needs_a_name(ward: Unit, now: dt.datetime, name: str) -> None:
    with pytest.raises(Refused):
        register(ward, name, now)


def test_a_hamlet_lies_in_a_commune_not_in_a_district(camau: Unit, on: dt.date, now: dt.datetime) -> None:
    district = queries.unit_by_code("964", on)
    assert district is not None
    with pytest.raises(Refused):
        register(district, "Khóm 1", now)


def test_hamlet_rows_that_fit_nowhere_go_back(camau: Unit, on: dt.date, now: dt.datetime) -> None:
    rows = [
        {"commune_code": "32002", "kind": "khom", "name": "Khóm 1", "invented": "0"},
        {"commune_code": "32002", "kind": "khom", "name": "khóm 1", "invented": "0"},
        {"commune_code": "99999", "kind": "khom", "name": "Khóm 1", "invented": "0"},
        {"commune_code": "32002", "kind": "thôn", "name": "Thôn 1", "invented": "0"},
    ]
    outcome = services.hamlets_import(rows=rows, on=on, source="thử", by=SYSTEM, now=now)
    assert (outcome.created, outcome.unchanged) == (1, 1)
    assert [(refusal.line, refusal.reason) for refusal in outcome.refused] == [
        (4, "Ngày 15/09/2021 không có xã mã 99999."),
        (5, "«thôn» không phải là khóm hay ấp."),
    ]


# --- venues -----------------------------------------------------------------------------------------


def test_a_venue_is_registered_once_by_name_kind_and_address(ward: Unit, now: dt.datetime) -> None:
    first = services.venue_register(
        name="Tiệm bánh  trung thu", kind=VenueKind.SHOP, unit=ward, address="12 Lý Bôn", by=STATION, now=now
    )
    same = services.venue_register(
        name="TIỆM BÁNH TRUNG THU", kind=VenueKind.SHOP, unit=ward, address="12, Lý Bôn", by=STATION, now=now
    )
    another = services.venue_register(
        name="Tiệm bánh trung thu", kind=VenueKind.SHOP, unit=ward, address="80 Lý Bôn", by=STATION, now=now
    )
    assert first == same
    assert another != first
    assert first.name == "Tiệm bánh trung thu"
    assert Event.objects.filter(kind="places.venue_registered").count() == 2


def test_a_venue_is_found_by_words_within_a_unit(
    ward: Unit, other_ward: Unit, now: dt.datetime, on: dt.date
) -> None:
    for unit in (ward, other_ward):
        services.venue_register(name="Chợ nông sản", kind=VenueKind.MARKET, unit=unit, by=STATION, now=now)
    city = queries.unit_by_code("964", on)
    assert [venue.unit for venue in queries.venue_search("san cho", unit=ward)] == [ward]
    assert queries.venue_search("cho nong", unit=city, kind=VenueKind.MARKET).count() == 2
    assert queries.venue_search("cho nong", kind=VenueKind.SCHOOL).count() == 0
    found = queries.venue_search("chợ", unit=ward).get()
    assert queries.venue_by_uid(found.uid) == found


def test_a_venue_lies_in_a_commune_and_in_a_hamlet_of_it(
    ward: Unit, other_ward: Unit, now: dt.datetime
) -> None:
    hamlet = services.hamlet_register(unit=ward, name="Khóm 1", kind=HamletKind.KHOM, by=SYSTEM, now=now)
    inside = services.venue_register(
        name="Chợ", kind=VenueKind.MARKET, unit=ward, hamlet=hamlet, by=STATION, now=now
    )
    assert inside.hamlet == hamlet
    assert queries.hamlet_by_uid(hamlet.uid) == hamlet
    with pytest.raises(Refused, match=r"Khóm 1 không thuộc Phường 1\."):
        services.venue_register(
            name="Chợ", kind=VenueKind.MARKET, unit=other_ward, hamlet=hamlet, by=STATION, now=now
        )
    assert ward.parent is not None
    with pytest.raises(Refused):
        services.venue_register(name="Chợ", kind=VenueKind.MARKET, unit=ward.parent, by=STATION, now=now)
    with pytest.raises(Refused):
        services.venue_register(name=" – ", kind=VenueKind.MARKET, unit=ward, by=STATION, now=now)


def test_a_laboratory_registers_no_venue(ward: Unit, now: dt.datetime) -> None:
    with pytest.raises(Forbidden):
        services.venue_register(name="Chợ", kind=VenueKind.MARKET, unit=ward, by=LABORATORY, now=now)
    assert not Venue.objects.exists()


# --- populations and successions --------------------------------------------------------------------


def test_population_rows(camau: Unit, now: dt.datetime) -> None:
    rows = [
        {"code": "32002", "value": "10.930"},
        {"code": "32005", "value": "9559"},
        {"code": "32008", "value": "mười nghìn"},
        {"code": "32011", "value": "0"},
        {"code": "77777", "value": "5"},
    ]
    as_of = dt.date(2021, 1, 1)
    outcome = services.population_import(rows=rows, as_of=as_of, source="Niên giám", by=SYSTEM, now=now)
    assert outcome.created == 2
    assert [(refusal.line, refusal.reason) for refusal in outcome.refused] == [
        (4, "«mười nghìn» không phải là số dân."),
        (5, "«0» không phải là số dân."),
        (6, "Ngày 01/01/2021 không có đơn vị mã 77777."),
    ]
    again = services.population_import(rows=rows[:2], as_of=as_of, source="Niên giám", by=SYSTEM, now=now)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
    mended = [{"code": "32002", "value": "11000"}]
    assert (
        services.population_import(rows=mended, as_of=as_of, source="Niên giám", by=SYSTEM, now=now).updated
        == 1
    )
    assert Population.objects.get(unit__code="32002").value == 11_000


def test_the_latest_count_up_to_the_day_is_used(ward: Unit, now: dt.datetime) -> None:
    for year, value in ((2020, "100"), (2021, "200"), (2022, "300")):
        services.population_import(
            rows=[{"code": "32002", "value": value}],
            as_of=dt.date(year, 1, 1),
            source="Niên giám",
            by=SYSTEM,
            now=now,
        )
    figures = [queries.population(ward, dt.date(year, 6, 1)) for year in (2020, 2021, 2022, 2023)]
    assert [figure and figure.value for figure in figures] == [100, 200, 300, 300]
    assert not any(figure.invented for figure in figures if figure)


def test_a_population_needs_a_source(camau: Unit, now: dt.datetime) -> None:
    with pytest.raises(Refused):
        services.population_import(rows=[], as_of=now.date(), source=" ", by=SYSTEM, now=now)


def test_a_succession_names_the_versions_of_its_day(camau: Unit, now: dt.datetime) -> None:
    row = {
        "effective_on": "2025-07-01",
        "level": "3",
        "old_code": "32002",
        "old_name": "Phường 4",  # at that time the code meant Phường 2
        "new_code": "32002",
        "new_name": "Phường An Xuyên",
        "part": "whole",
    }
    outcome = services.successions_import(rows=[row], source="thử", by=SYSTEM, now=now)
    assert [refusal.reason for refusal in outcome.refused] == [
        "Ngày 30/06/2025 mã 32002 là «Phường 2», không phải «Phường 4»."
    ]
    known = services.successions_import(
        rows=[row | {"old_name": "Phường 2"}], source="thử", by=SYSTEM, now=now
    )
    assert (known.created, known.unchanged) == (0, 1)


# --- what the tables forbid -------------------------------------------------------------------------


def _copy(unit: Unit, **changes: object) -> Unit:
    fields = {
        "code": "99999",
        "name": "Xã Thử",
        "name_key": "xa thu",
        "kind": "xa",
        "level": Level.COMMUNE,
        "parent": unit.parent,
        "path": "x/",
        "valid_from": unit.valid_from,
    }
    return Unit(**(fields | changes))


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("places_unit_one_version_a_day", {"code": "32002"}),
        ("places_unit_ends_after_start", {"valid_to": dt.date(2019, 1, 1)}),
        ("places_unit_only_provinces_have_no_parent", {"parent": None}),
        ("places_unit_whole_coordinate", {"lat": 9.0}),
    ],
)
def test_constraints_of_units(ward: Unit, name: str, changes: dict[str, object]) -> None:
    with transaction.atomic():  # unchanged, the copy may stand
        _copy(ward).save()
        transaction.set_rollback(True)
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        _copy(ward, **changes).save()
    assert name in str(caught.value) or "places_unit.code, places_unit.level" in str(caught.value)


def test_constraints_of_successions_and_populations(ward: Unit, on: dt.date) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Succession.objects.create(old=ward, new=ward, effective_on=on, part="whole")
    with pytest.raises(IntegrityError), transaction.atomic():
        Population.objects.create(unit=ward, as_of=on, value=0, source="thử")
