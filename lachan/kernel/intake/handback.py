"""Rows handed back as a file: the sender's own columns, the reason beside them, ready to be mended and sent again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from lachan.kernel.intake.cells import Cell, from_json, harmless
from lachan.kernel.intake.models import Upload
from lachan.kernel.intake.queries import bad_rows
from lachan.kernel.intake.reading.tables import REASON_COLUMN
from lachan.kernel.times import LOCAL

_SHADE = PatternFill("solid", fgColor="F2F2F2")


def bad_rows_file(upload: Upload) -> bytes:
    """An .xlsx of the refused rows with the original columns and the column of reasons."""
    notes = upload.notes or {}
    own = len(notes.get("columns", [])) - notes.get("made", 0)  # the sender's, without those we joined
    header = [*notes.get("columns", [])[:own], REASON_COLUMN]
    rows = (
        [*(from_json(value) for value in (row.cells or [])[:own]), " ".join(row.reasons or [])]
        for row in bad_rows(upload).iterator()
    )
    return sheet_bytes("Dòng trả lại", header, rows)


def sheet_bytes(title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A plain .xlsx. Text stays text: nothing in it can become a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for place, name in enumerate(header):
        sheet.column_dimensions[get_column_letter(place + 1)].width = min(max(len(name) + 2, 12), 60)
    sheet.append([_head(sheet, name) for name in header])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A .csv that Excel opens in Vietnamese and that can't run anything."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([harmless(name) for name in header])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _head(sheet: object, name: str) -> WriteOnlyCell:
    cell = _cell(sheet, name)
    cell.font, cell.fill = Font(bold=True), _SHADE
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(sheet: object, value: Cell) -> WriteOnlyCell:
    if getattr(value, "tzinfo", None) is not None:
        value = value.astimezone(LOCAL).replace(tzinfo=None)  # type: ignore[union-attr]
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # "=1+1" is what somebody typed, not something to compute
        cell.number_format = "@"
    elif cell.is_date:
        cell.number_format = "dd/mm/yyyy hh:mm" if hasattr(value, "hour") else "dd/mm/yyyy"
    return cell
