"""The few pieces of WordprocessingML that the layout needs, written directly: fast, and the same every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FONT = "Times New Roman"
_FIXED_TIME = (2021, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Look:
    """Size in points, and how the letters stand."""

    size: float = 14
    bold: bool = False
    italic: bool = False
    underline: bool = False


def run(text: str, look: Look) -> str:
    """A run of text; line breaks become breaks."""
    marks = "".join(f"<w:{tag}/>" for tag, on in (("b", look.bold), ("i", look.italic)) if on) + (
        '<w:u w:val="single"/>' if look.underline else ""
    )
    half = round(look.size * 2)
    properties = (
        f'<w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>{marks}'
        f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/><w:lang w:val="vi-VN"/></w:rPr>'
    )
    pieces = [f'<w:t xml:space="preserve">{escape(_printable(part))}</w:t>' for part in text.split("\n")]
    return f"<w:r>{properties}{'<w:br/>'.join(pieces)}</w:r>"


def paragraph(
    *runs: str,
    align: str = "both",
    before: float = 0,
    after: float = 0,
    first_mm: float = 0,
    side_mm: float = 0,
    keep_next: bool = False,
    page_break: bool = False,
    line: float = 1,
    outline: int | None = None,
) -> str:
    """A paragraph. Distances in points; `first_mm` indents its first line, `side_mm` narrows it on both sides."""
    indent = f'<w:ind w:left="{mm(side_mm)}" w:right="{mm(side_mm)}" w:firstLine="{mm(first_mm)}"/>'
    return (
        f"<w:p><w:pPr>{'<w:keepNext/>' if keep_next else ''}{'<w:pageBreakBefore/>' if page_break else ''}"
        f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}" w:line="{round(240 * line)}" w:lineRule="auto"/>'
        f'{indent}<w:jc w:val="{align}"/>{"" if outline is None else f"""<w:outlineLvl w:val="{outline}"/>"""}</w:pPr>{"".join(runs)}</w:p>'
    )


def rule(width_mm: float, length_mm: float) -> str:
    """A thin line of `length_mm` in the middle of a column `width_mm` wide."""
    side = mm(max((width_mm - length_mm) / 2, 0))
    return (
        '<w:p><w:pPr><w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
        f'<w:spacing w:before="20" w:after="0" w:line="100" w:lineRule="exact"/><w:ind w:left="{side}" w:right="{side}"/>'
        '<w:rPr><w:sz w:val="4"/></w:rPr></w:pPr></w:p>'
    )


def plain_table(columns: Sequence[tuple[float, Sequence[str]]]) -> str:
    """Columns side by side without any border: (width in mm, paragraphs)."""
    grid = "".join(f'<w:gridCol w:w="{mm(width)}"/>' for width, _ in columns)
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{mm(width)}" w:type="dxa"/></w:tcPr>{"".join(content) or "<w:p/>"}</w:tc>'
        for width, content in columns
    )
    total = mm(sum(width for width, _ in columns))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{total}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{_NO_MARGIN}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr></w:tbl>"
    )


_NO_MARGIN = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'


def ruled_table(
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    widths_mm: Sequence[float],
    right: frozenset[int],
    size: float,
) -> str:
    """A table with borders whose header stands again on each page; a row is never torn in two."""
    grid = "".join(f'<w:gridCol w:w="{mm(width)}"/>' for width in widths_mm)
    head = _row(header, widths_mm, frozenset(), Look(size, bold=True), repeated=True)
    body = "".join(_row(row, widths_mm, right, Look(size), repeated=False) for row in rows)
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{mm(sum(widths_mm))}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>"
    )


def _row(
    cells: Sequence[object], widths: Sequence[float], right: frozenset[int], look: Look, *, repeated: bool
) -> str:
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{mm(width)}" w:type="dxa"/><w:vAlign w:val="{"center" if repeated else "top"}"/></w:tcPr>'
        + paragraph(
            run("" if cell is None else str(cell), look),
            align="center" if repeated else ("right" if place in right else "left"),
            before=2,
            after=2,
        )
        + "</w:tc>"
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if repeated else ''}</w:trPr>{made}</w:tr>"


def mm(length: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(length * 1440 / 25.4)


def _printable(text: str) -> str:
    return "".join(char for char in text if char >= " " or char == "\t")


def same_bytes(package: bytes) -> bytes:
    """The package with its parts in one order and one date: equal content gives equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda part: (part != "[Content_Types].xml", part)):
            entry = zipfile.ZipInfo(name, _FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()
