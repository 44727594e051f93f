"""Invented values for the gallery: nothing here comes from records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from math import cos, pi, sin
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse

from lachan.kernel.text import fold
from lachan.kernel.times import LOCAL
from lachan.ui import charts, marks
from lachan.ui.components import Effect, Effects, Progress, Tab, TimelineItem
from lachan.ui.fields import (
    DayField,
    MomentField,
    NationalIdField,
    PhoneField,
    UnitField,
    UploadField,
    read_past_days,
)
from lachan.ui.forms import UiForm
from lachan.ui.tables import Column, Table, build_table

NOW = dt.datetime(2021, 9, 15, 7, 0, tzinfo=LOCAL)
PLACES = [
    ("32047", "Xã Tân Thành (mẫu)"),
    ("32049", "Xã Tân Thành Đông (mẫu)"),
    ("32001", "Phường Một (mẫu)"),
]
_PEOPLE = (
    ("Nguyễn Thị Mẫu Một", 34, "F0", "Phường Một", "late"),
    ("Trần Văn Mẫu Hai", 61, "F1", "Xã Tân Thành", ""),
    ("Lê Hoàng Mẫu Ba", 8, "F1", "Xã Tân Thành Đông", "new"),
    ("Phạm Thị Thanh Mẫu Bốn", 45, "F2", "Phường Một", ""),
    ("Đặng Quốc Mẫu Năm", None, "F3", "Xã Tân Thành", "off"),
)


def find_unit(text: str) -> Sequence[tuple[str, str]]:
    """Places whose folded name holds the folded text."""
    return [(code, name) for code, name in PLACES if fold(text) in fold(name)]


def _units() -> list[Any]:
    return [("Thành phố (mẫu)", [PLACES[2]]), ("Huyện (mẫu)", PLACES[:2])]


class SampleFilters(UiForm):
    text = forms.CharField(label="Tên, CCCD, điện thoại", required=False)
    level = forms.ChoiceField(
        label="Mức", required=False, choices=[("", "Tất cả"), ("F0", "F0"), ("F1", "F1"), ("F2", "F2")]
    )
    late = forms.BooleanField(label="Chỉ quá hạn", required=False)
    unit = UnitField(label="Xã, phường", required=False, choices=_units, blank="Tất cả")
    since = DayField(label="Từ ngày", required=False)
    more = ("unit", "since")


class SampleForm(UiForm):
    name = forms.CharField(label="Họ và tên", help_text="Viết đủ dấu, như trên CCCD.")
    national_id = NationalIdField(label="Số CCCD", required=False)
    phone = PhoneField(label="Điện thoại")
    born = DayField(label="Ngày sinh", not_after=NOW.date())
    onset = MomentField(label="Giờ lấy mẫu")
    unit = UnitField(
        label="Nơi ở hiện tại", lookup=find_unit, search_url="ui:gallery_units", help_text="Gõ tên xã."
    )
    district = UnitField(label="Nơi cách ly", choices=_units, required=False)
    kind = forms.ChoiceField(
        label="Loại mẫu", widget=forms.RadioSelect, choices=[("don", "Mẫu đơn"), ("gop", "Mẫu gộp")]
    )
    symptoms = forms.MultipleChoiceField(
        label="Triệu chứng", required=False, widget=forms.CheckboxSelectMultiple,
        choices=[("sot", "Sốt"), ("ho", "Ho"), ("kho_tho", "Khó thở")],
    )  # fmt: skip
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea)
    file = UploadField(label="Danh sách", kinds=("xlsx", "csv"), required=False)
    agree = forms.BooleanField(label="Đã đối chiếu với giấy tờ")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        read_past_days(self, NOW.date())


def _wrong() -> SampleForm:
    form = SampleForm(
        {
            "name": "",
            "phone": "091",
            "born": "31/02/2021",
            "onset": "7h",
            "onset_day": "",
            "unit": "tan thanh",
        },
        auto_id="wrong_%s",
    )
    form.is_valid()
    return form


def _people() -> list[dict[str, Any]]:
    return [
        {
            "code": f"MAU-{index:04d}", "name": name, "age": age, "level": level, "unit": unit, "tone": tone,
            "taken_at": NOW - dt.timedelta(hours=3 * index), "ct": 18.4 + index if index % 2 else None,
        }
        for index, (name, age, level, unit, tone) in enumerate(_PEOPLE * 11, start=1)
    ]  # fmt: skip


_COLUMNS = (
    Column("Họ tên", "name", sort="name", main=True),
    Column("Mã", "code", sort="code"),
    Column("Tuổi", "age", kind="number", sort="age"),
    Column("Mức", lambda row: marks.badge_level(row["level"], provisional=row["level"] == "F2")),
    Column("Xã, phường", "unit", sort="unit", optional=True),
    Column("Ct", "ct", kind="decimal", optional=True, title="Chu kỳ ngưỡng"),
    Column("Lấy mẫu", "taken_at", kind="moment", sort="taken_at"),
)


def _table(request: HttpRequest) -> Table:
    here = reverse("ui:gallery")
    return build_table(
        request, _people(), _COLUMNS, default_sort="-taken_at", per_page=10, caption="Mẫu chờ kết quả",
        row_url=lambda row: f"{here}#{row['code']}", select=lambda row: row["code"], row_tone=lambda row: row["tone"],
    )  # fmt: skip


def _capped(request: HttpRequest) -> Table:
    return build_table(
        request,
        range(12),
        (Column("Số", lambda row: row, kind="number", main=True),),
        per_page=3,
        cap=5,
        compact=True,
        caption="Số",
    )


def _bars() -> charts.BarChart:
    here = reverse("ui:gallery")
    values = [
        (2, 4, 0),
        (1, 6, 1),
        (3, 5, 2),
        (0, 0, 0),
        (5, 8, 4),
        (9, 7, 3),
        (6, 12, 2),
        (8, 10, 5),
        (4, 9, 9),
    ]
    bars = [
        charts.Bar(f"{index + 6:02d}/09", value, url=f"{here}?day={index + 6}")
        for index, value in enumerate(values)
    ]
    bars[3] = charts.Bar("09/09", (None, None, None), mark="missing", note="Chưa nhận báo cáo")
    bars[6] = charts.Bar("12/09", (6, 12, 2), mark="suspect", note="Gồm số dồn của 2 ngày")
    return charts.BarChart(
        title="Ca mắc mới theo ngày công bố", question="Dịch đang tăng hay giảm?", bars=bars, unit="ca", asof=NOW,
        series=("Cộng đồng", "Khu cách ly", "Khu phong tỏa"), summary="Cao nhất 23 ca ngày 13/09; 9 ngày qua 125 ca.",
    )  # fmt: skip


def _many_bars() -> charts.BarChart:
    bars = [charts.Bar(f"{index % 30 + 1:02d}/08", (round(30 + 28 * sin(index / 7)),)) for index in range(45)]
    return charts.BarChart(title="Mẫu xét nghiệm mỗi ngày", bars=bars, unit="mẫu", series=("Mẫu",))


def _line() -> charts.LineChart:
    points = [
        charts.Point(
            f"{index + 1:02d}/09", None if index == 5 else round(value, 2), value - 0.25, value + 0.3
        )
        for index, value in enumerate(1.1 + 0.5 * sin(index / 3) for index in range(15))
    ]
    return charts.LineChart(
        title="Hệ số lây Rt", question="Mỗi F0 lây cho mấy người?", lines=(charts.Line("Rt", points),),
        reference=1.0, reference_label="Rt = 1", from_zero=False, asof=NOW,
    )  # fmt: skip


def _two_lines() -> charts.LineChart:
    days = [f"{index + 1:02d}/09" for index in range(14)]
    first = [charts.Point(day, 14 - index) for index, day in enumerate(days)]
    second = [charts.Point(day, 3 + index // 2) for index, day in enumerate(days)]
    return charts.LineChart(
        title="Giờ từ kết quả đến khi tách", lines=(charts.Line("Tập trung", first), charts.Line("Tại nhà", second)),
        unit="giờ", whole=True,
    )  # fmt: skip


def _hexagon(column: int, row: int) -> list[tuple[float, float]]:
    x, y = column * 1.74 + (row % 2) * 0.87, row * 1.5
    return [(x + sin(pi / 3 * side), y + cos(pi / 3 * side)) for side in range(6)]


def _map(scheme: str) -> charts.CellMap:
    bands: Sequence[Any] = (
        (0, 1, 2, 3, 4, 5, None) if scheme == "measure" else ("xanh", "vàng", "cam", "đỏ", None)
    )
    cells = [
        charts.MapCell(
            f"{column}{row}", f"Xã mẫu {column + 8 * row + 1}", _hexagon(column, row), bands[(column * 2 + row) % len(bands)],
            value=f"{(column + row) * 3} ca" if bands[(column * 2 + row) % len(bands)] is not None else "",
            url=f"{reverse('ui:gallery')}?unit={column}{row}", label=f"M{column + 8 * row + 1}", group=f"Huyện mẫu {row % 2 + 1}",
        )
        for row in range(4)
        for column in range(8)
    ]  # fmt: skip
    words = (
        ("0", "1–4", "5–9", "10–19", "20–49", "từ 50")
        if scheme == "measure"
        else ("Xanh", "Vàng", "Cam", "Đỏ")
    )
    key = [charts.MapKey(band, word) for band, word in zip(bands, words, strict=False)]
    return charts.CellMap(
        title="Ca mắc 14 ngày, theo xã" if scheme == "measure" else "Mức nguy cơ theo xã",
        cells=cells, key=[*key, charts.MapKey(None, "Chưa có số liệu")], scheme=scheme, asof=NOW,  # type: ignore[arg-type]
        value_column="Ca mắc",
    )  # fmt: skip


def _effects() -> Effects:
    return Effects(
        title="Xác nhận F0 cho MAU-0001",
        groups=[
            Effect("F1 thành F0", 1, items=["Nguyễn Thị Mẫu Một"]),
            Effect(
                "F2 thành F1", 14, items=["Trần Văn Mẫu Hai", "Lê Hoàng Mẫu Ba"], url=reverse("ui:gallery")
            ),
            Effect("Người ngoài địa bàn của đồng chí", 3, note="Xã Tân Thành 2; Phường Một 1", hidden=True),
        ],
        reversible="Hoàn tác được trong 24 giờ.",
        irreversible="Số quyết định đã cấp không thu lại.",
    )


def _timeline() -> list[TimelineItem]:
    return [
        TimelineItem(
            NOW,
            "Kết quả RT-PCR dương tính",
            text="Ct 18,4; mẫu đơn",
            tone="strong",
            why="Mẫu lấy khi đã cách ly",
        ),
        TimelineItem(NOW - dt.timedelta(hours=6), "Test nhanh dương tính", url=reverse("ui:gallery")),
        TimelineItem(NOW - dt.timedelta(days=1), "Kết quả âm tính", revoked="Nhầm ống mẫu của người khác"),
        TimelineItem(NOW.date() - dt.timedelta(days=3), "Ăn cùng bàn với MAU-0002", text="Quán ăn, khóm 1"),
    ]


def progress_done() -> Progress:
    """The end of the sample work."""
    return Progress(
        "Nhập kết quả xét nghiệm", 1200, 1200, "done", result_url=reverse("ui:gallery"), note="1.196 dòng nhập, 4 dòng lỗi.",
        steps=(("Đọc tệp", "done"), ("Kiểm tra dòng", "done"), ("Ghi kết quả", "done")),
    )  # fmt: skip


def _progress() -> Progress:
    return Progress(
        "Nhập kết quả xét nghiệm", 300, 1200, "running", poll_url=reverse("ui:gallery_steps"),
        steps=(("Đọc tệp", "done"), ("Kiểm tra dòng", "running"), ("Ghi kết quả", "waiting")),
    )  # fmt: skip


def _progress_failed() -> Progress:
    return Progress(
        "Nhập danh sách tiếp xúc", 40, 80, "failed", note="Tệp bị đứt ở dòng 41. Tải lại tệp; dòng đã nhập không bị trùng.",
        steps=(("Đọc tệp", "done"), ("Ghi", "failed")),
    )  # fmt: skip


def context(request: HttpRequest) -> dict[str, Any]:
    """Everything that the gallery's template shows."""
    here = reverse("ui:gallery")
    return {
        "now": NOW, "due_soon": NOW + dt.timedelta(hours=3), "due_late": NOW - dt.timedelta(days=2, hours=5),
        "here": here, "filters": SampleFilters(request.GET, auto_id="loc_%s"), "table": _table(request), "capped": _capped(request),
        "nothing": Table(_COLUMNS, empty="Hôm nay chưa có mẫu nào", empty_hint="Mẫu mới hiện ở đây ngay khi được nhận."),
        "form": SampleForm(initial={"unit": ""}), "wrong": _wrong(), "effects": _effects(), "no_effects": Effects("Đóng ổ dịch"),
        "timeline": _timeline(), "progress": _progress(), "progress_failed": _progress_failed(), "bars": _bars(),
        "many_bars": _many_bars(), "no_bars": charts.BarChart(title="Tử vong", bars=()), "line": _line(),
        "two_lines": _two_lines(), "map": _map("measure"), "risk_map": _map("risk"), "week": [3, 5, 4, None, 9, 12, 8],
        "facts": [("Họ và tên", "Nguyễn Thị Mẫu Một"), ("Ngày sinh", dt.date(1987, 5, 2)), ("Điện thoại", None),
                  ("Nơi ở", "Khóm 1, Phường Một (mẫu)"), ("Mức", marks.badge_level("F1"))],
        "tabs": [Tab("Chờ kết quả", here, 12, True), Tab("Dương tính", f"{here}?x=1", 3), Tab("Đã trả", f"{here}?x=2")],
        "hidden": {"case": "MAU-0001"},
    }  # fmt: skip
