"""Who takes a place at a site: those who stay there, and those ordered there who have not arrived yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When

from lachan.epi.vocabulary import MEASURES
from lachan.isolation.models import Capacity, Lift, Order, OrderMember, Site, Stay
from lachan.kernel.unindexed import Unindexed


@dataclass(frozen=True, slots=True)
class Load:
    """A site's places at a moment; `capacity` None where nobody recorded it."""

    capacity: int | None
    staying: int
    expected: int

    @property
    def taken(self) -> int:
        return self.staying + self.expected

    @property
    def free(self) -> int | None:
        return None if self.capacity is None else self.capacity - self.taken

    @property
    def is_full(self) -> bool:
        return self.free is not None and self.free <= 0


def staying(now: dt.datetime) -> QuerySet[Stay]:
    """Stays under way at a moment."""
    # Said twice, since SQLite looks within each half alone for what lets it use the index of what was not revoked.
    open_then = Q(revoked_at=None, ended_at=None) | Q(revoked_at=None, ended_at__gt=now)
    # Nearly every stay has begun: asked of the bare column, SQLite walks an index over all of them.
    begun = Unindexed("occurred_at")
    return Stay.objects.alias(begun=begun).filter(open_then, begun__lte=now)


def staying_at(site_ids: Iterable[int], now: dt.datetime) -> QuerySet[Stay]:
    """Stays under way at these sites, each of which has its own in one index."""
    return staying(now).filter(site_id__in=list(site_ids), revoked_at=None)


def running(now: dt.datetime) -> QuerySet[OrderMember]:
    """Names on issued decisions that have not ended and were not lifted."""
    lifted = Lift.objects.standing().filter(member_id=OuterRef("pk"), occurred_at__lte=now)
    # Asked of each name: most decisions have been issued and most names on them have ended, but joined, SQLite starts
    # from all that were issued.
    issued = Order.objects.filter(
        pk=OuterRef("order_id"), state=Order.State.ISSUED, revoked_at=None, occurred_at__lte=now
    )
    return OrderMember.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), Exists(issued), ~Exists(lifted))


def leading(now: dt.datetime) -> QuerySet[OrderMember]:
    """Of the decisions running for a person, the one that says where they belong: the latest, since who signs later
    knows what was signed before. The others bind until they are lifted, and hold no place."""
    return running(now).filter(~_outranked(now))


def leader(members: Iterable[OrderMember]) -> OrderMember | None:
    """The same among the running decisions of one person that were read already."""
    return max(members, key=lambda one: (one.order.occurred_at, one.pk), default=None)


def expected(now: dt.datetime) -> QuerySet[OrderMember]:
    """Those who belong at a site by the decision that leads and are not there yet.

    Arrived means: a stay at that site not over before the measure began, or a stay elsewhere under a measure no
    lighter that began after the signing (they were brought to another site).
    """
    of_the_person = Stay.objects.standing().filter(
        person_id=OuterRef("person_id"), disease=OuterRef("order__disease")
    )
    here = of_the_person.filter(
        Q(ended_at=None) | Q(ended_at__gt=OuterRef("starts_at")), site_id=OuterRef("site_id")
    )
    elsewhere = of_the_person.alias(kept=strictness("measure")).filter(
        kept__gte=OuterRef("strictness"), occurred_at__gte=OuterRef("order__occurred_at")
    )
    # Nearly everybody has arrived: that is asked first.
    waiting = running(now).alias(strictness=strictness("measure")).filter(~Exists(here), ~Exists(elsewhere))
    return waiting.filter(~_outranked(now), site__isnull=False)


def moved_before(
    members: Iterable[OrderMember], disease: str, signed_at: dt.datetime
) -> dict[int, dt.datetime]:
    """person id → since when they had been kept apart at the signing, at the earliest since a decision was needed."""
    needed = {member.person_id: member.starts_at for member in members}
    separating = [code for code, measure in MEASURES.items() if measure.separates]
    rows = staying(signed_at).filter(person_id__in=list(needed), disease=disease, measure__in=separating)
    arrivals = rows.values_list("person_id", "occurred_at")
    return {person: max(at, min(needed[person], signed_at)) for person, at in arrivals}


def loads(sites: Iterable[Site], now: dt.datetime) -> dict[int, Load]:
    """site id → its load, in three queries however many sites there are."""
    ids = [site.pk for site in sites]
    capacity = dict(
        Capacity.objects.standing()
        .filter(site_id__in=ids, occurred_at__lte=now)
        .order_by("occurred_at", "id")
        .values_list("site_id", "places")
    )
    present, coming = _counts(staying_at(ids, now)), _counts(expected(now).filter(site_id__in=ids))
    return {pk: Load(capacity.get(pk), present.get(pk, 0), coming.get(pk, 0)) for pk in ids}


def load(site: Site, now: dt.datetime) -> Load:
    return loads([site], now)[site.pk]


def hold(site: Site) -> None:
    """Let bookings of one site wait for each other until the transaction ends."""
    Site.objects.filter(pk=site.pk).update(turn=F("turn") + 1)


def strictness(column: str) -> Case:
    """How strict the measure in a column is, for the database to compare."""
    whens = [When(**{column: one.code}, then=Value(one.strictness)) for one in MEASURES.values()]
    return Case(*whens, output_field=IntegerField())


def _outranked(now: dt.datetime) -> Exists:
    """Whether another decision running for the person goes before the row."""
    signed = "order__occurred_at"
    of_the_person = {"person_id": OuterRef("person_id"), "order__disease": OuterRef("order__disease")}
    later = Q(**{f"{signed}__gt": OuterRef(signed)}) | Q(**{signed: OuterRef(signed)}, pk__gt=OuterRef("pk"))
    return Exists(running(now).filter(later, **of_the_person))


def _counts(rows: QuerySet) -> dict[int, int]:
    # Of the bare column, SQLite reads each stay that ever was at a site in the order of sites.
    return dict(rows.order_by().values_list(Unindexed("site_id")).annotate(count=Count("pk")))
