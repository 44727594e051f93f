"""The demonstration's directive: written by us, in the layout of a Party organ's official letter."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

FILE_NAME = "999-CV-BCD.docx"
_HEADER = (
    ("TỈNH ỦY CÀ MAU\nBAN CHỈ ĐẠO PHÒNG, CHỐNG DỊCH\n*\nSố 999-CV/BCĐ", True),
    ("ĐẢNG CỘNG SẢN VIỆT NAM\n\nCà Mau, ngày 15 tháng 9 năm 2021", True),
)
_SUBJECT = "V/v truy vết, xét nghiệm và tách người nhiễm ra khỏi cộng đồng"
_ADDRESSEES = (
    "Kính gửi:\t- Ủy ban nhân dân tỉnh,",
    "- Công an tỉnh,",
    "- Sở Y tế,",
    "- Trưởng Ban Chỉ đạo phòng, chống dịch các huyện, thành phố Cà Mau.",
)
_BODY = (
    (
        "Trong 24 giờ qua, tỉnh phát hiện thêm nhiều ca mắc liên quan một điểm bán bánh tại Khóm 1, Phường 4, "
        "thành phố Cà Mau; một số ca chưa rõ nguồn lây. Thường trực Ban Chỉ đạo tỉnh yêu cầu các cơ quan, "
        "địa phương thực hiện ngay các nhiệm vụ sau đây:"
    ),
    (
        "1. Trưởng Ban Chỉ đạo phòng, chống dịch các huyện, thành phố Cà Mau chỉ đạo điều tra, truy vết, tách F0, "
        "F1 ra khỏi cộng đồng để cách ly, điều trị theo quy định, hoàn thành trước 17 giờ 00 ngày 16/9/2021; "
        "cập nhật danh sách hằng ngày."
    ),
    (
        "2. Sở Y tế chủ trì, phối hợp với Công an tỉnh trả kết quả xét nghiệm nhanh, chính xác; báo cáo Thường trực "
        "Tỉnh ủy số ca dương tính sau khi hoàn thành cách ly tập trung trước 06 giờ 00 ngày 15/9/2021."
    ),
    (
        "3. Ủy ban nhân dân tỉnh (trực tiếp là đồng chí Lê Quốc Bảo, Phó Chủ tịch Ủy ban nhân dân tỉnh) huy động lực "
        "lượng lấy mẫu ngoài ngành y tế, hướng dẫn doanh nghiệp và người dân tự xét nghiệm; báo cáo kết quả trước "
        "ngày 20/9/2021."
    ),
    "4. Ủy ban nhân dân tỉnh thành lập Tổ tham mưu tổng hợp để phân tích tình hình, kịp thời báo cáo Ban Chỉ đạo tỉnh.",
    "Yêu cầu các cơ quan, đơn vị, địa phương nghiêm túc triển khai thực hiện Công văn này.",
)
_RECIPIENTS = (
    "Nơi nhận:",
    "- Như trên,",
    "- Thường trực Tỉnh ủy (b/c),",
    "- Các thành viên Ban Chỉ đạo tỉnh,",
    "- Lưu Văn phòng Tỉnh ủy.",
)
_SIGNER = ("K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "", "", "", "Võ Hoàng Long")


def letter_docx() -> bytes:
    """The letter as the office would send it (.docx)."""
    document = Document()
    _page(document)
    _columns(document, [text for text, _ in _HEADER], bold=True)
    _line(document, _SUBJECT, italic=True)
    _line(document, "HỎA TỐC", bold=True)
    for text in _ADDRESSEES:
        _line(document, text, indent=40)
    for text in _BODY:
        _line(document, text, first_line=12.7)
    _columns(document, ["\n".join(_RECIPIENTS), "\n".join(_SIGNER)], bold=False)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _page(document: DocumentType) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(14)


def _columns(document: DocumentType, texts: list[str], *, bold: bool) -> None:
    table = document.add_table(rows=1, cols=len(texts))
    for cell, text in zip(table.rows[0].cells, texts, strict=True):
        lines = text.split("\n")
        for number, line in enumerate(lines):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if bold else WD_ALIGN_PARAGRAPH.LEFT
            paragraph.add_run(line).bold = bold


def _line(
    document: DocumentType,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    indent: float = 0,
    first_line: float = 0,
) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.left_indent = Mm(indent)
    paragraph.paragraph_format.first_line_indent = Mm(first_line)
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic


_EARLIER = """ỦY BAN NHÂN DÂN
TỈNH CÀ MAU

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 9998/UBND-KGVX

Cà Mau, ngày 13 tháng 9 năm 2021

V/v tăng cường truy vết và rà soát khu cách ly tập trung

Kính gửi:

- Sở Y tế;
- Chủ tịch Ủy ban nhân dân các huyện, thành phố Cà Mau.

Trước diễn biến dịch bệnh những ngày qua, Chủ tịch Ủy ban nhân dân tỉnh chỉ đạo:

1. Chủ tịch Ủy ban nhân dân các huyện, thành phố Cà Mau tổ chức tách F0, F1 ra khỏi cộng đồng ngay khi có kết quả
xét nghiệm; báo cáo kết quả trước 17 giờ 00 ngày 14/9/2021.

2. Sở Y tế chủ trì, phối hợp với Công an tỉnh rà soát số chỗ còn trống tại các khu cách ly tập trung, hoàn thành
trước ngày 17/9/2021; cập nhật hằng ngày.

Yêu cầu Sở Y tế, Chủ tịch Ủy ban nhân dân các huyện, thành phố Cà Mau nghiêm túc thực hiện./.

Nơi nhận:
- Như trên;
- CT, các PCT UBND tỉnh (b/c);
- Lưu: VT.

KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Lê Quốc Bảo
"""


def earlier_letter_text() -> str:
    """A letter of two days before, already on its way when the demonstration begins."""
    return _EARLIER
