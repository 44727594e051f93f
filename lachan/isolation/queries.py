"""Reads of isolation, scoped by the reader: sites and their places, who is where, decisions."""

from __future__ import annotations

import datetime as dt
import math
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from django.db.models import CharField, Count, Exists, Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from lachan.isolation import booking
from lachan.isolation.access import (
    acts_for,
    members_visible_to,
    orders_listed_for,
    orders_visible_to,
    visible_to,
)
from lachan.isolation.booking import Load
from lachan.isolation.lingering import lingering
from lachan.isolation.models import (
    Capacity,
    Completion,
    Departure,
    Lift,
    Order,
    OrderMember,
    Site,
    Stay,
    Told,
)
from lachan.kernel.access.actors import SYSTEM, Actor
from lachan.kernel.access.queries import restrict, restrict_by_home, restrict_wide, sees_few
from lachan.kernel.errors import OutOfSight
from lachan.kernel.papers import queries as papers
from lachan.kernel.papers.queries import Paper
from lachan.kernel.times import day_bounds
from lachan.people import queries as people
from lachan.places.queries import Unit

__all__ = ["visible_to"]

_KM_A_DEGREE = 111.2
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class SiteLoad:
    """A site with its places now; `km` as the crow flies between communes, None where unknown."""

    site: Site
    load: Load
    km: float | None = None
    same_district: bool = True

    @property
    def name(self) -> str:
        return self.site.organisation.name


def sites() -> QuerySet[Site]:
    """All sites; where they are and how full they are is no secret among those on duty."""
    return Site.objects.select_related("organisation", "unit__parent").order_by("organisation__name_key")


def site_by_uid(uid: uuid.UUID) -> Site:
    """The site, or OutOfSight."""
    return _found(sites().filter(uid=uid).first())


def site_of_organisation(organisation_id: int | None) -> Site | None:
    """The site that an organisation is."""
    return sites().filter(organisation_id=organisation_id).first() if organisation_id else None


def site_loads(rows: Sequence[Site], now: dt.datetime) -> list[SiteLoad]:
    """Sites with their places now, in the order given."""
    loads = booking.loads(rows, now)
    return [SiteLoad(site, loads[site.pk]) for site in rows]


def sites_with_places(
    unit: Unit | None, measure: str, now: dt.datetime, *, every: bool = False
) -> list[SiteLoad]:
    """Sites for a measure, the best first: of the unit's district before others, with places before full, near before far.

    A site without a recorded capacity can't promise a place: it comes after those that have one. `every`
    also lists sites for other measures.
    """
    taking = [site for site in sites() if every or measure in site.measures]
    loads = booking.loads(taking, now)
    found = [
        SiteLoad(site, loads[site.pk], _km(unit, site.unit), _same_district(unit, site.unit))
        for site in taking
    ]
    return sorted(found, key=_rank)


def site_load(site: Site, unit: Unit | None, now: dt.datetime) -> SiteLoad:
    """One site as `sites_with_places` would list it."""
    return SiteLoad(site, booking.load(site, now), _km(unit, site.unit), _same_district(unit, site.unit))


def stay_by_uid(actor: Actor, now: dt.datetime, uid: uuid.UUID) -> Stay:
    """The stay, or OutOfSight."""
    rows = visible_to(actor, now).select_related("person", "site__organisation", "unit")
    return _found(rows.filter(uid=uid).first())


def stay_is_known(uid: uuid.UUID | None) -> bool:
    """Whether an arrival with this id is on record: a sender tries again, and learns nothing by it."""
    return uid is not None and Stay.objects.filter(uid=uid).exists()


def stays_of(
    actor: Actor, now: dt.datetime, person_ids: Iterable[int], disease: str | None = None
) -> QuerySet[Stay]:
    """Where somebody was kept apart, by the ids of their records, the latest first."""
    rows = visible_to(actor, now).filter(person_id__in=person_ids)
    if disease:
        rows = rows.filter(disease=disease)
    return rows.select_related("site__organisation", "unit").order_by("-occurred_at", "-id")


def present(actor: Actor, now: dt.datetime, site: Site | None = None) -> QuerySet[Stay]:
    """People in isolation now, at one site where given, whom the actor sees."""
    under_way = booking.staying_at([site.pk], now) if site else booking.staying(now)
    return restrict_wide(under_way, actor, now).select_related("person", "site__organisation", "unit")


def arrived_on(actor: Actor, now: dt.datetime, day: dt.date, site: Site | None = None) -> QuerySet[Stay]:
    """Arrivals of one local day."""
    start, end = day_bounds(day)
    rows = visible_to(actor, now).filter(occurred_at__gte=start, occurred_at__lt=end)
    return rows.filter(site=site) if site else rows


def at_home(actor: Actor, now: dt.datetime) -> QuerySet[Stay]:
    """People kept at home now, whom the actor sees."""
    return present(actor, now).filter(site=None)


