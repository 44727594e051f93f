"""Form fields that take what people type here: days, hours, phones, personal numbers, places, files."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from lachan.kernel.text import fold
from lachan.kernel.times import latest_day
from lachan.ui import formats

DAY_ERROR = "Ngày phải viết dạng ngày/tháng/năm, ví dụ 15/09/2021"
HOUR_ERROR = "Giờ phải viết dạng giờ:phút, ví dụ 07:30"
_DAY_SHAPES = (
    (re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})"), (3, 2, 1)),
    (re.compile(r"(\d{2})(\d{2})(\d{4})"), (3, 2, 1)),
    (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})"), (1, 2, 3)),
)
_BARE_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})")
_HOUR = re.compile(r"(\d{1,2})\s*(?:[:hg.]\s*(\d{2})?|(\d{2}))?", re.IGNORECASE)
_MOMENT_HOUR_FIRST = re.compile(r"(\S*[:hg]\S*|\d{4})[ ,]+(\S+)", re.IGNORECASE)
Hit = tuple[str, str]
Lookup = Callable[[str], Sequence[Hit]]


def read_day(text: str, today: date | None = None) -> date:
    """The date in one of the accepted writings; ValidationError with what to do otherwise. With `today` the year may
    be missing: then it is the last such day not after it."""
    bare = _BARE_DAY.fullmatch(text.strip()) if today else None
    if bare and today and (latest := latest_day(int(bare[1]), int(bare[2]), today)):
        return latest
    for shape, (year, month, day) in _DAY_SHAPES:
        if found := shape.fullmatch(text.strip()):
            try:
                return date(int(found[year]), int(found[month]), int(found[day]))
            except ValueError:
                raise ValidationError(f"Không có ngày {text.strip()} trong lịch", code="invalid") from None
    raise ValidationError(DAY_ERROR, code="invalid")


def read_hour(text: str) -> time:
    """07:30, 7h30, 7h, 0730."""
    found = _HOUR.fullmatch(text.strip())
    if not found:
        raise ValidationError(HOUR_ERROR, code="invalid")
    try:
        return time(int(found[1]), int(found[2] or found[3] or 0))
    except ValueError:
        raise ValidationError(HOUR_ERROR, code="invalid") from None


class DayInput(forms.TextInput):
    """A text input with a numeric keypad: the browser's own date picker writes days in its own language."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {"inputmode": "numeric", "placeholder": "ngày/tháng/năm", "autocomplete": "off", "class": "short"}
            | {"maxlength": "10", "data-day": ""}
            | (attrs or {})
        )

    def format_value(self, value: Any) -> str | None:
        return formats.day(value) if isinstance(value, date) else value


class _PastField(forms.Field):
    """With `today`, which its form sets, a day may be written without its year. What is shown again is the whole
    day, and the browser writes it out as soon as the day is typed: nobody sends a year that they have not seen."""

    _today: date | None = None

    @property
    def today(self) -> date | None:
        return self._today

    @today.setter
    def today(self, day: date) -> None:
        self._today = day
        self._day_input.attrs["data-today"] = day.isoformat()

    @property
    def _day_input(self) -> forms.Widget:
        return self.widget

    def _whole(self, text: Any) -> Any:
        """The typed day written out; as typed where it can't be read."""
        try:
            return formats.day(read_day(str(text), self._today)) if text else text
        except ValidationError:
            return text


def read_past_days(form: forms.BaseForm, today: date) -> None:
    """Let every day of a form that looks back be written without its year."""
    for field in form.fields.values():
        if isinstance(field, _PastField):
            field.today = today


class DayField(_PastField):
    """`not_after`: a date, or a callable giving one, that the day may not pass."""

    widget = DayInput

    def __init__(self, *, not_after: date | Callable[[], date] | None = None, **kwargs: Any) -> None:
        self.not_after = not_after
        super().__init__(**kwargs)

    def bound_data(self, data: Any, initial: Any) -> Any:
        return self._whole(super().bound_data(data, initial))

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value.date()
        return value if isinstance(value, date) else read_day(str(value), self._today)

    def validate(self, value: Any) -> None:
        super().validate(value)
        limit = self.not_after() if callable(self.not_after) else self.not_after
        if value and limit and value > limit:
            raise ValidationError(f"Ngày không được sau {formats.day(limit)}", code="too_late")


