"""Recurring tasks: the period in force, when its share of the work ends, and whose share is missing.

A period's share is any evidence or report since the period began. Of a daily task the share is owed by its hour,
of every other one by the end of the period; a task released after that moment owes nothing for it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q

from lachan.directives.models import Task, TaskEntry
from lachan.kernel.times import LOCAL, day_bounds, day_start, local_day

_R = Task.Recurrence
PERIODIC = (_R.DAILY, _R.WEEKLY, _R.MONTHLY)
WORK = (TaskEntry.Kind.EVIDENCE, TaskEntry.Kind.REPORT)


@dataclass(frozen=True, slots=True)
class Share:
    """What a recurring task owed last: since when work counts for it, and by when it was owed."""

    start: dt.datetime
    due: dt.datetime


def period_of(recurrence: str, now: dt.datetime) -> tuple[dt.datetime, dt.datetime] | None:
    """[start, end) of the day, week (from Monday) or month around `now`; None for what has no period."""
    day = local_day(now)
    if recurrence == _R.DAILY:
        return day_bounds(day)
    if recurrence == _R.WEEKLY:
        monday = day - dt.timedelta(days=day.weekday())
        return day_start(monday), day_start(monday + dt.timedelta(days=7))
    if recurrence == _R.MONTHLY:
        first = day.replace(day=1)
        return day_start(first), day_start((first + dt.timedelta(days=32)).replace(day=1))
    return None


def last_share(recurrence: str, daily_by: dt.time | None, now: dt.datetime) -> Share | None:
    """The share whose deadline passed last."""
    period = period_of(recurrence, now)
    if period is None:
        return None
    if recurrence == _R.DAILY and daily_by is not None:
        today = dt.datetime.combine(local_day(now), daily_by, LOCAL)
        if today < now:
            return Share(period[0], today)
        yesterday = local_day(now) - dt.timedelta(days=1)
        return Share(day_start(yesterday), dt.datetime.combine(yesterday, daily_by, LOCAL))
    return Share(_before(recurrence, now)[0], period[0])


def missed(task: Task, worked_at: dt.datetime | None, now: dt.datetime) -> Share | None:
    """The share that the task owes past its deadline, where its last work is of `worked_at`."""
    share = last_share(task.recurrence, task.daily_by, now)
    if share is None or task.released_at is None or task.released_at >= share.due:
        return None
    return share if worked_at is None or worked_at < share.start else None


def missed_q(now: dt.datetime) -> Q:
    """The rows of which `missed` tells a share."""
    today, _ = day_bounds(local_day(now))
    yesterday = day_start(local_day(now) - dt.timedelta(days=1))
    hour = now.astimezone(LOCAL).time()
    daily = Q(recurrence=_R.DAILY)
    found = daily & Q(daily_by__lt=hour) & _released_by_hour(today) & _idle_since(today)
    found |= daily & Q(daily_by__gte=hour) & _released_by_hour(yesterday, today) & _idle_since(yesterday)
    found |= daily & Q(daily_by=None, released_at__lt=today) & _idle_since(yesterday)
    for recurrence in (_R.WEEKLY, _R.MONTHLY):
        start, end = _before(recurrence, now)
        found |= Q(recurrence=recurrence, released_at__lt=end) & _idle_since(start)
    return found


def owed_today_q(now: dt.datetime) -> Q:
    """Rows whose present period ends today, its share not yet there and not yet late."""
    start, end = day_bounds(local_day(now))
    found = Q(recurrence=_R.DAILY) & _idle_since(start)
    found &= Q(daily_by=None) | Q(daily_by__gte=now.astimezone(LOCAL).time())
    for recurrence in (_R.WEEKLY, _R.MONTHLY):
        period = period_of(recurrence, now)
        if period is not None and period[1] == end:
            found |= Q(recurrence=recurrence) & _idle_since(period[0])
    return found


def _before(recurrence: str, now: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """The period before the present one."""
    present = period_of(recurrence, now)
    assert present is not None, "only what has periods has one before"
    earlier = period_of(recurrence, present[0] - dt.timedelta(hours=1))
    assert earlier is not None
    return earlier


def _released_by_hour(day: dt.datetime, end: dt.datetime | None = None) -> Q:
    """Released before the task's hour of the day that begins at `day`."""
    within = Q(released_at__time__lt=F("daily_by"))
    return Q(released_at__lt=day) | (within & Q(released_at__lt=end) if end else within)


def _idle_since(start: dt.datetime) -> Q:
    work = TaskEntry.objects.filter(
        task_id=OuterRef("pk"), kind__in=WORK, revoked_at=None, occurred_at__gte=start
    )
    return Q(~Exists(work))
