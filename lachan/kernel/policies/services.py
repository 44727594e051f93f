"""Adopting a new version of a rule. Nothing is ever edited: the next version ends the one before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max

from lachan.epi.documents import faults_of
from lachan.epi.rules import Rule
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import check
from lachan.kernel.audit.services import record
from lachan.kernel.diseases import methods_by_disease
from lachan.kernel.errors import Refused
from lachan.kernel.policies.models import PolicyVersion
from lachan.kernel.policies.queries import as_rule
from lachan.kernel.times import local_day


def policy_adopt(
    *,
    key: str,
    disease: str,
    place: str,
    effective_from: dt.date,
    rows: Sequence[Mapping[str, Any]],
    instrument: str,
    confidence: str,
    reason: str,
    backdated_reason: str = "",
    citation: str = "",
    by: Actor,
    now: dt.datetime,
) -> PolicyVersion:
    """Add a version of a rule, in force from a day on; Refused lists what `epi` finds wrong in it.

    One that begins before today changes how past days are judged: it says why. Levels that follow from the rule are computed again by the caller's journey.
    """
    check(by, "policies.adopt")
    policy_check(
        key=key,
        disease=disease,
        place=place,
        effective_from=effective_from,
        rows=rows,
        instrument=instrument,
        confidence=confidence,
        reason=reason,
        backdated_reason=backdated_reason,
        now=now,
    )
    try:
        with transaction.atomic():
            version = _create(
                key=key,
                disease=disease,
                place=place,
                effective_from=effective_from,
                rows=list(rows),
                instrument=instrument.strip(),
                citation=" ".join(citation.split())[:600],
                confidence=confidence,
                adopted_by=by.label[:200],
                adopted_at=now,
                reason=reason.strip()[:500],
                backdated_reason=backdated_reason.strip()[:500] if is_past(effective_from, now) else "",
                shipped=False,
            )
            _tell(version, by, now)
    except IntegrityError as error:
        raise Refused("Có người vừa ban hành cùng quy tắc này. Hãy xem lại rồi làm lại.") from error
    return version


def _create(**values: Any) -> PolicyVersion:
    identity = {name: values[name] for name in ("key", "disease", "place", "effective_from")}
    return PolicyVersion.objects.create(**values, revision=_next_revision(identity))


def _next_revision(identity: Mapping[str, Any]) -> int:
    return (PolicyVersion.objects.filter(**identity).aggregate(top=Max("revision"))["top"] or 0) + 1


def policy_check(
    *,
    key: str,
    disease: str,
    place: str,
    effective_from: dt.date,
    rows: Sequence[Mapping[str, Any]],
    instrument: str,
    confidence: str,
    reason: str,
    backdated_reason: str = "",
    citation: str = "",
    now: dt.datetime,
) -> None:
    """Refused where `policy_adopt` would refuse; writes nothing."""
    version = {
        "key": key,
        "effective_from": effective_from,
        "instrument": instrument,
        "confidence": confidence,
        "rows": list(rows),
    }
    document = {"disease": disease, "place": place, "rules": [version]}
    faults = faults_of(document, methods_by_disease(settings.POLICY_DIR))
    if faults:
        raise Refused(
            "Bảng quy tắc chưa đúng: " + "; ".join(fault.what for fault in faults[:8]) + ".", field="rows"
        )
    if not reason.strip():
        raise Refused("Phải ghi lý do ban hành.", field="reason")
    if is_past(effective_from, now) and not backdated_reason.strip():
        raise Refused(
            f"Ngày hiệu lực {effective_from:%d/%m/%Y} đã qua: mức, ngày kết thúc và lịch xét nghiệm của những "
            "ngày đã qua sẽ được tính lại. Phải ghi lý do cho hiệu lực trở về trước.",
            field="backdated_reason",
        )


def is_past(effective_from: dt.date, now: dt.datetime) -> bool:
    """Whether a version would judge days that have already been worked through."""
    return effective_from < local_day(now)


def supposed_rule(
    *,
    key: str,
    disease: str,
    place: str,
    effective_from: dt.date,
    rows: Sequence[Mapping[str, Any]],
    instrument: str,
    confidence: str,
    now: dt.datetime,
) -> Rule:
    """The rule that adopting these values would add, for a look at what would follow; nothing is written."""
    identity = {"key": key, "disease": disease, "place": place, "effective_from": effective_from}
    version = PolicyVersion(
        **identity,
        revision=_next_revision(identity),
        rows=list(rows),
        instrument=instrument,
        confidence=confidence,
        adopted_at=now,
    )
    return as_rule(version)


def _tell(version: PolicyVersion, by: Actor, now: dt.datetime) -> None:
    record(
        kind="kernel.policy_adopted",
        by=by,
        now=now,
        data={
            "key": version.key,
            "disease": version.disease,
            "place": version.place,
            "effective_from": version.effective_from.strftime("%d/%m/%Y"),
            "revision": version.revision,
            "instrument": version.instrument,
            "rows": version.rows,
            "backdated_reason": version.backdated_reason,
        },
    )
