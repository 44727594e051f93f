""" "Chốt số": what a day's published figures consist of, before and after they are locked."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Sum

from lachan.cases.queries import Case, unpublished, wrongly_published
from lachan.insight.models import DayClosing, DayItem
from lachan.kernel.times import LOCAL

LATE_REASON = "Kết quả có trước giờ chốt hôm trước nhưng ghi vào sau"
CORRECTION_REASON = "Ca đã công bố nay được loại trừ hoặc bản ghi bị thu hồi"


@dataclass(slots=True)
class Draft:
    """The day as it would be published: cases of the day, late ones, and those taken back."""

    disease: str
    day: dt.date
    cut_at: dt.datetime
    previous_cut: dt.datetime | None
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
    previous = DayClosing.objects.filter(disease=disease, day__lt=day).order_by("-day").first()
    made = Draft(disease, day, cut_at, previous.cut_at if previous else None)
    for case in unpublished(disease, cut_at):
        is_late = made.previous_cut is not None and _confirmed_at(case) <= made.previous_cut
        (made.late if is_late else made.new).append(case)
    made.taken_back = wrongly_published(disease)
    made.total_before = _published_total(disease, day)
    return made


def _confirmed_at(case: Case) -> dt.datetime:
    assert case.confirmed_at is not None
    return case.confirmed_at


def _published_total(disease: str, before: dt.date) -> int:
    items = DayItem.objects.filter(closing__disease=disease, closing__day__lt=before)
    return items.aggregate(total=Sum("counts"))["total"] or 0


def figures(made: Draft) -> dict[str, Any]:
    """The figures as published: counts only, no person."""
    counted = made.new + made.late
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
            reason=reason,
        )
        for cases, kind, counts, reason in groups
        for case in cases
    ]


def digest(published: dict[str, Any], rows: Sequence[DayItem]) -> str:
    """SHA-256 of figures and items: shows later that neither was touched."""
    listed = sorted([str(row.case_uid), row.kind, row.counts] for row in rows)
    text = json.dumps([published, listed], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
