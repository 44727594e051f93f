"""Kinds of jobs and when they run by themselves; rooms declare theirs in `jobs.py`."""

from __future__ import annotations

import datetime as dt
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Literal

from django.apps import apps

from lachan.kernel.times import day_start, local_day

if TYPE_CHECKING:
    from lachan.kernel.jobs.worker import Run

Handler = Callable[["Run"], None]
Lane = Literal["quick", "long"]
_EPOCH = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class JobKind:
    """`lane` keeps short chores (sealing) from waiting behind long work (imports): each has its own thread."""

    code: str
    handler: Handler
    max_attempts: int
    lease_seconds: int
    lane: Lane
    title: str


@dataclass(frozen=True, slots=True)
class Every:
    """A turn each `seconds`, counted from one common moment, so that all servers agree on it."""

    seconds: int

    def due(self, now: dt.datetime) -> dt.datetime:
        turns = int((now - _EPOCH).total_seconds()) // self.seconds
        return _EPOCH + dt.timedelta(seconds=turns * self.seconds)


@dataclass(frozen=True, slots=True)
class Daily:
    """A turn a day at a local hour."""

    hour: int

    def due(self, now: dt.datetime) -> dt.datetime:
        today = day_start(local_day(now)) + dt.timedelta(hours=self.hour)
        return today if today <= now else today - dt.timedelta(days=1)


Timetable = Every | Daily

_KINDS: dict[str, JobKind] = {}
_TIMETABLES: dict[str, Timetable] = {}


def job(
    code: str,
    *,
    max_attempts: int = 5,
    lease_seconds: int = 60,
    lane: Lane = "long",
    when: Timetable | None = None,
    title: str = "",
) -> Callable[[Handler], Handler]:
    """Declare `handler(run)` for a kind of job; `when` also runs it by itself.

    A handler must be idempotent: a worker killed after the work and before the tick runs it again.
    Long work calls `run.progress(...)` more often than its lease is long.
    """

    def register(handler: Handler) -> Handler:
        _KINDS[code] = JobKind(code, handler, max_attempts, lease_seconds, lane, title or code)
        if when is not None:
            _TIMETABLES[code] = when
        return handler

    return register


def every(seconds: int) -> Every:
    return Every(seconds)


def daily(hour: int) -> Daily:
    return Daily(hour)


@lru_cache(maxsize=1)
def load_room_jobs() -> None:
    """Import the kernel's own jobs and `jobs` of every installed room (once a process)."""
    import_module("lachan.kernel.jobs.standard")
    for config in apps.get_app_configs():
        name = f"{config.name}.jobs"
        if (
            config.name.startswith("lachan.")
            and config.name != "lachan.kernel"
            and importlib.util.find_spec(name)
        ):
            import_module(name)


def kind(code: str) -> JobKind:
    """The declared kind; KeyError where no room declared it."""
    load_room_jobs()
    return _KINDS[code]


def title(code: str) -> str:
    """What the screens call a kind; its code where nobody declares it any more."""
    load_room_jobs()
    return _KINDS[code].title if code in _KINDS else code


def codes(lane: Lane | None = None) -> list[str]:
    """The codes of all kinds, or of one lane."""
    load_room_jobs()
    return sorted(code for code, made in _KINDS.items() if lane is None or made.lane == lane)


def timetables() -> dict[str, Timetable]:
    load_room_jobs()
    return dict(_TIMETABLES)
