"""The mark of somebody's level, in the words of its disease."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString

from lachan.kernel.diseases import words_of
from lachan.ui.marks import badge_level


def level_badge(level: str, disease: str, **marked: Any) -> SafeString:
    """`ui.marks.badge_level` of one disease; nothing where there is no level."""
    return badge_level(level, words=words_of(level, disease), **marked)


def interval_badge(row: Any) -> SafeString:
    """The badge of an interval of level; nothing where none holds."""
    return level_badge(row.value, row.disease, provisional=row.provisional) if row else SafeString("")
