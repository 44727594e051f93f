"""The specialist's draft of who does what, and the leader's release."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from lachan.directives import measures, queries, services
from lachan.directives.forms import MeasureForm, ReleaseForm, TaskForm, hits
from lachan.directives.models import Letter, LetterOrder, Task
from lachan.directives.views.common import letter_name, put_error, who
from lachan.directives.wording import figure_words, lead_name, path_title
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.web import require
from lachan.kernel.errors import OutOfSight, Refused
from lachan.kernel.times import local_day
from lachan.ui import messages
from lachan.ui.fields import unit_hits


@dataclass(slots=True)
class Group:
    """Drafted tasks of one order that came from the same words of the letter."""

    words: str
    tasks: list[Task]

    @property
    def fans_out(self) -> bool:
        return len(self.tasks) > 3

    @property
    def leaderless(self) -> int:
        return sum(task.lead is None for task in self.tasks)


@dataclass(slots=True)
class DraftOrder:
    """One order of the draft."""

    order: LetterOrder
    groups: list[Group]
    measure: MeasureForm
    figure: str

    @property
    def title(self) -> str:
        return path_title(self.order.path)

    @property
    def count(self) -> int:
        return sum(len(group.tasks) for group in self.groups)

    @property
    def unknown_helpers(self) -> list[str]:
        """Co-workers of this order whom the directory does not know."""
        tasks = (task for group in self.groups for task in group.tasks)
        return list(dict.fromkeys(words for task in tasks for words in task.co_worker_words))


def _draft(letter: Letter, actor: Actor, now: dt.datetime) -> list[DraftOrder]:
    rows = queries.visible_tasks(actor).filter(order__letter=letter, state=Task.State.DRAFT)
    tasks = queries.task_rows(rows).prefetch_related("co_workers").order_by("order__position", "id")
    by_order = {pk: list(group) for pk, group in groupby(tasks, key=lambda task: task.order_id)}
    return [
        DraftOrder(
            order,
            _groups(by_order.get(order.pk, [])),
            MeasureForm(initial={"indicator": order.indicator}, auto_id=f"id_{order.uid}_%s"),
            figure_words(measures.figure(order.indicator, actor, now)),
        )
        for order in letter.orders.order_by("position")
    ]


def _unknown(orders: Sequence[DraftOrder]) -> str:
    """Co-workers whom the directory does not know, in one line for the notice."""
    return "; ".join(dict.fromkeys(words for order in orders for words in order.unknown_helpers))


def _groups(tasks: list[Task]) -> list[Group]:
    return [Group(words, list(rows)) for words, rows in groupby(tasks, key=lambda task: task.lead_words)]


@require("directives.task_draft")
def tasks_draft(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """GET: the draft by order. POST: let the proposal be made from the confirmed reading."""
    actor, now = who(request)
    letter = queries.letter_by_uid(uid, actor)
    if request.method == "POST":
        return _propose(request, letter)
    if letter.state != Letter.State.DRAFTED:
        return redirect("directives:letter_page", uid)
    orders = _draft(letter, actor, now)
    context = {
        "letter": letter,
        "name": letter_name(letter),
        "orders": orders,
        "total": sum(order.count for order in orders),
        "leaderless": sum(group.leaderless for order in orders for group in order.groups),
        "unknown": _unknown(orders),
    }
    return render(request, "directives/tasks_draft.html", context)


def _propose(request: HttpRequest, letter: Letter) -> HttpResponse:
    actor, now = who(request)
    try:
        made = services.tasks_draft(letter=letter, by=actor, now=now)
    except Refused as error:
        messages.error(request, error.message)
        return redirect("directives:letter_page", letter.uid)
    messages.success(request, f"Đã dự thảo {len(made)} nhiệm vụ theo bản đọc. Kiểm tra rồi trình lãnh đạo.")
    return redirect("directives:tasks_draft", letter.uid)


@require_POST
@require("directives.task_draft")
def draft_discard(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Drop the draft, so that the reading can be mended."""
    actor, now = who(request)
    letter = queries.letter_by_uid(uid, actor)
    try:
        services.draft_discard(letter=letter, by=actor, now=now)
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Đã bỏ dự thảo. Văn thư sửa được bản đọc.")
    return redirect("directives:letter_page", uid)


