"""How people write places, as a table: text, day, and the unit that is meant (None: nobody can know)."""

from __future__ import annotations

import datetime as dt

import pytest

from lachan.places import naming, queries
from lachan.places.kinds import Level, UnitKind
from lachan.places.models import Unit

IN_2021 = dt.date(2021, 9, 15)
LATE_2025 = dt.date(2025, 8, 1)

WRITTEN = [
    ("Phường 4", "32002"),
    ("phường 4", "32002"),
    ("PHƯỜNG 4", "32002"),
    ("Phuong 4", "32002"),
    ("P4", "32002"),
    ("P.4", "32002"),
    ("P. 4", "32002"),
    ("p 04", "32002"),
    ("F4", "32002"),
    ("Phường 4, TP. Cà Mau", "32002"),
    ("P4 TP Cà Mau", "32002"),
    ("P4-TP Cà Mau", None),
    ("P4 - TP Cà Mau", "32002"),
    ("Khóm 1, Phường 4, thành phố Cà Mau, tỉnh Cà Mau", "32002"),
    ("12 Nguyễn Huân, khóm 1, phường 4, TP Cà Mau", "32002"),
    ("xã Tân Phú", "32080"),
    ("Tân Phú", "32080"),
    ("ấp Đầu Nai, xã Tân Phú, huyện Thới Bình", "32080"),
    ("xa tan phu huyen thoi binh", "32080"),
    ("TT U Minh", "32044"),
    ("T.T U Minh", "32044"),
    ("Thị trấn U Minh", "32044"),
    ("U Minh", None),  # the town and the district
    ("Huyện U Minh", "966"),
    ("H. U Minh", "966"),
    ("Thới Bình", None),  # district, town and commune
    ("xã Thới Bình", "32077"),
    ("TT. Thới Bình", "32065"),
    ("Thới Bình, huyện Thới Bình", None),
    ("Tân Thành", None),  # a phường and a xã
    ("Xã Tân Thành", "32026"),
    ("P. Tân Thành", "32025"),
    ("Hòa Thành", "32038"),
    ("Hoà Thành", "32038"),
    ("hoa thanh", "32038"),
    ("xã Hoà Mỹ", "32141"),
    ("Hòa Mỹ, Cái Nước", "32141"),
    ("Thị Trấn Năm Căn", "32191"),
    ("xã Sông Đốc", "32098"),  # a town then: a wrong kind is forgiven within the level
    ("Xã  Tạ An Khương  Đông", "32158"),
    ("TP.Cà Mau", "964"),
    ("tỉnh Cà Mau", "96"),
    ("Cà Mau", None),
    ("32002", "32002"),
    ("964", "964"),
    ("Hàng Vịnh, huyện U Minh", None),  # lies in Năm Căn
    ("Phường 11", None),
    ("khóm 1", None),
    ("", None),
    (" , . ", None),
    ("Việt Nam", None),
]


@pytest.mark.parametrize(("text", "code"), WRITTEN)
def test_in_2021(camau: Unit, text: str, code: str | None) -> None:
    unit = queries.find_unit(text, IN_2021)
    assert (unit.code if unit else None) == code


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("An Xuyên", "Phường An Xuyên"),
        ("P. Hoà Thành", "Phường Hòa Thành"),
        ("U Minh", "Xã U Minh"),
        ("xã U Minh, tỉnh Cà Mau", "Xã U Minh"),
        ("Cà Mau", "Tỉnh Cà Mau"),
        ("Phường 4", None),
        ("Huyện U Minh", None),
    ],
)
def test_in_2025(camau: Unit, text: str, name: str | None) -> None:
    unit = queries.find_unit(text, LATE_2025)
    assert (unit.name if unit else None) == name


def test_the_level_settles_what_the_text_leaves_open(camau: Unit) -> None:
    district = queries.find_unit("Cà Mau", IN_2021, level=Level.DISTRICT)
    assert district is not None
    assert district.code == "964"
    assert queries.find_unit("Thới Bình", IN_2021, level=Level.COMMUNE) is None


def test_a_root_narrows_the_search(camau: Unit) -> None:
    city = queries.unit_by_code("964", IN_2021)
    assert [unit.code for unit in queries.find_units("Tân Phú", IN_2021, root=city)] == []
    found = queries.find_units("Tân Thành", IN_2021, root=city)
    assert {unit.code for unit in found} == {"32025", "32026"}


def test_every_unit_is_found_by_its_full_name_within_its_parents(camau: Unit) -> None:
    for unit in queries.units_on(IN_2021, Level.COMMUNE).select_related("parent"):
        assert unit.parent is not None
        assert queries.find_unit(f"{unit.name}, {unit.parent.name}", IN_2021) == unit


@pytest.mark.parametrize(
    ("text", "kind", "bare"),
    [
        ("P.04", UnitKind.PHUONG, "4"),
        ("phường Tân Xuyên", UnitKind.PHUONG, "tan xuyen"),
        ("Phú Tân", None, "phu tan"),
        ("Q.1", UnitKind.QUAN, "1"),
        ("TX Giá Rai", UnitKind.THI_XA, "gia rai"),
        ("Phong Lạc", None, "phong lac"),
        ("x. Trí Lực", UnitKind.XA, "tri luc"),
        ("xã", None, "xa"),
        ("Hồ Thị Kỷ", None, "ho thi ky"),
        ("Đặc khu Phú Quốc", UnitKind.DAC_KHU, "phu quoc"),
    ],
)
def test_kind_and_rest(text: str, kind: UnitKind | None, bare: str) -> None:
    assert naming.split_kind(text) == (kind, bare)


def test_tone_placement_does_not_matter_but_the_tone_does() -> None:
    assert naming.marked_key("Hoà") == naming.marked_key("Hòa")
    assert naming.marked_key("Hòa") != naming.marked_key("Hóa")
    assert naming.marked_key("Tân An") != naming.marked_key("Tân Ân")


def test_search_by_any_words_and_by_code(camau: Unit) -> None:
    assert {u.code for u in queries.unit_search("thanh tan", IN_2021)} == {"32025", "32026"}
    assert [u.code for u in queries.unit_search("3208", IN_2021)] == ["32080", "32083", "32086", "32089"]
    assert queries.unit_search("", IN_2021, level=Level.COMMUNE).count() == 101


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Huyện U Minh", "U Minh"),
        ("Thành phố Cà Mau", "Cà Mau"),
        ("Thị trấn Sông Đốc", "Sông Đốc"),
        ("Phường 4", "Phường 4"),
    ],
)
def test_a_letter_is_dated_at_the_bare_name(name, place):
    assert naming.without_kind(name) == place
