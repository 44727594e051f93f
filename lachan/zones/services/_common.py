"""What every service of the room asks before it writes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from lachan.kernel.access.actors import Actor
from lachan.kernel.errors import OutOfSight, Refused
from lachan.kernel.times import show_moment
from lachan.zones.models import Ring
from lachan.zones.states import closing_in_force


def fact(by: Actor, now: dt.datetime, occurred_at: dt.datetime | None = None) -> dict[str, Any]:
    """The columns that every fact has."""
    return {"occurred_at": occurred_at or now, "recorded_at": now, "recorded_by": by.user_id}


def locked(ring: Ring) -> Ring:
    """The ring's row, held until the transaction ends: numbers and states are decided one at a time."""
    row = Ring.objects.select_for_update(of=("self",)).select_related("case", "unit").get(pk=ring.pk)
    if row.revoked_at is not None:
        raise OutOfSight
    return row


def check_moment(ring: Ring, at: dt.datetime, now: dt.datetime) -> None:
    """Work on a ring lies between its opening and now; a closed ring still takes what was done before its end."""
    if at > now:
        raise Refused("Giờ ghi không thể ở sau hiện tại.", "occurred_at")
    if at < ring.occurred_at:
        raise Refused(f"Ổ dịch mở lúc {show_moment(ring.occurred_at)}; giờ ghi phải sau đó.", "occurred_at")
    closing = closing_in_force(ring.closings.all())
    if closing and at > closing.occurred_at:
        raise Refused(f"Ổ dịch đã đóng lúc {show_moment(closing.occurred_at)}.", "occurred_at")


def check_open(ring: Ring) -> None:
    closing = closing_in_force(ring.closings.all())
    if closing:
        raise Refused(f"Ổ dịch đã đóng lúc {show_moment(closing.occurred_at)}.")
