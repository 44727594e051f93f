"""The list of houses on a ring."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import Max

from lachan.kernel.access.actors import Actor
from lachan.kernel.audit import services as audit
from lachan.kernel.errors import Refused
from lachan.kernel.facts import fact_revoke
from lachan.zones import nearby
from lachan.zones.access import check_can_ring_work
from lachan.zones.models import Ring, RingHouse
from lachan.zones.services._common import check_open, fact, locked


@transaction.atomic
def house_add(*, ring: Ring, owner: str, by: Actor, now: dt.datetime, address: str = "") -> RingHouse:
    """A house by hand, with the next number of the ring."""
    check_can_ring_work(by, ring)
    check_open(locked(ring))
    if not (owner.strip() or address.strip()):
        raise Refused("Phải ghi tên chủ hộ hoặc địa chỉ.", "owner")
    house = RingHouse(
        ring=ring,
        number=_next_number(ring),
        owner=" ".join(owner.split())[:120],
        address=" ".join(address.split())[:300],
        **fact(by, now),
    )
    house.save(force_insert=True)
    _tell(ring, [house], by, now)
    return house


@transaction.atomic
def households_take(
    *, ring: Ring, household_ids: Collection[int], by: Actor, now: dt.datetime
) -> list[RingHouse]:
    """Put chosen households of the register on the list. Those on it already, out of the actor's sight or
    off the ring's ground add nothing."""
    check_can_ring_work(by, ring)
    check_open(locked(ring))
    wanted = set(household_ids)
    lines = [line for line in nearby.households(ring, by, now) if line.id in wanted]
    first = _next_number(ring)
    made = [
        RingHouse(
            ring=ring,
            number=first + index,
            owner=line.owner,
            address=line.address,
            household_id=line.id,
            **fact(by, now),
        )
        for index, line in enumerate(lines)
    ]
    RingHouse.objects.bulk_create(made)
    if made:
        _tell(ring, made, by, now)
    return made


@transaction.atomic
def house_remove(*, house: RingHouse, reason: str, by: Actor, now: dt.datetime) -> None:
    """Take a house off the list. Refused while visits to it stand: their counts would vanish with it."""
    check_can_ring_work(by, house.ring)
    check_open(locked(house.ring))
    if house.visits.filter(revoked_at=None).exists():
        raise Refused("Nhà này đã có lượt kiểm tra; hãy thu hồi lượt kiểm tra trước.")
    fact_revoke(fact=house, by=by, now=now, reason=reason)
    audit.record(
        kind="zones.house_removed",
        by=by,
        now=now,
        object_uid=house.ring.uid,
        data={"number": house.number, "reason": reason.strip()},
    )


def _next_number(ring: Ring) -> int:
    """Numbers are never used again: a removed house keeps its own on paper."""
    return (RingHouse.objects.filter(ring=ring).aggregate(top=Max("number"))["top"] or 0) + 1


def _tell(ring: Ring, houses: list[RingHouse], by: Actor, now: dt.datetime) -> None:
    audit.record(
        kind="zones.houses_added",
        by=by,
        now=now,
        object_uid=ring.uid,
        data={"count": len(houses), "numbers": [house.number for house in houses]},
    )
