"""A ring ends by the rule, and begins again where a new case appears."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from lachan.cases import queries as cases
from lachan.kernel.access.actors import SYSTEM, Actor
from lachan.kernel.audit import services as audit
from lachan.kernel.errors import OutOfSight, Refused
from lachan.kernel.facts import fact_revoke
from lachan.zones import nearby, queries
from lachan.zones.access import check_can_ring_close, check_can_ring_open
from lachan.zones.models import Ring, RingClosing, RingReopening
from lachan.zones.services._common import check_open, fact, locked
from lachan.zones.services.linking import link_write
from lachan.zones.states import closing_in_force


@transaction.atomic
def ring_close(*, ring: Ring, by: Actor, now: dt.datetime, reason: str = "") -> RingClosing:
    """End a ring. Refused before the rule's days without a new case have passed, unless no case counts any
    more; what is undone (a spraying, houses) wants a written reason."""
    check_can_ring_close(by, ring)
    check_open(locked(ring))
    state = queries.ring_state(ring.uid, SYSTEM, now)
    if not state.ending.allowed:
        raise Refused(f"Chưa đóng được ổ dịch: {state.ending.waits}.")
    if state.ending.needs_reason and not reason.strip():
        raise Refused(f"Phải ghi lý do vì {'; '.join(state.ending.gaps)}.", "reason")
    closing = RingClosing.objects.create(
        ring=ring,
        rule_id=state.terms.rule_id if state.terms else "",
        gaps="; ".join(state.ending.gaps)[:300],
        reason=reason.strip()[:500],
        **fact(by, now),
    )
    audit.record(
        kind="zones.ring_closed",
        by=by,
        now=now,
        object_uid=ring.uid,
        data={"code": ring.case.code, "gaps": closing.gaps or "không", "reason": closing.reason},
    )
    return closing


@transaction.atomic
def closing_revoke(*, ring: Ring, reason: str, by: Actor, now: dt.datetime) -> None:
    """The ring was closed by mistake: it goes on as if it never had been."""
    check_can_ring_close(by, ring)
    closing = closing_in_force(locked(ring).closings.all())
    if closing is None:
        raise Refused("Ổ dịch đang mở.")
    fact_revoke(fact=closing, by=by, now=now, reason=reason)
    audit.record(
        kind="zones.closing_revoked",
        by=by,
        now=now,
        object_uid=ring.uid,
        data={"code": ring.case.code, "reason": reason.strip()},
    )


@transaction.atomic
def ring_reopen(
    *, ring: Ring, by: Actor, now: dt.datetime, case: cases.Case | None = None, reason: str = ""
) -> RingReopening:
    """A closed ring goes on, with the new case counted in it; without a case near the ring, for a written reason."""
    check_can_ring_open(by, ring.unit_id)
    closing = closing_in_force(locked(ring).closings.all())
    if closing is None:
        raise Refused("Ổ dịch đang mở.")
    _check_case(ring, case, reason, by, now)
    made = RingReopening.objects.create(
        closing=closing, case=case, reason=reason.strip()[:500], **fact(by, now)
    )
    if case is not None:
        link_write(ring=ring, case=case, by=by, now=now)
    audit.record(
        kind="zones.ring_reopened",
        by=by,
        now=now,
        object_uid=ring.uid,
        data={"code": ring.case.code, "case": case.code if case else "", "reason": made.reason},
    )
    return made


def _check_case(ring: Ring, case: cases.Case | None, reason: str, by: Actor, now: dt.datetime) -> None:
    if case is None and not reason.strip():
        raise Refused("Phải chọn ca bệnh mới hoặc ghi lý do mở lại.", "reason")
    if case is None:
        return
    if case.disease != ring.disease or not cases.visible_to(by, now).filter(pk=case.pk).exists():
        raise OutOfSight
    if case.classification not in cases.OPEN:
        raise Refused("Chỉ mở lại vì ca nghi ngờ hoặc ca xác định.", "case")
    if not (nearby.nearness(ring, case) or reason.strip()):
        raise Refused("Ca này ở ngoài ổ dịch; nếu vẫn mở lại, phải ghi lý do.", "reason")
