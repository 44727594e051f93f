"""To whom the letter is addressed: the list after "Kính gửi", or after "… điện:"."""

from __future__ import annotations

import re

from .canon import canon, tidy
from .lines import Line
from .zones import RULE

_OPENING = re.compile(r"^(?:đồng\s+)?kính\s+g[ửở]i\s*:?\s*|^đồng gửi\s*:?\s*")
_TELEGRAM = re.compile(r"^.{2,110}?\s(?:gửi )?điện(?:\s*:\s*|\s*$)")
_ITEM = re.compile(r"^[-+•·*–—]\s*")
_ADDRESS = re.compile(r"\s*\((?:địa chỉ|đ/c|mst|mã số thuế)[^)]*\)")
_LEADING_NUMBER = re.compile(r"^\d{1,2}[.)]\s+")


def read_addressees(lines: list[Line]) -> tuple[str, ...]:
    """Names as printed, without list marks and closing punctuation."""
    items: list[str] = []
    for i, line in enumerate(lines):
        if RULE.match(line.text):
            continue
        text, opened = _without_opening(line.text, i == 0)
        if not text:
            continue
        if _ITEM.match(text) or opened or not items or _new_item(items[-1], text):
            items.append(_LEADING_NUMBER.sub("", _ITEM.sub("", text)))
        else:
            items[-1] += " " + text
    return tuple(name for item in items for name in _names(item))


def _without_opening(text: str, first: bool) -> tuple[str, bool]:
    low = canon(text)
    match = _OPENING.match(low) or (_TELEGRAM.match(low) if first else None)
    return (text[match.end() :].strip(), True) if match else (text, False)


def _new_item(previous: str, text: str) -> bool:
    return (previous.rstrip().endswith((";", ".")) and text[:1].isupper()) or (
        text[:1].isupper() and _LEADING_NUMBER.match(text) is not None
    )


def _names(item: str) -> list[str]:
    address = _ADDRESS.search(canon(item))
    item = item[: address.start()] + item[address.end() :] if address else item
    pieces = re.split(r";\s+(?:[-•+]\s+)?(?=[^\W\d_]|\()", item)
    names = (tidy(piece).rstrip(" ;,./:").strip() for piece in pieces)
    return [name for name in names if name and not name.startswith("(")]
