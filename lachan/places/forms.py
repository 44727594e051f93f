"""Conditions of the list of units."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from lachan.kernel.intake.reading.guard import MAX_BYTES
from lachan.places.kinds import Level
from lachan.ui.fields import DayField, UploadField
from lachan.ui.forms import UiForm

LEVELS = [("", "Mọi cấp"), *((str(level.value), level.label.capitalize()) for level in Level)]


class _DatedTable(UiForm):
    """A table that says of which day it is and where it comes from."""

    file = UploadField(label="Tệp", kinds=("xlsx", "xls", "csv"), max_bytes=MAX_BYTES)
    source = forms.CharField(
        label="Nguồn số liệu",
        max_length=200,
        help_text="Văn bản, niên giám hoặc cơ quan đã lập danh sách, ví dụ: Niên giám thống kê tỉnh năm 2020.",
    )
    invented = forms.BooleanField(label="Là số, tên minh họa, không có thật", required=False)

    def options(self) -> dict[str, Any]:
        """What is said of the file as a whole, for its rows to be read by."""
        said = self.cleaned_data
        return {
            self.day_name: said[self.day_name].isoformat(),
            "source": said["source"],
            "invented": said["invented"],
        }

    day_name = "as_of"


class PopulationForm(_DatedTable):
    field_order = ("file", "as_of", "source", "invented")

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["as_of"] = DayField(label="Tính đến ngày", not_after=today)
        self.order_fields(self.field_order)


class HamletsForm(_DatedTable):
    field_order = ("file", "valid_from", "source", "invented")
    day_name = "valid_from"

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"] = DayField(
            label="Có hiệu lực từ ngày",
            initial=today,
            help_text="Xã, phường được hiểu theo bảng đơn vị của ngày này.",
        )
        self.order_fields(self.field_order)


class UnitFilters(UiForm):
    """`on` reads as "the units in force on that day"."""

    text = forms.CharField(label="Tên hoặc mã", required=False, max_length=100)
    level = forms.ChoiceField(label="Cấp", required=False, choices=LEVELS)
    on = DayField(label="Hiệu lực ngày", required=False)
