"""Folded Vietnamese: the keys by which names are searched and sorted on every database."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_STROKE = str.maketrans({"đ": "d", "Đ": "d", "ð": "d", "Ð": "d"})
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=1 << 13)  # a row of a file folds the same name half a dozen times
def fold(text: str) -> str:
    """Lower case, marks stripped, đ → d, everything but letters and digits a single blank.

    >>> fold("  Nguyễn  Văn Á ")
    'nguyen van a'
    """
    plain = unicodedata.normalize("NFD", text.translate(_STROKE).lower())
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return _NOT_WORD.sub(" ", bare).strip()


def tokens(text: str) -> list[str]:
    """The folded words of a name, in order."""
    return fold(text).split()


def sort_key(full_name: str) -> str:
    """Vietnamese lists sort by given name, then family and middle names: "Nguyễn Văn An" → "an nguyen van"."""
    words = tokens(full_name)
    return " ".join(words[-1:] + words[:-1])


def clean_name(text: str) -> str:
    """A person's name as typed, with blanks tidied and Unicode composed (NFC)."""
    return unicodedata.normalize("NFC", " ".join(text.split()))
