"""A site sees who is ordered to it until they arrive; from then on it sees them by their stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

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
    """They have arrived somewhere, or their decision was lifted."""
    for member in members:
        if member.site_id is not None:
            sight.sight_end(
                by=SYSTEM,
                now=now,
                subject_id=member.person_id,
                ground=sight.Sight.Ground.STAY,
                basis_uid=member.uid,
            )


def arrived(person_id: int, disease: str, now: dt.datetime) -> None:
    """End what rests on decisions that no longer wait for the person."""
    if not OrderMember.objects.filter(
        person_id=person_id, order__disease=disease, site__isnull=False
    ).exists():
        return  # the usual case of somebody moved before the signature
    running = booking.running(now).filter(person_id=person_id, order__disease=disease)
    waiting = set(booking.expected(now).filter(person_id=person_id).values_list("pk", flat=True))
    stop_expecting([member for member in running if member.pk not in waiting], now)


def awaited_again(person_id: int, disease: str, now: dt.datetime) -> None:
    """An arrival was taken back: sites that wait for the person see them as before."""
    rows = booking.expected(now).filter(person_id=person_id, order__disease=disease).select_related("site")
    for member in rows:
        sight.sight_grant(
            by=SYSTEM,
            now=now,
            subject_id=person_id,
            ground=sight.Sight.Ground.STAY,
            organisation_id=member.site.organisation_id if member.site else None,
            basis_uid=member.uid,
        )
