"""The life of a released task: entries that the table of states allows, parts handed down, mistakes revoked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from lachan.directives import states
from lachan.directives.access import may_revoke, visible_tasks, why_not
from lachan.directives.models import Task, TaskEntry
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import check
from lachan.kernel.audit import services as audit
from lachan.kernel.errors import Forbidden, OutOfSight, Refused
from lachan.kernel.facts import fact_revoke
from lachan.kernel.secrets.crypto import encrypt_bytes
from lachan.kernel.times import local_day, show_moment
from lachan.organisations import queries as organisations
from lachan.organisations.queries import Organisation

MAX_EVIDENCE_BYTES = 20 * 1024 * 1024
_K = TaskEntry.Kind


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
    """Evidence, report, return, acceptance, changed deadline, reminder …; the table of states decides.

    Refused with the reason that the screen shows where the button is missing.
    """
    _check_sees(task, by)
    if kind in states.OWN_SERVICE:
        raise KeyError("task_share hands parts down, task_assign finds the lead, task_reassign changes it")
    if (refusal := why_not(by, task, kind)) is not None:
        raise Refused(refusal)
    _check_content(kind, words, file_content, new_due_at)
    entry = _write(task, kind, words, by, now, (file_name, file_content), new_due_at)
    _follow(task, now)
    due = show_moment(new_due_at) if new_due_at else ""
    data = {"entry": entry.get_kind_display(), "due": due}
    audit.record(kind="directives.task_entry_recorded", by=by, now=now, object_uid=task.uid, data=data)
    return entry


@transaction.atomic
def task_assign(*, task: Task, lead_id: int, by: Actor, now: dt.datetime, words: str = "") -> TaskEntry:
    """Give a released task, whose lead the directory did not know, to an organisation of it: a new fact of the
    task's history; what the letter wrote stays. The organisation sees and works on the task from now on."""
    check(by, "directives.task_assign")
    _check_sees(task, by)
    if (refusal := why_not(by, task, _K.ASSIGN)) is not None:
        raise Refused(refusal)
    lead = _free_lead(task, lead_id, now)
    if not Task.objects.filter(pk=task.pk, lead=None).update(lead=lead):
        raise Refused("Nhiệm vụ vừa được người khác cập nhật. Hãy mở lại trang.")
    task.lead = lead
    entry = _write(task, _K.ASSIGN, words, by, now, new_lead=lead)
    data = {"lead": lead.name, "words": task.lead_words}
    audit.record(kind="directives.task_assigned", by=by, now=now, object_uid=task.uid, data=data)
    return entry


@transaction.atomic
def task_reassign(
    *,
    task: Task,
    lead_id: int,
    words: str,
    by: Actor,
    now: dt.datetime,
    due_at: dt.datetime | None = None,
) -> Task:
    """Give what a lead said it cannot do to another: the task ends here, and the same work begins as a task of the new
    lead. What the first one did stays with it. Refused while parts of it are open: those hang on the first lead."""
    check(by, "directives.task_assign")
    _check_sees(task, by)
    if (refusal := why_not(by, task, _K.REASSIGN)) is not None:
        raise Refused(refusal)
    _check_content(_K.REASSIGN, words, None, due_at)
    lead = _free_lead(task, lead_id, now)
    if task.parts.filter(state__in=states.OPEN).exists():
        raise Refused("Đơn vị đã giao lại phần việc đang mở. Yêu cầu đơn vị dừng các phần ấy trước.")
    fresh = _again(task, lead, due_at or task.due_at, by, now)
    _write(task, _K.REASSIGN, words, by, now, new_due_at=due_at, new_lead=lead)
    _follow(task, now)
    fresh.save()
    fresh.co_workers.set(row for row in task.co_workers.all() if row.pk != lead.pk)
    data = {"lead": lead.name, "before": task.lead.name if task.lead else task.lead_words}
    audit.record(kind="directives.task_reassigned", by=by, now=now, object_uid=task.uid, data=data)
    return fresh


