"""Heads and ends whose columns ran together: every part of them back on a line of its own.

Copies from the web often keep a table's cells on one line ("ỦY BAN NHÂN DÂN Số: 129/KH-UBND"), or break
the State's motto anywhere. Nothing but line breaks is changed.
"""

from __future__ import annotations

import re

from .canon import cased

_MOTTOS = (
    re.compile(r"cộng\s+hòa\s+xã\s+hội\s+chủ\s+nghĩa\s+việt\s+nam(?!,|\s*\()", re.I),
    re.compile(r"độc\s+lập\s*-\s*tự\s+do\s*-\s*hạnh\s+phúc", re.I),
    re.compile(r"đảng\s+cộng\s+sản\s+việt\s+nam(?=\s*$)", re.I | re.M),
)
_RULES = re.compile(r"(?<=[^\s\-_=])[ \t]*[-_=]{4,}")
_NUMBER = re.compile(r"(?<=[A-ZĐ*-])[ \t]+(?=Số\s*:?\s*[\d/.… ])")
_SHORT_SUBJECT = re.compile(r"(?<=\S)[ \t]+(?=V/v\b)")
_PLACE_DATE = re.compile(
    r"(?m)^(Số\s*:?\s*\S.*?\w)[ \t]+(?=(?:TP\.?\s*|Thành phố\s+)?[^\W\d_a-z]\w*(?: [^\W\d_]\w*){0,4},\s*ngày\s)"
)
_ADDRESSED = re.compile(r"(?<=\S)[ \t]+(?=Kính gửi\s*:)")
_RECIPIENTS = re.compile(r"(?<=[./;)])[ \t]*(?=Nơi nhận\s*:)")
_END_OF_BODY = re.compile(r"kính gửi|^căn cứ|^điều 1", re.I | re.M)
_HEAD = 3000


def separate(text: str) -> str:
    """The same text with its head's parts apart, and "Nơi nhận" at the start of a line."""
    end = _END_OF_BODY.search(text, 0, _HEAD)
    limit = min(len(text), end.end() if end else _HEAD)
    return _head(text[:limit]) + _RECIPIENTS.sub("\n", text[limit:])


def _head(head: str) -> str:
    for motto in _MOTTOS:
        head = _whole_line(head, motto)
    for pattern in (_RULES, _NUMBER, _SHORT_SUBJECT, _ADDRESSED):
        head = _broken_at(head, pattern)
    return _PLACE_DATE.sub(lambda m: m.group(1) + "\n", head)


def _broken_at(text: str, pattern: re.Pattern[str]) -> str:
    """A line break instead of the blanks that the pattern finds; a rule keeps its own line."""
    return pattern.sub(lambda m: "\n" + m.group().strip(), text)


def _whole_line(text: str, motto: re.Pattern[str]) -> str:
    match = motto.search(cased(text))
    if match is None:
        return text
    words = " ".join(text[match.start() : match.end()].split())
    before, after = text[: match.start()].rstrip(" \t"), text[match.end() :].lstrip(" \t*_")
    return f"{before}{_break(before)}{words}{'' if after.startswith(chr(10)) else chr(10)}{after}"


def _break(before: str) -> str:
    return "" if not before or before.endswith("\n") else "\n"
