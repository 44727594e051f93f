"""What the records of meetings and places tell in free words about somebody who is to be forgotten."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from lachan.kernel.personal import Personal
from lachan.tracing.models import ContactLine, Exposure, TimelineEntry


def personal_words(person_ids: Collection[int]) -> list[Personal]:
    """Free words, and the key by which later lists would know the person again; meetings and places stay."""
    either = Q(person__in=person_ids) | Q(other__in=person_ids)
    entries = TimelineEntry.objects.filter(person__in=person_ids)
    lines = ContactLine.objects.filter(person__in=person_ids)
    return [
        Personal("Ghi chú của mốc dịch tễ", entries.exclude(activity=""), {"activity": ""}),
        Personal("Ghi chú của lần tiếp xúc", Exposure.objects.filter(either).exclude(note=""), {"note": ""}),
        Personal("Khóa nhận lại trong danh sách tiếp xúc", lines.exclude(who_key=""), {"who_key": ""}),
    ]
