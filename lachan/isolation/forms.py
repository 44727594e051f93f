"""Forms of isolation."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.cache import cache

from lachan.epi.vocabulary import MEASURES
from lachan.isolation.models import Departure
from lachan.kernel import diseases
from lachan.kernel.errors import OutOfSight, Refused
from lachan.kernel.times import LOCAL
from lachan.places import queries as places
from lachan.ui.fields import DayField, MomentField, UnitField
from lachan.ui.forms import UiForm

MEASURE_CHOICES = [(code, measure.label) for code, measure in MEASURES.items()]
SEPARATING_CHOICES = [(code, one.label) for code, one in MEASURES.items() if one.separates]
LEVEL_CHOICES = [("", "Tất cả"), ("F0", "F0"), ("F1", "F1"), ("F2", "F2"), ("F3", "F3")]
TYPED, FROM_BLOCK = "typed", "block"


def unit_choices(day: dt.date, unit_ids: Iterable[int] | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """Communes by district, of the reader's area (None: all of them); remembered for a minute."""
    key = f"isolation.units.{day}.{'all' if unit_ids is None else hash(frozenset(unit_ids))}"
    found: list[tuple[str, list[tuple[str, str]]]] | None = cache.get(key)
    if found is None:
        found = _unit_choices(day, unit_ids)
        cache.set(key, found, 60)
    return found


def _unit_choices(day: dt.date, unit_ids: Iterable[int] | None) -> list[tuple[str, list[tuple[str, str]]]]:
    rows = (
        places.units_on(day, places.Level.COMMUNE).select_related("parent").order_by("parent__code", "code")
    )
    if unit_ids is not None:
        rows = rows.filter(pk__in=list(unit_ids))
    groups: dict[str, list[tuple[str, str]]] = {}
    for unit in rows:
        groups.setdefault(unit.parent.name if unit.parent else "", []).append((str(unit.pk), unit.name))
    return list(groups.items())


def choice_field(form: forms.Form, name: str) -> forms.ChoiceField:
    """A field whose answers are known only when the form is made."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    return field


class NeedFilters(UiForm):
    """Whom to look at among those who need a decision."""

    disease = forms.ChoiceField(label="Bệnh", required=False)
    level = forms.ChoiceField(label="Mức", choices=LEVEL_CHOICES, required=False)
    measure = forms.ChoiceField(label="Biện pháp", required=False)
    unit = forms.ChoiceField(label="Xã", required=False)

    def __init__(self, *args: Any, units: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "disease").choices = diseases.disease_choices()
        choice_field(self, "level").choices = [
            (code, diseases.words_of(name, self.disease_code)) for code, name in LEVEL_CHOICES
        ]
        choice_field(self, "measure").choices = [("", "Tất cả"), *SEPARATING_CHOICES]
        choice_field(self, "unit").choices = [("", "Tất cả"), *units]

    def chosen(self, name: str) -> str:
        """The value of one filter, empty where it is missing or makes no sense."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")

    @property
    def disease_code(self) -> str:
        return self.chosen("disease") or next(iter(diseases.diseases()))


class OrderFilters(UiForm):
    text = forms.CharField(label="Số quyết định hoặc họ tên", required=False)


class SiteFilters(UiForm):
    measure = forms.ChoiceField(
        label="Nhận người", required=False, choices=[("", "Tất cả"), *SEPARATING_CHOICES]
    )
    with_places = forms.BooleanField(label="Còn chỗ", required=False)


class DraftForm(UiForm):
    """What holds for the whole list; measures, places and days stand in the rows."""

    organisation = forms.ChoiceField(label="Cơ quan ban hành")
    grounds = forms.CharField(
        label="Các căn cứ",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Mỗi dòng một căn cứ, theo thứ tự của văn bản. Người soạn chịu trách nhiệm kiểm tra lại.",
    )

    def __init__(self, *args: Any, organisations: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "organisation").choices = organisations

    @property
    def ground_lines(self) -> list[str]:
        return [line for line in self.cleaned_data["grounds"].splitlines() if line.strip()]


class SignForm(UiForm):
    """Who signed, when, under which number."""

    position = forms.ChoiceField(label="Người ký")
    signed_at = MomentField(label="Ký lúc", help_text="Quyết định có hiệu lực từ lúc này.")
    numbering = forms.ChoiceField(label="Số quyết định", widget=forms.RadioSelect)
    number = forms.IntegerField(label="Số ghi trên văn bản", min_value=1, max_value=999_999, required=False)

    def __init__(self, *args: Any, positions: Iterable[Any], left: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "position").choices = [
            ("", "Chọn…"),
            *((str(one.pk), f"{one.holder_name}, {one.title}") for one in positions),
        ]
        typed = (TYPED, "Ghi số văn thư đã cho")
        block = (FROM_BLOCK, f"Lấy số tiếp theo trong dải văn thư đã cấp (còn {left} số)")
        choice_field(self, "numbering").choices = [block, typed] if left else [typed]
        if not left:
            self.fields["numbering"].help_text = "Không còn số trong dải văn thư đã cấp."
        self.initial.setdefault("numbering", FROM_BLOCK if left else TYPED)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("numbering") == TYPED and not data.get("number"):
            self.add_error("number", "Chưa nhập số ghi trên văn bản")
        return data

    @property
    def signature(self) -> dict[str, Any]:
        """The arguments that services take."""
        data = self.cleaned_data
        return {
            "position_id": int(data["position"]),
            "signed_at": data["signed_at"],
            "number": data["number"] if data["numbering"] == TYPED else None,
        }


