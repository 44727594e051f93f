"""Single results: recorded, revoked where they were wrong, corrected once a person confirms what the laboratory sent."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction

from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import check
from lachan.kernel.audit import services as audit
from lachan.kernel.errors import Refused
from lachan.kernel.facts import fact_revoke
from lachan.testing.access import check_sees
from lachan.testing.concerned import alarms_refresh, results_added
from lachan.testing.models import Correction, Result, Specimen
from lachan.testing.types import AddedResult


@transaction.atomic
def result_record(
    *,
    specimen: Specimen,
    method: str,
    outcome: str,
    resulted_at: dt.datetime,
    by: Actor,
    now: dt.datetime,
    ct: float | None = None,
    supervised: bool = True,
) -> list[AddedResult]:
    """A result by hand; gives the people whom it concerns. Refused where it contradicts the clock or a result."""
    check(by, "testing.result_record")
    check_sees(by, specimen, now)
    _check(specimen, outcome, resulted_at, ct, now)
    result = _insert(
        specimen,
        by,
        now,
        method=method,
        outcome=outcome,
        ct=ct,
        occurred_at=resulted_at,
        supervised=supervised,
    )
    alarms_refresh(specimen)
    concerned = results_added(result)
    _record("testing.result_recorded", result, by, now, concerned)
    return concerned


@transaction.atomic
def result_revoke(*, result: Result, reason: str, by: Actor, now: dt.datetime) -> list[AddedResult]:
    """The record was wrong (another person's tube). Gives the people whom it no longer concerns."""
    check(by, "testing.result_revoke")
    check_sees(by, result.specimen, now)
    concerned = results_added(result)
    fact_revoke(fact=result, by=by, now=now, reason=reason)
    alarms_refresh(result.specimen)
    _record("testing.result_revoked", result, by, now, concerned, reason=reason.strip())
    return concerned


@transaction.atomic
def correction_accept(
    *, correction: Correction, reason: str, by: Actor, now: dt.datetime
) -> list[AddedResult]:
    """The laboratory's new outcome replaces the old record. Gives the people whom the new one concerns."""
    check(by, "testing.result_revoke")
    old = correction.result
    check_sees(by, old.specimen, now)
    _decide(correction, Correction.State.ACCEPTED, reason, by, now)
    new = Result(
        specimen=old.specimen,
        method=old.method,
        outcome=correction.outcome,
        ct=correction.ct,
        ct_detail=correction.ct_detail,
        supervised=old.supervised,
        upload_uid=correction.upload_uid,
        occurred_at=old.occurred_at,
        recorded_at=now,
        recorded_by=by.user_id,
    )
    fact_revoke(fact=old, by=by, now=now, reason=reason, replaced_by=new.uid)
    new.save()
    alarms_refresh(old.specimen)
    concerned = results_added(new)
    _record("testing.result_corrected", new, by, now, concerned, reason=reason.strip())
    return concerned


@transaction.atomic
def correction_refuse(*, correction: Correction, reason: str, by: Actor, now: dt.datetime) -> None:
    """The record that stands is right."""
    check(by, "testing.result_revoke")
    check_sees(by, correction.result.specimen, now)
    _decide(correction, Correction.State.REFUSED, reason, by, now)
    _record("testing.correction_refused", correction.result, by, now, [], reason=reason.strip())


def _check(
    specimen: Specimen, outcome: str, resulted_at: dt.datetime, ct: float | None, now: dt.datetime
) -> None:
    if resulted_at > now:
        raise Refused("Giờ trả kết quả không thể ở sau lúc này.", "resulted_at")
    if resulted_at < specimen.occurred_at:
        raise Refused("Giờ trả kết quả không thể trước giờ lấy mẫu.", "resulted_at")
    if ct is not None and outcome == Result.Outcome.NEGATIVE:
        raise Refused("Kết quả âm tính không có trị số Ct.", "ct")


def _insert(specimen: Specimen, by: Actor, now: dt.datetime, **fields: Any) -> Result:
    try:
        with transaction.atomic():
            return Result.objects.create(specimen=specimen, recorded_at=now, recorded_by=by.user_id, **fields)
    except IntegrityError as error:
        raise Refused("Mẫu này đã có kết quả cùng phương pháp, cùng giờ.", "resulted_at") from error


def _decide(correction: Correction, state: str, reason: str, by: Actor, now: dt.datetime) -> None:
    if not reason.strip():
        raise Refused("Phải ghi lý do.", "reason")
    waiting = Correction.objects.filter(
        pk=correction.pk, state=Correction.State.WAITING, result__revoked_at=None
    )
    if not waiting.update(state=state, reason=reason.strip()[:500], decided_at=now, decided_by=by.user_id):
        raise Refused("Đề nghị đính chính này đã được xử lý, hoặc kết quả cũ đã thu hồi.")


def _record(
    kind: str,
    result: Result,
    by: Actor,
    now: dt.datetime,
    concerned: list[AddedResult],
    reason: str = "",
) -> None:
    audit.record(
        kind=kind,
        by=by,
        now=now,
        object_uid=result.uid,
        data={"code": result.specimen.code, "reason": reason},
        about={one.person_id: {"method": one.method, "outcome": one.outcome} for one in concerned},
    )
