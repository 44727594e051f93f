"""A ring is opened around a case: whoever answers for its ground sees the people whose cases count in it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from lachan.kernel.access.actors import SYSTEM, Actor
from lachan.kernel.access.services import sight_end, sight_grant
from lachan.zones import queries as zones
from lachan.zones import services

_GROUND = "tracing"


@transaction.atomic
def ring_open(*, case: Any, by: Actor, now: dt.datetime, **centre: Any) -> Any:
    """Open a ring (arguments of `zones.ring_open`); answers the ring."""
    ring = services.ring_open(case=case, by=by, now=now, **centre)
    let_see(ring, case, now)
    return ring


@transaction.atomic
def ring_revoke(*, ring: Any, reason: str, by: Actor, now: dt.datetime) -> None:
    """The ring was opened by mistake; nobody sees anybody because of it any more."""
    seen = zones.person_ids(ring)
    services.ring_revoke(ring=ring, reason=reason, by=by, now=now)
    for person_id in seen:
        stop_seeing(ring, person_id, now)


@transaction.atomic
def case_link(*, ring: Any, case: Any, by: Actor, now: dt.datetime) -> Any:
    """A further case counts in the ring."""
    link = services.case_link(ring=ring, case=case, by=by, now=now)
    let_see(ring, case, now)
    return link


@transaction.atomic
def case_unlink(*, link: Any, reason: str, by: Actor, now: dt.datetime) -> None:
    """The case never belonged to the ring."""
    services.case_unlink(link=link, reason=reason, by=by, now=now)
    stop_seeing(link.ring, link.case.person_id, now)


def let_see(ring: Any, case: Any, now: dt.datetime) -> None:
    """The commune of the ring sees the person of a case as long as the ring is open."""
    sight_grant(
        by=SYSTEM,
        now=now,
        subject_id=case.person_id,
        ground=_GROUND,
        unit_id=ring.unit_id,
        basis_uid=ring.uid,
    )


def stop_seeing(ring: Any, person_id: int, now: dt.datetime) -> None:
    """What other grounds show stays."""
    sight_end(by=SYSTEM, now=now, subject_id=person_id, ground=_GROUND, basis_uid=ring.uid)
