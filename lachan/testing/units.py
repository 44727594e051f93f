"""From a laboratory's address columns to a commune, remembered for the length of a file."""

from __future__ import annotations

import datetime as dt

from lachan.places import naming
from lachan.places import queries as places
from lachan.places.kinds import Level

_OUTER_PARTS = 3  # province, district, commune: what stands before them names no commune


class UnitFinder:
    """Finds each written place once; None where it names no commune, or several."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, dt.date], int | None] = {}

    def find(self, commune: str, district: str, address: str, day: dt.date) -> int | None:
        written = ", ".join(part for part in (commune, district) if part) if commune else ""
        text = written or self._outer(", ".join(part for part in (address, district) if part))
        if not text:
            return None
        key = (text, day)
        if key not in self._known:
            found = places.find_unit(text, day, level=Level.COMMUNE)
            self._known[key] = found.pk if found else None
        return self._known[key]

    @staticmethod
    def _outer(address: str) -> str:
        parts = naming.address_parts(address)[:_OUTER_PARTS]
        return ", ".join(reversed(parts))
