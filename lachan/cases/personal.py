"""What case files tell in free words about somebody who is to be forgotten."""

from __future__ import annotations

from collections.abc import Collection

from lachan.cases.models import Outcome, SourceStatement
from lachan.kernel.personal import Personal


def personal_words(person_ids: Collection[int]) -> list[Personal]:
    """Free words of sources and outcomes; classification, onset and outcome stay."""
    return [
        Personal(label, rows.filter(case__person__in=person_ids).exclude(note=""), {"note": ""})
        for label, rows in (
            ("Ghi chú về nguồn lây", SourceStatement.objects),
            ("Ghi chú về kết cục ca bệnh", Outcome.objects),
        )
    ]
