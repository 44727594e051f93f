"""Laws of the cells: each holds its point, none overlaps another, together they cover the discs."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lachan.places import geometry
from lachan.places.geometry import Point

_coordinate = st.floats(-50, 50, allow_nan=False).map(lambda value: round(value, 3))
_points = st.lists(st.tuples(_coordinate, _coordinate), min_size=1, max_size=25)
_apart = _points.filter(lambda points: _least(points) > 0.05)


def _least(points: list[Point]) -> float:
    pairs = [math.dist(a, b) for i, a in enumerate(points) for b in points[i + 1 :]]
    return min(pairs, default=math.inf)


def _probes(points: list[Point], radius: float) -> list[Point]:
    dice = random.Random(len(points))
    around = [(x + dice.uniform(-radius, radius), y + dice.uniform(-radius, radius)) for x, y in points]
    return around + [(dice.uniform(-60, 60), dice.uniform(-60, 60)) for _ in range(40)]


@given(_apart)
def test_each_cell_holds_its_own_point_and_no_other(points: list[Point]) -> None:
    cells = geometry.cells(points, geometry.covering_radius(points))
    for index, cell in enumerate(cells):
        held = [number for number, point in enumerate(points) if cell.contains(point)]
        assert held == [index]


@given(_apart)
def test_what_lies_near_a_point_lies_in_exactly_one_cell(points: list[Point]) -> None:
    radius = geometry.covering_radius(points)
    cells = geometry.cells(points, radius)
    inner = radius * math.cos(math.pi / geometry.CORNERS)  # the disc is drawn with straight edges
    for probe in _probes(points, radius):
        away = sorted((math.dist(probe, point), number) for number, point in enumerate(points))
        if len(away) > 1 and away[1][0] - away[0][0] < 1e-6:
            continue  # on a border
        holders = [number for number, cell in enumerate(cells) if cell.contains(probe)]
        if away[0][0] < inner:
            assert holders == [away[0][1]]
        elif away[0][0] > radius:
            assert holders == []


@given(_apart)
def test_neighbours_share_their_edges(points: list[Point]) -> None:
    cells = geometry.cells(points, geometry.covering_radius(points))
    for index, cell in enumerate(cells):
        ends = (*cell.corners[1:], cell.corners[0])
        for start, end, across in zip(cell.corners, ends, cell.neighbours, strict=True):
            if across is None or math.dist(start, end) < 1e-6:
                continue
            middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
            assert math.dist(middle, points[index]) == pytest.approx(math.dist(middle, points[across]))
            assert cells[across].contains(middle)


@given(_apart)
def test_discs_hang_together(points: list[Point]) -> None:
    assume(len(points) > 1)
    reach = 2 * geometry.covering_radius(points)
    reached, edge = {0}, [0]
    while edge:
        here = points[edge.pop()]
        for number, point in enumerate(points):
            if number not in reached and math.dist(here, point) <= reach:
                reached.add(number)
                edge.append(number)
    assert len(reached) == len(points)


@given(_points)
def test_nudged_points_differ_stay_near_and_are_always_the_same(points: list[Point]) -> None:
    doubled = [*points, *points[:3]]
    moved = geometry.nudge(doubled)
    assert _least(moved) > 0
    assert geometry.nudge(doubled) == moved
    distinct = sorted(set(doubled))
    apart = min((math.dist(a, b) for i, a in enumerate(distinct) for b in distinct[i + 1 :]), default=8)
    for before, after in zip(doubled, moved, strict=True):
        assert math.dist(before, after) <= apart / 4 + 1e-9
        if doubled.count(before) == 1:
            assert after == before


def test_areas_add_up_to_the_union_of_two_discs() -> None:
    alone = geometry.cells([(0.0, 0.0)], 1.0)[0].area()
    assert alone == pytest.approx(geometry.CORNERS / 2 * math.sin(2 * math.pi / geometry.CORNERS))
    far = geometry.cells([(0.0, 0.0), (5.0, 0.0)], 1.0)
    assert [cell.area() for cell in far] == pytest.approx([alone, alone])
    near = geometry.cells([(0.0, 0.0), (1.0, 0.0)], 1.0)
    assert near[0].area() == pytest.approx(near[1].area())
    assert alone / 2 < near[0].area() < alone


def test_north_is_up_and_a_degree_of_longitude_is_shorter() -> None:
    south, north, east = geometry.project([(9.0, 105.0), (10.0, 105.0), (9.0, 106.0)])
    assert north[1] < south[1]
    assert east[0] > south[0]
    assert math.dist(south, north) == pytest.approx(111.3, abs=0.1)
    assert 109 < math.dist(south, east) < 111


def test_the_middle_of_a_square() -> None:
    assert geometry.middle([(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)]) == (1.0, 1.0)
