"""What people type about letters and tasks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from lachan.directives import contract, leads
from lachan.directives.models import Letter, Task, TaskEntry
from lachan.directives.periods import PAIRS_OF_WEEKDAYS
from lachan.directives.wording import WEEKDAYS, weekday_words
from lachan.kernel.indicators import indicators, load_room_indicators
from lachan.organisations.queries import Organisation, OrganisationKind, Position
from lachan.ui.fields import DayField, MomentField, MomentInput, UnitField, UploadField
from lachan.ui.forms import UiForm

URGENCIES = [("", "Không ghi"), *((value, value.capitalize()) for value in contract.URGENCIES)]
_DAYS_OF_PERIOD: list[Any] = [
    ("", "Cuối kỳ"),
    (
        "Hằng tuần",
        [(f"{Task.Recurrence.WEEKLY}-{day}", name[:1].upper() + name[1:]) for day, name in WEEKDAYS.items()],
    ),
    (
        "Hai ngày mỗi tuần",
        [
            (f"{Task.Recurrence.WEEKLY}-{pair}", weekday_words(pair)[:1].upper() + weekday_words(pair)[1:])
            for pair in PAIRS_OF_WEEKDAYS
        ],
    ),
    ("Hằng tháng", [(f"{Task.Recurrence.MONTHLY}-{day}", f"Ngày {day}") for day in range(1, 32)]),
]
RECURRENCES = [(value, label.capitalize()) for value, label in Task.Recurrence.choices]


class EndOfDayMomentInput(MomentInput):
    """The last minute of a day is shown as the day alone, as it was typed."""

    def decompress(self, value: Any) -> list[str | None]:
        hour, day = super().decompress(value)
        return [None if hour == "23:59" else hour, day]


class EndOfDayMomentField(MomentField):
    """A day without an hour ends at its last minute, as a letter's deadline does."""

    widget = EndOfDayMomentInput

    def to_python(self, value: Any) -> dt.datetime | None:
        if isinstance(value, list) and len(value) == 2 and value[1] and not value[0]:
            value = ["23:59", value[1]]
        return super().to_python(value)


class LetterFilters(UiForm):
    text = forms.CharField(label="Số, cơ quan hoặc trích yếu", required=False, max_length=100)
    state = forms.ChoiceField(
        label="Bước",
        required=False,
        choices=[("", "Mọi bước"), *((v, w.capitalize()) for v, w in Letter.State.choices)],
    )
    urgency = forms.ChoiceField(
        label="Độ khẩn", required=False, choices=[("", "Mọi độ khẩn"), *URGENCIES[1:]]
    )
    since = DayField(label="Nhận từ ngày", required=False)
    until = DayField(label="đến ngày", required=False)
    late = forms.BooleanField(label="Có nhiệm vụ quá hạn", required=False)
    more = ("since", "until", "late")


class RegisterForm(UiForm):
    """`accept_same_number` shows only after a refusal for an equal number."""

    file = UploadField(label="Tệp văn bản", kinds=("docx", "pdf", "txt"))
    received_at = MomentField(label="Giờ nhận")
    arrival_number = forms.IntegerField(
        label="Số đến",
        min_value=1,
        max_value=999_999,
        widget=forms.TextInput({"inputmode": "numeric", "class": "shorter"}),
    )
    accept_same_number = forms.BooleanField(
        label="Đã kiểm tra: đây là văn bản khác, chỉ trùng số", required=False, widget=forms.HiddenInput
    )

    def offer_same_number(self) -> None:
        """After the refusal the clerk may say that it is another letter."""
        self.fields["accept_same_number"].widget = forms.CheckboxInput()


class ReasonForm(UiForm):
    reason = forms.CharField(label="Lý do", max_length=500)


