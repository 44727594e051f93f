"""The only door to people: which subjects an actor sees at a moment, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TypeVar, cast

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from lachan.kernel.access.actors import Actor
from lachan.kernel.access.models import Sight
from lachan.kernel.unindexed import Unindexed

M = TypeVar("M", bound=Model)
_FEW_UNITS = 4  # a commune today with those it was formed of


def sights_of(actor: Actor, now: dt.datetime) -> QuerySet[Sight]:
    """The sight rows that hold for the actor now (not meant for actors who see everywhere)."""
    holders = Q(unit_id__in=sorted(actor.unit_ids)) if actor.unit_ids else Q(pk__in=[])
    if actor.organisation_id:
        holders |= Q(organisation_id=actor.organisation_id)
    return _alive(now).filter(holders)


def _alive(now: dt.datetime) -> QuerySet[Sight]:
    return Sight.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), starts_at__lte=now)


def restrict(rows: QuerySet[M], actor: Actor, now: dt.datetime, field: str = "person_id") -> QuerySet[M]:
    """`rows` whose person (`field`) the actor sees; nothing is left for an actor without any sight."""
    if actor.everywhere:
        return rows
    return rows.filter(Exists(sights_of(actor, now).filter(subject_id=OuterRef(field))))


def restrict_wide(
    rows: QuerySet[M], actor: Actor, now: dt.datetime, field: str = "person_id", *, have_index: bool = False
) -> QuerySet[M]:
    """`restrict` for lists that span the province: who sees few communes is asked for all their people once,
    instead of each row for who sees it.

    `have_index`: the rows are found by an index of their own. SQLite would start from the people all the same and
    read whatever is on record of each: three times as slow for what stands of a commune now.
    """
    if not sees_few(actor):
        return restrict(rows, actor, now, field)
    people = sights_of(actor, now).values("subject_id")
    if have_index:
        return cast("QuerySet[M]", rows.alias(whose=Unindexed(field)).filter(whose__in=people))
    return rows.filter(**{f"{field}__in": people})


def restrict_by_home(
    rows: QuerySet[M], actor: Actor, now: dt.datetime, *, home: str = "unit_id", field: str = "person_id"
) -> QuerySet[M]:
    """`restrict` for rows that carry the commune that answers for their person (`home`): the residence of whoever has
    one. Only rows of the actor's own communes are asked one by one; from elsewhere come the few whom another fact lets
    the actor see. `lachan bench --only sight` compares both for a district.
    """
    if actor.everywhere or sees_few(actor):
        return restrict_wide(rows, actor, now, field, have_index=True)
    sights = sights_of(actor, now)
    in_sight = Exists(sights.filter(subject_id=OuterRef(field)))
    own = Q(Q(**{f"{home}__in": sorted(actor.unit_ids)}), in_sight)
    guests = _alive(now).filter(unit_id__in=sorted(actor.unit_ids), basis_uid__isnull=False)
    own |= Q(whose__in=guests.values("subject_id"))
    if actor.organisation_id:
        known = _alive(now).filter(organisation_id=actor.organisation_id)
        own |= Q(whose__in=known.values("subject_id"))
    return cast("QuerySet[M]", rows.alias(whose=Unindexed(field)).filter(own))


def sees_few(actor: Actor) -> bool:
    """Whether a list over the whole province is read faster from the actor's people than row by row."""
    return not actor.everywhere and len(actor.unit_ids) <= _FEW_UNITS


def sees(actor: Actor, subject_id: int, now: dt.datetime) -> bool:
    return actor.everywhere or sights_of(actor, now).filter(subject_id=subject_id).exists()


def grounds(subject_ids: Iterable[int], now: dt.datetime) -> QuerySet[Sight]:
    """Everybody who sees these people now, for "đang do xã X quản lý" and for the auditor."""
    return _alive(now).filter(subject_id__in=list(subject_ids))