def without_ground(actor: Actor, now: dt.datetime) -> QuerySet[Stay]:
    """People on record at a site or at home whom neither a duty nor a decision keeps there any more: their leaving is
    still to be recorded."""
    gone = lingering(present(actor, now), now, many=not sees_few(actor))
    return gone.select_related("person", "site__organisation", "unit")


def coming(actor: Actor, now: dt.datetime, site: Site | None = None) -> QuerySet[OrderMember]:
    """Ordered to a site and not there yet ("đang tới")."""
    rows = restrict_wide(booking.expected(now), actor, now)
    rows = rows.select_related("person__residence", "order", "site__organisation")
    return rows.filter(site=site) if site else rows


def home_not_confirmed(actor: Actor, now: dt.datetime) -> QuerySet[OrderMember]:
    """Ordered to keep to their home, whose start nobody has confirmed yet; not those who belong elsewhere since."""
    confirmed = booking.staying(now).filter(
        person_id=OuterRef("person_id"), disease=OuterRef("order__disease")
    )
    rows = restrict_wide(booking.leading(now), actor, now)
    return rows.filter(~Exists(confirmed), site=None, measure="home").select_related(
        "person__residence", "order"
    )


def intervals_in_sight(rows: QuerySet[M], actor: Actor, now: dt.datetime) -> QuerySet[M]:
    """Intervals of people whom the reader sees; of a merged person, those of the record that shows, where it has any."""
    if actor.everywhere:
        return rows
    shown_already = Exists(rows.filter(person_id=OuterRef("canonical_id")))
    twice = people.Person.objects.filter(shown_already, canonical__isnull=False).values("pk")
    return restrict_by_home(rows, actor, now).exclude(person_id__in=twice)


def orders(actor: Actor, now: dt.datetime, state: str | None = None) -> QuerySet[Order]:
    """Decisions the actor may see, discarded drafts last."""
    rows = orders_listed_for(actor, now).select_related("organisation", "unit")
    return rows.filter(state=state) if state else rows


def order_by_uid(actor: Actor, now: dt.datetime, uid: uuid.UUID) -> Order:
    """The decision, or OutOfSight."""
    rows = orders_visible_to(actor, now).select_related("organisation", "unit")
    return _found(rows.filter(uid=uid).first())


def own_draft(actor: Actor, now: dt.datetime, uid: uuid.UUID | None) -> Order | None:
    """The decision that this sender made under the id before, if the first answer was lost on its way."""
    if uid is None:
        return None
    return orders_visible_to(actor, now).filter(uid=uid, recorded_by=actor.user_id).first()


def members_of(actor: Actor, now: dt.datetime, order: Order) -> QuerySet[OrderMember]:
    """The people on a decision's list whom the actor sees; its own organisation sees the whole list."""
    rows = order.members.all()
    if order.organisation_id != actor.organisation_id:
        rows = restrict(rows, actor, now)
    return rows.select_related("person__residence__parent", "site__organisation").order_by("position", "id")


def member_by_uid(actor: Actor, now: dt.datetime, uid: uuid.UUID) -> OrderMember:
    """One name on a decision, or OutOfSight."""
    rows = members_visible_to(actor, now).select_related("order", "person", "site__organisation")
    return _found(rows.filter(uid=uid).first())


def members_by_uids(actor: Actor, now: dt.datetime, uids: Iterable[uuid.UUID]) -> list[OrderMember]:
    """Several names, each in the actor's sight; OutOfSight where one is not."""
    wanted = list(dict.fromkeys(uids))
    rows = members_visible_to(actor, now).select_related("order", "person", "site__organisation")
    found = list(rows.filter(uid__in=wanted).order_by("order_id", "position"))
    if len(found) != len(wanted):
        raise OutOfSight
    return found


def running_orders_of(person_id: int, disease: str, now: dt.datetime) -> QuerySet[OrderMember]:
    """Decisions in force for a person (the caller has checked that the person is in sight)."""
    rows = running_rows([person_id], disease, now)
    return rows.select_related("order", "site__organisation").order_by("-order__occurred_at")


def running_rows(person_ids: Iterable[int], disease: str, now: dt.datetime) -> QuerySet[OrderMember]:
    """Decisions in force for these people, the latest last; read in the reader's scope by the caller."""
    rows = booking.running(now).filter(person_id__in=list(person_ids), order__disease=disease)
    return rows.select_related("order").order_by("order__occurred_at", "id")


def replaced_among(members: Iterable[OrderMember], running: Iterable[OrderMember]) -> dict[int, OrderMember]:
    """member id → the decision that says instead where the person belongs now; `running` are those in force for
    the same people."""
    of_person: dict[int, list[OrderMember]] = {}
    for row in running:
        of_person.setdefault(row.person_id, []).append(row)
    leaders = {person_id: booking.leader(rows) for person_id, rows in of_person.items()}
    return {
        member.pk: leads
        for member in members
        if (leads := leaders.get(member.person_id)) and leads.pk != member.pk
    }


