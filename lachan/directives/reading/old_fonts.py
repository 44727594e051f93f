"""Text typed in the fonts from before Unicode (".VnTime", "VNI-Times"), as the letters that they print."""

from __future__ import annotations

import re

from lachan.kernel.intake.reading.fonts import from_tcvn3, from_vni

_WORDS = re.compile(
    r"(?<!\w)(?:của|và|các|ngày|tháng|năm|việc|nhân|dân|ủy|tỉnh|thực|hiện|công|số|kính|gửi|huyện|phòng|chống|dịch|trước|báo|cáo)(?!\w)"
)
_ENOUGH = 6
_SAMPLE = 20_000


def modern(text: str) -> str:
    """The text itself, unless an old alphabet makes far more Vietnamese words of it."""
    sample = text[:_SAMPLE]
    plain = vietnamese_words(sample)
    if plain >= _ENOUGH:
        return text
    count, convert = max(
        ((vietnamese_words(way(sample)), way) for way in (from_tcvn3, from_vni)), key=lambda one: one[0]
    )
    return convert(text) if count > plain + _ENOUGH else text


def in_font(text: str, font: str) -> str:
    """A run of a Word document in the font named; those ending in H print capitals only."""
    if font.startswith(".Vn"):
        printed = from_tcvn3(text)
        return printed.upper() if font.endswith("H") else printed
    return from_vni(text) if font.upper().startswith("VNI-") else text


def is_vietnamese(text: str) -> bool:
    """False for a text long enough to tell that holds hardly any Vietnamese word."""
    return len(text) < 400 or vietnamese_words(text[:_SAMPLE]) >= _ENOUGH


def vietnamese_words(text: str) -> int:
    """How many different common words, written with their marks, the text holds."""
    return len(set(_WORDS.findall(text.lower())))
