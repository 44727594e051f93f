"""Who sees and works a ring: whoever answers for its commune."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import check, may
from lachan.kernel.errors import OutOfSight
from lachan.zones.models import Ring


def visible_to(actor: Actor, now: dt.datetime) -> QuerySet[Ring]:
    """Standing rings on the actor's ground. The people in them are asked for again: a ring shows no names by itself."""
    rows = Ring.objects.filter(revoked_at=None)
    return rows if actor.everywhere else rows.filter(unit_id__in=sorted(actor.unit_ids))


def check_ground(by: Actor, unit_id: int) -> None:
    """OutOfSight where the ground is not the actor's."""
    if not (by.everywhere or unit_id in by.unit_ids):
        raise OutOfSight


def check_can_ring_open(by: Actor, unit_id: int) -> None:
    check(by, "zones.ring_open")
    check_ground(by, unit_id)


def can_ring_open(by: Actor) -> bool:
    return may(by, "zones.ring_open")


def check_can_ring_work(by: Actor, ring: Ring) -> None:
    """Houses, visits, sprayings and linked cases are one line of work."""
    check(by, "zones.ring_work")
    check_ground(by, ring.unit_id)


def can_ring_work(by: Actor) -> bool:
    return may(by, "zones.ring_work")


def check_can_ring_close(by: Actor, ring: Ring) -> None:
    check(by, "zones.ring_close")
    check_ground(by, ring.unit_id)


def can_ring_close(by: Actor) -> bool:
    return may(by, "zones.ring_close")
