"""A ring ends, or goes on after all: sight of its people ends and returns with it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from lachan.journeys.ring_opened import let_see, stop_seeing
from lachan.kernel.access.actors import Actor
from lachan.zones import queries as zones
from lachan.zones import services


@transaction.atomic
def ring_close(*, ring: Any, by: Actor, now: dt.datetime, reason: str = "") -> Any:
    """End a ring (arguments of `zones.ring_close`)."""
    closing = services.ring_close(ring=ring, by=by, now=now, reason=reason)
    for person_id in zones.person_ids(ring):
        stop_seeing(ring, person_id, now)
    return closing


@transaction.atomic
def closing_revoke(*, ring: Any, reason: str, by: Actor, now: dt.datetime) -> None:
    """The ring was closed by mistake."""
    services.closing_revoke(ring=ring, reason=reason, by=by, now=now)
    _see_again(ring, now)


@transaction.atomic
def ring_reopen(*, ring: Any, by: Actor, now: dt.datetime, **why: Any) -> Any:
    """A new case, or a written reason, opens a closed ring again (arguments of `zones.ring_reopen`)."""
    reopening = services.ring_reopen(ring=ring, by=by, now=now, **why)
    _see_again(ring, now)
    return reopening


def _see_again(ring: Any, now: dt.datetime) -> None:
    for case in zones.cases_of(ring):
        let_see(ring, case, now)
