"""What people type about a ring and its houses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from lachan.kernel.diseases import disease_choices
from lachan.kernel.times import local_day, show_day
from lachan.places import queries as places
from lachan.ui.fields import MomentField
from lachan.ui.forms import UiForm
from lachan.zones.models import VisitOutcome
from lachan.zones.progress import Step

_MOST = 9999
OPEN, CLOSED = "dang-mo", "da-dong"
DONE, WAITING, CLOSED_DOOR, LARVAE, FEVER = (
    "da-kiem-tra",
    "chua-kiem-tra",
    "can-quay-lai",
    "co-bo-gay",
    "co-nguoi-sot",
)


class RingFilters(UiForm):
    text = forms.CharField(label="Mã ca, khóm ấp, xã phường", required=False, max_length=60)
    state = forms.ChoiceField(
        label="Trạng thái", required=False, choices=[("", "Tất cả"), (OPEN, "Đang mở"), (CLOSED, "Đã đóng")]
    )
    disease = forms.ChoiceField(label="Bệnh", required=False)

    def __init__(self, *args: Any, diseases: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(code, name) for code, name in disease_choices() if code in diseases]
        self.fields["disease"].choices = [("", "Mọi bệnh"), *named]  # type: ignore[attr-defined]


class HouseFilters(UiForm):
    show = forms.ChoiceField(
        label="Nhà",
        required=False,
        choices=[
            ("", "Tất cả"),
            (DONE, "Đã kiểm tra"),
            (WAITING, "Chưa kiểm tra được"),
            (CLOSED_DOOR, "Khóa cửa, từ chối: cần quay lại"),
            (LARVAE, "Có bọ gậy ở lần kiểm tra cuối"),
            (FEVER, "Có người sốt"),
        ],
    )


class CoordinateField(forms.FloatField):
    """Degrees with a point or a comma, as phones and people write them."""

    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "class": "short", "autocomplete": "off", "data-personal": ""}

    def to_python(self, value: Any) -> float | None:  # type: ignore[override]
        return super().to_python(str(value or "").strip().replace(",", "."))

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.6f}" if isinstance(value, float) else value


class RingForm(UiForm):
    """The centre of a ring; `units` are the communes that the case gives, on the reader's ground."""

    unit = forms.TypedChoiceField(label="Xã, phường", coerce=int)
    hamlet = forms.TypedChoiceField(label="Khóm, ấp", coerce=int, required=False, empty_value=None)
    address = forms.CharField(
        label="Địa chỉ nhà ca bệnh",
        required=False,
        max_length=300,
        widget=forms.TextInput({"data-personal": ""}),
    )
    lat = CoordinateField(
        label="Vĩ độ", required=False, min_value=-90, max_value=90, help_text="Ví dụ 9.1768"
    )
    lon = CoordinateField(label="Kinh độ", required=False, min_value=-180, max_value=180)
    opened_at = MomentField(label="Giờ mở ổ dịch", required=False, help_text="Để trống: bây giờ")

    def __init__(self, *args: Any, units: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hamlets = [(row.pk, f"{row.name}, {unit.name}") for unit in units for row in places.hamlets_of(unit)]
        self.fields["unit"].choices = [(unit.pk, unit.name) for unit in units]  # type: ignore[attr-defined]
        self.fields["hamlet"].choices = [("", "Chưa rõ"), *hamlets]  # type: ignore[attr-defined]


class HouseForm(UiForm):
    owner = forms.CharField(
        label="Chủ hộ", required=False, max_length=120, widget=forms.TextInput({"data-personal": ""})
    )
    address = forms.CharField(
        label="Địa chỉ, vị trí", required=False, max_length=300, widget=forms.TextInput({"data-personal": ""})
    )


def _count(label: str, help_text: str = "") -> forms.IntegerField:
    widget = forms.NumberInput(
        {"inputmode": "numeric", "data-count": "", "class": "count", "autocomplete": "off"}
    )
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=_MOST, widget=widget, help_text=help_text
    )


class VisitForm(UiForm):
    """One visit; `uid` is given with the form, so that sending it twice records it once."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label="Đến nhà",
        choices=VisitOutcome.choices,
        widget=forms.RadioSelect,
        initial=VisitOutcome.INSPECTED,
    )
    containers = _count("Dụng cụ chứa nước đã xem")
    positive = _count("Có bọ gậy, loăng quăng")
    destroyed = _count("Đã đổ bỏ, xử lý")
    people_home = _count("Người có mặt")
    fevers = _count("Người đang sốt")
    note = forms.CharField(
        label="Ghi chú", required=False, max_length=500, widget=forms.TextInput({"data-personal": ""})
    )
    occurred_at = MomentField(label="Giờ đến nhà", required=False, help_text="Để trống: bây giờ")
    counts = ("containers", "positive", "destroyed", "people_home", "fevers")


class SprayingForm(UiForm):
    round = forms.IntegerField(label="Lần phun thứ", min_value=1, max_value=99)
    houses = forms.IntegerField(label="Số nhà đã phun", min_value=1, max_value=_MOST)
    chemical = forms.CharField(label="Hóa chất", max_length=120)
    note = forms.CharField(label="Ghi chú", required=False, max_length=300)
    occurred_at = MomentField(label="Giờ phun xong", required=False, help_text="Để trống: bây giờ")
    despite = forms.BooleanField(label="Đúng là lần phun này, phun sớm hơn quy định", required=False)

    def __init__(self, *args: Any, step: Step | None, now: dt.datetime, **kwargs: Any) -> None:
        """`step`: the round that comes next by the rule, where it asks for one more."""
        super().__init__(*args, **kwargs)
        self.step, self.now = step, now
        for name in ("round", "houses"):
            self.fields[name].widget.attrs |= {"inputmode": "numeric", "class": "shorter"}
        if not self.is_bound:
            del self.fields["despite"]  # asked only of a round that comes early

    def clean(self) -> dict[str, Any]:
        """A round before its day is a fact all the same, but is asked about: what goes on with the round before it
        is no round of its own, and written as one it would stand in the way of the true one."""
        data = super().clean() or self.cleaned_data
        step, on = self.step, local_day(data.get("occurred_at") or self.now)
        if step and step.round == data.get("round") and step.round > 1 and step.due_on and on < step.due_on:
            self._ask(step, (step.due_on - on).days)
        else:
            del self.fields["despite"]
        return {name: value for name, value in data.items() if name != "despite"}

    def _ask(self, step: Step, days: int) -> None:
        if not self.cleaned_data.get("despite"):
            due = show_day(step.due_on)
            self.add_error(
                "despite",
                f"Theo quy định, lần phun {step.round} từ ngày {due}; ghi lúc này là sớm {days} ngày. Phun tiếp cho đủ nhà "
                f"của lần {step.round - 1} thì không ghi thành lần mới. Nếu đúng là lần {step.round}, hãy đánh dấu.",
            )


class ReasonForm(UiForm):
    reason = forms.CharField(label="Lý do", max_length=500, widget=forms.Textarea({"rows": 3}))


class ClosingForm(UiForm):
    """`must` says whether something is undone, so that a reason is owed."""

    reason = forms.CharField(
        label="Lý do", max_length=500, required=False, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, must: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = must


class ReopenForm(UiForm):
    case = forms.ChoiceField(label="Ca bệnh mới", required=False, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Lý do",
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Bắt buộc khi không chọn ca bệnh mới",
    )

    def __init__(self, *args: Any, cases: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"].choices = [*cases, ("", "Không có ca mới, lý do khác")]  # type: ignore[attr-defined]
