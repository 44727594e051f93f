"""Searching, reading and keeping profiles."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lachan.journeys import residence_changed
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import may
from lachan.kernel.access.web import require
from lachan.kernel.audit import reads
from lachan.kernel.errors import Refused
from lachan.kernel.times import local_day, show_day
from lachan.kernel.together import read_together
from lachan.people import queries, sections, services
from lachan.people.candidates import candidates
from lachan.people.editors import user_names
from lachan.people.forms import (
    PROFILE,
    DuplicateForm,
    PersonForm,
    ProfileForm,
    ResidenceForm,
    commune_label,
    communes_like,
    initial_of,
)
from lachan.people.models import Person
from lachan.people.services.profiles import LABELS
from lachan.ui import messages
from lachan.ui.fields import unit_hits
from lachan.ui.tables import Column, Table

_SALT = "people.profile"


def person_url(person: Person) -> str:
    return reverse("people:person", args=[person.uid])


def born(person: Person) -> str:
    """Birth date where known, else the year."""
    return show_day(person.birth_date) if person.birth_date else str(person.birth_year or "")


def lives_in(person: Person) -> str:
    unit = person.residence
    if unit is None:
        return ""
    return f"{unit.name}, {unit.parent.name}" if unit.parent else unit.name


COLUMNS = (
    Column("Họ và tên", "full_name", main=True),
    Column("Sinh", born),
    Column("Giới", lambda person: "" if person.sex == "unknown" else person.get_sex_display()),
    Column("Nơi cư trú", lives_in),
    Column("Điện thoại", "phone"),
)


@require("people.view")
def person_list(request: HttpRequest) -> HttpResponse:
    """People by name in any word order, by CCCD or by phone."""
    actor, now = _who(request)
    text = request.GET.get("q", "").strip()
    found = queries.search(text, actor, now)
    reads.note(request, [person.pk for person in found.people])
    table = Table(
        COLUMNS,
        found.people,
        row_url=person_url,
        caption="Người tìm thấy",
        empty="Không tìm thấy ai trong địa bàn của đồng chí.",
        empty_hint="Thử bớt chữ, hoặc dùng “Hỏi trùng” với số CCCD, số điện thoại.",
    )
    context = {
        "q": text,
        "table": table if text else None,
        "more": found.more,
        "may_register": may(actor, "people.person_register"),
    }
    return render(request, "people/person_list.html", context)


@require("people.view")
def person_page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One person: profile, household, changes, merges, and what other rooms hang in."""
    actor, now = _who(request)
    person = queries.person_get(uid=uid, actor=actor, now=now)
    if person.uid != uid:
        return redirect("people:person", person.uid)  # the record was merged into this one
    reads.note(request, queries.same_person_ids(person.pk))
    revisions, merges = queries.revisions_of(person)[:50], queries.merges_of(person)
    read_together(revisions, merges)
    editors = user_names({one.changed_by for one in revisions if one.changed_by})
    context = {
        "person": person,
        "facts": _facts(person),
        "household": queries.household_of(person, actor, now),
        "revisions": [
            (one, LABELS.get(one.field, one.field), editors.get(one.changed_by or 0, "Hệ thống"))
            for one in revisions
        ],
        "merges": merges,
        "sections": sections.sections_for(request, person),
        "may_change": may(actor, "people.profile_change") and not person.is_forgotten,
        "may_merge": may(actor, "people.merge") and not person.is_forgotten,
    }
    return render(request, "people/person_page.html", context)


def _facts(person: Person) -> list[tuple[str, Any]]:
    hamlet = person.residence_hamlet.name if person.residence_hamlet else ""
    return [
        ("Số hồ sơ", str(person.pk)),
        ("Ngày sinh", person.birth_date)
        if person.birth_date
        else ("Năm sinh", str(person.birth_year or "") or None),
        ("Giới tính", person.get_sex_display()),
        ("CCCD/CMND", person.national_id or None),
        ("Điện thoại", person.phone or None),
        ("Nơi cư trú", ", ".join(part for part in (hamlet, lives_in(person)) if part) or None),
        ("Địa chỉ", person.address or None),
        ("Nghề nghiệp", person.occupation or None),
        ("Nơi làm việc, học tập", person.workplace or None),
    ]


@require("people.person_register")
def person_register(request: HttpRequest) -> HttpResponse:
    """A new profile; people who look alike are shown first."""
    actor, now = _who(request)
    form = PersonForm(
        request.POST or None,
        actor=actor,
        now=now,
        search_url="people:commune_search",
        initial=_typed(request),
    )
    alike = None
    if request.method == "POST" and form.is_valid():
        alike = candidates(form.identity(), actor, now)
        certain = alike.nobody or request.POST.get("sure")
        if certain and (answer := _registered(request, form)):
            return answer
        reads.note(request, [one.person.pk for one in alike.visible])
    return render(request, "people/person_register.html", {"form": form, "alike": alike})


def _typed(request: HttpRequest) -> dict[str, str]:
    """What a link from another screen fills in beforehand."""
    return {"full_name": request.GET.get("name", "")[:120]}


