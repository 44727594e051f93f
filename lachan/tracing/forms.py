"""Forms of tracing, in the order of the paper form."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from lachan.epi.vocabulary import CLOSENESS
from lachan.kernel.diseases import words_of
from lachan.kernel.errors import Refused
from lachan.kernel.intake import parsers
from lachan.kernel.intake.cells import BadCell
from lachan.kernel.times import LOCAL
from lachan.people.identity import identity
from lachan.places import queries as places
from lachan.tracing.contacts import Contact
from lachan.ui.fields import (
    DayField,
    MomentField,
    NationalIdField,
    PhoneField,
    UnitField,
    UploadField,
    read_hour,
    read_past_days,
)
from lachan.ui.forms import UiForm

CLOSENESS_CHOICES = [("", "Chọn…"), *((code, one.label) for code, one in CLOSENESS.items())]
SEX_CHOICES = [("", "Chưa rõ"), ("male", "Nam"), ("female", "Nữ")]
MASK_CHOICES = [("", "Không rõ"), ("yes", "Có đeo"), ("no", "Không đeo")]
_MASKED = {"yes": True, "no": False}
WITH_WHOM_ROWS = 3


def commune_hits(day: dt.date) -> Any:
    """What a typed commune may mean on a day, for a UnitField."""

    def lookup(text: str) -> list[tuple[str, str]]:
        found = places.find_units(text, day, level=places.Level.COMMUNE)
        rows = (
            found or places.unit_search(text, day, level=places.Level.COMMUNE).select_related("parent")[:20]
        )
        return [(str(unit.pk), _label(unit)) for unit in rows]

    return lookup


def describe_commune(value: str) -> str | None:
    unit = places.unit_by_id(int(value)) if value.isdigit() else None
    return _label(unit) if unit else None


def _label(unit: Any) -> str:
    return f"{unit.name}, {unit.parent.name}" if unit.parent else unit.name


def commune_field(day: dt.date, *, required: bool, label: str, **more: Any) -> UnitField:
    return UnitField(
        lookup=commune_hits(day),
        describe=describe_commune,
        search_url="tracing:unit_search",
        required=required,
        label=label,
        **more,
    )


def choice_field(form: forms.Form, name: str) -> forms.ChoiceField:
    """A field whose answers are known only when the form is made."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    return field


class BirthField(forms.CharField):
    """A year of birth, or the full date."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Năm sinh")
        kwargs.setdefault("help_text", "Năm, hoặc ngày/tháng/năm nếu biết.")
        super().__init__(**kwargs)
        self.widget.attrs |= {
            "inputmode": "numeric",
            "autocomplete": "off",
            "class": "short",
            "data-personal": "",
        }

    def clean(self, value: Any) -> parsers.Birth | None:
        words = super().clean(value)
        if not words:
            return None
        try:
            return parsers.birth(words)
        except BadCell as error:
            raise forms.ValidationError(error.message[:1].upper() + error.message[1:]) from error


class HourField(forms.CharField):
    """An hour of the day; empty where nobody remembers."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs |= {
            "inputmode": "numeric",
            "placeholder": "giờ:phút",
            "class": "shorter",
            "maxlength": "5",
        }

    def clean(self, value: Any) -> dt.time | None:
        words = super().clean(value)
        return read_hour(words) if words else None


