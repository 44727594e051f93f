"""A home told without a name of its own ("nhà riêng", "tại nhà, khóm 3"): the words are the same in every household,
so that the words and the commune are no place yet."""

from __future__ import annotations

import re

# Folded. "Nhà ông Ba" or "nhà trọ Hoa Mai" have a name of their own: whoever else was there was in that place.
_WORDS = "nha|nha rieng|nha o|nha minh|nha cua minh|nha benh nhan|nha ca benh|gia dinh|noi o|noi cu tru|noi thuong tru"
_ADDRESS = "khom|ap|to|so|duong|hem|phuong|xa|thi tran|huyen|tp|thanh pho"
_HOME = re.compile(rf"(?:(?:o|tai) )?(?:{_WORDS})(?: (?:{_ADDRESS})\b.*)?")


def is_home(place_key: str) -> bool:
    """Whether a folded name of a place says no more than that it is where the person lives."""
    return _HOME.fullmatch(place_key) is not None
