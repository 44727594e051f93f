"""People are kept apart: told, moved, ordered, released. Each hour is a fact, and the duties follow from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from lachan.epi import facts
from lachan.isolation import queries as isolation
from lachan.isolation.services import orders, stays, wrong
from lachan.journeys import following, inputs
from lachan.kernel.access.actors import SYSTEM, Actor
from lachan.kernel.access.services import sight_end, sight_grant
from lachan.standing.changes import Outcome


@transaction.atomic
def stay_begin(*, by: Actor, now: dt.datetime, **stay: Any) -> Any:
    """An arrival at a site or the start at home (arguments of `isolation.stay_begin`); the site and the
    commune of the stay see the person as long as it lasts."""
    [arrival] = stays_begin(arrivals=[stay], by=by, now=now)
    return arrival


@transaction.atomic
def stays_begin(*, arrivals: Sequence[dict[str, Any]], by: Actor, now: dt.datetime) -> list[Any]:
    """Several arrivals at once, such as a bus load: all or nothing, computed once a disease."""
    made = [stays.stay_begin(by=by, now=now, **stay) for stay in arrivals]
    added: dict[str, list[facts.Fact]] = {}
    for arrival in made:
        facts_of_disease = added.setdefault(arrival.stay.disease, [])
        facts_of_disease += inputs.stay_inputs(arrival.stay, None)
        if arrival.ended is not None:
            facts_of_disease += _ended(arrival.ended, now)
        _stay_sight(arrival.stay, now)
    for disease, rows in added.items():
        following.take_in(disease=disease, added=rows, now=now)
    return made


@transaction.atomic
def stay_end(*, stay: Any, by: Actor, now: dt.datetime, **departure: Any) -> Any:
    """Somebody left a site or home isolation (arguments of `isolation.stay_end`)."""
    left = stays.stay_end(stay=stay, by=by, now=now, **departure)
    sight_end(by=SYSTEM, now=now, subject_id=stay.person_id, ground="stay", basis_uid=stay.uid)
    following.take_in(disease=stay.disease, added=inputs.stay_inputs(stay, left), now=now)
    return left


@transaction.atomic
def stay_revoke(*, stay: Any, reason: str, by: Actor, now: dt.datetime) -> None:
    """A stay that never was; the stay that it had ended goes on."""
    departures = [str(row.uid) for row in stay.departures.filter(revoked_at=None)]
    reopened = stays.stay_revoke(stay=stay, reason=reason, by=by, now=now)
    sight_end(by=SYSTEM, now=now, subject_id=stay.person_id, ground="stay", basis_uid=stay.uid)
    gone = [str(stay.uid), *(f"{uid}:completed" for uid in departures)]
    added = inputs.stay_inputs(reopened, None) if reopened else []
    if reopened:
        _stay_sight(reopened, now)
    following.take_in(disease=stay.disease, added=added, withdrawn=gone, now=now)


@transaction.atomic
def departure_revoke(*, stay: Any, reason: str, by: Actor, now: dt.datetime) -> None:
    """A departure that never was: the stay goes on."""
    gone = [f"{row.uid}:completed" for row in stay.departures.filter(revoked_at=None)]
    stays.departure_revoke(stay=stay, reason=reason, by=by, now=now)
    _stay_sight(stay, now)
    following.take_in(disease=stay.disease, added=inputs.stay_inputs(stay, None), withdrawn=gone, now=now)


@transaction.atomic
def order_issue(*, order: Any, by: Actor, now: dt.datetime, **issue: Any) -> Any:
    """A decision is signed and numbered: from then on it covers the duties of its list."""
    issued = orders.order_issue(order=order, by=by, now=now, **issue)
    members = list(isolation.members_of(SYSTEM, now, order).select_related("order"))
    added: Sequence[facts.Fact] = [inputs.order_input(member) for member in members]
    following.take_in(disease=order.disease, added=added, now=now)
    return issued


@transaction.atomic
def order_lift(*, members: Sequence[Any], by: Actor, now: dt.datetime, **lift: Any) -> Any:
    """A decision ends early for some of its list (arguments of `isolation.order_lift`)."""
    lifts = orders.order_lift(members=members, by=by, now=now, **lift)
    disease = members[0].order.disease
    added: Sequence[facts.Fact] = [inputs.lift_input(one) for one in lifts]
    following.take_in(disease=disease, added=added, now=now)
    return lifts


@transaction.atomic
def lift_revoke(*, lift: Any, reason: str, by: Actor, now: dt.datetime) -> None:
    """A lifting that never was: the decision covers the person's duty again."""
    wrong.lift_revoke(lift=lift, reason=reason, by=by, now=now)
    following.take_in(disease=lift.member.order.disease, withdrawn=[str(lift.uid)], now=now)


def lift_revoke_preview(*, lift: Any, now: dt.datetime) -> Outcome:
    """What taking a lifting back would change; nothing is written."""
    return following.preview(disease=lift.member.order.disease, withdrawn=[str(lift.uid)], now=now)


def _ended(stay: Any, now: dt.datetime) -> list[facts.Fact]:
    sight_end(by=SYSTEM, now=now, subject_id=stay.person_id, ground="stay", basis_uid=stay.uid)
    departure = stay.departures.filter(revoked_at=None).first()
    return inputs.stay_inputs(stay, departure)


def _stay_sight(stay: Any, now: dt.datetime) -> None:
    holders = [{"unit_id": stay.unit_id}] if stay.unit_id else []
    if stay.site_id:
        holders.append({"organisation_id": stay.site.organisation_id})
    for holder in holders:
        sight_grant(
            by=SYSTEM,
            now=now,
            subject_id=stay.person_id,
            ground="stay",
            basis_uid=stay.uid,
            **holder,
        )
