"""Recurring tasks: the day and hour at which each share of the work is owed, and whose share is missing.

A share is owed on its day: every day, a weekday (or each of two) or a day of the month; where the letter names none, on
the last day of the week (from Monday) or month. It is late after the letter's hour of that day, else when the day has ended.
What was handed in since the day after the share before counts for it. A task released after that moment owes
nothing for it.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import combinations
from typing import Any, Literal

from django.db.models import DateTimeField, Exists, F, Func, OuterRef, Q
from django.db.models.lookups import IsNull

from lachan.directives.models import Task, TaskEntry
from lachan.kernel.errors import Refused
from lachan.kernel.times import LOCAL, day_start, local_day

_R = Task.Recurrence
PERIODIC = (_R.DAILY, _R.WEEKLY, _R.MONTHLY)
WORK = (TaskEntry.Kind.EVIDENCE, TaskEntry.Kind.REPORT)
_DAY = dt.timedelta(days=1)
_SUNDAY, _LAST_OF_MONTH = 7, 31
_TEN = 10
# Two days of one week, as `Task.by_day` holds them.
PAIRS_OF_WEEKDAYS = tuple(_TEN * a + b for a, b in combinations(range(1, _SUNDAY + 1), 2))
# Each with its day or days; one that is not named is the last.
_RHYTHMS = (
    (_R.DAILY, 1),
    *((_R.WEEKLY, day) for day in (*range(1, _SUNDAY + 1), *PAIRS_OF_WEEKDAYS)),
    *((_R.MONTHLY, day) for day in range(1, _LAST_OF_MONTH + 1)),
)
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


_Windows = Mapping[tuple[str, int], tuple[_Window, _Window]]


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
    passed = partial(_ByRhythm, _passed_windows(local_day(now)), now.astimezone(LOCAL).time())
    in_time = Q(released_at__lt=passed("last")) | (
        Q(released_at__lt=passed("after")) & (Q(by_hour=None) | Q(released_at__time__lt=F("by_hour")))
    )
    return Q(recurrence__in=PERIODIC) & in_time & _idle_since(passed("first", of=OuterRef))


def owed_today_q(now: dt.datetime) -> Q:
    """Rows whose present share is owed today, not yet there and not yet late."""
    hour = now.astimezone(LOCAL).time()
    today = partial(_ByRhythm, _windows_ending(local_day(now)), hour)
    still = Q(by_hour=None) | Q(by_hour__gte=hour)
    owed = Q(IsNull(today("first"), False))
    return Q(recurrence__in=PERIODIC) & owed & still & _idle_since(today("first", of=OuterRef))


def weekdays(by_day: int) -> tuple[int, ...]:
    """The weekdays of a weekly task: one, or two written as two digits."""
    return (by_day,) if by_day < _TEN else divmod(by_day, _TEN)


def check_period(recurrence: str, by_day: int | None, by_hour: dt.time | None) -> None:
    """Refused for a day that its week or month does not have, and for an hour of no day."""
    if by_day is not None and (recurrence == _R.DAILY or (recurrence, by_day) not in _RHYTHMS):
        raise Refused("Ngày này không hợp với cách lặp lại đã chọn.", "by_day")
    if by_hour is not None and by_day is None and recurrence != _R.DAILY:
        raise Refused("Giờ này chỉ dùng cho việc hằng ngày, hoặc khi đã chọn ngày của kỳ.", "by_hour")


def _rhythm(task: Task) -> tuple[str, int]:
    return task.recurrence, task.by_day or _LAST.get(task.recurrence, 1)


def _share(window: _Window, hour: dt.time | None) -> Share:
    """Without an hour the share is owed until its day has ended."""
    due = dt.datetime.combine(window.last, hour, LOCAL) if hour else day_start(window.last + _DAY)
    return Share(day_start(window.first), due)


def _window(recurrence: str, by_day: int, day: dt.date) -> _Window:
    """The window that `day` lies in."""
    if recurrence == _R.WEEKLY:
        return _of_week(weekdays(by_day), day)
    if recurrence == _R.MONTHLY:
        this = _of_month(day, by_day)
        if day <= this:
            return _Window(_of_month(day.replace(day=1) - _DAY, by_day) + _DAY, this)
        return _Window(this + _DAY, _of_month(day.replace(day=28) + dt.timedelta(days=4), by_day))
    return _Window(day, day)


def _of_week(days: tuple[int, ...], day: dt.date) -> _Window:
    """From the day after the last of these weekdays to the next one."""
    lasts = [day + dt.timedelta(days=(weekday - day.isoweekday()) % 7) for weekday in days]
    return _Window(max(lasts) - dt.timedelta(days=6), min(lasts))


def _window_before(recurrence: str, by_day: int, day: dt.date) -> _Window:
    return _window(recurrence, by_day, _window(recurrence, by_day, day).first - _DAY)


def _of_month(day: dt.date, by_day: int) -> dt.date:
    """The day of that month on which the share is owed; a shorter month ends earlier."""
    return day.replace(day=min(by_day, calendar.monthrange(day.year, day.month)[1]))


@lru_cache(maxsize=8)
def _passed_windows(day: dt.date) -> _Windows:
    """The window whose deadline passed last: where the hour of a share owed on this day has passed, and else."""
    return {rhythm: _passed(rhythm, day) for rhythm in _RHYTHMS}


def _passed(rhythm: tuple[str, int], day: dt.date) -> tuple[_Window, _Window]:
    present, before = _window(*rhythm, day), _window_before(*rhythm, day)
    return (present if present.last == day else before), before


@lru_cache(maxsize=8)
def _windows_ending(day: dt.date) -> _Windows:
    """The windows that end on this day, whatever the hour."""
    windows = {rhythm: _window(*rhythm, day) for rhythm in _RHYTHMS}
    return {rhythm: (window, window) for rhythm, window in windows.items() if window.last == day}


class _ByRhythm(Func):
    """The start of the first or last day (or of the day after) of a task's window, looked up by its rhythm; NULL for
    a rhythm without one.

    One flat expression: of Django's own, a branch a rhythm, half of the time of a light page was spent on building it.
    """

    output_field = DateTimeField()

    def __init__(self, windows: _Windows, hour: dt.time, edge: Edge, of: type[F] = F) -> None:
        super().__init__(of("recurrence"), of("by_day"), of("by_hour"))
        self._windows, self._hour, self._edge = windows, hour, edge

    @property
    def identity(self) -> tuple[Any, ...]:
        """Not Django's own, which goes through all the windows each time: a quarter of a list of tasks."""
        return type(self), *self.get_source_expressions(), id(self._windows), self._hour, self._edge

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **__: Any) -> Any:
        recurrence, by_day, by_hour = (compiler.compile(one)[0] for one in self.get_source_expressions())
        hour = connection.ops.adapt_timefield_value(self._hour)
        branches: dict[str, list[str]] = {}
        parameters: list[Any] = []
        for (kind, day), windows in self._windows.items():
            moments = [connection.ops.adapt_datetimefield_value(_edge(one, self._edge)) for one in windows]
            branch = branches.setdefault(kind, [])
            if moments[0] == moments[1]:
                branch.append(f"WHEN {day} THEN %s")
                parameters.append(moments[0])
            else:
                branch.append(f"WHEN {day} THEN CASE WHEN {by_hour} < %s THEN %s ELSE %s END")
                parameters += [hour, *moments]
        if not branches:
            return "NULL", []
        looked_up = (
            f"WHEN '{kind}' THEN CASE COALESCE({by_day}, {_LAST.get(kind, 1)}) {' '.join(branch)} END"
            for kind, branch in branches.items()
        )
        return f"CASE {recurrence} {' '.join(looked_up)} END", parameters


def _edge(window: _Window, edge: Edge) -> dt.datetime:
    return day_start({"first": window.first, "last": window.last, "after": window.last + _DAY}[edge])


def _idle_since(start: _ByRhythm) -> Q:
    work = TaskEntry.objects.filter(
        task_id=OuterRef("pk"), kind__in=WORK, revoked_at=None, occurred_at__gte=start
    )
    return Q(~Exists(work))
