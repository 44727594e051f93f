"""Columns that paper forms divide: a name in two cells, the year of birth under "Nam" or under "Nữ", a cross under
"(+)" or under "(-)".

What belongs together is added as columns of their own at the end; the sender's columns stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lachan.kernel.intake.cells import Cell, text_of
from lachan.kernel.text import fold

Cells = tuple[Cell, ...]
Maker = Callable[[Cells], Cell]

_FAMILY = frozenset(
    ("ho", "ho dem", "ho lot", "ho va dem", "ho va lot", "ho va ten dem", "ho va ten lot", "ho va chu lot", "ho ten dem", "ho chu lot")
)  # fmt: skip
_GIVEN = frozenset(("ten", "ten goi", "ten rieng"))
_WHOLE = frozenset(("ho va ten", "ho ten"))
_SEX = frozenset(("gioi", "gioi tinh", "phai", "nam nu"))
_OUTCOME = frozenset(("ket qua", "kq", "ket luan", "ket qua xet nghiem", "ket qua xn"))
_POSITIVE = frozenset(("+", "dương tính", "dương tính (+)", "dương", "(+)"))
_NEGATIVE = frozenset(("-", "–", "âm tính", "âm tính (-)", "âm", "(-)", "(–)"))
_NOTHING = frozenset(("0", "không", "-"))
_TICKS = frozenset(("x", "v", "1", "+", "co"))


def joined_columns(columns: Sequence[str], rows: Sequence[Cells]) -> list[tuple[str, Maker]]:
    """(name, how to make its cell from a row) of every column that a divided one adds."""
    folded = [fold(name) for name in columns]
    return [*_name(folded), *_birth_and_sex(columns, folded, rows), *_outcome(columns, folded)]


def _name(folded: list[str]) -> list[tuple[str, Maker]]:
    family = next((place for place, name in enumerate(folded) if name in _FAMILY), None)
    given = next((place for place, name in enumerate(folded) if name in _GIVEN), None)
    if family is None or given is None or _WHOLE & set(folded):
        return []
    return [
        (
            "Họ và tên",
            lambda cells: " ".join(filter(None, (_text(cells, family), _text(cells, given)))) or None,
        )
    ]


def _birth_and_sex(
    columns: Sequence[str], folded: list[str], rows: Sequence[Cells]
) -> list[tuple[str, Maker]]:
    male, female = _last_word(columns, "nam"), _last_word(columns, "nu")
    if male is None or female is None or _SEX & set(folded):
        return []
    made: list[tuple[str, Maker]] = [("Giới tính", lambda cells: _either(cells, male, female)[0])]
    if any(_is_birth(_either(cells, male, female)[1]) for cells in rows[:200]):
        made.append((_birth_name(columns[male]), lambda cells: _either(cells, male, female)[1]))
    return made


def _outcome(columns: Sequence[str], folded: list[str]) -> list[tuple[str, Maker]]:
    """What is crossed under "Dương tính" or under "Âm tính"; a row with both or neither says nothing."""
    places = [
        next((at for at, name in enumerate(columns) if name.split(" / ")[-1].strip().lower() in words), None)
        for words in (_POSITIVE, _NEGATIVE)
    ]
    positive, negative = places
    if positive is None or negative is None or _OUTCOME & set(folded):
        return []

    def crossed(cells: Cells) -> Cell:
        found = [_text(cells, at).lower() not in {"", *_NOTHING} for at in (positive, negative)]
        return {(True, False): "Dương tính", (False, True): "Âm tính"}.get((found[0], found[1]))

    return [("Kết quả", crossed)]


def _last_word(columns: Sequence[str], word: str) -> int | None:
    """The column "Nam", or "Năm sinh / Nam"."""
    return next((place for place, name in enumerate(columns) if fold(name.split(" / ")[-1]) == word), None)


def _birth_name(column: str) -> str:
    above = column.rpartition(" / ")[0]
    return above if "sinh" in fold(above) else "Năm sinh"


def _either(cells: Cells, male: int, female: int) -> tuple[str | None, Cell]:
    """(sex, what stands under it); nothing where both or neither are filled."""
    left, right = _at(cells, male), _at(cells, female)
    if (left is None) == (right is None):
        return None, None
    return ("Nam", left) if left is not None else ("Nữ", right)


def _is_birth(cell: Cell) -> bool:
    return cell is not None and text_of(cell).strip().lower() not in _TICKS


def _text(cells: Cells, place: int) -> str:
    return text_of(_at(cells, place)).strip()


def _at(cells: Cells, place: int) -> Cell:
    return cells[place] if place < len(cells) else None
