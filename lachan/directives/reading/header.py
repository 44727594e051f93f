"""The head of a letter: issuer, number, place and date, urgency, kind of document, subject."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from .canon import canon, tidy
from .issuer import issuer_kind, issuer_name
from .lexicon import DOCUMENT_TYPES, PROVINCES, SYMBOL_TYPES, URGENCY
from .lines import Line
from .names import sentence_case
from .types import Header
from .zones import OPEN_END, RULE, TITLE, subject_end, title_at

MOTTO = re.compile(
    r"^(?:cộng hòa xã hội(?: chủ nghĩa việt nam)?|chủ nghĩa việt nam|độc lập - tự do.*|đảng cộng sản(?: việt nam)?|"
    r"(?:đảng cộng sản )?việt nam|tự do - hạnh phúc|hạnh phúc)\W*$"
)
_NUMBER = re.compile(r"^số(?:\s+hiệu)?\s*[:.]?\s*(?=[\d\s./…_-]|$|[a-zđ]{1,6}[/-])")
_PARTS = re.compile(r"^(?P<n>\d[\d.]*[A-Za-z]?)?(?P<gap>[\s.…_]*)(?P<sep>[-/]|(?<=\s))\s*(?P<s>[^\W_].*)?$")
_SYMBOL = re.compile(r"^[^\W_]+[.&]?(?:[.&][^\W_]+)*(?:\s?[-/–]\s?[^\W_]+(?:[.&][^\W_]+)*)*")
_DATE = re.compile(
    r"ngày\s*(?P<d>\d{1,2})?[\s.…_]*tháng\s*(?P<m>\d{1,2})?[\s.…_]*năm\s*(?P<y>\d{4})?"
    r"|ngày\s+(?P<d2>\d{1,2})\s*[/.-]\s*(?P<m2>\d{1,2})\s*[/.-]\s*(?P<y2>\d{4})"
)
_HOUR_OF_SIGNING = re.compile(r"(?i),?\s*(?:hồi|lúc|vào)\s+\d{1,2}\s*(?:giờ|h|g).*$")
# A title in ordinary letters, as copies without the letter's head begin ("Công điện khẩn số 5 ngày …").
_PLAIN_TITLE = re.compile(
    rf"^(?P<type>{'|'.join(sorted(DOCUMENT_TYPES, key=len, reverse=True))})(?: (?P<urgent>hỏa tốc|thượng khẩn|khẩn))?"
    r"(?= (?:số|ngày|về|v/v|của)(?!\w))"
)
_NO_PLACE = re.compile(rf"(?:số|{'|'.join(DOCUMENT_TYPES)})(?!\w)")
_SUBJECT = re.compile(r"^(?:v/\s?v|v\.v|về việc|trích yếu|về)\b\s*:?\s*")
_URGENT = re.compile(
    r"^[(\[\"]*(?:công điện\s+)?(hỏa tốc|thượng khẩn|khẩn|rất khẩn)\b(?:[\s,.:-]+(?:hẹn giờ.*|cấp))?\W*$"
)
UNFILLED = re.compile(r"cần (?:đến|gửi) trước|^đến trước")


@dataclass(frozen=True)
class Found:
    """The head as read, and what the doubts need besides."""

    header: Header
    number_line: str
    unfilled_before: bool
    urgency_line: str | None


def read_header(head: list[Line], body: str, body_low: str) -> Found:
    """`body` (its own case) teaches how names printed in capitals are written."""
    number_at = _number_line(head)
    number, symbol, printed = _number(head, number_at)
    place, issued_on = _place_and_date(head)
    title = title_at(head)
    organs = _issuer_lines(head, number_at, title)
    urgent = next((x for x in head if _is_urgent(x)), None)
    header = Header(
        issuer=issuer_name(organs, body, body_low, place),
        issuer_kind=_kind(organs, head, symbol),
        type=_type(head, title, symbol),
        number=number,
        symbol=symbol,
        place=place,
        issued_on=issued_on,
        urgency=_urgency(urgent.low) if urgent else None,
        subject=_subject(head, title, number_at, body, body_low),
    )
    return Found(
        header,
        printed,
        any(UNFILLED.search(x.low) and not re.search(r"\d", x.low) for x in head),
        urgent.text if urgent else None,
    )


def _is_urgent(line: Line) -> bool:
    plain = _PLAIN_TITLE.match(line.low)
    return bool(
        ((line.caps or len(line.text) < 14) and _URGENT.match(line.low)) or (plain and plain["urgent"])
    )


def _kind(organs: list[str], head: list[Line], symbol: str | None) -> Literal["party", "state", "other"]:
    motto = " ".join(x.low for x in head)
    return issuer_kind(" ".join(organs), "đảng cộng sản" in motto, "cộng hòa xã hội" in motto, symbol)


def _issuer_lines(head: list[Line], number_at: int | None, title: int | None) -> list[str]:
    stop = min((i for i in (number_at, title) if i is not None), default=min(len(head), 12))
    lines = [x for x in head[:stop] if _may_name_issuer(x)]
    if not lines and number_at is not None:
        lines = [x for x in head[number_at + 1 : title] if _may_name_issuer(x)]
    return [x.text for x in lines]


def _may_name_issuer(line: Line) -> bool:
    if not line.caps or MOTTO.match(line.low) or RULE.match(line.text) or _URGENT.match(line.low):
        return False
    return not (_SUBJECT.match(line.low) or UNFILLED.search(line.low) or TITLE.match(line.low))


def _number_line(head: list[Line]) -> int | None:
    """The first number with a symbol: the one in the stamp of the receiving office has none."""
    found = [i for i, line in enumerate(head) if _NUMBER.match(line.low)]
    return next((i for i in found if _number(head, i)[1]), found[0] if found else None)


def _number(head: list[Line], at: int | None) -> tuple[str | None, str | None, str]:
    if at is None:
        return None, None, ""
    rest = head[at].cased[_NUMBER.match(head[at].low).end() :]  # type: ignore[union-attr]
    if not rest.strip() and at + 1 < len(head):
        rest = head[at + 1].cased
    rest = re.split(r"(?i)\s*v/\s?v\b", rest)[0]
    parts = _PARTS.match(rest.strip())
    if parts is None:
        digits = re.match(r"\d+[A-Z]?$", rest.strip())
        return (digits.group() if digits else None), None, rest.strip()
    symbol = _SYMBOL.match(parts["s"] or "")
    clean = re.sub(r"\s", "", symbol.group()).rstrip(".-/") if symbol else None
    return parts["n"] and parts["n"].rstrip("."), clean, rest.strip()


def _type(head: list[Line], title: int | None, symbol: str | None) -> str | None:
    if title is not None:
        low = head[title].low
        return next((t for t in sorted(DOCUMENT_TYPES, key=len, reverse=True) if low.startswith(t)), None)
    plain = _PLAIN_TITLE.match(head[0].low) if head else None
    return type_of_symbol(symbol) or (plain["type"] if plain else "công văn" if head else None)


def type_of_symbol(symbol: str | None) -> str | None:
    """The type that a symbol's abbreviation tells ("CĐ-TTg" → công điện); None where it tells none."""
    parts = re.split(r"[-/]", symbol or "")
    return SYMBOL_TYPES.get(parts[1] if parts[0].isdigit() and len(parts) > 1 else parts[0])