def orders_of(
    actor: Actor, now: dt.datetime, person_ids: Iterable[int], disease: str | None = None
) -> QuerySet[OrderMember]:
    """Every decision that names a person, by the ids of their records, the latest first; each with `lifted` (the
    number of the lifting decision), the uids `lift_uid`, `lift_paper`, `completion_uid` and `completion_paper`, None
    where there is none."""
    rows = members_visible_to(actor, now).filter(person_id__in=person_ids, order__state=Order.State.ISSUED)
    if disease:
        rows = rows.filter(order__disease=disease)
    lift = Lift.objects.standing().filter(member_id=OuterRef("pk"))
    paper = Completion.objects.standing().filter(member_id=OuterRef("pk"))
    number = Concat(Cast("number", CharField()), Value("/"), "symbol")
    return (
        rows.annotate(
            lifted=Subquery(lift.annotate(words=number).values("words")[:1]),
            lift_uid=Subquery(lift.values("uid")[:1]),
            lift_paper=Subquery(lift.values("paper_uid")[:1]),
            completion_uid=Subquery(paper.values("uid")[:1]),
            completion_paper=Subquery(paper.values("paper_uid")[:1]),
        )
        .select_related("order", "person", "site__organisation")
        .order_by("-order__occurred_at", "-id")
    )


def lift_rows(members: Iterable[OrderMember]) -> QuerySet[Lift]:
    """The standing lifts of these names, still to be read."""
    return Lift.objects.standing().filter(member_id__in=[member.pk for member in members])


def told_by_uid(actor: Actor, now: dt.datetime, uid: uuid.UUID) -> Told:
    """The hour at which somebody was told, or OutOfSight."""
    return _found(restrict(Told.objects.standing(), actor, now).filter(uid=uid).first())


def lift_by_uid(actor: Actor, now: dt.datetime, uid: uuid.UUID) -> Lift:
    """A lifting that stands, of somebody in sight, or OutOfSight."""
    rows = Lift.objects.standing().filter(member__in=members_visible_to(actor, now))
    return _found(rows.filter(uid=uid).select_related("member__order", "member__person").first())


def completion_by_uid(actor: Actor, now: dt.datetime, uid: uuid.UUID) -> Completion:
    """A certificate that stands, of somebody in sight, or OutOfSight."""
    rows = Completion.objects.standing().filter(member__in=members_visible_to(actor, now))
    return _found(rows.filter(uid=uid).select_related("member__person", "member__site").first())


def capacities_of(site: Site) -> QuerySet[Capacity]:
    """What was stated of a site's places and stands, the latest first."""
    return Capacity.objects.standing().filter(site=site).order_by("-occurred_at", "-id")


def capacity_by_uid(uid: uuid.UUID) -> Capacity:
    """A statement that stands, or OutOfSight."""
    rows = Capacity.objects.standing().select_related("site__organisation")
    return _found(rows.filter(uid=uid).first())


def load_without(capacity: Capacity, now: dt.datetime) -> tuple[Load, Load]:
    """The load of the site now, and what it would be if this statement had never been made."""
    load = booking.load(capacity.site, now)
    others = capacities_of(capacity.site).exclude(pk=capacity.pk).filter(occurred_at__lte=now)
    return load, replace(load, capacity=others.values_list("places", flat=True).first())


def told_rows(person_ids: Iterable[int], disease: str) -> QuerySet[Told]:
    """The same as a list still to be read."""
    rows = Told.objects.standing().filter(person_id__in=person_ids, disease=disease)
    return rows.order_by("occurred_at", "id")


def open_stays_of(person_ids: Iterable[int], disease: str, now: dt.datetime) -> dict[int, Stay]:
    """person id → where they are kept apart now."""
    return {row.person_id: row for row in open_stay_rows(person_ids, disease, now)}


def open_stay_rows(person_ids: Iterable[int], disease: str, now: dt.datetime) -> QuerySet[Stay]:
    """The same as a list still to be read."""
    rows = booking.staying(now).filter(person_id__in=list(person_ids), disease=disease)
    return rows.select_related("site__organisation", "unit")


def _km(unit: Unit | None, other: Unit) -> float | None:
    """Distance between two communes' points on a flat earth: near enough to choose a site by."""
    if unit is None or unit.lat is None or unit.lon is None or other.lat is None or other.lon is None:
        return None
    north = (unit.lat - other.lat) * _KM_A_DEGREE
    east = (unit.lon - other.lon) * _KM_A_DEGREE * math.cos(math.radians(unit.lat))
    return math.hypot(north, east)


