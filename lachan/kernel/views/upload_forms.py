"""The forms of the upload flow."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from lachan.kernel.intake import queries
from lachan.kernel.intake.cells import text_of
from lachan.kernel.intake.kinds import Field, upload_kind
from lachan.kernel.intake.mapping import IGNORED
from lachan.kernel.intake.models import Upload
from lachan.kernel.intake.parsers import Birth
from lachan.kernel.intake.reading.guard import MAX_BYTES
from lachan.kernel.intake.reading.tables import Document
from lachan.kernel.times import show_day, show_moment
from lachan.ui.fields import UploadField
from lachan.ui.forms import UiForm


class FileForm(UiForm):
    file = UploadField(label="Tệp", kinds=("xlsx", "xls", "csv"), max_bytes=MAX_BYTES)


class MappingForm(UiForm):
    """A select a field of the kind, a word for the whole file beside it, and a select for each unknown word."""

    def __init__(self, upload: Upload, document: Document, data: Any = None) -> None:
        super().__init__(data)
        self.kind = upload_kind(upload.kind)
        self.words = queries.words_to_explain(upload, document)
        self._missing = {made.name for made in queries.missing_fields(self.kind, upload)}
        constants = upload.constants or {}
        columns = [("", "— không có trong tệp —"), *((name, name) for name in document.columns)]
        for made in self.kind.fields:
            chosen = upload.columns.get(made.name, "")
            self.fields[f"column-{made.name}"] = forms.ChoiceField(
                label=made.label + (" (bắt buộc)" if made.required else ""),
                choices=columns,
                required=False,
                initial=chosen,
                help_text=_examples(document, chosen) or made.hint,
            )
            self.fields[f"constant-{made.name}"] = _constant_field(made, constants.get(made.name, ""))
        for name, words in self.words.items():
            for place, word in enumerate(words):
                self.fields[f"word-{name}-{place}"] = _word_field(self.kind.field(name), word)

    def parts(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """Field by field its column and its word for the whole file; what must still be chosen comes first."""
        missing = [self._row(made) for made in self.kind.fields if made.name in self._missing]
        others = [self._row(made) for made in self.kind.fields if made.name not in self._missing]
        parts = [("Bắt buộc, chưa biết ở cột nào", missing), ("Cột của tệp", others)]
        return [(legend, rows) for legend, rows in parts if rows]

    def _row(self, made: Field) -> dict[str, Any]:
        return {
            "required": made.required,
            "column": self[f"column-{made.name}"],
            "constant": self[f"constant-{made.name}"],
        }

    def word_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("word-")]

    def choices_made(self) -> dict[str, Any]:
        """What `upload_map` wants."""
        said = self.cleaned_data
        fields = [made.name for made in self.kind.fields]
        return {
            "columns": {name: said[f"column-{name}"] for name in fields},
            "constants": {name: said[f"constant-{name}"] for name in fields if not said[f"column-{name}"]},
            "values": {
                name: {
                    word: said[f"word-{name}-{place}"]
                    for place, word in enumerate(words)
                    if said.get(f"word-{name}-{place}")
                }
                for name, words in self.words.items()
            },
        }


def _constant_field(made: Field, value: str) -> forms.Field:
    label = f"{made.label}: giá trị chung cho cả tệp"
    if made.choices:
        answers = [("", "—"), *((choice.label, choice.label) for choice in made.choices)]
        return forms.ChoiceField(label=label, choices=answers, required=False, initial=value)
    return forms.CharField(label=label, required=False, max_length=200, initial=value)


def _word_field(made: Field, word: str) -> forms.Field:
    answers = [("", "— chưa chọn —"), *((choice.code, choice.label) for choice in made.choices)]
    answers.append((IGNORED, "Bỏ trống"))
    return forms.ChoiceField(label=f"{made.label}: “{word}” nghĩa là", choices=answers, required=False)


def _examples(document: Document, column: str) -> str:
    if column not in document.columns:
        return ""
    seen: list[str] = []
    for cell in queries.column_cells(document, column):
        words = text_of(cell)[:30]
        if words and words not in seen:
            seen.append(words)
        if len(seen) == 3:
            break
    return "Ví dụ: " + "; ".join(seen) if seen else "Cột này trống."


def shown(value: Any) -> str:
    """A parsed value or a cell as an official would write it."""
    if isinstance(value, Birth):
        return show_day(value.day) if value.day else str(value.year)
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        return show_moment(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return (
        text_of(value)
        if value is None or isinstance(value, str | int | dt.date | dt.time)
        else str(value).replace(".", ",")
    )
