"""What one row of a table of khóm and ấp or of populations says, and whether it is known; writes nothing."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from lachan.kernel.errors import Refused
from lachan.kernel.text import fold
from lachan.places.kinds import HamletKind, Level
from lachan.places.models import Hamlet, Population, Unit
from lachan.places.written import Versions


def hamlet(unit: Unit, name: str, kind: HamletKind, valid_from: dt.date, invented: bool) -> Hamlet:
    """A khóm or ấp as it would be registered, not yet saved; its kind stands before its name once."""
    if unit.level != Level.COMMUNE:
        raise Refused("Khóm, ấp phải thuộc một xã, phường hoặc thị trấn.", "unit")
    words = tidy(name).split()
    if words and fold(words[0]) == fold(kind.label):
        words = words[1:]
    if not fold(" ".join(words)):
        raise Refused("Thiếu tên khóm, ấp.", "name")
    whole = " ".join([kind.label.capitalize(), *words])
    return Hamlet(
        unit=unit, name=whole, name_key=fold(whole), kind=kind, valid_from=valid_from, invented=invented
    )


def hamlet_of_row(
    row: Mapping[str, str], versions: Versions, on: dt.date, valid_from: dt.date | None
) -> Hamlet:
    """The khóm or ấp that a row names, not yet saved; raises Refused."""
    written = row["commune_code"], row.get("commune", ""), row.get("district", "")
    unit = versions.meant(*written, on, Level.COMMUNE)
    kind = row["kind"] or _kind_in(row["name"])
    if kind not in HamletKind.values:
        raise Refused(f"«{kind or row['name']}» không phải là khóm hay ấp.")
    since = max(valid_from or unit.valid_from, unit.valid_from)
    return hamlet(unit, row["name"], HamletKind(kind), since, row.get("invented") == "1")


def _kind_in(name: str) -> str:
    """ "Khóm 1" says itself what it is."""
    first = fold(name).partition(" ")[0]
    return next((kind.value for kind in HamletKind if fold(kind.label) == first), "")


def not_known(wanted: Sequence[Hamlet]) -> list[Hamlet]:
    """Those that their commune doesn't have on their day yet, each once."""
    rows = Hamlet.objects.filter(unit__in={one.unit_id for one in wanted})
    ends = {(row.unit_id, row.name_key): row.valid_to for row in rows.order_by("valid_from")}
    fresh = []
    for one in wanted:
        key = (one.unit_id, one.name_key)
        end = ends.get(key)
        if key not in ends or (end is not None and end <= one.valid_from):
            ends[key] = None
            fresh.append(one)
    return fresh


def hamlets_known(rows: Sequence[Mapping[str, str]], on: dt.date) -> set[int]:
    """Places in `rows` of those that `hamlets_import` would find registered already; reads only."""
    versions = Versions(row["commune_code"] for row in rows)
    made: dict[int, Hamlet] = {}
    for place, row in enumerate(rows):
        with suppress(Refused):
            made[place] = hamlet_of_row(row, versions, on, None)
    fresh = {id(one) for one in not_known(list(made.values()))}
    return {place for place, one in made.items() if id(one) not in fresh}


def hamlet_faults(rows: Sequence[Mapping[str, str]], on: dt.date) -> dict[int, str]:
    """Place in `rows` → why `hamlets_import` would hand the row back; reads only."""
    versions = Versions(row["commune_code"] for row in rows)
    return _faults(rows, lambda row: hamlet_of_row(row, versions, on, None))


def population_row(row: Mapping[str, str], as_of: dt.date, versions: Versions) -> tuple[Unit, int]:
    """Whose figure it is, and the figure; raises Refused."""
    unit = versions.meant(row["code"], row.get("unit", ""), row.get("district", ""), as_of)
    digits = row["value"].replace(".", "").replace(" ", "")
    if not (digits.isascii() and digits.isdigit()) or int(digits) == 0:
        raise Refused(f"«{row['value']}» không phải là số dân.")
    return unit, int(digits)


def populations_known(
    rows: Sequence[Mapping[str, str]], as_of: dt.date, source: str, *, invented: bool
) -> set[int]:
    """Places in `rows` of figures that are on record as they stand; reads only."""
    versions = Versions(row["code"] for row in rows)
    figures: dict[int, tuple[int, int]] = {}
    for place, row in enumerate(rows):
        with suppress(Refused):
            unit, value = population_row(row, as_of, versions)
            figures[place] = (unit.pk, value)
    units = {unit for unit, _ in figures.values()}
    same = Population.objects.filter(unit__in=units, as_of=as_of, source=source.strip(), invented=invented)
    known = set(same.values_list("unit_id", "value"))
    return {place for place, figure in figures.items() if figure in known}


def population_faults(rows: Sequence[Mapping[str, str]], as_of: dt.date) -> dict[int, str]:
    """The same of `population_import`, as far as one row tells."""
    versions = Versions(row["code"] for row in rows)
    return _faults(rows, lambda row: population_row(row, as_of, versions))


def _faults(rows: Sequence[Mapping[str, str]], made: Callable[[Mapping[str, str]], object]) -> dict[int, str]:
    found = {}
    for place, row in enumerate(rows):
        try:
            made(row)
        except Refused as error:
            found[place] = error.message
    return found


def tidy(text: str) -> str:
    """A name as typed, with blanks tidied and Unicode composed (NFC)."""
    return unicodedata.normalize("NFC", " ".join(text.split()))
