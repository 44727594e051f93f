"""Filters and forms of the desk's screens."""

from __future__ import annotations

from typing import Any

from django import forms

from lachan.desk import curve as curves
from lachan.desk import territory
from lachan.desk.lens import Lens
from lachan.kernel.diseases import disease_choices
from lachan.ui.fields import DayField, MomentField
from lachan.ui.forms import UiForm


class BoardForm(UiForm):
    """What the board shows; every choice stays in the URL."""

    disease = forms.ChoiceField(label="Bệnh", required=False, choices=disease_choices)
    curve = forms.ChoiceField(
        label="Đường cong dịch",
        required=False,
        choices=[(one.code, one.label) for one in curves.COUNTS.values()],
    )
    span = forms.ChoiceField(
        label="Số ngày", required=False, choices=[(str(days), f"{days} ngày") for days in curves.SPANS]
    )
    measure = forms.ChoiceField(label="Bản đồ", required=False)
    at = MomentField(label="Tính đến", required=False)

    def __init__(self, *args: Any, lens: Lens, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = [  # type: ignore[attr-defined]
            (one.code, one.label) for one in territory.measures_for(lens)
        ]


class ClockForm(UiForm):
    moment = MomentField(label="Đồng hồ chỉ lúc", help_text="Ví dụ 07:00 ngày 15/09/2021")


class EventFilters(UiForm):
    """Conditions of the audit log."""

    kind = forms.ChoiceField(label="Loại việc", required=False)
    who = forms.CharField(label="Người làm", required=False, max_length=100)
    day = DayField(label="Ngày", required=False)
    subject = forms.CharField(label="Mã đối tượng", required=False, max_length=60)

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Tất cả"), *kinds]  # type: ignore[attr-defined]


class ReadFilters(UiForm):
    """Conditions of the log of reads."""

    who = forms.CharField(label="Tên đăng nhập hoặc họ tên", required=False, max_length=100)
    day = DayField(label="Ngày", required=False)
    person = forms.CharField(label="Mã hồ sơ người được xem", required=False, max_length=60)


class ReplayForm(UiForm):
    """Two hours: the one asked about, and the one whose records judge it."""

    as_of = MomentField(
        label="Xem tình trạng lúc", help_text="Giờ mà đồng chí muốn biết người này đang ở mức nào"
    )
    known_at = MomentField(
        label="Theo dữ liệu đã ghi đến", help_text="Chỉ dùng những gì hệ thống đã ghi tới giờ này"
    )
