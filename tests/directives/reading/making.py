"""Makes the files that the reader is tested on: PDF pages without a font file, and Word documents."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn

# Where it stands (x, y from the top), its words, and its size where it is not that of the page.
Piece = tuple[float, float, str] | tuple[float, float, str, int]


def pdf(pages: Sequence[Sequence[Piece]], size: int = 12) -> bytes:
    """A PDF whose pieces of text stand at (x, y from the top); every glyph is half an em wide."""
    letters = sorted({c for page in pages for piece in page for c in piece[2]})
    code = {letter: i + 1 for i, letter in enumerate(letters)}
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>"
        % (b" ".join(b"%d 0 R" % (6 + 2 * i) for i in range(len(pages))), len(pages)),
        (
            b"<< /Type /Font /Subtype /Type0 /BaseFont /Plain /Encoding /Identity-H "
            b"/DescendantFonts [4 0 R] /ToUnicode 5 0 R >>"
        ),
        (
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Plain /DW 500 "
            b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
        ),
        _stream(_to_unicode(code)),
    ]
    for i, page in enumerate(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F 3 0 R >> >> >>" % (7 + 2 * i)
        )
        objects.append(_stream(_drawn(page, code, size)))
    return _assembled(objects)


def _to_unicode(code: dict[str, int]) -> bytes:
    pairs = "\n".join(f"<{n:04X}> <{ord(letter):04X}>" for letter, n in code.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(code)} beginbfchar\n{pairs}\nendbfchar endcmap end end"
    ).encode()


def _drawn(page: Sequence[Piece], code: dict[str, int], size: int) -> bytes:
    lines = []
    for x, y, text, *own in page:
        glyphs = "".join(f"{code[c]:04X}" for c in text)
        lines.append(f"/F {own[0] if own else size} Tf 1 0 0 1 {x} {842 - y} Tm <{glyphs}> Tj")
    return ("BT\n%s\nET" % "\n".join(lines)).encode()


def _stream(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


def _assembled(objects: list[bytes]) -> bytes:
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.5\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for offset in offsets:
        out.write(b"%010d 00000 n \n" % offset)
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return out.getvalue()


def docx(
    head: tuple[str, str], body: Sequence[str], tail: tuple[str, str], listed: Sequence[str] = ()
) -> bytes:
    """A Word letter: head and end as two-column tables; `listed` gets labels that Word counts itself."""
    document = Document()
    _two_columns(document, head)
    for text in body:
        document.add_paragraph(text)
    for text in listed:
        document.add_paragraph(text, style="List Number")
    _two_columns(document, tail)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _two_columns(document: object, cells: tuple[str, str]) -> None:
    table = document.add_table(rows=1, cols=2)  # type: ignore[attr-defined]
    for cell, text in zip(table.rows[0].cells, cells, strict=True):
        first, *rest = text.split("\n")
        cell.paragraphs[0].text = first
        for line in rest:
            cell.add_paragraph(line)


def docx_with_text_box(text: str, boxed: str) -> bytes:
    document = Document()
    paragraph = document.add_paragraph(text)
    box = OxmlElement("w:txbxContent")
    inner = OxmlElement("w:p")
    run = OxmlElement("w:r")
    words = OxmlElement("w:t")
    words.text = boxed
    run.append(words)
    inner.append(run)
    box.append(inner)
    holder = OxmlElement("w:r")
    picture = OxmlElement("w:pict")
    picture.append(box)
    holder.append(picture)
    paragraph._p.append(holder)
    assert document.element.body.find(qn("w:p")) is not None
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def valued(tag: str, value: str) -> object:
    """An element of WordprocessingML that holds one value."""
    element = OxmlElement(tag)
    element.set(qn("w:val"), value)
    return element


def docx_with_notes(
    body: Sequence[Sequence[str | int]], notes: Sequence[str], kind: str = "footnote"
) -> bytes:
    """A Word document of plain paragraphs; a number in one is a reference to that note."""
    document = Document()
    for pieces in body:
        paragraph = document.add_paragraph()
        for piece in pieces:
            run = paragraph.add_run(piece if isinstance(piece, str) else "")
            if isinstance(piece, int):
                reference = OxmlElement(f"w:{kind}Reference")
                reference.set(qn("w:id"), str(piece))
                run._r.append(reference)
    uri = PackURI(f"/word/{kind}s.xml")
    part = Part(
        uri,
        f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml",
        _notes(notes, kind),
    )
    document.part.relate_to(
        part, f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}s"
    )
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _notes(notes: Sequence[str], kind: str) -> bytes:
    """The part that holds the notes, with the rule that Word draws above them."""
    drawn = f'<w:{kind} w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
    written = "".join(
        f'<w:{kind} w:id="{i}"><w:p><w:r><w:{kind}Ref/></w:r><w:r><w:t xml:space="preserve"> {text}</w:t></w:r></w:p></w:{kind}>'
        for i, text in enumerate(notes, start=1)
    )
    return f"<w:{kind}s {nsdecls('w')}>{drawn}{written}</w:{kind}s>".encode()