@transaction.atomic
def task_share(
    *,
    task: Task,
    lead_ids: Sequence[int],
    content: str,
    by: Actor,
    now: dt.datetime,
    due_at: dt.datetime | None = None,
) -> list[Task]:
    """Hand parts of a task down to units of the area; each is a task of its own, judged by who works on the whole.

    A unit that has an open part already gets no second one.
    """
    _check_sees(task, by)
    if (refusal := why_not(by, task, _K.SHARE)) is not None:
        raise Refused(refusal)
    if not content.strip():
        raise Refused("Phải ghi nội dung giao.", "content")
    held = set(task.parts.filter(state__in=states.OPEN).values_list("lead_id", flat=True))
    fresh = [pk for pk in dict.fromkeys(lead_ids) if pk not in held and pk != task.lead_id]
    if not fresh:
        raise Refused("Chưa chọn đơn vị nào, hoặc các đơn vị đã có phần việc đang mở.", "leads")
    parts = [_part(task, pk, content, due_at or task.due_at, by, now) for pk in fresh]
    Task.objects.bulk_create(parts)
    known = organisations.alive_on(now.date()).filter(pk__in=fresh).values_list("name", flat=True)
    _write(task, _K.SHARE, f"{content.strip()} ({', '.join(known)})", by, now)
    data = {"parts": len(parts)}
    audit.record(kind="directives.task_shared", by=by, now=now, object_uid=task.uid, data=data)
    return parts


@transaction.atomic
def task_entry_revoke(*, entry: TaskEntry, reason: str, by: Actor, now: dt.datetime) -> None:
    """An entry recorded by mistake; the task's state is read again from the entries that stand.

    Refused where a later entry rests on it: that one has to go first.
    """
    task = entry.task
    _check_sees(task, by)
    if not may_revoke(by, entry):
        raise Forbidden("Chỉ người ghi hoặc người giao việc mới thu hồi được mục này.")
    kept = task.entries.filter(revoked_at=None).exclude(pk=entry.pk).order_by("occurred_at", "id")
    if states.replay(one.kind for one in kept) is None:
        raise Refused("Mục ghi sau dựa vào mục này. Hãy thu hồi mục ghi sau trước.")
    if entry.kind == _K.ASSIGN:
        _take_lead_back(task, entry)
    if entry.kind == _K.REASSIGN:
        _take_task_back(task, entry, by, now)
    fact_revoke(fact=entry, by=by, now=now, reason=reason)
    _follow(task, now)
    data = {"entry": entry.get_kind_display(), "reason": reason.strip()}
    audit.record(kind="directives.task_entry_revoked", by=by, now=now, object_uid=task.uid, data=data)


def _check_sees(task: Task, by: Actor) -> None:
    if not visible_tasks(by).filter(pk=task.pk).exists():
        raise OutOfSight


def _check_content(kind: str, words: str, file_content: bytes | None, new_due_at: dt.datetime | None) -> None:
    if kind in states.NEEDS_WORDS and not words.strip():
        raise Refused("Phải ghi nội dung.", "words")
    if kind == _K.EVIDENCE and not words.strip() and file_content is None:
        raise Refused("Phải ghi nội dung hoặc đính kèm tệp.", "words")
    if kind in (_K.EXTEND, _K.ASK) and new_due_at is None:
        raise Refused("Phải ghi hạn mới.", "new_due_at")
    if file_content is not None and len(file_content) > MAX_EVIDENCE_BYTES:
        raise Refused("Tệp lớn hơn 20 MB.", "file")


def _write(
    task: Task,
    kind: str,
    words: str,
    by: Actor,
    now: dt.datetime,
    file: tuple[str, bytes | None] = ("", None),
    new_due_at: dt.datetime | None = None,
    new_lead: Organisation | None = None,
) -> TaskEntry:
    name, content = file
    return TaskEntry.objects.create(
        task=task,
        kind=kind,
        organisation_id=by.organisation_id,
        actor_label=by.label[:200],
        words=words.strip(),
        file_name=name[:200] if content is not None else "",
        file_content=encrypt_bytes(content) if content is not None else None,
        new_due_at=new_due_at,
        new_lead=new_lead,
        occurred_at=now,
        recorded_at=now,
        recorded_by=by.user_id,
    )


