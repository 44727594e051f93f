"""Figures by place: the schematic map of communes, one measure at a time, and the table by district."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings

from lachan.desk import queries
from lachan.desk.lens import NO_UNIT, Lens, disease_of
from lachan.kernel import counting
from lachan.kernel.access.roles import may
from lachan.places import map as places_map
from lachan.places import queries as places
from lachan.places.kinds import Level
from lachan.ui.charts import CellMap, MapCell, MapKey
from lachan.ui.formats import vn_number

Counts = Mapping[int | None, int]
Part = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class Measure:
    """What the map shows: the figure whose rows are counted, a commune each; a rate is a share of its people."""

    code: str
    label: str
    figure: str
    unit: str
    bounds: tuple[float, ...]
    rate: bool = False


MEASURES = {
    measure.code: measure
    for measure in (
        Measure("f0", "F0 trong 14 ngày", "f0-14-ngay", "ca", (1, 5, 10, 20, 50)),
        Measure(
            "ty-le",
            "F0 trong 14 ngày trên 100.000 dân",
            "f0-14-ngay",
            "ca/100.000",
            (0.1, 20, 50, 150, 500),
            True,
        ),
        Measure("nguon", "F0 chưa rõ nguồn lây", "f0-chua-ro-nguon", "ca", (1, 2, 4, 8, 16)),
        Measure("chua-tach", "Người chưa tách khỏi cộng đồng", "chua-tach", "người", (1, 5, 10, 20, 50)),
        Measure("xet-nghiem", "Xét nghiệm đến hạn", "xet-nghiem-den-han", "người", (1, 5, 10, 20, 50)),
    )
}


def province_on(lens: Lens) -> Any:
    """The unit of this installation as it was on the day; None where no tree is loaded for it."""
    return places.unit_by_code(settings.PROVINCE_CODE, lens.today, Level.PROVINCE)


def by_unit(figure: str, lens: Lens) -> dict[int | None, int]:
    """Commune → rows of a figure; equal to the lengths of the lists narrowed to that commune."""
    return by_units([(figure, lens)])[0]


def by_units(wanted: Sequence[tuple[str, Lens]]) -> list[dict[int | None, int]]:
    """`by_unit` of many figures in one statement."""
    return counting.counts_by([queries.rows(figure, lens) for figure, lens in wanted], "unit_id")


def measures_for(lens: Lens) -> list[Measure]:
    """Those that say something about this disease to this reader."""
    found = [
        worded(one.code, lens)
        for one in MEASURES.values()
        if may(lens.actor, queries.FIGURES[one.figure].permission)
    ]
    if disease_of(lens).has_levels:
        return found
    return [one for one in found if one.figure not in {"chua-tach", "xet-nghiem-den-han"}]


def worded(code: str, lens: Lens) -> Measure:
    """The measure in the words of the disease that is looked at."""
    return replace(MEASURES[code], label=disease_of(lens).words(MEASURES[code].label))


def commune_map(lens: Lens, code: str, counts: Counts) -> CellMap | None:
    """The map of one measure; communes without a population say that a rate can't be computed."""
    root = province_on(lens)
    cells = places_map.cells(lens.today, root) if root else []
    if not cells:
        return None
    measure = worded(code, lens)
    value = _rates(lens, counts, [cell.unit_id for cell in cells]) if measure.rate else counts.get
    return CellMap(
        title=f"{measure.label}, theo xã, phường",
        cells=[_cell(lens, measure, cell, _value(value, cell.unit_id, measure)) for cell in cells],
        key=_keys(measure),
        unit=measure.unit,
        asof=lens.at,
        value_column=measure.label,
    )


def _value(value: Callable[[int], Any], unit_id: int, measure: Measure) -> float | None:
    found = value(unit_id)
    return found if measure.rate else found or 0


def _rates(lens: Lens, counts: Counts, unit_ids: list[int]) -> Callable[[int], float | None]:
    people = places.populations(unit_ids, lens.today)

    def rate(unit_id: int) -> float | None:
        figure = people.get(unit_id)
        return counts.get(unit_id, 0) * 100_000 / figure.value if figure and figure.value else None

    return rate


