"""Documents that the letter cites: each once, with what the letter does to it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .canon import canon
from .header import type_of_symbol
from .lexicon import CITED_TYPES
from .paragraphs import Paragraph
from .types import Reference, Relation

_TYPE = "|".join(sorted(CITED_TYPES, key=len, reverse=True))
_UPPER = "A-ZĐÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĨŨƠƯ"
_CITED = re.compile(
    rf"(?<![\w/])(?P<n>\d{{1,6}}[A-Za-z]?)\s?(?P<sep>[-/])\s?"
    rf"(?P<s>(?:(?:19|20)\d\d\s?/\s?)?[{_UPPER}][\w.&]*[\w](?:\s?[-/]\s?(?:[{_UPPER}][\w.&]*\w|[{_UPPER}]|[IVX\d]+)(?!\w))*)"
)
_LETTERS = re.compile(rf"[{_UPPER}][^\W\d_]*[{_UPPER}]|[{_UPPER}]{{2}}|[{_UPPER}]\w*[-/][{_UPPER}]")
_DATE = re.compile(
    r"[\s,(]*(?:(?:được )?(?:ban hành |ký )?ngày)\s*(?P<d>\d{1,2})\s*(?:[/.-]\s*(?P<m>\d{1,2})\s*[/.-]\s*(?P<y>\d{4})|"
    r"tháng\s+(?P<m2>\d{1,2})\s+năm\s+(?P<y2>\d{4}))"
)
_OF_ISSUER = re.compile(
    r" của [^.;:,\d()]{3,80}?(?<!trước)(?<!đến)(?<!hết)(?<!từ)(?<!sau)(?<!vào)(?<!trong)(?<!nhất)(?= ngày \d)"
)
_ISSUED_ON = re.compile(
    r"(?:^|[.;] )(?:vào )?(ngày \d{1,2}(?:[/.-]\d{1,2}[/.-]\d{4}| tháng \d{1,2} năm \d{4})),? [^.;\d]{4,110} (?:ban hành|có|gửi|phát hành) [^.;\d]{0,40}$"
)
_TYPE_WORD = re.compile(rf"(?<!\w)(?:{_TYPE})(?!\w)")
_TYPE_TO_NUMBER = re.compile(
    r"(?:\s+(?:liên tịch|khẩn|hỏa tốc))?(?:\s+[^.;,\d]{0,40}?)?\s*(?:số|:)?\s*:?\s*$"
)
_IMPLEMENT = re.compile(
    r"(?<!việc )(?<!kết quả )(?<!tình hình )(?<!quá trình )(?<!tổng kết )(?<!sơ kết )(?<!\w)"
    r"(?:thực hiện|triển khai|thi hành|quán triệt|chấp hành)(?!\w)"
)
_AMEND = re.compile(r"(?<!\w)(?:sửa đổi|bổ sung|đính chính|điều chỉnh|gia hạn)(?!\w)")
_REPLACE = re.compile(r"(?<!\w)(?:thay thế(?: cho)?|bãi bỏ|hủy bỏ|thu hồi|hết hiệu lực)(?!\w)")
_LIST_ITEM = re.compile(rf"^(?:[-+•*]|\d{{1,2}}[.)]|[a-zđ]\)) ?(?:{_TYPE})(?!\w)")
_LEGAL_GROUND = re.compile(r"^(?:\W*căn cứ|\W*theo đề nghị|\W*xét )")
_GROUND_WORDS = 30
_LONGEST_SENTENCE = 1000
_RANK: dict[Relation, int] = {"cites": 0, "implements": 1, "amends": 2, "replaces": 3}


@dataclass
class _Cited:
    type: str | None
    number: str
    symbol: str
    date: str | None
    relation: Relation
    span: tuple[int, int]


def references_in(subject: Paragraph | None, body: Iterable[Paragraph], own: str) -> tuple[Reference, ...]:
    """Cited documents in order of first mention; `own` is this letter's number, which is no citation."""
    found: dict[str, _Cited] = {}
    if subject is not None:
        _collect(subject, True, found)
    listed: Relation | None = None
    for paragraph in body:
        _collect(paragraph, False, found, listed if _LIST_ITEM.match(paragraph.low) else None)
        listed = _list_relation(paragraph.low, listed)
    found.pop(own, None)
    return tuple(Reference(c.type, c.number, c.symbol, c.date, c.relation, c.span) for c in found.values())


def _list_relation(low: str, above: Relation | None) -> Relation | None:
    """ "Bãi bỏ các văn bản sau:" says what is done to those listed below it."""
    if low.endswith(":"):
        return "replaces" if _REPLACE.search(low) else None
    return above if _LIST_ITEM.match(low) else None


