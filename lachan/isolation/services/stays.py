"""Arrivals, departures and the hour at which people were told."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from lachan.epi.vocabulary import MEASURES
from lachan.isolation import booking, expecting
from lachan.isolation.access import check_can_stay_record, check_can_told_record, check_in_sight
from lachan.isolation.models import Departure, Site, Stay, Told
from lachan.kernel.access.actors import Actor
from lachan.kernel.audit import services as audit
from lachan.kernel.errors import Refused
from lachan.kernel.facts import fact_revoke
from lachan.kernel.ids import new_uid
from lachan.kernel.times import show_moment


@dataclass(frozen=True, slots=True)
class Arrival:
    """The stay, whether it is new, and the stay that it ended (a transfer)."""

    stay: Stay
    is_new: bool
    ended: Stay | None = None


def stay_begin(
    *,
    person_id: int,
    disease: str,
    measure: str,
    occurred_at: dt.datetime,
    by: Actor,
    now: dt.datetime,
    site: Site | None = None,
    unit_id: int | None = None,
    over_capacity_reason: str = "",
    uid: uuid.UUID | None = None,
) -> Arrival:
    """Somebody is at a site, or keeps to a home in commune `unit_id`, from `occurred_at` on.

    An open stay elsewhere ends at that hour. Sending the same arrival again adds nothing. Refused where
    stays would overlap, and where the site is full and no reason for exceeding it is given.
    """
    check_can_stay_record(by, site)
    check_in_sight(by, {person_id}, now)
    _check_arrival(measure, site, unit_id, occurred_at, now)
    stay = Stay(
        uid=uid or new_uid(),
        person_id=person_id,
        disease=disease,
        measure=measure,
        site=site,
        unit_id=site.unit_id if site else unit_id,
        occurred_at=occurred_at,
        recorded_at=now,
        recorded_by=by.user_id,
    )
    try:
        with transaction.atomic():
            return _begin(stay, over_capacity_reason.strip(), by, now)
    except IntegrityError as error:
        raise Refused(
            "Người này vừa được ghi nơi cách ly ở một máy khác. Tải lại trang rồi xem lại."
        ) from error


def stay_end(
    *,
    stay: Stay,
    occurred_at: dt.datetime,
    reason: str,
    by: Actor,
    now: dt.datetime,
    note: str = "",
) -> Departure:
    """Somebody left; sent again with the same hour and reason it is the departure on record."""
    check_can_stay_record(by, stay.site)
    check_in_sight(by, {stay.person_id}, now)
    if reason not in Departure.Reason.values:
        raise Refused("Chưa chọn lý do rời đi.", "reason")
    with transaction.atomic():
        return _end(stay, occurred_at, reason, note, by, now)


def stay_revoke(*, stay: Stay, reason: str, by: Actor, now: dt.datetime) -> Stay | None:
    """Take back a stay that never was, with its departure; returns the stay that it had ended and now goes on."""
    check_can_stay_record(by, stay.site)
    check_in_sight(by, {stay.person_id}, now)
    with transaction.atomic():
        for departure in stay.departures.filter(revoked_at=None):
            fact_revoke(fact=departure, by=by, now=now, reason=reason)
        fact_revoke(fact=stay, by=by, now=now, reason=reason)
        _event("isolation.stay_revoked", stay, {"reason": reason}, by, now)
        reopened = _reopen_ended_by(stay, reason, by, now)
        expecting.awaited_again([stay.person_id], stay.disease, now)
    return reopened


def departure_revoke(*, stay: Stay, reason: str, by: Actor, now: dt.datetime) -> None:
    """Take back a departure that never was: the stay goes on. Refused where another stay has begun since."""
    check_can_stay_record(by, stay.site)
    check_in_sight(by, {stay.person_id}, now)
    departure = stay.departures.filter(revoked_at=None).first()
    if departure is None:
        raise Refused("Người này chưa được ghi là đã rời đi.")
    later = _others(stay).filter(occurred_at__gte=stay.occurred_at)
    if later.exists():
        raise Refused("Người này đã có nơi cách ly khác sau đó. Thu hồi bản ghi ấy trước.")
    with transaction.atomic():
        fact_revoke(fact=departure, by=by, now=now, reason=reason)
        Stay.objects.filter(pk=stay.pk).update(ended_at=None)
        stay.refresh_from_db()
        _event("isolation.departure_revoked", stay, {"reason": reason}, by, now)


def told_record(
    *,
    person_id: int,
    disease: str,
    occurred_at: dt.datetime,
    by: Actor,
    now: dt.datetime,
    about_uid: uuid.UUID | None = None,
    uid: uuid.UUID | None = None,
) -> Told:
    """The person was told at that hour; told again at the same hour it is the record there is."""
    check_can_told_record(by)
    check_in_sight(by, {person_id}, now)
    if occurred_at > now:
        raise Refused("Giờ báo không thể ở sau hiện tại.", "occurred_at")
    known = Told.objects.standing().filter(person_id=person_id, disease=disease, occurred_at=occurred_at)
    if uid:
        known = known | Told.objects.filter(uid=uid, person_id=person_id)
    if told := known.first():
        return told
    with transaction.atomic():
        told = Told.objects.create(
            uid=uid or new_uid(),
            person_id=person_id,
            disease=disease,
            about_uid=about_uid,
            occurred_at=occurred_at,
            recorded_at=now,
            recorded_by=by.user_id,
        )
        audit.record(
            kind="isolation.told_recorded",
            by=by,
            now=now,
            object_uid=told.uid,
            data={"moment": show_moment(occurred_at)},
            about={person_id: {}},
        )
    return told


def told_revoke(*, told: Told, reason: str, by: Actor, now: dt.datetime) -> None:
    """Take back an hour that was wrong."""
    check_can_told_record(by)
    check_in_sight(by, {told.person_id}, now)
    with transaction.atomic():
        fact_revoke(fact=told, by=by, now=now, reason=reason)
        audit.record(
            kind="isolation.told_revoked",
            by=by,
            now=now,
            object_uid=told.uid,
            data={"reason": reason},
            about={told.person_id: {}},
        )


def _reopen_ended_by(stay: Stay, reason: str, by: Actor, now: dt.datetime) -> Stay | None:
    departure = (
        Departure.objects.standing()
        .filter(arrival_uid=stay.uid)
        .select_related("stay__site__organisation")
        .first()
    )
    if departure is None or _others(departure.stay).filter(occurred_at__gte=departure.occurred_at).exists():
        return None
    fact_revoke(fact=departure, by=by, now=now, reason=reason)
    Stay.objects.filter(pk=departure.stay_id).update(ended_at=None)
    departure.stay.refresh_from_db()
    return departure.stay


def _check_arrival(
    measure: str, site: Site | None, unit_id: int | None, at: dt.datetime, now: dt.datetime
) -> None:
    if measure not in MEASURES or not MEASURES[measure].separates:
        raise Refused("Biện pháp này không tách người khỏi cộng đồng.", "measure")
    if at > now:
        raise Refused("Giờ đến không thể ở sau hiện tại.", "occurred_at")
    if site is None and unit_id is None:
        raise Refused("Chưa ghi nơi cách ly: chọn khu cách ly, hoặc xã của nơi ở.", "unit")
    if site is not None and measure not in site.measures and measure != "temporary":
        label = MEASURES[measure].label.lower()
        raise Refused(f"{site.organisation.name} không nhận người {label}.", "site")


def _begin(stay: Stay, over_capacity_reason: str, by: Actor, now: dt.datetime) -> Arrival:
    if stay.site:
        booking.hold(stay.site)
    known = _same(stay)
    if known:
        return Arrival(known, is_new=False)
    before = _open_before(stay)
    if stay.site and not (before and before.site_id == stay.site_id):
        stay.over_capacity_reason = _check_room(stay, over_capacity_reason, now)
    if before:
        moved = _end(before, stay.occurred_at, Departure.Reason.TRANSFERRED, "", by, now)
        Departure.objects.filter(pk=moved.pk).update(arrival_uid=stay.uid)
    stay.save(force_insert=True)
    expecting.settle([stay.person_id], stay.disease, now)
    _event("isolation.stay_begun", stay, {"moment": show_moment(stay.occurred_at)}, by, now)
    return Arrival(stay, is_new=True, ended=before)


def _others(stay: Stay):
    return (
        Stay.objects.standing()
        .filter(person_id=stay.person_id, disease=stay.disease)
        .exclude(pk=stay.pk)
        .select_related("site__organisation", "unit")
    )


def _same(stay: Stay) -> Stay | None:
    """The record of this very arrival, be it the phone's second try or a colleague's tap."""
    told_before = Stay.objects.filter(uid=stay.uid).first()
    if told_before:
        if told_before.person_id != stay.person_id:
            raise Refused("Mã bản ghi đã dùng cho một bản ghi khác.")
        return told_before
    return (
        _others(stay)
        .filter(
            occurred_at=stay.occurred_at, measure=stay.measure, site_id=stay.site_id, unit_id=stay.unit_id
        )
        .first()
    )


def _open_before(stay: Stay) -> Stay | None:
    """The open stay that this arrival ends; Refused where the two would overlap."""
    before = None
    for other in _others(stay):
        if other.ended_at is None and other.occurred_at < stay.occurred_at:
            _check_moves(other, stay)
            before = other
        elif other.ended_at is None or other.ended_at > stay.occurred_at:
            raise Refused(
                f"Người này đã được ghi ở {_place(other)} từ {show_moment(other.occurred_at)}"
                f"{f' đến {show_moment(other.ended_at)}' if other.ended_at else ''}. "
                "Sửa giờ đến, hoặc thu hồi bản ghi sai.",
                "occurred_at",
            )
    return before


def _check_moves(before: Stay, stay: Stay) -> None:
    if (before.site_id, before.unit_id, before.measure) == (stay.site_id, stay.unit_id, stay.measure):
        raise Refused(
            f"Người này đã được xác nhận ở {_place(before)} từ {show_moment(before.occurred_at)}.", "site"
        )


def _place(stay: Stay) -> str:
    if stay.site:
        return stay.site.organisation.name
    return f"nơi ở, {stay.unit.name}" if stay.unit else "nơi ở"


def _check_room(stay: Stay, reason: str, now: dt.datetime) -> str:
    """The reason to keep with the stay: only where the site is really exceeded."""
    site = stay.site
    assert site is not None
    load = booking.load(site, now)
    if not load.is_full:
        return ""
    if booking.expected(now).filter(site=site, person_id=stay.person_id).exists():
        return ""  # their place is counted already
    if not reason:
        raise Refused(
            f"{site.organisation.name} đã hết chỗ: sức chứa {load.capacity}, đang ở {load.staying}, "
            f"đang tới {load.expected}. Chọn nơi khác, hoặc ghi lý do nhận quá sức chứa.",
            "over_capacity_reason",
        )
    return reason[:300]


def _end(stay: Stay, at: dt.datetime, reason: str, note: str, by: Actor, now: dt.datetime) -> Departure:
    if at > now:
        raise Refused("Giờ rời đi không thể ở sau hiện tại.", "occurred_at")
    if at < stay.occurred_at:
        raise Refused(f"Giờ rời đi trước giờ đến ({show_moment(stay.occurred_at)}).", "occurred_at")
    ended = Stay.objects.filter(pk=stay.pk, ended_at=None, revoked_at=None).update(ended_at=at)
    if not ended:
        return _known_departure(stay, at, reason)
    stay.refresh_from_db()
    made = Departure.objects.create(
        stay=stay,
        occurred_at=at,
        reason=reason,
        note=note.strip()[:200],
        recorded_at=now,
        recorded_by=by.user_id,
    )
    words = {"moment": show_moment(at), "reason": Departure.Reason(reason).label}
    _event("isolation.stay_ended", stay, words, by, now)
    return made


def _known_departure(stay: Stay, at: dt.datetime, reason: str) -> Departure:
    known = stay.departures.filter(revoked_at=None).first()
    if known is None:
        raise Refused("Bản ghi nơi cách ly này đã được thu hồi.")
    if (known.occurred_at, known.reason) != (at, reason):
        raise Refused(f"Người này đã được ghi rời đi lúc {show_moment(known.occurred_at)}.")
    return known


def _event(kind: str, stay: Stay, data: Mapping[str, object], by: Actor, now: dt.datetime) -> None:
    audit.record(kind=kind, by=by, now=now, object_uid=stay.uid, data=data, about={stay.person_id: {}})
