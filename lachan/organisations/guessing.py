"""Log-ins that failed, kept for the auditor: whose, never what was typed.

A name that is nobody's may be a password in the wrong field, so only that there was none is kept. How many events a
quarter of an hour can bring is bounded, for each log-in and in all: whoever guesses cannot fill the log.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from lachan.kernel.access.actors import Actor
from lachan.kernel.audit import queries as events
from lachan.kernel.audit import services as audit
from lachan.kernel.clock import real_now
from lachan.organisations.models import User

STRANGER = Actor(kind="link", label="Người chưa đăng nhập")
WINDOW = dt.timedelta(minutes=15)
EACH, ALL = 3, 60
_FAILED, _LOCKED, _MANY = (
    f"organisations.{name}" for name in ("login_failed", "login_locked", "logins_failed_often")
)


@transaction.atomic
def login_failed(*, username: str, locked: bool, by: Actor, now: dt.datetime) -> None:
    """One event for an attempt that failed, or that was turned away because too many had failed before it."""
    kind = _LOCKED if locked else _FAILED
    user = User.objects.filter(username=username[:60]).first()
    uid = user.uid if user else None
    if _lately(kind, uid) >= (1 if locked else EACH):
        return
    if _lately() >= ALL:
        _tell_once_that_there_are_many(by, now)
        return
    audit.record(kind=kind, by=by, now=now, object_uid=uid, data={"whom": _words(user)})


def _words(user: User | None) -> str:
    if user is None:
        return "tên không có trong hệ thống"
    return f"tài khoản {user.username}{'' if user.is_active else ' (đã khóa)'}"


def _lately(kind: str = "", uid: uuid.UUID | None = None) -> int:
    """Events of the last quarter of an hour: of one kind about one log-in, or in all."""
    since = real_now() - WINDOW  # real time: the clock of a drill may stand still
    kinds = [kind] if kind else [_FAILED, _LOCKED]
    rows = events.events_since(kinds, since)
    return rows.filter(object_uid=uid).count() if kind else rows.count()


def _tell_once_that_there_are_many(by: Actor, now: dt.datetime) -> None:
    if not events.events_since([_MANY], real_now() - WINDOW).exists():
        minutes = int(WINDOW.total_seconds() // 60)
        audit.record(kind=_MANY, by=by, now=now, data={"count": ALL, "minutes": minutes})
