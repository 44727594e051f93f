"""Timeline entries: where a case was, and when."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import IntegrityError, transaction
from django.db.models import Q

from lachan.kernel.access.actors import Actor
from lachan.kernel.audit import services as audit
from lachan.kernel.errors import Refused
from lachan.kernel.facts import fact_revoke
from lachan.kernel.ids import new_uid
from lachan.kernel.text import fold
from lachan.kernel.times import show_moment
from lachan.tracing.access import check_can_exposure_record, check_can_exposure_revoke
from lachan.tracing.models import TimelineEntry


def timeline_entry_record(
    *,
    case_id: int,
    person_id: int,
    occurred_at: dt.datetime,
    place_name: str,
    by: Actor,
    now: dt.datetime,
    left_at: dt.datetime | None = None,
    venue_id: int | None = None,
    unit_id: int | None = None,
    hamlet_id: int | None = None,
    activity: str = "",
    uid: uuid.UUID | None = None,
) -> TimelineEntry:
    """Where a case was and when. The same place at the same hour is one entry, however often it is sent."""
    check_can_exposure_record(by)
    tidy = " ".join(place_name.split())
    _check_entry(tidy, occurred_at, left_at, now)
    entry = TimelineEntry(
        uid=uid or new_uid(),
        case_id=case_id,
        person_id=person_id,
        occurred_at=occurred_at,
        left_at=left_at,
        place_name=tidy[:200],
        place_key=fold(tidy)[:200],
        venue_id=venue_id,
        unit_id=unit_id,
        hamlet_id=hamlet_id,
        activity=activity.strip(),
        recorded_at=now,
        recorded_by=by.user_id,
    )
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
            audit.record(
                kind="tracing.timeline_entry_recorded",
                by=by,
                now=now,
                object_uid=entry.uid,
                data={"moment": show_moment(occurred_at)},
                about={person_id: {"place": entry.place_name}},
            )
    except IntegrityError:
        return _known_entry(entry)
    return entry


def timeline_entry_revoke(
    *,
    entry: TimelineEntry,
    reason: str,
    by: Actor,
    now: dt.datetime,
    replaced_by: uuid.UUID | None = None,
) -> None:
    """Take back an entry that was wrong. Meetings recorded with it stand until they are revoked themselves."""
    check_can_exposure_revoke(by)
    with transaction.atomic():
        fact_revoke(fact=entry, by=by, now=now, reason=reason, replaced_by=replaced_by)
        audit.record(
            kind="tracing.timeline_entry_revoked",
            by=by,
            now=now,
            object_uid=entry.uid,
            data={"reason": reason},
        )


def _check_entry(place: str, came: dt.datetime, left: dt.datetime | None, now: dt.datetime) -> None:
    if not fold(place):
        raise Refused("Chưa ghi nơi đến.", "place_name")
    if came > now:
        raise Refused(f"Giờ đến {show_moment(came)} ở tương lai.", "occurred_at")
    if left is not None and left < came:
        raise Refused("Giờ rời đi trước giờ đến.", "left_at")


def _known_entry(entry: TimelineEntry) -> TimelineEntry:
    same = Q(uid=entry.uid) | Q(
        case_id=entry.case_id, place_key=entry.place_key, occurred_at=entry.occurred_at, revoked_at=None
    )
    known = TimelineEntry.objects.filter(same, case_id=entry.case_id).first()
    if known is None:
        raise Refused("Mã bản ghi đã dùng cho một bản ghi khác.")
    return known
