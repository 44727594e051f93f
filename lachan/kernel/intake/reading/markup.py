"""Web pages and XML that hospitals' programs save under the name .xls: only their tables' cells, nothing is followed.

Read by the parser of web pages: it knows no entities of a document's own, opens nothing and forgives what is broken.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from lachan.kernel.errors import Refused
from lachan.kernel.intake.reading.guard import MAX_CELLS

_SHEETS = ("table", "worksheet")
_ROWS = ("tr", "row")
_CELLS = ("td", "th", "cell")
_UNSEEN = ("style", "script", "title", "styles")
_WHOLE = re.compile(r"-?\d{1,15}(\.0+)?")

Value = str | int | float | None
Rows = list[tuple[int, list[Value]]]


def read_markup(text: str) -> list[tuple[str, Rows]]:
    """(name, rows) of each table; rows are numbered as they stand in it."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.end_row()
    return [(name, rows) for name, rows in reader.sheets if rows]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, Rows]] = [("", [])]
        self._row: list[Value] | None = None
        self._words: list[str] = []
        self._is_number = False
        self._in_cell = False
        self._unseen = 0
        self._line = 0
        self._cells = 0
        self._across = self._rows = 1
        self._down: dict[int, tuple[int, Value]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag, told = tag.rpartition(":")[2], {name.rpartition(":")[2]: value or "" for name, value in attrs}
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _SHEETS and (tag == "worksheet" or self._row is None):
            self.end_row()
            if self.sheets[-1][1]:
                self._line = 0
                self._down = {}
            name = told.get("name", "") if tag == "worksheet" else self.sheets[-1][0]
            self.sheets.append((name, []))
        elif tag in _ROWS:
            self.end_row()
            self._line = _number(told.get("index"), self._line + 1)
            self._row = []
        elif tag in _CELLS and self._row is not None:
            self._end_cell()
            self._begin_cell(told)
        elif tag == "data":
            self._is_number = told.get("type", "").lower() == "number"
        elif tag == "br":
            self._words.append("\n")

    def _begin_cell(self, told: dict[str, str]) -> None:
        assert self._row is not None
        self._fill_down()
        self._pad(_number(told.get("index"), len(self._row) + 1) - 1 - len(self._row))
        self._in_cell, self._words, self._is_number = True, [], False
        self._across = _number(told.get("colspan"), _number(told.get("mergeacross"), 0) + 1)
        self._rows = _number(told.get("rowspan"), _number(told.get("mergedown"), 0) + 1)

    def _pad(self, count: int) -> None:
        """Empty cells, of which a few letters can ask for any number."""
        assert self._row is not None
        self._row += [None] * min(count, MAX_CELLS)
        if self._cells + len(self._row) > MAX_CELLS:
            raise Refused("Tệp có quá nhiều ô dữ liệu, không mở được. Hãy tách thành nhiều tệp.")

    def _fill_down(self) -> None:
        """Cells merged downwards count for each of their rows."""
        assert self._row is not None
        while (kept := self._down.get(len(self._row))) and kept[0] > 0:
            self._down[len(self._row)] = (kept[0] - 1, kept[1])
            self._row.append(kept[1])

    def handle_data(self, data: str) -> None:
        if self._in_cell and not self._unseen:
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        elif tag in _CELLS:
            self._end_cell()
        elif tag in (*_ROWS, *_SHEETS):
            self.end_row()

    def _end_cell(self) -> None:
        if not self._in_cell or self._row is None:
            return
        words = "".join(self._words).strip()
        value: Value = words or None
        if words and self._is_number:
            value = int(float(words)) if _WHOLE.fullmatch(words) else _float(words)
        if self._rows > 1:
            self._down[len(self._row)] = (self._rows - 1, value)
        self._row.append(value)
        self._pad(self._across - 1)
        self._in_cell = False

    def end_row(self) -> None:
        """What the row holds belongs to the table at hand."""
        self._end_cell()
        if self._row is not None:
            self._fill_down()
            self._pad(0)
            self._cells += len(self._row)
            self.sheets[-1][1].append((self._line, self._row))
        self._row = None


def _number(written: str | None, otherwise: int) -> int:
    return min(int(written), 20_000) if written and written.isascii() and written.isdigit() else otherwise


def _float(words: str) -> float | str:
    try:
        return float(words)
    except ValueError:
        return words
