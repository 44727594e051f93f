"""Letters of our own writing, one per layout that the shared ones do not show."""

from __future__ import annotations

import pytest

from lachan.directives.reading import read_bytes

from . import letters
from .shared import by_path, dues, leads, paths, supports


def read(text: str) -> dict:
    return read_bytes("thu.txt", text.encode())


CHAIR = "Chủ tịch Ủy ban nhân dân các huyện, thành phố Cà Mau"
HEADS = [
    (letters.TELEGRAM, "Chủ tịch Ủy ban nhân dân tỉnh Cà Mau", "state", "công điện", "17", "CĐ-UBND",
     "2023-07-28", "khẩn"),
    (letters.DIRECTIVE, "Ủy ban nhân dân huyện Đầm Dơi", "state", "chỉ thị", "03", "CT-UBND", "2022-06-05", None),
    (letters.PARTY_LETTER, "Huyện ủy Năm Căn", "party", "công văn", "112", "CV/HU", "2022-03-03", None),
    (letters.MARKDOWN_TABLE, "Sở Y tế tỉnh Cà Mau", "state", "công văn", "2481", "SYT-NVY", "2024-11-12", None),
    (letters.PLAN, "Ủy ban nhân dân tỉnh Cà Mau", "state", "kế hoạch", "88", "KH-UBND", "2025-09-20", None),
    (letters.DECISION, "Ủy ban nhân dân tỉnh Cà Mau", "state", "quyết định", "1500", "QĐ-UBND", "2021-08-09", None),
    (letters.INFORMATION, "Trung tâm Kiểm soát bệnh tật tỉnh Cà Mau", "state", "công văn", "512", "KSBT-PCBTN",
     "2021-02-02", None),
    (letters.CONCLUSIONS, "Văn phòng Ủy ban nhân dân tỉnh Cà Mau", "state", "thông báo", "77", "TB-VP",
     "2021-12-27", None),
    (letters.URGENT_DISPATCH, "Cục Y tế dự phòng", "state", "công văn", None, "DP-DT", None, "thượng khẩn"),
    (letters.REPLACEMENT, "Ban Chỉ đạo phòng, chống dịch bệnh COVID-19 tỉnh Cà Mau", "state", "công văn", "41",
     "BCĐ", "2021-10-18", "hỏa tốc"),
    (letters.UNION, "Ban Thường vụ Liên đoàn Lao động tỉnh Cà Mau", "other", "công văn", "250", "LĐLĐ-CSPL",
     "2021-12-01", None),
    (letters.PERSONAL_DUTIES, "Sở Giáo dục và Đào tạo tỉnh Cà Mau", "state", "công văn", "1999", "SGDĐT-VP",
     "2021-09-06", None),
]  # fmt: skip


@pytest.mark.parametrize("row", HEADS, ids=lambda row: f"{row[4]}-{row[5]}")
def test_head(row: tuple) -> None:
    found = read(row[0])
    keys = ("issuer", "issuer_kind", "type", "number", "symbol", "issued_on", "urgency")
    assert tuple(found[k] for k in keys) == row[1:]


def test_telegram_in_two_columns_of_blanks() -> None:
    found = read(letters.TELEGRAM)
    assert found["addressees"] == [
        "Giám đốc các sở: Y tế, Giao thông vận tải, Công Thương",
        "Chỉ huy trưởng Bộ Chỉ huy Bộ đội Biên phòng tỉnh",
        CHAIR,
    ]
    assert found["subject"] == "ứng phó bão số 9 và mưa lớn trên vùng biển của tỉnh"
    assert paths(found) == ["1", "2/a", "2/b", "3", "p1"]
    assert supports(by_path(found, "1")) == ["Sở Nông nghiệp và Phát triển nông thôn"]
    assert dues(by_path(found, "1")) == [("2023-07-29T17:00:00", "by")]
    assert leads(by_path(found, "2/a")) == [CHAIR]
    assert ("trước 16 giờ hằng ngày", "recurring") in [
        (d["text"], d["kind"]) for d in by_path(found, "2/b")["deadlines"]
    ]
    assert leads(by_path(found, "p1")) == ["Văn phòng Ủy ban nhân dân tỉnh"]
    assert found["recipients"][-1] == "Lưu: VT, NNTN"
    assert found["signer"] == {"authority": None, "position": "CHỦ TỊCH", "name": "Trần Văn Mẫu"}


