"""Writes of places: imports of units, successions, hamlets and populations, and single registrations."""

from __future__ import annotations

import datetime as dt
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
from lachan.places import queries, row_reading
from lachan.places.access import check_can_units_import, check_can_venue_register
from lachan.places.kinds import HamletKind, Level, Part, VenueKind
from lachan.places.models import Hamlet, Population, Succession, Unit, Venue
from lachan.places.tree_import import ProvinceImport
from lachan.places.unit_table import Refusal, UnitRow, read_units
from lachan.places.written import Versions


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
    versions = Versions({row["old_code"] for row in rows} | {row["new_code"] for row in rows})
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
    hamlet = row_reading.hamlet(unit, name, kind, valid_from or local_day(now), invented)
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
    *,
    rows: Sequence[Mapping[str, str]],
    on: dt.date,
    source: str,
    by: Actor,
    now: dt.datetime,
    valid_from: dt.date | None = None,
) -> ImportOutcome:
    """Rows {commune_code, kind, name, invented}, or {commune, district} for the code, for the communes in force on a day.

    They are valid since `valid_from`, and no longer than their commune; since their commune where no day is given.
    """
    check_can_units_import(by)
    versions = Versions(row["commune_code"] for row in rows)
    wanted: list[Hamlet] = []
    refused: list[Refusal] = []
    for line, row in enumerate(rows, start=2):
        try:
            wanted.append(row_reading.hamlet_of_row(row, versions, on, valid_from))
        except Refused as error:
            refused.append(Refusal(line, tuple(row.values()), error.message))
    with transaction.atomic():
        fresh = row_reading.not_known(wanted)
        Hamlet.objects.bulk_create(fresh, batch_size=1000)
        if fresh:
            record(
                kind="places.hamlets_imported",
                by=by,
                now=now,
                data={"source": source, "created": len(fresh)},
            )
    return ImportOutcome(len(fresh), 0, len(wanted) - len(fresh), 0, tuple(refused))


def population_import(
    *,
    rows: Sequence[Mapping[str, str]],
    as_of: dt.date,
    source: str,
    invented: bool = False,
    by: Actor,
    now: dt.datetime,
) -> ImportOutcome:
    """Rows {code, value}, or {unit, district} for the code, of communes (or larger units) as counted on a day; a new figure of the same
    day replaces the old."""
    check_can_units_import(by)
    if not source.strip():
        raise Refused("Số dân phải ghi rõ nguồn.", "source")
    figures: dict[int, int] = {}
    refused: list[Refusal] = []
    versions = Versions(row["code"] for row in rows)
    for line, row in enumerate(rows, start=2):
        try:
            unit, value = row_reading.population_row(row, as_of, versions)
            if figures.setdefault(unit.pk, value) != value:
                raise Refused(
                    f"{unit.name} có hai số dân khác nhau trong tệp: {figures[unit.pk]} và {value}."
                )
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
    unchanged = len(rows) - len(refused) - created - updated
    return ImportOutcome(created, updated, unchanged, 0, tuple(refused))


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
    tidy = row_reading.tidy(name)
    _check_venue(tidy, unit, hamlet)
    with transaction.atomic():
        venue, is_new = Venue.objects.get_or_create(
            unit=unit,
            kind=kind,
            name_key=fold(tidy),
            address_key=fold(address),
            defaults={
                "name": tidy,
                "hamlet": hamlet,
                "address": row_reading.tidy(address),
                "recorded_at": now,
            },
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


def _succession(row: Mapping[str, str], versions: Versions) -> Succession:
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
