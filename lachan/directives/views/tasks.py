"""A unit's tasks: the list, the page of one, its entries, and parts handed down."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from lachan.directives import access, progress, queries, services, states
from lachan.directives.forms import AssignForm, EntryForm, ReasonForm, ReassignForm, ShareForm, TaskFilters
from lachan.directives.models import Task, TaskEntry
from lachan.directives.periods import PERIODIC
from lachan.directives.views.common import (
    download,
    lead_mark,
    letter_name,
    put_error,
    task_state,
    task_title,
    who,
)
from lachan.directives.wording import helpers, lead_name, missed_words, path_title, recurrence_words
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import ADVISORY, CLERK, LEADER
from lachan.kernel.access.web import require
from lachan.kernel.errors import OutOfSight, Refused
from lachan.kernel.times import local_day
from lachan.ui import messages
from lachan.ui.components import Tab, TimelineItem
from lachan.ui.formats import due
from lachan.ui.tables import Column, Table, build_table
from lachan.ui.templatetags.ui import deadline

_K = TaskEntry.Kind
# The order of the buttons; the first one possible is the screen's primary action.
_BUTTONS = (
    (_K.ASSIGN, "Chọn đơn vị chủ trì"),
    (_K.HOLD, "Giữ nguyên nhiệm vụ"),
    (_K.REASSIGN, "Giao đơn vị khác"),
    (_K.ACCEPT, "Xác nhận hoàn thành"),
    (_K.REPORT, "Báo cáo hoàn thành"),
    (_K.EVIDENCE, "Thêm minh chứng"),
    (_K.SHARE, "Giao lại cho đơn vị trên địa bàn"),
    (_K.ASK, "Đề nghị điều chỉnh hạn"),
    (_K.ESCALATE, "Trình cấp trên xử lý"),
    (_K.RETURN, "Trả lại"),
    (_K.EXTEND, "Điều chỉnh hạn"),
    (_K.REMIND, "Đôn đốc"),
    (_K.STOP, "Dừng thực hiện"),
)
_LABELS = dict(_BUTTONS)
_BREAK = SafeString("<br>")


def due_mark(task: Task, now: dt.datetime) -> SafeString:
    """The deadline, the letter's words where it has no date, and how it recurs."""
    owed = task.state in states.OWED
    parts = []
    if task.due_at:
        parts.append(deadline(task.due_at, now) if owed else deadline(task.due_at))
    elif task.due_words:
        parts.append(format_html("“{}”", task.due_words))
    if task.recurrence:
        parts.append(format_html('<span class="muted">{}</span>', recurrence_words(task)))
    if share := progress.missed_share(task, now):
        parts.append(format_html('<span class="deadline is-late"><b>{}</b></span>', missed_words(share, now)))
    if task.overdue_on_receipt:
        parts.append(format_html('<span class="muted">{}</span>', "quá hạn khi nhận"))
    return format_html_join(_BREAK, "{}", ((part,) for part in parts)) or deadline(None)


def _columns(now: dt.datetime) -> tuple[Column, ...]:
    return (
        Column("Nhiệm vụ", task_title, main=True),
        Column("Chủ trì", lead_mark, sort=("lead_key", "id")),
        Column("Văn bản", lambda task: letter_name(task.order.letter), optional=True),
        Column("Hạn", lambda task: due_mark(task, now), sort=("due_key", "id")),
        Column("Trạng thái", lambda task: task_state(task, now), sort="state"),
        Column("Minh chứng", "evidence", kind="number"),
    )


@require("directives.view")
def task_list(request: HttpRequest) -> HttpResponse:
    """The unit's work: what is late, due and recurring; the office may look at the whole province's."""
    actor, now = who(request)
    form = TaskFilters(request.GET)
    chosen = dict(form.cleaned_data) if form.is_valid() else {}
    if not set(request.GET) & {"state", "due", "text", "letter", "order", "leaderless"}:
        chosen["state"] = "open"  # the work that is left, until the reader asks for something else
    scope = _scope(actor, chosen)
    rows = queries.own_tasks(actor) if scope == "unit" else _released(actor)
    table = build_table(
        request,
        queries.task_rows(queries.tasks_where(rows, chosen, now)),
        _columns(now),
        row_url=lambda task: reverse("directives:task_page", args=[task.uid]),
        default_sort="due_key",
        empty="Không có nhiệm vụ nào như vậy.",
        empty_hint="Nhiệm vụ mới được giao hiện ở đây ngay khi lãnh đạo giao việc.",
        caption="Nhiệm vụ",
        row_tone=lambda task: "late" if task.state in states.OWED and progress.is_late(task, now) else "",
    )
    context = {
        "form": form,
        "table": table,
        "tabs": _tabs(rows, chosen, scope, now),
        "scopes": _scopes(scope) if actor.roles & {LEADER, ADVISORY, CLERK} else [],
        "letter": _letter_of(chosen, actor),
        "order": _order_of(chosen, actor),
        "leaderless": chosen.get("leaderless"),
        "owes_today": _owes_today(rows, now) if scope == "unit" else [],
    }
    return render(request, "directives/task_list.html", context)


