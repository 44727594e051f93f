"""Cells around points: each point gets what lies nearer to it than to any other, within a radius.

Pure Python. The radius softens the outline: the union of the cells is the union of the discs
around the points, so a peninsula stays a peninsula without anybody's boundary file.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]

_CORNERS = 36
_KM_PER_DEGREE = 111.32


@dataclass(frozen=True)
class Polygon:
    """A convex cell. `neighbours[i]` is the index of the cell across the edge from corner i to i+1, or None."""

    corners: tuple[Point, ...]
    neighbours: tuple[int | None, ...]

    def area(self) -> float:
        return abs(_signed_area(self.corners))

    def contains(self, point: Point) -> bool:
        """Whether a point lies inside, or on an edge within rounding."""
        return all(_cross(a, b, point) >= -1e-9 for a, b in _edges(self.corners))


def middle(corners: Sequence[Point]) -> Point:
    """The middle of an area, where a label stands best."""
    total = _signed_area(corners) * 6
    x = y = 0.0
    for (x1, y1), (x2, y2) in _edges(corners):
        cross = x1 * y2 - x2 * y1
        x += (x1 + x2) * cross
        y += (y1 + y2) * cross
    return x / total, y / total


def project(coordinates: Sequence[tuple[float, float]]) -> list[Point]:
    """(lat, lon) to kilometres on a plane, north up: x grows eastward, y grows *southward* as in SVG."""
    if not coordinates:
        return []
    middle = sum(lat for lat, _ in coordinates) / len(coordinates)
    shrink = math.cos(math.radians(middle))
    return [(lon * shrink * _KM_PER_DEGREE, -lat * _KM_PER_DEGREE) for lat, lon in coordinates]


def nudge(points: Sequence[Point]) -> list[Point]:
    """The same points with those that coincide moved apart, always in the same way.

    They go on a small circle around the shared place, far smaller than the way to any other point.
    """
    groups: dict[Point, list[int]] = {}
    for index, point in enumerate(points):
        groups.setdefault((round(point[0], 6), round(point[1], 6)), []).append(index)
    moved = list(points)
    step = 0.25 * _least_distance(list(groups)) if len(groups) > 1 else 1.0
    for members in groups.values():
        if len(members) > 1:
            for position, index in enumerate(members):
                moved[index] = _on_circle(points[index], step, position / len(members))
    return moved


def cells(points: Sequence[Point], radius: float) -> list[Polygon]:
    """One convex polygon a point, in the order given; `points` must differ from each other."""
    return [_cell(index, points, radius) for index in range(len(points))]


def covering_radius(points: Sequence[Point]) -> float:
    """A radius at which the discs hang together with some overlap: 0.8 of the longest link needed."""
    return 0.8 * _longest_link(points) if len(points) > 1 else 1.0


def _cell(index: int, points: Sequence[Point], radius: float) -> Polygon:
    centre = points[index]
    corners = [_on_circle(centre, radius, turn / _CORNERS) for turn in range(_CORNERS)]
    tags: list[int | None] = [None] * _CORNERS
    others = sorted(
        (math.dist(centre, other), number) for number, other in enumerate(points) if number != index
    )
    for distance, number in others:
        if distance > 2 * radius:
            break
        corners, tags = _clip(corners, tags, centre, points[number], number)
    return Polygon(tuple(corners), tuple(tags))


def _clip(
    corners: list[Point], tags: list[int | None], centre: Point, other: Point, number: int
) -> tuple[list[Point], list[int | None]]:
    """Keep the side of the bisector on which `centre` lies; the cut becomes an edge tagged `number`."""
    sides = [math.dist(corner, other) ** 2 - math.dist(corner, centre) ** 2 for corner in corners]
    kept: list[Point] = []
    kept_tags: list[int | None] = []
    for here in range(len(corners)):
        there = (here + 1) % len(corners)
        if sides[here] >= 0:
            kept.append(corners[here])
            kept_tags.append(tags[here])
        if (sides[here] >= 0) != (sides[there] >= 0):
            kept.append(_between(corners[here], corners[there], sides[here], sides[there]))
            kept_tags.append(number if sides[here] >= 0 else tags[here])
    return kept, kept_tags


def _between(a: Point, b: Point, side_a: float, side_b: float) -> Point:
    share = side_a / (side_a - side_b)
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])


def _on_circle(centre: Point, radius: float, turn: float) -> Point:
    angle = 2 * math.pi * turn
    return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)


def _edges(corners: Sequence[Point]) -> list[tuple[Point, Point]]:
    return list(zip(corners, (*corners[1:], corners[0]), strict=True))


def _signed_area(corners: Sequence[Point]) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in _edges(corners)) / 2


def _cross(a: Point, b: Point, point: Point) -> float:
    return (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0])


def _least_distance(points: Sequence[Point]) -> float:
    return min(math.dist(a, b) for number, a in enumerate(points) for b in points[number + 1 :])


def _longest_link(points: Sequence[Point]) -> float:
    """The longest edge of the shortest tree that joins all points (Prim)."""
    away = [math.dist(points[0], point) for point in points]
    left = set(range(1, len(points)))
    longest = 0.0
    while left:
        nearest = min(left, key=lambda number: away[number])
        longest = max(longest, away[nearest])
        left.remove(nearest)
        for number in left:
            away[number] = min(away[number], math.dist(points[nearest], points[number]))
    return longest