def _urgency(low: str) -> str | None:
    return next((name for word, name in URGENCY if word in low), None)


def _place_and_date(head: list[Line]) -> tuple[str | None, str | None]:
    text = "\n".join(x.cased for x in head)
    low = canon(text)
    for match in _DATE.finditer(low):
        line_start = low.rfind("\n", 0, match.start()) + 1
        place = _HOUR_OF_SIGNING.sub("", text[line_start : match.start()]).strip(" ,\n(*")
        if low[line_start:].startswith(("v/v", "cần đến", "thực hiện", "kèm")):
            continue
        if len(place.split()) > 6 or (not place and not line_start):
            continue
        if _NO_PLACE.match(canon(place)):
            return None, _iso(match)
        return _whole_place(place, text[:line_start].rstrip("\n")), _iso(match)
    return None, None


def _whole_place(fragment: str, above: str) -> str | None:
    """A place broken over two lines ("Thành phố Hồ Chí / Minh, ngày …"), put together."""
    previous = above.rsplit("\n", 1)[-1].strip()
    if not fragment:
        named = len(previous.split()) <= 5 and not previous.isupper() and not _NO_PLACE.match(canon(previous))
        return previous.strip(" ,") or None if named else None
    joined = f"{previous} {fragment}"
    whole = any(canon(joined).endswith(canon(name)) for name in PROVINCES)
    alone = any(canon(fragment).endswith(canon(name)) for name in PROVINCES)
    return joined if whole and not alone and len(previous.split()) <= 5 else fragment


def _iso(match: re.Match[str]) -> str | None:
    day, month, year = (match[a] or match[a + "2"] for a in "dmy")
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except (TypeError, ValueError):
        return None


