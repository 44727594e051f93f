"""Two records of one human being: side by side, then merged; and un-merged."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lachan.kernel.access.web import require
from lachan.kernel.audit import reads
from lachan.kernel.errors import OutOfSight, Refused
from lachan.people import queries, services
from lachan.people.candidates import candidates
from lachan.people.forms import MergeForm, ReasonForm
from lachan.people.matching import identity_of
from lachan.people.models import Person
from lachan.people.views.profiles import COLUMNS, _facts, _who, person_url
from lachan.ui import messages
from lachan.ui.components import Effect, Effects
from lachan.ui.tables import Table


@require("people.merge")
def merge(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Choose the other record, compare both, then merge it into this one."""
    actor, now = _who(request)
    person = queries.person_get(uid=uid, actor=actor, now=now)
    reads.note(request, [person.pk])
    wanted = request.POST.get("other") or request.GET.get("other", "")
    if not wanted:
        return _choose(request, person)
    try:
        other = queries.person_get(uid=uuid.UUID(wanted), actor=actor, now=now)
    except ValueError as error:
        raise OutOfSight from error
    reads.note(request, [other.pk])
    return _confirm(request, person, other)


def _choose(request: HttpRequest, person: Person) -> HttpResponse:
    actor, now = _who(request)
    text = request.GET.get("q", "").strip()
    if text:
        found = queries.search(text, actor, now).people
    else:
        found = [one.person for one in candidates(identity_of(person), actor, now).visible]
    others = [one for one in found if one.pk != person.pk]
    reads.note(request, [one.pk for one in others])
    address = reverse("people:merge", args=[person.uid])
    table = Table(
        COLUMNS,
        others,
        row_url=lambda one: f"{address}?other={one.uid}",
        caption="Hồ sơ có thể là cùng một người",
        empty="Không có hồ sơ nào giống.",
        empty_hint="Tìm theo tên, CCCD hoặc điện thoại ở ô trên.",
    )
    return render(request, "people/merge_choose.html", {"person": person, "q": text, "table": table})


def _confirm(request: HttpRequest, person: Person, other: Person) -> HttpResponse:
    actor, now = _who(request)
    form = MergeForm(request.POST or None, initial={"other": other.uid})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.persons_merge(
                kept=person, absorbed=other, reason=form.cleaned_data["reason"], by=actor, now=now
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(
                request,
                f"Đã gộp hồ sơ {other.full_name} vào {person.full_name}.",
                undo_url=reverse("people:merge_revoke", args=[made.uid]),
            )
            return redirect(person_url(person))
    context = {
        "form": form,
        "person": person,
        "other": other,
        "rows": [(mine[0], mine[1], theirs[1]) for mine, theirs in _side_by_side(person, other)],
        "effects": _effects(person, other),
    }
    return render(request, "people/merge.html", context)


def _side_by_side(person: Person, other: Person) -> list[tuple[tuple[str, Any], tuple[str, Any]]]:
    mine = [("Họ và tên", person.full_name), *_facts(person)]
    theirs = [("Họ và tên", other.full_name), *_facts(other)]
    return list(zip(mine, theirs, strict=True))


def _effects(person: Person, other: Person) -> Effects:
    lost = _only_absorbed(person, other)
    unseen = (
        [Effect("Chỉ hồ sơ gộp vào có, không hiện ở hồ sơ được giữ", len(lost), items=lost)] if lost else []
    )
    return Effects(
        title="Gộp thành một người",
        groups=[
            Effect("Hồ sơ được giữ", 1, items=[person.full_name]),
            Effect("Hồ sơ hiện dưới tên hồ sơ được giữ", 1, items=[other.full_name]),
            *unseen,
        ],
        reversible="Ca bệnh, mẫu, quyết định giữ nguyên chỗ cũ. Tách lại được bất cứ lúc nào.",
    )


def _only_absorbed(person: Person, other: Person) -> list[str]:
    """What is written in the absorbed record alone: whoever reads the kept one doesn't see it."""
    rows = _side_by_side(person, other)
    lost = [label for (_, mine), (label, theirs) in rows if theirs and not mine]
    if other.birth_date and person.birth_year and not person.birth_date:
        lost.append("Ngày sinh")
    return lost


@require("people.merge")
def merge_revoke(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Two people after all: with a reason, both records stand on their own again."""
    actor, now = _who(request)
    made = queries.merge_get(uid=uid, actor=actor, now=now)
    reads.note(request, [made.kept_id, made.absorbed_id])
    form = ReasonForm(request.POST if request.POST.get("reason") is not None else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.merge_revoke(merge=made, reason=form.cleaned_data["reason"], by=actor, now=now)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, f"Đã tách {made.absorbed.full_name} thành hồ sơ riêng.")
            return redirect(person_url(made.absorbed))
    return render(request, "people/merge_revoke.html", {"form": form, "merge": made})
