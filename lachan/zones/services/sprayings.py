"""Rounds of spraying over a ring."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from lachan.kernel.access.actors import Actor
from lachan.kernel.audit import services as audit
from lachan.kernel.errors import Refused
from lachan.kernel.facts import fact_revoke
from lachan.zones.access import check_can_ring_work
from lachan.zones.models import Ring, Spraying
from lachan.zones.services._common import check_moment, fact, locked


@transaction.atomic
def spraying_record(
    *,
    ring: Ring,
    round: int,
    houses: int,
    chemical: str,
    by: Actor,
    now: dt.datetime,
    occurred_at: dt.datetime | None = None,
    note: str = "",
) -> Spraying:
    """A round that was done. One that came earlier than the rule's interval is a fact all the same: progress
    shows by how many days. Refused out of order, or where the round stands already."""
    check_can_ring_work(by, ring)
    row, at = locked(ring), occurred_at or now
    check_moment(row, at, now)
    _check(row, round, houses, chemical, at)
    spraying = Spraying(
        ring=row,
        round=round,
        houses=houses,
        chemical=" ".join(chemical.split())[:120],
        note=" ".join(note.split())[:300],
        **fact(by, now, at),
    )
    try:
        with transaction.atomic():
            spraying.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(f"Lần phun {round} đã được ghi.", "round") from error
    audit.record(
        kind="zones.spraying_recorded",
        by=by,
        now=now,
        object_uid=ring.uid,
        data={"round": round, "houses": houses, "chemical": spraying.chemical},
    )
    return spraying


@transaction.atomic
def spraying_revoke(*, spraying: Spraying, reason: str, by: Actor, now: dt.datetime) -> None:
    """The round was not done. Refused while a later round stands."""
    check_can_ring_work(by, spraying.ring)
    later = Spraying.objects.filter(ring=spraying.ring_id, revoked_at=None, round__gt=spraying.round)
    if later.exists():
        raise Refused("Còn lần phun sau; hãy thu hồi lần phun đó trước.")
    fact_revoke(fact=spraying, by=by, now=now, reason=reason)
    audit.record(
        kind="zones.spraying_revoked",
        by=by,
        now=now,
        object_uid=spraying.ring.uid,
        data={"round": spraying.round, "reason": reason.strip()},
    )


def _check(ring: Ring, round: int, houses: int, chemical: str, at: dt.datetime) -> None:
    if houses < 1:
        raise Refused("Phải ghi số nhà đã phun.", "houses")
    if not chemical.strip():
        raise Refused("Phải ghi hóa chất đã phun.", "chemical")
    done = {row.round: row for row in Spraying.objects.filter(ring=ring, revoked_at=None)}
    if round in done:
        raise Refused(f"Lần phun {round} đã được ghi.", "round")
    if round != len(done) + 1:
        raise Refused(f"Lần phun kế tiếp là lần {len(done) + 1}.", "round")
    if round > 1 and at <= done[round - 1].occurred_at:
        raise Refused(f"Lần phun {round} phải sau lần phun {round - 1}.", "occurred_at")