def _registered(request: HttpRequest, form: PersonForm) -> HttpResponse | None:
    actor, now = _who(request)
    try:
        person = services.person_register(person=form.new_person(), by=actor, now=now)
    except Refused as refused:
        form.add_error(_field(form, refused), refused.message)
        return None
    messages.success(request, f"Đã lập hồ sơ {person.full_name}.")
    return redirect(person_url(person))


def _field(form: Any, refused: Refused) -> str | None:
    return refused.field if refused.field in form.fields else None


@require("people.profile_change")
def profile_change(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The profile's fields; what somebody else changed meanwhile is named and kept."""
    actor, now = _who(request)
    person = queries.person_get(uid=uid, actor=actor, now=now)
    reads.note(request, [person.pk])
    form = ProfileForm(request.POST or None, now=now, initial=initial_of(person))
    if request.method == "POST" and form.is_valid():
        try:
            done = services.profile_change(
                person=person, seen=_seen(request, person), values=form.values(), by=actor, now=now
            )
        except Refused as refused:
            form.add_error(_field(form, refused), refused.message)
        else:
            return _told(request, person, done)
    context = {"form": form, "person": person, "seen": signing.dumps(_plain(initial_of(person)), salt=_SALT)}
    if request.method == "POST":
        context["seen"] = request.POST.get("seen", "")
    return render(request, "people/profile_change.html", context)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value for name, value in values.items()
    }


def _seen(request: HttpRequest, person: Person) -> dict[str, Any]:
    """What the editor's form showed, signed, so that only real conflicts are refused."""
    try:
        seen = dict(signing.loads(request.POST.get("seen", ""), salt=_SALT))
    except signing.BadSignature:
        return initial_of(person)
    if seen.get("birth_date"):
        seen["birth_date"] = dt.date.fromisoformat(seen["birth_date"])
    return {name: seen.get(name) for name in PROFILE}


def _told(request: HttpRequest, person: Person, done: services.ProfileOutcome) -> HttpResponse:
    if done.changed:
        labels = ", ".join(LABELS[name].lower() for name in done.changed)
        messages.success(request, f"Đã sửa {labels} của {person.full_name}.")
    elif not done.conflicts:
        messages.info(request, "Không có gì thay đổi.")
    for one in done.conflicts:
        names = user_names({one.changed_by} if one.changed_by else set())
        who = names.get(one.changed_by or 0, "người khác")
        messages.warning(
            request,
            f"{one.label}: {who} vừa đổi thành “{_shown(one.now_is)}”. "
            f"Giá trị “{_shown(one.yours)}” của đồng chí chưa được ghi.",
        )
    return redirect(person_url(person))


def _shown(value: Any) -> str:
    return show_day(value) if isinstance(value, dt.date) else str(value or "để trống")


@require("people.profile_change")
def residence_change(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Moving: the new commune sees the person from then on, the old one no more."""
    actor, now = _who(request)
    person = queries.person_get(uid=uid, actor=actor, now=now)
    reads.note(request, [person.pk])
    form = ResidenceForm(
        request.POST or None,
        now=now,
        search_url="people:commune_search",
        initial={"seen": person.residence_id},
    )
    if request.method == "POST" and form.is_valid():
        unit_id = int(form.cleaned_data["commune"])
        try:
            residence_changed.residence_change(
                person=person,
                unit_id=unit_id,
                unit_label=commune_label(str(unit_id)) or "",
                seen_unit_id=form.cleaned_data["seen"],
                by=actor,
                now=now,
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, f"Đã chuyển {person.full_name} về {commune_label(str(unit_id))}.")
            seen = queries.visible_ids([person.pk], actor, now)
            return redirect(person_url(person) if seen else reverse("people:list"))
    return render(request, "people/residence_change.html", {"form": form, "person": person})


@require("people.duplicate_ask")
def duplicate_ask(request: HttpRequest) -> HttpResponse:
    """Is somebody known by this number? Out of sight: only whom to call."""
    actor, now = _who(request)
    form = DuplicateForm(request.POST or None)
    answer = None
    if request.method == "POST" and form.is_valid():
        try:
            answer = services.duplicate_ask(by=actor, now=now, **form.cleaned_data)
            reads.note(request, [person.pk for person in answer.visible])
        except Refused as refused:
            form.add_error(None, refused.message)
    context = {
        "form": form,
        "answer": answer,
        "limit": queries.asks_an_hour(),
        "table": Table(COLUMNS, answer.visible, row_url=person_url) if answer and answer.visible else None,
    }
    return render(request, "people/duplicate_ask.html", context)


@require("people.view")
def commune_search(request: HttpRequest) -> HttpResponse:
    """Suggestions for a commune's name while it is typed."""
    _, now = _who(request)
    return unit_hits(request, lambda text: communes_like(text, local_day(now)))


def _who(request: HttpRequest) -> tuple[Actor, dt.datetime]:
    return request.actor, request.now  # type: ignore[attr-defined]
