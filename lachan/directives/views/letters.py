"""The register of incoming letters, and the page of one letter."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from lachan.directives import progress, queries, services
from lachan.directives.forms import LetterFilters, ReasonForm, RegisterForm
from lachan.directives.models import Letter, Task
from lachan.directives.views.common import (
    download,
    lead_mark,
    letter_name,
    letter_state,
    put_error,
    task_state,
    who,
)
from lachan.directives.wording import RELATIONS, figure_words
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import ADVISORY, LEADER, ROLE_NAMES, may
from lachan.kernel.access.web import require
from lachan.kernel.errors import Refused
from lachan.kernel.papers import queries as papers
from lachan.organisations import queries as organisations
from lachan.ui import messages
from lachan.ui.marks import urgency
from lachan.ui.tables import Column, build_table

_COLUMNS = (
    Column(
        "Số đến", lambda row: str(row.arrival_number), sort=("arrival_year", "arrival_number"), align="right"
    ),
    Column("Văn bản", letter_name, sort=("number", "symbol"), main=True),
    Column("Khẩn", lambda letter: urgency(letter.urgency), sort="urgency"),
    Column("Cơ quan ban hành", "issuer", sort="issuer", optional=True),
    Column("Trích yếu", "subject"),
    Column("Nhận lúc", "received_at", kind="moment", sort=("received_at", "id")),
    Column("Bước", letter_state, sort="state"),
)


@require("directives.view")
def letter_list(request: HttpRequest) -> HttpResponse:
    """The register: newest first, conditions in the address."""
    actor, now = who(request)
    form = LetterFilters(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = queries.letter_rows(actor)
    table = build_table(
        request,
        queries.letters_where(rows, chosen, now),
        _COLUMNS,
        row_url=lambda letter: reverse("directives:letter_page", args=[letter.uid]),
        default_sort="-received_at",
        empty="Không có văn bản nào như vậy.",
        empty_hint="Thử bớt điều kiện lọc. Văn bản mới vào sổ hiện ở đầu danh sách.",
        caption="Sổ văn bản đến",
        row_tone=lambda letter: "off" if letter.state == Letter.State.VOID else "",
    )
    late = queries.overdue(queries.visible_tasks(actor), now).count()
    context = {
        "form": form,
        "table": table,
        "late": late,
        "leaderless": queries.leaderless(actor).count(),
        "waiting": rows.filter(state__in=_waiting_for(actor)).count(),
        "waiting_url": _waiting_url(actor),
        "may_register": may(actor, "directives.letter_register"),
    }
    return render(request, "directives/letter_list.html", context)


def _waiting_for(actor: Actor) -> list[str]:
    """The steps at which a letter waits for this reader's hand."""
    steps = (
        ("directives.reading_confirm", Letter.State.REGISTERED),
        ("directives.task_draft", Letter.State.CONFIRMED),
        ("directives.task_release", Letter.State.DRAFTED),
    )
    return [state for permission, state in steps if may(actor, permission)]


def _waiting_url(actor: Actor) -> str:
    states = _waiting_for(actor)
    return f"{reverse('directives:letter_list')}?state={states[0]}" if states else ""


@require("directives.letter_register")
def letter_register(request: HttpRequest) -> HttpResponse:
    """Upload a letter; the next arrival number is offered and may be overwritten."""
    actor, now = who(request)
    assert actor.organisation_id is not None, "a clerk belongs to an organisation"
    offered = queries.next_arrival_number(actor.organisation_id, now)
    form = RegisterForm(
        request.POST or None, request.FILES or None, initial={"received_at": now, "arrival_number": offered}
    )
    if request.method == "POST" and form.is_valid():
        letter = _registered(form, actor, request)
        if letter is not None:
            messages.success(
                request, f"Đã vào sổ với số đến {letter.arrival_number}. Kiểm bản đọc rồi xác nhận."
            )
            return redirect("directives:reading_confirm", letter.uid)
    return render(request, "directives/letter_register.html", {"form": form, "offered": offered})


def _registered(form: RegisterForm, actor: Actor, request: HttpRequest) -> Letter | None:
    given = form.cleaned_data
    assert actor.organisation_id is not None, "checked by the view"
    try:
        return services.letter_register(
            file_name=given["file"].name,
            data=given["file"].read(),
            organisation_id=actor.organisation_id,
            received_at=given["received_at"],
            arrival_number=given["arrival_number"],
            accept_same_number=given["accept_same_number"],
            by=actor,
            now=who(request)[1],
        )
    except Refused as error:
        if error.field == "accept_same_number":
            form.offer_same_number()
        put_error(form, error)
        return None


