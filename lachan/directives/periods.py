"""Recurring tasks: the period in force, and when its share of the work ends."""

from __future__ import annotations

import datetime as dt

from lachan.directives.models import Task
from lachan.kernel.times import day_bounds, day_start, local_day

_R = Task.Recurrence


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
