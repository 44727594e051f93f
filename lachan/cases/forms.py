"""Filters of the list of cases, and the forms of an investigation in the order of the paper form."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from lachan.cases.models import Classification, Context, OutcomeKind
from lachan.kernel.diseases import Disease, disease_choices
from lachan.kernel.policies import queries as policies
from lachan.places import queries as places
from lachan.places.kinds import Level
from lachan.ui.fields import DayField, MomentField, UnitField, read_past_days
from lachan.ui.forms import UiForm

_YES_NO = [("yes", "Có"), ("no", "Không")]


class CaseFilters(UiForm):
    """Conditions of the list; `place` is a district or a commune."""

    text = forms.CharField(label="Tên, mã ca, số BN", required=False, max_length=120)
    disease = forms.ChoiceField(label="Bệnh", required=False)
    classification = forms.ChoiceField(
        label="Phân loại", required=False, choices=[("", "Tất cả"), *Classification.choices]
    )
    context = forms.ChoiceField(
        label="Nơi phát hiện", required=False, choices=[("", "Tất cả"), *Context.choices]
    )
    place = forms.ChoiceField(label="Huyện, xã", required=False)
    unknown_source = forms.BooleanField(label="Chưa rõ nguồn lây", required=False)
    under_way = forms.BooleanField(label="Chưa kết thúc", required=False)
    since = DayField(label="Phát hiện từ ngày", required=False)
    until = DayField(label="Đến ngày", required=False)
    more = ("context", "unknown_source", "under_way", "since", "until")

    def __init__(self, *args: Any, on: dt.date, units: frozenset[int] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["disease"].choices = [("", "Tất cả"), *disease_choices()]  # type: ignore[attr-defined]
        self.fields["place"].choices = [("", "Tất cả"), *_places(on, units)]  # type: ignore[attr-defined]


def _places(on: dt.date, units: frozenset[int] | None) -> list[tuple[str, Any]]:
    """Districts with their communes, of the reader's area where it is not the whole."""
    communes = (
        places.units_on(on, Level.COMMUNE).select_related("parent").order_by("parent__name_key", "name_key")
    )
    if units is not None:
        communes = communes.filter(pk__in=sorted(units))
    groups: dict[Any, list[tuple[str, str]]] = {}
    for unit in communes:
        groups.setdefault(unit.parent, []).append((str(unit.pk), unit.name))
    return [
        (parent.name, [(str(parent.pk), f"Toàn bộ {parent.name}"), *found])
        for parent, found in groups.items()
    ]


def commune_lookup(on: dt.date) -> Any:
    """What a typed commune may mean on a day, for a UnitField."""

    def lookup(text: str) -> list[tuple[str, str]]:
        found = places.find_units(text, on, level=Level.COMMUNE)
        rows = found or places.unit_search(text, on, level=Level.COMMUNE).select_related("parent")[:20]
        return [(str(unit.pk), _label(unit)) for unit in rows]

    return lookup


def describe_commune(value: str) -> str:
    unit = places.unit_by_id(int(value)) if value.isdigit() else None
    return _label(unit) if unit else ""


def _label(unit: Any) -> str:
    return f"{unit.name}, {unit.parent.name}" if unit.parent else unit.name


class OnsetForm(UiForm):
    symptomatic = forms.ChoiceField(label="Có triệu chứng", choices=_YES_NO, widget=forms.RadioSelect)
    onset_on = DayField(label="Ngày khởi phát", required=False, help_text="Ngày có triệu chứng đầu tiên")
    symptoms = forms.MultipleChoiceField(
        label="Triệu chứng", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, disease: Disease, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["symptoms"].choices = [(one, one) for one in disease.symptoms]  # type: ignore[attr-defined]
        read_past_days(self, on)

    def statement(self) -> dict[str, Any]:
        """The arguments of the service."""
        data = self.cleaned_data
        return {
            "symptomatic": data["symptomatic"] == "yes",
            "onset_on": data["onset_on"] if data["symptomatic"] == "yes" else None,
            "symptoms": ", ".join(data["symptoms"]) if data["symptomatic"] == "yes" else "",
        }


class SourceForm(UiForm):
    """`source_case` is a case's own code or BN number."""

    known = forms.ChoiceField(label="Đã rõ nguồn lây", choices=_YES_NO, widget=forms.RadioSelect)
    source_code = forms.CharField(
        label="Ca bệnh nguồn", required=False, max_length=30, help_text="Mã ca hoặc số BN, ví dụ BN636123"
    )
    first_contact_on = DayField(label="Ngày tiếp xúc đầu tiên với nguồn", required=False)
    note = forms.CharField(
        label="Ghi rõ nguồn", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        read_past_days(self, on)


class ContextForm(UiForm):
    context = forms.ChoiceField(label="Nơi phát hiện", choices=Context.choices)

    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = UnitField(
            label="Xã, phường nơi phát hiện",
            lookup=commune_lookup(on),
            describe=describe_commune,
            required=False,
        )


class NumberForm(UiForm):
    number = forms.CharField(label="Số bệnh nhân quốc gia", max_length=20, help_text="Dạng BN636123")


class OutcomeForm(UiForm):
    """How an episode ended; the Ct only of a disease that has a rule about discharge."""

    kind = forms.ChoiceField(label="Kết cục", choices=OutcomeKind.choices)
    occurred_at = MomentField(label="Lúc")
    ct_at_discharge = forms.FloatField(
        label="Ct lúc ra viện", required=False, localize=True, min_value=1, max_value=60,
        help_text="Để phân biệt dương tính kéo dài với dương tính trở lại",
    )  # fmt: skip
    note = forms.CharField(
        label="Ghi chú", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, disease: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not policies.versions().filter(key="discharge", disease=disease).exists():
            del self.fields["ct_at_discharge"]


class ReasonForm(UiForm):
    reason = forms.CharField(label="Lý do thu hồi", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
