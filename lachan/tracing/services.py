"""Writes of tracing. Levels follow from these facts in `standing`: the journeys carry them there."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q

from lachan.epi.vocabulary import CLOSENESS
from lachan.kernel.access.actors import Actor
from lachan.kernel.audit import services as audit
from lachan.kernel.errors import Refused
from lachan.kernel.facts import fact_revoke
from lachan.kernel.ids import new_uid
from lachan.kernel.text import fold
from lachan.kernel.times import day_start, local_day, show_day, show_moment
from lachan.tracing.access import check_can_exposure_record, check_can_exposure_revoke
from lachan.tracing.models import Exposure, TimelineEntry

_CHUNK = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """What is told of one meeting; `at` is a day (the hour is not known) or an aware moment."""

    person_id: int
    other_id: int
    at: dt.datetime | dt.date
    closeness: str
    ended_at: dt.datetime | None = None
    minutes: int | None = None
    masked: bool | None = None
    relation: str = ""
    unit_id: int | None = None
    place_name: str = ""
    note: str = ""
    entry_id: int | None = None
    uid: uuid.UUID | None = None

    @property
    def day_only(self) -> bool:
        return not isinstance(self.at, dt.datetime)

    @property
    def span(self) -> tuple[dt.datetime, dt.datetime | None]:
        """From when to when; a known length gives the end. Where the hour is unknown, the midnight of its day."""
        if not isinstance(self.at, dt.datetime):
            return day_start(self.at), None
        if self.ended_at is None and self.minutes is not None:
            return self.at, self.at + dt.timedelta(minutes=self.minutes)
        return self.at, self.ended_at


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a bulk write did: the new meetings, and those that were on record already."""

    added: tuple[Exposure, ...]
    repeated: tuple[Exposure, ...]


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
