"""Cells around points: each point gets what lies nearer to it than to any other, within a radius.

Pure Python. The radius softens the outline: the union of the cells is the union of the discs
around the points, so a peninsula stays a peninsula without anybody's boundary file.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]

CORNERS = 10  # of a disc: angular enough to read as a coast, not as a bubble
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
    """A radius at which the discs hang together without gaps in practice: 0.85 of the longest link needed."""
    return 0.85 * _longest_link(points) if len(points) > 1 else 1.0


def _cell(index: int, points: Sequence[Point], radius: float) -> Polygon:
    centre = points[index]
    corners = _square(centre, 2 * radius)
    tags: list[int | None] = [None] * len(corners)
    others = sorted(
        (math.dist(centre, other), number) for number, other in enumerate(points) if number != index
    )
    for distance, number in others:
        if distance > 2 * radius:
            break
        corners, tags = _clip(corners, tags, centre, points[number], number)
    return _rounded_off(corners, tags, centre, radius)


def _rounded_off(corners: list[Point], tags: list[int | None], centre: Point, radius: float) -> Polygon:
    """What of a polygon lies in the disc; neighbours leave it at the same point of their common edge."""
    pieces = []
    for (start, end), tag in zip(_edges(corners), tags, strict=True):
        inside = _part_in_disc(start, end, centre, radius)
        if inside:
            pieces.append((*inside, tag))
    if not pieces:
        around = [_on_circle(centre, radius, turn / CORNERS) for turn in range(CORNERS)]
        return Polygon(tuple(around), (None,) * CORNERS)
    made: list[tuple[Point, int | None]] = []
    for place, (start, end, tag) in enumerate(pieces):
        following = pieces[(place + 1) % len(pieces)][0]
        made.append((start, tag))
        if math.dist(end, following) > 1e-9 * radius:
            made += [(point, None) for point in _arc(centre, radius, end, following)]
    return Polygon(tuple(point for point, _ in made), tuple(tag for _, tag in made))


def _part_in_disc(start: Point, end: Point, centre: Point, radius: float) -> tuple[Point, Point] | None:
    """The stretch of a segment within the disc, or None."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    fx, fy = start[0] - centre[0], start[1] - centre[1]
    a, b, c = dx * dx + dy * dy, fx * dx + fy * dy, fx * fx + fy * fy - radius * radius
    root = b * b - a * c
    if a == 0 or root <= 0:
        return None
    first, last = max(0.0, (-b - math.sqrt(root)) / a), min(1.0, (-b + math.sqrt(root)) / a)
    if last - first <= 1e-12:
        return None
    return (start[0] + first * dx, start[1] + first * dy), (start[0] + last * dx, start[1] + last * dy)


def _arc(centre: Point, radius: float, start: Point, end: Point) -> list[Point]:
    """Corners from `start` along the circle up to, not including, `end`."""
    begin = math.atan2(start[1] - centre[1], start[0] - centre[0]) / (2 * math.pi)
    span = (math.atan2(end[1] - centre[1], end[0] - centre[0]) / (2 * math.pi) - begin) % 1
    steps = max(1, math.ceil(span * CORNERS - 1e-9))
    return [start, *(_on_circle(centre, radius, begin + span * step / steps) for step in range(1, steps))]


def _square(centre: Point, half: float) -> list[Point]:
    x, y = centre
    return [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]


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
