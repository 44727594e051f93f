"""Forms of testing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from lachan.kernel.diseases import disease_choices
from lachan.kernel.intake.reading.guard import MAX_BYTES
from lachan.kernel.times import local_day
from lachan.testing import vocabulary
from lachan.testing.models import Result
from lachan.ui.fields import DayField, MomentField, UploadField, read_past_days
from lachan.ui.forms import UiForm

_ANY = ("", "Tất cả")


class ResultFilters(UiForm):
    """What narrows the list of results; without a day it shows today's."""

    since = DayField(label="Từ ngày", required=False)
    until = DayField(label="Đến ngày", required=False)
    disease = forms.ChoiceField(label="Bệnh", required=False)
    outcome = forms.ChoiceField(label="Kết quả", required=False, choices=[_ANY, *Result.Outcome.choices])
    method = forms.ChoiceField(label="Phương pháp", required=False)
    laboratory = forms.ChoiceField(label="Phòng xét nghiệm", required=False)
    code = forms.CharField(label="Mã mẫu", required=False, max_length=60)
    waiting = forms.BooleanField(label="Chờ nhận diện", required=False)
    more = ("disease", "laboratory", "code", "waiting")

    def __init__(self, *args: Any, laboratories: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        methods = [(one.code, one.label) for one in vocabulary.method_choices()]
        self.fields["disease"].choices = [_ANY, *disease_choices()]  # type: ignore[attr-defined]
        self.fields["method"].choices = [_ANY, *methods]  # type: ignore[attr-defined]
        self.fields["laboratory"].choices = [_ANY, *laboratories]  # type: ignore[attr-defined]
        if not laboratories:
            del self.fields["laboratory"]


class ResultImportForm(UiForm):
    """A laboratory's file: what it tests for, and whose it is where somebody sends it for a laboratory."""

    disease = forms.ChoiceField(label="Bệnh")
    laboratory = forms.ChoiceField(label="Phòng xét nghiệm")
    file = UploadField(label="Tệp kết quả", kinds=("xlsx", "xls", "csv"), max_bytes=MAX_BYTES)

    def __init__(self, *args: Any, laboratories: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["disease"].choices = disease_choices()  # type: ignore[attr-defined]
        self.fields["laboratory"].choices = laboratories  # type: ignore[attr-defined]
        if len(laboratories) < 2:
            del self.fields["laboratory"]


class OneResultForm(UiForm):
    """One result, for a specimen on record or together with its specimen."""

    method = forms.ChoiceField(label="Phương pháp")
    outcome = forms.ChoiceField(label="Kết quả", choices=Result.Outcome.choices, widget=forms.RadioSelect)
    resulted_at = MomentField(label="Giờ có kết quả")
    ct = forms.FloatField(
        label="Trị số Ct",
        required=False,
        min_value=1,
        max_value=60,
        localize=True,
        help_text="Chỉ khi có, ví dụ 23,5.",
    )

    supervised = forms.BooleanField(
        label="Do nhân viên y tế làm hoặc giám sát",
        required=False,
        initial=True,
        help_text="Bỏ dấu khi người dân tự làm, không có ai giám sát.",
    )

    def __init__(self, *args: Any, disease: str, now: dt.datetime, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {})
        kwargs["initial"] = {"resulted_at": now, "sampled_at": now} | kwargs["initial"]
        super().__init__(*args, **kwargs)
        known = vocabulary.methods().get(disease, {})
        self.fields["method"].choices = list(known.items())  # type: ignore[attr-defined]
        read_past_days(self, local_day(now))


class SpecimenForm(OneResultForm):
    """A specimen of somebody in the register, with its result where it is there already (a rapid test).

    The methods are those of one disease; who chooses another is shown the form of that one first.
    """

    disease = forms.ChoiceField(label="Bệnh")
    code = forms.CharField(
        label="Mã mẫu", required=False, max_length=60, help_text="Để trống thì hệ thống đặt mã."
    )
    sampled_at = MomentField(label="Giờ lấy mẫu")
    reason = forms.CharField(label="Lý do lấy mẫu", required=False, max_length=60)
    field_order = (
        "disease", "code", "sampled_at", "method", "outcome", "resulted_at", "ct", "supervised", "reason",
    )  # fmt: skip

    def __init__(self, *args: Any, disease: str, **kwargs: Any) -> None:
        super().__init__(*args, disease=disease, **kwargs)
        self.fields["disease"].choices = disease_choices()  # type: ignore[attr-defined]
        self.fields["disease"].initial = disease

    def typed(self) -> dict[str, Any]:
        """What was typed, for the form of another disease; its methods and Ct are others."""
        kept = set(self.fields) - {"disease", "method", "ct"}
        return {name: self[name].value() for name in kept}


class ReasonForm(UiForm):
    reason = forms.CharField(
        label="Lý do",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ví dụ: nhầm ống mẫu của người khác.",
    )
