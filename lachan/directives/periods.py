"""Recurring tasks: the day and hour at which each share of the work is owed, and whose share is missing.

A share is owed on its day: every day, a weekday or a day of the month; where the letter names none, on the last day
of the week (from Monday) or month. It is late after the letter's hour of that day, else when the day has ended.
What was handed in since the day after the share before counts for it. A task released after that moment owes
nothing for it.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Literal

from django.db.models import (
    Case,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least

from lachan.directives.models import Task, TaskEntry
from lachan.kernel.times import LOCAL, day_start, local_day

_R = Task.Recurrence
PERIODIC = (_R.DAILY, _R.WEEKLY, _R.MONTHLY)
WORK = (TaskEntry.Kind.EVIDENCE, TaskEntry.Kind.REPORT)
_DAY = dt.timedelta(days=1)
_SUNDAY, _LAST_OF_MONTH = 7, 31
# What recurs by the day or the week; a weekday that is not named is the last.
_SHORT_RHYTHMS = ((_R.DAILY, 1), *((_R.WEEKLY, day) for day in range(1, _SUNDAY + 1)))
Edge = Literal["first", "last", "after"]
_LAST: dict[str, int] = {_R.WEEKLY: _SUNDAY, _R.MONTHLY: _LAST_OF_MONTH}


@dataclass(frozen=True, slots=True)
class Share:
    """One share of a recurring task: since when work counts for it, and by when it is owed."""

    start: dt.datetime
    due: dt.datetime


@dataclass(frozen=True, slots=True)
class _Window:
    """The days of a share, the last one being that on which it is owed."""

    first: dt.date
    last: dt.date


def present_share(task: Task, now: dt.datetime) -> Share | None:
    """The share whose day is today or comes next; None for what has no period."""
    if task.recurrence not in PERIODIC:
        return None
    return _share(_window(*_rhythm(task), local_day(now)), task.by_hour)


def last_share(task: Task, now: dt.datetime) -> Share | None:
    """The share whose deadline passed last."""
    present = present_share(task, now)
    if present is None or present.due < now:
        return present
    return _share(_window_before(*_rhythm(task), local_day(now)), task.by_hour)


def missed(task: Task, worked_at: dt.datetime | None, now: dt.datetime) -> Share | None:
    """The share that the task owes past its deadline, where its last work is of `worked_at`."""
    share = last_share(task, now)
    if share is None or task.released_at is None or task.released_at >= share.due:
        return None
    return share if worked_at is None or worked_at < share.start else None


def missed_q(now: dt.datetime) -> Q:
    """The rows of which `missed` tells a share."""
    in_time = Q(released_at__lt=_of_last_window(now, "last")) | (
        Q(released_at__lt=_of_last_window(now, "after"))
        & (Q(by_hour=None) | Q(released_at__time__lt=F("by_hour")))
    )
    return Q(recurrence__in=PERIODIC) & in_time & _idle_since(_of_last_window(now, "first", to="task__"))


def owed_today_q(now: dt.datetime) -> Q:
    """Rows whose present share is owed today, not yet there and not yet late."""
    today = local_day(now)
    still = Q(by_hour=None) | Q(by_hour__gte=now.astimezone(LOCAL).time())
    found = (
        Q(recurrence=_R.MONTHLY) & _day_of_month(today) & _idle_since(_in_month(today, "first", to="task__"))
    )
    for rhythm, window in _short_windows(today):
        if window.last == today:
            found |= _of(rhythm) & _idle_since(day_start(window.first))
    return found & still


def _rhythm(task: Task) -> tuple[str, int]:
    return task.recurrence, task.by_day or _LAST.get(task.recurrence, 1)


def _share(window: _Window, hour: dt.time | None) -> Share:
    """Without an hour the share is owed until its day has ended."""
    due = dt.datetime.combine(window.last, hour, LOCAL) if hour else day_start(window.last + _DAY)
    return Share(day_start(window.first), due)


def _window(recurrence: str, by_day: int, day: dt.date) -> _Window:
    """The window that `day` lies in."""
    if recurrence == _R.WEEKLY:
        last = day + dt.timedelta(days=(by_day - day.isoweekday()) % 7)
        return _Window(last - dt.timedelta(days=6), last)
    if recurrence == _R.MONTHLY:
        this = _of_month(day, by_day)
        if day <= this:
            return _Window(_of_month(day.replace(day=1) - _DAY, by_day) + _DAY, this)
        return _Window(this + _DAY, _of_month(day.replace(day=28) + dt.timedelta(days=4), by_day))
    return _Window(day, day)


def _window_before(recurrence: str, by_day: int, day: dt.date) -> _Window:
    return _window(recurrence, by_day, _window(recurrence, by_day, day).first - _DAY)


def _of_month(day: dt.date, by_day: int) -> dt.date:
    """The day of that month on which the share is owed; a shorter month ends earlier."""
    return day.replace(day=min(by_day, calendar.monthrange(day.year, day.month)[1]))


def _short_windows(day: dt.date) -> list[tuple[tuple[str, int], _Window]]:
    return [(rhythm, _window(*rhythm, day)) for rhythm in _SHORT_RHYTHMS]


def _of(rhythm: tuple[str, int], to: str = "") -> Q:
    """Tasks of this rhythm; `to` is the way to the task from the rows that are asked."""
    recurrence, by_day = rhythm
    found = Q(**{f"{to}recurrence": recurrence})
    if recurrence == _R.DAILY:
        return found
    named = Q(**{f"{to}by_day": by_day})
    return found & (named | Q(**{f"{to}by_day": None}) if by_day == _SUNDAY else named)


def _day_of_month(day: dt.date, to: str = "") -> Q:
    """Monthly tasks that are owed on this day of the month; on the last one also those of a later or no day."""
    if (day + _DAY).day > 1:
        return Q(**{f"{to}by_day": day.day})
    return Q(**{f"{to}by_day__gte": day.day}) | Q(**{f"{to}by_day": None})


def _of_last_window(now: dt.datetime, edge: Edge, to: str = "") -> Case:
    """The start of the first or last day (or of the day after) of the window whose deadline passed last, whatever
    the task's rhythm."""
    today = local_day(now)
    passed = Q(**{f"{to}by_hour__lt": now.astimezone(LOCAL).time()})
    whens = [
        When(_of(rhythm, to) & passed, then=Value(_edge(window, edge)))
        for rhythm, window in _short_windows(today)
        if window.last == today
    ]
    whens += [
        When(_of(rhythm, to), then=Value(_edge(_window_before(*rhythm, today), edge)))
        for rhythm in _SHORT_RHYTHMS
    ]
    monthly = Q(**{f"{to}recurrence": _R.MONTHLY})
    this_month = Q(**{f"{to}by_day__lt": today.day}) | (_day_of_month(today, to) & passed)
    whens.append(When(monthly & this_month, then=_in_month(today, edge, to)))
    whens.append(When(monthly, then=_in_month(today.replace(day=1) - _DAY, edge, to)))
    return Case(*whens, output_field=DateTimeField())


def _edge(window: _Window, edge: Edge) -> dt.datetime:
    return day_start({"first": window.first, "last": window.last, "after": window.last + _DAY}[edge])


def _in_month(day: dt.date, edge: Edge, to: str = "") -> ExpressionWrapper:
    """The same of the window that ends in the month of `day`, by the task's own day."""
    month = day.replace(day=1) - _DAY if edge == "first" else day
    length = calendar.monthrange(month.year, month.month)[1]
    start = day_start(month.replace(day=1) - (_DAY if edge == "last" else dt.timedelta()))
    by_day = Least(Coalesce(f"{to}by_day", Value(_LAST_OF_MONTH)), Value(length), output_field=IntegerField())
    days = ExpressionWrapper(by_day * Value(_DAY), DurationField())
    return ExpressionWrapper(Value(start) + days, DateTimeField())


def _idle_since(start: dt.datetime | Case | ExpressionWrapper) -> Q:
    work = TaskEntry.objects.filter(
        task_id=OuterRef("pk"), kind__in=WORK, revoked_at=None, occurred_at__gte=start
    )
    return Q(~Exists(work))
