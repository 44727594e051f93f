"""Which unit a row of another office's table means: by its code, by its name, or by both where they agree."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from lachan.kernel.errors import Refused
from lachan.kernel.text import fold
from lachan.kernel.times import show_day
from lachan.places import queries
from lachan.places.kinds import Level
from lachan.places.models import Unit

_COMMUNE_DIGITS = 5


class Versions:
    """All versions of some codes, read once for a whole table."""

    def __init__(self, codes: Iterable[str]) -> None:
        self._by_code: dict[str, list[Unit]] = defaultdict(list)
        wanted = {spelling for code in codes if code for spelling in _spellings(code)}
        for unit in Unit.objects.filter(code__in=wanted).order_by("-level"):
            self._by_code[unit.code].append(unit)

    def find(self, code: str, on: dt.date, level: Level | None = None, what: str = "") -> Unit:
        """The version in force on a day, the lowest level first; raises Refused where there is none."""
        for unit in (one for spelling in _spellings(code) for one in self._by_code.get(spelling, ())):
            if unit.is_valid_on(on) and level in {None, unit.level}:
                return unit
        what = what or (level.label if level else "đơn vị")
        raise Refused(f"Ngày {show_day(on)} không có {what} mã {code}.")

    def named(self, code: str, name: str, on: dt.date, level: Level) -> Unit:
        """The same, whose name is the one written: codes are re-used for other places."""
        unit = self.find(code, on, level)
        if unit.name_key != fold(name):
            raise Refused(f"Ngày {show_day(on)} mã {code} là «{unit.name}», không phải «{name}».")
        return unit

    def meant(self, code: str, name: str, district: str, on: dt.date, level: Level | None = None) -> Unit:
        """The unit of a row, of which each word may be missing ("")."""
        if not code:
            return _by_name(name, district, on, level)
        unit = self.find(code, on, level, "xã" if level == Level.COMMUNE else "")
        if name and not _agrees(unit, name):
            raise Refused(f"Ngày {show_day(on)} mã {code} là «{unit.name}», không phải «{name}».")
        return unit


def _spellings(code: str) -> tuple[str, ...]:
    """As written, and with the zeros of a commune's code that a spreadsheet dropped."""
    return code, code.zfill(_COMMUNE_DIGITS)


def _agrees(unit: Unit, name: str) -> bool:
    """A table may leave out what kind of unit it is: "Tân Phú" for "Xã Tân Phú"."""
    return f" {unit.name_key}".endswith(f" {fold(name)}") or f" {fold(name)}".endswith(f" {unit.name_key}")


def _by_name(name: str, district: str, on: dt.date, level: Level | None) -> Unit:
    if not name:
        raise Refused("Thiếu mã và tên của đơn vị.")
    written = ", ".join(part for part in (name, district) if part)
    found = queries.find_units(written, on, level=level)
    if len(found) == 1:
        return found[0]
    if not found:
        raise Refused(f"Ngày {show_day(on)} không có đơn vị nào tên «{written}».")
    raise Refused(f"Có {len(found)} đơn vị có thể là «{written}»: ghi thêm mã hoặc tên huyện.")
