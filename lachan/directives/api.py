"""Letters and tasks as JSON, for the same services as the screens; the session says who asks."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any, Literal

from django.db.models import F
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status
from ninja.errors import HttpError

from lachan.directives import access, progress, queries, services
from lachan.directives.models import Letter, Task
from lachan.directives.wording import figure_words, path_title
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import check
from lachan.kernel.errors import Forbidden, OutOfSight, Refused
from lachan.kernel.times import local_day, told_moment
from lachan.organisations.queries import alive_on

router = Router(tags=["directives"])

EntryKind = Literal["evidence", "ask", "report", "return", "accept", "extend", "remind", "stop"]
Limit = Annotated[int, Query(ge=1, le=200)]
Offset = Annotated[int, Query(ge=0, le=100_000)]


class Problem(Schema):
    """Why something was not done, in words that can be shown; `field` where one is to blame."""

    detail: str
    field: str | None = None


class LetterRow(Schema):
    uid: uuid.UUID
    arrival_number: int
    arrival_year: int
    received_at: dt.datetime
    issuer: str
    doc_type: str
    number: str
    symbol: str
    issued_on: dt.date | None
    subject: str
    urgency: str
    state: str


class OrderRow(Schema):
    """One order with what became of it; `measured` is the figure in words, as the screen shows it."""

    uid: uuid.UUID
    path: list[str]
    text: str
    tasks: int
    done: int
    reported: int
    late: int
    indicator: str
    measured: str


class LetterFull(LetterRow):
    reading: dict[str, Any]
    confirmed: dict[str, Any] | None
    orders: list[OrderRow]


class LetterPage(Schema):
    count: int
    items: list[LetterRow]


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


class ReleaseIn(Schema):
    """`keep_unknown`: release also tasks whose lead the directory does not know."""

    instruction: str = Field("", max_length=2000)
    keep_unknown: bool = False


class AssignIn(Schema):
    """`lead`: the organisation of the directory that takes the task over."""

    lead: uuid.UUID
    words: str = Field("", max_length=500)


class Invalid(Schema):
    """What was sent does not have the shape that is documented."""

    detail: list[dict[str, Any]]


_ANSWERS: dict[Any, Any] = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 422: Invalid}
Answer = Status[Any]


def _who(request: HttpRequest) -> tuple[Actor, dt.datetime]:
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        raise HttpError(401, "Chưa đăng nhập.")
    return actor, request.now  # type: ignore[attr-defined]


def _answer(work: Any) -> Answer:
    """The domain's refusals as documented answers."""
    try:
        return Status(200, work())
    except Forbidden as error:
        return Status(403, {"detail": error.message})
    except Refused as error:
        return Status(400, {"detail": error.message, "field": error.field})
    except OutOfSight:
        return Status(404, {"detail": "Không có bản ghi này."})


@router.get("/letters", response={200: LetterPage, **_ANSWERS}, summary="Sổ văn bản đến")
def letter_list(
    request: HttpRequest,
    text: Annotated[str, Query(max_length=100)] = "",
    state: Annotated[
        Literal["", "registered", "confirmed", "drafted", "released", "filed", "void"], Query()
    ] = "",
    limit: Limit = 50,
    offset: Offset = 0,
) -> Answer:
    actor, now = _who(request)

    def work() -> dict[str, Any]:
        check(actor, "directives.view")
        rows = queries.letters_where(queries.letter_rows(actor), {"text": text, "state": state}, now)
        rows = rows.order_by("-received_at", "-id")
        return {"count": rows.count(), "items": list(rows[offset : offset + limit])}

    return _answer(work)


@router.get("/letters/{uid}", response={200: LetterFull, **_ANSWERS}, summary="Một văn bản và tiến độ")
def letter_get(request: HttpRequest, uid: uuid.UUID) -> Answer:
    actor, now = _who(request)

    def work() -> dict[str, Any]:
        check(actor, "directives.view")
        return _letter(queries.letter_by_uid(uid, actor), actor, now)

    return _answer(work)


@router.post("/letters/{uid}/release", response={200: LetterFull, **_ANSWERS}, summary="Lãnh đạo giao việc")
def letter_release(request: HttpRequest, uid: uuid.UUID, given: ReleaseIn) -> Answer:
    actor, now = _who(request)

    def work() -> dict[str, Any]:
        letter = queries.letter_by_uid(uid, actor)
        services.tasks_release(letter=letter, by=actor, now=now, **given.model_dump())
        return _letter(letter, actor, now)

    return _answer(work)


