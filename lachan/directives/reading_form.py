"""The confirmed reading as a form: the letter's header, and rows for orders, subjects, deadlines, references.

Works without JavaScript: a button of the form adds a blank row to its list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict

from lachan.directives import contract
from lachan.directives.forms import URGENCIES, EndOfDayMomentField
from lachan.directives.wording import DEADLINES, ISSUER_KINDS, RELATIONS, path_of, path_text
from lachan.ui.fields import DayField
from lachan.ui.forms import UiForm

_MOST_ROWS = 400


class _RowForm(UiForm):
    """A row of a list: the browser must not insist on blank ones."""

    use_required_attribute = False


class HeaderForm(UiForm):
    """Header and end of the letter, in the order of the paper."""

    issuer = forms.CharField(label="Cơ quan ban hành", max_length=200, required=False)
    issuer_kind = forms.ChoiceField(label="Hệ thống", required=False, choices=list(ISSUER_KINDS.items()))
    type = forms.CharField(label="Loại văn bản", max_length=40, required=False)
    number = forms.CharField(label="Số", max_length=20, required=False)
    symbol = forms.CharField(label="Ký hiệu", max_length=60, required=False)
    place = forms.CharField(label="Nơi ban hành", max_length=100, required=False)
    issued_on = DayField(label="Ngày ban hành", required=False)
    urgency = forms.ChoiceField(label="Độ khẩn", choices=URGENCIES, required=False)
    subject = forms.CharField(
        label="Trích yếu", max_length=500, required=False, widget=forms.Textarea({"rows": 2})
    )
    addressees = forms.CharField(
        label="Kính gửi", required=False, widget=forms.Textarea({"rows": 4}), help_text="Mỗi dòng một nơi."
    )
    recipients = forms.CharField(
        label="Nơi nhận", required=False, widget=forms.Textarea({"rows": 4}), help_text="Mỗi dòng một nơi."
    )
    authority = forms.CharField(label="Thẩm quyền ký", max_length=100, required=False)
    position = forms.CharField(label="Chức vụ người ký", max_length=200, required=False)
    name = forms.CharField(label="Họ tên người ký", max_length=120, required=False)


class OrderForm(_RowForm):
    path = forms.CharField(label="Mục", max_length=80, help_text="Ví dụ: 1; 1 / -2; p1")
    text = forms.CharField(label="Nội dung", widget=forms.Textarea({"rows": 5}))
    drop = forms.BooleanField(label="Bỏ nội dung này", required=False)


class SubjectForm(_RowForm):
    name = forms.CharField(label="Ai làm", max_length=300, required=False)
    role = forms.ChoiceField(
        label="Vai trò",
        initial="lead",
        required=False,
        choices=[("lead", "Chủ trì"), ("support", "Phối hợp")],
    )


class DeadlineForm(_RowForm):
    text = forms.CharField(label="Chữ trong văn bản", max_length=300, required=False)
    kind = forms.ChoiceField(label="Loại hạn", initial="by", required=False, choices=list(DEADLINES.items()))
    due = EndOfDayMomentField(label="Giờ, ngày", required=False)


class ReferenceForm(_RowForm):
    type = forms.CharField(label="Loại", max_length=40, required=False)
    number = forms.CharField(label="Số", max_length=20, required=False)
    symbol = forms.CharField(label="Ký hiệu", max_length=60, required=False)
    date = DayField(label="Ngày", required=False)
    relation = forms.ChoiceField(
        label="Quan hệ", initial="cites", required=False, choices=list(RELATIONS.items())
    )


def _set_of(form: type[forms.Form]) -> type[BaseFormSet]:
    return formset_factory(form, extra=0, max_num=_MOST_ROWS, absolute_max=_MOST_ROWS)


_Orders, _Subjects = _set_of(OrderForm), _set_of(SubjectForm)
_Deadlines, _References = _set_of(DeadlineForm), _set_of(ReferenceForm)


@dataclass(slots=True)
class OrderRows:
    """One order with its rows of subjects and deadlines."""

    form: forms.Form
    subjects: BaseFormSet
    deadlines: BaseFormSet

    def is_valid(self) -> bool:
        return all((self.form.is_valid(), self.subjects.is_valid(), self.deadlines.is_valid()))


class ReadingForm:
    """The whole page's form, from a reading (contract) or from what was posted."""

    def __init__(self, reading: Mapping[str, Any], data: QueryDict | None = None) -> None:
        self.data = _with_added_row(data) if data is not None else None
        self.header = HeaderForm(self.data, initial=_header(reading), prefix="h")
        self.references = _References(
            self.data, initial=[_reference(one) for one in reading["refers_to"]], prefix="r"
        )
        orders = _Orders(self.data, initial=[_order(one) for one in reading["orders"]], prefix="o")
        self.management = orders.management_form
        self.orders = [self._rows(form, number, reading) for number, form in enumerate(orders.forms)]

    def _rows(self, form: forms.Form, number: int, reading: Mapping[str, Any]) -> OrderRows:
        known = reading["orders"][number] if self.data is None else {"subjects": [], "deadlines": []}
        subjects = [one for one in known["subjects"] if one["name"]]
        return OrderRows(
            form,
            _Subjects(self.data, initial=subjects, prefix=f"o-{number}-s"),
            _Deadlines(
                self.data, initial=[_deadline(one) for one in known["deadlines"]], prefix=f"o-{number}-d"
            ),
        )

    @property
    def adds_row(self) -> bool:
        """Posted by an "add" button: show the form again, write nothing."""
        return self.data is not None and bool(self.data.get("add"))

    def is_valid(self) -> bool:
        """Everything is looked at, so that all faults show at once."""
        kept = [rows for rows in self.orders if not self._dropped(rows)]
        return all([self.header.is_valid(), self.references.is_valid(), *(rows.is_valid() for rows in kept)])

    def contract(self) -> dict[str, Any]:
        """The reading as confirmed; call after is_valid."""
        head = dict(self.header.cleaned_data)
        signer = {name: head.pop(name) or None for name in ("authority", "position", "name")}
        return {
            **{name: value or None for name, value in head.items()},
            "issued_on": head["issued_on"].isoformat() if head["issued_on"] else None,
            "addressees": head["addressees"].splitlines(),
            "recipients": head["recipients"].splitlines(),
            "signer": signer,
            "orders": [_read_order(rows) for rows in self.orders if self._keeps(rows)],
            "refers_to": [_read_reference(one) for one in _filled(self.references, "number", "symbol")],
        }

    @staticmethod
    def _dropped(rows: OrderRows) -> bool:
        return bool(rows.form.data.get(rows.form.add_prefix("drop")))

    def _keeps(self, rows: OrderRows) -> bool:
        return not self._dropped(rows) and bool(rows.form.cleaned_data.get("text"))