def _collect(
    paragraph: Paragraph, in_subject: bool, found: dict[str, _Cited], listed: Relation | None = None
) -> None:
    carried: str | None = None
    text, low = paragraph.cased, paragraph.low
    for match in _CITED.finditer(text):
        symbol = re.sub(r"\s", "", match["s"])
        if not _LETTERS.search(symbol) or re.match(r"(?:COVID|SARS|HIV|VNĐ|USD)", symbol):
            continue
        printed = _type_before(low, match.start())
        kind = printed or carried or type_of_symbol(symbol)
        carried = printed or carried
        one = _Cited(
            type=kind,
            number=match["n"],
            symbol=symbol,
            date=_date_after(low, match.end()) or _date_before(low, match.start()),
            relation=listed or _relation(low, match.start(), match.end(), in_subject),
            span=paragraph.span(*match.span()),
        )
        _merge(found, one)
        listed = None


def _merge(found: dict[str, _Cited], one: _Cited) -> None:
    key = canon(one.number + one.symbol)
    known = found.setdefault(key, one)
    known.date = known.date or one.date
    known.type = known.type if known.type not in {None, "văn bản"} else one.type or known.type
    if _RANK[one.relation] > _RANK[known.relation]:
        known.relation = one.relation


def _type_before(low: str, at: int) -> str | None:
    if re.search(r"(?<!\w)(?:bộ )?luật [^.;]{3,110} số $", low[max(0, at - 130) : at]):
        return "luật"
    words = list(_TYPE_WORD.finditer(low, max(0, at - 60), at))
    if not words or not _TYPE_TO_NUMBER.fullmatch(low, words[-1].end(), at):
        return None
    kind = words[-1].group()
    return "thông báo" if kind == "thông báo kết luận" else kind


def _date_after(low: str, at: int) -> str | None:
    issuer = _OF_ISSUER.match(low, at)
    match = _DATE.match(low, issuer.end() if issuer else at)
    if not match:
        return None
    try:
        return date(
            int(match["y"] or match["y2"]), int(match["m"] or match["m2"]), int(match["d"])
        ).isoformat()
    except ValueError:
        return None


def _date_before(low: str, at: int) -> str | None:
    """ "Ngày 22/8/2021, Thủ tướng Chính phủ đã ban hành Công điện số …" """
    match = _ISSUED_ON.search(low[max(0, at - 220) : at])
    return _date_after(match.group(1), 0) if match else None


def _relation(low: str, start: int, end: int, in_subject: bool) -> Relation:
    sentence_at = _sentence_at(low, start)
    if _LEGAL_GROUND.match(low[sentence_at : sentence_at + _GROUND_WORDS]):
        return "cites"
    before = low[max(sentence_at, start - _LONGEST_SENTENCE) : start]
    if _does(_REPLACE, before, 60) or re.match(
        r"[^.;]{0,80} (?:hết hiệu lực|bị bãi bỏ|được thay thế)", low[end : end + 120]
    ):
        return "replaces"
    if _does(_AMEND, before, 160 if in_subject or _performs_change(before) else 60) and (
        in_subject or _performs_change(before)
    ):
        return "amends"
    if _implements(before):
        return "implements"
    return "cites"


def _sentence_at(low: str, start: int) -> int:
    """Where what is said of a document begins; "Thực hiện Chỉ thị …; Công văn …" says it of both."""
    stop = max(low.rfind(". ", 0, start), low.rfind("\n", 0, start)) + 1
    listed = low.rfind("; ", stop, start)
    nearest = max(stop, start - _LONGEST_SENTENCE)
    while listed >= nearest and _TYPE_WORD.match(low, listed + 2):
        listed = low.rfind("; ", stop, listed)
    return max(stop, listed + 1)


def _does(verb: re.Pattern[str], before: str, reach: int) -> bool:
    """The verb stands shortly before, and no other cited document stands between."""
    found = list(verb.finditer(before))
    if not found or len(before) - found[-1].end() > reach:
        return False
    return not re.search(r"\d/[a-zđ]|\d-[a-zđ]{2}", before[found[-1].end() :])


def _performs_change(before: str) -> bool:
    """This letter changes the other one; a cited law that changes another is only cited."""
    return bool(
        re.match(r"\W*(?:nay |xin )?(?:sửa đổi|bổ sung|đính chính|điều chỉnh|gia hạn)", before)
        or re.search(
            r"(?:\bxin|\bnay(?:,? [^.;\d]{2,60}?)?|này|quyết định|thống nhất|đồng ý|văn phòng chính phủ|ủy ban nhân dân \w+)(?: việc)? (?:sửa đổi|bổ sung|đính chính|điều chỉnh)",
            before,
        )
        or (re.match(r"\W*tiếp theo[^;]*$", before) and "bổ sung" in before)
    )


def _implements(before: str) -> bool:
    found = list(_IMPLEMENT.finditer(before))
    if not found:
        return False
    between = before[found[-1].end() :]
    return len(between) < 330 and not re.search(
        r"(?<!\w)(?:đã|nhận được|ban hành|thực hiện)(?!\w)|, để |kết quả ", between
    )
