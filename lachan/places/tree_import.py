"""Fitting the rows of one province's table into the dated tree of units."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from lachan.kernel.text import fold
from lachan.kernel.times import show_day
from lachan.places import naming
from lachan.places.kinds import Level, UnitKind
from lachan.places.models import Unit
from lachan.places.unit_table import Refusal, UnitRow


class Clash(Exception):
    """The tree holds something else already; the message is the reason handed back."""


@dataclass(frozen=True)
class Wanted:
    """A unit as a row asks for it."""

    level: Level
    code: str
    name: str
    kind: UnitKind
    valid_from: dt.date
    valid_to: dt.date | None
    lat: float | None = None
    lon: float | None = None
    approximate: bool = False


@dataclass
class ProvinceImport:
    """Applies rows of one province; `refused` gathers what did not fit, with its reason."""

    valid_from: dt.date
    valid_to: dt.date | None
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)
    _known: dict[tuple[int, str], list[Unit]] = field(default_factory=lambda: defaultdict(list))
    _lines: dict[tuple[str, dt.date], int] = field(default_factory=dict)
    _fresh: list[Unit] = field(default_factory=list)

    def apply(self, rows: list[UnitRow]) -> None:
        self._load(rows)
        for row in rows:
            try:
                self._take(row)
            except Clash as clash:
                self.refused.append(Refusal(row.line, row.cells, str(clash)))
        Unit.objects.bulk_create(self._fresh, batch_size=1000)

    def _load(self, rows: list[UnitRow]) -> None:
        codes = (
            {row.province_code for row in rows} | {row.district_code for row in rows} | {r.code for r in rows}
        )
        for unit in Unit.objects.filter(code__in=codes).select_related("parent"):
            self._known[unit.level, unit.code].append(unit)

    def _take(self, row: UnitRow) -> None:
        commune = self._commune(row)
        if commune:
            self._once(commune, row.line)
        districts = len(self._known[Level.DISTRICT, row.district_code])
        parent = self._parent(None, Level.PROVINCE, row.province_code, row.province)
        if row.district_code:
            parent = self._parent(parent, Level.DISTRICT, row.district_code, row.district)
        is_new = len(self._known[Level.DISTRICT, row.district_code]) > districts
        change = self._fit(parent, commune)[1] if commune else ("created" if is_new else "unchanged")
        setattr(self, change, getattr(self, change) + 1)

    def _commune(self, row: UnitRow) -> Wanted | None:
        if row.kind is None:
            return None
        return Wanted(
            level=Level.COMMUNE,
            code=row.code,
            name=row.name,
            kind=row.kind,
            valid_from=row.valid_from or self.valid_from,
            valid_to=row.valid_to or self.valid_to,
            lat=row.lat,
            lon=row.lon,
            approximate=row.approximate,
        )

    def _once(self, wanted: Wanted, line: int) -> None:
        before = self._lines.setdefault((wanted.code, wanted.valid_from), line)
        if before != line:
            raise Clash(f"Mã xã {wanted.code} đã có ở dòng {before}.")
        if wanted.valid_to and wanted.valid_to <= wanted.valid_from:
            raise Clash(f"Ngày hết hiệu lực {show_day(wanted.valid_to)} không sau ngày bắt đầu.")

    def _parent(self, parent: Unit | None, level: Level, code: str, name: str) -> Unit:
        """The province or district of a row, created at its first row."""
        for unit in self._known[level, code]:
            is_named = not name or fold(name) == unit.name_key
            is_below = unit.parent_id == (parent.pk if parent else None)
            if is_named and is_below and unit.is_valid_on(self.valid_from):
                return unit
        if not name:
            raise Clash(f"Chưa có {level.label} mã {code} và bảng không ghi tên.")
        kind = naming.kind_of(name, level)
        assert kind is not None  # unit_table refuses names without a kind
        wanted = Wanted(level, code, name, kind, self.valid_from, self.valid_to)
        unit, change = self._fit(parent, wanted)
        if change == "created":  # children need its id before the batch at the end
            self._fresh.remove(unit)
            unit.save(force_insert=True)
        return unit

    def _fit(self, parent: Unit | None, wanted: Wanted) -> tuple[Unit, str]:
        """The version that is there already, or a new one; raises Clash where another one is in the way."""
        for unit in self._known[wanted.level, wanted.code]:
            if _overlaps(unit, wanted):
                if not _is_same(unit, parent, wanted):
                    raise Clash(_in_the_way(unit, wanted))
                return unit, self._complete(unit, wanted)
        unit = _make(parent, wanted)
        self._known[wanted.level, wanted.code].append(unit)
        self._fresh.append(unit)
        return unit, "created"

    def _complete(self, unit: Unit, wanted: Wanted) -> str:
        """A known version takes a new coordinate or an end that it lacks; its name never changes here."""
        changes: dict[str, object] = {}
        if wanted.lat is not None and (unit.lat, unit.lon) != (wanted.lat, wanted.lon):
            changes |= {"lat": wanted.lat, "lon": wanted.lon, "coordinate_approximate": wanted.approximate}
        if wanted.valid_to and unit.valid_to is None:
            changes["valid_to"] = wanted.valid_to
        if not changes:
            return "unchanged"
        Unit.objects.filter(pk=unit.pk).update(**changes)
        return "updated"


def _overlaps(unit: Unit, wanted: Wanted) -> bool:
    starts_before_end = unit.valid_to is None or wanted.valid_from < unit.valid_to
    ends_after_start = wanted.valid_to is None or wanted.valid_to > unit.valid_from
    return starts_before_end and ends_after_start


def _is_same(unit: Unit, parent: Unit | None, wanted: Wanted) -> bool:
    """The same place under the same parent, known at least since the day that the table gives."""
    same_parent = unit.parent_id == (parent.pk if parent else None)
    same_name = naming.marked_key(unit.name) == naming.marked_key(wanted.name)
    return same_parent and same_name and unit.valid_from <= wanted.valid_from


def _in_the_way(unit: Unit, wanted: Wanted) -> str:
    until = f" đến {show_day(unit.valid_to)}" if unit.valid_to else ""
    belongs = f" thuộc {unit.parent.name}" if unit.parent else ""
    return (
        f"Mã {unit.code} từ {show_day(unit.valid_from)}{until} đang là «{unit.name}»{belongs}, "
        f"bảng ghi «{wanted.name}» từ {show_day(wanted.valid_from)}."
    )


def _make(parent: Unit | None, wanted: Wanted) -> Unit:
    step = f"{wanted.code}~{wanted.valid_from:%Y%m%d}/"
    return Unit(
        code=wanted.code,
        name=wanted.name,
        name_key=fold(wanted.name),
        kind=wanted.kind,
        level=wanted.level,
        parent=parent,
        path=(parent.path if parent else "") + step,
        valid_from=wanted.valid_from,
        valid_to=wanted.valid_to,
        lat=wanted.lat,
        lon=wanted.lon,
        coordinate_approximate=wanted.approximate,
    )
