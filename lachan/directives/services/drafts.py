"""The draft of who does what, changed by a specialist and released by the leader's bút phê."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from lachan.directives import drafting
from lachan.directives.access import visible_letters
from lachan.directives.models import Letter, LetterOrder, Task
from lachan.directives.periods import check_period
from lachan.directives.wording import lead_name, numbered
from lachan.kernel import indicators
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import check
from lachan.kernel.audit import services as audit
from lachan.kernel.errors import OutOfSight, Refused
from lachan.kernel.text import fold
from lachan.kernel.times import local_day

DRAFT_FIELDS = frozenset(
    {
        "lead_id",
        "lead_words",
        "person_named",
        "co_worker_words",
        "content",
        "due_at",
        "due_words",
        "due_kind",
        "recurrence",
        "by_day",
        "by_hour",
    }
)


@transaction.atomic
def tasks_draft(*, letter: Letter, by: Actor, now: dt.datetime) -> list[Task]:
    """Propose a task for each order and each unit that it names or fans out to."""
    check(by, "directives.task_draft")
    _check_sees(letter, by)
    _move(letter, Letter.State.CONFIRMED, Letter.State.DRAFTED, "Văn thư phải xác nhận bản đọc trước.")
    made = drafting.draft_tasks(letter, local_day(now))
    _record(letter, "directives.tasks_drafted", by, now, tasks=len(made))
    return made


@transaction.atomic
def task_add(
    *,
    order: LetterOrder,
    lead_id: int | None,
    by: Actor,
    now: dt.datetime,
    lead_words: str = "",
    content: str = "",
    person_named: str = "",
    due_at: dt.datetime | None = None,
    due_words: str = "",
    due_kind: str = "",
    recurrence: str = "",
    by_day: int | None = None,
    by_hour: dt.time | None = None,
    co_worker_ids: Sequence[int] = (),
    co_worker_words: Sequence[str] = (),
) -> Task:
    """One more task for an order of a drafted letter; without `content` the order's own words. `lead_words` and
    `co_worker_words` name a lead (then without `lead_id`) and co-workers that the directory does not know."""
    _check_draft(order.letter, by)
    _check_lead(order, lead_id, lead_words)
    check_period(recurrence, by_day, by_hour)
    task = Task.objects.create(
        order=order,
        lead_id=lead_id,
        lead_words=lead_words,
        lead_words_key=fold(lead_words),
        content=content.strip() or order.text,
        person_named=person_named,
        co_worker_words=list(co_worker_words),
        due_at=due_at,
        due_words=due_words,
        due_kind=due_kind or ("by" if due_at else ""),
        recurrence=recurrence,
        by_day=by_day,
        by_hour=by_hour,
    )
    task.co_workers.set([pk for pk in co_worker_ids if pk != lead_id])
    lead = lead_name(task)
    audit.record(kind="directives.task_added", by=by, now=now, object_uid=task.uid, data={"lead": lead})
    return task


def task_change(
    *,
    task: Task,
    changes: Mapping[str, Any],
    by: Actor,
    now: dt.datetime,
    co_worker_ids: Sequence[int] | None = None,
) -> Task:
    """Change a drafted task (lead, its name in the letter, person, deadline, content, co-workers)."""
    tasks_change(tasks=[task], changes=changes, by=by, now=now, co_worker_ids=co_worker_ids)
    return task


@transaction.atomic
def tasks_change(
    *,
    tasks: Sequence[Task],
    changes: Mapping[str, Any],
    by: Actor,
    now: dt.datetime,
    co_worker_ids: Sequence[int] | None = None,
) -> None:
    """The same change for drafted tasks of one letter: the units of a fan-out keep one deadline."""
    unknown = set(changes) - DRAFT_FIELDS
    if unknown:
        raise KeyError(unknown.pop())
    _check_drafted(tasks, by)
    if "lead_id" in changes and len(tasks) > 1:
        raise Refused("Mỗi nhiệm vụ có một đơn vị chủ trì; không đổi chủ trì cho cả nhóm.", "lead")
    if "recurrence" in changes:
        check_period(changes["recurrence"], changes.get("by_day"), changes.get("by_hour"))
    values = dict(changes)
    if "lead_words" in changes:
        values["lead_words_key"] = fold(changes["lead_words"])
    for task in tasks:
        for name, value in values.items():
            setattr(task, name, value)
        task.save(update_fields=list(values) or None)
        if co_worker_ids is not None:
            task.co_workers.set([pk for pk in co_worker_ids if pk != task.lead_id])
    fields = [*changes, *(["co_workers"] if co_worker_ids is not None else [])]
    audit.record(
        kind="directives.task_changed",
        by=by,
        now=now,
        object_uid=tasks[0].uid,
        data={"fields": ", ".join(fields), "tasks": len(tasks)},
    )


def task_drop(*, task: Task, by: Actor, now: dt.datetime) -> None:
    """Take a drafted task out before release."""
    tasks_drop(tasks=[task], by=by, now=now)


@transaction.atomic
def tasks_drop(*, tasks: Sequence[Task], by: Actor, now: dt.datetime) -> None:
    """Take drafted tasks of one letter out before release: a draft is no fact and leaves no row."""
    _check_drafted(tasks, by)
    first = tasks[0].uid
    Task.objects.filter(pk__in=[task.pk for task in tasks], state=Task.State.DRAFT).delete()
    audit.record(kind="directives.task_dropped", by=by, now=now, object_uid=first, data={"tasks": len(tasks)})


@transaction.atomic
def order_measure(*, order: LetterOrder, indicator: str, by: Actor, now: dt.datetime) -> None:
    """Choose the indicator that measures an order; "" where no record can measure it and evidence must."""
    _check_draft(order.letter, by)
    indicators.load_room_indicators()
    if indicator and indicator not in indicators.indicators():
        raise Refused("Chỉ số này không có trong danh mục.", "indicator")
    LetterOrder.objects.filter(pk=order.pk).update(indicator=indicator)
    audit.record(
        kind="directives.order_measured",
        by=by,
        now=now,
        object_uid=order.uid,
        data={"indicator": indicator or "(không)", "path": ".".join(order.path)},
    )


@transaction.atomic
def draft_discard(*, letter: Letter, by: Actor, now: dt.datetime) -> None:
    """Drop the whole draft, so that the reading can be put right and drafted again."""
    check(by, "directives.task_draft")
    _check_sees(letter, by)
    _move(letter, Letter.State.DRAFTED, Letter.State.CONFIRMED, "Không có dự thảo nào để bỏ.")
    Task.objects.filter(order__letter=letter, state=Task.State.DRAFT).delete()
    _record(letter, "directives.draft_discarded", by, now)


@transaction.atomic
def tasks_release(
    *, letter: Letter, instruction: str, by: Actor, now: dt.datetime, keep_unknown: bool = False
) -> int:
    """The leader's bút phê: every drafted task starts. Deadlines past on receipt are marked so. With `keep_unknown`
    also those whose lead the directory does not know: its name stays as the letter writes it."""
    check(by, "directives.task_release")
    _check_sees(letter, by)
    drafts = Task.objects.filter(order__letter=letter, state=Task.State.DRAFT)
    _check_release(letter, drafts, keep_unknown=keep_unknown)
    _move(letter, Letter.State.DRAFTED, Letter.State.RELEASED, "Văn bản vừa được người khác xử lý.")
    drafts.filter(due_at__lt=letter.received_at).update(overdue_on_receipt=True)
    released = drafts.update(
        state=Task.State.RELEASED,
        released_at=now,
        released_by=by.user_id,
        ordered_due_at=F("due_at"),
        instruction=instruction.strip(),
    )
    _record(letter, "directives.tasks_released", by, now, tasks=released)
    return released


def _check_lead(order: LetterOrder, lead_id: int | None, words: str) -> None:
    if lead_id is None and not words.strip():
        raise Refused("Chọn đơn vị chủ trì, hoặc ghi tên như trong văn bản.", "lead")
    same = {"lead_id": lead_id} if lead_id else {"lead": None, "lead_words_key": fold(words)}
    if order.tasks.filter(state=Task.State.DRAFT, **same).exists():
        raise Refused("Đơn vị này đã có nhiệm vụ trong mục này.", "lead")


def _check_release(letter: Letter, drafts: QuerySet[Task], *, keep_unknown: bool) -> None:
    if letter.state != Letter.State.DRAFTED:
        raise Refused("Chưa có dự thảo phân công để giao.")
    unknown = drafts.filter(lead=None)
    if nameless := unknown.filter(lead_words="").count():
        raise Refused(f"Còn {nameless} nhiệm vụ chưa chọn đơn vị chủ trì.")
    if (kept := unknown.count()) and not keep_unknown:
        raise Refused(
            f"Có {kept} nhiệm vụ mà đơn vị chủ trì chưa có trong danh bạ. Nếu vẫn giao, đánh dấu ô xác nhận.",
            "keep_unknown",
        )
    if not drafts.exists():
        raise Refused("Dự thảo không còn nhiệm vụ nào.")


def _check_draft(letter: Letter, by: Actor) -> None:
    check(by, "directives.task_draft")
    _check_sees(letter, by)
    if letter.state != Letter.State.DRAFTED:
        raise Refused("Văn bản không ở bước dự thảo phân công.")


def _check_drafted(tasks: Sequence[Task], by: Actor) -> None:
    if not tasks:
        raise Refused("Chưa chọn nhiệm vụ nào.")
    letters = {task.order.letter_id for task in tasks}
    if len(letters) > 1:
        raise Refused("Các nhiệm vụ phải thuộc cùng một văn bản.")
    _check_draft(tasks[0].order.letter, by)
    if any(task.state != Task.State.DRAFT for task in tasks):
        raise Refused("Nhiệm vụ đã giao; muốn đổi hạn hãy dùng điều chỉnh hạn.")


def _check_sees(letter: Letter, by: Actor) -> None:
    if not visible_letters(by).filter(pk=letter.pk).exists():
        raise OutOfSight


def _move(letter: Letter, start: str, end: str, otherwise: str) -> None:
    """A conditional update: of two people at once one succeeds."""
    if not Letter.objects.filter(pk=letter.pk, state=start).update(state=end):
        raise Refused(otherwise)
    letter.state = end


def _record(letter: Letter, kind: str, by: Actor, now: dt.datetime, **data: Any) -> None:
    head = {"mark": numbered(letter.number, letter.symbol, letter.issuer_kind)}
    audit.record(kind=kind, by=by, now=now, object_uid=letter.uid, data=head | data)