@require("directives.view")
def letter_page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """How far a letter has come: its header, its orders with the units on each, and what measures them."""
    actor, now = who(request)
    letter = queries.letter_by_uid(uid, actor)
    rows = progress.of_letter(letter, actor, now)
    released = letter.state == Letter.State.RELEASED
    context = {
        "letter": letter,
        "name": letter_name(letter),
        "state": letter_state(letter),
        "unread": letter.state == Letter.State.REGISTERED,
        "facts": _facts(letter),
        "orders": [_order(row, now) for row in rows],
        "totals": _totals(rows) if released else None,
        "instruction": next((task.instruction for row in rows for task in row.tasks if task.instruction), ""),
        "earlier": [
            (RELATIONS[kind], row, letter_name(row)) for kind, row in queries.related_letters(letter, actor)
        ],
        "later": [
            (RELATIONS[kind], row, letter_name(row)) for kind, row in queries.later_letters(letter, actor)
        ],
        "reports": papers.papers_of(letter.uid) if may(actor, "directives.report_print") else [],
        "may": {name: _may(actor, letter, name) for name in _STEPS},
        "reason_form": ReasonForm(),
        "nobody": _nobody(letter, actor),
        "tasks_url": reverse("directives:task_list"),
    }
    return render(request, "directives/letter_page.html", context)


def _order(row: progress.OrderProgress, now: dt.datetime) -> dict[str, Any]:
    return {
        "row": row,
        "lead": progress.lead_words(row.tasks),
        "figure": figure_words(row.figure),
        "units": [
            (task, lead_mark(task), task_state(task, now), row.evidence_of(task)) for task in row.tasks
        ],
    }


_STEPS = {
    "directives.reading_confirm": (Letter.State.REGISTERED, Letter.State.CONFIRMED),
    "directives.letter_register": (Letter.State.REGISTERED, Letter.State.CONFIRMED),
    "directives.task_draft": (Letter.State.CONFIRMED, Letter.State.DRAFTED),
    "directives.task_release": (Letter.State.DRAFTED,),
    "directives.report_print": (Letter.State.RELEASED,),
}


def _may(actor: Actor, letter: Letter, permission: str) -> bool:
    own = letter.organisation_id == actor.organisation_id
    office = permission not in ("directives.reading_confirm", "directives.letter_register")
    return may(actor, permission) and letter.state in _STEPS[permission] and (own or office)


_NEXT = {
    Letter.State.CONFIRMED: ("directives.task_draft", ADVISORY, "dự thảo phân công"),
    Letter.State.DRAFTED: ("directives.task_release", LEADER, "giao việc"),
}


def _nobody(letter: Letter, actor: Actor) -> str:
    """Who has to be given a log-in before the letter can go on; empty where somebody can do the next step."""
    permission, role, step = _NEXT.get(Letter.State(letter.state), ("", "", ""))
    if not permission or may(actor, permission) or not organisations.lacks_role(letter.organisation_id, role):
        return ""
    return (
        f"Cơ quan chưa có tài khoản vai trò “{ROLE_NAMES[role]}” để {step}. "
        "Đề nghị quản trị cấp cho người được giao việc này."
    )


def _facts(letter: Letter) -> list[tuple[str, Any]]:
    reading = letter.confirmed or letter.reading
    signer = ", ".join(
        reading["signer"][part] for part in ("authority", "position", "name") if reading["signer"][part]
    )
    return [
        ("Cơ quan ban hành", letter.issuer or None),
        ("Ngày ban hành", letter.issued_on),
        ("Người ký", signer or None),
        ("Kính gửi", "; ".join(reading["addressees"]) or None),
        ("Số đến", f"{letter.arrival_number} ({letter.arrival_year})"),
        ("Nhận lúc", letter.received_at),
        ("Bản đọc", "đã xác nhận" if letter.confirmed else "máy đọc, chưa xác nhận"),
    ]


def _totals(rows: list[progress.OrderProgress]) -> dict[str, int]:
    tasks = [task for row in rows for task in row.tasks]
    return {
        "all": len(tasks),
        "done": sum(task.state == Task.State.DONE for task in tasks),
        "reported": sum(task.state == Task.State.REPORTED for task in tasks),
        "late": sum(row.late for row in rows),
        "escalated": sum(row.escalated for row in rows),
        "leaderless": sum(row.leaderless for row in rows),
    }


@require("directives.view")
def letter_file(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The original file."""
    letter = queries.letter_by_uid(uid, who(request)[0])
    return download(queries.letter_file(letter), letter.file_name)


@require_POST
@require("directives.reading_confirm")
def letter_file_away(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """A letter without tasks goes to the file."""
    actor, now = who(request)
    letter = queries.letter_by_uid(uid, actor)
    try:
        services.letter_file(letter=letter, reason=request.POST.get("reason", ""), by=actor, now=now)
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Đã lưu văn bản, không giao nhiệm vụ.")
    return redirect("directives:letter_page", uid)


@require_POST
@require("directives.letter_register")
def letter_void(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """A letter registered by mistake."""
    actor, now = who(request)
    letter = queries.letter_by_uid(uid, actor)
    try:
        services.letter_void(letter=letter, reason=request.POST.get("reason", ""), by=actor, now=now)
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Đã hủy vào sổ; số đến {letter.arrival_number} không dùng lại.")
    return redirect("directives:letter_page", uid)
