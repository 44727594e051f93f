"""Writes of directives: registering a letter, confirming its reading, drafting, releasing and following tasks."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from lachan.directives import drafting, states
from lachan.directives.models import Letter, LetterOrder, Task, TaskEntry
from lachan.directives.reading import UnreadableLetter, letter_of_text, text_of
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import check, may
from lachan.kernel.audit import services as audit
from lachan.kernel.errors import Refused
from lachan.kernel.facts import fact_revoke
from lachan.kernel.text import fold
from lachan.kernel.times import local_day, show_day, show_moment

MAX_BYTES = 20 * 1024 * 1024


@transaction.atomic
def letter_register(
    *,
    file_name: str,
    data: bytes,
    organisation_id: int,
    received_at: dt.datetime,
    by: Actor,
    now: dt.datetime,
    arrival_number: int | None = None,
) -> Letter:
    """Read the file, give it the next arrival number of the year (or the one typed) and keep both.

    Refused with what to do: unreadable file, the same file again, an arrival number in use, or a letter
    of the same issuer, number, symbol and year that is in the register already.
    """
    check(by, "directives.letter_register")
    if len(data) > MAX_BYTES:
        raise Refused("Tệp lớn hơn 20 MB. Hãy gửi bản chữ, không gửi ảnh chụp.", "file")
    if received_at > now:
        raise Refused("Giờ nhận không thể ở sau hiện tại.", "received_at")
    digest = hashlib.sha256(data).hexdigest()
    _check_new_file(digest, organisation_id)
    reading, text = _read(file_name, data)
    _check_new_number(reading, organisation_id)
    year = local_day(received_at).year
    letter = Letter(
        organisation_id=organisation_id,
        arrival_number=_arrival_number(organisation_id, year, arrival_number),
        arrival_year=year,
        received_at=received_at,
        registered_by=by.user_id,
        file_name=file_name[:200],
        sha256=digest,
        content=data,
        text=text,
        reading=reading,
    )
    _take_header(letter, reading)
    letter.save()
    audit.record(
        kind="directives.letter_registered",
        by=by,
        now=now,
        object_uid=letter.uid,
        data={"arrival": letter.arrival_number, "number": letter.number, "symbol": letter.symbol},
    )
    return letter


def _read(file_name: str, data: bytes) -> tuple[dict[str, Any], str]:
    try:
        text = text_of(file_name, data)
        return letter_of_text(file_name, text).to_contract(), text
    except UnreadableLetter as error:
        raise Refused(str(error), "file") from error


def _check_new_file(digest: str, organisation_id: int) -> None:
    earlier = Letter.objects.filter(sha256=digest, organisation_id=organisation_id).first()
    if earlier:
        raise Refused(
            f"Tệp này đã vào sổ với số đến {earlier.arrival_number} ngày {show_moment(earlier.received_at)}.",
            "file",
        )


def _check_new_number(reading: Mapping[str, Any], organisation_id: int) -> None:
    number, symbol, issued = reading["number"], reading["symbol"], reading["issued_on"]
    if not (number and symbol and issued):
        return
    earlier = Letter.objects.filter(
        organisation_id=organisation_id,
        number=number,
        symbol=symbol,
        issuer=reading["issuer"] or "",
        issued_on__year=int(issued[:4]),
    ).first()
    if earlier:
        raise Refused(
            f"Văn bản số {number}/{symbol} của {earlier.issuer} đã vào sổ với số đến {earlier.arrival_number}.",
            "file",
        )


def _arrival_number(organisation_id: int, year: int, wanted: int | None) -> int:
    rows = Letter.objects.filter(organisation_id=organisation_id, arrival_year=year)
    if wanted is None:
        return int(rows.aggregate(top=Max("arrival_number"))["top"] or 0) + 1
    if wanted < 1 or rows.filter(arrival_number=wanted).exists():
        raise Refused(f"Số đến {wanted} của năm {year} đã dùng hoặc không hợp lệ.", "arrival_number")
    return wanted


def _take_header(letter: Letter, reading: Mapping[str, Any]) -> None:
    letter.issuer = (reading["issuer"] or "")[:200]
    letter.number = (reading["number"] or "")[:20]
    letter.symbol = (reading["symbol"] or "")[:60]
    letter.issued_on = dt.date.fromisoformat(reading["issued_on"]) if reading["issued_on"] else None
    letter.subject = (reading["subject"] or "")[:500]
    letter.subject_key = fold(letter.subject)
    letter.urgency = reading["urgency"] or ""


@transaction.atomic
def reading_confirm(
    *, letter: Letter, confirmed: Mapping[str, Any], by: Actor, now: dt.datetime
) -> Letter:
    """The clerk's reading: from here on it is what the letter says. Both readings stay on record."""
    check(by, "directives.reading_confirm")
    if letter.state not in (Letter.State.REGISTERED, Letter.State.CONFIRMED):
        raise Refused("Văn bản đã chuyển dự thảo phân công, không sửa bản đọc được nữa.")
    if Task.objects.filter(order__letter=letter).exists():
        raise Refused("Đã có dự thảo nhiệm vụ theo bản đọc trước. Hãy bỏ dự thảo rồi sửa bản đọc.")
    letter.confirmed = dict(confirmed)
    letter.confirmed_at, letter.confirmed_by = now, by.user_id
    letter.state = Letter.State.CONFIRMED
    _take_header(letter, letter.confirmed)
    letter.save()
    letter.orders.all().delete()
    orders = confirmed["orders"]
    LetterOrder.objects.bulk_create(
        LetterOrder(
            letter=letter,
            position=position,
            path=order["path"],
            text=order["text"],
            indicator=drafting.indicator_for(order["text"]),
        )
        for position, order in enumerate(orders, start=1)
    )
    audit.record(
        kind="directives.reading_confirmed",
        by=by,
        now=now,
        object_uid=letter.uid,
        data={"number": letter.number, "symbol": letter.symbol, "orders": len(orders)},
    )
    return letter


