"""Reads of letters and tasks, scoped by the reader."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Aggregate, Count, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from lachan.directives import states
from lachan.directives.access import own_tasks, sees_all, visible_letters, visible_tasks
from lachan.directives.models import Letter, LetterOrder, Task, TaskEntry
from lachan.directives.periods import PERIODIC, WORK, missed_q, owed_today_q, present_share
from lachan.kernel.access.actors import Actor
from lachan.kernel.errors import OutOfSight
from lachan.kernel.secrets.crypto import decrypt_bytes
from lachan.kernel.text import fold
from lachan.kernel.times import day_start, local_day
from lachan.organisations.queries import Organisation, alive_on

# Names that the rooms above may use; the module of the tables itself is private.
__all__ = [
    "Letter",
    "LetterOrder",
    "Task",
    "TaskEntry",
    "own_tasks",
    "sees_all",
    "visible_letters",
    "visible_tasks",
]

_HEAVY = ("content", "text", "reading", "confirmed")
_NO_DEADLINE = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)  # sorts last on both databases
LEAD_KEY = Coalesce("lead__name_key", "lead_words_key")  # the lead as lists sort it, in the directory or not
_STANDING_WORK = Q(kind__in=WORK, revoked_at=None)
_STANDING_EVIDENCE = Q(kind=TaskEntry.Kind.EVIDENCE, revoked_at=None) | (
    Q(kind=TaskEntry.Kind.REPORT, revoked_at=None)
    & ~Q(file_name="")  # what a report encloses is evidence too
)


def letter_by_uid(uid: uuid.UUID, actor: Actor) -> Letter:
    """The letter, or OutOfSight."""
    letter = visible_letters(actor).filter(uid=uid).defer("content").first()
    if letter is None:
        raise OutOfSight
    return letter


def letter_file(letter: Letter) -> bytes:
    """The file as it came."""
    return decrypt_bytes(bytes(letter.content))


def letter_rows(actor: Actor) -> QuerySet[Letter]:
    """The register without its heavy columns."""
    return visible_letters(actor).defer(*_HEAVY)


def letters_where(rows: QuerySet[Letter], chosen: dict[str, Any], now: dt.datetime) -> QuerySet[Letter]:
    """Conditions of the register: `text` (folded words), `urgency`, `state`, `since` and `until` (days received),
    `late` (has overdue tasks)."""
    for word in fold(chosen.get("text") or "").split():
        rows = rows.filter(search_key__contains=word)
    if chosen.get("urgency"):
        rows = rows.filter(urgency=chosen["urgency"])
    if chosen.get("state"):
        rows = rows.filter(state=chosen["state"])
    if chosen.get("since"):
        rows = rows.filter(received_at__gte=day_start(chosen["since"]))
    if chosen.get("until"):
        rows = rows.filter(received_at__lt=day_start(chosen["until"] + dt.timedelta(days=1)))
    if chosen.get("late"):
        rows = rows.filter(pk__in=overdue(Task.objects.all(), now).values("order__letter_id"))
    return rows


def next_arrival_number(organisation_id: int, now: dt.datetime) -> int:
    """What the register would give next; only an offer until the letter is written."""
    rows = Letter.objects.filter(organisation_id=organisation_id, arrival_year=local_day(now).year)
    return int(rows.aggregate(top=Max("arrival_number"))["top"] or 0) + 1


def related_letters(letter: Letter, actor: Actor) -> list[tuple[str, Letter]]:
    """(relation, earlier letter) for what this letter amends, replaces or implements and the register holds."""
    found: list[tuple[str, Letter]] = []
    for one in (letter.confirmed or letter.reading)["refers_to"]:
        rows = letter_rows(actor).filter(number=one["number"], symbol=one["symbol"]).exclude(pk=letter.pk)
        if one["date"]:
            rows = rows.filter(issued_on=one["date"])
        found += [(one["relation"], row) for row in rows.exclude(state=Letter.State.VOID)[:3]]
    return found


def later_letters(letter: Letter, actor: Actor) -> list[tuple[str, Letter]]:
    """(relation, later letter) of the register that amends, replaces or implements this one."""
    if not (letter.number and letter.symbol):
        return []
    cited = f"|{letter.number}/{letter.symbol}|"
    rows = visible_letters(actor).filter(refers_key__contains=cited).exclude(state=Letter.State.VOID)
    return [
        (one["relation"], row)
        for row in rows.exclude(pk=letter.pk).defer("content", "text").order_by("-received_at")[:20]
        for one in (row.confirmed or row.reading)["refers_to"]
        if (one["number"], one["symbol"]) == (letter.number, letter.symbol)
    ]


def order_by_uid(uid: uuid.UUID, actor: Actor) -> LetterOrder:
    """The order of a letter that the actor sees, or OutOfSight."""
    order = LetterOrder.objects.filter(uid=uid, letter__in=visible_letters(actor)).first()
    if order is None:
        raise OutOfSight
    return order


def task_by_uid(uid: uuid.UUID, actor: Actor) -> Task:
    """The task with its order and letter, or OutOfSight."""
    task = task_rows(visible_tasks(actor)).filter(uid=uid).first()
    if task is None:
        raise OutOfSight
    return task


def entry_by_uid(uid: uuid.UUID, actor: Actor) -> TaskEntry:
    entry = TaskEntry.objects.filter(uid=uid, task__in=visible_tasks(actor)).first()
    if entry is None:
        raise OutOfSight
    return entry


def entry_file(entry: TaskEntry) -> bytes:
    """The file of an entry as it was handed in."""
    if entry.file_content is None:
        raise OutOfSight
    return decrypt_bytes(bytes(entry.file_content))


def task_rows(rows: QuerySet[Task]) -> QuerySet[Task]:
    """Tasks with what every list shows of them: lead, order, letter, the number of standing evidence, and when
    it or a report came last."""
    heavy = [f"order__letter__{name}" for name in _HEAVY]
    rows = rows.select_related("lead", "lead__seat", "order", "order__letter", "parent").defer(*heavy)
    return rows.annotate(
        evidence=Coalesce(Subquery(_of_task(_STANDING_EVIDENCE, Count("pk"))), 0),
        worked_at=Subquery(_of_task(_STANDING_WORK, Max("occurred_at"))),
        due_key=Coalesce("due_at", Value(_NO_DEADLINE)),
        lead_key=LEAD_KEY,
    )


def _of_task(entries: Q, asked: Aggregate) -> QuerySet[Any]:
    """Asked of each task by its index: joined and grouped, all entries would be read for one page of tasks."""
    rows = TaskEntry.objects.filter(entries, task=OuterRef("pk")).order_by()
    return rows.values("task").annotate(found=asked).values("found")


def tasks_where(rows: QuerySet[Task], chosen: Mapping[str, Any], now: dt.datetime) -> QuerySet[Task]:
    """Conditions of the task lists: `text`, `state` (or open, owed), `due` (late, late_all, today, soon, recurring,
    none), `leaderless` (lead not in the directory), `whole` (no parts), `letter`, `order`, `lead` (uids)."""
    for word in fold(chosen.get("text") or "").split():
        named = Q(lead__name_key__contains=word) | Q(lead=None, lead_words_key__contains=word)
        rows = rows.filter(named | Q(order__letter__search_key__contains=word))
    rows = rows.filter(_group_q(chosen, now))
    if chosen.get("whole"):
        rows = rows.filter(parent=None)
    for name, path in (("letter", "order__letter__uid"), ("order", "order__uid"), ("lead", "lead__uid")):
        if chosen.get(name):
            rows = rows.filter(**{path: chosen[name]})
    return rows


def tasks_counted(rows: QuerySet[Task], groups: Sequence[Mapping[str, str]], now: dt.datetime) -> list[int]:
    """How many of the rows each group of conditions (`state`, `due`, `leaderless`) holds, in one query."""
    counts = {
        f"group_{number}": Count("pk", filter=_group_q(one, now), distinct=True)
        for number, one in enumerate(groups)
    }
    found = rows.aggregate(**counts)
    return [found[name] for name in counts]


def _group_q(chosen: Mapping[str, Any], now: dt.datetime) -> Q:
    found = _state_q(chosen.get("state") or "") & _due_q(chosen.get("due") or "", now)
    return found & Q(lead=None) if chosen.get("leaderless") else found


def _state_q(state: str) -> Q:
    groups = {"open": states.OPEN, "owed": states.OWED}
    return Q(state__in=groups.get(state, (state,))) if state else Q(pk__isnull=False)


def _due_q(due: str, now: dt.datetime) -> Q:
    return _DUE[due](now)


_OWED = Q(state__in=states.OWED)


def _late_q(now: dt.datetime) -> Q:
    return _OWED & (Q(due_at__isnull=False, due_at__lt=now) | missed_q(now))


def _late_all_q(now: dt.datetime) -> Q:
    told = Q(state__in=(Task.State.REPORTED, Task.State.DONE), reported_at__gt=F("due_at"))
    return told | _late_q(now)


def _today_q(now: dt.datetime) -> Q:
    tomorrow = day_start(local_day(now) + dt.timedelta(days=1))
    return _OWED & (Q(due_at__gte=now, due_at__lt=tomorrow) | owed_today_q(now))


# Each builds its own alone: those of recurring tasks are long.
_DUE: dict[str, Callable[[dt.datetime], Q]] = {
    "": lambda now: Q(pk__isnull=False),
    "late": _late_q,
    "late_all": _late_all_q,
    "today": _today_q,
    "soon": lambda now: _OWED & Q(due_at__gte=now, due_at__lt=now + dt.timedelta(days=3)),
    "recurring": lambda now: Q(state__in=states.OPEN) & ~Q(recurrence=""),
    "none": lambda now: _OWED & Q(due_at=None) & ~Q(recurrence__in=PERIODIC),
}


def open_tasks(actor: Actor) -> QuerySet[Task]:
    """Released tasks that are neither done nor stopped, under the reader's scope."""
    return visible_tasks(actor).filter(state__in=states.OPEN)


