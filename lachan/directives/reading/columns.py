"""Two columns printed side by side become one after the other.

The head of a letter (organ | motto) and its end (Nơi nhận | signature) are two columns. Three ways lead
here: pipe tables of Markdown, plain text laid out with blanks, and PDF pages, which arrive as the second.
"""

from __future__ import annotations

import re

from .canon import NOTE_MARK, canon
from .lexicon import DOCUMENT_TYPES

_PIPE = re.compile(r"^\s*\|.*\|\s*$|\S.* \| .*\S|\S \|\s*$")
_RULE = re.compile(r"^[\s|:+=-]+$")
_GAP = re.compile(r"(?: {3,}|\t+ *| {2,}\t)(?=\S)")
_LETTER_TABLE = re.compile(
    r"cộng hòa xã hội|chủ nghĩa việt nam|độc lập - tự do|đảng cộng sản việt nam|nơi nhận|kính gửi|^\W*số ?:"
)
_HEAD = re.compile(r"cộng hòa xã hội chủ|độc lập - tự do|đảng cộng sản việt nam|ngày .{1,9}tháng .{1,9}năm")
_TAIL = re.compile(r"^\s*nơi nhận")
_BODY = re.compile(
    r"^\s*(?:(?:kính gửi|căn cứ|thực hiện|nơi nhận)\b|(?:[ivx]{1,4}|\d{1,2})\s*[.)/-]\s*[^\W\d_])"
)
_TITLE = re.compile(rf"^\s*(?:{'|'.join(DOCUMENT_TYPES)})\b")
_NO_GAP_AFTER = re.compile(r"(?:số\s*:?|ngày|tháng|năm|giờ|lúc|quý)$")
_NO_GAP_BEFORE = re.compile(r"(?:[/,;.-]|tháng|năm|giờ|ngày\W*$)")
_HOLDER = re.compile(r"(?:[A-ZĐÀ-Ỹ][a-zà-ỹđ]+ ?){2,5}")
# Stands for a line break inside a cell until the columns are apart.
CELL_BREAK = "\x1f"
HEAD_LINES = 40
TAIL_LINES = 40


def unfold_columns(lines: list[str]) -> list[str]:
    cells = "\n".join(_unfold_pipes(lines)).replace(CELL_BREAK, "\n")
    return _unfold_blanks(cells.split("\n"))


def _unfold_pipes(lines: list[str]) -> list[str]:
    out: list[str] = []
    block: list[list[str]] = []
    for line in [*lines, ""]:
        if _PIPE.match(line):
            if not _RULE.match(line):
                block.append([cell.strip() for cell in re.sub(r"^\||\|$", "", line.strip()).split("|")])
            continue
        if block:
            out += letter_columns(block)
            block = []
        out.append("" if line.strip() == "|" else re.sub(r"^\s*\|\s|\s\|\s*$", "", line))
    return out[:-1]


def letter_columns(rows: list[list[str]]) -> list[str]:
    """A letter's frame is read down its columns, a table of data along its rows."""
    rows = _without_empty_columns(rows)
    if not rows:
        return []
    width = max(len(row) for row in rows)
    whole = canon(" ".join(cell for row in rows for cell in row))
    if width <= 2 and (_LETTER_TABLE.search(whole) or not any(len(r) > 1 for r in rows)):
        columns = [[row[i] for row in rows if i < len(row) and row[i]] for i in range(width)]
        return ["", *(cell for column in columns for cell in [*column, ""])]
    return ["", *("; ".join(cell for cell in row if cell) for row in rows), ""]


def _without_empty_columns(rows: list[list[str]]) -> list[list[str]]:
    """A narrow column is often left empty to keep the two others apart."""
    if len({len(row) for row in rows}) != 1:
        return rows
    used = [i for i in range(len(rows[0])) if any(row[i].strip() for row in rows)]
    return [[row[i] for i in used] for row in rows] if used else []


def _unfold_blanks(lines: list[str]) -> list[str]:
    end = _head_end(lines)
    out = _split_block(lines[:end]) if end else []
    tail = next((i for i in range(len(lines) - 1, end - 1, -1) if _TAIL.match(canon(lines[i]))), None)
    if tail is None:
        return out + lines[end:]
    noted = next((i for i in range(tail, len(lines)) if NOTE_MARK.match(lines[i])), len(lines))
    stop = min(noted, tail + TAIL_LINES)
    return out + lines[end:tail] + _split_block(lines[tail:stop]) + lines[stop:]


def _head_end(lines: list[str]) -> int:
    """Where the two-column head ends: after its last line with a gap, before the body begins."""
    last = 0
    for i, line in enumerate(lines[:HEAD_LINES]):
        low = canon(line)
        if _BODY.match(low) or (_TITLE.match(low) and line.strip()[:6].isupper()):
            break
        if _GAP.search(line.strip()) or _HEAD.search(low):
            last = i + 1
    return last


def _split_block(lines: list[str]) -> list[str]:
    """Left column, blank line, right column; lines without a gap go where they stand."""
    gaps = [m.end() for line in lines if (m := _middle_gap(line))]
    if not gaps:
        return lines
    edge = min(gaps)
    left: list[str] = []
    right: list[str] = []
    for line in lines:
        gap = _middle_gap(line)
        if gap:
            left.append(line[: gap.start()])
            right.append(line[gap.end() :])
        elif line.strip() and len(line) - len(line.lstrip()) >= edge - 6:
            right.append(line)
        else:
            left.append(line)
    return [*left, "", *right, ""]


def _is_gap(line: str, gap: re.Match[str]) -> bool:
    """Not the room left for a number or a day to be filled in, nor that between an office and its holder."""
    if line[: gap.start()].strip().isupper() and _HOLDER.fullmatch(line[gap.end() :].strip()):
        return False
    left, right = canon(line[: gap.start()].strip()), canon(line[gap.end() :])
    return not (_NO_GAP_AFTER.search(left) or _NO_GAP_BEFORE.match(right))


def _middle_gap(line: str) -> re.Match[str] | None:
    """The widest run of blanks between two pieces of text."""
    start = len(line) - len(line.lstrip())
    found = [m for m in _GAP.finditer(line, start) if m.start() > start and _is_gap(line, m)]
    return max(found, key=lambda m: m.end() - m.start(), default=None)
