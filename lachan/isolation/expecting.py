"""A site sees who is ordered to it until they arrive; from then on it sees them by their stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from django.db.models import Q

from lachan.isolation import booking
from lachan.isolation.models import OrderMember
from lachan.kernel.access import services as sight
from lachan.kernel.access.actors import SYSTEM


def expect(members: Iterable[OrderMember], now: dt.datetime) -> None:
    """Let the sites of these names see them; called for names that no site was told of yet."""
    sight.sights_grant(
        by=SYSTEM,
        now=now,
        rows=[
            sight.Sight(
                subject_id=member.person_id,
                organisation_id=member.site.organisation_id,
                ground=sight.Sight.Ground.STAY,
                basis_uid=member.uid,
                starts_at=now,
            )
            for member in members
            if member.site is not None
        ],
    )


def stop_expecting(members: Iterable[OrderMember], now: dt.datetime) -> None:
    """They have arrived somewhere, or their decision was lifted or gave way to another."""
    for member in members:
        if member.site_id is not None:
            sight.sight_end(
                by=SYSTEM,
                now=now,
                subject_id=member.person_id,
                ground=sight.Sight.Ground.STAY,
                basis_uid=member.uid,
            )


def settle(person_ids: Collection[int], disease: str, now: dt.datetime) -> None:
    """End what rests on decisions that wait for these people no more: they have arrived somewhere, or another
    decision has taken the place."""
    running = booking.running(now).filter(_of(person_ids, disease), site__isnull=False)
    waiting = set(booking.expected(now).filter(_of(person_ids, disease)).values_list("pk", flat=True))
    stop_expecting([member for member in running if member.pk not in waiting], now)


def awaited_again(person_ids: Collection[int], disease: str, now: dt.datetime) -> None:
    """An arrival or a decision was taken away: sites that wait for these people see them as before."""
    rows = booking.expected(now).filter(_of(person_ids, disease)).select_related("site")
    for member in rows:
        sight.sight_grant(
            by=SYSTEM,
            now=now,
            subject_id=member.person_id,
            ground=sight.Sight.Ground.STAY,
            organisation_id=member.site.organisation_id if member.site else None,
            basis_uid=member.uid,
        )


def _of(person_ids: Collection[int], disease: str) -> Q:
    return Q(person_id__in=person_ids, order__disease=disease)
