"""Footnotes and endnotes: shown below the text and searched for citations, never glued into an order."""

from __future__ import annotations

from typing import Any

import pytest

from lachan.directives.reading import read_bytes, text_of

from . import making
from .shared import by_path, dues, paths

FIRST = "Thông báo số 12/TB-VPCP ngày 01/10/2021 của Văn phòng Chính phủ."
SECOND = "Riêng xã đảo báo cáo bằng điện thoại trước ngày 05/10/2021."
BODY: list[list[str | int]] = [
    ["ỦY BAN NHÂN DÂN"],
    ["TỈNH CÀ MAU"],
    ["Số: 55/UBND-KGVX"],
    ["V/v rà soát người về từ nơi có dịch", 1],
    ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["Cà Mau, ngày 04 tháng 10 năm 2021"],
    ["Kính gửi: Sở Y tế."],
    ["Thực hiện ý kiến của cấp trên", 1, ", Ủy ban nhân dân tỉnh yêu cầu:"],
    ["1. Sở Y tế rà soát người về từ nơi có dịch", 2, " trước ngày 08/10/2021."],
    ["2. Công an tỉnh kiểm soát các chốt hằng ngày."],
]
END: list[list[str | int]] = [["Nơi nhận:"], ["- Như trên;"], ["- Lưu: VT."], ["CHỦ TỊCH"], ["Lê Văn Mẫu"]]


def assert_notes_stand_apart(found: dict[str, Any]) -> None:
    assert paths(found) == ["1", "2"]
    assert by_path(found, "1")["text"] == "Sở Y tế rà soát người về từ nơi có dịch trước ngày 08/10/2021."
    assert dues(by_path(found, "1")) == [("2021-10-08", "by")]
    assert [(one["number"], one["symbol"]) for one in found["refers_to"]] == [("12", "TB-VPCP")]
    assert any("Chú thích" in doubt and "xã đảo" in doubt for doubt in found["doubts"])


@pytest.mark.parametrize(("kind", "marks"), [("footnote", ("[1]", "[2]")), ("endnote", ("[i]", "[ii]"))])
def test_notes_of_word_stand_below_the_letter(kind: str, marks: tuple[str, str]) -> None:
    data = making.docx_with_notes([*BODY, *END], (FIRST, SECOND), kind)
    text, found = text_of("thu.docx", data), read_bytes("thu.docx", data)
    assert text.splitlines()[-2:] == [f"{marks[0]} {FIRST}", f"{marks[1]} {SECOND}"]
    assert f"dịch{marks[1]} trước" in text
    assert_notes_stand_apart(found)
    assert found["subject"] == "rà soát người về từ nơi có dịch"
    assert found["recipients"] == ["Như trên", "Lưu: VT"]
    assert found["signer"]["name"] == "Lê Văn Mẫu"


def test_notes_of_a_letter_without_its_end() -> None:
    assert_notes_stand_apart(read_bytes("thu.docx", making.docx_with_notes(BODY, (FIRST, SECOND))))


def test_a_document_without_notes_has_no_marks() -> None:
    plain = [[piece for piece in pieces if isinstance(piece, str)] for pieces in BODY]
    assert "[" not in text_of("thu.docx", making.docx_with_notes(plain, (FIRST,)))


def test_small_print_at_the_foot_of_a_pdf_page_is_no_part_of_the_sentence_above_it() -> None:
    page: list[making.Piece] = [
        (60, 60, "ỦY BAN NHÂN DÂN"),
        (300, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (70, 76, "TỈNH CÀ MAU"),
        (330, 76, "Độc lập - Tự do - Hạnh phúc"),
        (70, 104, "Số: 55/UBND-KGVX"),
        (320, 104, "Cà Mau, ngày 04 tháng 10 năm 2021"),
        (140, 150, "Kính gửi: Sở Y tế."),
        (86, 180, "Thực hiện ý kiến của cấp trên"),
        (260, 176, "1", 7),
        (265, 180, ", Ủy ban nhân dân tỉnh yêu cầu:"),
        (86, 196, "1. Sở Y tế rà soát người về từ nơi"),
        (50, 770, "1", 6),
        (56, 773, FIRST, 10),
        (50, 785, "2", 6),
        (56, 788, "Riêng xã đảo báo cáo bằng điện thoại", 10),
        (50, 800, "trước ngày 05/10/2021.", 10),
    ]
    following: list[making.Piece] = [
        (290, 30, "2"),
        (50, 60, "có dịch trước ngày 08/10/2021."),
        (86, 76, "2. Công an tỉnh kiểm soát các chốt hằng ngày."),
        (50, 110, "Nơi nhận:", 11),
        (330, 110, "CHỦ TỊCH"),
        (50, 126, "- Như trên;", 10),
        (50, 142, "- Lưu: VT.", 10),
        (330, 190, "Lê Văn Mẫu"),
    ]
    found = read_bytes("thu.pdf", making.pdf([page, following]))
    assert_notes_stand_apart(found)
    assert found["recipients"] == ["Như trên", "Lưu: VT"]
    assert found["signer"]["name"] == "Lê Văn Mẫu"