@router.get("/tasks", response={200: TaskPage, **_ANSWERS}, summary="Nhiệm vụ trong phạm vi được xem")
def task_list(
    request: HttpRequest,
    scope: Annotated[Literal["unit", "all"], Query()] = "unit",
    state: Annotated[
        Literal["", "open", "owed", "released", "reported", "returned", "done", "cancelled"], Query()
    ] = "open",
    due: Annotated[Literal["", "late", "late_all", "today", "soon", "recurring", "none"], Query()] = "",
    limit: Limit = 50,
    offset: Offset = 0,
) -> Answer:
    actor, now = _who(request)

    def work() -> dict[str, Any]:
        check(actor, "directives.view")
        mine = queries.own_tasks(actor) if scope == "unit" else queries.visible_tasks(actor)
        rows = queries.tasks_where(mine.exclude(state=Task.State.DRAFT), {"state": state, "due": due}, now)
        page = queries.task_rows(rows).order_by(F("due_at").asc(nulls_last=True), "id")[
            offset : offset + limit
        ]
        return {"count": rows.count(), "items": [_task(task, now) for task in page]}

    return _answer(work)


@router.get("/tasks/{uid}", response={200: TaskFull, **_ANSWERS}, summary="Một nhiệm vụ và diễn biến")
def task_get(request: HttpRequest, uid: uuid.UUID) -> Answer:
    actor, now = _who(request)

    def work() -> dict[str, Any]:
        check(actor, "directives.view")
        return _task_full(queries.task_by_uid(uid, actor), actor, now)

    return _answer(work)


@router.post(
    "/tasks/{uid}/entries", response={200: TaskFull, **_ANSWERS}, summary="Ghi một bước của nhiệm vụ"
)
def task_entry_record(request: HttpRequest, uid: uuid.UUID, given: EntryIn) -> Answer:
    actor, now = _who(request)

    def work() -> dict[str, Any]:
        task = queries.task_by_uid(uid, actor)
        due = told_moment(given.new_due_at, "new_due_at") if given.new_due_at else None
        services.task_entry_record(
            task=task, kind=given.kind, words=given.words, new_due_at=due, by=actor, now=now
        )
        return _task_full(queries.task_by_uid(uid, actor), actor, now)

    return _answer(work)


@router.post("/tasks/{uid}/lead", response={200: TaskFull, **_ANSWERS}, summary="Chọn đơn vị chủ trì")
def task_assign(request: HttpRequest, uid: uuid.UUID, given: AssignIn) -> Answer:
    actor, now = _who(request)

    def work() -> dict[str, Any]:
        task = queries.task_by_uid(uid, actor)
        lead = alive_on(local_day(now)).filter(uid=given.lead).first()
        if lead is None:
            raise Refused("Đơn vị này không có trong danh bạ hôm nay.", "lead")
        services.task_assign(task=task, lead_id=lead.pk, words=given.words, by=actor, now=now)
        return _task_full(queries.task_by_uid(uid, actor), actor, now)

    return _answer(work)


@router.post("/entries/{uid}/revoke", response={200: TaskFull, **_ANSWERS}, summary="Thu hồi mục ghi nhầm")
def task_entry_revoke(request: HttpRequest, uid: uuid.UUID, given: RevokeIn) -> Answer:
    actor, now = _who(request)

    def work() -> dict[str, Any]:
        entry = queries.entry_by_uid(uid, actor)
        services.task_entry_revoke(entry=entry, reason=given.reason, by=actor, now=now)
        return _task_full(queries.task_by_uid(entry.task.uid, actor), actor, now)

    return _answer(work)


def _letter(letter: Letter, actor: Actor, now: dt.datetime) -> dict[str, Any]:
    rows = progress.of_letter(letter, actor, now)
    head = {name: getattr(letter, name) for name in LetterRow.model_fields}
    orders = [
        {
            "uid": row.order.uid,
            "path": row.order.path,
            "text": row.order.text,
            "tasks": row.total,
            "done": row.done,
            "reported": row.reported,
            "late": row.late,
            "indicator": row.order.indicator,
            "measured": figure_words(row.figure),
        }
        for row in rows
    ]
    return {**head, "reading": letter.reading, "confirmed": letter.confirmed, "orders": orders}


def _task(task: Task, now: dt.datetime) -> dict[str, Any]:
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
        **_task(task, now),
        "possible": access.possible_entries(actor, task),
        "entries": [{name: getattr(entry, name) for name in EntryRow.model_fields} for entry in entries],
    }
