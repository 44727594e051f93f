"""Visits to the houses of a ring."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction

from lachan.kernel.access.actors import Actor
from lachan.kernel.audit import services as audit
from lachan.kernel.errors import Refused
from lachan.kernel.facts import fact_revoke
from lachan.kernel.ids import new_uid
from lachan.zones.access import check_can_ring_work
from lachan.zones.models import HouseVisit, RingHouse, VisitOutcome
from lachan.zones.services._common import check_moment, fact

_MOST = 9999


@dataclass(frozen=True, slots=True)
class Counts:
    """What was found. `positive` of `containers` held larvae or pupae; `destroyed` were emptied, treated or removed."""

    people_home: int | None = None
    fevers: int | None = None
    containers: int | None = None
    positive: int | None = None
    destroyed: int | None = None


@transaction.atomic
def house_visit_record(
    *,
    house: RingHouse,
    outcome: str,
    by: Actor,
    now: dt.datetime,
    counts: Counts | None = None,
    occurred_at: dt.datetime | None = None,
    note: str = "",
    uid: uuid.UUID | None = None,
) -> HouseVisit:
    """A visit with its counts; a house that was closed or refused has none. Sent again with the same `uid`
    (a phone without a line) it adds nothing."""
    check_can_ring_work(by, house.ring)
    known = HouseVisit.objects.filter(house=house, uid=uid).first() if uid else None
    if known:
        return known
    check_moment(house.ring, occurred_at or now, now)
    counts = _checked(outcome, counts or Counts())
    visit = HouseVisit(
        uid=uid or new_uid(),
        house=house,
        outcome=outcome,
        note=note.strip(),
        **asdict(counts),
        **fact(by, now, occurred_at),
    )
    try:
        with transaction.atomic():
            visit.save(force_insert=True)
    except IntegrityError as error:
        raise Refused("Nhà này đã có lượt kiểm tra vào đúng giờ đó.", "occurred_at") from error
    audit.record(
        kind="zones.house_visit_recorded",
        by=by,
        now=now,
        object_uid=house.ring.uid,
        data={"number": house.number, "outcome": visit.get_outcome_display(), **asdict(counts)},
    )
    return visit


@transaction.atomic
def house_visit_revoke(*, visit: HouseVisit, reason: str, by: Actor, now: dt.datetime) -> None:
    """The visit was written down wrongly; indices and progress are what they are without it."""
    check_can_ring_work(by, visit.house.ring)
    fact_revoke(fact=visit, by=by, now=now, reason=reason)
    audit.record(
        kind="zones.house_visit_revoked",
        by=by,
        now=now,
        object_uid=visit.house.ring.uid,
        data={"number": visit.house.number, "reason": reason.strip()},
    )


def _checked(outcome: str, counts: Counts) -> Counts:
    if outcome not in VisitOutcome.values:
        raise Refused("Chưa chọn kết quả lượt đến nhà.", "outcome")
    if outcome != VisitOutcome.INSPECTED:
        return Counts()
    for name, value in asdict(counts).items():
        if value is not None and not 0 <= value <= _MOST:
            raise Refused(f"Số đếm phải từ 0 đến {_MOST}.", name)
    if counts.containers is None or counts.positive is None:
        raise Refused("Phải ghi số dụng cụ đã xem và số dụng cụ có bọ gậy.", "containers")
    if counts.positive > counts.containers:
        raise Refused("Số dụng cụ có bọ gậy không thể nhiều hơn số dụng cụ đã xem.", "positive")
    if (counts.destroyed or 0) > counts.containers:
        raise Refused("Số dụng cụ đã xử lý không thể nhiều hơn số dụng cụ đã xem.", "destroyed")
    if None not in (counts.fevers, counts.people_home) and (counts.fevers or 0) > (counts.people_home or 0):
        raise Refused("Số người sốt không thể nhiều hơn số người có mặt.", "fevers")
    return counts