def test_directive_with_footnote_and_cell_marks() -> None:
    found = read(letters.DIRECTIVE)
    assert found["subject"] == "Tăng cường công tác phòng, chống dịch bệnh sốt xuất huyết trên địa bàn huyện"
    assert paths(found) == ["1/-1", "1/-2", "2", "3", "p1"]
    assert leads(by_path(found, "1/-2")) == ["Phòng Y tế"]
    assert supports(by_path(found, "2")) == ["Phòng Giáo dục và Đào tạo", "Huyện đoàn"]
    assert dues(by_path(found, "2")) == [("2022-06-30", "by")]
    assert leads(by_path(found, "3")) == ["Phòng Tài chính - Kế hoạch"]
    assert dues(by_path(found, "3")) == []
    assert leads(by_path(found, "p1"))[0] == "Chánh Văn phòng Hội đồng nhân dân và Ủy ban nhân dân huyện"
    assert [(r["number"], r["symbol"], r["date"]) for r in found["refers_to"]] == [
        ("45", "BC-TTYT", "2022-06-01")
    ]


def test_party_letter_with_hyphened_numbers() -> None:
    found = read(letters.PARTY_LETTER)
    assert paths(found) == ["1", "2", "3", "p1"]
    assert dues(by_path(found, "1")) == [("2022-03-15", "by")]
    assert leads(by_path(found, "2")) == ["Đảng ủy Công an huyện"]
    assert leads(by_path(found, "3")) == ["Ban Tuyên giáo Huyện ủy"]
    assert found["refers_to"][0] == {
        "type": "công văn",
        "number": "980",
        "symbol": "CV/TU",
        "date": "2022-03-01",
        "relation": "implements",
    }
    assert found["signer"]["authority"] == "T/M BAN THƯỜNG VỤ"


def test_markdown_tables_with_broken_cells() -> None:
    found = read(letters.MARKDOWN_TABLE)
    assert found["addressees"] == ["Giám đốc các bệnh viện trực thuộc", "Trung tâm Y tế các huyện, thành phố"]
    assert paths(found) == ["p1", "p2"]
    assert dues(by_path(found, "p1")) == [("2024-11-15T16:30:00", "by")]
    assert found["recipients"] == ["Như trên", "Giám đốc Sở (b/c)", "Lưu: VT, NVY"]
    assert found["signer"]["name"] == "Đỗ Thị Mẫu"


def test_plan_aims_are_no_orders() -> None:
    found = read(letters.PLAN)
    assert paths(found) == ["II/1/-1", "II/1/-2", "II/2", "III/1/a", "III/1/b", "III/2", "III/3/-1", "p1"]
    assert by_path(found, "II/1/-2")["subjects"] == [{"name": None, "role": "all"}]
    assert dues(by_path(found, "II/2")) == [("2025-12-31", "by")]
    assert leads(by_path(found, "III/1/b")) == ["Sở Y tế"]
    assert supports(by_path(found, "III/1/b")) == ["Sở Giáo dục và Đào tạo"]
    assert leads(by_path(found, "III/2")) == ["Sở Tài chính"]
    assert leads(by_path(found, "III/3/-1")) == ["Ủy ban nhân dân các xã, phường"]
    assert {(r["type"], r["number"], r["relation"]) for r in found["refers_to"]} == {
        ("luật", "03", "cites"),
        ("quyết định", "1003", "cites"),
    }
    assert found["signer"]["authority"] == "TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH"


