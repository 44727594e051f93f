"""Meetings between two people, told once or twice, by hand or in lists."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from lachan.epi.vocabulary import CLOSENESS
from lachan.kernel.access.actors import Actor
from lachan.kernel.audit import services as audit
from lachan.kernel.errors import Refused
from lachan.kernel.facts import fact_revoke
from lachan.kernel.ids import new_uid
from lachan.kernel.times import local_day, show_day, show_moment
from lachan.tracing.access import check_can_exposure_record, check_can_exposure_revoke
from lachan.tracing.meetings import Meeting
from lachan.tracing.models import Exposure

_CHUNK = 200


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a bulk write did: the new meetings, and those that were on record already."""

    added: tuple[Exposure, ...]
    repeated: tuple[Exposure, ...]


def exposure_record(
    *, disease: str, meeting: Meeting, by: Actor, now: dt.datetime, upload_uid: uuid.UUID | None = None
) -> tuple[Exposure, bool]:
    """The meeting, and whether it is new; told again, also from the other side, it is the one on record."""
    done = exposures_record(disease=disease, meetings=[meeting], by=by, now=now, upload_uid=upload_uid)
    return (*done.added, *done.repeated)[0], bool(done.added)


def exposures_record(
    *,
    disease: str,
    meetings: Sequence[Meeting],
    by: Actor,
    now: dt.datetime,
    upload_uid: uuid.UUID | None = None,
) -> Recorded:
    """Many meetings in one transaction with one audit event; refused as a whole where one is impossible."""
    check_can_exposure_record(by)
    for meeting in meetings:
        meeting_check(meeting=meeting, by=by, now=now)
    made = [_exposure(disease, meeting, upload_uid, by, now) for meeting in meetings]
    try:
        return _store(made, by, now)
    except IntegrityError:  # somebody recorded the same meeting meanwhile: now it is a known one
        return _store(made, by, now)


def exposure_revoke(
    *,
    exposure: Exposure,
    reason: str,
    by: Actor,
    now: dt.datetime,
    replaced_by: uuid.UUID | None = None,
) -> None:
    """Take back a meeting that was never so."""
    check_can_exposure_revoke(by)
    with transaction.atomic():
        fact_revoke(fact=exposure, by=by, now=now, reason=reason, replaced_by=replaced_by)
        audit.record(
            kind="tracing.exposure_revoked",
            by=by,
            now=now,
            object_uid=exposure.uid,
            data={"reason": reason},
            about={exposure.person_id: {}, exposure.other_id: {}},
        )


def meeting_check(*, meeting: Meeting, by: Actor, now: dt.datetime) -> None:
    """Refused where nobody could have met so; used before a record, and row by row of an upload."""
    if meeting.person_id == meeting.other_id:
        raise Refused("Người tiếp xúc trùng với chính ca bệnh.", "person")
    if meeting.closeness not in CLOSENESS:
        raise Refused("Hình thức tiếp xúc không có trong danh mục.", "closeness")
    if meeting.minutes is not None and not 0 <= meeting.minutes <= 24 * 60 * 31:
        raise Refused("Thời gian tiếp xúc (phút) không hợp lý.", "minutes")
    start, end = meeting.span
    if local_day(start) > local_day(now):
        raise Refused(f"Ngày tiếp xúc {show_day(local_day(start))} ở tương lai.", "at")
    if not meeting.day_only and start > now:
        raise Refused(f"Giờ tiếp xúc {show_moment(start)} ở tương lai.", "at")
    if end is not None and end < start:
        raise Refused("Giờ kết thúc trước giờ bắt đầu tiếp xúc.", "ended_at")


def exposure_supposed(*, disease: str, meeting: Meeting, by: Actor, now: dt.datetime) -> Exposure:
    """The meeting as it would be recorded, for a look at what would follow; it is not saved."""
    return _exposure(disease, meeting, None, by, now)


def _exposure(
    disease: str, meeting: Meeting, upload_uid: uuid.UUID | None, by: Actor, now: dt.datetime
) -> Exposure:
    start, end = meeting.span
    return Exposure(
        uid=meeting.uid or new_uid(),
        disease=disease,
        person_id=meeting.person_id,
        other_id=meeting.other_id,
        low=min(meeting.person_id, meeting.other_id),
        high=max(meeting.person_id, meeting.other_id),
        occurred_at=start,
        ended_at=end,
        day_only=meeting.day_only,
        closeness=meeting.closeness,
        minutes=meeting.minutes,
        masked=meeting.masked,
        relation=meeting.relation.strip()[:60],
        entry_id=meeting.entry_id,
        unit_id=meeting.unit_id,
        place_name=" ".join(meeting.place_name.split())[:200],
        note=meeting.note.strip(),
        upload_uid=upload_uid,
        recorded_at=now,
        recorded_by=by.user_id,
    )


def _key(exposure: Exposure) -> tuple[object, ...]:
    return (exposure.disease, exposure.low, exposure.high, exposure.occurred_at, exposure.closeness)


def _store(made: Sequence[Exposure], by: Actor, now: dt.datetime) -> Recorded:
    with transaction.atomic():
        known, told = _known_meetings(made), _known_uids(made)
        fresh: dict[tuple[object, ...], Exposure] = {}
        repeated = []
        for exposure in made:
            key = _key(exposure)
            same = known.get(key) or told.get(exposure.uid) or fresh.get(key)
            if same is None:
                fresh[key] = exposure
            else:
                repeated.append(same)
        added = Exposure.objects.bulk_create(fresh.values(), batch_size=500)
        _record_event(added, len(repeated), by, now)
    return Recorded(tuple(added), tuple(repeated))


def _known_meetings(made: Sequence[Exposure]) -> dict[tuple[object, ...], Exposure]:
    """Those on record already, by what makes a meeting one meeting."""
    known: dict[tuple[object, ...], Exposure] = {}
    for start in range(0, len(made), _CHUNK):
        part = made[start : start + _CHUNK]
        rows = Exposure.objects.standing().filter(
            low__in={row.low for row in part}, high__in={row.high for row in part}
        )
        known |= {_key(row): row for row in rows}
    return known


def _known_uids(made: Sequence[Exposure]) -> dict[uuid.UUID, Exposure]:
    """A phone may send its report again after the record was revoked: then nothing is added either."""
    found: dict[uuid.UUID, Exposure] = {}
    for start in range(0, len(made), _CHUNK):
        uids = [row.uid for row in made[start : start + _CHUNK]]
        found |= {row.uid: row for row in Exposure.objects.filter(uid__in=uids)}
    return found


def _record_event(added: Sequence[Exposure], repeated: int, by: Actor, now: dt.datetime) -> None:
    if not added:
        return
    if len(added) == 1:
        one = added[0]
        audit.record(
            kind="tracing.exposure_recorded",
            by=by,
            now=now,
            object_uid=one.uid,
            data={"day": show_day(local_day(one.occurred_at))},
            about={one.person_id: {"with": one.other_id}, one.other_id: {"with": one.person_id}},
        )
        return
    audit.record(
        kind="tracing.exposures_recorded",
        by=by,
        now=now,
        data={"added": len(added), "repeated": repeated, "exposures": [str(row.uid) for row in added]},
    )