class MomentInput(forms.MultiWidget):
    """Two inputs, hour and day; a single value under the field's own name is understood as well."""

    template_name = "ui/widgets/moment.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        hour = {"inputmode": "numeric", "placeholder": "giờ:phút", "autocomplete": "off", "maxlength": "5"}
        parts: dict[str, forms.Widget | type[forms.Widget]] = {
            "": forms.TextInput(hour | {"class": "shorter", "aria-label": "Giờ", "data-hour": ""}),
            "day": DayInput({"aria-label": "Ngày"}),
        }
        super().__init__(parts, attrs)

    def decompress(self, value: Any) -> list[str | None]:
        if isinstance(value, datetime):
            return [formats.hour(value), formats.day(value)]
        return list(split_moment(value)) if isinstance(value, str) else [None, None]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        hour, day = super().value_from_datadict(data, files, name)
        return list(split_moment(hour)) if hour and not day and len(hour) > 6 else [hour, day]


def split_moment(text: str) -> tuple[str, str]:
    """Hour and day of "07:00 15/09/2021", also of "15/09/2021 07:00" and "2021-09-15T07:00"."""
    text = text.strip().replace("T", " ")
    if found := _MOMENT_HOUR_FIRST.fullmatch(text):
        return found[1], found[2]
    day, _, hour = text.partition(" ")
    return hour.strip(), day


class MomentField(_PastField):
    """An aware moment in the province's time."""

    widget = MomentInput

    @property
    def _day_input(self) -> forms.Widget:
        day: forms.Widget = self.widget.widgets[1]
        return day

    def bound_data(self, data: Any, initial: Any) -> Any:
        value = super().bound_data(data, initial)
        return [value[0], self._whole(value[1])] if isinstance(value, list) else value

    def to_python(self, value: Any) -> datetime | None:
        if isinstance(value, datetime):
            return value
        hour, day = split_moment(value) if isinstance(value, str) else (value or (None, None))
        if not hour and not day:
            return None
        if not day:
            raise ValidationError("Còn thiếu ngày", code="no_day")
        if not hour:
            raise ValidationError("Còn thiếu giờ", code="no_hour")
        return timezone.make_aware(datetime.combine(read_day(day, self._today), read_hour(hour)))


class _DigitsField(forms.CharField):
    """Digits only; what people put between them is dropped. Drafts never keep personal numbers."""

    lengths: tuple[int, ...] = ()
    length_error = ""

    def __init__(self, *, personal: bool = True, **kwargs: Any) -> None:
        self.personal = personal
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget) | {
            "inputmode": "numeric",
            "autocomplete": "off",
            "class": "short",
        }
        return attrs | ({"data-personal": ""} if self.personal else {})

    def to_python(self, value: Any) -> str:
        text = re.sub(r"[\s.\-()]", "", str(value or ""))
        return self.normal(text)

    def normal(self, text: str) -> str:
        return text

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and (not (value.isascii() and value.isdigit()) or len(value) not in self.lengths):
            raise ValidationError(self.length_error, code="invalid")


class PhoneField(_DigitsField):
    """A Vietnamese number, written nationally."""

    lengths = (10, 11)
    length_error = "Số điện thoại phải có 10 chữ số (máy bàn 11), bắt đầu bằng 0, ví dụ 0912 345 678"

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"inputmode": "tel"}

    def normal(self, text: str) -> str:
        text = re.sub(r"^(\+|00)?84(?=\d{9,10}$)", "0", text)
        return text

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not value.startswith("0"):
            raise ValidationError(self.length_error, code="invalid")


class NationalIdField(_DigitsField):
    """CCCD (12 digits) or CMND (9 digits)."""

    lengths = (9, 12)
    length_error = "Số CCCD phải có 12 chữ số (CMND cũ: 9 chữ số)"


class UnitInput(forms.TextInput):
    """A typed name, and below it the places that it may mean."""

    template_name = "ui/widgets/unit.html"
    search_url: str | None = None
    describe: Callable[[str], str | None] | None = None

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off"} | (attrs or {}))
        self.hits: list[Hit] = []

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, str]:
        self.picked = data.get(f"{name}_pick") or ""
        return (data.get(name) or "").strip(), self.picked

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        typed, picked = value if isinstance(value, tuple) else (self._described(value), str(value or ""))
        context = super().get_context(name, typed, attrs)
        hits = self.hits or ([(picked, typed)] if picked and typed else [])
        return context | {
            "hits": hits,
            "picked": picked,
            "search_url": self.search_url,
            "pick_name": f"{name}_pick",
        }

    def _described(self, value: Any) -> str:
        if not value:
            return ""
        return (self.describe(str(value)) if self.describe else None) or str(value)


