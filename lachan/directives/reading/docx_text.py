"""A Word document → text: paragraphs, tables, text boxes, notes, and the labels that Word counts by itself."""

from __future__ import annotations

import io
from collections.abc import Iterator
from string import ascii_lowercase
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from .columns import letter_columns
from .docx_notes import Notes
from .errors import UnreadableLetter
from .old_fonts import in_font

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXTBOX = qn("w:txbxContent")
_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_WRAPPERS = frozenset(
    qn(f"w:{name}")
    for name in ("hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml")
)


def docx_text(data: bytes) -> str:
    """Every paragraph on its line; a two-column table is read down its columns."""
    try:
        document = Document(io.BytesIO(data))
    except Exception as error:
        raise UnreadableLetter("Tệp .docx bị hỏng hoặc không đúng định dạng Word (không mở được).") from error
    printer = _Printer(_Numbering(document), Notes(document))
    body = list(printer.blocks(document.element.body))
    return "\n".join([*body, *printer.notes.lines(printer.line)])


class _Printer:
    """Writes the parts of one document down in reading order."""

    def __init__(self, numbering: _Numbering, notes: Notes) -> None:
        self._numbering = numbering
        self.notes = notes

    def blocks(self, parent: Any) -> Iterator[str]:
        for child in parent.iterchildren():
            if child.tag == qn("w:p"):
                yield from self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield from self._table(child)
            elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins")):
                yield from self.blocks(child)

    def line(self, element: Any) -> str:
        """The words of a paragraph, without its label and boxes."""
        return "".join(self._pieces(element))

    def _paragraph(self, element: Any) -> Iterator[str]:
        text = self.line(element)
        label = self._numbering.label(element) if text.strip() else ""
        yield f"{label} {text.lstrip()}" if label else text
        for box in element.iter(_TEXTBOX):
            if not any(above.tag == _FALLBACK for above in box.iterancestors()):
                yield from self.blocks(box)

    def _pieces(self, element: Any) -> Iterator[str]:
        """Text in reading order; deleted text and text boxes are not part of it."""
        for child in element.iterchildren():
            if child.tag == qn("w:t"):
                yield child.text or ""
            elif child.tag == qn("w:r"):
                yield _printed(child, self.line(child))
            elif child.tag in _SIGNS:
                yield _SIGNS[child.tag]
            elif child.tag in _WRAPPERS:
                yield from self._pieces(child)
            else:
                yield self.notes.mark(child)

    def _table(self, element: Any) -> Iterator[str]:
        rows = [self._row(row) for row in element.iterchildren(qn("w:tr"))]
        yield from letter_columns([row for row in rows if any(cell.strip() for cell in row)])

    def _row(self, row: Any) -> list[str]:
        return ["\n".join(self.blocks(cell)).strip() for cell in _cells(row)]


def _printed(run: Any, text: str) -> str:
    """The run as it is seen: in its old font's letters, in capitals where Word shows capitals."""
    properties = run.find(qn("w:rPr"))
    if properties is None:
        return text
    fonts = properties.find(qn("w:rFonts"))
    text = in_font(text, (fonts.get(qn("w:ascii")) or "") if fonts is not None else "")
    caps = properties.find(qn("w:caps"))
    return text.upper() if caps is not None and caps.get(qn("w:val")) not in {"0", "false"} else text


def _cells(row: Any) -> Iterator[Any]:
    """Cells of this row; those of a table inside a cell belong to that cell."""
    for child in row.iterchildren():
        if child.tag == qn("w:tc"):
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent")):
            yield from _cells(child)


class _Numbering:
    """Labels of automatic lists ("1.", "a)", "-"), counted as Word counts them."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        self._abstract: dict[str, str] = {}
        self._style_num: dict[str, tuple[str, int]] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._restarts: dict[tuple[str, int], int] = {}
        self._read_definitions(document)
        self._read_styles(document)

    def _read_definitions(self, document: Any) -> None:
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return  # python-docx says so of a document without any list
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
            identity = num.get(qn("w:numId"))
            self._abstract[identity] = _value(num, "w:abstractNumId") or ""
            for override in num.iterchildren(qn("w:lvlOverride")):
                restart = _value(override, "w:startOverride")
                if restart:
                    self._restarts[(identity, int(override.get(qn("w:ilvl"))))] = int(restart)

    def _read_styles(self, document: Any) -> None:
        base: dict[str, str] = {}
        for style in document.styles.element.iterchildren(qn("w:style")):
            found, name = _num_of(style.find(qn("w:pPr"))), style.get(qn("w:styleId"))
            base[name] = _value(style, "w:basedOn") or ""
            if found:
                self._style_num[name] = found
        for name, above in base.items():
            if name not in self._style_num and above in self._style_num:
                self._style_num[name] = self._style_num[above]

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
        restart = self._restarts.pop((found[0], level), None)
        if restart is not None:
            self._counts[(abstract, level)] = restart - 1
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
        letter = ascii_lowercase[(count - 1) % 26] * (1 + (count - 1) // 26)
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
