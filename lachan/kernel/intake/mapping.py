"""Which column is which field, and what the words in it mean: guessed, shown, corrected once, remembered."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from lachan.kernel.intake.cells import BadCell, Cell, text_of
from lachan.kernel.intake.kinds import Choice, Field, GoodRow, UploadKind
from lachan.kernel.intake.parsers import dated
from lachan.kernel.intake.reading.grids import is_error
from lachan.kernel.intake.reading.tables import Line
from lachan.kernel.text import fold

IGNORED = "-"  # what the mapping screen stores for a word that means "nothing was written"
_STROKE = str.maketrans({"đ": "d", "Đ": "d"})
_REMARK = re.compile(r"\s+với\s+|\(", re.IGNORECASE)
_NOT_WORD = re.compile(r"[^a-z0-9+\-]+")

SEX = (
    Choice("male", "Nam", ("nam", "m", "male", "ông", "trai")),
    Choice("female", "Nữ", ("nữ", "f", "female", "bà", "gái", "nu")),
)


def hints(kind: UploadKind) -> frozenset[str]:
    """All column names that a kind understands, folded."""
    return frozenset(word for field in kind.fields for word in _names(field))


def recalled_columns(kept: Mapping[str, str], columns: Sequence[str]) -> dict[str, str]:
    """Field → column as an earlier file had it, of the columns that this file has too (case and accents aside)."""
    here = {fold(column): column for column in reversed(columns) if fold(column)}
    return {name: here[fold(column)] for name, column in kept.items() if fold(column) in here}


def guess_columns(
    kind: UploadKind, columns: Sequence[str], known: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Field → column by name, of what is not `known`; each column is used once, the surest pair first."""
    known = known or {}
    pairs = sorted(
        (
            (_likeness(field, column), -place, field.name, column)
            for field in kind.fields
            if field.name not in known
            for place, column in enumerate(columns)
            if column not in known.values()
        ),
        reverse=True,
    )
    found: dict[str, str] = {}
    for score, _, name, column in pairs:
        if score > 0 and name not in found and column not in found.values():
            found[name] = column
    return found


def _names(field: Field) -> list[str]:
    return [fold(name) for name in (field.label, field.name, *field.synonyms)]


def _likeness(field: Field, column: str) -> float:
    """3 for the very name, below 2 for a name within the column's words, 0 for nothing in common."""
    words = fold(column)
    if not fold(column.rsplit(" / ", maxsplit=1)[-1]):
        return 0  # "(+)", "(1)": a column that names nothing by itself
    names = _names(field)
    if words in names:
        return 3 - names.index(words) / 100
    best = 0.0
    for name in names:
        if len(name) > 3 and f" {name} " in f" {words} ":
            best = max(best, 1 + len(name) / max(len(words), 1))
    return best


def value_key(cell: Cell) -> str:
    """The word in a cell as it is compared: case, marks and brackets aside, + and − kept.

    >>> value_key("(+)"), value_key(" Dương  tính. ")
    ('+', 'duong tinh')
    """
    return _key(text_of(cell))


@lru_cache(maxsize=4096)  # a column of choices has few words and many rows
def _key(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.translate(_STROKE).lower().replace("–", "-"))
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return _NOT_WORD.sub(" ", bare).strip()


def known_words(field: Field) -> dict[str, str]:
    """value_key → code for everything that a field understands by itself."""
    made: dict[str, str] = {}
    for choice in field.choices:
        for word in (choice.code, choice.label, *choice.words):
            made.setdefault(value_key(word), choice.code)
    return made


def unknown_words(
    field: Field, cells: Iterable[Cell], values: Mapping[str, str], limit: int = 40
) -> list[str]:
    """The words in a column that neither the field nor the mapping knows, as first written."""
    known = {**known_words(field), **values}
    seen: dict[str, str] = {}
    for cell in cells:
        if cell is None or _meaning(known, cell) is not None:
            continue
        seen.setdefault(value_key(cell), text_of(cell))
        if len(seen) >= limit:
            break
    return list(seen.values())


def _meaning(words: Mapping[str, str], cell: Cell) -> str | None:
    """The code of a word; a sign or a remark behind it ("âm tính (-)", "dương tính (Ct 19,4)", "âm tính với SARS-CoV-2")
    adds nothing.

    A remark that holds another known word ("âm tính (lần 1 dương tính)") leaves the meaning to a person.
    """
    key = value_key(cell)
    known = words.get(key) or words.get(key.rstrip("+- "))
    if known:
        return known
    word, _, remark = _REMARK.sub("(", text_of(cell), count=1).partition("(")
    told = f" {value_key(remark)} "
    if any(len(one) > 1 and f" {one} " in told for one in words):
        return None
    return words.get(value_key(word))


class RowReader:
    """Turns lines of a file into parsed rows under one mapping; made once, used for every line."""

    def __init__(
        self,
        kind: UploadKind,
        header: Sequence[str],
        columns: Mapping[str, str],
        values: Mapping[str, Mapping[str, str]],
        constants: Mapping[str, str],
        today: dt.date,
    ) -> None:
        """`today`: the day on which the file came, which tells the year of days written without one."""
        self._today = today
        places = {name: index for index, name in enumerate(header)}
        self._steps = [
            (
                field,
                places.get(columns.get(field.name, ""), -1),
                constants.get(field.name) or None,
                {**known_words(field), **values.get(field.name, {})},
            )
            for field in kind.fields
        ]

    def read(self, line: Line) -> tuple[GoodRow, list[str]]:
        """The row and what is wrong with it (empty where nothing is)."""
        row = GoodRow(line.number, line.line, line.sheet, {}, line.cells)
        reasons: list[str] = []
        for field, place, constant, words in self._steps:
            cell = line.cells[place] if place >= 0 else None
            if cell is None:
                cell = constant
            if field.past:
                cell, understood = dated(cell, self._today)
                if understood:
                    row.assumed += (understood,)
            row.values[field.name] = None
            try:
                value = None if cell is None else _value(field, cell, words)
            except BadCell as bad:
                reasons.append(f"{field.label}: {bad.message}.")
                continue
            if value is None and field.required:
                reasons.append(f"Thiếu {field.label}.")
            row.values[field.name] = value
        return row, reasons


def _value(field: Field, cell: Cell, words: Mapping[str, str]) -> Any:
    if is_error(cell):
        raise BadCell(f"ô này là công thức bị lỗi ({cell})")
    if field.choices:
        return _choice(field, cell, words)
    assert field.parse is not None, f"field {field.name} has neither choices nor a parser"
    return field.parse(cell)


def _choice(field: Field, cell: Cell, words: Mapping[str, str]) -> str | None:
    code = _meaning(words, cell)
    if code is None:
        answers = ", ".join(choice.label for choice in field.choices)
        raise BadCell(f"“{text_of(cell)[:30]}” chưa rõ nghĩa; hãy ghi một trong: {answers}")
    return code if code != IGNORED else None