@require_POST
@require("directives.task_draft")
def tasks_drop(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Take the chosen tasks out of the draft."""
    actor, now = who(request)
    letter = queries.letter_by_uid(uid, actor)
    chosen = [one for text in request.POST.getlist("selected") if (one := _uuid(text))]
    tasks = list(
        queries.visible_tasks(actor)
        .filter(order__letter=letter, uid__in=chosen)
        .select_related("order__letter")
    )
    try:
        services.tasks_drop(tasks=tasks, by=actor, now=now)
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Đã bỏ {len(tasks)} nhiệm vụ khỏi dự thảo.")
    return redirect("directives:tasks_draft", uid)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


@require_POST
@require("directives.task_draft")
def order_measure(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Choose what measures an order."""
    actor, now = who(request)
    order = queries.order_by_uid(uid, actor)
    try:
        services.order_measure(order=order, indicator=request.POST.get("indicator", ""), by=actor, now=now)
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Đã chọn chỉ số đo {path_title(order.path)}.")
    return redirect("directives:tasks_draft", order.letter.uid)


@require("directives.task_draft")
def task_add(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One more task for an order."""
    actor, now = who(request)
    order = queries.order_by_uid(uid, actor)
    form = TaskForm(request.POST or None, day=local_day(now), initial={"content": order.text})
    if request.method == "POST" and form.is_valid():
        try:
            services.task_add(order=order, by=actor, now=now, lead_id=form.lead_id(), **_values(form))
        except Refused as error:
            put_error(form, error)
        else:
            messages.success(request, "Đã thêm nhiệm vụ vào dự thảo.")
            return redirect("directives:tasks_draft", order.letter.uid)
    context = {"form": form, "order": order, "title": "Thêm nhiệm vụ", "name": letter_name(order.letter)}
    return render(request, "directives/task_change.html", context)


@require("directives.task_draft")
def task_change(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Change a drafted task, or what all units of its group share."""
    actor, now = who(request)
    task = queries.task_by_uid(uid, actor)
    if task.state != Task.State.DRAFT:
        raise OutOfSight
    group = list(
        queries.visible_tasks(actor)
        .filter(order_id=task.order_id, lead_words=task.lead_words, state=Task.State.DRAFT)
        .select_related("order__letter")
    )
    form = TaskForm(
        request.POST or None,
        day=local_day(now),
        group=len(group),
        unknown=task.co_worker_words,
        initial=_initial(task),
    )
    if request.method == "POST" and form.is_valid():
        try:
            _change(task, group, form, actor, now)
        except Refused as error:
            put_error(form, error)
        else:
            messages.success(request, "Đã sửa dự thảo.")
            return redirect("directives:tasks_draft", task.order.letter.uid)
    title = lead_name(task)
    context = {
        "form": form,
        "order": task.order,
        "task": task,
        "title": title,
        "name": letter_name(task.order.letter),
    }
    return render(request, "directives/task_change.html", context)


def _change(task: Task, group: list[Task], form: TaskForm, actor: Actor, now: dt.datetime) -> None:
    values = _values(form)
    co_workers = values.pop("co_worker_ids")
    own = {
        "lead_id": form.lead_id(),
        "lead_words": values.pop("lead_words"),
        "person_named": values.pop("person_named"),
    }
    services.task_change(task=task, changes=own | values, co_worker_ids=co_workers, by=actor, now=now)
    others = [other for other in group if other.pk != task.pk]
    if form.cleaned_data.get("whole_group") and others:
        services.tasks_change(tasks=others, changes=values, co_worker_ids=co_workers, by=actor, now=now)


def _values(form: TaskForm) -> dict[str, Any]:
    given = form.cleaned_data
    kind = "by" if given["due_at"] else ("recurring" if given["recurrence"] else "")
    known, unknown = form.co_workers()
    return {
        "lead_words": given["lead_words"],
        "person_named": given["person_named"],
        "content": given["content"],
        "due_at": given["due_at"],
        "due_kind": kind,
        "recurrence": given["recurrence"],
        "by_day": given["by_day"],
        "by_hour": given["by_hour"],
        "co_worker_ids": known,
        "co_worker_words": unknown,
    }


def _initial(task: Task) -> dict[str, Any]:
    return {
        "lead": str(task.lead.uid) if task.lead else "",
        "lead_words": task.lead_words,
        "person_named": task.person_named,
        "due_at": task.due_at,
        "recurrence": task.recurrence,
        "by_day": f"{task.recurrence}-{task.by_day}" if task.by_day else "",
        "by_hour": task.by_hour,
        "co_workers": "\n".join([*task.co_worker_words, *(row.name for row in task.co_workers.all())]),
        "content": task.content,
    }


@require("directives.task_release")
def tasks_release(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The leader reads what will go out, writes the bút phê and releases it."""
    actor, now = who(request)
    letter = queries.letter_by_uid(uid, actor)
    if letter.state != Letter.State.DRAFTED:
        return redirect("directives:letter_page", uid)
    orders = _draft(letter, actor, now)
    tasks = [task for order in orders for group in order.groups for task in group.tasks]
    leaderless = [task for task in tasks if task.lead is None]
    form = ReleaseForm(request.POST or None, leaderless=len(leaderless))
    if request.method == "POST" and form.is_valid():
        try:
            count = services.tasks_release(letter=letter, by=actor, now=now, **form.cleaned_data)
        except Refused as error:
            put_error(form, error)
        else:
            messages.success(request, f"Đã giao {count} nhiệm vụ. Đổi hạn hoặc trả lại ở từng nhiệm vụ.")
            return redirect("directives:letter_page", uid)
    context = {
        "letter": letter,
        "name": letter_name(letter),
        "form": form,
        "orders": orders,
        "total": len(tasks),
        "units": len({task.lead_id for task in tasks if task.lead_id}),
        "late": sum(bool(task.due_at and task.due_at < letter.received_at) for task in tasks),
        "leaderless": "; ".join(dict.fromkeys(task.lead_words or lead_name(task) for task in leaderless)),
        "leaderless_count": len(leaderless),
        "unknown": _unknown(orders),
    }
    return render(request, "directives/tasks_release.html", context)


@require("directives.task_assign")
def organisation_hits(request: HttpRequest) -> HttpResponse:
    """What a typed name may mean, while typing."""
    day = local_day(who(request)[1])
    return unit_hits(request, lambda text: hits(text, day))