def _scope(actor: Actor, chosen: dict[str, Any]) -> str:
    """The office sees all unless it asks for its own; a unit sees its own unless it comes from a letter."""
    if chosen.get("scope") in ("unit", "all"):
        return str(chosen["scope"])
    return "all" if actor.roles & {LEADER, ADVISORY, CLERK} or chosen.get("letter") else "unit"


def _released(actor: Actor) -> Any:
    return queries.visible_tasks(actor).exclude(state=Task.State.DRAFT)


_LEADERLESS = ("Chưa có đơn vị chủ trì", {"state": "open", "leaderless": "1"})
_TABS: tuple[tuple[str, dict[str, str]], ...] = (
    ("Đang mở", {"state": "open"}),
    ("Quá hạn", {"due": "late"}),
    ("Hôm nay", {"due": "today"}),
    ("Thường xuyên", {"due": "recurring"}),
    ("Chờ xác nhận", {"state": "reported"}),
    ("Đã trình", {"state": "escalated"}),
    ("Đã xong", {"state": "done"}),
    _LEADERLESS,
)


def _tabs(rows: Any, chosen: dict[str, Any], scope: str, now: dt.datetime) -> list[Tab]:
    """The groups of work with their counts, from one query; tasks without a lead of the directory where there are
    any."""
    kept = {name: chosen.get(name) for name in ("letter", "order", "whole") if chosen.get(name)}
    counts = queries.tasks_counted(queries.tasks_where(rows, kept, now), [wanted for _, wanted in _TABS], now)
    here = {
        name: str(int(chosen[name]) if name == "leaderless" else chosen[name])
        for name in _TABBED
        if chosen.get(name)
    }
    return [
        Tab(label, _list_url(**kept, scope=scope, **wanted), count=count, current=here == wanted)
        for (label, wanted), count in zip(_TABS, counts, strict=True)
        if count or wanted is not _LEADERLESS[1]
    ]


def _scopes(scope: str) -> list[Tab]:
    return [
        Tab("Toàn tỉnh", _list_url(scope="all", state="open"), current=scope == "all"),
        Tab("Đơn vị tôi", _list_url(scope="unit", state="open"), current=scope == "unit"),
    ]


_TABBED = ("state", "due", "leaderless")


def _list_url(**conditions: object) -> str:
    query = "&".join(f"{name}={value}" for name, value in conditions.items())
    return f"{reverse('directives:task_list')}?{query}"


def _letter_of(chosen: dict[str, Any], actor: Actor) -> Any:
    uid = chosen.get("letter")
    return queries.letter_rows(actor).filter(uid=uid).first() if uid else None


def _order_of(chosen: dict[str, Any], actor: Actor) -> str:
    if not chosen.get("order"):
        return ""
    try:
        return path_title(queries.order_by_uid(chosen["order"], actor).path)
    except OutOfSight:
        return ""


def _owes_today(rows: Any, now: dt.datetime) -> list[Task]:
    """Recurring tasks whose present period has no evidence yet."""
    periodic = rows.filter(state__in=states.OWED).filter(recurrence__in=PERIODIC)
    tasks = list(queries.task_rows(periodic)[:100])
    done = queries.recurring_owed(tasks, now)
    return [task for task in tasks if done.get(task.pk) is False]


