"""A Word document → text: paragraphs, tables, text boxes, and the labels that Word counts by itself."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from .columns import letter_columns
from .errors import UnreadableLetter

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXTBOX = qn("w:txbxContent")


def docx_text(data: bytes) -> str:
    """Every paragraph on its line; a two-column table is read down its columns."""
    try:
        document = Document(io.BytesIO(data))
    except Exception as error:
        raise UnreadableLetter("Tệp .docx bị hỏng hoặc không đúng định dạng Word (không mở được).") from error
    numbering = _Numbering(document)
    return "\n".join(_blocks(document.element.body, numbering))


def _blocks(parent: Any, numbering: _Numbering) -> Iterator[str]:
    for child in parent.iterchildren():
        if child.tag == qn("w:p"):
            yield from _paragraph(child, numbering)
        elif child.tag == qn("w:tbl"):
            yield from _table(child, numbering)
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins")):
            yield from _blocks(child, numbering)


def _paragraph(element: Any, numbering: _Numbering) -> Iterator[str]:
    text = "".join(_pieces(element))
    label = numbering.label(element) if text.strip() else ""
    yield f"{label} {text.lstrip()}" if label else text
    for box in element.iter(_TEXTBOX):
        if not any(above.tag == _FALLBACK for above in box.iterancestors()):
            yield from _blocks(box, numbering)


def _pieces(element: Any) -> Iterator[str]:
    """Text in reading order; deleted text, footnote marks and text boxes are not part of it."""
    for child in element.iterchildren():
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag == qn("w:tab"):
            yield "\t"
        elif child.tag in (qn("w:br"), qn("w:cr")):
            yield "\n"
        elif child.tag == qn("w:noBreakHyphen"):
            yield "-"
        elif child.tag in (
            qn("w:r"),
            qn("w:hyperlink"),
            qn("w:ins"),
            qn("w:smartTag"),
            qn("w:sdt"),
            qn("w:sdtContent"),
            qn("w:fldSimple"),
        ):
            yield from _pieces(child)


def _table(element: Any, numbering: _Numbering) -> Iterator[str]:
    rows = [_row(row, numbering) for row in element.iterchildren(qn("w:tr"))]
    yield from letter_columns([row for row in rows if any(cell.strip() for cell in row)])


def _row(row: Any, numbering: _Numbering) -> list[str]:
    return ["\n".join(_blocks(cell, numbering)).strip() for cell in row.iter(qn("w:tc"))]


class _Numbering:
    """Labels of automatic lists ("1.", "a)", "-"), counted as Word counts them."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        self._abstract: dict[str, str] = {}
        self._style_num: dict[str, tuple[str, int]] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._read_definitions(document)
        self._read_styles(document)

    def _read_definitions(self, document: Any) -> None:
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        for abstract in root.iterchildren(qn("w:abstractNum")):
            for level in abstract.iterchildren(qn("w:lvl")):
                key = (abstract.get(qn("w:abstractNumId")), int(level.get(qn("w:ilvl"))))
                start = _value(level, "w:start") or "1"
                self._levels[key] = (
                    _value(level, "w:numFmt") or "decimal",
                    _value(level, "w:lvlText") or "",
                    int(start),
                )
        for num in root.iterchildren(qn("w:num")):
            self._abstract[num.get(qn("w:numId"))] = _value(num, "w:abstractNumId") or ""

    def _read_styles(self, document: Any) -> None:
        for style in document.styles.element.iterchildren(qn("w:style")):
            found = _num_of(style.find(qn("w:pPr")))
            if found:
                self._style_num[style.get(qn("w:styleId"))] = found

    def label(self, paragraph: Any) -> str:
        properties = paragraph.find(qn("w:pPr"))
        found = _num_of(properties)
        if found is None and properties is not None:
            found = self._style_num.get(_value(properties, "w:pStyle") or "")
        if found is None or found[0] == "0":
            return ""
        abstract, level = self._abstract.get(found[0], ""), found[1]
        if (abstract, level) not in self._levels:
            return ""
        self._advance(abstract, level)
        return self._print(abstract, level)

    def _advance(self, abstract: str, level: int) -> None:
        start = self._levels[(abstract, level)][2]
        self._counts[(abstract, level)] = self._counts.get((abstract, level), start - 1) + 1
        for key in [k for k in self._counts if k[0] == abstract and k[1] > level]:
            del self._counts[key]

    def _print(self, abstract: str, level: int) -> str:
        form, pattern, _ = self._levels[(abstract, level)]
        if form == "bullet":
            return "+" if pattern.strip() == "+" else "-"
        for deep in range(level + 1):
            kind, _, start = self._levels.get((abstract, deep), (form, "", 1))
            count = self._counts.get((abstract, deep), start)
            pattern = pattern.replace(f"%{deep + 1}", _numeral(kind, count))
        return pattern.strip()


def _num_of(properties: Any) -> tuple[str, int] | None:
    num = properties.find(qn("w:numPr")) if properties is not None else None
    if num is None:
        return None
    identity = _value(num, "w:numId")
    return (identity, int(_value(num, "w:ilvl") or 0)) if identity else None


def _value(element: Any, tag: str) -> str | None:
    found = element.find(qn(tag))
    return found.get(qn("w:val")) if found is not None else None


def _numeral(kind: str, count: int) -> str:
    if kind in {"lowerLetter", "upperLetter"}:
        letter = "abcdđeghiklmnopqrstuvxy"[(count - 1) % 23]
        return letter.upper() if kind == "upperLetter" else letter
    if kind in {"lowerRoman", "upperRoman"}:
        roman = _roman(count)
        return roman if kind == "upperRoman" else roman.lower()
    return f"{count:02d}" if kind == "decimalZero" else str(count)


def _roman(count: int) -> str:
    out = ""
    for value, sign in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while count >= value:
            out, count = out + sign, count - value
    return out
