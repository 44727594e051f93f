"""Who may write and see timelines and meetings."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet

from lachan.kernel.access.actors import Actor
from lachan.kernel.access.queries import restrict, sights_of
from lachan.kernel.access.roles import check, may
from lachan.tracing.models import Exposure, TimelineEntry


def check_can_exposure_record(by: Actor) -> None:
    """Timeline entries and meetings are written by the same people."""
    check(by, "tracing.exposure_record")


def can_exposure_record(by: Actor) -> bool:
    return may(by, "tracing.exposure_record")


def check_can_exposure_revoke(by: Actor) -> None:
    check(by, "tracing.exposure_revoke")


def can_exposure_revoke(by: Actor) -> bool:
    return may(by, "tracing.exposure_revoke")


def can_people_import(by: Actor) -> bool:
    return may(by, "tracing.people_import")


def visible_to(actor: Actor, now: dt.datetime) -> QuerySet[Exposure]:
    """Meetings of which the actor sees at least one of the two people (whose name to show is asked again)."""
    rows = Exposure.objects.standing()
    if actor.everywhere:
        return rows
    mine = sights_of(actor, now)
    return rows.filter(
        Exists(mine.filter(subject_id=OuterRef("person_id")))
        | Exists(mine.filter(subject_id=OuterRef("other_id")))
    )


def entries_visible_to(actor: Actor, now: dt.datetime) -> QuerySet[TimelineEntry]:
    """Timeline entries of the people whom the actor sees."""
    return restrict(TimelineEntry.objects.standing(), actor, now)