@require("directives.view")
def task_page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One task: what, who, until when, what was done; the buttons are the entries possible now."""
    actor, now = who(request)
    task = queries.task_by_uid(uid, actor)
    if task.state == Task.State.DRAFT:
        return redirect("directives:letter_page", task.order.letter.uid)
    hand = access.hand_of(actor, task)
    possible = access.possible_entries(actor, task, hand)
    if _K.SHARE in possible and not queries.units_below(task, actor, now).exists():
        possible.remove(_K.SHARE)
    buttons = [(label, _entry_url(task, kind)) for kind, label in _BUTTONS if kind in possible]
    context = {
        "task": task,
        "title": lead_name(task),
        "state": task_state(task, now),
        "facts": _facts(task, now),
        "letter_name": letter_name(task.order.letter),
        "primary": buttons[0] if buttons else None,
        "others": buttons[1:],
        "timeline": _timeline(task, actor, hand),
        "parts": _parts(task, actor, now),
        "owes": queries.recurring_owed([task], now).get(task.pk),
        "asked": queries.escalation_words([task]).get(task.pk, ""),
    }
    return render(request, "directives/task_page.html", context)


def _entry_url(task: Task, kind: str) -> str:
    if kind in states.OWN_SERVICE:
        return reverse(f"directives:task_{kind}", args=[task.uid])
    return reverse("directives:task_entry_record", args=[task.uid, kind])


def _facts(task: Task, now: dt.datetime) -> list[tuple[str, Any]]:
    beside = [row.name for row in task.co_workers.all() if row.pk != task.lead_id]
    co_workers = helpers(beside, task.co_worker_words)
    rows: list[tuple[str, Any]] = [
        ("Chủ trì", lead_mark(task)),
        (
            "Văn bản ghi",
            f"“{task.lead_words}”" if task.lead and task.lead_words not in ("", task.lead.name) else "",
        ),
        ("Người được nêu tên", task.person_named),
        ("Phối hợp", co_workers),
        ("Hạn", due_mark(task, now)),
        (
            "Hạn ban đầu",
            due(task.ordered_due_at) if task.ordered_due_at and task.ordered_due_at != task.due_at else "",
        ),
        ("Giao lúc", task.released_at),
        ("Báo cáo lúc", task.reported_at),
        ("Kết thúc lúc", task.finished_at),
    ]
    return [(label, value) for label, value in rows if value]


def _timeline(task: Task, actor: Actor, hand: access.Hand) -> list[TimelineItem]:
    return [
        TimelineItem(
            when=entry.occurred_at,
            title=_entry_title(entry),
            text=_entry_text(entry, access.may_revoke(actor, entry, hand)),
            revoked=entry.revoke_reason if entry.revoked_at else "",
        )
        for entry in task.entries.select_related("new_lead")
        .defer("file_content")
        .order_by("-occurred_at", "-id")
    ]


def _entry_title(entry: TaskEntry) -> str:
    words = entry.get_kind_display()
    new = f" đến {due(entry.new_due_at)}" if entry.new_due_at else ""
    new += f": {entry.new_lead.name}" if entry.new_lead else ""
    return f"{words[:1].upper()}{words[1:]}{new}"


def _entry_text(entry: TaskEntry, may_revoke: bool) -> SafeString:
    lines = [format_html("{}", line) for line in entry.words.splitlines() if line.strip()]
    if entry.file_name:
        url = reverse("directives:entry_file", args=[entry.uid])
        lines.append(format_html('<a href="{}">{}</a>', url, entry.file_name))
    lines.append(format_html('<span class="muted">{}</span>', entry.actor_label))
    if may_revoke:
        url = reverse("directives:task_entry_revoke", args=[entry.uid])
        lines.append(format_html('<a class="no-print" href="{}">Thu hồi mục này</a>', url))
    return format_html_join(_BREAK, "{}", ((line,) for line in lines))


def _parts(task: Task, actor: Actor, now: dt.datetime) -> Table | None:
    rows = list(
        queries.task_rows(queries.visible_tasks(actor).filter(parent=task)).order_by(queries.LEAD_KEY)
    )
    if not rows:
        return None
    return Table(
        (
            Column("Đơn vị", lead_mark, main=True),
            Column("Hạn", lambda part: due_mark(part, now)),
            Column("Trạng thái", lambda part: task_state(part, now)),
            Column("Minh chứng", "evidence", kind="number"),
        ),
        rows,
        row_url=lambda part: reverse("directives:task_page", args=[part.uid]),
    )


@require("directives.task_work")
def task_entry_record(request: HttpRequest, uid: uuid.UUID, kind: str) -> HttpResponse:
    """The form of one kind of entry; the service decides by the same table as the buttons."""
    actor, now = who(request)
    task = queries.task_by_uid(uid, actor)
    if kind not in _LABELS or kind in states.OWN_SERVICE:
        raise Http404
    refusal = access.why_not(actor, task, kind)
    form = EntryForm(request.POST or None, request.FILES or None, kind=kind)
    if request.method == "POST" and form.is_valid() and _recorded(request, task, kind, form):
        return redirect("directives:task_page", uid)
    context = {
        "task": task,
        "form": form,
        "title": _LABELS[_K(kind)],
        "subject": task_title(task),
        "refusal": refusal if not form.errors else None,
        "now": now,
    }
    return render(request, "directives/task_entry_record.html", context)


def _recorded(request: HttpRequest, task: Task, kind: str, form: EntryForm) -> bool:
    actor, now = who(request)
    given = form.cleaned_data
    file = given.get("file")
    try:
        entry = services.task_entry_record(
            task=task,
            kind=kind,
            by=actor,
            now=now,
            words=given["words"],
            file_name=file.name if file else "",
            file_content=file.read() if file else None,
            new_due_at=given.get("new_due_at"),
        )
    except Refused as error:
        put_error(form, error)
        return False
    messages.success(request, f"Đã ghi: {entry.get_kind_display()}.")
    return True


@require("directives.task_work")
def task_share(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Hand parts down to the units of the area."""
    actor, now = who(request)
    task = queries.task_by_uid(uid, actor)
    units = list(queries.units_below(task, actor, now))
    initial = {"content": task.content, "due_at": task.due_at}
    form = ShareForm(request.POST or None, units=units, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            parts = services.task_share(
                task=task,
                lead_ids=form.lead_ids(),
                content=given["content"],
                due_at=given["due_at"],
                by=actor,
                now=now,
            )
        except Refused as error:
            put_error(form, error)
        else:
            messages.success(request, f"Đã giao lại cho {len(parts)} đơn vị.")
            return redirect("directives:task_page", uid)
    context = {"task": task, "form": form, "units": units, "refusal": access.why_not(actor, task, _K.SHARE)}
    return render(request, "directives/task_share.html", context)


@require("directives.task_assign")
def task_assign(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The lead that the directory did not know at release is there now."""
    actor, now = who(request)
    task = queries.task_by_uid(uid, actor)
    form = AssignForm(request.POST or None, day=local_day(now))
    if request.method == "POST" and form.is_valid():
        try:
            services.task_assign(
                task=task, lead_id=form.lead_id(), words=form.cleaned_data["words"], by=actor, now=now
            )
        except Refused as error:
            put_error(form, error)
        else:
            messages.success(request, f"Đã giao {lead_name(task)} chủ trì.")
            return redirect("directives:task_page", uid)
    refusal = access.why_not(actor, task, _K.ASSIGN)
    context = {"task": task, "form": form, "refusal": refusal, "subject": task_title(task)}
    return render(request, "directives/task_assign.html", context)


@require("directives.task_assign")
def task_reassign(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """What a lead cannot do goes to another."""
    actor, now = who(request)
    task = queries.task_by_uid(uid, actor)
    form = ReassignForm(request.POST or None, day=local_day(now))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            fresh = services.task_reassign(
                task=task,
                lead_id=form.lead_id(),
                words=given["words"],
                due_at=given["due_at"],
                by=actor,
                now=now,
            )
        except Refused as error:
            put_error(form, error)
        else:
            messages.success(request, f"Đã giao {lead_name(fresh)} chủ trì.")
            return redirect("directives:task_page", fresh.uid)
    context = {
        "task": task,
        "form": form,
        "refusal": access.why_not(actor, task, _K.REASSIGN) if not form.errors else None,
        "subject": task_title(task),
        "asked": queries.escalation_words([task]).get(task.pk, ""),
    }
    return render(request, "directives/task_reassign.html", context)


@require("directives.view")
def entry_file(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The file handed in with an entry."""
    entry = queries.entry_by_uid(uid, who(request)[0])
    return download(queries.entry_file(entry), entry.file_name)


@require("directives.task_work")
def task_entry_revoke(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Mark an entry as recorded by mistake; it stays on record with the reason."""
    actor, now = who(request)
    entry = queries.entry_by_uid(uid, actor)
    if not access.may_revoke(actor, entry):
        raise OutOfSight
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.task_entry_revoke(entry=entry, reason=form.cleaned_data["reason"], by=actor, now=now)
        except Refused as error:
            put_error(form, error)
        else:
            messages.success(request, f"Đã thu hồi mục “{entry.get_kind_display()}”.")
            return redirect("directives:task_page", entry.task.uid)
    context = {"entry": entry, "task": entry.task, "form": form, "title": _entry_title(entry)}
    return render(request, "directives/task_entry_revoke.html", context)
