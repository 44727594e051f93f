"""Which cases count in a ring."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from lachan.cases import queries as cases
from lachan.kernel.access.actors import Actor
from lachan.kernel.audit import services as audit
from lachan.kernel.errors import OutOfSight, Refused
from lachan.kernel.facts import fact_revoke
from lachan.zones.access import check_can_ring_work
from lachan.zones.models import Ring, RingCase
from lachan.zones.services._common import check_open, fact, locked


@transaction.atomic
def case_link(*, ring: Ring, case: cases.Case, by: Actor, now: dt.datetime) -> RingCase:
    """A further case counts in an open ring; its day moves the ring's end. Refused where it counts in one already."""
    check_can_ring_work(by, ring)
    check_open(locked(ring))
    if not cases.visible_to(by, now).filter(pk=case.pk).exists():
        raise OutOfSight
    if case.disease != ring.disease:
        raise Refused("Ca bệnh này mắc bệnh khác.")
    if case.classification not in cases.OPEN:
        raise Refused("Chỉ ghi ca nghi ngờ hoặc ca xác định vào ổ dịch.")
    return link_write(ring=ring, case=case, by=by, now=now)


@transaction.atomic
def case_unlink(*, link: RingCase, reason: str, by: Actor, now: dt.datetime) -> None:
    """The case never belonged to the ring. The index case stays as long as the ring does."""
    check_can_ring_work(by, link.ring)
    if link.case_id == link.ring.case_id:
        raise Refused("Ca chỉ điểm không tách khỏi ổ dịch được; nếu mở nhầm, hãy thu hồi ổ dịch.")
    fact_revoke(fact=link, by=by, now=now, reason=reason)
    audit.record(
        kind="zones.case_unlinked",
        by=by,
        now=now,
        object_uid=link.ring.uid,
        data={"code": link.case.code, "reason": reason.strip()},
    )


def link_write(*, ring: Ring, case: cases.Case, by: Actor, now: dt.datetime) -> RingCase:
    """The row and its event, for callers that have checked; Refused where the case counts in a ring already."""
    link = RingCase(ring=ring, case=case, **fact(by, now))
    try:
        with transaction.atomic():
            link.save(force_insert=True)
    except IntegrityError as error:
        raise Refused("Ca bệnh này đã thuộc một ổ dịch.") from error
    audit.record(kind="zones.case_linked", by=by, now=now, object_uid=ring.uid, data={"code": case.code})
    return link
