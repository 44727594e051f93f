"""Tasks: whose they are, what became of them, and each step on the way."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any, Literal

from django.db.models import F
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from lachan.directives import access, progress, queries, services
from lachan.directives.api.answers import ANSWERS, Answer, Limit, Offset, answer, who
from lachan.directives.models import Task
from lachan.directives.wording import path_title
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import check
from lachan.kernel.errors import Refused
from lachan.kernel.times import local_day, told_moment
from lachan.organisations.queries import alive_on

router = Router()

EntryKind = Literal["evidence", "ask", "report", "return", "accept", "extend", "remind", "stop"]


class TaskRow(Schema):
    uid: uuid.UUID
    letter: uuid.UUID
    order: str
    parent: uuid.UUID | None
    lead: str | None
    lead_words: str
    person_named: str
    co_worker_words: list[str]
    content: str
    due_at: dt.datetime | None
    due_words: str
    recurrence: str
    by_day: int | None  # two weekdays as two digits: 25 is Tuesday and Friday
    by_hour: dt.time | None
    overdue_on_receipt: bool
    late: bool
    state: str
    reported_at: dt.datetime | None
    finished_at: dt.datetime | None
    evidence: int


class TaskPage(Schema):
    count: int
    items: list[TaskRow]


class EntryRow(Schema):
    uid: uuid.UUID
    kind: str
    occurred_at: dt.datetime
    actor_label: str
    words: str
    file_name: str
    new_due_at: dt.datetime | None
    revoked_at: dt.datetime | None
    revoke_reason: str


class TaskFull(TaskRow):
    possible: list[str]
    entries: list[EntryRow]


class EntryIn(Schema):
    """Files come through the screens; here an entry is words and, for `extend` and `ask`, a new deadline."""

    kind: EntryKind
    words: str = Field("", max_length=4000)
    new_due_at: dt.datetime | None = None


class RevokeIn(Schema):
    reason: str = Field(min_length=1, max_length=500)


class AssignIn(Schema):
    """`lead`: the organisation of the directory that takes the task over."""

    lead: uuid.UUID
    words: str = Field("", max_length=500)


@router.get("/tasks", response={200: TaskPage, **ANSWERS}, summary="Nhiệm vụ trong phạm vi được xem")
def task_list(
    request: HttpRequest,
    scope: Annotated[Literal["unit", "all"], Query()] = "unit",
    state: Annotated[
        Literal["", "open", "owed", "released", "reported", "returned", "escalated", "done", "cancelled"],
        Query(),
    ] = "open",
    due: Annotated[Literal["", "late", "late_all", "today", "soon", "recurring", "none"], Query()] = "",
    limit: Limit = 50,
    offset: Offset = 0,
) -> Answer:
    actor, now = who(request)

    def work() -> dict[str, Any]:
        check(actor, "directives.view")
        mine = queries.own_tasks(actor) if scope == "unit" else queries.visible_tasks(actor)
        rows = queries.tasks_where(mine.exclude(state=Task.State.DRAFT), {"state": state, "due": due}, now)
        page = queries.task_rows(rows).order_by(F("due_at").asc(nulls_last=True), "id")[
            offset : offset + limit
        ]
        return {"count": rows.count(), "items": [task_out(task, now) for task in page]}

    return answer(work)


@router.get("/tasks/{uid}", response={200: TaskFull, **ANSWERS}, summary="Một nhiệm vụ và diễn biến")
def task_get(request: HttpRequest, uid: uuid.UUID) -> Answer:
    actor, now = who(request)

    def work() -> dict[str, Any]:
        check(actor, "directives.view")
        return _task_full(queries.task_by_uid(uid, actor), actor, now)

    return answer(work)


@router.post("/tasks/{uid}/entries", response={200: TaskFull, **ANSWERS}, summary="Ghi một bước của nhiệm vụ")
def task_entry_record(request: HttpRequest, uid: uuid.UUID, given: EntryIn) -> Answer:
    actor, now = who(request)

    def work() -> dict[str, Any]:
        task = queries.task_by_uid(uid, actor)
        due = told_moment(given.new_due_at, "new_due_at") if given.new_due_at else None
        services.task_entry_record(
            task=task, kind=given.kind, words=given.words, new_due_at=due, by=actor, now=now
        )
        return _task_full(queries.task_by_uid(uid, actor), actor, now)

    return answer(work)


@router.post("/tasks/{uid}/lead", response={200: TaskFull, **ANSWERS}, summary="Chọn đơn vị chủ trì")
def task_assign(request: HttpRequest, uid: uuid.UUID, given: AssignIn) -> Answer:
    actor, now = who(request)

    def work() -> dict[str, Any]:
        task = queries.task_by_uid(uid, actor)
        lead = alive_on(local_day(now)).filter(uid=given.lead).first()
        if lead is None:
            raise Refused("Đơn vị này không có trong danh bạ hôm nay.", "lead")
        services.task_assign(task=task, lead_id=lead.pk, words=given.words, by=actor, now=now)
        return _task_full(queries.task_by_uid(uid, actor), actor, now)

    return answer(work)


@router.post("/entries/{uid}/revoke", response={200: TaskFull, **ANSWERS}, summary="Thu hồi mục ghi nhầm")
def task_entry_revoke(request: HttpRequest, uid: uuid.UUID, given: RevokeIn) -> Answer:
    actor, now = who(request)

    def work() -> dict[str, Any]:
        entry = queries.entry_by_uid(uid, actor)
        services.task_entry_revoke(entry=entry, reason=given.reason, by=actor, now=now)
        return _task_full(queries.task_by_uid(entry.task.uid, actor), actor, now)

    return answer(work)


def task_out(task: Task, now: dt.datetime) -> dict[str, Any]:
    own = set(TaskRow.model_fields) - {"letter", "order", "parent", "lead", "late"}
    return {
        **{name: getattr(task, name) for name in own},
        "letter": task.order.letter.uid,
        "order": path_title(task.order.path),
        "parent": task.parent.uid if task.parent else None,
        "lead": task.lead.name if task.lead else None,
        "late": progress.is_late(task, now),
    }


def _task_full(task: Task, actor: Actor, now: dt.datetime) -> dict[str, Any]:
    entries = task.entries.defer("file_content").order_by("occurred_at", "id")
    return {
        **task_out(task, now),
        "possible": access.possible_entries(actor, task),
        "entries": [{name: getattr(entry, name) for name in EntryRow.model_fields} for entry in entries],
    }