@transaction.atomic
def tasks_draft(*, letter: Letter, by: Actor, now: dt.datetime) -> list[Task]:
    """Propose a task for each order and each unit that it names or fans out to."""
    check(by, "directives.task_draft")
    if letter.state != Letter.State.CONFIRMED:
        raise Refused("Văn thư phải xác nhận bản đọc trước khi dự thảo phân công.")
    made = drafting.draft_tasks(letter, local_day(now))
    letter.state = Letter.State.DRAFTED
    letter.save(update_fields=["state"])
    audit.record(
        kind="directives.tasks_drafted",
        by=by,
        now=now,
        object_uid=letter.uid,
        data={"tasks": len(made), "number": letter.number, "symbol": letter.symbol},
    )
    return made


_DRAFT_FIELDS = (
    "lead_id",
    "person_named",
    "content",
    "due_at",
    "due_words",
    "due_kind",
    "recurrence",
)


@transaction.atomic
def task_change(
    *,
    task: Task,
    changes: Mapping[str, Any],
    by: Actor,
    now: dt.datetime,
    co_worker_ids: Sequence[int] | None = None,
) -> Task:
    """Change a drafted task (lead, person, deadline, content, co-workers)."""
    check(by, "directives.task_draft")
    if task.state != Task.State.DRAFT:
        raise Refused("Nhiệm vụ đã giao; muốn đổi hạn hãy dùng điều chỉnh hạn.")
    for name, value in changes.items():
        if name not in _DRAFT_FIELDS:
            raise KeyError(name)
        setattr(task, name, value)
    task.save()
    if co_worker_ids is not None:
        task.co_workers.set(co_worker_ids)
    audit.record(
        kind="directives.task_changed",
        by=by,
        now=now,
        object_uid=task.uid,
        data={"fields": ", ".join(changes)},
    )
    return task


@transaction.atomic
def task_drop(*, task: Task, by: Actor, now: dt.datetime) -> None:
    """Take a drafted task out before release."""
    check(by, "directives.task_draft")
    if task.state != Task.State.DRAFT:
        raise Refused("Nhiệm vụ đã giao, không bỏ được.")
    Task.objects.filter(pk=task.pk).update(state=Task.State.CANCELLED, finished_at=now)
    audit.record(kind="directives.task_dropped", by=by, now=now, object_uid=task.uid, data={})


@transaction.atomic
def draft_discard(*, letter: Letter, by: Actor, now: dt.datetime) -> None:
    """Drop the whole draft, so that the reading can be put right and drafted again."""
    check(by, "directives.task_draft")
    if letter.state != Letter.State.DRAFTED:
        raise Refused("Không có dự thảo nào để bỏ.")
    Task.objects.filter(order__letter=letter).delete()
    letter.state = Letter.State.CONFIRMED
    letter.save(update_fields=["state"])
    audit.record(kind="directives.task_dropped", by=by, now=now, object_uid=letter.uid, data={})


