"""Forms of people, in the order of the paper ones."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from lachan.kernel.access.actors import Actor
from lachan.kernel.times import local_day
from lachan.people.identity import Identity, identity
from lachan.people.models import Person, Sex
from lachan.people.services import GROUNDS, NewPerson
from lachan.places import queries as places
from lachan.places.kinds import Level
from lachan.ui.fields import DayField, NationalIdField, PhoneField, UnitField
from lachan.ui.forms import UiForm

PROFILE = (
    "full_name",
    "sex",
    "birth_date",
    "birth_year",
    "national_id",
    "phone",
    "address",
    "occupation",
    "workplace",
)


class CommuneField(UnitField):
    """A commune of the day, typed by name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(lookup=lambda text: [], **kwargs)

    def on(self, day: dt.date, search_url: str) -> None:
        self.lookup = lambda text: communes_like(text, day)
        self.widget.search_url, self.widget.describe = search_url, commune_label


def communes_like(text: str, day: dt.date) -> list[tuple[str, str]]:
    """(id, name with its district) of communes that hold the words; an exact reading stands alone."""
    exact = places.find_unit(text, day, level=Level.COMMUNE)
    if exact is not None:
        return [(str(exact.pk), _label(exact))]
    units = places.unit_search(text, day, level=Level.COMMUNE).select_related("parent")
    return [(str(unit.pk), _label(unit)) for unit in units[:20]]


def commune_label(value: str) -> str | None:
    unit = places.unit_by_id(int(value)) if str(value).isdigit() else None
    return _label(unit) if unit else None


def _label(unit: Any) -> str:
    return f"{unit.name}, {unit.parent.name}" if unit.parent else str(unit.name)


class ProfileForm(UiForm):
    """The profile's own fields; who edits it hands back what they saw in `seen_…`."""

    full_name = forms.CharField(label="Họ và tên", max_length=120)
    sex = forms.ChoiceField(label="Giới tính", choices=Sex.choices, initial=Sex.UNKNOWN)
    birth_date = DayField(label="Ngày sinh", required=False)
    birth_year = forms.IntegerField(
        label="Năm sinh", required=False, help_text="Khi không rõ ngày sinh.", min_value=1890, max_value=2100
    )
    national_id = NationalIdField(label="CCCD/CMND", required=False)
    phone = PhoneField(label="Điện thoại", required=False)
    address = forms.CharField(label="Địa chỉ", required=False, max_length=300)
    occupation = forms.CharField(label="Nghề nghiệp", required=False, max_length=120)
    workplace = forms.CharField(label="Nơi làm việc, học tập", required=False, max_length=200)

    def __init__(self, *args: Any, now: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["birth_date"].not_after = local_day(now)  # type: ignore[attr-defined]
        self.fields["full_name"].widget.attrs["data-personal"] = ""
        self.fields["address"].widget.attrs["data-personal"] = ""

    def values(self) -> dict[str, Any]:
        """What was typed, field by field."""
        found = {name: self.cleaned_data.get(name) for name in PROFILE}
        if found["birth_date"] and not found["birth_year"]:
            found["birth_year"] = found["birth_date"].year
        return found


class PersonForm(ProfileForm):
    """A new profile: with the commune of residence."""

    commune = CommuneField(label="Xã, phường cư trú")
    hamlet = forms.ChoiceField(label="Khóm, ấp", required=False)

    field_order = (
        "full_name",
        "sex",
        "birth_date",
        "birth_year",
        "national_id",
        "phone",
        "commune",
        "hamlet",
        "address",
        "occupation",
        "workplace",
    )

    def __init__(self, *args: Any, actor: Actor, now: dt.datetime, search_url: str, **kwargs: Any) -> None:
        super().__init__(*args, now=now, **kwargs)
        self.fields["commune"].on(local_day(now), search_url)  # type: ignore[attr-defined]
        _offer_hamlets(self, actor, now)

    def identity(self) -> Identity:
        values = self.values()
        return identity(
            values["full_name"],
            birth_year=values["birth_year"],
            birth_date=values["birth_date"],
            sex=values["sex"],
            national_id=values["national_id"] or "",
            phone=values["phone"] or "",
            unit_id=int(self.cleaned_data["commune"]),
        )

    def new_person(self) -> NewPerson:
        chosen = self.cleaned_data.get("hamlet")
        return NewPerson(
            self.identity(),
            hamlet_id=int(chosen) if chosen else None,
            address=self.cleaned_data["address"],
            occupation=self.cleaned_data["occupation"],
            workplace=self.cleaned_data["workplace"],
        )


def _offer_hamlets(form: UiForm, actor: Actor, now: dt.datetime) -> None:
    """A station of one commune chooses among its own khóm and ấp; others write them in the address."""
    day = local_day(now)
    own = [
        unit for unit in map(places.unit_by_id, sorted(actor.unit_ids)[:4]) if unit and unit.is_valid_on(day)
    ]
    if len(own) != 1:
        del form.fields["hamlet"]
        return
    form.fields["commune"].initial = str(own[0].pk)
    hamlets = [(str(hamlet.pk), hamlet.name) for hamlet in places.hamlets_of(own[0], day)]
    form.fields["hamlet"].choices = [("", "Chưa rõ"), *hamlets]  # type: ignore[attr-defined]


class ResidenceForm(UiForm):
    """Moving to another commune."""

    commune = CommuneField(label="Nơi cư trú mới")
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, now: dt.datetime, search_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commune"].on(local_day(now), search_url)  # type: ignore[attr-defined]


class DuplicateForm(UiForm):
    """One number is enough; both would tell more than was asked."""

    national_id = NationalIdField(label="Số CCCD/CMND", required=False)
    phone = PhoneField(label="Hoặc số điện thoại", required=False)


class MergeForm(UiForm):
    """Whom to merge with, and why."""

    other = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Căn cứ",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Giấy tờ nào cho thấy là một người.",
    )


class ReasonForm(UiForm):
    reason = forms.CharField(label="Lý do", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class WhomForm(UiForm):
    """Somebody by the number that the page of every person shows."""

    so = forms.IntegerField(
        label="Số hồ sơ", min_value=1, help_text="Có trong mục Lý lịch của trang cá nhân."
    )


class ForgetForm(UiForm):
    """Why somebody is forgotten, and their number typed once more."""

    ground = forms.ChoiceField(label="Căn cứ", choices=[("", "Chọn…"), *GROUNDS.items()])
    paper = forms.CharField(
        label="Số, ngày của giấy tờ",
        max_length=200,
        help_text="Phiếu yêu cầu, văn bản. Không ghi tên hoặc số giấy tờ của người này.",
    )
    reason = forms.CharField(
        label="Lý do",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Được giữ lại trong nhật ký: không ghi tên.",
    )
    typed = forms.IntegerField(label="Gõ lại số hồ sơ để xác nhận", min_value=1)

    def __init__(self, *args: Any, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number = number

    def clean_typed(self) -> int:
        typed = int(self.cleaned_data["typed"])
        if typed != self.number:
            raise forms.ValidationError("Số gõ lại không khớp với hồ sơ đang mở.")
        return typed


def initial_of(person: Person) -> dict[str, Any]:
    """The profile as the form shows it."""
    return {name: getattr(person, name) for name in PROFILE}
