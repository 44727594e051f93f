"""Who may decide, move and see people in isolation."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from lachan.isolation.models import Order, OrderMember, Site, Stay
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.queries import restrict, restrict_wide, sees, sees_few
from lachan.kernel.access.roles import COMMUNE, SITE, check, may
from lachan.kernel.errors import Forbidden, OutOfSight
from lachan.kernel.times import local_day
from lachan.organisations import queries as organisations
from lachan.places.kinds import Level


def check_can_order_propose(by: Actor) -> None:
    check(by, "isolation.order_propose")


def can_order_propose(by: Actor) -> bool:
    return may(by, "isolation.order_propose")


def check_can_order_sign(by: Actor, now: dt.datetime) -> None:
    """Issuing registers a signature; who signed is a named position, who registers it is the actor."""
    check(by, "isolation.order_sign")
    _check_level(by, now)


def can_order_sign(by: Actor, now: dt.datetime) -> bool:
    return may(by, "isolation.order_sign") and _decides(by, now)


def check_can_order_lift(by: Actor, now: dt.datetime) -> None:
    check(by, "isolation.order_lift")
    _check_level(by, now)


def can_order_lift(by: Actor, now: dt.datetime) -> bool:
    return may(by, "isolation.order_lift") and _decides(by, now)


def _decides(by: Actor, now: dt.datetime) -> bool:
    """A commune decides where, by the units in force, no district stands over it."""
    if by.is_system or not by.roles <= {COMMUNE}:
        return True
    if by.organisation_id is None:
        return False
    areas = organisations.areas_on(by.organisation_id, local_day(now))
    above = set(areas.values_list("unit__parent__level", flat=True))
    return bool(above) and Level.DISTRICT not in above


def _check_level(by: Actor, now: dt.datetime) -> None:
    if not _decides(by, now):
        raise Forbidden("Quyết định cách ly do cấp huyện ký; cấp xã lập dự thảo và chuyển lên.")


def check_can_told_record(by: Actor) -> None:
    check(by, "isolation.told_record")


def can_told_record(by: Actor) -> bool:
    return may(by, "isolation.told_record")


def check_can_stay_record(by: Actor, site: Site | None) -> None:
    """A site's own staff record arrivals at their site alone."""
    check(by, "isolation.stay_record")
    if by.is_system or not by.roles <= {SITE}:
        return
    if site is None or site.organisation_id != by.organisation_id:
        raise Forbidden("Khu cách ly chỉ ghi người đến và rời nơi mình quản lý.")


def can_stay_record(by: Actor) -> bool:
    return may(by, "isolation.stay_record")


def check_can_site_manage(by: Actor, organisation_id: int, unit_id: int) -> None:
    """The site itself, or the district in whose area it stands."""
    check(by, "isolation.site_manage")
    if not (by.is_system or by.organisation_id == organisation_id or unit_id in by.unit_ids):
        raise Forbidden("Nơi này ngoài địa bàn của đồng chí.")


def can_site_manage(by: Actor, site: Site) -> bool:
    if not may(by, "isolation.site_manage"):
        return False
    return by.is_system or by.organisation_id == site.organisation_id or site.unit_id in by.unit_ids


def acts_for(by: Actor, organisation_id: int, now: dt.datetime) -> bool:
    """Whether the actor may register what an organisation signed: their own, or one of their area."""
    if by.is_system or by.everywhere or by.organisation_id == organisation_id:
        return True
    areas = organisations.areas_on(organisation_id, local_day(now)).values_list("unit_id", flat=True)
    mine = by.unit_ids | by.district_ids
    return bool(areas) and all(unit_id in mine for unit_id in areas)


def check_acts_for(by: Actor, organisation_id: int, now: dt.datetime) -> None:
    if not acts_for(by, organisation_id, now):
        raise Forbidden("Cơ quan ban hành ngoài phạm vi của đồng chí.")


def check_in_sight(by: Actor, person_ids: set[int], now: dt.datetime) -> None:
    """OutOfSight where one of the people is not the actor's to see."""
    if by.everywhere:
        return
    if not all(sees(by, person_id, now) for person_id in sorted(person_ids)):
        raise OutOfSight


def visible_to(actor: Actor, now: dt.datetime) -> QuerySet[Stay]:
    """Standing stays of the people whom the actor sees."""
    return restrict(Stay.objects.standing(), actor, now)


def members_visible_to(actor: Actor, now: dt.datetime) -> QuerySet[OrderMember]:
    """Names on decisions, of the people whom the actor sees."""
    return restrict(OrderMember.objects.filter(order__revoked_at=None), actor, now)


def orders_visible_to(actor: Actor, now: dt.datetime) -> QuerySet[Order]:
    """Decisions of the actor's own organisation, and those that name somebody in sight."""
    orders = Order.objects.standing()
    if actor.everywhere:
        return orders
    return orders.filter(_own(actor) | Exists(members_visible_to(actor, now).filter(order_id=OuterRef("pk"))))


def orders_listed_for(actor: Actor, now: dt.datetime) -> QuerySet[Order]:
    """The same decisions, asked so that a whole list of them comes fast to who sees few people."""
    if not sees_few(actor):
        return orders_visible_to(actor, now)
    members = restrict_wide(OrderMember.objects.filter(order__revoked_at=None), actor, now)
    return Order.objects.standing().filter(_own(actor) | Q(pk__in=members.values("order_id")))


def _own(actor: Actor) -> Q:
    return Q(organisation_id=actor.organisation_id) if actor.organisation_id else Q(pk__in=[])