def _cell(lens: Lens, measure: Measure, cell: places_map.Cell, value: float | None) -> MapCell:
    words = (
        ""
        if value is None
        else f"{vn_number(round(value, 1) if measure.rate else int(value))} {measure.unit}"
    )
    return MapCell(
        code=cell.code,
        name=cell.name,
        points=cell.points,
        band=None if value is None else sum(value >= bound for bound in measure.bounds),
        value=words,
        url=lens.narrowed(place=cell.unit_id).url(measure.figure),
        group=cell.district,
    )


def _keys(measure: Measure) -> list[MapKey]:
    low = ["0", *(_bound(measure, place) for place in range(len(measure.bounds)))]
    keys = [MapKey(band, label) for band, label in enumerate(low)]
    return [*keys, MapKey(None, "không tính được")] if measure.rate else keys


def _bound(measure: Measure, place: int) -> str:
    start = measure.bounds[place]
    if place + 1 == len(measure.bounds):
        return f"từ {vn_number(start)}"
    end = measure.bounds[place + 1]
    if measure.rate:
        return f"đến dưới {vn_number(end)}"
    return vn_number(start) if end - start <= 1 else f"{vn_number(start)}–{vn_number(end - 1)}"


# --- the table ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DistrictRow:
    """One district (or commune, where there are none); `cells` are (figure, number, address)."""

    name: str
    cells: list[tuple[str, int, str]]


def columns_for(lens: Lens) -> list[str]:
    """The figures of the table by district."""
    keys = [
        "f0-trong-ngay",
        "f0-14-ngay",
        "f0-chua-ro-nguon",
        "f1-chua-tach",
        "f2-chua-tach",
        "xet-nghiem-den-han",
    ]
    if not disease_of(lens).has_levels:
        keys = ["f0-trong-ngay", "f0-14-ngay", "f0-chua-ro-nguon", "ca-nghi-ngo"]
    return [key for key in keys if may(lens.actor, queries.FIGURES[key].permission)]


def by_district(lens: Lens, counted: Mapping[str, Counts]) -> list[DistrictRow]:
    """Every district of the day with its numbers, and a last row for records without a commune."""
    parts = _parts(lens, {unit for counts in counted.values() for unit in counts})
    names = {part: name for part, name, _ in parts.values()}
    codes = {part: code for part, _, code in parts.values()}
    sums = {key: _summed(counts, parts) for key, counts in counted.items()}
    order = sorted(names, key=lambda key: (key == NO_UNIT, codes[key]))
    return [
        DistrictRow(
            names[part],
            [(key, sums[key].get(part, 0), lens.narrowed(place=part).url(key)) for key in counted],
        )
        for part in order
        if part != NO_UNIT or any(sums[key].get(NO_UNIT) for key in counted)
    ]


def _parts(lens: Lens, unit_ids: set[int | None]) -> dict[int | None, Part]:
    """commune → (its district's id, name, code); communes of the day, and any other that is counted."""
    root = province_on(lens)
    today = places.communes_of(lens.today, root) if root else ()
    units = {unit.pk: unit for unit in today}
    if not lens.actor.everywhere:
        units = {pk: unit for pk, unit in units.items() if pk in lens.actor.unit_ids}
    units |= places.units_by_id(pk for pk in unit_ids if pk not in units)
    districts: dict[int | None, Part] = {None: (NO_UNIT, "Chưa rõ địa bàn", "")}
    districts.update({pk: _part(unit) for pk, unit in units.items()})
    return districts


def _part(unit: Any) -> Part:
    district = unit.parent if unit.parent and unit.parent.level == Level.DISTRICT else unit
    return district.pk, district.name, district.code


def _summed(counts: Counts, parts: Mapping[int | None, Part]) -> Counter[int]:
    sums: Counter[int] = Counter()
    for unit, number in counts.items():
        sums[parts[unit][0]] += number
    return sums