class IssueForm(SignForm):
    over_capacity_reason = forms.CharField(
        label="Lý do nhận quá sức chứa",
        max_length=300,
        required=False,
        help_text="Chỉ ghi khi nơi cách ly hết chỗ.",
    )


class LiftForm(SignForm):
    reason = forms.CharField(
        label="Lý do gỡ cách ly", max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    grounds = forms.CharField(
        label="Các căn cứ", required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Mỗi dòng một căn cứ. Số các quyết định bị gỡ được tự thêm vào.",
    )  # fmt: skip
    field_order = ("reason", "grounds", "position", "signed_at", "numbering", "number")

    @property
    def ground_lines(self) -> list[str]:
        return [line for line in self.cleaned_data["grounds"].splitlines() if line.strip()]


class ArriveForm(UiForm):
    """The hour of an arrival; one tap where it is now."""

    at = MomentField(label="Đến lúc")
    over_capacity_reason = forms.CharField(label="Lý do nhận quá sức chứa", max_length=300, required=False)
    despite = forms.BooleanField(label="Vẫn nhận tạm, để riêng", required=False)


class SeparateForm(UiForm):
    """Somebody is kept apart without waiting for the signature."""

    measure = forms.ChoiceField(label="Biện pháp", choices=SEPARATING_CHOICES)
    site = forms.ChoiceField(label="Khu cách ly, cơ sở điều trị", required=False)
    at = MomentField(label="Bắt đầu lúc")
    over_capacity_reason = forms.CharField(
        label="Lý do nhận quá sức chứa",
        max_length=300,
        required=False,
        help_text="Chỉ ghi khi nơi cách ly hết chỗ.",
    )

    def __init__(self, *args: Any, sites: Iterable[Any], day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "site").choices = [
            ("", "Tại nhà"),
            *((str(one.site.uid), site_label(one)) for one in sites),
        ]
        self.fields["unit"] = UnitField(
            choices=lambda: unit_choices(day, None),
            required=False,
            label="Xã của nơi ở (khi cách ly tại nhà)",
        )
        self.order_fields(("measure", "site", "unit", "at", "over_capacity_reason"))


class LeaveForm(UiForm):
    reason = forms.ChoiceField(label="Lý do rời đi", choices=[("", "Chọn…"), *Departure.Reason.choices])
    at = MomentField(label="Rời lúc")
    note = forms.CharField(label="Ghi chú", max_length=200, required=False)


class ReasonForm(UiForm):
    reason = forms.CharField(
        label="Lý do thu hồi", max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Chỉ thu hồi bản ghi sai. Bản ghi cũ vẫn được giữ trong nhật ký.",
    )  # fmt: skip


class ToldForm(UiForm):
    at = MomentField(label="Đã báo lúc")


class CapacityForm(UiForm):
    places = forms.IntegerField(label="Số chỗ", min_value=0, max_value=100_000)
    at = MomentField(label="Từ lúc")


class SiteForm(UiForm):
    """A place that takes people; the organisation that runs it is in the directory already."""

    organisation = forms.ChoiceField(label="Đơn vị quản lý (trong danh bạ)")
    measures = forms.MultipleChoiceField(
        label="Nhận người", choices=SEPARATING_CHOICES, widget=forms.CheckboxSelectMultiple
    )
    address = forms.CharField(label="Địa chỉ", max_length=200, required=False)
    places = forms.IntegerField(label="Số chỗ", min_value=0, max_value=100_000)

    def __init__(self, *args: Any, organisations: list[tuple[str, str]], day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "organisation").choices = [("", "Chọn…"), *organisations]
        self.fields["unit"] = UnitField(choices=lambda: unit_choices(day, None), label="Thuộc xã, phường")
        self.order_fields(("organisation", "unit", "measures", "address", "places"))


class LastDayField(DayField):
    """A last day, given as the moment at which it is over."""

    def clean(self, value: Any) -> dt.datetime | None:
        day = super().clean(value)
        return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), LOCAL) if day else None


def site_label(one: Any) -> str:
    """A site with what matters for the choice."""
    load = one.load
    room = "chưa rõ sức chứa" if load.free is None else f"còn {max(load.free, 0)} chỗ"
    far = f", {one.km:.0f} km" if one.km is not None else ""
    return f"{one.name} ({room}{far}{'' if one.same_district else ', huyện khác'})"


def refused_into(form: forms.Form, error: Refused) -> None:
    """A service's answer beside the field it speaks of."""
    name = {"occurred_at": "at"}.get(error.field or "", error.field)
    form.add_error(name if name in form.fields else None, error.message)


def local_minute(now: dt.datetime) -> dt.datetime:
    """Now, as a form shows it: without seconds, so that it never lies ahead of the clock."""
    return now.astimezone(LOCAL).replace(second=0, microsecond=0)


def read_uids(texts: Iterable[str]) -> list[uuid.UUID]:
    """The ticked rows; OutOfSight where one is no uid at all."""
    try:
        return [uuid.UUID(text) for text in dict.fromkeys(texts)][:1000]
    except ValueError as error:
        raise OutOfSight from error