class WhoForm(UiForm):
    """Who was met: the fields that tell people apart come first."""

    full_name = forms.CharField(label="Họ và tên", max_length=120)
    birth = BirthField(required=False)
    sex = forms.ChoiceField(label="Giới tính", choices=SEX_CHOICES, required=False)
    phone = PhoneField(label="Điện thoại", required=False)
    national_id = NationalIdField(label="CCCD/CMND", required=False)
    address = forms.CharField(label="Địa chỉ (số nhà, khóm/ấp)", max_length=200, required=False)

    def __init__(self, *args: Any, day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        self.fields["unit"] = commune_field(day, required=False, label="Xã, phường nơi ở")
        for name in ("full_name", "address"):
            self.fields[name].widget.attrs["data-personal"] = ""

    def clean_full_name(self) -> str:
        try:
            return parsers.name(self.cleaned_data["full_name"])
        except BadCell as error:
            raise forms.ValidationError(f"Họ tên {error.message}") from error

    def who(self) -> Any:
        """The identity as typed."""
        data = self.cleaned_data
        birth = data["birth"]
        return identity(
            data["full_name"],
            birth_year=birth.year if birth else None,
            birth_date=birth.day if birth else None,
            sex=data["sex"],
            national_id=data["national_id"],
            phone=data["phone"],
            unit_id=int(data["unit"]) if data.get("unit") else None,
        )


class ContactForm(WhoForm):
    """One contact of a case, with how and when."""

    closeness = forms.ChoiceField(label="Hình thức tiếp xúc", choices=CLOSENESS_CHOICES)
    hour = HourField(label="Giờ tiếp xúc", required=False, help_text="Không nhớ giờ thì để trống.")
    minutes = forms.IntegerField(label="Thời gian (phút)", min_value=0, max_value=1440, required=False)
    masked = forms.ChoiceField(label="Khẩu trang", choices=MASK_CHOICES, required=False)
    relation = forms.CharField(label="Quan hệ", max_length=60, required=False)
    place_name = forms.CharField(label="Nơi tiếp xúc", max_length=200, required=False)
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    entry = forms.ChoiceField(label="Thuộc mốc dịch tễ", required=False)
    field_order = (
        "full_name", "birth", "sex", "phone", "national_id", "unit", "address",
        "on", "hour", "closeness", "minutes", "masked", "relation", "entry", "place_name", "note",
    )  # fmt: skip

    def __init__(self, *args: Any, day: dt.date, entries: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, day=day, **kwargs)
        self.fields["on"] = DayField(label="Ngày tiếp xúc", not_after=day)
        self.fields["on"].error_messages["required"] = "Chưa nhập ngày tiếp xúc"
        choice_field(self, "entry").choices = [("", "Không gắn với mốc nào"), *entries]
        self.order_fields(self.field_order)
        read_past_days(self, day)

    def contact(self, entry_id: int | None = None, place_name: str = "") -> Contact:
        """The contact as typed; an entry gives the place where none is typed."""
        data = self.cleaned_data
        at: dt.date | dt.datetime = data["on"]
        if data["hour"]:
            at = dt.datetime.combine(data["on"], data["hour"], LOCAL)
        return Contact(
            identity=self.who(),
            at=at,
            closeness=data["closeness"],
            address=data["address"],
            minutes=data["minutes"],
            masked=_MASKED.get(data["masked"]),
            relation=data["relation"],
            place_name=data["place_name"] or place_name,
            note=data["note"],
            entry_id=entry_id,
        )


class EntryForm(UiForm):
    """A timeline entry: where and when."""

    came = MomentField(label="Đến lúc")
    left = MomentField(label="Rời lúc", required=False)
    place_name = forms.CharField(
        label="Nơi đến", max_length=200, help_text="Tên quán, chợ, cơ quan, nhà của ai, chuyến xe…"
    )
    activity = forms.CharField(label="Làm gì ở đó", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ("came", "left", "place_name", "unit", "activity")

    def __init__(self, *args: Any, day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = commune_field(day, required=False, label="Thuộc xã, phường")
        self.fields["activity"].widget.attrs["data-personal"] = ""
        self.order_fields(self.field_order)
        read_past_days(self, day)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("came") and data.get("left") and data["left"] < data["came"]:
            self.add_error("left", "Giờ rời đi trước giờ đến")
        return data


class WithWhomForm(UiForm):
    """Somebody met during a timeline entry, in one line; an empty line is nobody."""

    full_name = forms.CharField(label="Họ và tên", max_length=120, required=False)
    birth = BirthField(required=False, help_text="")
    phone = PhoneField(label="Điện thoại", required=False)
    closeness = forms.ChoiceField(label="Hình thức tiếp xúc", choices=CLOSENESS_CHOICES, required=False)
    masked = forms.ChoiceField(label="Khẩu trang", choices=MASK_CHOICES, required=False)

    def __init__(self, *args: Any, day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["full_name"].widget.attrs["data-personal"] = ""
        self.fields["unit"] = commune_field(day, required=False, label="Xã, phường nơi ở")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("full_name"):
            try:
                data["full_name"] = parsers.name(data["full_name"])
            except BadCell as error:
                self.add_error("full_name", f"Họ tên {error.message}")
            if not data.get("closeness"):
                self.add_error("closeness", "Chưa chọn hình thức tiếp xúc")
        elif any(data.get(name) for name in ("birth", "phone", "closeness")):
            self.add_error("full_name", "Chưa nhập họ tên")
        return data

    def contact(self, entry: Any) -> Contact | None:
        """The contact met during the entry, or None for an empty line."""
        data = self.cleaned_data
        if not data.get("full_name"):
            return None
        birth = data["birth"]
        who = identity(
            data["full_name"],
            birth_year=birth.year if birth else None,
            birth_date=birth.day if birth else None,
            phone=data["phone"],
            unit_id=int(data["unit"]) if data.get("unit") else None,
        )
        return Contact(
            identity=who,
            at=entry.occurred_at,
            closeness=data["closeness"],
            masked=_MASKED.get(data["masked"]),
            place_name=entry.place_name,
            entry_id=entry.pk,
        )


WithWhomSet = forms.formset_factory(WithWhomForm, extra=WITH_WHOM_ROWS, max_num=20, absolute_max=20)


class ReasonForm(UiForm):
    """Why a record is taken back."""

    reason = forms.CharField(
        label="Lý do", max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Chỉ thu hồi bản ghi sai (nhầm người, nhầm ngày). Bản ghi cũ vẫn được giữ trong nhật ký.",
    )  # fmt: skip


class ListForm(UiForm):
    """A contact list as a file."""

    file = UploadField(kinds=("xlsx", "csv"), label="Tệp danh sách")


class ContactFilters(UiForm):
    level = forms.ChoiceField(
        label="Mức",
        required=False,
    )
    apart = forms.ChoiceField(
        label="Cách ly", required=False, choices=[("", "Tất cả"), ("no", "Chưa tách"), ("yes", "Đã tách")]
    )
    text = forms.CharField(label="Họ tên", required=False)

    def __init__(self, *args: Any, disease: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = [(level, words_of(level, disease)) for level in ("F1", "F2", "F3")]
        choices = [("", "Tất cả"), *levels, ("none", "Không xếp mức")]
        self.fields["level"].choices = choices  # type: ignore[attr-defined]


class CaseFilters(UiForm):
    text = forms.CharField(label="Họ tên hoặc mã ca", required=False)
    classification = forms.ChoiceField(
        label="Phân loại", required=False,
        choices=[("", "Tất cả"), ("suspected", "Nghi ngờ"), ("confirmed", "Xác định")],
    )  # fmt: skip
    only_bare = forms.BooleanField(label="Chưa có mốc dịch tễ", required=False)


def refused_into(form: forms.Form, error: Refused) -> None:
    """A service's answer beside the field it speaks of."""
    names = {"occurred_at": "came", "left_at": "left", "at": "on"}
    name = names.get(error.field or "", error.field)
    form.add_error(name if name in form.fields else None, error.message)
