"""The schematic map of Cà Mau reads as Cà Mau."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lachan.places import map as places_map
from lachan.places import queries
from lachan.places.geometry import Point, Polygon
from lachan.places.map import Cell
from lachan.places.models import Unit

IN_2021 = dt.date(2021, 9, 15)
LATE_2025 = dt.date(2025, 8, 1)


def polygon(cell: Cell) -> Polygon:
    return Polygon(cell.points, (None,) * len(cell.points))


def middle_of(cells: list[Cell], code: str) -> Point:
    return next(cell.label_xy for cell in cells if cell.code == code)


def test_a_cell_for_each_commune_with_its_district(camau: Unit) -> None:
    cells = places_map.cells(IN_2021, camau)
    assert len(cells) == 101
    ward = next(cell for cell in cells if cell.code == "32002")
    assert (ward.name, ward.district) == ("Phường 4", "Thành phố Cà Mau")
    assert polygon(ward).contains(ward.label_xy)


def test_the_south_cape_lies_below_and_u_minh_above(camau: Unit) -> None:
    cells = places_map.cells(IN_2021, camau)
    cape, city, u_minh, east = (middle_of(cells, code) for code in ("32248", "32002", "32044", "32167"))
    assert cape[1] > city[1] > u_minh[1]
    assert cape[0] < city[0] < east[0]


@pytest.mark.parametrize("day", [IN_2021, LATE_2025])
def test_cells_do_not_overlap_and_fill_the_sheet(camau: Unit, day: dt.date) -> None:
    root = queries.unit_by_code("96", day)
    assert root is not None
    cells = places_map.cells(day, root)
    for cell in cells:
        assert [other.code for other in cells if polygon(other).contains(cell.label_xy)] == [cell.code]
        assert polygon(cell).area() > 0.3  # no commune vanishes
    xs = [x for cell in cells for x, _ in cell.points]
    ys = [y for cell in cells for _, y in cell.points]
    assert places_map.sheet(day, root).view_box == f"0 0 {max(xs):g} {max(ys):g}"
    assert (min(xs), min(ys)) == (0.0, 0.0)


def test_borders_lie_between_districts_only(camau: Unit) -> None:
    cells = places_map.cells(IN_2021, camau)
    borders = places_map.sheet(IN_2021, camau).borders
    assert borders
    for border in borders:
        beside = {
            cell.district for cell in cells if border.start in cell.points and border.end in cell.points
        }
        near = {cell.district for cell in cells if border.start in cell.points or border.end in cell.points}
        assert len(near | beside) >= 2


def test_without_districts_there_are_no_inner_borders(camau: Unit) -> None:
    root = queries.unit_by_code("96", LATE_2025)
    assert root is not None
    assert places_map.sheet(LATE_2025, root).borders == ()
    cells = places_map.cells(LATE_2025, root)
    assert len(cells) == 64
    assert {cell.district for cell in cells} == {""}


def test_a_district_alone(camau: Unit) -> None:
    district = queries.unit_by_code("971", IN_2021)
    assert district is not None
    assert len(places_map.cells(IN_2021, district)) == 8


def test_a_root_without_communes_draws_nothing(camau: Unit) -> None:
    assert places_map.cells(dt.date(2019, 1, 1), camau) == []
    assert places_map.sheet(dt.date(2019, 1, 1), camau).view_box == "0 0 0 0"


def test_the_drawing_is_computed_once(camau: Unit) -> None:
    places_map.cells(IN_2021, camau)
    before = places_map._shape.cache_info()
    with CaptureQueriesContext(connection) as queried:
        places_map.cells(IN_2021, camau)
    after = places_map._shape.cache_info()
    assert (after.hits, after.misses) == (before.hits + 1, before.misses)
    assert len(queried) == 1
