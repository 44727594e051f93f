"""Contacts whose identity waits for somebody to decide."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lachan.journeys import exposure_recorded
from lachan.kernel.access.web import require
from lachan.kernel.audit import reads
from lachan.kernel.errors import Refused
from lachan.kernel.times import show_day, show_moment
from lachan.people.candidates import Candidates, candidates
from lachan.people.matching import WAIT_WORDS, Wait
from lachan.tracing import access, queries, services
from lachan.tracing.contacts import Contact
from lachan.tracing.forms import choice_field
from lachan.tracing.models import ContactLine
from lachan.tracing.views.request import Request
from lachan.ui import messages
from lachan.ui.forms import UiForm
from lachan.ui.tables import Column, build_table

NEW = "new"


class DecideForm(UiForm):
    """Which of the people shown it is, or nobody of them."""

    who = forms.ChoiceField(label="Người tiếp xúc là ai?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, found: Candidates, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(one.person.uid), _describe(one)) for one in found.visible]
        choice_field(self, "who").choices = [*people, (NEW, "Không phải ai trong số này: lập hồ sơ mới")]


class RefuseForm(UiForm):
    reason = forms.CharField(label="Lý do bỏ dòng này", max_length=300)


def _describe(one: Any) -> str:
    person = one.person
    commune = person.residence.name if person.residence else "chưa rõ nơi ở"
    agrees = f"; khớp: {', '.join(one.agrees).lower()}" if one.agrees else ""
    differs = f"; khác: {', '.join(one.differs).lower()}" if one.differs else ""
    return f"{person.full_name}, {person.birth_year or 'chưa rõ năm sinh'}, {commune}{agrees}{differs}"


@require("tracing.view")
def waiting_list(request: Request) -> HttpResponse:
    """Everybody who waits to be identified in the reader's area, the longest wait first."""
    table = build_table(
        request,
        queries.waiting_lines(request.actor, request.now),
        (
            Column("Họ tên ghi trong danh sách", _name, main=True),
            Column("Năm sinh", lambda line: str(_told(line).identity.birth_year or "")),
            Column("Xã", "unit.name"),
            Column("Vì sao chờ", lambda line: WAIT_WORDS.get(Wait(line.wait)) if line.wait else ""),
            Column("Ca bệnh", "case.code"),
            Column("Chờ từ", "recorded_at", kind="moment", sort=("recorded_at", "id")),
        ),
        row_url=lambda line: reverse("tracing:contact_decide", args=[line.uid]),
        empty="Không có người tiếp xúc nào chờ nhận diện",
        caption="Người tiếp xúc chờ nhận diện",
    )
    return render(request, "tracing/waiting_list.html", {"table": table})


def _told(line: ContactLine) -> Contact:
    if not hasattr(line, "contact"):
        line.contact = Contact.from_json(line.told)  # type: ignore[attr-defined]
    return line.contact  # type: ignore[attr-defined]


def _name(line: ContactLine) -> str:
    return _told(line).identity.full_name


@require("tracing.view")
def contact_decide(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Who is meant: the likely people side by side with what the list says."""
    line = queries.waiting_line(request.actor, request.now, uid)
    contact = _told(line)
    found = candidates(contact.identity, request.actor, request.now)
    reads.note(request, [one.person.pk for one in found.visible])
    form = DecideForm(request.POST if "who" in request.POST else None, found=found)
    refuse = RefuseForm(request.POST if "refuse" in request.POST else None)
    can = access.can_exposure_record(request.actor)
    if request.method == "POST" and can:
        answer = _answer(request, line, form, refuse, found)
        if answer is not None:
            return answer
    context = {
        "line": line,
        "pairs": _pairs(contact),
        "form": form,
        "refuse": refuse,
        "elsewhere": found.elsewhere,
        "wait": WAIT_WORDS.get(Wait(line.wait)) if line.wait else "",
        "can": can,
    }
    return render(request, "tracing/contact_decide.html", context)


def _answer(
    request: Request, line: ContactLine, form: DecideForm, refuse: RefuseForm, found: Candidates
) -> HttpResponse | None:
    chosen = refuse if "refuse" in request.POST else form
    if not chosen.is_valid():
        return None
    try:
        if chosen is refuse:
            services.contact_refuse(
                line=line, reason=refuse.cleaned_data["reason"], by=request.actor, now=request.now
            )
            messages.success(request, "Đã bỏ dòng này khỏi danh sách chờ.")
        else:
            _decide(request, line, form.cleaned_data["who"], found)
    except Refused as error:
        chosen.add_error(None, error.message)
        return None
    return redirect("tracing:contacts", line.case.uid)


def _decide(request: Request, line: ContactLine, who: str, found: Candidates) -> None:
    person = next((one.person.pk for one in found.visible if str(one.person.uid) == who), None)
    exposure_recorded.contact_decide(
        line=line, person_id=person, unit_id=line.case.unit_id, by=request.actor, now=request.now
    )
    messages.success(request, f"Đã ghi người tiếp xúc {_name(line)}{'' if person else ' với hồ sơ mới'}.")


def _pairs(contact: Contact) -> list[tuple[str, object]]:
    who = contact.identity
    at = contact.at
    moment = show_moment(at) if isinstance(at, dt.datetime) else show_day(at)
    return [
        ("Họ tên", who.full_name),
        ("Sinh", show_day(who.birth_date) if who.birth_date else str(who.birth_year or "") or None),
        ("CCCD/CMND", who.national_id or None),
        ("Điện thoại", who.phone or None),
        ("Địa chỉ", contact.address or None),
        ("Tiếp xúc lúc", moment),
        ("Nơi tiếp xúc", contact.place_name or None),
        ("Ghi chú", contact.note or None),
    ]
