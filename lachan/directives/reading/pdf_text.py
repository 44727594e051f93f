"""A PDF → text laid out with blanks, so that the two-column head can be told apart (see columns)."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pdfplumber

from .errors import UnreadableLetter

MAX_PAGES = 200
_SMALL = 0.78
_NOTE = 0.92
_MARGIN_SHARE = 0.1
# The widest blank between two words of a line that is not stretched.
_BLANK = 6
_PAGE_NUMBER = re.compile(r"[-–\s]*(?:trang\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?[-–\s]*")


def pdf_text(data: bytes) -> str:
    """Lines in reading order, page after page, footnotes below all of them; page numbers and raised marks left out.

    A scanned document has no letters in it: the text is then empty, which the reader reports as a doubt.
    """
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            pages = [_page(page) for page in pdf.pages[:MAX_PAGES]]
    except UnreadableLetter:
        raise
    except Exception as error:
        raise UnreadableLetter("Tệp PDF bị hỏng hoặc được đặt mật khẩu, không mở được.") from error
    printed = _without_running_lines([page.lines for page in pages])
    return "\n".join(
        [line for page in printed for line in page] + [note for page in pages for note in page.notes]
    )


def _without_running_lines(pages: list[list[str]]) -> list[list[str]]:
    """The same first or last line on most pages is a running head or foot, no part of the letter."""
    for at in (0, -1):
        seen = Counter(_bare(page[at]) for page in pages if page)
        running = {line for line, times in seen.items() if times > 1 and 2 * times > len(pages)}
        pages = [_without(page, at, running) for page in pages]
    return pages


def _without(page: list[str], at: int, running: set[str]) -> list[str]:
    if not page or _bare(page[at]) not in running:
        return page
    return page[1:] if at == 0 else page[:-1]


def _bare(line: str) -> str:
    """A line without its page number."""
    return re.sub(r"\d+", "", line).strip()


@dataclass(frozen=True)
class _Page:
    lines: list[str]
    notes: list[str]


def _page(page: Any) -> _Page:
    words = page.extract_words(
        extra_attrs=["size"], keep_blank_chars=False, use_text_flow=False, x_tolerance=1.5
    )
    if not words:
        return _Page([], [])
    body = Counter(round(w["size"]) for w in words).most_common(1)[0][0]
    noted = _note_rows(_rows(words), body)
    apart = {id(w) for row in noted for w in row}
    words = [w for w in words if id(w) not in apart and not (_is_mark(w) and w["size"] < _SMALL * body)]
    return _Page(_lines(words) if words else [], _notes(noted))


def _is_mark(word: Any) -> bool:
    return bool(word["text"].strip("()[]").isdigit())


def _note_rows(rows: list[list[Any]], body: int) -> list[list[Any]]:
    """The rows in small print at the foot of the page, from the first one that opens with a raised number."""
    start = len(rows)
    for i in range(len(rows) - 1, -1, -1):
        alone = i == len(rows) - 1 and len(rows[i]) == 1 and _is_mark(rows[i][0])
        if not alone and any(w["size"] > _NOTE * body for w in rows[i]):
            break
        if _opens_note(rows[i]):
            start = i
    return [row for row in rows[start:] if len(row) > 1 or not _is_mark(row[0])]


def _opens_note(row: list[Any]) -> bool:
    return len(row) > 1 and _is_mark(row[0]) and bool(row[0]["size"] < _SMALL * row[1]["size"])


def _notes(rows: list[list[Any]]) -> list[str]:
    """Each note on one line behind its mark."""
    notes: list[str] = []
    for row in rows:
        words = [w["text"] for w in row]
        if _opens_note(row):
            notes.append(" ".join([f"[{words[0].strip('()[]')}]", *words[1:]]))
        else:
            notes[-1] += " " + " ".join(words)
    return notes


def _lines(words: list[Any]) -> list[str]:
    rows = _rows(words)
    unit = _char_width(words)
    left = min(w["x0"] for w in words)
    margin, right = _margin(rows), max(w["x1"] for w in words)
    lines: list[str] = []
    for i, row in enumerate(rows):
        line = _line(row, left, unit)
        if _is_page_number(line, i, len(rows)):
            continue
        if i and _is_indented(row, margin) and _is_last(rows[i - 1], row[0], margin, right):
            lines.append("")
        lines.append(line)
    return lines


def _margin(rows: list[list[Any]]) -> int:
    """Where lines begin that are not indented: the leftmost place where several begin."""
    begin = Counter(round(row[0]["x0"]) for row in rows)
    often = [x for x, times in begin.items() if times >= max(2, _MARGIN_SHARE * len(rows))]
    return min(often or begin)


def _is_last(row: list[Any], following: Any, margin: int, right: float) -> bool:
    """Can a paragraph end here: does the line go on from one above it, or leave room for the word that follows?"""
    if not _is_indented(row, margin):
        return True
    return bool(right - row[-1]["x1"] > following["x1"] - following["x0"] + _BLANK)


def _is_indented(row: list[Any], margin: int) -> bool:
    """The first line of a paragraph stands a little to the right of the others."""
    return bool(8 < row[0]["x0"] - margin < 60)


def _rows(words: list[Any]) -> list[list[Any]]:
    """Words of one printed line together, blank rows where the paper leaves room."""
    rows: list[list[Any]] = []
    for word in sorted(words, key=lambda w: (w["bottom"], w["x0"])):
        if rows and abs(rows[-1][0]["bottom"] - word["bottom"]) < 0.45 * (word["bottom"] - word["top"]):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda w: w["x0"]) for row in rows]


def _char_width(words: list[Any]) -> float:
    letters = sum(len(w["text"]) for w in words)
    return max(1.0, float(sum(w["x1"] - w["x0"] for w in words)) / max(1, letters))


def _line(row: list[Any], left: float, unit: float) -> str:
    out = " " * int((row[0]["x0"] - left) / unit)
    end = row[0]["x0"]
    for word in row:
        gap = (word["x0"] - end) / unit
        out += (
            word["text"] if word is row[0] else " " * (1 if gap < 2.2 else max(3, round(gap))) + word["text"]
        )
        end = word["x1"]
    return out


def _is_page_number(line: str, i: int, count: int) -> bool:
    return i in {0, count - 1} and bool(_PAGE_NUMBER.fullmatch(line.strip().lower()))
