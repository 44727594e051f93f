"""A ring begins around a case, or never was."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from lachan.cases import queries as cases
from lachan.kernel.access.actors import Actor
from lachan.kernel.audit import services as audit
from lachan.kernel.diseases import disease
from lachan.kernel.errors import OutOfSight, Refused
from lachan.kernel.facts import fact_revoke
from lachan.kernel.times import local_day
from lachan.places import queries as places
from lachan.zones.access import check_can_ring_close, check_can_ring_open
from lachan.zones.models import HouseVisit, Ring, RingCase
from lachan.zones.progress import Terms
from lachan.zones.rules import terms_in_force
from lachan.zones.services._common import fact

_LINKED = "Ca bệnh này đã thuộc một ổ dịch."


@transaction.atomic
def ring_open(
    *,
    case: cases.Case,
    unit_id: int,
    by: Actor,
    now: dt.datetime,
    occurred_at: dt.datetime | None = None,
    hamlet_id: int | None = None,
    address: str = "",
    lat: float | None = None,
    lon: float | None = None,
) -> Ring:
    """Open a ring of houses around a suspected or confirmed case, with the radius of the rule of its day.

    Refused where the disease has no such rule, or the case counts in a ring already.
    """
    check_can_ring_open(by, unit_id)
    _check_case(case, by, now)
    _check_centre(unit_id, hamlet_id, lat, lon)
    if occurred_at and occurred_at > now:
        raise Refused("Giờ mở ổ dịch không thể ở sau hiện tại.", "occurred_at")
    terms = _terms(case, unit_id)
    ring = Ring(
        disease=case.disease,
        case=case,
        unit_id=unit_id,
        hamlet_id=hamlet_id,
        lat=lat,
        lon=lon,
        address=address.strip(),
        radius_m=terms.radius_m,
        rule_id=terms.rule_id,
        **fact(by, now, occurred_at),
    )
    _keep(ring, by, now)
    audit.record(
        kind="zones.ring_opened",
        by=by,
        now=now,
        object_uid=ring.uid,
        data={"code": case.code, "radius_m": ring.radius_m, "rule": ring.rule_id, "unit_id": unit_id},
        about={case.person_id: {"address": ring.address}},
    )
    return ring


@transaction.atomic
def ring_revoke(*, ring: Ring, reason: str, by: Actor, now: dt.datetime) -> None:
    """The ring was opened by mistake. Refused once a house was inspected: then it is closed instead."""
    check_can_ring_close(by, ring)
    work = HouseVisit.objects.filter(house__ring=ring, revoked_at=None, house__revoked_at=None)
    if work.exists() or ring.sprayings.filter(revoked_at=None).exists():
        raise Refused(
            "Ổ dịch đã có lượt kiểm tra hoặc lần phun: hãy đóng, hoặc thu hồi các bản ghi đó trước."
        )
    fact_revoke(fact=ring, by=by, now=now, reason=reason)
    for link in RingCase.objects.filter(ring=ring, revoked_at=None):
        fact_revoke(fact=link, by=by, now=now, reason=reason)
    audit.record(
        kind="zones.ring_revoked",
        by=by,
        now=now,
        object_uid=ring.uid,
        data={"code": ring.case.code, "reason": reason.strip()},
    )


def _keep(ring: Ring, by: Actor, now: dt.datetime) -> None:
    try:
        with transaction.atomic():
            ring.save(force_insert=True)
            RingCase.objects.create(ring=ring, case=ring.case, **fact(by, now, ring.occurred_at))
    except IntegrityError as error:
        raise Refused(_LINKED) from error


def _check_case(case: cases.Case, by: Actor, now: dt.datetime) -> None:
    if not cases.visible_to(by, now).filter(pk=case.pk).exists():
        raise OutOfSight
    if case.classification not in cases.OPEN:
        raise Refused("Chỉ mở ổ dịch quanh ca nghi ngờ hoặc ca xác định.")


def _check_centre(unit_id: int, hamlet_id: int | None, lat: float | None, lon: float | None) -> None:
    if (lat is None) != (lon is None):
        raise Refused("Tọa độ phải có cả vĩ độ và kinh độ.", "lat")
    if hamlet_id is None:
        return
    unit = places.unit_by_id(unit_id)
    if unit is None or not places.hamlets_of(unit).filter(pk=hamlet_id).exists():
        raise Refused("Khóm, ấp này không thuộc xã, phường đã chọn.", "hamlet")


def _terms(case: cases.Case, unit_id: int) -> Terms:
    unit = places.unit_by_id(unit_id)
    terms = terms_in_force(case.disease, unit, local_day(case.opened_at)) if unit else None
    if terms is None:
        raise Refused(f"Chưa có quy định xử lý quanh nhà ca bệnh đối với bệnh {disease(case.disease).name}.")
    return terms