def _take_lead_back(task: Task, assigned: TaskEntry) -> None:
    """A lead chosen by mistake: the task waits for one again, unless work was recorded since."""
    later = task.entries.filter(revoked_at=None, kind__in=states.BY_WORKER, pk__gt=assigned.pk)
    if later.exists():
        raise Refused("Đã có việc được ghi sau khi chọn đơn vị chủ trì. Hãy thu hồi các mục đó trước.")
    Task.objects.filter(pk=task.pk).update(lead=None)
    task.lead = None


def _free_lead(task: Task, lead_id: int, now: dt.datetime) -> Organisation:
    """An organisation of the directory that has no open task of the same order."""
    lead = organisations.alive_on(local_day(now)).filter(pk=lead_id).first()
    if lead is None:
        raise Refused("Đơn vị này không có trong danh bạ hôm nay.", "lead")
    if task.order.tasks.filter(lead=lead, parent=None, state__in=states.OPEN).exists():
        raise Refused("Đơn vị này đã có nhiệm vụ trong mục này.", "lead")
    return lead


def _again(task: Task, lead: Organisation, due_at: dt.datetime | None, by: Actor, now: dt.datetime) -> Task:
    """The same work for another lead, from now on."""
    kept = (
        "order_id",
        "co_worker_words",
        "content",
        "due_words",
        "due_kind",
        "recurrence",
        "by_day",
        "by_hour",
        "instruction",
    )
    values = {name: getattr(task, name) for name in kept} | {"due_at": due_at, "ordered_due_at": due_at}
    values |= {"state": Task.State.RELEASED, "released_at": now, "released_by": by.user_id}
    return Task(lead=lead, **values)


def _take_task_back(task: Task, reassigned: TaskEntry, by: Actor, now: dt.datetime) -> None:
    """The other lead was chosen by mistake: its task stops, unless it has worked on it."""
    made = Task.objects.filter(
        order=task.order_id, parent=None, lead=reassigned.new_lead, released_at=reassigned.occurred_at
    )
    for other in made:
        if other.entries.filter(revoked_at=None).exists() or other.parts.exists():
            raise Refused("Đơn vị được giao đã ghi việc. Hãy dừng nhiệm vụ của đơn vị ấy thay vì thu hồi.")
        _write(other, _K.STOP, "Thu hồi việc giao nhầm đơn vị.", by, now)
        _follow(other, now)


def _part(
    task: Task, lead_id: int, content: str, due_at: dt.datetime | None, by: Actor, now: dt.datetime
) -> Task:
    return Task(
        order_id=task.order_id,
        parent=task,
        lead_id=lead_id,
        content=content.strip(),
        due_at=due_at,
        ordered_due_at=due_at,
        due_kind="by" if due_at else "",
        recurrence=task.recurrence,
        by_day=task.by_day,
        by_hour=task.by_hour,
        state=Task.State.RELEASED,
        released_at=now,
        released_by=by.user_id,
    )


def _follow(task: Task, now: dt.datetime) -> None:
    """State, deadline and hours as the standing entries say; of two people at once one succeeds."""
    standing = list(task.entries.filter(revoked_at=None).order_by("occurred_at", "id").defer("file_content"))
    state = states.replay(entry.kind for entry in standing)
    assert state is not None, "entries are checked before they are written"
    granted = [entry.new_due_at for entry in standing if entry.kind == _K.EXTEND]
    values = {
        "state": state,
        "due_at": granted[-1] if granted else task.ordered_due_at,
        "reported_at": _last(standing, _K.REPORT)
        if state in (Task.State.REPORTED, Task.State.DONE)
        else None,
        "finished_at": _last(standing, _K.ACCEPT, _K.STOP, _K.REASSIGN) if state not in states.OPEN else None,
    }
    if not Task.objects.filter(pk=task.pk, state=task.state).update(**values):
        raise Refused("Nhiệm vụ vừa được người khác cập nhật. Hãy mở lại trang.")
    for name, value in values.items():
        setattr(task, name, value)


def _last(entries: Sequence[TaskEntry], *kinds: str) -> dt.datetime | None:
    return next((entry.occurred_at for entry in reversed(entries) if entry.kind in kinds), None)
