"""Finding the table in a sheet: titles above, one header of one or two lines, rows, group lines, footers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lachan.kernel.errors import Refused
from lachan.kernel.intake.cells import Cell, text_of
from lachan.kernel.intake.reading.fonts import unicode_of
from lachan.kernel.intake.reading.grids import Grid, read_grids
from lachan.kernel.intake.reading.guard import MAX_ROWS
from lachan.kernel.intake.reading.joined import joined_columns
from lachan.kernel.text import fold

REASON_COLUMN = "Lý do trả lại"
_HEADER_DEPTH = 40
_LIST_COLUMNS = 3  # so many columns that we know make a list, fewer a summary or an address book
_FOOTERS = (
    "tong cong", "tong so", "nguoi lap", "nguoi nhap", "nguoi duyet", "thu truong", "lanh dao", "giam doc",
    "truong khoa", "ghi chu", "ke toan", "xac nhan cua", "tm", "kt",
)  # fmt: skip
_SUM = re.compile(r"^(tong|cong)( \d.*)?$")  # not "Tống Văn A"
_SIGNATURES = (
    "nguoi",
    "thu truong",
    "lanh dao",
    "giam doc",
    "truong khoa",
    "xac nhan cua",
    "tm",
    "kt",
    "ngay",
)
_DATE_LINE = re.compile(r"\bngay( \d+)? thang( \d+)? nam\b")
_NUMBERING = re.compile(r"^\(?(\d{1,2}|[a-z])\)?$", re.IGNORECASE)


@dataclass(slots=True)
class Line:
    """A data row: `number` counts from 1 through the whole file, `line` is where it stands in its sheet."""

    number: int
    sheet: str
    line: int
    cells: tuple[Cell, ...]


@dataclass(slots=True)
class Document:
    """What a file holds for us. `notes` tell in Vietnamese what was left out, and where; `warnings` what its sender
    must know before it is taken.

    The last `made` columns are not in the file: they join what it divides.
    """

    columns: tuple[str, ...]
    lines: list[Line]
    notes: list[str] = field(default_factory=list)
    made: int = 0
    warnings: list[str] = field(default_factory=list)

    @property
    def signature(self) -> str:
        """The same for files with the same columns, however they are spaced, cased or accented."""
        names = "|".join(fold(name) for name in self.columns)
        return hashlib.sha256(names.encode()).hexdigest()


@dataclass(slots=True)
class _Table:
    sheet: str
    columns: tuple[str, ...]
    known: int
    lines: list[tuple[int, tuple[Cell, ...]]]
    notes: list[str]
    warnings: list[str]
    made: int


def read_document(
    name: str, data: bytes, hints: frozenset[str] = frozenset(), *, is_checked: bool = False
) -> Document:
    """The table of a file. `hints` are folded column names that the kind understands: they tell header from title.

    `is_checked` where the same bytes were looked at before they were kept.
    """
    grids = read_grids(name, data, is_checked=is_checked)
    tables = [table for grid in grids if (table := _table(grid, hints))]
    if not tables:
        raise Refused("Không tìm thấy dòng tiêu đề cột (ví dụ “Họ và tên”, “Ngày sinh”) trong tệp.")
    main = max(tables, key=lambda table: (table.known, len(table.lines)))
    document = Document(main.columns, [], [], main.made)
    for table in tables:
        _join(document, table, is_main=table is main)
    if len(document.lines) > MAX_ROWS:
        raise Refused(f"Tệp có hơn {MAX_ROWS:,} dòng. Hãy tách thành nhiều tệp.".replace(",", "."))
    return document


def _join(document: Document, table: _Table, *, is_main: bool) -> None:
    """Append a sheet whose columns are (at least) those of the main one, in whatever order."""
    places = {fold(name): index for index, name in enumerate(table.columns)}
    wanted = [places.get(fold(name)) for name in document.columns]
    if None in wanted:
        _leave_out(document, table)
        return
    document.notes += table.notes
    document.warnings += table.warnings
    start = len(document.lines)
    for number, (line, cells) in enumerate(table.lines, start + 1):
        ordered = cells if is_main else tuple(cells[index] for index in wanted if index is not None)
        document.lines.append(Line(number, table.sheet, line, ordered))


def _leave_out(document: Document, table: _Table) -> None:
    """Of a sheet with other columns; where it is a list too, its rows must not be lost unseen."""
    if not table.lines:
        return
    if table.known >= _LIST_COLUMNS:
        document.warnings.append(
            f"Trang tính “{table.sheet}” có cột khác với bảng chính nên {len(table.lines)} dòng của nó không được nạp. "
            "Hãy lưu trang tính này thành một tệp riêng rồi gửi."
        )
    else:
        document.notes.append(
            f"Trang tính “{table.sheet}” có cột khác với bảng chính: bỏ qua {len(table.lines)} dòng."
        )


def _table(grid: Grid, hints: frozenset[str]) -> _Table | None:
    notes: list[str] = []
    warnings: list[str] = []
    _to_unicode(grid, warnings)
    place = _header_place(grid, hints)
    if place is None:
        return None
    columns, used = _columns(grid, place)
    keep = [index for index, name in enumerate(columns) if fold(name) != fold(REASON_COLUMN)]
    notes += _title_notes(grid, place)
    split = _split_names(grid, place, columns)
    lines = []
    for line, cells in _data_rows(grid.rows[place + used :], columns, grid.name, notes):
        _join_split(cells, split)
        lines.append((line, tuple(cells[index] if index < len(cells) else None for index in keep)))
    names = _unique([columns[index] for index in keep])
    added = joined_columns(names, [cells for _, cells in lines])
    if added:
        lines = [(line, (*cells, *(make(cells) for _, make in added))) for line, cells in lines]
        names = _unique([*names, *(name for name, _ in added)])
    known = len({fold(name) for name in names} & hints)
    if grid.hidden and lines:
        warnings.append(f"Trang tính ẩn “{grid.name}” cũng được đọc: {len(lines)} dòng.")
    return _Table(grid.name, names, known, lines, notes, warnings, len(added))


def _split_names(grid: Grid, place: int, columns: list[str]) -> list[tuple[int, int]]:
    """(first, second) of header cells merged over an unnamed column: "Họ và tên" over family and given name."""
    line = grid.rows[place][0]
    return [
        (index - 1, index)
        for index, name in enumerate(columns)
        if index and not name and columns[index - 1] and (line, index) in grid.across
    ]


def _join_split(cells: list[Cell], split: list[tuple[int, int]]) -> None:
    for first, second in split:
        if second < len(cells) and isinstance(cells[first], str) and isinstance(cells[second], str):
            cells[first] = f"{cells[first]} {cells[second]}"


def _to_unicode(grid: Grid, warnings: list[str]) -> None:
    """Sheets, or single columns of them, typed in an old font carry Latin letters that only look Vietnamese in it."""
    changed = set()
    for at in range(max((len(cells) for _, cells in grid.rows), default=0)):
        column = [(line, cells, cells[at]) for line, cells in grid.rows if at < len(cells)]
        read = unicode_of({cell for _, _, cell in column if isinstance(cell, str)})
        for line, cells, cell in column if read else ():
            if isinstance(cell, str) and cell in read:
                cells[at] = read[cell]
                changed.add(line)
    if changed:
        warnings.append(
            f"{_sheet(grid.name)}{len(changed)} dòng gõ bằng phông chữ cũ (VNI, .VnTime) đã đổi sang Unicode. Xem lại họ tên trước khi nạp."
        )


def _header_place(grid: Grid, hints: frozenset[str]) -> int | None:
    """The line with the most column names that we know; without any, the first wide line of words."""
    best, best_score = None, 0
    for place, (_, cells) in enumerate(grid.rows[:_HEADER_DEPTH]):
        score = len({fold(cell) for cell in cells if isinstance(cell, str)} & hints)
        if score > best_score:
            best, best_score = place, score
    if best_score >= 2:
        return best
    # One word alone may be data: "Nam" of a row of a man folds like the column "Năm".
    wide = _first_wide_line(grid)
    return wide if best is None or (wide is not None and wide < best) else best


def _first_wide_line(grid: Grid) -> int | None:
    widest = max((_filled(cells) for _, cells in grid.rows), default=0)
    for place, (_, cells) in enumerate(grid.rows[:_HEADER_DEPTH]):
        words = sum(isinstance(cell, str) for cell in cells)
        if words >= max(1, widest * 0.6) and words == _filled(cells):
            return place
    return None


def _columns(grid: Grid, place: int) -> tuple[list[str], int]:
    """Names of the columns and how many lines the header takes (a second line may divide merged cells)."""
    line, top = grid.rows[place]
    width = max(len(cells) for _, cells in grid.rows)
    names = [text_of(top[index]) if index < len(top) else "" for index in range(width)]
    used = 1
    if place + 1 < len(grid.rows) and _divides(grid, line, top, grid.rows[place + 1][1]):
        names = _divided(names, grid, line, grid.rows[place + 1][1])
        used = 2
    while place + used < len(grid.rows) and _is_numbering(grid.rows[place + used][1]):
        used += 1
    return [" ".join(name.split()) for name in names], used


def _divides(grid: Grid, line: int, top: list[Cell], below: list[Cell]) -> bool:
    """True where the next line only has words under header cells that are empty or begin a merged group."""
    filled = _own_cells(top, below)
    if len(filled) < 2 or not all(isinstance(below[index], str) for index in filled):
        return False
    groups = _groups(grid, line, top)
    return all(index in groups for index in filled)


def _own_cells(top: list[Cell], below: list[Cell]) -> list[int]:
    """Where the second line says something of its own: a cell merged over both lines repeats the first."""
    above = [*top, *([None] * len(below))]
    return [index for index, cell in enumerate(below) if cell is not None and cell != above[index]]


def _groups(grid: Grid, line: int, top: list[Cell]) -> dict[int, int]:
    """Columns under a merged header cell → the column where that cell begins."""
    places: dict[int, int] = {}
    start = 0
    for index, cell in enumerate(top):
        if cell is not None:
            start = index
            continue
        is_merged = (line, index) in grid.across or not grid.across
        if is_merged and index > 0:
            places[start] = start
            places[index] = start
    return places


def _divided(names: list[str], grid: Grid, line: int, below: list[Cell]) -> list[str]:
    groups = _groups(grid, line, [name or None for name in names])
    made = list(names)
    for index, cell in enumerate(below):
        if cell is not None and index in groups:
            made[index] = f"{names[groups[index]]} / {text_of(cell)}"
    return made


def _is_numbering(cells: list[Cell]) -> bool:
    """A line "(1) (2) (3)" or "A B 1 2" under the header."""
    words = [text_of(cell) for cell in cells if cell is not None]
    if len(words) < 3 or not all(_NUMBERING.match(word) for word in words):
        return False
    numbers = [int(word.strip("()")) for word in words if word.strip("()").isdigit()]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True


def _unique(names: list[str]) -> tuple[str, ...]:
    """Names for unnamed columns, and numbers for repeated ones: "Số điện thoại (2)"."""
    made: list[str] = []
    for index, name in enumerate(names, 1):
        base = name or f"Cột {index}"
        candidate, again = base, 1
        while candidate in made:
            again += 1
            candidate = f"{base} ({again})"
        made.append(candidate)
    return tuple(made)


def _title_notes(grid: Grid, place: int) -> list[str]:
    if place == 0:
        return []
    first, last = grid.rows[0][0], grid.rows[place - 1][0]
    where = f"dòng {first}" if first == last else f"dòng {first}–{last}"
    return [f"{_sheet(grid.name)}bỏ qua phần tiêu đề của bảng ({where})."]


def _data_rows(
    rows: list[tuple[int, list[Cell]]], columns: list[str], sheet: str, notes: list[str]
) -> Iterator[tuple[int, list[Cell]]]:
    """The rows of people; whatever is skipped is noted with its line."""
    header = [fold(name) for name in columns]
    width = sum(bool(name) for name in columns)
    signed = False
    for line, cells in rows:
        reason = None
        filled = _filled(cells)
        if filled <= max(3, width // 3):
            reason, signed = _small_line(cells, filled, width, signed)
        elif isinstance(cells[0], str) and fold(cells[0]) == header[0] and _is_header(cells, header):
            reason = "tiêu đề cột lặp lại"
        if reason is None:
            yield line, cells
        elif reason:
            notes.append(f"{_sheet(sheet)}bỏ qua dòng {line}: {reason}.")


def _small_line(cells: list[Cell], filled: int, width: int, signed: bool) -> tuple[str | None, bool]:
    """(why a line with few cells is skipped or None, whether the signatures have begun); "" skips silently."""
    first = next(cell for cell in cells if cell is not None)
    words = fold(text_of(first))
    if signed:
        return "phần ký tên cuối bảng", True
    if _is_footer(words) or any(_DATE_LINE.search(fold(cell)) for cell in cells if isinstance(cell, str)):
        ends = any(_begins(words, sign) for sign in _SIGNATURES) or bool(_DATE_LINE.search(words))
        return f"dòng cuối bảng (“{text_of(first)[:40]}”)", ends
    if filled == 1 and width >= 3:
        if isinstance(first, int | float) or words.isdigit():
            return "", False  # a line numbered beforehand and never filled in
        if first in cells[:2]:
            return f"dòng nhóm (“{text_of(first)[:40]}”)", False
    return None, False


def _is_footer(words: str) -> bool:
    return bool(_SUM.match(words)) or any(_begins(words, footer) for footer in _FOOTERS)


def _begins(words: str, start: str) -> bool:
    return words == start or words.startswith(f"{start} ")


def _is_header(cells: list[Cell], header: list[str]) -> bool:
    same = sum(
        isinstance(cell, str) and fold(cell) == name for cell, name in zip(cells, header, strict=False)
    )
    return same >= _filled(cells) * 0.8


def _filled(cells: list[Cell]) -> int:
    return sum(cell is not None for cell in cells)


def _sheet(name: str) -> str:
    return f"Trang tính “{name}”: " if name else "Tệp: "
