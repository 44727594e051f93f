""" "Chốt số": what a day's published figures consist of, before and after they are locked."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Sum

from lachan.cases import figures as case_figures
from lachan.cases.queries import Case, unpublished, wrongly_published
from lachan.insight.models import DayClosing, DayItem
from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.policies import queries as policies
from lachan.kernel.times import LOCAL, day_start
from lachan.places import queries as places
from lachan.places.kinds import Level

LATE_REASON = "Kết quả có trước giờ chốt hôm trước nhưng chưa được công bố"
CORRECTION_REASON = "Ca đã công bố nay được loại trừ hoặc bản ghi bị thu hồi"


@dataclass(frozen=True, slots=True)
class ClosingRule:
    """The province's hour and what it rests on."""

    hour: dt.time
    instrument: str
    verified: bool
    rule_id: str


def closing_rule(disease: str, day: dt.date) -> ClosingRule | None:
    """The rule of the province as it was on that day; None where nobody made one."""
    province = places.unit_by_code(settings.PROVINCE_CODE, day, Level.PROVINCE)
    chain = [policies.PlaceRef(province.code, province.valid_from)] if province else []
    decision = policies.rulebook(disease, chain).decide("publication", day)
    if decision.rule is None or decision.then is None:
        return None
    hour = dt.time(int(str(decision.then["hour"])))
    return ClosingRule(hour, decision.rule.instrument, decision.verified, decision.rule_id)


@dataclass(slots=True)
class Draft:
    """The day as it would be published: cases of the day, late ones, and those taken back.

    The day's own window is (`since`, `cut_at`]; what was confirmed before and never published is late.
    """

    disease: str
    day: dt.date
    cut_at: dt.datetime
    since: dt.datetime
    new: list[Case] = field(default_factory=list)
    late: list[Case] = field(default_factory=list)
    taken_back: list[Case] = field(default_factory=list)
    total_before: int = 0

    @property
    def published(self) -> int:
        return len(self.new) + len(self.late)

    @property
    def total(self) -> int:
        return self.total_before + self.published - len(self.taken_back)


def draft(disease: str, day: dt.date, hour: dt.time) -> Draft:
    """What would be locked for `day` at the province's hour, from the records as they are."""
    cut_at = dt.datetime.combine(day, hour, LOCAL)
    made = Draft(disease, day, cut_at, _window_start(disease, cut_at))
    for case in unpublished(disease, cut_at):
        (made.late if _confirmed_at(case) <= made.since else made.new).append(case)
    made.taken_back = wrongly_published(disease)
    made.total_before = _published_total(disease, day)
    return made


def _window_start(disease: str, cut_at: dt.datetime) -> dt.datetime:
    """The cut of the day before; the same hour of that day where it was never closed."""
    yesterday = cut_at - dt.timedelta(days=1)
    closed = DayClosing.objects.filter(disease=disease, day=yesterday.astimezone(LOCAL).date()).first()
    return closed.cut_at if closed else yesterday


def _confirmed_at(case: Case) -> dt.datetime:
    assert case.confirmed_at is not None
    return case.confirmed_at


def _published_total(disease: str, before: dt.date) -> int:
    items = DayItem.objects.filter(closing__disease=disease, closing__day__lt=before)
    return items.aggregate(total=Sum("counts"))["total"] or 0


def figures(made: Draft) -> dict[str, Any]:
    """The figures as published: counts only, no person. The counts by result and by onset stand beside the
    published one and are never added to it."""
    counted = made.new + made.late
    rows = case_figures.of_disease(SYSTEM, made.cut_at, made.disease)
    return {
        "day": made.day.isoformat(),
        "cut_at": made.cut_at.isoformat(),
        "new": len(made.new),
        "late": len(made.late),
        "corrected": len(made.taken_back),
        "published": made.published,
        "total_before": made.total_before,
        "total": made.total,
        "by_context": dict(Counter(case.context for case in counted)),
        "by_unit": dict(Counter(str(case.unit_id or 0) for case in counted)),
        "unknown_source": sum(1 for case in counted if not case.source_known),
        "by_result": case_figures.confirmed_between(rows, day_start(made.day), made.cut_at).count(),
        "by_onset": case_figures.onset_between(rows, made.day, made.day).count(),
    }


def items(made: Draft, closing: DayClosing) -> list[DayItem]:
    """The cases behind the figures; their counts add up to what was published."""
    kinds = DayItem.Kind
    groups = [
        (made.new, kinds.NEW, 1, ""),
        (made.late, kinds.LATE, 1, LATE_REASON),
        (made.taken_back, kinds.CORRECTED, -1, CORRECTION_REASON),
    ]
    return [
        DayItem(
            closing=closing,
            case_uid=case.uid,
            person_id=case.person_id,
            kind=kind,
            counts=counts,
            context=case.context,
            unit_id=case.unit_id or 0,
            source_known=bool(case.source_known),
            reason=reason,
        )
        for cases, kind, counts, reason in groups
        for case in cases
    ]


def holds(closing: DayClosing) -> bool:
    """Whether figures and items are still those that were signed."""
    return digest(closing.figures, closing.items.all()) == closing.digest


def digest(published: dict[str, Any], rows: Iterable[DayItem]) -> str:
    """SHA-256 of figures and items: shows later that neither was touched."""
    listed = sorted(
        [str(row.case_uid), row.kind, row.counts, row.context, row.unit_id, row.source_known] for row in rows
    )
    text = json.dumps([published, listed], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
