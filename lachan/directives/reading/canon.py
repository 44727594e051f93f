"""One spelling to match against, the same length as the text, so that offsets stay true.

Vietnamese writes the tone of open "oa", "oe", "uy" in two ways (Hòa/Hoà, Ủy/Uỷ); rules here are
written in the older way (hòa, ủy) and see every text in it.
"""

from __future__ import annotations

import re
import unicodedata

_OPEN = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_PAIRS = (
    _OPEN
    | {a.upper(): b.upper() for a, b in _OPEN.items()}
    | {a.capitalize(): b.capitalize() for a, b in _OPEN.items()}
)
_TONE = re.compile(r"(?<![qQ])(?:%s)(?!\w)" % "|".join(_PAIRS))
NOTE_MARK = re.compile(r"\[(?:\d{1,2}|[ivx]{1,4}|\*{1,3})\]")
_DASHES = str.maketrans({"–": "-", "—": "-", "−": "-", "‑": "-", "‐": "-", "“": '"', "”": '"', "’": "'"})


def cased(text: str) -> str:
    """The text with tones and dashes in one spelling, letter case kept, length kept."""
    return _TONE.sub(lambda m: _PAIRS[m.group()], text).translate(_DASHES)


def canon(text: str) -> str:
    """The text in one spelling and lower case, length kept."""
    low = cased(text).lower()
    return low if len(low) == len(text) else "".join(c.lower()[:1] for c in cased(text))


def fold(text: str) -> str:
    """A key without marks, case or punctuation, for telling two writings of one name apart."""
    bare = unicodedata.normalize("NFD", canon(text).replace("đ", "d"))
    letters = "".join(c if c.isalnum() else " " for c in bare if not unicodedata.combining(c))
    return " ".join(letters.split())


def tidy(text: str) -> str:
    """Marks of notes gone, blanks collapsed, and none before closing punctuation."""
    return re.sub(r"\s+([,;.:)])", r"\1", " ".join(NOTE_MARK.sub("", text).split()))