def leaderless(actor: Actor) -> QuerySet[Task]:
    """Open tasks that wait for a lead of the directory, for the office that released them and the province's."""
    return open_tasks(actor).filter(lead=None)


def overdue(rows: QuerySet[Task], now: dt.datetime) -> QuerySet[Task]:
    """Tasks that the unit still owes although the deadline, or that of a recurring task's last share, has passed."""
    return rows.filter(_due_q("late", now))


def late(rows: QuerySet[Task], now: dt.datetime) -> QuerySet[Task]:
    """Owed past the deadline, or reported after it: the tasks of which progress.is_late holds."""
    return rows.filter(_due_q("late_all", now))


def my_tasks(actor: Actor) -> QuerySet[Task]:
    """Open tasks that the actor's own organisation leads or works on."""
    return own_tasks(actor).filter(state__in=states.OPEN)


def parts_to_judge(actor: Actor) -> QuerySet[Task]:
    """Parts handed down whose units have reported; whoever works on the whole confirms or returns them."""
    parts = visible_tasks(actor).filter(state=Task.State.REPORTED, parent__in=own_tasks(actor))
    return parts.exclude(lead_id=actor.organisation_id)


def escalated(actor: Actor) -> QuerySet[Task]:
    """Whole tasks whose lead says that it cannot do them, for the office that released them and the province's."""
    return visible_tasks(actor).filter(state=Task.State.ESCALATED, parent=None)