@transaction.atomic
def tasks_release(*, letter: Letter, instruction: str, by: Actor, now: dt.datetime) -> int:
    """The leader's bút phê: every drafted task starts. Deadlines past on receipt are marked so."""
    check(by, "directives.task_release")
    if letter.state != Letter.State.DRAFTED:
        raise Refused("Chưa có dự thảo phân công để giao.")
    drafts = Task.objects.filter(order__letter=letter, state=Task.State.DRAFT)
    if drafts.filter(lead=None).exists():
        raise Refused("Còn nhiệm vụ chưa chọn đơn vị chủ trì.")
    drafts.filter(due_at__lt=letter.received_at).update(overdue_on_receipt=True)
    released = drafts.update(
        state=Task.State.RELEASED,
        released_at=now,
        released_by=by.user_id,
        instruction=instruction.strip(),
    )
    if not released:
        raise Refused("Dự thảo không còn nhiệm vụ nào.")
    letter.state = Letter.State.RELEASED
    letter.save(update_fields=["state"])
    audit.record(
        kind="directives.tasks_released",
        by=by,
        now=now,
        object_uid=letter.uid,
        data={"tasks": released, "number": letter.number, "symbol": letter.symbol},
    )
    return released


@transaction.atomic
def task_entry_record(
    *,
    task: Task,
    kind: str,
    by: Actor,
    now: dt.datetime,
    words: str = "",
    file_name: str = "",
    file_content: bytes | None = None,
    new_due_at: dt.datetime | None = None,
) -> TaskEntry:
    """Evidence, report, return, acceptance, changed deadline or reminder; the table of states decides."""
    _check_entry(by, kind)
    following = states.after(task.state, kind)
    if following is None:
        raise Refused(f"Nhiệm vụ đang ở trạng thái “{task.get_state_display()}”, không làm bước này được.")
    if not words.strip() and file_content is None and kind != TaskEntry.Kind.ACCEPT:
        raise Refused("Phải ghi nội dung hoặc đính kèm tệp.", "words")
    if kind == TaskEntry.Kind.EXTEND and new_due_at is None:
        raise Refused("Phải ghi hạn mới.", "new_due_at")
    entry = TaskEntry.objects.create(
        task=task,
        kind=kind,
        organisation_id=by.organisation_id,
        words=words.strip(),
        file_name=file_name[:200],
        file_content=file_content,
        new_due_at=new_due_at,
        occurred_at=now,
        recorded_at=now,
        recorded_by=by.user_id,
    )
    _move(task, following, new_due_at, now)
    audit.record(
        kind="directives.task_entry_recorded",
        by=by,
        now=now,
        object_uid=task.uid,
        data={"entry": entry.get_kind_display(), "due": show_moment(new_due_at) if new_due_at else ""},
    )
    return entry


def _check_entry(by: Actor, kind: str) -> None:
    needed = "directives.task_work" if kind in states.BY_WORKER else "directives.task_judge"
    check(by, needed)


def _move(task: Task, state: str, due_at: dt.datetime | None, now: dt.datetime) -> None:
    task.state = state
    task.finished_at = now if state == Task.State.DONE else None
    if due_at is not None:
        task.due_at, task.due_kind = due_at, "by"
        task.due_words = f"điều chỉnh đến {show_moment(due_at)}"
    task.save(update_fields=["state", "finished_at", "due_at", "due_kind", "due_words"])


@transaction.atomic
def task_entry_revoke(*, entry: TaskEntry, reason: str, by: Actor, now: dt.datetime) -> None:
    """An entry recorded by mistake; the task's state is read again from the entries that stand."""
    check(by, "directives.task_work")
    if entry.recorded_by != by.user_id and not may(by, "directives.task_judge"):
        raise Refused("Chỉ người ghi hoặc lãnh đạo mới thu hồi được mục này.")
    fact_revoke(fact=entry, by=by, now=now, reason=reason)
    task = entry.task
    state: str = Task.State.RELEASED
    for kept in task.entries.filter(revoked_at=None).order_by("occurred_at", "id"):
        state = states.after(state, kept.kind) or state
    Task.objects.filter(pk=task.pk).update(
        state=state, finished_at=now if state == Task.State.DONE else None
    )
    audit.record(
        kind="directives.task_entry_revoked",
        by=by,
        now=now,
        object_uid=task.uid,
        data={"entry": entry.get_kind_display(), "reason": reason, "day": show_day(local_day(now))},
    )
