"""Forms of closing a day and of looking at an indicator."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from lachan.insight import queries
from lachan.kernel.diseases import disease_choices
from lachan.kernel.errors import Refused
from lachan.kernel.indicators import Period
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
        if since and until:
            try:
                queries.check_days(since, until)
            except Refused as refused:
                self.add_error(refused.field, refused.message)
        return data

    def period(self, now: dt.datetime) -> Period:
        return queries.period_of(self.cleaned_data["since"], self.cleaned_data["until"], now)