def _same_district(unit: Unit | None, other: Unit) -> bool:
    """Where there is no district, the commune's own parent (the province) takes its place."""
    return unit is None or unit.parent_id == other.parent_id


def _rank(one: SiteLoad) -> tuple[bool, bool, bool, float, str]:
    return (
        not one.same_district,
        one.load.is_full,
        one.load.free is None,
        one.km if one.km is not None else math.inf,
        one.name,
    )


def _found(row: M | None) -> M:
    if row is None:
        raise OutOfSight
    return row


def measures_at(moments: Mapping[int, dt.datetime], disease: str) -> dict[int, str]:
    """person id → the measure they were kept under at their own moment; unscoped, for journeys."""
    found: dict[int, str] = {}
    rows = Stay.objects.standing().filter(person_id__in=list(moments), disease=disease)
    for stay in rows.order_by("occurred_at"):
        at = moments[stay.person_id]
        if stay.occurred_at <= at and (stay.ended_at is None or at < stay.ended_at):
            found[stay.person_id] = stay.measure
    return found


def every_stay(disease: str) -> QuerySet[Stay]:
    """All standing stays of a disease, unscoped: the sources of standing's inputs."""
    return Stay.objects.standing().filter(disease=disease).order_by("id")


def standing_departures(stays: Iterable[Stay]) -> dict[int, Departure]:
    """stay id → the standing departure, where there is one."""
    ids = [stay.pk for stay in stays]
    return {row.stay_id: row for row in Departure.objects.standing().filter(stay_id__in=ids)}


def every_member(disease: str) -> QuerySet[OrderMember]:
    """All names on issued decisions of a disease, unscoped: the sources of standing's inputs."""
    rows = OrderMember.objects.filter(order__disease=disease, order__state=Order.State.ISSUED)
    return rows.filter(order__revoked_at=None).select_related("order").order_by("id")


def every_lift(disease: str) -> QuerySet[Lift]:
    """All standing lifts of a disease, unscoped: the sources of standing's inputs."""
    rows = Lift.objects.standing().filter(member__order__disease=disease)
    return rows.select_related("member__order").order_by("id")


def member_counts(order_ids: Iterable[int]) -> dict[int, int]:
    """order id → how many people it names, in or out of the reader's sight."""
    rows = OrderMember.objects.filter(order_id__in=list(order_ids)).order_by().values("order_id")
    return {row["order_id"]: row["people"] for row in rows.annotate(people=Count("id"))}


def paper_of(actor: Actor, now: dt.datetime, uid: uuid.UUID) -> Paper:
    """A paper of isolation whose list the actor may read as a whole, or OutOfSight."""
    paper = papers.visible_to(SYSTEM).filter(uid=uid, kind__startswith="isolation.").first()
    if paper is None:
        raise OutOfSight
    subjects = (paper.data or {}).get("subjects", [])
    whole = subjects and set(people.visible_ids(subjects, actor, now)) == set(subjects)
    if whole or (paper.organisation_id and acts_for(actor, paper.organisation_id, now)):
        return paper
    raise OutOfSight


def running_members_of(person_ids: Iterable[int], now: dt.datetime) -> dict[tuple[int, str], OrderMember]:
    """(person id, disease) → the latest decision in force; the people were read in the reader's scope."""
    rows = (
        booking.running(now)
        .filter(person_id__in=list(person_ids))
        .select_related("order", "site__organisation")
    )
    return {(row.person_id, row.order.disease): row for row in rows.order_by("order__occurred_at", "id")}


def draft_rows(person_ids: Iterable[int], disease: str) -> QuerySet[OrderMember]:
    """Drafts that name these people, the latest last."""
    rows = OrderMember.objects.filter(
        person_id__in=list(person_ids), order__disease=disease, order__state=Order.State.DRAFT
    )
    return rows.select_related("order").order_by("order__recorded_at", "id")


def bound_now(person_ids: Iterable[int], now: dt.datetime) -> dict[str, int]:
    """What of isolation still needs these people, in words, with how many of it; unscoped."""
    ids = list(person_ids)
    drafts = OrderMember.objects.filter(person_id__in=ids, order__state=Order.State.DRAFT)
    return {
        "lượt cách ly, điều trị chưa ghi rời đi": booking.staying(now).filter(person_id__in=ids).count(),
        "quyết định đang có hiệu lực": booking.running(now).filter(person_id__in=ids).count(),
        "dự thảo quyết định": drafts.filter(order__revoked_at=None).count(),
    }


def counts_of(person_ids: Iterable[int]) -> dict[str, int]:
    """How many facts of isolation name these people, in words; unscoped."""
    ids = list(person_ids)
    return {
        "Tên trong quyết định": OrderMember.objects.filter(person_id__in=ids).count(),
        "Lượt cách ly, điều trị": Stay.objects.filter(person_id__in=ids).count(),
    }