class UnitField(forms.Field):
    """A place chosen from grouped `choices`, or typed and found by `lookup(text) -> [(value, label)]`."""

    def __init__(
        self,
        *,
        lookup: Lookup | None = None,
        choices: Callable[[], Sequence[Any]] | None = None,
        search_url: str | None = None,
        describe: Callable[[str], str | None] | None = None,
        blank: str = "Chọn…",
        **kwargs: Any,
    ) -> None:
        if (lookup is None) == (choices is None):
            raise ValueError("UnitField takes either lookup or choices")
        self.lookup, self.choices_of = lookup, choices
        kwargs.setdefault("widget", UnitInput() if lookup else forms.Select())
        super().__init__(**kwargs)
        if lookup:
            self.widget.search_url, self.widget.describe = search_url, describe
        else:
            self.widget.choices = lambda: [("", blank), *self.choices]

    @property
    def choices(self) -> Sequence[Any]:
        return list(self.choices_of()) if self.choices_of else []

    def clean(self, value: Any) -> str:
        typed, picked = value if isinstance(value, tuple) else (str(value or ""), "")
        if not typed:
            self.validate("")
            return ""
        return self._found(typed, picked) if self.lookup else self._chosen(typed)

    def _chosen(self, value: str) -> str:
        known = {str(one) for _, group in _grouped(self.choices) for one, _ in group}
        if value not in known:
            raise ValidationError("Nơi này không có trong danh sách", code="invalid_choice")
        return value

    def _found(self, typed: str, picked: str) -> str:
        hits = list(self.lookup(typed)) if self.lookup else []
        exact = [hit for hit in hits if fold(hit[1]) == fold(typed)]
        for candidates in ([hit for hit in hits if str(hit[0]) == picked], exact, hits):
            if len(candidates) == 1:
                return str(candidates[0][0])
        self.widget.hits = [(str(value), label) for value, label in hits]
        if not hits:
            raise ValidationError(
                f"Không tìm thấy nơi nào tên “{typed}”. Kiểm tra lại cách viết.", code="unknown"
            )
        raise ValidationError(f"Có {len(hits)} nơi hợp với “{typed}”. Chọn một nơi bên dưới.", code="several")


def _grouped(choices: Sequence[Any]) -> list[tuple[str, list[Hit]]]:
    grouped = [
        (label, inner) if isinstance(inner, (list, tuple)) else ("", [(label, inner)])
        for label, inner in choices
    ]
    return [(str(label), list(inner)) for label, inner in grouped]


def unit_hits(request: HttpRequest, lookup: Lookup) -> HttpResponse:
    """The answer to a UnitField's `search_url`: the places that the typed text may mean, as choices."""
    name = request.GET.get("name", "")
    text = request.GET.get(name, "").strip() if name else ""
    hits = list(lookup(text))[:20] if len(text) > 1 else []
    context = {"hits": hits, "pick_name": f"{name}_pick", "typed": text, "searched": len(text) > 1}
    return render(request, "ui/widgets/unit_hits.html", context)


class UploadField(forms.FileField):
    """A file of known kinds and size."""

    def __init__(self, *, kinds: Sequence[str], max_bytes: int = 20 * 1024 * 1024, **kwargs: Any) -> None:
        self.kinds, self.max_bytes = tuple(kind.lower().lstrip(".") for kind in kinds), max_bytes
        kwargs.setdefault("help_text", f"Tệp {self._kinds()}, tối đa {formats.bytes_vn(max_bytes)}.")
        super().__init__(**kwargs)
        self.error_messages["empty"] = "Tệp này rỗng. Chọn lại tệp có nội dung."
        self.error_messages["invalid"] = "Chưa nhận được tệp. Chọn lại tệp rồi gửi."

    def _kinds(self) -> str:
        return ", ".join(f".{kind}" for kind in self.kinds)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"accept": ",".join(f".{kind}" for kind in self.kinds)}

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is None:
            return None
        if str(file.name).rsplit(".", 1)[-1].lower() not in self.kinds:
            raise ValidationError(f"Không đọc được loại tệp này. Hãy gửi tệp {self._kinds()}.", code="kind")
        if file.size > self.max_bytes:
            size, limit = formats.bytes_vn(file.size), formats.bytes_vn(self.max_bytes)
            raise ValidationError(f"Tệp nặng {size}, quá mức {limit}. Hãy chia nhỏ tệp.", code="size")
        return file
