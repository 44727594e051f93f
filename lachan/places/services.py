"""Writes of places: imports of units, successions, hamlets and populations, and single registrations."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from django.db import transaction

from lachan.kernel.access.actors import Actor
from lachan.kernel.audit.services import record
from lachan.kernel.errors import Refused
from lachan.kernel.text import fold
from lachan.kernel.times import local_day, show_day
from lachan.places import queries
from lachan.places.access import check_can_units_import, check_can_venue_register
from lachan.places.kinds import HamletKind, Level, Part, VenueKind
from lachan.places.models import Hamlet, Population, Succession, Unit, Venue
from lachan.places.tree_import import ProvinceImport
from lachan.places.unit_table import Refusal, UnitRow, read_units


@dataclass(frozen=True)
class ImportOutcome:
    """What an import did, and the rows it hands back."""

    created: int
    updated: int
    unchanged: int
    ended: int
    refused: tuple[Refusal, ...]
    header: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def units_import(
    *,
    name: str,
    content: bytes,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    replaces: Sequence[str] = (),
    by: Actor,
    now: dt.datetime,
) -> ImportOutcome:
    """Take a file of communes with their parents, in its own columns; a second time it adds nothing.

    `replaces` names the provinces (codes) whose older versions end on `valid_from` (a reform, or a
    merger of provinces). Otherwise a row that contradicts a version in force is refused. Each province
    is one transaction, a reform is one as a whole.
    """
    check_can_units_import(by)
    table = read_units(name, content)
    with transaction.atomic() if replaces else nullcontext():
        ended = sum(_end_tree(code, valid_from, by, now) for code in replaces)
        done = [
            _import_province(code, rows, valid_from, valid_to, name, by, now)
            for code, rows in _by_province(table.rows).items()
        ]
    queries.forget_cached()
    refused = table.refused + [refusal for province in done for refusal in province.refused]
    return ImportOutcome(
        created=sum(province.created for province in done),
        updated=sum(province.updated for province in done),
        unchanged=sum(province.unchanged for province in done),
        ended=ended,
        refused=tuple(sorted(refused, key=lambda refusal: refusal.line)),
        header=table.header,
        notes=tuple(table.notes),
    )


def successions_import(
    *, rows: Sequence[Mapping[str, str]], source: str, by: Actor, now: dt.datetime
) -> ImportOutcome:
    """Rows {effective_on, level, old_code, old_name, new_code, new_name, part, note}; known ones are skipped.

    Names are checked as well as codes, because codes are re-used.
    """
    check_can_units_import(by)
    refused: list[Refusal] = []
    made: list[Succession] = []
    versions = _Versions({row["old_code"] for row in rows} | {row["new_code"] for row in rows})
    for line, row in enumerate(rows, start=2):
        try:
            made.append(_succession(row, versions))
        except Refused as error:
            refused.append(Refusal(line, tuple(row.values()), error.message))
    with transaction.atomic():
        known = set(Succession.objects.values_list("old_id", "new_id"))
        fresh = [one for one in made if (one.old_id, one.new_id) not in known]
        Succession.objects.bulk_create(fresh, batch_size=1000)
        if fresh:
            record(
                kind="places.successions_imported",
                by=by,
                now=now,
                data={"source": source, "created": len(fresh)},
            )
    queries.forget_cached()
    return ImportOutcome(len(fresh), 0, len(made) - len(fresh), 0, tuple(refused))


def hamlet_register(
    *,
    unit: Unit,
    name: str,
    kind: HamletKind,
    by: Actor,
    now: dt.datetime,
    valid_from: dt.date | None = None,
    lat: float | None = None,
    lon: float | None = None,
    invented: bool = False,
) -> Hamlet:
    """Add a khóm or ấp to a commune version ("Khóm 1", "Đầu Nai"); from today where no date is given."""
    check_can_units_import(by)
    hamlet = _hamlet(unit, name, kind, valid_from or local_day(now), invented)
    hamlet.lat, hamlet.lon = lat, lon
    if Hamlet.objects.filter(unit=unit, name_key=hamlet.name_key, valid_to=None).exists():
        raise Refused(f"{hamlet.name} đã có trong {unit.name}.", "name")
    with transaction.atomic():
        hamlet.save(force_insert=True)
        record(
            kind="places.hamlet_registered",
            by=by,
            now=now,
            object_uid=hamlet.uid,
            data={"name": hamlet.name, "unit": unit.name, "unit_id": unit.pk},
        )
    return hamlet


def hamlets_import(
    *, rows: Sequence[Mapping[str, str]], on: dt.date, source: str, by: Actor, now: dt.datetime
) -> ImportOutcome:
    """Rows {commune_code, kind, name, invented} for the communes in force on a day, valid since those are."""
    check_can_units_import(by)
    units = {unit.code: unit for unit in queries.units_on(on, Level.COMMUNE)}
    known = set(Hamlet.objects.filter(unit__in=units.values()).values_list("unit_id", "name_key"))
    fresh: list[Hamlet] = []
    refused: list[Refusal] = []
    for line, row in enumerate(rows, start=2):
        unit = units.get(row["commune_code"])
        if unit is None or row["kind"] not in HamletKind.values:
            refused.append(Refusal(line, tuple(row.values()), _why_no_hamlet(row, unit, on)))
            continue
        hamlet = _hamlet(unit, row["name"], HamletKind(row["kind"]), unit.valid_from, row["invented"] == "1")
        if (unit.pk, hamlet.name_key) not in known:
            known.add((unit.pk, hamlet.name_key))
            fresh.append(hamlet)
    if fresh:
        with transaction.atomic():
            Hamlet.objects.bulk_create(fresh, batch_size=1000)
            record(
                kind="places.hamlets_imported",
                by=by,
                now=now,
                data={"source": source, "created": len(fresh)},
            )
    return ImportOutcome(len(fresh), 0, len(rows) - len(fresh) - len(refused), 0, tuple(refused))


def population_import(
    *,
    rows: Sequence[Mapping[str, str]],
    as_of: dt.date,
    source: str,
    invented: bool = False,
    by: Actor,
    now: dt.datetime,
) -> ImportOutcome:
    """Rows {code, value} of communes (or larger units) as counted on a day; a new figure replaces the old."""
    check_can_units_import(by)
    if not source.strip():
        raise Refused("Số dân phải ghi rõ nguồn.", "source")
    figures: dict[int, int] = {}
    refused: list[Refusal] = []
    versions = _Versions({row["code"] for row in rows})
    for line, row in enumerate(rows, start=2):
        try:
            unit, value = _population_row(row, as_of, versions)
            figures[unit.pk] = value
        except Refused as error:
            refused.append(Refusal(line, tuple(row.values()), error.message))
    with transaction.atomic():
        created, updated = _store_populations(figures, as_of, source.strip(), invented)
        if created or updated:
            record(
                kind="places.population_imported",
                by=by,
                now=now,
                data={"source": source, "units": created + updated, "as_of": show_day(as_of)},
            )
    return ImportOutcome(created, updated, len(figures) - created - updated, 0, tuple(refused))


def venue_register(
    *,
    name: str,
    kind: VenueKind,
    unit: Unit,
    by: Actor,
    now: dt.datetime,
    hamlet: Hamlet | None = None,
    address: str = "",
) -> Venue:
    """The venue of that name, kind and address in the commune; made where it is not known yet."""
    check_can_venue_register(by)
    tidy = _tidy(name)
    _check_venue(tidy, unit, hamlet)
    with transaction.atomic():
        venue, is_new = Venue.objects.get_or_create(
            unit=unit,
            kind=kind,
            name_key=fold(tidy),
            address_key=fold(address),
            defaults={"name": tidy, "hamlet": hamlet, "address": _tidy(address), "recorded_at": now},
        )
        if is_new:
            # No name here: a venue may be somebody's home.
            record(
                kind="places.venue_registered",
                by=by,
                now=now,
                object_uid=venue.uid,
                data={"unit": unit.name, "unit_id": unit.pk, "kind": kind},
            )
    return venue


def _by_province(rows: Sequence[UnitRow]) -> dict[str, list[UnitRow]]:
    groups: dict[str, list[UnitRow]] = defaultdict(list)
    for row in rows:
        groups[row.province_code].append(row)
    return groups


def _import_province(
    code: str,
    rows: list[UnitRow],
    valid_from: dt.date,
    valid_to: dt.date | None,
    source: str,
    by: Actor,
    now: dt.datetime,
) -> ProvinceImport:
    province = ProvinceImport(valid_from, valid_to)
    with transaction.atomic():
        province.apply(rows)
        if province.created or province.updated:
            data = {
                "province": code,
                "source": source,
                "created": province.created,
                "updated": province.updated,
                "refused": len(province.refused),
            }
            record(kind="places.units_imported", by=by, now=now, data=data)
    return province


def _end_tree(province_code: str, on: dt.date, by: Actor, now: dt.datetime) -> int:
    """End every older version below the province on a day; returns how many communes ended."""
    ended = 0
    for root in Unit.objects.filter(code=province_code, level=Level.PROVINCE, valid_from__lt=on):
        open_units = queries.units_on(on, root=root).filter(valid_from__lt=on)
        ended += open_units.filter(level=Level.COMMUNE).count()
        open_units.update(valid_to=on)
    if ended:
        data = {"province": province_code, "ended": ended, "on": show_day(on)}
        record(kind="places.units_ended", by=by, now=now, data=data)
    return ended


class _Versions:
    """All versions of some codes, read once for a whole table."""

    def __init__(self, codes: set[str]) -> None:
        self._by_code: dict[str, list[Unit]] = defaultdict(list)
        for unit in Unit.objects.filter(code__in=codes).order_by("-level"):
            self._by_code[unit.code].append(unit)

    def find(self, code: str, on: dt.date, level: Level | None = None) -> Unit:
        """The version in force on a day, the lowest level first; raises Refused where there is none."""
        for unit in self._by_code[code]:
            if unit.is_valid_on(on) and level in {None, unit.level}:
                return unit
        what = level.label if level else "đơn vị"
        raise Refused(f"Ngày {show_day(on)} không có {what} mã {code}.")

    def named(self, code: str, name: str, on: dt.date, level: Level) -> Unit:
        unit = self.find(code, on, level)
        if unit.name_key != fold(name):
            raise Refused(f"Ngày {show_day(on)} mã {code} là «{unit.name}», không phải «{name}».")
        return unit


def _succession(row: Mapping[str, str], versions: _Versions) -> Succession:
    effective_on = dt.date.fromisoformat(row["effective_on"])
    day_before = effective_on - dt.timedelta(days=1)
    level = Level(int(row["level"]))
    return Succession(
        old=versions.named(row["old_code"], row["old_name"], day_before, level),
        new=versions.named(row["new_code"], row["new_name"], effective_on, level),
        effective_on=effective_on,
        part=Part(row["part"]),
        note=row.get("note", ""),
    )


def _hamlet(unit: Unit, name: str, kind: HamletKind, valid_from: dt.date, invented: bool) -> Hamlet:
    if unit.level != Level.COMMUNE:
        raise Refused("Khóm, ấp phải thuộc một xã, phường hoặc thị trấn.", "unit")
    words = _tidy(name).split()
    if words and fold(words[0]) == fold(kind.label):
        words = words[1:]
    if not fold(" ".join(words)):
        raise Refused("Thiếu tên khóm, ấp.", "name")
    tidy = " ".join([kind.label.capitalize(), *words])
    return Hamlet(
        unit=unit, name=tidy, name_key=fold(tidy), kind=kind, valid_from=valid_from, invented=invented
    )


def _why_no_hamlet(row: Mapping[str, str], unit: Unit | None, on: dt.date) -> str:
    if unit is None:
        return f"Ngày {show_day(on)} không có xã mã {row['commune_code']}."
    return f"«{row['kind']}» không phải là khóm hay ấp."


def _population_row(row: Mapping[str, str], as_of: dt.date, versions: _Versions) -> tuple[Unit, int]:
    unit = versions.find(row["code"], as_of)
    digits = row["value"].replace(".", "").replace(" ", "")
    if not (digits.isascii() and digits.isdigit()) or int(digits) == 0:
        raise Refused(f"«{row['value']}» không phải là số dân.")
    return unit, int(digits)


def _store_populations(
    figures: Mapping[int, int], as_of: dt.date, source: str, invented: bool
) -> tuple[int, int]:
    known = {row.unit_id: row for row in Population.objects.filter(unit__in=figures, as_of=as_of)}
    fresh, changed = [], []
    for unit_id, value in figures.items():
        wanted = {"value": value, "source": source, "invented": invented}
        row = known.get(unit_id)
        if row is None:
            fresh.append(Population(unit_id=unit_id, as_of=as_of, **wanted))
        elif (row.value, row.source, row.invented) != (value, source, invented):
            row.value, row.source, row.invented = value, source, invented
            changed.append(row)
    Population.objects.bulk_create(fresh, batch_size=1000)
    Population.objects.bulk_update(changed, ["value", "source", "invented"], batch_size=500)
    return len(fresh), len(changed)


def _check_venue(name: str, unit: Unit, hamlet: Hamlet | None) -> None:
    if not fold(name):
        raise Refused("Thiếu tên địa điểm.", "name")
    if unit.level != Level.COMMUNE:
        raise Refused("Địa điểm phải thuộc một xã, phường hoặc thị trấn.", "unit")
    if hamlet and hamlet.unit_id != unit.pk:
        raise Refused(f"{hamlet.name} không thuộc {unit.name}.", "hamlet")


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))
