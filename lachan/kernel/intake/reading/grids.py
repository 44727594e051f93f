"""Sheets as plain rows of cells: spreadsheets through calamine (values only, no formula is run), text through csv,
web pages under a spreadsheet's name."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from lachan.kernel.errors import Refused
from lachan.kernel.intake.cells import Cell, tidy
from lachan.kernel.intake.reading.encodings import decode
from lachan.kernel.intake.reading.guard import MAX_ROWS, check_file, kind_of
from lachan.kernel.intake.reading.markup import read_markup

_DELIMITERS = (",", ";", "\t", "|")
_ERRORS = ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!")


@dataclass(slots=True)
class Grid:
    """One sheet: `rows` are (line in the file, cells); lines without anything are left out."""

    name: str
    rows: list[tuple[int, list[Cell]]]
    across: frozenset[tuple[int, int]] = frozenset()  # (line, column) covered by a cell merged to the right
    hidden: bool = False


def read_grids(name: str, data: bytes, *, is_checked: bool = False) -> list[Grid]:
    """All sheets that hold something; Refused where the file can't be taken."""
    if not is_checked:
        check_file(name, data)
    kind = kind_of(name, data)
    grids = {"csv": _text_sheet, "markup": _markup_sheets}.get(kind, _sheets)(data)
    grids = [grid for grid in grids if grid.rows]
    if not grids:
        raise Refused("Tệp không có dòng dữ liệu nào.")
    return grids


def _text_sheet(data: bytes) -> list[Grid]:
    return [_csv_grid(data)]


def _markup_sheets(data: bytes) -> list[Grid]:
    return [
        Grid(
            name,
            [(line, cells) for line, row in rows if has_something(cells := [tidy(cell) for cell in row])],
        )
        for name, rows in read_markup(decode(data))
    ]


def _sheets(data: bytes) -> list[Grid]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [meta for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
        return [
            _sheet_grid(book.get_sheet_by_name(meta.name), hidden=meta.visible != SheetVisibleEnum.Visible)
            for meta in sheets
        ]
    except (CalamineError, OSError, ValueError) as error:
        raise Refused(
            "Tệp Excel bị hỏng hoặc có mật khẩu, không mở được. Hãy lưu lại rồi gửi lại."
        ) from error


def _sheet_grid(sheet: CalamineSheet, *, hidden: bool) -> Grid:
    raw = sheet.to_python(skip_empty_area=False, nrows=MAX_ROWS + 1000)
    merged = sheet.merged_cell_ranges or []
    across = _spread(raw, merged)
    rows = [
        (line, cells)
        for line, row in enumerate(raw, 1)
        if has_something(cells := [tidy(cell) for cell in row])
    ]
    return Grid(sheet.name, rows, across, hidden)


def _spread(
    raw: list[list[Any]], merged: Iterable[tuple[tuple[int, int], tuple[int, int]]]
) -> frozenset[tuple[int, int]]:
    """Let a cell merged downwards count for each of its rows; remember those merged to the right."""
    across: set[tuple[int, int]] = set()
    for (top, left), (bottom, right) in merged:
        if top >= len(raw) or left >= len(raw[top]):
            continue
        if right == left:
            for row in range(top + 1, min(bottom, len(raw) - 1) + 1):
                raw[row][left] = raw[top][left]
        else:
            across.update((top + 1, column) for column in range(left + 1, right + 1))
    return frozenset(across)


def _csv_grid(data: bytes) -> Grid:
    text = decode(data).replace("\x00", "")
    delimiter = None
    if text[:4].lower() == "sep=":
        delimiter, text = text[4:5], "\n" + text.partition("\n")[2]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or _sniff(text))
    rows: list[tuple[int, list[Cell]]] = []
    try:
        line = 1
        for row in reader:
            cells = [tidy(cell) for cell in row]
            if has_something(cells):
                rows.append((line, cells))
            if len(rows) > MAX_ROWS + 1000:
                break
            line = reader.line_num + 1
    except csv.Error as error:
        raise Refused(
            f"Dòng {reader.line_num} của tệp .csv không đúng định dạng. Hãy lưu lại từ Excel."
        ) from error
    return Grid("", rows)


def _sniff(text: str) -> str:
    """The delimiter that gives the most lines the same number of cells, more than one."""
    head = text[:50_000].splitlines()[:60]
    return max(_DELIMITERS, key=lambda delimiter: _evenness(head, delimiter))


def _evenness(lines: list[str], delimiter: str) -> tuple[int, int]:
    widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1]
    if not widths:
        return (0, 0)
    common = max(set(widths), key=widths.count)
    return (widths.count(common), common)


def has_something(cells: list[Cell]) -> bool:
    return any(cell is not None for cell in cells)


def is_error(cell: Cell) -> bool:
    """A formula that failed in the sender's own sheet."""
    return isinstance(cell, str) and cell in _ERRORS
