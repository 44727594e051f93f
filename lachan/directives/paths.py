"""Where an order stands among the others: by the printed labels of its path, as the letter counts them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

_ROMAN = re.compile(r"^[IVXLC]+$")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
Key = tuple[tuple[int, tuple[int, ...]], ...]


def in_order(orders: Sequence[Mapping[str, Any]], read: Sequence[Sequence[str]]) -> list[Mapping[str, Any]]:
    """Orders as the letter prints them: those that were read keep their sequence, one added by hand goes behind
    the last that is numbered before it."""
    known = {tuple(path) for path in read}
    kept = [order for order in orders if tuple(order["path"]) in known]
    for order in orders:
        if tuple(order["path"]) not in known:
            kept.insert(_place(kept, order["path"]), order)
    return kept


def _place(kept: Sequence[Mapping[str, Any]], path: Sequence[str]) -> int:
    """An unnumbered paragraph ("p3") goes to the end: only the clerk knows where it stands in the text."""
    key = key_of(path)
    if key is None:
        return len(kept)
    keys = [key_of(order["path"]) for order in kept]
    before = [place for place, other in enumerate(keys) if other is not None and other < key]
    after = [place for place, other in enumerate(keys) if other is not None and other > key]
    if before:
        return before[-1] + 1
    return after[0] if after else len(kept)


def key_of(path: Sequence[str]) -> Key | None:
    """Sorts paths of printed labels: 1, 1.2, 2, 10; a, b, đ; dashes by place; None for an unnumbered paragraph."""
    if not path or re.fullmatch(r"p\d+", path[0]):
        return None
    return tuple(_label(part) for part in path)


def _label(part: str) -> tuple[int, tuple[int, ...]]:
    numbers = tuple(int(one) for one in re.findall(r"\d+", part))
    if part[:1] in "-+p" and numbers:
        return ("-+p".index(part[0]) + 3, numbers)
    if _ROMAN.match(part):
        return (0, (_roman(part),))
    if numbers:
        return (1, numbers)
    return (2, tuple(_ALPHABET.find(letter) for letter in part.lower()))


def _roman(part: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in part]
    following = [*values[1:], 0]
    return sum(-one if one < after else one for one, after in zip(values, following, strict=True))