def _with_added_row(data: QueryDict) -> QueryDict:
    """`add=o` or `add=o-2-s`: one more row in that list; an order begins with a blank subject."""
    prefix = data.get("add", "")
    total = f"{prefix}-TOTAL_FORMS"
    if not prefix or not data.get(total, "").isdigit():
        return data
    copy = data.copy()
    number = int(str(data[total]))
    copy[total] = str(number + 1)
    if prefix == "o":
        for part, rows in (("s", "1"), ("d", "0")):
            copy[f"o-{number}-{part}-TOTAL_FORMS"] = rows
            copy[f"o-{number}-{part}-INITIAL_FORMS"] = "0"
    return copy


def _header(reading: Mapping[str, Any]) -> dict[str, Any]:
    lines = {name: "\n".join(reading[name]) for name in ("addressees", "recipients")}
    day = contract.moment_of(reading["issued_on"])
    return {**reading, **reading["signer"], **lines, "issued_on": day.date() if day else None}


def _order(order: Mapping[str, Any]) -> dict[str, Any]:
    return {"path": path_text(order["path"]), "text": order["text"]}


def _deadline(deadline: Mapping[str, Any]) -> dict[str, Any]:
    return {**deadline, "due": contract.moment_of(deadline["due"])}


def _reference(one: Mapping[str, Any]) -> dict[str, Any]:
    day = contract.moment_of(one["date"])
    return {**one, "date": day.date() if day else None}


def _read_order(rows: OrderRows) -> dict[str, Any]:
    given = rows.form.cleaned_data
    subjects = [{"name": one["name"], "role": one["role"]} for one in _filled(rows.subjects, "name")]
    return {
        "path": path_of(given["path"]),
        "text": given["text"],
        "subjects": subjects,
        "deadlines": [
            {"text": one["text"], "kind": one["kind"], "due": contract.due_of(one["due"])}
            for one in _filled(rows.deadlines, "text", "due")
        ],
    }


def _read_reference(given: Mapping[str, Any]) -> dict[str, Any]:
    date = given["date"].isoformat() if given["date"] else None
    return {**{name: given[name] or None for name in ("type", "number", "symbol", "relation")}, "date": date}


def _filled(rows: BaseFormSet, *names: str) -> list[dict[str, Any]]:
    """Rows in which one of these fields holds something; an emptied row is a dropped one."""
    cleaned = [form.cleaned_data for form in rows.forms if hasattr(form, "cleaned_data")]
    return [given for given in cleaned if any(given.get(name) for name in names)]
