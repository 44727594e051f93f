"""Conditions of the list of units."""

from __future__ import annotations

from django import forms

from lachan.places.kinds import Level
from lachan.ui.fields import DayField
from lachan.ui.forms import UiForm

LEVELS = [("", "Mọi cấp"), *((str(level.value), level.label.capitalize()) for level in Level)]


class UnitFilters(UiForm):
    """`on` reads as "the units in force on that day"."""

    text = forms.CharField(label="Tên hoặc mã", required=False, max_length=100)
    level = forms.ChoiceField(label="Cấp", required=False, choices=LEVELS)
    on = DayField(label="Hiệu lực ngày", required=False)
