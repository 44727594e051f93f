"""Metres between two points of a small area, and the box around one (no Django)."""

from __future__ import annotations

import math
from dataclasses import dataclass

_EARTH_M = 6_371_000


@dataclass(frozen=True, slots=True)
class Box:
    south: float
    north: float
    west: float
    east: float


def metres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance (haversine)."""
    up, across = math.radians(other_lat - lat), math.radians(other_lon - lon)
    shared = math.cos(math.radians(lat)) * math.cos(math.radians(other_lat))
    half = math.sin(up / 2) ** 2 + shared * math.sin(across / 2) ** 2
    return 2 * _EARTH_M * math.asin(math.sqrt(half))


def box(lat: float, lon: float, radius_m: float) -> Box:
    """A box that holds every point within the radius, for a first choice in the database."""
    up = math.degrees(radius_m / _EARTH_M)
    across = up / max(0.01, math.cos(math.radians(lat)))
    return Box(lat - up, lat + up, lon - across, lon + across)
