"""Queueing, leasing, finishing and reaping; conditional updates only, so both databases behave alike.

Leases, retries and turns live in real time; `created_at` is the domain's moment.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from lachan.kernel.access.actors import SYSTEM, Actor
from lachan.kernel.access.roles import check
from lachan.kernel.clock import real_now
from lachan.kernel.ids import new_uid
from lachan.kernel.jobs import registry
from lachan.kernel.jobs.models import Job, Schedule

_BACK_OFF = dt.timedelta(seconds=5)
_KEEP_DONE, _KEEP_FAILED = 7, 30  # days: who gave up may still be tried again
_LONGEST_WAIT = dt.timedelta(minutes=10)
DIED = "Máy xử lý dừng giữa chừng nhiều lần liên tiếp. Hãy báo quản trị viên."


class LeaseLost(Exception):
    """Another worker has taken the job over; the present one must stop without writing."""


def job_enqueue(
    *,
    kind: str,
    payload: Mapping[str, Any],
    by: Actor,
    now: dt.datetime,
    unique_key: str | None = None,
    run_after: dt.datetime | None = None,
) -> Job:
    """Put a job into the queue, in the caller's transaction. `run_after` is real time (at once without it).

    With `unique_key` there is one job of that key: a waiting one is returned as it is, a finished one is
    queued again, a running one will run once more when it ends.
    """
    made = registry.kind(kind)
    fields = {
        "kind": kind,
        "payload": dict(payload),
        "run_after": run_after or real_now(),
        "max_attempts": made.max_attempts,
        "created_at": now,
        "created_by": by.user_id,
    }
    if unique_key is None:
        return Job.objects.create(**fields)
    return _once(unique_key, fields)


def _once(key: str, fields: dict[str, Any]) -> Job:
    try:
        with transaction.atomic():
            row, created = Job.objects.get_or_create(unique_key=key, defaults=fields)
    except IntegrityError:
        row, created = Job.objects.get(unique_key=key), False
    if not created:
        _arm_again(row, fields)
        row.refresh_from_db()
    return row


def _arm_again(row: Job, fields: dict[str, Any]) -> None:
    ended = Q(state=Job.State.DONE) | Q(state=Job.State.FAILED)
    armed = Job.objects.filter(ended, pk=row.pk).update(
        **fields, state=Job.State.QUEUED, attempts=0, message="", rerun=False, finished_at=None
    )
    if not armed:
        Job.objects.filter(pk=row.pk, state=Job.State.RUNNING).update(rerun=True)


def job_lease(*, now: dt.datetime, lane: registry.Lane | None = None) -> Job | None:
    """Take the job that has waited longest, or None; only one worker ever gets it."""
    waiting = Job.objects.filter(
        state=Job.State.QUEUED, run_after__lte=now, kind__in=registry.codes(lane)
    ).order_by("run_after", "id")
    for pk, kind in waiting.values_list("pk", "kind")[:10]:
        token = new_uid()
        taken = Job.objects.filter(pk=pk, state=Job.State.QUEUED).update(
            state=Job.State.RUNNING,
            lease_token=token,
            leased_until=now + dt.timedelta(seconds=registry.kind(kind).lease_seconds),
            attempts=F("attempts") + 1,
        )
        if taken:
            return Job.objects.get(pk=pk)
    return None


def job_beat(
    *, pk: int, token: uuid.UUID, now: dt.datetime, seconds: int, done: int | None, total: int | None
) -> None:
    """Extend the lease and show progress; raises LeaseLost where the job is no longer ours."""
    values: dict[str, Any] = {"leased_until": now + dt.timedelta(seconds=seconds)}
    if total is not None:
        values["total"] = total
    if done is not None:
        values |= {"done": done, "attempts": 1}
    if not _ours(pk, token).update(**values):
        raise LeaseLost


def job_finish(*, pk: int, token: uuid.UUID, now: dt.datetime, message: str = "") -> bool:
    """Tick the job off (or queue it once more where that was asked meanwhile); False if it was not ours."""
    ended = {"lease_token": None, "leased_until": None, "attempts": 0, "message": message[:500]}
    again = _ours(pk, token).filter(rerun=True)
    if again.update(**ended, state=Job.State.QUEUED, rerun=False, run_after=now):
        return True
    return bool(_ours(pk, token).update(**ended, state=Job.State.DONE, finished_at=now))


def job_fail(*, row: Job, token: uuid.UUID, now: dt.datetime, message: str, final: bool = False) -> None:
    """Queue it again after a pause that doubles, or give up after the last try."""
    mine = _ours(row.pk, token)
    if final or row.attempts >= row.max_attempts:
        mine.update(**_failed(now, message))
        return
    wait = min(_BACK_OFF * 2 ** (row.attempts - 1), _LONGEST_WAIT)
    mine.update(
        state=Job.State.QUEUED,
        run_after=now + wait,
        lease_token=None,
        leased_until=None,
        message=message[:500],
    )


def job_retry(*, uid: uuid.UUID, by: Actor, now: dt.datetime) -> bool:
    """Put a job that gave up back into the queue; False where it is not waiting for that. `now` is real time."""
    check(by, "jobs.view")
    given_up = Job.objects.filter(uid=uid, state=Job.State.FAILED)
    return bool(
        given_up.update(state=Job.State.QUEUED, attempts=0, message="", run_after=now, finished_at=None)
    )


def jobs_reap(*, now: dt.datetime) -> int:
    """Give the jobs of dead workers back to the queue; returns how many were found."""
    dead = Job.objects.filter(state=Job.State.RUNNING, leased_until__lt=now)
    if not dead.exists():
        return 0
    failed = dead.filter(attempts__gte=F("max_attempts")).update(**_failed(now, DIED))
    return failed + dead.update(state=Job.State.QUEUED, run_after=now, lease_token=None, leased_until=None)


def schedule_turn(*, now: dt.datetime) -> int:
    """Queue what has become due; each turn once, however many servers ask. Returns how many turns were ours."""
    last = dict(Schedule.objects.values_list("kind", "last_due_at"))
    won = 0
    for code, timetable in registry.timetables().items():
        due = timetable.due(now)
        before = last.get(code)
        if before is None or before < due:
            won += _take_turn(code, timetable, before, due, now)
    return won


def _take_turn(
    code: str, timetable: registry.Timetable, before: dt.datetime | None, due: dt.datetime, now: dt.datetime
) -> int:
    with transaction.atomic():
        if before is None:
            first = Schedule.objects.get_or_create(kind=code, defaults={"last_due_at": due})[1]
            mine = first and isinstance(timetable, registry.Every)  # a daily chore waits for its hour
        else:
            mine = bool(Schedule.objects.filter(kind=code, last_due_at=before).update(last_due_at=due))
        if mine:
            job_enqueue(
                kind=code, payload={}, by=SYSTEM, now=now, run_after=now, unique_key=f"schedule:{code}"
            )
    return int(mine)


def jobs_purge(*, now: dt.datetime) -> int:
    """Delete jobs that ended long ago, those that gave up later than the others; returns how many."""
    day = dt.timedelta(days=1)
    done = Q(state=Job.State.DONE, finished_at__lt=now - _KEEP_DONE * day)
    given_up = Q(state=Job.State.FAILED, finished_at__lt=now - _KEEP_FAILED * day)
    return Job.objects.filter(done | given_up).delete()[0]


def _failed(now: dt.datetime, message: str) -> dict[str, Any]:
    return {
        "state": Job.State.FAILED,
        "finished_at": now,
        "message": message[:500],
        "lease_token": None,
        "leased_until": None,
    }


def _ours(pk: int, token: uuid.UUID) -> Any:
    return Job.objects.filter(pk=pk, state=Job.State.RUNNING, lease_token=token)
