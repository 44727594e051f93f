"""The demonstration's clock is moved: every screen speaks of another moment from then on."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction

from lachan.kernel import clock
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import check
from lachan.kernel.audit import services as audit
from lachan.kernel.errors import Refused
from lachan.kernel.times import show_moment


@transaction.atomic
def clock_move(*, to: dt.datetime, by: Actor, now: dt.datetime) -> None:
    """Refused outside the demonstration, where the domain's clock is real time."""
    check(by, "clock.move")
    if not settings.DEMO:
        raise Refused("Chỉ bản diễn tập mới chuyển được đồng hồ.")
    clock.move_to(to)
    audit.record(kind="kernel.clock_moved", by=by, now=now, data={"moment": show_moment(to)})
