"""Cells as they stand in a file, their trip through JSON, and the words people use for nothing."""

from __future__ import annotations

import datetime as dt
import math
import unicodedata

Cell = str | int | float | bool | dt.datetime | dt.date | dt.time | None
Json = str | int | float | bool | None | dict[str, str]

_MIDNIGHT = dt.datetime(2000, 1, 1)  # noqa: DTZ001  a sheet knows no time zone
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


class BadCell(Exception):
    """A cell that can't be understood; the message is Vietnamese and says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def tidy(cell: object) -> Cell:
    """The cell without blanks around it; empty text and not-a-number become None, whole floats integers."""
    if isinstance(cell, str):
        return _tidy_text(cell)
    if isinstance(cell, float):
        if not math.isfinite(cell):
            return None
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else cell
    if isinstance(cell, dt.timedelta):
        return (_MIDNIGHT + cell).time()
    if cell is None or isinstance(cell, bool | int | dt.datetime | dt.date | dt.time):
        return cell
    return str(cell)


def _tidy_text(text: str) -> str | None:
    text = unicodedata.normalize("NFC", text)
    if text.isprintable():
        return text.strip() or None  # nearly all cells of a big file
    for blank in ("\u00a0", "\u200b", "\ufeff", "\u2007", "\u202f"):
        text = text.replace(blank, " ")
    text = "".join(char for char in text if char.isprintable() or char in "\n\t")
    return text.strip() or None


def text_of(cell: Cell) -> str:
    """The cell as a person would read it in the sheet."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, dt.datetime):
        return cell.strftime("%H:%M %d/%m/%Y") if cell.time() != dt.time() else cell.strftime("%d/%m/%Y")
    if isinstance(cell, dt.date):
        return cell.strftime("%d/%m/%Y")
    if isinstance(cell, dt.time):
        return cell.strftime("%H:%M")
    return str(cell)


def to_json(cell: Cell) -> Json:
    if isinstance(cell, dt.datetime):
        return {"moment": cell.isoformat()}
    if isinstance(cell, dt.date):
        return {"day": cell.isoformat()}
    if isinstance(cell, dt.time):
        return {"time": cell.isoformat()}
    return cell


def from_json(value: Json) -> Cell:
    if not isinstance(value, dict):
        return value
    if "moment" in value:
        return dt.datetime.fromisoformat(value["moment"])
    if "day" in value:
        return dt.date.fromisoformat(value["day"])
    return dt.time.fromisoformat(value["time"])


def harmless(text: str) -> str:
    """Text for a .csv: a spreadsheet must not take it for a formula."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text
