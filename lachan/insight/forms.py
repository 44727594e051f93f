"""Forms of closing a day and of looking at an indicator."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from lachan.kernel.diseases import disease_choices
from lachan.kernel.indicators import Period
from lachan.kernel.times import day_start
from lachan.ui.fields import DayField
from lachan.ui.forms import UiForm


class DayForm(UiForm):
    disease = forms.ChoiceField(label="Bệnh", choices=disease_choices)
    day = DayField(label="Ngày")


class SignForm(UiForm):
    signer_name = forms.CharField(label="Người ký số liệu", max_length=120)


class PeriodForm(UiForm):
    """Days of an indicator, both included."""

    since = DayField(label="Từ ngày")
    until = DayField(label="Đến hết ngày")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", "Ngày cuối phải từ ngày đầu trở đi")
        if since and until and (until - since).days > 366:
            self.add_error("until", "Mỗi lần xem nhiều nhất một năm")
        return data

    def period(self, now: dt.datetime) -> Period:
        """From the first midnight to the end of the last day, never beyond now."""
        end = day_start(self.cleaned_data["until"] + dt.timedelta(days=1))
        return Period(day_start(self.cleaned_data["since"]), min(end, now))
