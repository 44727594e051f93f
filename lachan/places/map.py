"""The schematic map of the communes in force on a day. Official boundaries can replace it by import."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from lachan.places import geometry, queries
from lachan.places.geometry import Point
from lachan.places.kinds import Level
from lachan.places.models import Unit

_DECIMALS = 2  # of a kilometre on the drawing plane: ten metres

# What the drawing depends on: unit id, latitude, longitude, district id.
_Site = tuple[int, float, float, int]


@dataclass(frozen=True)
class Cell:
    """One commune on the map: `points` in kilometres from the upper left corner, y downwards."""

    unit_id: int
    uid: uuid.UUID
    path: str
    code: str
    name: str
    district: str
    points: tuple[Point, ...]
    label_xy: Point


@dataclass(frozen=True)
class Border:
    """A stretch between two districts (or provinces, where there are no districts)."""

    start: Point
    end: Point


@dataclass(frozen=True)
class Shape:
    """Cells in the order of the sites, the borders between districts, and the size of the sheet."""

    corners: tuple[tuple[Point, ...], ...]
    labels: tuple[Point, ...]
    borders: tuple[Border, ...]
    size: Point


@dataclass(frozen=True)
class Sheet:
    """All that is drawn, and the SVG viewBox that holds it."""

    cells: list[Cell]
    borders: tuple[Border, ...]
    view_box: str


def sheet(on: dt.date, root: Unit) -> Sheet:
    """The drawing of the communes below `root` on a day, with one query."""
    communes = _located(on, root)
    shape = _shape(_sites(communes))
    drawn = zip(communes, shape.corners, shape.labels, strict=True)
    width, height = shape.size
    return Sheet([_cell(*one) for one in drawn], shape.borders, f"0 0 {width:g} {height:g}")


def cells(on: dt.date, root: Unit) -> list[Cell]:
    """The communes below `root` on a day, north up, by code. Communes without a coordinate are missing."""
    return sheet(on, root).cells


def _cell(unit: Unit, corners: tuple[Point, ...], label: Point) -> Cell:
    return Cell(unit.pk, unit.uid, unit.path, unit.code, unit.name, _district(unit), corners, label)


def _located(on: dt.date, root: Unit) -> list[Unit]:
    units = queries.units_on(on, Level.COMMUNE, root).exclude(lat=None)
    return list(units.select_related("parent"))


def _district(unit: Unit) -> str:
    """The district's name; empty where communes stand directly below the province."""
    return unit.parent.name if unit.parent and unit.parent.level == Level.DISTRICT else ""


def _sites(communes: Sequence[Unit]) -> tuple[_Site, ...]:
    return tuple((unit.pk, unit.lat or 0.0, unit.lon or 0.0, unit.parent_id or 0) for unit in communes)


@lru_cache(maxsize=32)
def _shape(sites: tuple[_Site, ...]) -> Shape:
    """Computed once a set of sites: a new import or another day with other units has another key."""
    points = geometry.nudge(geometry.project([(lat, lon) for _, lat, lon, _ in sites]))
    polygons = geometry.cells(points, geometry.covering_radius(points))
    corners, size = _on_sheet([polygon.corners for polygon in polygons])
    groups = [district for _, _, _, district in sites]
    return Shape(
        corners=corners,
        labels=tuple(geometry.middle(polygon) for polygon in corners),
        borders=_borders(corners, [polygon.neighbours for polygon in polygons], groups),
        size=size,
    )


def _on_sheet(polygons: Sequence[tuple[Point, ...]]) -> tuple[tuple[tuple[Point, ...], ...], Point]:
    """The polygons moved so that the drawing begins at (0, 0), and its width and height."""
    xs = [x for corners in polygons for x, _ in corners] or [0.0]
    ys = [y for corners in polygons for _, y in corners] or [0.0]
    left, top = min(xs), min(ys)
    moved = tuple(tuple(_rounded(x - left, y - top) for x, y in corners) for corners in polygons)
    return moved, _rounded(max(xs) - left, max(ys) - top)


def _rounded(x: float, y: float) -> Point:
    return round(x, _DECIMALS), round(y, _DECIMALS)


def _borders(
    corners: Sequence[tuple[Point, ...]], neighbours: Sequence[tuple[int | None, ...]], groups: Sequence[int]
) -> tuple[Border, ...]:
    """Each edge between two groups once, from the cell that comes first."""
    found: list[Border] = []
    for cell, points in enumerate(corners):
        ends = (*points[1:], points[0])
        for start, end, across in zip(points, ends, neighbours[cell], strict=True):
            if across is not None and across > cell and groups[across] != groups[cell]:
                found.append(Border(start, end))
    return tuple(found)
