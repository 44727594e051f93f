"""The official layout: State papers by NĐ 30/2020/NĐ-CP, Party papers by HD 36-HD/VPTW.

A4, margins 20/20/30/15 mm, Times New Roman; sizes stand where they are used.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from functools import singledispatch

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.section import Section
from docx.shared import Mm

from lachan.kernel.papers import xml
from lachan.kernel.papers.paper import (
    Annex,
    Article,
    Block,
    Decide,
    Grid,
    Ground,
    Heading,
    OfficialPaper,
    Paragraph,
    day_words,
)
from lachan.kernel.papers.xml import Look, paragraph, rule, run

# Where a name of an organ may be torn: before its place, and before a part that is read in one breath.
_BREATH = re.compile(
    r" (?=(?:TỈNH|HUYỆN|THÀNH PHỐ|THỊ XÃ|THỊ TRẤN|QUẬN|PHƯỜNG|XÃ(?! HỘI)|BỆNH TẬT|PHÒNG, CHỐNG) \S)"
)
_TEXT_MM = 165.0
_LANDSCAPE_MM = 252.0
_LEFT_MM, _RIGHT_MM = 68.0, 97.0
_INDENT_MM = 12.7
_BODY = 14.0
_NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
_PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"


def render(paper: OfficialPaper) -> bytes:
    """The .docx of a paper; equal papers give equal bytes."""
    document = Document()
    _prepare(document, paper)
    last = document.element.body[-1]  # the section's properties must stay the last element
    for piece in _pieces(paper):
        last.addprevious(_element(piece))
    for annex in paper.annexes:
        _add_annex(document, paper, annex)
    out = io.BytesIO()
    document.save(out)
    return xml.same_bytes(out.getvalue())


def _pieces(paper: OfficialPaper) -> Iterator[str]:
    yield _head(paper)
    yield from _title(paper)
    if paper.addressees:
        yield _addressees(paper)
    if paper.decider:
        yield paragraph(
            run(paper.decider.upper(), Look(_BODY, bold=True)), align="center", before=12, after=6
        )
    yield from _body(paper)
    yield paragraph(run("", Look(6)), line=0.5)
    yield _foot(paper)


def _prepare(document: DocxDocument, paper: OfficialPaper) -> None:
    body = document.element.body
    for element in list(body)[:-1]:
        body.remove(element)
    _set_page(document.sections[0])
    _number_pages(document.sections[0])
    properties = document.core_properties
    properties.author = properties.last_modified_by = paper.organ
    properties.title = " ".join(part for part in (paper.title, paper.subject) if part)[:250]
    properties.comments = ""
    moment = dt.datetime.combine(paper.day or dt.date(2021, 1, 1), dt.time())
    properties.created = properties.modified = moment


def _set_page(section: Section) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(10)


def _number_pages(section: Section) -> None:
    """Page numbers at the top in the middle, not on the first page."""
    section.different_first_page_header_footer = True
    field = "".join(
        f"<w:r><w:rPr><w:rFonts w:ascii='{xml.FONT}' w:hAnsi='{xml.FONT}'/><w:sz w:val='26'/></w:rPr>{part}</w:r>"
        for part in (
            "<w:fldChar w:fldCharType='begin'/>",
            "<w:instrText xml:space='preserve'>PAGE</w:instrText>",
            "<w:fldChar w:fldCharType='end'/>",
        )
    )
    header = section.header._element
    for element in list(header):
        header.remove(element)
    header.append(_element(paragraph(field, align="center")))


# --- the head -------------------------------------------------------------------------------------


def _head(paper: OfficialPaper) -> str:
    left, right = _party_head(paper) if paper.line == "party" else _state_head(paper)
    return xml.plain_table([(_LEFT_MM, left), (_RIGHT_MM, right)])


def head_lines(organ: str, most: int = 24) -> list[str]:
    """The organ's name in the lines of the narrow column: broken before the place that it belongs to or another breath, else where
    its halves are most alike. `most` capitals fit into a line."""
    if len(organ) <= most or " " not in organ:
        return [organ]
    place = _BREATH.search(organ)
    blanks = [at for at, char in enumerate(organ) if char == " "]
    at = place.start() if place else min(blanks, key=lambda one: abs(2 * one - len(organ)))
    return [*head_lines(organ[:at], most), *head_lines(organ[at + 1 :], most)]


def _state_head(paper: OfficialPaper) -> tuple[list[str], list[str]]:
    left = [paragraph(run(paper.parent.upper(), Look(12)), align="center")] if paper.parent else []
    left += [
        paragraph(
            run("\n".join(head_lines(paper.organ.upper())), Look(12, bold=True)), align="center", after=2
        ),
        rule(_LEFT_MM, 24),
        paragraph(run(f"Số: {paper.number_text}/{paper.symbol}", Look(13)), align="center", before=6),
    ]
    if not paper.title:
        left.append(paragraph(run(f"V/v {paper.subject}", Look(12)), align="center", before=3))
    right = [
        paragraph(run(_NATION, Look(12, bold=True)), align="center"),
        paragraph(run(_MOTTO, Look(13, bold=True)), align="center", after=2),
        rule(_RIGHT_MM, 58),
        paragraph(
            run(f"{paper.place}, {day_words(paper.day)}", Look(13, italic=True)), align="center", before=6
        ),
    ]
    return left + _urgency(paper, 13), right


def _party_head(paper: OfficialPaper) -> tuple[list[str], list[str]]:
    left = [paragraph(run(paper.parent.upper(), Look(14)), align="center")] if paper.parent else []
    left += [
        paragraph(run("\n".join(head_lines(paper.organ.upper(), 21)), Look(14, bold=True)), align="center"),
        paragraph(run("*", Look(14)), align="center"),
        paragraph(run(f"Số {paper.number_text}-{paper.symbol}", Look(14)), align="center"),
    ]
    if not paper.title:
        about = "Về việc" if paper.new_party_marks else "V/v"
        left.append(
            paragraph(run(f"{about} {paper.subject}", Look(12, italic=True)), align="center", before=3)
        )
    right = [
        paragraph(run(_PARTY, Look(15, bold=True)), align="center", after=2),
        rule(_RIGHT_MM, 68),
        paragraph(
            run(f"{paper.place}, {day_words(paper.day)}", Look(14, italic=True)), align="center", before=8
        ),
    ]
    return left + _urgency(paper, 14), right


def _urgency(paper: OfficialPaper, size: float) -> list[str]:
    if not paper.urgency:
        return []
    return [paragraph(run(paper.urgency.upper(), Look(size, bold=True)), align="center", before=6)]


def _title(paper: OfficialPaper) -> Iterator[str]:
    if not paper.title:
        yield paragraph(run("", Look(8)))
        return
    size = 16.0 if paper.line == "party" else 14.0
    yield paragraph(
        run(paper.title.upper(), Look(size, bold=True)), align="center", before=18, keep_next=True
    )
    subject = paper.subject[:1].upper() + paper.subject[1:]
    yield paragraph(run(subject, Look(_BODY, bold=True)), align="center", side_mm=15, after=2, keep_next=True)
    yield rule(_TEXT_MM, 40)


def _addressees(paper: OfficialPaper) -> str:
    """ "Kính gửi:" — one addressee on the same line, several as a list."""
    look = Look(_BODY)
    if len(paper.addressees) == 1:
        return paragraph(run(f"Kính gửi: {paper.addressees[0]}.", look), align="center", before=12, after=6)
    ends = [";"] * (len(paper.addressees) - 1) + ["."]
    lines = [
        paragraph(run(f"- {name}{end}", look), align="left")
        for name, end in zip(paper.addressees, ends, strict=True)
    ]
    heading = paragraph(run("Kính gửi:", look), align="right", before=12)
    return xml.plain_table([(50, [heading]), (5, []), (110, [paragraph(run("", look), before=12), *lines])])


# --- the text -------------------------------------------------------------------------------------


def _body(paper: OfficialPaper) -> Iterator[str]:
    grounds = [block for block in paper.body if isinstance(block, Ground)]
    ended = paper.body[-1] if paper.body else None
    article = 0
    for block in paper.body:
        if isinstance(block, Article):
            article += 1
            yield from _article(article, block)
        elif isinstance(block, Ground):
            yield _ground(block, is_last=block is grounds[-1])
        elif isinstance(block, Paragraph) and block is ended and not paper.title:
            yield _text(block.text.rstrip(" ./") + ("." if paper.new_party_marks else "./."), bold=block.bold)
        else:
            yield from _block(block)


def _article(number: int, article: Article) -> Iterator[str]:
    yield paragraph(
        run(f"Điều {number}. ", Look(_BODY, bold=True)),
        run(article.text, Look(_BODY)),
        first_mm=_INDENT_MM,
        before=6,
        line=1.1,
    )
    for text in article.more:
        yield _text(text)


def _ground(ground: Ground, *, is_last: bool) -> str:
    text = ground.text.rstrip(" .;") + ("." if is_last else ";")
    return paragraph(run(text, Look(_BODY, italic=True)), first_mm=_INDENT_MM, before=6, line=1.1)


@singledispatch
def _block(block: Block) -> Iterator[str]:
    raise TypeError(f"no layout for {type(block).__name__}")


@_block.register
def _(block: Decide) -> Iterator[str]:
    yield paragraph(
        run(f"{block.text.rstrip(':')}:", Look(_BODY, bold=True)), align="center", before=12, after=6
    )


@_block.register
def _(block: Heading) -> Iterator[str]:
    yield paragraph(
        run(block.text, Look(_BODY, bold=True)), first_mm=_INDENT_MM, before=8, keep_next=True, outline=0
    )


@_block.register
def _(block: Paragraph) -> Iterator[str]:
    yield _text(block.text, bold=block.bold)


@_block.register
def _(block: Grid) -> Iterator[str]:
    if block.caption:
        yield paragraph(
            run(block.caption, Look(13, italic=True)), align="center", before=8, after=4, keep_next=True
        )
    yield _grid(block, _TEXT_MM)
    yield paragraph(run("", Look(6)), line=0.5)


def _text(text: str, *, bold: bool = False) -> str:
    return paragraph(run(text, Look(_BODY, bold=bold)), first_mm=_INDENT_MM, before=6, line=1.1)


def _grid(grid: Grid, width_mm: float) -> str:
    shares = list(grid.widths) or [1.0] * len(grid.columns)
    widths = [width_mm * share / sum(shares) for share in shares]
    return xml.ruled_table(grid.columns, grid.rows, widths, grid.right, 12)


# --- the foot -------------------------------------------------------------------------------------


def _foot(paper: OfficialPaper) -> str:
    head = Look(14, underline=True) if paper.line == "party" else Look(12, bold=True, italic=True)
    small = Look(12 if paper.line == "party" else 11)
    ends = [";"] * (len(paper.recipients) - 1) + ["."]
    left = [paragraph(run("Nơi nhận:", head), align="left", keep_next=True)] if paper.recipients else []
    left += [
        paragraph(run(f"- {name.rstrip(' ;.')}{end}", small), align="left", keep_next=True)
        for name, end in zip(paper.recipients, ends, strict=True)
    ]
    right = [
        paragraph(run(words.upper(), Look(14, bold=True)), align="center", keep_next=True)
        for words in paper.authority
    ]
    right += [paragraph(run("", Look(14)), keep_next=True) for _ in range(4)]
    right.append(paragraph(run(paper.signer, Look(14, bold=True)), align="center"))
    return xml.plain_table([(80, left), (85, right)])


def _add_annex(document: DocxDocument, paper: OfficialPaper, annex: Annex) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.different_first_page_header_footer = False
    width = _TEXT_MM
    if annex.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.left_margin, section.top_margin = Mm(30), Mm(20)
        width = _LANDSCAPE_MM
    else:
        section.orientation = WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(210), Mm(297)
    last = document.element.body[-1]
    for piece in (
        paragraph(run(annex.title.upper(), Look(14, bold=True)), align="center", outline=0),
        paragraph(run(_goes_with(paper), Look(13, italic=True)), align="center", after=8),
        _grid(annex.grid, width),
        paragraph(run("", Look(6))),
    ):
        last.addprevious(_element(piece))


def _goes_with(paper: OfficialPaper) -> str:
    kind = paper.title.capitalize() or "Công văn"
    return f"(Kèm theo {kind} số {paper.reference} {day_words(paper.day)} của {_decided_by(paper)})"


def _decided_by(paper: OfficialPaper) -> str:
    """Who decided, as a sentence writes it: "Chủ tịch Ủy ban nhân dân xã Mẫu" where the chairman's power is used."""
    power = paper.decider.removesuffix(paper.organ).strip()
    return f"{power.capitalize()} {paper.organ}" if power and power != paper.decider.strip() else paper.organ


def _element(piece: str) -> object:
    tag_end = piece.index(">") if piece[piece.index(">") - 1] != "/" else piece.index(">") - 1
    return parse_xml(f'{piece[:tag_end]} xmlns:w="{xml.NAMESPACE}"{piece[tag_end:]}')
