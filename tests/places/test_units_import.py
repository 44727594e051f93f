"""Another office's tables: what is taken, what is handed back and why, and that a second time adds nothing."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest

from lachan.kernel.access.actors import SYSTEM, Actor
from lachan.kernel.access.roles import ADMIN, COMMUNE
from lachan.kernel.audit.models import Event
from lachan.kernel.errors import Forbidden, Refused
from lachan.kernel.intake.reading.tables import REASON_COLUMN
from lachan.places import handed_back, queries, services, shipped
from lachan.places.kinds import Level
from lachan.places.models import Unit
from lachan.places.services import ImportOutcome

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2021, 9, 15, 7, 0, tzinfo=dt.UTC)
FROM = dt.date(2021, 8, 1)
GOOD = [
    ["95", "Tỉnh Bạc Liêu", "954", "Thành phố Bạc Liêu", "31813", "Phường 2"],
    ["95", "Tỉnh Bạc Liêu", "954", "Thành phố Bạc Liêu", "31834", "Xã Vĩnh Trạch"],
    ["95", "Tỉnh Bạc Liêu", "956", "Huyện Hồng Dân", "31843", "Thị trấn Ngan Dừa"],
]
HEADER = ["Mã tỉnh", "Tỉnh", "Mã huyện", "Huyện", "Mã xã", "Tên xã"]


def csv_of(*rows: list[str], header: list[str] = HEADER) -> bytes:
    return "\n".join(";".join(row) for row in [header, *rows]).encode("utf-8-sig")


def take(content: bytes, name: str = "bang.csv", **options: object) -> ImportOutcome:
    settings = {"valid_from": FROM, "by": SYSTEM, "now": NOW} | options
    return services.units_import(name=name, content=content, **settings)  # type: ignore[arg-type]


def counts(outcome: ImportOutcome) -> tuple[int, int, int, int]:
    return outcome.created, outcome.updated, outcome.unchanged, len(outcome.refused)


def test_a_table_with_its_own_columns_makes_a_tree() -> None:
    assert counts(take(csv_of(*GOOD))) == (3, 0, 0, 0)
    town = queries.unit_by_code("31843", FROM)
    assert town is not None
    assert [unit.name for unit in queries.chain(town)] == [
        "Thị trấn Ngan Dừa",
        "Huyện Hồng Dân",
        "Tỉnh Bạc Liêu",
    ]
    assert Unit.objects.count() == 3 + 2 + 1


def test_a_second_time_adds_nothing() -> None:
    take(csv_of(*GOOD))
    events = Event.objects.count()
    assert counts(take(csv_of(*GOOD))) == (0, 0, 3, 0)
    assert Unit.objects.count() == 6
    assert Event.objects.count() == events


def test_the_same_table_at_a_later_date_is_the_same_tree() -> None:
    take(csv_of(*GOOD))
    later = take(csv_of(*GOOD), valid_from=dt.date(2022, 1, 1))
    assert counts(later) == (0, 0, 3, 0)


def test_the_audit_tells_what_came_from_where() -> None:
    take(csv_of(*GOOD))
    event = Event.objects.get(kind="places.units_imported")
    assert event.at == NOW


REFUSED = [
    (["95", "Tỉnh Bạc Liêu", "954", "Thành phố Bạc Liêu", "", "Phường 3"], "Thiếu mã xã."),
    (
        ["95", "Tỉnh Bạc Liêu", "954", "Thành phố Bạc Liêu", "A1", "Phường 3"],
        "«A1» không phải là mã xã: chỉ gồm chữ số.",
    ),
    (
        ["95", "Tỉnh Bạc Liêu", "954", "Thành phố Bạc Liêu", "3181600", "Phường 3"],
        "«3181600» không phải là mã xã: dài quá 5 chữ số.",
    ),
    (["95", "Tỉnh Bạc Liêu", "954", "Thành phố Bạc Liêu", "31816", ""], "Thiếu tên xã."),
    (
        ["95", "Tỉnh Bạc Liêu", "954", "Thành phố Bạc Liêu", "31816", "Nhà Mát"],
        "Không rõ «Nhà Mát» là xã, phường, thị trấn hay đặc khu.",
    ),
    (["", "Tỉnh Bạc Liêu", "954", "Thành phố Bạc Liêu", "31816", "Phường 3"], "Thiếu mã tỉnh."),
    (
        ["95", "Bạc Liêu", "954", "Thành phố Bạc Liêu", "31816", "Phường 3"],
        "Tên «Bạc Liêu» phải ghi rõ loại, ví dụ «Tỉnh Cà Mau».",
    ),
    (
        ["95", "Tỉnh Bạc Liêu", "954", "Thành phố Bạc Liêu", "31813", "Phường 3"],
        "Mã xã 31813 đã có ở dòng 2.",
    ),
    (
        ["95", "Tỉnh Bạc Liêu", "999", "", "31816", "Phường 3"],
        "Chưa có cấp huyện mã 999 và bảng không ghi tên.",
    ),
    (
        ["95", "Tỉnh Bạc Liêu", "954", "Huyện Giá Rai", "31816", "Phường 3"],
        "Mã 954 từ 01/08/2021 đang là «Thành phố Bạc Liêu» thuộc Tỉnh Bạc Liêu, bảng ghi «Huyện Giá Rai» từ 01/08/2021.",
    ),
]


@pytest.mark.parametrize(("row", "reason"), REFUSED)
def test_a_bad_row_goes_back_with_its_reason_and_the_rest_is_taken(row: list[str], reason: str) -> None:
    outcome = take(csv_of(*GOOD, row))
    assert counts(outcome) == (3, 0, 0, 1)
    assert (outcome.refused[0].line, outcome.refused[0].reason) == (5, reason)
    assert outcome.refused[0].cells == tuple(row)


COORDINATES = [
    ("9,29", "105,72", None, (9.29, 105.72)),
    ("9.29", "105.72", None, (9.29, 105.72)),
    ("", "", None, (None, None)),
    ("105.72", "9.29", "Vĩ độ và kinh độ bị đổi chỗ cho nhau.", None),
    ("48.85", "2.35", "Tọa độ «48.85; 2.35» nằm ngoài Việt Nam.", None),
    ("9.29", "", "Tọa độ «9.29; » không đọc được.", None),
    ("bắc", "đông", "Tọa độ «bắc; đông» không đọc được.", None),
]


@pytest.mark.parametrize(("lat", "lon", "reason", "stored"), COORDINATES)
def test_coordinates(
    lat: str, lon: str, reason: str | None, stored: tuple[float | None, float | None] | None
) -> None:
    outcome = take(csv_of([*GOOD[0], lat, lon], header=[*HEADER, "Vĩ độ", "Kinh độ"]))
    assert [refusal.reason for refusal in outcome.refused] == ([reason] if reason else [])
    unit = queries.unit_by_code("31813", FROM)
    assert (unit and (unit.lat, unit.lon)) == stored


def test_a_coordinate_that_comes_later_is_filled_in() -> None:
    take(csv_of(*GOOD))
    outcome = take(csv_of([*GOOD[0], "9.29", "105.72"], header=[*HEADER, "Vĩ độ", "Kinh độ"]))
    assert counts(outcome) == (0, 1, 0, 0)
    assert Unit.objects.get(code="31813").lat == 9.29


def test_a_district_without_communes_is_a_unit_too() -> None:
    row = ["77", "Tỉnh Bà Rịa - Vũng Tàu", "755", "Huyện Côn Đảo", "", ""]
    assert counts(take(csv_of(row))) == (1, 0, 0, 0)
    assert counts(take(csv_of(row))) == (0, 0, 1, 0)
    island = queries.unit_by_code("755", FROM)
    assert island is not None
    assert queries.chain_codes(island) == ["755", "77"]


def test_a_row_that_contradicts_the_version_in_force_goes_back(camau: Unit) -> None:
    row = ["96", "Tỉnh Cà Mau", "964", "Thành phố Cà Mau", "32002", "Phường An Xuyên"]
    outcome = take(csv_of(row))
    assert [refusal.reason for refusal in outcome.refused] == [
        (
            "Mã 32002 từ 01/01/2020 đến 01/01/2025 đang là «Phường 4» thuộc Thành phố Cà Mau, "
            "bảng ghi «Phường An Xuyên» từ 01/08/2021."
        )
    ]


def test_a_reform_ends_the_older_versions() -> None:
    take(csv_of(*GOOD))
    reform = dt.date(2025, 7, 1)
    rows = [
        ["95", "Tỉnh Bạc Liêu", "31813", "Phường Bạc Liêu"],
        ["95", "Tỉnh Bạc Liêu", "31834", "Phường Vĩnh Trạch"],
    ]
    table = csv_of(*rows, header=["Mã tỉnh", "Tỉnh", "Mã xã", "Tên xã"])
    outcome = take(table, valid_from=reform, replaces=["95"])
    assert (*counts(outcome), outcome.ended) == (2, 0, 0, 0, 3)
    assert {unit.name for unit in queries.units_on(reform, Level.COMMUNE)} == {
        "Phường Bạc Liêu",
        "Phường Vĩnh Trạch",
    }
    assert not queries.units_on(reform, Level.DISTRICT).exists()
    assert queries.units_on(reform - dt.timedelta(days=1), Level.COMMUNE).count() == 3
    again = take(table, valid_from=reform, replaces=["95"])
    assert (*counts(again), again.ended) == (0, 0, 2, 0, 0)


def test_a_merger_ends_the_trees_of_both_provinces() -> None:
    take(csv_of(*GOOD, ["96", "Tỉnh Cà Mau", "964", "Thành phố Cà Mau", "32002", "Phường 4"]))
    merger = dt.date(2025, 7, 1)
    table = csv_of(
        ["96", "Tỉnh Cà Mau", "31843", "Xã Hồng Dân"], header=["Mã tỉnh", "Tỉnh", "Mã xã", "Tên xã"]
    )
    outcome = take(table, valid_from=merger, replaces=["95", "96"])
    assert (*counts(outcome), outcome.ended) == (1, 0, 0, 0, 3 + 1)
    assert Event.objects.filter(kind="places.units_ended").count() == 2
    assert [unit.name for unit in queries.units_on(merger)] == ["Xã Hồng Dân", "Tỉnh Cà Mau"]


def test_without_replacing_a_reform_is_refused_row_by_row() -> None:
    take(csv_of(*GOOD))
    row = ["95", "Tỉnh Bạc Liêu", "31813", "Phường Bạc Liêu"]
    table = csv_of(row, header=["Mã tỉnh", "Tỉnh", "Mã xã", "Tên xã"])
    outcome = take(table, valid_from=dt.date(2025, 7, 1))
    assert counts(outcome) == (0, 0, 0, 1)


def test_a_province_code_may_equal_a_commune_code() -> None:
    take(csv_of(["95", "Tỉnh Bạc Liêu", "954", "Huyện Hồng Dân", "00095", "Xã Ninh Quới"]))
    unit = queries.unit_by_code("00095", FROM)
    assert unit is not None
    assert unit.level == Level.COMMUNE


def test_a_spreadsheet_with_title_numbers_for_codes_and_footer() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["DANH MỤC ĐƠN VỊ HÀNH CHÍNH"])
    sheet.append(["STT", "Mã TP", "Tỉnh Thành Phố", "Mã QH", "Quận Huyện", "Mã PX", "Phường Xã", "Cấp"])
    sheet.append([1, 95, "Tỉnh Bạc Liêu", 954, "Thành phố  Bạc Liêu", 31813, "2", "Phường"])
    sheet.append([2, 95, "Tỉnh Bạc Liêu", 954, "Thành Phố Bạc Liêu", 31834.0, "Xã  Vĩnh Trạch ", "Xã"])
    sheet.append([3, 95, "Tỉnh Bạc Liêu", 954, "Thành phố Bạc Liêu", 31837, "Xã Vĩnh Trạch Đông", "Phường"])
    sheet.append(["Tổng cộng", "", "", "", "", 3])
    content = io.BytesIO()
    book.save(content)
    outcome = take(content.getvalue(), name="danh-muc.xlsx")
    assert counts(outcome) == (2, 0, 0, 1)
    assert outcome.refused[0].reason == "Tên «Xã Vĩnh Trạch Đông» không hợp với cấp «Phường»."
    names = Unit.objects.filter(level=Level.COMMUNE).values_list("name", flat=True)
    assert list(names) == ["Phường 2", "Xã Vĩnh Trạch"]
    assert any("Tổng cộng" in note for note in outcome.notes)


def test_handed_back_rows_can_be_mended_and_sent_again() -> None:
    outcome = take(csv_of(GOOD[0], [*GOOD[1][:4], "", "Xã Vĩnh Trạch"]))
    file = handed_back.as_csv(outcome)
    assert REASON_COLUMN in file
    assert "Thiếu mã xã." in file
    mended = file.replace("Thành phố Bạc Liêu,,", "Thành phố Bạc Liêu,31834,")
    assert counts(take(mended.encode())) == (1, 0, 0, 0)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bang.csv", "họ tên;ngày sinh\nA;1/1/1990\n".encode()),
        ("bang.csv", b""),
        ("bang.pdf", b"%PDF-1.7"),
        ("bang.xlsx", b"PK\x03\x04 broken"),
    ],
)
def test_a_file_that_is_no_table_of_units_is_refused_whole(name: str, content: bytes) -> None:
    with pytest.raises(Refused):
        take(content, name=name)
    assert not Unit.objects.exists()


def test_only_the_administrator_imports() -> None:
    clerk = Actor("user", "Trạm y tế", user_id=1, roles=frozenset({COMMUNE}))
    with pytest.raises(Forbidden):
        take(csv_of(*GOOD), by=clerk)
    admin = Actor("user", "Quản trị", user_id=2, roles=frozenset({ADMIN}))
    assert counts(take(csv_of(*GOOD), by=admin)) == (3, 0, 0, 0)


def test_the_shipped_tables_load_twice_without_change(camau: Unit) -> None:
    before = (Unit.objects.count(), Event.objects.count())
    shipped.camau_load(by=SYSTEM, now=NOW)
    shipped.camau_demo_load(by=SYSTEM, now=NOW)
    loaded = Event.objects.count()
    shipped.camau_demo_load(by=SYSTEM, now=NOW)
    assert (Unit.objects.count(), Event.objects.count()) == (before[0], loaded)
    assert before[0] == 1 + 9 + 102 + 1 + 64


def test_the_export_of_the_statistical_office(shared: Path) -> None:
    content = (shared / "data/vn_admin/GSO_export_Tinh_Ca_Mau.xls").read_bytes()
    outcome = take(content, name="GSO_export_Tinh_Ca_Mau.xls")
    assert counts(outcome) == (101, 0, 0, 0)
    assert not Unit.objects.filter(name__contains="  ").exists()


def test_the_export_agrees_with_the_shipped_tree(shared: Path, camau: Unit) -> None:
    content = (shared / "data/vn_admin/GSO_export_Tinh_Ca_Mau.xls").read_bytes()
    outcome = take(content, name="GSO_export_Tinh_Ca_Mau.xls")
    assert counts(outcome) == (0, 0, 101, 0)


@pytest.mark.slow
def test_the_whole_country_of_2021(shared: Path) -> None:
    content = (shared / "data/vn_admin/units_2021-08-01_three_level.csv").read_bytes()
    outcome = take(content, name="units.csv")
    assert counts(outcome) == (10_604, 0, 0, 0)
    levels = [queries.units_on(FROM, level).count() for level in Level]
    assert levels == [63, 705, 10_599]  # five island districts have no communes
    assert counts(take(content, name="units.csv")) == (0, 0, 10_604, 0)
