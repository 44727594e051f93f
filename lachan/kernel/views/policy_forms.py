"""The forms of a rule's next version: a row of its table as fields in Vietnamese, made from what the rule declares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django import forms

from lachan.epi.declarations import KEYS, ROW_REMARKS, Attribute, Key, Output
from lachan.epi.vocabulary import MEASURES
from lachan.kernel.diseases import diseases
from lachan.kernel.policies.models import PolicyVersion
from lachan.kernel.policies.wording import choice_labels
from lachan.ui.fields import DayField
from lachan.ui.forms import UiForm

UNKNOWN = "null"
NO_WORDS: Mapping[str, str] = MappingProxyType({})
_YES_NO = (("yes", "có"), ("no", "không"))
_MOST_PHASES = 3
_ORDER = (("", "quyết định: như thường lệ"), ("yes", "phải có quyết định"), ("no", "không cần quyết định"))


class AdoptForm(UiForm):
    effective_from = DayField(label="Có hiệu lực từ ngày")
    backdated_reason = forms.CharField(
        label="Lý do cho hiệu lực trở về trước",
        max_length=500,
        required=False,
        help_text="Chỉ ghi khi ngày hiệu lực đã qua; lý do này hiện cạnh bản quy tắc.",
    )
    instrument = forms.CharField(
        label="Văn bản", max_length=300, help_text="Số, ký hiệu, ngày ban hành và nơi ban hành"
    )
    citation = forms.CharField(
        label="Tên đầy đủ để ghi “Căn cứ”",
        max_length=600,
        required=False,
        help_text="Ví dụ: Quyết định số 12/QĐ-BYT ngày 05 tháng 01 năm 2021 của Bộ trưởng Bộ Y tế về việc …",
    )
    confidence = forms.ChoiceField(
        label="Mức tin cậy", choices=[("", "Chọn…"), *PolicyVersion.Confidence.choices]
    )
    reason = forms.CharField(label="Lý do ban hành", max_length=500)


class TextForm(UiForm):
    rows = forms.CharField(
        label="Bảng quy tắc",
        required=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false", "wrap": "off"}),
        help_text="Đọc từ trên xuống, dòng đầu tiên hợp là dòng trả lời. “when” là điều kiện, “then” là kết luận.",
    )


class _NumberField(forms.FloatField):
    """A number with a Vietnamese or an English decimal mark; a whole one stays whole."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "shorter"})

    def to_python(self, value: Any) -> float | int | None:  # type: ignore[override]
        read = super().to_python(str(value).replace(",", ".") if value else value)
        return int(read) if read is not None and float(read).is_integer() else read

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.12g}".replace(".", ",") if isinstance(value, float) else value


class _WholesField(forms.CharField):
    """Whole numbers behind one another: 1, 7, 14."""

    def to_python(self, value: Any) -> list[int]:  # type: ignore[override]
        words = str(value or "").replace(";", ",").replace(",", " ").split()
        if not all(word.isdecimal() for word in words):
            raise forms.ValidationError("Hãy ghi các số nguyên, cách nhau bằng dấu phẩy, ví dụ 1, 7, 14")
        return [int(word) for word in words]

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list) else value


def fits(key: str, rows: Sequence[Mapping[str, Any]]) -> bool:
    """Whether every row can be shown as fields and comes back saying the same."""
    declared = KEYS.get(key)
    return declared is not None and all(_row_fits(declared, row) for row in rows)


def _row_fits(key: Key, row: Mapping[str, Any]) -> bool:
    when, then = row.get("when") or {}, row.get("then") or {}
    if not (when.keys() <= key.attributes.keys() and then.keys() <= (key.outputs | ROW_REMARKS).keys()):
        return False
    counted = (wanted for name, wanted in when.items() if _is_number(key.attributes[name]))
    return len(then.get("phases") or ()) <= _MOST_PHASES and not any(isinstance(one, list) for one in counted)


def _is_number(attribute: Attribute) -> bool:
    return not (attribute.values or attribute.yes_no or attribute.of_disease)


