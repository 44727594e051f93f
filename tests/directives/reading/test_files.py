"""The kinds of file: Word, PDF, plain text in several encodings, and what cannot be read."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document

from lachan.directives.reading import UnreadableLetter, letter_of, read_bytes, read_file, text_of

from . import letters, making
from .shared import by_path, dues, leads, paths

HEAD = (
    "UBND TỈNH CÀ MAU\nSỞ Y TẾ\n\nSố: 310/SYT-NVY\nV/v chuẩn bị giường hồi sức",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nCà Mau, ngày 04 tháng 10 năm 2021",
)
BODY = (
    "Kính gửi: Giám đốc các bệnh viện tuyến tỉnh.",
    "Giám đốc Sở Y tế yêu cầu Giám đốc các bệnh viện thực hiện các nội dung sau:",
)
LISTED = ("Rà soát số giường hồi sức.", "Báo cáo về Sở Y tế trước 10 giờ ngày 05/10/2021.")
TAIL = ("Nơi nhận:\n- Như trên;\n- Lưu: VT.", "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\nNguyễn Thị Mẫu")


def assert_is_the_letter(found: dict) -> None:
    assert found["issuer"] == "Sở Y tế tỉnh Cà Mau"
    assert (found["number"], found["symbol"], found["issued_on"]) == ("310", "SYT-NVY", "2021-10-04")
    assert found["subject"] == "chuẩn bị giường hồi sức"
    assert found["addressees"] == ["Giám đốc các bệnh viện tuyến tỉnh"]
    assert paths(found) == ["1", "2"]
    assert dues(by_path(found, "2")) == [("2021-10-05T10:00:00", "by")]
    assert found["recipients"] == ["Như trên", "Lưu: VT"]
    assert found["signer"] == {
        "authority": "KT. GIÁM ĐỐC",
        "position": "PHÓ GIÁM ĐỐC",
        "name": "Nguyễn Thị Mẫu",
    }


def test_word_letter_with_tables_and_counted_labels() -> None:
    assert_is_the_letter(read_bytes("thu.docx", making.docx(HEAD, BODY, TAIL, LISTED)))


def test_a_table_of_duties_is_a_doubt() -> None:
    document = Document()
    for text in letters.PERSONAL_DUTIES.split("\n"):
        document.add_paragraph(text)
    table = document.add_table(rows=0, cols=3)
    for row in (
        ("Nội dung công việc", "Đơn vị chủ trì", "Thời gian hoàn thành"),
        ("Lấy mẫu", "Sở Y tế", "20/9/2021"),
    ):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    with_table = read_bytes("thu.docx", out.getvalue())
    assert any("bảng phân công" in doubt for doubt in with_table["doubts"])
    plain = read_bytes("thu.txt", letters.PERSONAL_DUTIES.encode())
    assert not any("bảng phân công" in doubt for doubt in plain["doubts"])


def test_word_text_boxes_are_read() -> None:
    assert "HỎA TỐC" in text_of("thu.docx", making.docx_with_text_box("Số: 1/SYT", "HỎA TỐC"))


def pdf_letter() -> bytes:
    page = [
        (60, 60, "UBND TỈNH CÀ MAU"),
        (300, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (90, 76, "SỞ Y TẾ"),
        (330, 76, "Độc lập - Tự do - Hạnh phúc"),
        (70, 104, "Số: 310/SYT-NVY"),
        (320, 104, "Cà Mau, ngày 04 tháng 10 năm 2021"),
        (50, 120, "V/v chuẩn bị giường hồi sức"),
        (140, 150, "Kính gửi: Giám đốc các bệnh viện tuyến tỉnh."),
        (86, 180, "Giám đốc Sở Y tế yêu cầu Giám đốc các bệnh viện thực hiện các"),
        (50, 196, "nội dung sau:"),
        (86, 212, "1. Rà soát số giường hồi sức hiện có, kể cả số giường đang sửa"),
        (50, 228, "chữa của đơn vị."),
    ]
    following = [
        (290, 30, "2"),
        (86, 60, "2. Báo cáo về Sở Y tế trước 10 giờ ngày 05/10/2021."),
        (50, 100, "Nơi nhận:"),
        (330, 100, "KT. GIÁM ĐỐC"),
        (50, 116, "- Như trên;"),
        (330, 116, "PHÓ GIÁM ĐỐC"),
        (50, 132, "- Lưu: VT."),
        (330, 180, "Nguyễn Thị Mẫu"),
    ]
    return making.pdf([page, following])


def test_pdf_letter_in_two_columns_over_two_pages() -> None:
    found = read_bytes("thu.pdf", pdf_letter())
    assert_is_the_letter(found)
    assert by_path(found, "1")["text"].endswith("chữa của đơn vị.")


def test_scanned_pdf_is_a_doubt_and_no_error() -> None:
    found = read_bytes("quet.pdf", making.pdf([[]]))
    assert found["orders"] == []
    assert any("không có lớp chữ" in doubt for doubt in found["doubts"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_plain_text_encodings(encoding: str) -> None:
    assert read_bytes("thu.txt", letters.UNION.encode(encoding))["number"] == "250"


def test_decomposed_letters_are_the_same_letter() -> None:
    import unicodedata

    decomposed = unicodedata.normalize("NFD", letters.PARTY_LETTER).encode()
    assert read_bytes("thu.txt", decomposed) == read_bytes("thu.txt", letters.PARTY_LETTER.encode())


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("thu.txt", b"", "rỗng"),
        ("thu.docx", b"khong phai word", "bị hỏng"),
        ("thu.docx", b"PK\x03\x04 hong", "bị hỏng"),
        ("thu.pdf", b"%PDF-1.4 hong", "PDF"),
        ("thu.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 64, ".doc"),
        ("thu.txt", b"\x00\x01\x02\x03", "không phải văn bản"),
    ],
)
def test_unreadable_files_say_why(name: str, data: bytes, word: str) -> None:
    with pytest.raises(UnreadableLetter, match=word):
        read_bytes(name, data)


def test_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableLetter, match=r"khong-co\.txt"):
        read_file(tmp_path / "khong-co.txt")


def test_file_is_named_without_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "thu.txt"
    path.write_text(letters.UNION, encoding="utf-8")
    assert read_file(path)["file"] == "thu.txt"


@pytest.mark.parametrize("text", [letters.DIRECTIVE, letters.PARTY_LETTER, letters.TELEGRAM])
def test_spans_point_at_the_words(text: str) -> None:
    letter = letter_of("thu.txt", text.encode())
    assert letter.orders
    for order in letter.orders:
        start, end = order.span
        assert letter.text[start:end].split()[0] == order.text.split()[0]
        assert letter.text[start:end].split()[-1] == order.text.split()[-1]
        for deadline in order.deadlines:
            assert start <= deadline.span[0] < deadline.span[1] <= end
            assert " ".join(letter.text[slice(*deadline.span)].split()) == deadline.text


def test_two_thousand_orders_are_read_whole() -> None:
    text = letters.PERSONAL_DUTIES.replace(
        "3.1. Kiểm tra các trường trên địa bàn.\n", "- Kiểm tra trường.\n" * 2000
    )
    assert len(letter_of("thu.txt", text.encode()).orders) > 2000


@pytest.mark.parametrize(
    "words",
    [
        "Sở Y tế chủ trì, phối hợp với Công an tỉnh rà soát trước ngày 20/9/2021; ",
        "Công văn số 12/UBND-VX ngày 1/2/2021 của Ủy ban nhân dân tỉnh, ",
        "rà soát số liệu ",
        "(Sở Y tế ",
        "12/",
    ],
)
def test_a_huge_paragraph_leaves_the_others_as_they_are(words: str) -> None:
    """How long it takes is measured by `lachan bench --only reading`."""
    text = letters.PERSONAL_DUTIES.replace("Kiểm tra các trường", words * 1600)
    read, plain = letter_of("thu.txt", text.encode()), letter_of("thu.txt", letters.PERSONAL_DUTIES.encode())
    others = [(order.path, order.text) for order in plain.orders if order.path[0] != "3"]
    assert len(others) > 2
    assert [(order.path, order.text) for order in read.orders if order.path[0] != "3"] == others


def test_leads_of_word_and_text_agree() -> None:
    word = read_bytes("thu.docx", making.docx(HEAD, (*BODY, "1. Giao Phòng Kế hoạch đôn đốc."), TAIL))
    assert leads(by_path(word, "1")) == ["Phòng Kế hoạch"]
