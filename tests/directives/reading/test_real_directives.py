"""The real directives of the shared folder: facts about them, none of their sentences."""

from __future__ import annotations

import pytest

from .shared import by_path, dues, leads, paths, read_shared, supports

HEADS = {
    "03": ("Thủ tướng Chính phủ", "công điện", "224", "CĐ-TTg", "Hà Nội", "2025-11-20", None, 7),
    "08": ("Ủy ban nhân dân Thành phố Hồ Chí Minh", "công văn", "4240", "UBND-VX", "Thành phố Hồ Chí Minh",
           "2025-11-28", None, 3),
    "09": ("Sở Giáo dục và Đào tạo thành phố Hà Nội", "công văn", "5095", "SGDĐT-CTTTHSSV", "Hà Nội",
           "2025-12-03", None, 2),
    "10": ("Văn phòng Chính phủ", "công văn", "11554", "VPCP-V.I", "Hà Nội", "2025-11-25", None, 5),
    "14": ("Bộ Nội vụ", "công văn", "10989", "BNV-TCBC", "Hà Nội", "2025-11-21", None, 2),
    "21": ("Văn phòng Chính phủ", "công văn", "5255", "VPCP-KGVX", "Hà Nội", "2021-07-31", None, 2),
    "24": ("Bộ Y tế", "công văn", "10696", "BYT-MT", "Hà Nội", "2021-12-16", None, 1),
    "26": ("Ủy ban nhân dân Thành phố Hồ Chí Minh", "công văn", "2556", "UBND-VX", "Thành phố Hồ Chí Minh",
           "2021-08-01", "khẩn", 3),
}  # fmt: skip
PATHS = {
    "03": ["1", "2/a", "2/b", "3", "4", "5", "6", "7", "8"],
    "08": ["1/-1", "1/-2", "1/-3", "1/-4", "2/-1", "2/-2", "2/-3", "p1"],
    "09": ["-1", "-2", "-3", "p1"],
    "10": ["1", "2", "3/3.1", "3/3.2", "3/3.3", "4", "5"],
    "14": ["p1", "p2"],
    "21": [],
    "24": ["1"],
    "26": [],
}
SIGNERS = {
    "03": (None, "THỦ TƯỚNG", "Phạm Minh Chính"),
    "08": ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Mạnh Cường"),
    "09": ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Nguyễn Quang Tuấn"),
    "10": ("KT. BỘ TRƯỞNG, CHỦ NHIỆM", "PHÓ CHỦ NHIỆM", "Trịnh Mạnh Linh"),
    "14": ("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG", "Vũ Chiến Thắng"),
    "21": (None, None, None),
}


def letter(name: str) -> dict:
    return read_shared(f"domain/directives/{name}.txt")


@pytest.mark.parametrize("name", HEADS)
def test_head(name: str) -> None:
    found = letter(name)
    assert (
        found["issuer"],
        found["type"],
        found["number"],
        found["symbol"],
        found["place"],
        found["issued_on"],
        found["urgency"],
        len(found["addressees"]),
    ) == HEADS[name]
    assert found["issuer_kind"] == "state"
    assert found["subject"]


@pytest.mark.parametrize("name", PATHS)
def test_paths(name: str) -> None:
    assert paths(letter(name)) == PATHS[name]


@pytest.mark.parametrize("name", SIGNERS)
def test_signer(name: str) -> None:
    assert tuple(letter(name)["signer"].values()) == SIGNERS[name]


def test_telegram_subjects_and_deadlines() -> None:
    found = letter("03")
    assert len(leads(by_path(found, "1"))) == 4
    assert leads(by_path(found, "2/a")) == leads(by_path(found, "2/b")) == ["Bộ Xây dựng"]
    assert supports(by_path(found, "2/b")) == ["Bộ Nội vụ"]
    assert leads(by_path(found, "6")) == ["Bộ trưởng Bộ Nội vụ"]
    assert leads(by_path(found, "7")) == ["Phó Thủ tướng Chính phủ Trần Hồng Hà"]
    assert supports(by_path(found, "8")) == ["Văn phòng Chính phủ", "Bộ Tài chính"]
    expected = {
        "1": "2025-12-10",
        "2/a": "2025-12-13",
        "3": "2025-12-15",
        "4": "2025-12-03",
        "6": "2025-12-10",
    }
    for path, due in expected.items():
        assert (due, "by") in dues(by_path(found, path))
    assert dues(by_path(found, "5")) == dues(by_path(found, "7")) == []


def test_telegram_citations_include_footnotes() -> None:
    found = {(r["number"], r["date"], r["relation"]) for r in letter("03")["refers_to"]}
    assert ("158", "2025-09-04", "cites") in found
    assert {n for n, _, _ in found} == {"158", "627", "493", "10894", "8563"}


def test_city_letter_hands_heading_subjects_down() -> None:
    found = letter("08")
    assert leads(by_path(found, "1/-4")) == leads(by_path(found, "1/-1"))
    assert len(leads(by_path(found, "1/-1"))) == 3
    assert leads(by_path(found, "2/-3")) == ["Sở Nội vụ"]
    assert dues(by_path(found, "1/-1")) == [("2025-12-06", "by")]
    assert ("recurring" in [k for _, k in dues(by_path(found, "1/-4"))]) is True


def test_department_letter_dashes_are_for_everybody() -> None:
    found = letter("09")
    assert by_path(found, "-1")["subjects"] == [{"name": None, "role": "all"}]
    assert leads(by_path(found, "p1")) == ["Thủ trưởng các đơn vị"]
    assert [(r["number"], r["relation"]) for r in found["refers_to"]] == [("6356", "implements")]


def test_office_letter_keeps_long_offices_whole() -> None:
    found = letter("10")
    assert len(leads(by_path(found, "1"))) == 3
    assert "Ban Chỉ đạo 389" in (leads(by_path(found, "3/3.2"))[0] or "")
    assert len(leads(by_path(found, "3/3.1"))) == 2
    assert len(leads(by_path(found, "4"))) == 4
    assert all(("2025-11-30", "by") in dues(by_path(found, f"3/3.{i}")) for i in (1, 2, 3))


def test_ministry_letter_orders_in_running_text() -> None:
    found = letter("14")
    assert leads(by_path(found, "p1")) == ["bộ, ngành, địa phương"]
    assert dues(by_path(found, "p1")) == [("2025-11-26", "by")]
    relations = {r["number"]: r["relation"] for r in found["refers_to"]}
    assert relations == {"9151": "implements", "9671": "implements", "8091": "cites"}


def test_amending_letter_orders_nothing() -> None:
    found = letter("21")
    assert [(r["number"], r["relation"]) for r in found["refers_to"]] == [("1063", "amends")]
    assert any("mệnh lệnh" in d for d in found["doubts"])
    assert any("người ký" in d for d in found["doubts"])