def parts_escalated(actor: Actor) -> QuerySet[Task]:
    """Parts handed down whose units say that they cannot do them; whoever works on the whole answers."""
    parts = visible_tasks(actor).filter(state=Task.State.ESCALATED, parent__in=own_tasks(actor))
    return parts.exclude(lead_id=actor.organisation_id)


def escalation_words(tasks: Iterable[Task]) -> dict[int, str]:
    """task id → why its lead cannot do it, for those that wait for an answer."""
    waiting = [task.pk for task in tasks if task.state == Task.State.ESCALATED]
    told = TaskEntry.objects.filter(task_id__in=waiting, kind=TaskEntry.Kind.ESCALATE, revoked_at=None)
    return {row.task_id: row.words for row in told.order_by("id").defer("file_content")}


def recurring_owed(tasks: Iterable[Task], now: dt.datetime) -> dict[int, bool]:
    """task id → has the share that is owed next its evidence? Only for tasks with a period."""
    starts = {
        task.pk: share.start
        for task in tasks
        if task.state in states.OWED and (share := present_share(task, now)) is not None
    }
    worked = TaskEntry.objects.filter(task_id__in=starts, kind__in=WORK, revoked_at=None)
    latest = dict(worked.values("task_id").annotate(last=Max("occurred_at")).values_list("task_id", "last"))
    return {pk: pk in latest and latest[pk] >= start for pk, start in starts.items()}


def units_below(task: Task, actor: Actor, now: dt.datetime) -> QuerySet[Organisation]:
    """Who a part of the task can be handed to: organisations seated in the actor's communes, without a part yet."""
    held = task.parts.filter(state__in=states.OPEN).values("lead_id")
    rows = alive_on(local_day(now)).filter(seat_id__in=actor.unit_ids, seat__level=3)
    return rows.exclude(pk__in=held).exclude(pk=task.lead_id or 0).select_related("seat").order_by("name_key")
