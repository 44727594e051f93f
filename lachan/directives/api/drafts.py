"""Who does what, before the leader releases it: proposed from the confirmed reading, then put right task by task."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from ninja import Field, Router, Schema, Status

from lachan.directives import queries, services
from lachan.directives.api.tasks import TaskPage, TaskRow, task_out
from lachan.directives.models import Letter, Task
from lachan.kernel.access.roles import check, may
from lachan.kernel.errors import OutOfSight, Refused
from lachan.kernel.times import local_day, told_moment
from lachan.organisations.queries import alive_on

router = Router()

Name = Annotated[str, Field(max_length=300)]


class TaskDraftIn(Schema):
    """`lead` and `co_workers` are organisations of the directory; `lead_words` and `co_worker_words` name those whom it
    does not know. `by_day`: a weekday (1 is Monday), two of them as two digits (25), or a day of the month."""

    lead: uuid.UUID | None = None
    lead_words: Name = ""
    person_named: str = Field("", max_length=200)
    content: str = Field("", max_length=20_000)
    due_at: dt.datetime | None = None
    recurrence: Literal["", "daily", "weekly", "monthly", "regular"] = ""
    by_day: int | None = Field(None, ge=1, le=67)
    by_hour: dt.time | None = None
    co_workers: list[uuid.UUID] = Field([], max_length=100)
    co_worker_words: list[Name] = Field([], max_length=100)


class DropIn(Schema):
    tasks: list[uuid.UUID] = Field(min_length=1, max_length=1000)


class OrderMeasureIn(Schema):
    """A code of `/insight/indicators`; empty where no record can measure the order and evidence must."""

    indicator: str = Field("", max_length=60)


@router.get("/letters/{uid}/draft", response=TaskPage, summary="Dự thảo phân công của một văn bản")
def draft_get(request: Any, uid: uuid.UUID) -> dict[str, Any]:
    """The drafted tasks, in the order of the letter."""
    if not may(request.actor, "directives.task_release"):
        check(request.actor, "directives.task_draft")
    return _draft(request, queries.letter_by_uid(uid, request.actor))


@router.post("/letters/{uid}/draft", response=TaskPage, summary="Dự thảo phân công theo bản đọc")
def tasks_draft(request: Any, uid: uuid.UUID) -> dict[str, Any]:
    """Propose a task for each order and each unit that it names or fans out to."""
    check(request.actor, "directives.task_draft")
    letter = queries.letter_by_uid(uid, request.actor)
    services.tasks_draft(letter=letter, by=request.actor, now=request.now)
    return _draft(request, letter)


@router.post("/letters/{uid}/draft/discard", response=TaskPage, summary="Bỏ dự thảo")
def draft_discard(request: Any, uid: uuid.UUID) -> dict[str, Any]:
    """Drop the whole draft, so that the reading can be put right."""
    check(request.actor, "directives.task_draft")
    letter = queries.letter_by_uid(uid, request.actor)
    services.draft_discard(letter=letter, by=request.actor, now=request.now)
    return _draft(request, letter)


@router.post("/letters/{uid}/draft/drop", response=TaskPage, summary="Bỏ bớt nhiệm vụ khỏi dự thảo")
def tasks_drop(request: Any, uid: uuid.UUID, given: DropIn) -> dict[str, Any]:
    """Take tasks out of the draft."""
    check(request.actor, "directives.task_draft")
    letter = queries.letter_by_uid(uid, request.actor)
    rows = queries.visible_tasks(request.actor).filter(order__letter=letter, uid__in=given.tasks)
    tasks = list(rows.select_related("order__letter"))
    if len(tasks) != len(set(given.tasks)):
        raise OutOfSight
    services.tasks_drop(tasks=tasks, by=request.actor, now=request.now)
    return _draft(request, letter)


@router.post("/orders/{uid}/tasks", response={201: TaskRow}, summary="Thêm một nhiệm vụ vào dự thảo")
def task_add(request: Any, uid: uuid.UUID, given: TaskDraftIn) -> Status[Any]:
    """One more task for an order; without `content` in the order's own words."""
    check(request.actor, "directives.task_draft")
    order = queries.order_by_uid(uid, request.actor)
    task = services.task_add(order=order, **_values(request, given), by=request.actor, now=request.now)
    return Status(201, task_out(queries.task_by_uid(task.uid, request.actor), request.now))


@router.post("/orders/{uid}/measure", response=OrderMeasureIn, summary="Chọn chỉ số đo một nội dung")
def order_measure(request: Any, uid: uuid.UUID, given: OrderMeasureIn) -> OrderMeasureIn:
    """Choose what measures an order."""
    check(request.actor, "directives.task_draft")
    order = queries.order_by_uid(uid, request.actor)
    services.order_measure(order=order, indicator=given.indicator, by=request.actor, now=request.now)
    return given


@router.post("/tasks/{uid}/change", response=TaskRow, summary="Sửa một nhiệm vụ dự thảo")
def task_change(request: Any, uid: uuid.UUID, given: TaskDraftIn) -> dict[str, Any]:
    """Put a drafted task right: what is sent takes the place of all that it said."""
    check(request.actor, "directives.task_draft")
    task = queries.task_by_uid(uid, request.actor)
    changes = _values(request, given)
    co_workers = changes.pop("co_worker_ids")
    changes["content"] = changes["content"].strip() or task.order.text
    if changes["lead_id"] is None and not changes["lead_words"].strip():
        raise Refused("Chọn đơn vị chủ trì, hoặc ghi tên như trong văn bản.", "lead")
    services.task_change(
        task=task, changes=changes, co_worker_ids=co_workers, by=request.actor, now=request.now
    )
    return task_out(queries.task_by_uid(uid, request.actor), request.now)


def _draft(request: Any, letter: Letter) -> dict[str, Any]:
    drafted = queries.visible_tasks(request.actor).filter(order__letter=letter, state=Task.State.DRAFT)
    rows = queries.task_rows(drafted).order_by("order__position", "id")
    items = [task_out(task, request.now) for task in rows]
    return {"count": len(items), "items": items}


def _values(request: Any, given: TaskDraftIn) -> dict[str, Any]:
    """What the services take."""
    due_at = told_moment(given.due_at, "due_at") if given.due_at else None
    if given.by_hour is not None and given.by_hour.tzinfo is not None:
        raise Refused("Giờ của kỳ là giờ của tỉnh, không kèm múi giờ.", "by_hour")
    names = ("lead_words", "person_named", "content", "recurrence", "by_day", "by_hour", "co_worker_words")
    return {name: getattr(given, name) for name in names} | {
        "lead_id": _organisations(request, [given.lead], "lead")[0] if given.lead else None,
        "due_at": due_at,
        "due_kind": "by" if due_at else ("recurring" if given.recurrence else ""),
        "co_worker_ids": _organisations(request, given.co_workers, "co_workers"),
    }


def _organisations(request: Any, uids: Sequence[uuid.UUID], field: str) -> list[int]:
    found = dict(alive_on(local_day(request.now)).filter(uid__in=uids).values_list("uid", "pk"))
    if found.keys() != set(uids):
        raise Refused("Đơn vị này không có trong danh bạ hôm nay.", field)
    return list(found.values())
