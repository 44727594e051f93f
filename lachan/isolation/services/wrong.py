"""Records of isolation that were wrong: a lifting that never was, a certificate for somebody else, a false number of
places. Issued numbers and their papers stay; what rested on the record is as if it had never been made."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from lachan.isolation import booking, expecting
from lachan.isolation.access import (
    check_acts_for,
    check_can_order_lift,
    check_can_site_manage,
    check_can_stay_record,
    check_in_sight,
)
from lachan.isolation.models import Capacity, Completion, Lift
from lachan.kernel.access.actors import Actor
from lachan.kernel.audit import services as audit
from lachan.kernel.facts import fact_revoke


def lift_revoke(*, lift: Lift, reason: str, by: Actor, now: dt.datetime) -> None:
    """The decision binds this person again until its own end; others of the same paper stay lifted."""
    check_can_order_lift(by, now)
    person_id, order = lift.member.person_id, lift.member.order
    check_in_sight(by, {person_id}, now)
    check_acts_for(by, order.organisation_id, now)
    with transaction.atomic():
        fact_revoke(fact=lift, by=by, now=now, reason=reason)
        expecting.settle([person_id], order.disease, now)
        expecting.awaited_again([person_id], order.disease, now)
        audit.record(
            kind="isolation.lift_revoked",
            by=by,
            now=now,
            object_uid=lift.uid,
            data={"number": lift.number, "symbol": lift.symbol, "reason": reason.strip()},
            about={person_id: {"order": order.reference}},
        )


def completion_revoke(*, completion: Completion, reason: str, by: Actor, now: dt.datetime) -> None:
    """The certificate counts no more, and another may be issued."""
    member = completion.member
    check_can_stay_record(by, member.site)
    check_in_sight(by, {member.person_id}, now)
    with transaction.atomic():
        fact_revoke(fact=completion, by=by, now=now, reason=reason)
        audit.record(
            kind="isolation.completion_revoked",
            by=by,
            now=now,
            object_uid=completion.uid,
            data={"number": completion.number, "symbol": completion.symbol, "reason": reason.strip()},
            about={member.person_id: {}},
        )


def capacity_revoke(*, capacity: Capacity, reason: str, by: Actor, now: dt.datetime) -> None:
    """The statement before it counts again; people who are there or on the way stay booked."""
    site = capacity.site
    check_can_site_manage(by, site.organisation_id, site.unit_id)
    with transaction.atomic():
        booking.hold(site)
        fact_revoke(fact=capacity, by=by, now=now, reason=reason)
        audit.record(
            kind="isolation.capacity_revoked",
            by=by,
            now=now,
            object_uid=site.uid,
            data={"name": site.organisation.name, "places": capacity.places, "reason": reason.strip()},
        )
