"""What the administrator uploads about places: how many people live where, and the khóm and ấp of communes.

Both are dated and name their source, and come in by the same way as every file: columns, check, rows handed back.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from lachan.kernel.access.actors import Actor
from lachan.kernel.intake import parsers
from lachan.kernel.intake.cells import BadCell, Cell, text_of
from lachan.kernel.intake.kinds import Choice, ChunkOutcome, Field, GoodRow, UploadKind, declare
from lachan.places import row_reading, services
from lachan.places.kinds import HamletKind
from lachan.places.services import ImportOutcome

_PERMISSION = "places.units_import"
_GROUPED = re.compile(r"\d{1,3}(?:[.,\s]\d{3})+|\d+")  # "13.204", "13 204" or "13204", never "13,2"
_CODE = Field("code", "Mã đơn vị", parsers.code(10), synonyms=("Mã xã", "Mã ĐVHC", "Mã phường xã", "code"))
_UNIT = Field(
    "unit",
    "Tên xã, phường",
    parsers.text(120),
    synonyms=(
        "Đơn vị",
        "Xã",
        "Tên xã",
        "Phường",
        "Tên phường",
        "Xã, phường, thị trấn",
        "Tên đơn vị",
        "Địa bàn",
    ),
)
_DISTRICT = Field(
    "district", "Huyện", parsers.text(120), synonyms=("Quận huyện", "Thuộc huyện", "Huyện, thành phố")
)


def people_count(cell: Cell) -> int:
    """A whole number of people, with thousands set apart as Vietnamese tables do."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        number, whole = int(cell), float(cell).is_integer()
    else:
        words = text_of(cell).strip().removesuffix("người").strip()
        whole = _GROUPED.fullmatch(words) is not None
        number = int(re.sub(r"\D", "", words)) if whole else 0
    if not whole or number <= 0:
        raise BadCell(f"“{text_of(cell)[:20]}” không phải số dân (ví dụ 13.204)")
    return number


def _cells(row: GoodRow, renamed: Mapping[str, str]) -> dict[str, str]:
    """The row as the services take it."""
    return {ours: str(row.values[name] or "") for name, ours in renamed.items()}


_POPULATION = {"code": "code", "unit": "unit", "district": "district", "value": "value"}
_HAMLET = {"code": "commune_code", "unit": "commune", "district": "district", "kind": "kind", "name": "name"}


def population_apply(rows: Sequence[GoodRow], upload: Any, by: Actor, now: dt.datetime) -> ChunkOutcome:
    """Take the figures of a chunk; the same again add nothing."""
    asked = upload.options
    outcome = services.population_import(
        rows=[_cells(row, _POPULATION) for row in rows],
        as_of=dt.date.fromisoformat(asked["as_of"]),
        source=asked["source"],
        invented=asked["invented"],
        by=by,
        now=now,
    )
    return _told(outcome, rows, replaced=outcome.updated)


def population_repeated(rows: Sequence[GoodRow], upload: Any, by: Actor, now: dt.datetime) -> set[int]:
    """Rows whose figure is on record already."""
    asked = upload.options
    known = row_reading.populations_known(
        [_cells(row, _POPULATION) for row in rows],
        dt.date.fromisoformat(asked["as_of"]),
        asked["source"],
        invented=asked["invented"],
    )
    return {rows[place].number for place in known}


def population_check(
    rows: Sequence[GoodRow], upload: Any, by: Actor, now: dt.datetime
) -> dict[int, list[str]]:
    """Rows whose unit can't be told on the day of the count."""
    on = dt.date.fromisoformat(upload.options["as_of"])
    faults = row_reading.population_faults([_cells(row, _POPULATION) for row in rows], on)
    return {rows[place].number: [fault] for place, fault in faults.items()}


def hamlets_apply(rows: Sequence[GoodRow], upload: Any, by: Actor, now: dt.datetime) -> ChunkOutcome:
    """Register the khóm and ấp of a chunk; those that a commune has already add nothing."""
    since = dt.date.fromisoformat(upload.options["valid_from"])
    outcome = services.hamlets_import(
        rows=_hamlet_rows(rows, upload),
        on=since,
        valid_from=since,
        source=upload.options["source"],
        by=by,
        now=now,
    )
    return _told(outcome, rows)


def hamlets_repeated(rows: Sequence[GoodRow], upload: Any, by: Actor, now: dt.datetime) -> set[int]:
    """Rows of khóm and ấp that their commune has."""
    since = dt.date.fromisoformat(upload.options["valid_from"])
    known = row_reading.hamlets_known(_hamlet_rows(rows, upload), since)
    return {rows[place].number for place in known}


def hamlets_check(rows: Sequence[GoodRow], upload: Any, by: Actor, now: dt.datetime) -> dict[int, list[str]]:
    """Rows that fit into no commune of that day."""
    since = dt.date.fromisoformat(upload.options["valid_from"])
    faults = row_reading.hamlet_faults(_hamlet_rows(rows, upload), since)
    return {rows[place].number: [fault] for place, fault in faults.items()}


def _hamlet_rows(rows: Sequence[GoodRow], upload: Any) -> list[dict[str, str]]:
    invented = "1" if upload.options["invented"] else "0"
    return [_cells(row, _HAMLET) | {"invented": invented} for row in rows]


def _told(outcome: ImportOutcome, rows: Sequence[GoodRow], **tallies: int) -> ChunkOutcome:
    """The services count lines of a table from 2, its heading being the first."""
    return ChunkOutcome(
        added=outcome.created + outcome.updated,
        repeated=outcome.unchanged,
        bad=[(rows[refusal.line - 2].number, [refusal.reason]) for refusal in outcome.refused],
        tallies={name: count for name, count in tallies.items() if count},
    )


declare(
    UploadKind(
        code="places.populations",
        title="Số dân",
        permission=_PERMISSION,
        fields=(
            _CODE,
            _UNIT,
            _DISTRICT,
            Field("value", "Số dân", people_count, required=True, synonyms=("Dân số", "Dân số trung bình", "Nhân khẩu", "Số người")),
        ),
        apply_chunk=population_apply,
        check=population_check,
        repeated=population_repeated,
        done_url="places:unit_list",
        new_url="places:population_import",
        tally_labels={"replaced": "số dân thay cho số đã ghi của cùng ngày"},
    ),
    UploadKind(
        code="places.hamlets",
        title="Khóm, ấp",
        permission=_PERMISSION,
        fields=(
            _CODE,
            _UNIT,
            _DISTRICT,
            Field("name", "Tên khóm, ấp", parsers.text(120), required=True, synonyms=("Khóm", "Ấp", "Khóm ấp", "Tên ấp", "Tên khóm")),
            Field(
                "kind", "Loại", choices=tuple(Choice(kind.value, kind.label.capitalize()) for kind in HamletKind),
                synonyms=("Loại hình", "Khóm hay ấp"),
            ),
        ),
        apply_chunk=hamlets_apply,
        check=hamlets_check,
        repeated=hamlets_repeated,
        done_url="places:unit_list",
        new_url="places:hamlets_import",
    ),
)  # fmt: skip
