"""The same letter in other forms: encodings, old fonts, Word, lines wrapped by hand, PDF pages. Its reading stays."""

from __future__ import annotations

import io
import re
import textwrap
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from lachan.directives.reading import UnreadableLetter, read_bytes, text_of
from lachan.directives.reading.old_fonts import modern
from lachan.kernel.intake.reading.fonts import from_vni

from . import making
from .shared import by_path, dues, leads, paths

FOLDER = Path(__file__).parent / "written"
LETTERS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.txt"))}
WIDTH = 86
COLUMNS = re.compile(r"\S {3,}\S")


def read(name: str, data: bytes) -> dict[str, Any]:
    """Everything but the file's name and the doubts."""
    found = read_bytes(name, data)
    return {key: found[key] for key in found if key not in {"file", "doubts"}}


def wrapped(text: str, indent: str = "") -> str:
    """Long lines broken at the same width; lines of two columns stay."""
    lines: list[str] = []
    for line in text.split("\n"):
        if len(line) <= WIDTH or COLUMNS.search(line) or "|" in line or line.startswith(" "):
            lines.append(line)
        else:
            lines += textwrap.wrap(line, WIDTH, initial_indent=indent)
    return "\n".join(lines)


def pages(text: str) -> bytes:
    """A PDF with an indent at each paragraph and a number at the head of each further page."""
    made: list[list[making.Piece]] = [[]]
    y = 60.0
    for line in wrapped(text, "     ").replace("\t", "    ").split("\n"):
        made[-1] += [(40 + 5 * m.start(), y, m.group()) for m in re.finditer(r"\S+(?: {1,2}\S+)*", line)]
        y += 15 if line.strip() else 9
        if y > 780:
            made.append([(300, 30, str(len(made) + 1))])
            y = 60
    return making.pdf(made, 10)


def word(text: str) -> bytes:
    document = Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    return saved(document)


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


