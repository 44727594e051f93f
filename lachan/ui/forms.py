"""Forms whose errors name the field and say what to do, in Vietnamese."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.forms.forms import BaseForm

_CHOICES = (forms.ChoiceField, forms.ModelChoiceField)


class _Vietnamese:
    """`more` names the fields that a filter bar folds away; `error_css` marks nothing by colour alone."""

    more: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            _name_the_field(name, field)


class UiForm(_Vietnamese, forms.Form):
    """A plain form."""


class UiModelForm(_Vietnamese, forms.ModelForm):
    """A form of a model."""


def _name_the_field(name: str, field: forms.Field) -> None:
    """'Trường này bắt buộc' tells nobody where; 'Chưa nhập họ tên' does."""
    if str(field.error_messages.get("required")) != str(forms.Field.default_error_messages["required"]):
        return
    label = str(field.label or name)
    verb = "Chưa chọn" if isinstance(field, _CHOICES) else "Chưa nhập"
    if isinstance(field, forms.BooleanField):
        field.error_messages["required"] = f"Cần đánh dấu: {label}"
    else:
        field.error_messages["required"] = (
            f"{verb} {label[:1].lower()}{label[1:]}" if _plain(label) else f"{verb} {label}"
        )


def _plain(label: str) -> bool:
    """Labels such as CCCD keep their capitals."""
    return label[:1].isupper() and not label[1:2].isupper()


def active_filters(form: BaseForm) -> list[tuple[str, str, str]]:
    """(name, label, what was chosen) of the conditions in force, for the chips of a filter bar."""
    chosen = []
    for bound in form:
        value = form.cleaned_data.get(bound.name) if hasattr(form, "cleaned_data") else None
        if value in (None, "", [], False) or bound.is_hidden:
            continue
        chosen.append((bound.name, str(bound.label), _in_words(bound, value)))
    return chosen


def _in_words(bound: forms.BoundField, value: Any) -> str:
    choices = _flat(getattr(bound.field, "choices", ()) or ())
    if choices:
        picked = value if isinstance(value, (list, tuple, set)) else [value]
        return ", ".join(choices.get(str(one), str(one)) for one in picked)
    if value is True:
        return "có"
    prepared = bound.field.prepare_value(value)
    shown = (
        bound.field.widget.format_value(prepared) if hasattr(bound.field.widget, "format_value") else prepared
    )
    return str(shown if shown not in (None, "") else value)


def _flat(choices: Any) -> dict[str, str]:
    flat: dict[str, str] = {}
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            flat |= {str(one): str(text) for one, text in label}
        else:
            flat[str(value)] = str(label)
    return flat
