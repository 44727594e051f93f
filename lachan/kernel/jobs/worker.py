"""Running jobs: one at a time in each lane, killed at any moment without harm.

Used by `lachan serve` (threads) and `lachan worker` (a process of its own). Safety rests on the handlers being
idempotent and on the lease: whoever lost it stops at the next `run.progress`.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import close_old_connections, connection

from lachan.kernel.clock import real_now
from lachan.kernel.errors import Refused
from lachan.kernel.jobs import registry, services
from lachan.kernel.jobs.models import Job
from lachan.kernel.memory import keep_what_is_loaded

log = logging.getLogger(__name__)
_IDLE_SECONDS = 0.5


class Run:
    """What a handler gets: its payload, and the way to stay alive and show progress."""

    def __init__(self, row: Job, lease_seconds: int) -> None:
        self.kind = row.kind
        self.attempt = row.attempts
        self.payload: Mapping[str, Any] = row.payload or {}
        self._pk = row.pk
        self._token = _token(row)
        self._seconds = lease_seconds

    def progress(self, *, done: int | None = None, total: int | None = None) -> None:
        """Extend the lease; `done` shows on the screen and counts as progress. Raises LeaseLost."""
        services.job_beat(
            pk=self._pk, token=self._token, now=real_now(), seconds=self._seconds, done=done, total=total
        )


def run_once(now: dt.datetime, lane: registry.Lane | None = None) -> bool:
    """Queue what is due, then run one job if there is any; True where one was run. `now` is real time."""
    services.jobs_reap(now=now)
    services.schedule_turn(now=now)
    row = services.job_lease(now=now, lane=lane)
    if row is None:
        return False
    _run(row)
    return True


def drain(now: dt.datetime, limit: int = 1000) -> int:
    """Run what is due until nothing is left (tests, set-up of the demonstration); returns how many ran."""
    ran = 0
    while ran < limit and run_once(now):
        ran += 1
    return ran


def run_forever(stop: threading.Event) -> None:
    """Work until `stop` is set, short chores and long work side by side."""
    registry.load_room_jobs()
    keep_what_is_loaded()
    lanes: tuple[registry.Lane, ...] = ("quick", "long")
    threads = [
        threading.Thread(target=_work, args=(stop, lane), name=f"jobs-{lane}", daemon=True) for lane in lanes
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _work(stop: threading.Event, lane: registry.Lane) -> None:
    try:
        while not stop.is_set():
            if not _step(lane):
                stop.wait(_IDLE_SECONDS)
    finally:
        connection.close()


def _step(lane: registry.Lane) -> bool:
    close_old_connections()
    try:
        return run_once(real_now(), lane)
    except Exception:  # a database that is away for a while must not end the worker
        log.exception("worker lane %s", lane)
        return False


def _run(row: Job) -> None:
    kind = registry.kind(row.kind)
    token = _token(row)
    try:
        kind.handler(Run(row, kind.lease_seconds))
    except services.LeaseLost:
        log.warning("job %s lost its lease", row.uid)
    except Refused as refusal:  # a rule's answer does not change by asking again
        services.job_fail(row=row, token=token, now=real_now(), message=refusal.message, final=True)
    except Exception as error:  # any fault of a handler is retried, then shown
        log.exception("job %s %s failed", row.kind, row.uid)
        row.refresh_from_db()
        message = f"Lỗi khi xử lý ({type(error).__name__})."
        services.job_fail(row=row, token=token, now=real_now(), message=message)
    else:
        services.job_finish(pk=row.pk, token=token, now=real_now())


def _token(row: Job) -> uuid.UUID:
    assert row.lease_token is not None, "only a leased job is run"
    return row.lease_token