FORMS = {
    "decomposed": ("x.txt", lambda text: unicodedata.normalize("NFD", text).encode()),
    "hard blanks": ("x.txt", lambda text: re.sub(r"(?<=\w) (?=\w)", "\u00a0", text).encode()),
    "windows lines": ("x.txt", lambda text: text.replace("\n", "\r\n").encode("utf-8-sig")),
    "two bytes": ("x.txt", lambda text: text.encode("utf-16-le")),
    "wrapped": ("x.txt", lambda text: wrapped(text).encode()),
    "word": ("x.docx", word),
    "pages": ("x.pdf", pages),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", LETTERS)
def test_same_letter_in_another_form(name: str, form: str) -> None:
    text = LETTERS[name]
    if form == "pages" and "|" in text:
        pytest.skip("tables of Markdown have no printed page")
    file, make = FORMS[form]
    assert read(file, make(text)) == read("x.txt", text.encode())


TCVN3 = dict(
    zip(
        "ăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        "¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        strict=True,
    )
)
BODY = (
    "Kính gửi: Sở Y tế.\n\nThực hiện ý kiến của Ủy ban nhân dân tỉnh về phòng, chống dịch, yêu cầu các đơn vị:\n"
    "1. Rà soát số người đến huyện trong tháng.\n2. Báo cáo trước ngày 20/9/2021 về việc cách ly."
)


def test_text_of_an_old_font_is_read() -> None:
    old = "".join(TCVN3.get(letter, letter) for letter in BODY.lower()).encode("latin-1")
    assert text_of("x.txt", old).split() == BODY.lower().split()


def test_vni_text_is_read() -> None:
    assert from_vni("UÛY BAN NHAÂN DAÂN TÆNH, phoøng choáng dòch, ñöôïc, thöïc hieän, ngöôøi, tröôùc") == (
        "ỦY BAN NHÂN DÂN TỈNH, phòng chống dịch, được, thực hiện, người, trước"
    )
    assert modern(BODY) == BODY


def test_signs_of_no_alphabet_are_a_doubt() -> None:
    broken = "".join(chr(0x21 + ord(letter) % 90) if letter != "\n" else "\n" for letter in BODY * 4)
    assert any(
        "không đọc được như tiếng Việt" in doubt for doubt in read_bytes("x.txt", broken.encode())["doubts"]
    )


def test_scan_with_nothing_but_a_digital_signature_is_a_doubt() -> None:
    page = [
        (50, 60, "Người ký: Sở Y tế"),
        (50, 76, "Email: soyte@example.vn"),
        (50, 92, "Thời gian ký: 15.09.2021"),
    ]
    found = read_bytes("quet.pdf", making.pdf([page]))
    assert found["orders"] == []
    assert any("không có lớp chữ" in doubt for doubt in found["doubts"])


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("thu.docx", b"\xd0\xcf\x11\xe0" + b"\x00" * 64 + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        ("thu.docx", b"\xd0\xcf\x11\xe0" + b"\x00" * 64, "đời cũ"),
        ("thu.rtf", b"{\\rtf1\\ansi", "RTF"),
        ("anh.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "không phải văn bản"),
    ],
)
def test_unreadable_files_say_why(name: str, data: bytes, word: str) -> None:
    with pytest.raises(UnreadableLetter, match=word):
        read_bytes(name, data)


def cell(row: Any, column: int, *lines: str) -> None:
    row.cells[column].paragraphs[0].text = lines[0]
    for line in lines[1:]:
        row.cells[column].add_paragraph(line)


def numbered(document: Any, text: str, style: str) -> None:
    document.add_paragraph(text, style=style)


def word_letter() -> bytes:
    """A head of three columns with a table inside a cell, capitals by format, lists that Word counts."""
    document = Document()
    head = document.add_table(rows=1, cols=3)
    cell(head.rows[0], 0, "UBND TỈNH CÀ MAU", "SỞ Y TẾ")
    cell(head.rows[0], 2, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
    inner = head.rows[0].cells[0].add_table(rows=2, cols=1)
    cell(inner.rows[0], 0, "Số: 77/SYT-NVY")
    cell(inner.rows[1], 0, "V/v trực cấp cứu")
    head.rows[0].cells[2].add_paragraph("Cà Mau, ngày 04 tháng 10 năm 2021")
    stamp = document.add_paragraph().add_run("hỏa tốc")
    stamp.font.all_caps = True
    document.add_paragraph("Kính gửi: Giám đốc các bệnh viện.")
    document.add_paragraph("Giám đốc Sở yêu cầu thực hiện các nội dung sau:")
    for text in ("Phòng Nghiệp vụ Y phân lịch trực.", "Các bệnh viện:"):
        document.add_paragraph(text, style="List Number")
    for text in ("Cử ê kíp trực.", "Báo cáo trước 16 giờ ngày 05/10/2021."):
        document.add_paragraph(text, style="List Bullet")
    document.add_paragraph("Đề nghị thực hiện nghiêm./.")
    tail = document.add_table(rows=1, cols=2)
    cell(tail.rows[0], 0, "Nơi nhận:", "- Như trên;", "- Lưu: VT.")
    cell(tail.rows[0], 1, "GIÁM ĐỐC", "", "Lê Văn Mẫu")
    return saved(document)


def test_word_letter_with_a_table_in_a_cell() -> None:
    found = read_bytes("thu.docx", word_letter())
    keys = ("issuer", "number", "symbol", "subject", "issued_on", "urgency")
    assert [found[key] for key in keys] == [
        "Sở Y tế tỉnh Cà Mau", "77", "SYT-NVY", "trực cấp cứu", "2021-10-04", "hỏa tốc",
    ]  # fmt: skip
    assert paths(found) == ["1", "2/-1", "2/-2", "p1"]
    assert leads(by_path(found, "2/-2")) == ["Các bệnh viện"]
    assert dues(by_path(found, "2/-2")) == [("2021-10-05T16:00:00", "by")]
    assert found["signer"]["name"] == "Lê Văn Mẫu"


def test_a_list_of_word_that_starts_again_counts_from_one() -> None:
    document = Document()
    numbering = document.part.numbering_part.element
    abstract = document.styles["List Number"].element.find(f".//{qn('w:numId')}").get(qn("w:val"))
    owner = next(n for n in numbering.iterchildren(qn("w:num")) if n.get(qn("w:numId")) == abstract)
    again = OxmlElement("w:num")
    again.set(qn("w:numId"), "900")
    again.append(making.valued("w:abstractNumId", owner.find(qn("w:abstractNumId")).get(qn("w:val"))))
    override = OxmlElement("w:lvlOverride")
    override.set(qn("w:ilvl"), "0")
    override.append(making.valued("w:startOverride", "1"))
    again.append(override)
    numbering.append(again)
    for text in ("Một.", "Hai."):
        document.add_paragraph(text, style="List Number")
    third = document.add_paragraph("Lại một.")
    number = OxmlElement("w:numPr")
    number.append(making.valued("w:ilvl", "0"))
    number.append(making.valued("w:numId", "900"))
    third._p.get_or_add_pPr().append(number)
    assert text_of("x.docx", saved(document)).split("\n") == ["1. Một.", "2. Hai.", "1. Lại một."]