class RowForm(UiForm):
    """One row: its place in the order of reading, its conditions, its answers."""

    def __init__(self, *args: Any, key: str, disease: str, **kwargs: Any) -> None:
        self.key, self.disease = KEYS[key], disease
        self.labels = choice_labels(disease)
        super().__init__(*args, **kwargs)
        self.fields["order"] = forms.IntegerField(
            label="Thứ tự đọc",
            min_value=1,
            max_value=999,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "shorter"}),
        )
        for name, attribute in self.key.attributes.items():
            self.fields |= dict(self._condition_fields(name, attribute))
        for name, output in (self.key.outputs | ROW_REMARKS).items():
            self.fields |= dict(self._answer_fields(name, output))
        self.fields["drop"] = forms.BooleanField(label="Bỏ dòng này", required=False)

    def conditions(self) -> list[forms.BoundField]:
        """What this row asks."""
        return [bound for bound in self._named_like("when-") if _is_filled(bound)]

    def more_conditions(self) -> list[forms.BoundField]:
        """What it could ask besides."""
        return [bound for bound in self._named_like("when-") if not _is_filled(bound)]

    def answers(self) -> list[forms.BoundField]:
        return [bound for bound in self._answers() if not self._is_spare(bound)]

    def more_answers(self) -> list[forms.BoundField]:
        """Further phases of a measure, none of them needed."""
        return [bound for bound in self._answers() if self._is_spare(bound)]

    def _answers(self) -> list[forms.BoundField]:
        return [bound for bound in self._named_like("then-") if not _is_remark(bound.name)]

    def _is_spare(self, bound: forms.BoundField) -> bool:
        stem = "-".join(bound.name.split("-")[:3])
        return stem.startswith("then-phases-") and stem != "then-phases-0" and not self[stem].value()

    def _named_like(self, start: str) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(start)]

    def remarks(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if _is_remark(name)]

    def row(self) -> dict[str, Any]:
        """The row as the table of a version keeps it."""
        when = {
            name: wanted
            for name, attribute in self.key.attributes.items()
            if (wanted := self._condition(name, attribute)) is not _ANY
        }
        then = {
            name: answer
            for name, output in (self.key.outputs | ROW_REMARKS).items()
            if (answer := self._answer(name, output)) is not _ANY
        }
        return ({"when": when} if when else {}) | {"then": then}

    # Conditions

    def _condition_fields(self, name: str, attribute: Attribute) -> Iterator[tuple[str, forms.Field]]:
        label = attribute.label[:1].upper() + attribute.label[1:]
        if _is_number(attribute):
            yield f"when-{name}-min", _NumberField(label=f"{label}: từ", required=False)
            yield f"when-{name}-max", _NumberField(label=f"{label}: đến", required=False)
            if attribute.nullable:
                yield (
                    f"when-{name}-{UNKNOWN}",
                    forms.BooleanField(label=f"{label}: khi chưa rõ", required=False),
                )
            return
        choices = [
            *(_YES_NO if attribute.yes_no else self._named(self._values(attribute))),
            *([(UNKNOWN, "chưa rõ")] if attribute.nullable else []),
        ]
        yield (
            f"when-{name}",
            forms.MultipleChoiceField(
                label=label,
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text="Không chọn là bất kỳ.",
            ),
        )

    def _values(self, attribute: Attribute) -> Sequence[str]:
        return _methods(self.disease) if attribute.of_disease else attribute.values

    def _named(self, codes: Sequence[str], words: Mapping[str, str] = NO_WORDS) -> list[tuple[str, str]]:
        return [(code, words.get(code) or self.labels.get(code, code)) for code in codes]

    def _condition(self, name: str, attribute: Attribute) -> Any:
        said = self.cleaned_data
        if _is_number(attribute):
            if said.get(f"when-{name}-{UNKNOWN}"):
                return None
            bounds = {end: said.get(f"when-{name}-{end}") for end in ("min", "max")}
            kept = {end: bound for end, bound in bounds.items() if bound is not None}
            return kept or _ANY
        chosen = [_CODES.get(code, code) for code in said.get(f"when-{name}") or ()]
        return _ANY if not chosen else chosen[0] if len(chosen) == 1 else chosen

    # Answers

    def _answer_fields(self, name: str, output: Output) -> Iterator[tuple[str, forms.Field]]:
        label = output.label[:1].upper() + output.label[1:]
        if output.kind == "phases":
            for place in range(_MOST_PHASES):
                yield from self._phase_fields(f"then-{name}-{place}", f"{label} {place + 1}")
            return
        yield f"then-{name}", self._answer_field(label, output)

    def _answer_field(self, label: str, output: Output) -> forms.Field:
        required = output.required
        blank = [("", "Chọn…" if required else "—")]
        if output.kind == "choice":
            return forms.ChoiceField(
                label=label, choices=blank + self._named(output.values, output.words), required=required
            )
        if output.kind == "yes_no":
            return forms.ChoiceField(label=label, choices=[*blank, *_YES_NO], required=required)
        if output.kind == "words":
            return forms.MultipleChoiceField(
                label=label,
                choices=self._named(_methods(self.disease)),
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        if output.kind == "wholes":
            return _WholesField(label=label, required=False, help_text="Cách nhau bằng dấu phẩy")
        if output.kind == "text":
            return forms.CharField(label=label, max_length=300, required=required)
        return _NumberField(label=label, required=required, min_value=output.low)

    def _phase_fields(self, stem: str, label: str) -> Iterator[tuple[str, forms.Field]]:
        measures = [("", "—"), *((code, made.label) for code, made in MEASURES.items())]
        yield stem, forms.ChoiceField(label=label, choices=measures, required=False)
        yield f"{stem}-days", _NumberField(label="Số ngày (để trống: không định trước)", required=False)
        yield f"{stem}-order", forms.ChoiceField(label="Quyết định", choices=_ORDER, required=False)

    def _answer(self, name: str, output: Output) -> Any:
        said = self.cleaned_data
        if output.kind == "phases":
            return [phase for place in range(_MOST_PHASES) if (phase := self._phase(f"then-{name}-{place}"))]
        answer = said.get(f"then-{name}")
        if answer in (None, "", []) and not output.required:
            return _ANY
        return _CODES[answer] if output.kind == "yes_no" and answer else answer

    def _phase(self, stem: str) -> dict[str, Any]:
        said = self.cleaned_data
        if not said.get(stem):
            return {}
        phase: dict[str, Any] = {"measure": said[stem]}
        if said.get(f"{stem}-days") is not None:
            phase["days"] = said[f"{stem}-days"]
        if said.get(f"{stem}-order"):
            phase["order"] = _CODES[said[f"{stem}-order"]]
        return phase


_ANY = object()
_CODES: dict[str, Any] = {"yes": True, "no": False, UNKNOWN: None}
_OF_CODE = {True: "yes", False: "no", None: UNKNOWN}


def _is_filled(bound: forms.BoundField) -> bool:
    """Both ends of a range stand together."""
    end = {"min": "max", "max": "min"}.get(bound.name.rpartition("-")[2])
    other = bound.form[f"{bound.name.rpartition('-')[0]}-{end}"].value() if end else None
    return any(value not in (None, "", [], False) for value in (bound.value(), other))


def _is_remark(name: str) -> bool:
    return name.removeprefix("then-") in ROW_REMARKS


def _methods(disease: str) -> tuple[str, ...]:
    known = [diseases()[disease]] if disease in diseases() else list(diseases().values())
    return tuple(dict.fromkeys(method.code for made in known for method in made.methods))


def initial_of(key: str, row: Mapping[str, Any], order: int) -> dict[str, Any]:
    """A stored row as the first values of its form."""
    declared = KEYS[key]
    found: dict[str, Any] = {"order": order}
    for name, wanted in (row.get("when") or {}).items():
        found |= _initial_condition(name, wanted, declared.attributes[name])
    for name, answer in (row.get("then") or {}).items():
        if name == "phases":
            for place, phase in enumerate(answer):
                stem = f"then-phases-{place}"
                found |= {stem: phase["measure"], f"{stem}-days": phase.get("days")}
                found[f"{stem}-order"] = _OF_CODE[phase["order"]] if "order" in phase else ""
        else:
            found[f"then-{name}"] = _OF_CODE[answer] if isinstance(answer, bool) else answer
    return found


def _initial_condition(name: str, wanted: Any, attribute: Attribute) -> dict[str, Any]:
    if not _is_number(attribute):
        several = wanted if isinstance(wanted, list) else [wanted]
        codes = [_OF_CODE[one] if one is None or isinstance(one, bool) else one for one in several]
        return {f"when-{name}": codes}
    if wanted is None:
        return {f"when-{name}-{UNKNOWN}": True}
    bounds = wanted if isinstance(wanted, Mapping) else {"min": wanted, "max": wanted}
    return {f"when-{name}-{end}": bound for end, bound in bounds.items()}


class RowsForm:
    """All rows of the table; `more` adds an empty one at the end."""

    def __init__(
        self, *, key: str, disease: str, rows: Sequence[Mapping[str, Any]] = (), data: Any = None
    ) -> None:
        made = {"key": key, "disease": disease}
        if data is None:
            self.forms = [
                RowForm(prefix=f"r{place}", initial=initial_of(key, row, 10 * (place + 1)), **made)
                for place, row in enumerate(rows)
            ]
            return
        count = min(int(data.get("row_count") or 0), 100) if str(data.get("row_count")).isdecimal() else 0
        self.forms = [RowForm(data, prefix=f"r{place}", **made) for place in range(count)]
        if "more" in data:
            order = 10 * (count + 1)
            self.forms.append(RowForm(prefix=f"r{count}", initial={"order": order}, **made))

    def is_valid(self) -> bool:
        judged = [form.is_valid() or _dropped(form) for form in self.forms]  # every row shows its errors
        return all(judged)

    def rows(self) -> list[dict[str, Any]]:
        """The rows kept, in the order of reading."""
        kept = [form for form in self.forms if not _dropped(form)]
        return [form.row() for form in sorted(kept, key=lambda form: form.cleaned_data["order"])]


def _dropped(form: RowForm) -> bool:
    return form.data.get(f"{form.prefix}-drop") is not None