class OrganisationLinesField(forms.CharField):
    """Organisations, one a line; each line is understood as a letter's words would be. Gives organisations, and
    the words of lines that the directory does not know."""

    def __init__(self, *, directory: leads.Directory, **kwargs: Any) -> None:
        self.directory = directory
        kwargs.setdefault("widget", forms.Textarea({"rows": 3}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        lines = [line.strip(" ;,.-") for line in str(value or "").splitlines()]
        return [self._one(line) for line in lines if line]

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """Nothing more to check: the form decides about lines that the directory does not know."""

    def _one(self, line: str) -> Organisation | str:
        found = self.directory.resolve(line).organisations
        return found[0] if len(found) == 1 else line

    def refusal(self, line: str) -> str:
        """What to say of a line that the directory does not know."""
        near = leads.suggestions(line, self.directory.day, limit=4)
        hint = f"Có phải: {leads.names(near)}?" if near else "Kiểm tra lại cách viết."
        return f"Không rõ “{line}” là đơn vị nào. {hint} Nếu đơn vị chưa có trong danh bạ, chọn “Giữ nguyên tên”."


def _lead_field(directory: leads.Directory, **kwargs: Any) -> UnitField:
    """An organisation of the directory, found by its name or its short form."""
    names = {str(row.uid): row.name for row in directory.rows}
    return UnitField(
        label="Đơn vị chủ trì",
        lookup=lambda text: hits(text, directory.day),
        search_url="directives:organisation_hits",
        describe=names.get,
        **kwargs,
    )


def _chosen_lead(directory: leads.Directory, uid: str) -> int | None:
    return next((row.pk for row in directory.rows if str(row.uid) == uid), None)


class AssignForm(UiForm):
    """Which organisation of the directory the letter's words mean."""

    lead = UnitField(label="Đơn vị chủ trì", lookup=lambda text: [])
    words = forms.CharField(label="Ghi chú", required=False, max_length=500)

    def __init__(self, *args: Any, day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.directory = leads.Directory(day)
        self.fields["lead"] = _lead_field(
            self.directory,
            help_text="Gõ tên hoặc chữ tắt. Chưa thấy đơn vị thì nhờ quản trị lập ở mục Danh bạ trước.",
        )

    def lead_id(self) -> int:
        """The chosen organisation's key."""
        found = _chosen_lead(self.directory, self.cleaned_data["lead"])
        assert found is not None, "the field accepts organisations of the directory only"
        return found


class ReassignForm(AssignForm):
    """Which organisation does it instead, why, and until when."""

    due_at = EndOfDayMomentField(label="Hạn", required=False, help_text="Bỏ trống thì giữ hạn cũ.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"] = forms.CharField(
            label="Ý kiến của người giao việc", max_length=4000, widget=forms.Textarea({"rows": 4})
        )
        self.order_fields(["lead", "due_at", "words"])


class TaskForm(UiForm):
    """One drafted task; `whole_group` carries everything but lead and person to the other units of the order."""

    lead = UnitField(label="Đơn vị chủ trì", lookup=lambda text: [])
    lead_words = forms.CharField(
        label="Tên chủ trì như văn bản ghi",
        required=False,
        max_length=300,
        help_text="Được giữ làm đơn vị chủ trì khi ô trên để trống.",
    )
    person_named = forms.CharField(label="Người được nêu đích danh", required=False, max_length=200)
    due_at = EndOfDayMomentField(
        label="Hạn",
        required=False,
        help_text="Bỏ trống giờ thì tính hết ngày; bỏ trống cả hai nếu không có hạn.",
    )
    recurrence = forms.ChoiceField(label="Lặp lại", required=False, choices=RECURRENCES)
    by_day = forms.ChoiceField(
        label="Ngày của kỳ",
        required=False,
        choices=_DAYS_OF_PERIOD,
        help_text="Chỉ với việc hằng tuần, hằng tháng. “Cuối kỳ” là hết tuần, hết tháng.",
    )
    by_hour = forms.TimeField(
        label="Trước giờ",
        required=False,
        input_formats=["%H:%M", "%Hh%M", "%Hh", "%H"],
        widget=forms.TimeInput(
            {"class": "shorter", "placeholder": "giờ:phút", "autocomplete": "off"}, format="%H:%M"
        ),
        help_text="Giờ của mỗi kỳ, ví dụ 16:00. Bỏ trống thì tính hết ngày.",
        error_messages={"invalid": "Giờ viết như 16:00"},
    )
    content = forms.CharField(label="Nội dung giao", widget=forms.Textarea({"rows": 5}))
    keep_unknown = forms.BooleanField(
        label="Giữ nguyên tên đơn vị phối hợp chưa có trong danh bạ", required=False
    )
    whole_group = forms.BooleanField(required=False)

    def __init__(
        self, *args: Any, day: dt.date, group: int = 1, unknown: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.unknown = tuple(unknown)
        self.directory = leads.Directory(day)
        self.fields["lead"] = _lead_field(
            self.directory,
            required=False,
            help_text=(
                "Gõ tên hoặc chữ tắt, ví dụ: UBND U Minh, SYT. Đơn vị chưa có trong danh bạ thì để trống ô này: tên như "
                "văn bản ghi được giữ, chọn đơn vị sau; không giao thay cho nơi khác."
            ),
        )
        self.fields["co_workers"] = OrganisationLinesField(
            directory=self.directory,
            label="Đơn vị phối hợp",
            required=False,
            help_text=_co_workers_help(self.unknown),
        )
        if group > 1:
            label = f"Áp dụng nội dung, hạn, lặp lại, phối hợp cho cả {group} đơn vị của nhóm này"
            self.fields["whole_group"].label = label
        else:
            del self.fields["whole_group"]
        self.order_fields(
            [
                "lead",
                "lead_words",
                "person_named",
                "due_at",
                "recurrence",
                "by_day",
                "by_hour",
                "co_workers",
                "keep_unknown",
                "content",
                "whole_group",
            ]
        )

    def clean(self) -> dict[str, Any]:
        """Names that the letter itself gave stay; a newly typed one stays where that was said."""
        given = super().clean() or {}
        if not given.get("lead") and not given.get("lead_words") and "lead" not in self.errors:
            self.add_error("lead", "Chọn đơn vị trong danh bạ, hoặc ghi tên như văn bản ở ô dưới")
        self._clean_period(given)
        typed = [one for one in given.get("co_workers", ()) if isinstance(one, str)]
        for line in [] if given.get("keep_unknown") else typed:
            if line not in self.unknown:
                self.add_error("co_workers", self.fields["co_workers"].refusal(line))  # type: ignore[attr-defined]
        return given

    def _clean_period(self, given: dict[str, Any]) -> None:
        """A day belongs to its week or month; an hour to a day."""
        recurrence, _, day = (given.get("by_day") or "").rpartition("-")
        given["by_day"] = int(day) if day else None
        if day and recurrence != given.get("recurrence"):
            self.add_error("by_day", "Ngày này không hợp với cách lặp lại đã chọn")
        elif given.get("by_hour") and not day and given.get("recurrence") != Task.Recurrence.DAILY:
            self.add_error("by_hour", "Giờ này chỉ dùng cho việc hằng ngày, hoặc khi đã chọn ngày của kỳ")

    def co_workers(self) -> tuple[list[int], list[str]]:
        """Keys of the co-workers of the directory, and the names of the others."""
        given = self.cleaned_data["co_workers"]
        return [row.pk for row in given if not isinstance(row, str)], [
            row for row in given if isinstance(row, str)
        ]

    def lead_id(self) -> int | None:
        """The chosen organisation's key; None where the letter's words stand for it."""
        return _chosen_lead(self.directory, self.cleaned_data["lead"])


def _co_workers_help(unknown: Sequence[str]) -> str:
    if not unknown:
        return "Mỗi dòng một đơn vị."
    return (
        f"Chưa có trong danh bạ: {'; '.join(unknown)}. Sửa dòng đó thành tên trong danh bạ, hoặc để nguyên tên; "
        "quản trị thêm đơn vị vào danh bạ rồi thì ghi lại là được."
    )


def hits(text: str, day: dt.date) -> list[tuple[str, str]]:
    """(uid, name) of the organisations that a typed name may mean."""
    found = leads.suggestions(text, day)
    exact = leads.Directory(day).resolve(text).organisations
    rows = list(exact) if len(exact) == 1 else found
    return [(str(row.uid), row.name) for row in rows]


class MeasureForm(UiForm):
    """Which declared indicator measures an order."""

    indicator = forms.ChoiceField(label="Chỉ số đo", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        load_room_indicators()
        known = [(code, one.title) for code, one in indicators().items()]
        self.fields["indicator"].choices = [("", "Chưa đo được bằng dữ liệu, cần minh chứng"), *known]  # type: ignore[attr-defined]


class ReleaseForm(UiForm):
    """`keep_unknown` stands there only where a lead is not in the directory."""

    instruction = forms.CharField(
        label="Bút phê", required=False, max_length=2000, widget=forms.Textarea({"rows": 4})
    )
    keep_unknown = forms.BooleanField(required=False)

    def __init__(self, *args: Any, leaderless: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if leaderless:
            label = f"Vẫn giao {leaderless} nhiệm vụ có đơn vị chủ trì chưa có trong danh bạ, giữ tên như văn bản ghi"
            self.fields["keep_unknown"].label = label
        else:
            del self.fields["keep_unknown"]


class TaskFilters(UiForm):
    text = forms.CharField(label="Đơn vị, số hoặc trích yếu văn bản", required=False, max_length=100)
    state = forms.ChoiceField(
        label="Trạng thái",
        required=False,
        choices=[
            ("", "Mọi trạng thái"),
            ("open", "Đang mở"),
            ("owed", "Đơn vị đang làm"),
            *(
                (value, words.capitalize())
                for value, words in Task.State.choices
                if value != Task.State.DRAFT
            ),
        ],
    )
    due = forms.ChoiceField(
        label="Hạn",
        required=False,
        choices=[
            ("", "Mọi hạn"),
            ("late", "Quá hạn"),
            ("today", "Đến hạn hôm nay"),
            ("soon", "Đến hạn trong 3 ngày"),
            ("recurring", "Thường xuyên, định kỳ"),
            ("none", "Không có hạn"),
            ("late_all", "Quá hạn, kể cả báo cáo muộn"),
        ],
    )
    letter = forms.UUIDField(required=False, widget=forms.HiddenInput)
    order = forms.UUIDField(required=False, widget=forms.HiddenInput)
    whole = forms.BooleanField(required=False, widget=forms.HiddenInput)
    leaderless = forms.BooleanField(required=False, widget=forms.HiddenInput)
    scope = forms.CharField(required=False, widget=forms.HiddenInput)


_WORDS = {
    TaskEntry.Kind.EVIDENCE: "Đã làm gì, kết quả bao nhiêu",
    TaskEntry.Kind.REPORT: "Kết quả thực hiện",
    TaskEntry.Kind.ASK: "Lý do đề nghị",
    TaskEntry.Kind.RETURN: "Cần làm lại hoặc bổ sung điều gì",
    TaskEntry.Kind.ACCEPT: "Nhận xét",
    TaskEntry.Kind.EXTEND: "Lý do điều chỉnh",
    TaskEntry.Kind.REMIND: "Nội dung đôn đốc",
    TaskEntry.Kind.STOP: "Lý do dừng",
    TaskEntry.Kind.ESCALATE: "Vì sao không thực hiện được, đề nghị cấp trên làm gì",
    TaskEntry.Kind.HOLD: "Ý kiến của người giao việc",
}


class EntryForm(UiForm):
    """The fields that an entry of this kind has."""

    words = forms.CharField(
        label="Nội dung", required=False, max_length=4000, widget=forms.Textarea({"rows": 5})
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _WORDS[TaskEntry.Kind(kind)]
        if kind in (
            TaskEntry.Kind.EVIDENCE,
            TaskEntry.Kind.REPORT,
            TaskEntry.Kind.ASK,
            TaskEntry.Kind.ESCALATE,
        ):
            kinds = ("docx", "pdf", "xlsx", "jpg", "jpeg", "png", "txt")
            self.fields["file"] = UploadField(label="Tệp kèm theo", kinds=kinds, required=False)
        if kind in (TaskEntry.Kind.EXTEND, TaskEntry.Kind.ASK):
            self.fields["new_due_at"] = EndOfDayMomentField(label="Hạn mới")


_COMMUNE_KINDS = (OrganisationKind.STATION, OrganisationKind.PEOPLES_COMMITTEE)


class ShareForm(UiForm):
    """Parts for the units of the area."""

    everyone = forms.BooleanField(
        label="Tất cả trạm y tế và Ủy ban nhân dân xã trong danh sách", required=False
    )
    leads = forms.MultipleChoiceField(
        label="Đơn vị nhận", widget=forms.CheckboxSelectMultiple, required=False
    )
    content = forms.CharField(label="Nội dung giao", widget=forms.Textarea({"rows": 4}), max_length=4000)
    due_at = EndOfDayMomentField(label="Hạn", required=False)

    def __init__(self, *args: Any, units: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._all = [row.pk for row in units if row.kind in _COMMUNE_KINDS]
        if not self._all:
            self.fields["everyone"].widget = forms.HiddenInput()
        ordered = sorted(units, key=lambda row: row.kind not in _COMMUNE_KINDS)
        self.fields["leads"].choices = [(str(row.pk), row.name) for row in ordered]  # type: ignore[attr-defined]

    def lead_ids(self) -> list[int]:
        """The chosen units; all of the communes' bodies where that was ticked."""
        chosen = [int(pk) for pk in self.cleaned_data["leads"]]
        return list(dict.fromkeys([*(self._all if self.cleaned_data["everyone"] else []), *chosen]))


class ReportForm(UiForm):
    """Who signs, and where the number comes from."""

    position = forms.ChoiceField(label="Người ký")
    numbering = forms.ChoiceField(
        label="Số báo cáo",
        choices=[
            ("blank", "Để trống, văn thư ghi tay"),
            ("block", "Lấy số kế tiếp trong dải đã cấp (sổ BC)"),
            ("typed", "Nhập số"),
        ],
    )
    number = forms.IntegerField(
        label="Số (nếu nhập)", required=False, min_value=1, max_value=999_999,
        widget=forms.TextInput({"inputmode": "numeric", "class": "shorter"}),
    )  # fmt: skip

    def __init__(self, *args: Any, positions: Sequence[Position], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(row.pk), f"{row.holder_name}, {row.title}") for row in positions]
        self.fields["position"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("numbering") == "typed" and not given.get("number"):
            self.add_error("number", "Chưa nhập số báo cáo")
        return given