def test_decision_orders_only_where_somebody_is_told() -> None:
    found = read(letters.DECISION)
    assert paths(found) == ["Điều 2", "Điều 4"]
    assert leads(by_path(found, "Điều 4")) == [
        "Chánh Văn phòng Ủy ban nhân dân tỉnh",
        "Giám đốc Sở Y tế",
        CHAIR,
    ]
    assert {r["number"]: r["relation"] for r in found["refers_to"]} == {
        "1402": "amends",
        "210": "cites",
        "1390": "replaces",
    }


def test_letter_for_information_orders_nothing() -> None:
    found = read(letters.INFORMATION)
    assert found["orders"] == []
    assert any("mệnh lệnh" in d for d in found["doubts"])


def test_conclusions_leave_findings_out() -> None:
    found = read(letters.CONCLUSIONS)
    assert paths(found) == ["II/1/-1", "II/1/-2", "II/2", "II/3", "p1"]
    assert leads(by_path(found, "II/1/-2")) == ["Sở Y tế"]
    assert dues(by_path(found, "II/1/-2")) == [("2022-01-05", "by")]
    assert supports(by_path(found, "II/2")) == ["Bộ Chỉ huy Quân sự tỉnh", "các địa phương"]
    assert leads(by_path(found, "II/3")) == ["Sở Tài chính"]
    assert leads(by_path(found, "p1")) == ["các đơn vị"]


def test_unnumbered_dispatch_says_what_is_missing() -> None:
    found = read(letters.URGENT_DISPATCH)
    assert found["addressees"] == [
        "Viện Vệ sinh dịch tễ Trung ương",
        "Viện Pasteur Nha Trang",
        "Sở Y tế các tỉnh Tây Nguyên",
    ]
    assert paths(found) == ["1", "2/-1", "2/-2"]
    assert by_path(found, "2/-2")["deadlines"][0]["kind"] == "recurring"
    assert any("chưa có số" in d for d in found["doubts"])
    assert any("ngày ban hành" in d for d in found["doubts"])


def test_replacing_letter_without_blank_lines() -> None:
    found = read(letters.REPLACEMENT)
    assert found["addressees"] == ["Ban Chỉ đạo phòng, chống dịch bệnh COVID-19 các huyện, thành phố Cà Mau"]
    assert found["subject"] == "thống nhất cách ghi mã bệnh nhân"
    assert [(r["number"], r["relation"]) for r in found["refers_to"]] == [
        ("35", "replaces"),
        ("29", "replaces"),
    ]
    assert leads(by_path(found, "p1")) == ["các địa phương"]
    assert by_path(found, "p2")["subjects"] == [{"name": None, "role": "all"}]
    assert found["signer"]["position"] == "TRƯỞNG BAN, PHÓ CHỦ TỊCH UBND TỈNH"


def test_union_letter_with_capital_sections() -> None:
    found = read(letters.UNION)
    assert paths(found) == ["II/1", "II/2"]
    assert found["addressees"] == ["Liên đoàn Lao động các huyện, thành phố", "Công đoàn ngành Y tế"]
    assert dues(by_path(found, "II/1")) == [(None, "recurring")]


def test_duties_with_dotted_numbers_and_a_wrong_weekday() -> None:
    found = read(letters.PERSONAL_DUTIES)
    assert paths(found) == ["1", "2", "3/3.1", "3/3.2", "p1"]
    assert leads(by_path(found, "2")) == ["Hiệu trưởng các trường trung học phổ thông"]
    assert dues(by_path(found, "2")) == [("2021-09-08T11:00:00", "by")]
    assert leads(by_path(found, "3/3.1")) == ["Trưởng Phòng Giáo dục và Đào tạo các huyện, thành phố"]
    assert dues(by_path(found, "3/3.2")) == [("2021-09-13", "by")]
    assert found["signer"]["name"] == "Nguyễn Văn Mẫu"
    assert any("Thứ và ngày không khớp" in d for d in found["doubts"])