def _subject(head: list[Line], title: int | None, number_at: int | None, body: str, low: str) -> str | None:
    if title is not None and not (number_at is not None and number_at == title + 1):
        lines = head[title + 1 : subject_end(head, title)]
        words = _without_issuer([x.text for x in lines])
        words = re.split(r"\s+-\s*-", words)[0]
    else:
        printed = (
            _short_subject(head, number_at),
            _shouted_subject(head, number_at),
            _bare_subject(head, number_at),
            _told_subject(head),
        )
        words = next((found for lines in printed if (found := " ".join(lines))), "")
    words = tidy(words).strip(" -_*")
    if not words:
        return None
    words = words[_subject_prefix(canon(words)) :].strip(" .:")
    if not words:
        return None
    return sentence_case(words, body, low) if words.isupper() or Line(words, 0, False).caps else words


def _without_issuer(lines: list[str]) -> str:
    """A title goes on with whose it is, on its own line or before what it is about ("của Ban Thường vụ … về …");
    the person whose conclusion it is belongs to the subject."""
    if len(lines) < 2 or not canon(lines[0]).startswith("của ") or "đồng chí" in canon(lines[0]):
        return " ".join(lines)
    about = re.search(r"(?<!\w)về ", canon(lines[0]))
    return " ".join([lines[0][about.start() :], *lines[1:]] if about else lines[1:])


def _subject_prefix(low: str) -> int:
    match = _SUBJECT.match(low)
    return match.end() if match else 0


def _short_subject(head: list[Line], number_at: int | None) -> Iterator[str]:
    """The "V/v …" under the number, over its lines."""
    start = _short_subject_start(head, number_at)
    if start is None:
        return
    first = head[start]
    inline = re.search(r"v/\s?v\b.*$", first.low)
    yield first.text[inline.start() :] if inline else first.text
    for i in range(start + 1, len(head)):
        if _ends_short_subject(head, i, first):
            return
        yield head[i].text


def _shouted_subject(head: list[Line], number_at: int | None) -> Iterator[str]:
    """A subject in capitals whose title line was lost."""
    for line in head[(number_at or len(head)) + 1 :]:
        if line.caps and len(line.text) > 12 and _may_name_issuer(line):
            yield line.text


def _bare_subject(head: list[Line], number_at: int | None) -> Iterator[str]:
    """A subject right under the number without "V/v", as Party offices write it."""
    if number_at is None:
        return
    for i in range(number_at + 1, len(head)):
        line = head[i]
        if line.caps or _DATE.search(line.low) or RULE.match(line.text) or MOTTO.match(line.low):
            return
        if UNFILLED.search(line.low) or (line.blank_before and i > number_at + 1):
            return
        yield line.text


def _told_subject(head: list[Line]) -> Iterator[str]:
    """What a title in ordinary letters goes on with ("Thông báo về việc …")."""
    plain = _PLAIN_TITLE.match(head[0].low) if head else None
    if plain and _SUBJECT.match(head[0].low[plain.end() + 1 :]):
        yield head[0].text[plain.end() + 1 :]


def _short_subject_start(head: list[Line], number_at: int | None) -> int | None:
    for i, line in enumerate(head):
        if re.search(r"^v/\s?v\b|\sv/v\b", line.low) or (
            _SUBJECT.match(line.low) and number_at is not None and i > number_at
        ):
            return i
    return None


def _ends_short_subject(head: list[Line], i: int, first: Line) -> bool:
    line = head[i]
    if line.caps and not first.caps and len(line.text) > 3:
        return True
    if RULE.match(line.text) or MOTTO.match(line.low) or _NUMBER.match(line.low) or _URGENT.match(line.low):
        return True
    if (
        _DATE.search(line.low)
        and (", ngày" in line.low or line.low.startswith("ngày"))
        and len(line.text) < 60
    ):
        return True
    if i + 1 < len(head) and _date_is_broken(line.low, head[i + 1].low):
        return True
    return line.blank_before and not line.text[:1].islower() and not OPEN_END.search(head[i - 1].low)


def _date_is_broken(low: str, following: str) -> bool:
    """ "Hà Nội, ngày 20 / tháng 11 năm 2025", or the place itself over two lines."""
    return bool(
        (re.search(r", ngày\s*\d*$", low) and following.startswith("tháng"))
        or (re.search(r", ngày\s*\d*\s*tháng\s*\d*$", low) and re.match(r"\d|năm", following))
        or (re.match(r"\w+, ngày \d", following) and len(low) < 30)
    )


def own_key(header: Header) -> str:
    """number/symbol of this letter, for telling it from those it cites."""
    return canon(f"{header.number}{header.symbol}") if header.symbol else ""
