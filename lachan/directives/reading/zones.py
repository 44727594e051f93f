"""Cuts a letter into head, addressees, body, end, and footnotes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .lexicon import DOCUMENT_TYPES, ORGAN_HEADS
from .lines import Line

LABEL = re.compile(
    r"^(?:(?:điều|phần|chương|mục)\s+(?:[ivxlc]+|\d{1,2})\b|[ivx]{1,5}\s*(?:[.)/]|-\s)|\d{1,2}(?:\.\d{1,2})*-\s|\d{1,2}(?:\.\d{1,2})*\s*[.)/]"
    r"|\d{1,2}\.\d{1,2}(?:\.\d{1,2})?\s|\((?:\d{1,2}|[a-zđ]|[ivx]{1,4})\)\s|[a-zđ]\)|[a-zđ]\.\s|[-+•·●*]\s)"
)
OPENER = re.compile(
    r"^(?:căn cứ|thực hiện|triển khai|tiếp theo|theo |để |nhằm |hiện nay|thời gian|trong |vừa qua|ngày \d|xét |"
    r"phúc đáp|trả lời|qua |trước |sau khi|những ngày|ngay |tiếp nhận|nhận được|hưởng ứng|từ ngày|dự báo|"
    r"tình hình|năm \d|tính đến|đến nay|được sự|bộ .{2,40} nhận được|ủy ban nhân dân .{2,40} nhận được|"
    r"trên đây|trân trọng|ngày|vào |tại |do |với |quán triệt|chấp hành|chấp hành|ban hành kèm)"
)
TITLE = re.compile(
    r"^(?:(?:%s)(?: (?:khẩn|hỏa tốc|kết luận))?|thông báo kết luận|quyết định phê duyệt)\s*(?:\(.*\))?\s*:?$"
    % "|".join(DOCUMENT_TYPES)
)
TELEGRAM = re.compile(r"^(?P<who>.{4,110}?)\s+(?:gửi )?điện(?:\s*:\s*(?P<rest>.*)|\s*)$")
SIGN_LINE = re.compile(
    r"^(?:\(?\s*(?:tm|t/m|kt|k/t|tl|t/l|tuq|t/uq|q|thừa lệnh)\b[./ ]|"
    r"(?:phó |quyền |q\. ?)?(?:chủ tịch|bộ trưởng|thứ trưởng|thủ tướng|giám đốc|tổng giám đốc|bí thư|"
    r"chánh văn phòng|cục trưởng|tổng cục trưởng|vụ trưởng|chủ nhiệm|trưởng ban|trưởng phòng|viện trưởng|"
    r"hiệu trưởng|chánh thanh tra|tư lệnh|chỉ huy trưởng|tổng bí thư|chi cục trưởng|trưởng|thường trực|"
    r"tổ trưởng|chánh án|tổng thanh tra|thống đốc|trưởng đoàn|tổng biên tập)\b)"
)
NOTE = re.compile(r"^(?:\[(?:\d{1,2}|[ivx]{1,4}|\*{1,3})\]|\(\*\))")
APPENDIX = re.compile(r"^(?:phụ lục|danh mục|danh sách|biểu mẫu|mẫu số|mẫu \d|đề cương)\b")
LIKE_ABOVE = re.compile(r"^[-+•]\s*như (?:trên|kính gửi|điều \d{1,2})\W*$")
RULE = re.compile(r"^(?:[\s\-_=*.…~—–]{3,}|\*)$")
_MOTTO = re.compile(r"^(?:cộng hòa xã hội|đảng cộng sản việt nam)")
ORGAN = re.compile(r"^(?:%s)(?![\w,])" % "|".join(sorted(ORGAN_HEADS, key=len, reverse=True)))
_DECIDING = ("quyết định", "nghị quyết", "nghị định", "thông tư", "quy định")
OPEN_END = re.compile(r"(?:(?<!\w)(?:của|và|tại|bởi|do|thuộc|cho|với|các|giữa|về|thành phố)|[,-])$")
_SHORT_SUBJECT = re.compile(r"v/\s?v\b")
_ENCLOSED = re.compile(r"\W*(?:ban hành )?(?:kèm|kèm theo) ")
_LONGEST_TITLE = 6
_MENU_LINES = 25
_SHORTEST_HEAD = 3
_SENTENCE = 60
_HEAD_ABOVE_MOTTO = 14
HEAD_LIMIT = 70
_LONGEST_SUBJECT = 320


@dataclass(frozen=True)
class Zones:
    head: list[Line]
    addressed: list[Line]
    body: list[Line]
    tail: list[Line]
    notes: list[Line]
    appendix: bool


def cut(lines: list[Line]) -> Zones:
    """The five parts in order; each may be empty."""
    lines = lines[_letter_start(lines) :]
    tail_at = _tail_start(lines)
    upper, tail = lines[:tail_at], lines[tail_at:]
    tail, notes, appendix = _cut_tail(tail)
    if not tail:
        upper, notes = _without_notes(upper)
    tail, subject = _without_subject(tail)
    start, body_at = _head_end(upper)
    return Zones([*upper[:start], *subject], upper[start:body_at], upper[body_at:], tail, notes, appendix)


def _letter_start(lines: list[Line]) -> int:
    """Copies from the web carry a page's menus above the head: the head is near the motto."""
    motto = next((i for i, x in enumerate(lines) if _MOTTO.search(x.low)), 0)
    if motto <= _MENU_LINES:
        return 0
    near = range(motto - _HEAD_ABOVE_MOTTO, motto)
    return next((i for i in near if lines[i].caps and ORGAN.match(lines[i].low)), motto)


def _tail_start(lines: list[Line]) -> int:
    recipients = next((i for i, _ in enumerate(lines) if i > 3 and _opens_recipients(lines, i)), None)
    limit = len(lines) if recipients is None else recipients
    signature = _signature_before(lines, limit)
    if signature is not None:
        return signature
    return limit


def _opens_recipients(lines: list[Line], i: int) -> bool:
    low = lines[i].low
    if low.startswith("nơi nhận") or LIKE_ABOVE.match(low):
        return True
    return low == "nơi" and i + 1 < len(lines) and lines[i + 1].low.startswith("nhận")


def _signature_before(lines: list[Line], limit: int) -> int | None:
    """Where the signature begins when it is printed before "Nơi nhận", or when there is no such list."""
    for i in range(max(4, limit - 12), limit):
        if is_signature(lines[i]) and all(len(x.text) < 70 for x in lines[i:limit][:8]):
            return i
    return None


def is_signature(line: Line) -> bool:
    return (
        line.caps and len(line.text) < 80 and bool(SIGN_LINE.match(line.low)) and not line.low.endswith(":")
    )


def _cut_tail(tail: list[Line]) -> tuple[list[Line], list[Line], bool]:
    for i, line in enumerate(tail):
        if NOTE.match(line.text):
            return tail[:i], tail[i:], _has_appendix(tail[i:])
        if i and line.caps and (APPENDIX.match(line.low) or _is_enclosed(tail, i)):
            return tail[:i], [x for x in tail[i:] if NOTE.match(x.text)], True
    return tail, [], False


def _is_enclosed(tail: list[Line], i: int) -> bool:
    """The title of what the letter puts into force ("QUY CHẾ" … "(Ban hành kèm theo Quyết định …)")."""
    if not TITLE.match(tail[i].low):
        return False
    return any(_ENCLOSED.match(x.low) for x in tail[i + 1 : i + 1 + _LONGEST_TITLE])


def _without_notes(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """The notes that close a text without recipients and signature."""
    end = next((i + 1 for i in range(len(lines) - 1, -1, -1) if not NOTE.match(lines[i].text)), 0)
    return lines[:end], lines[end:]


def _without_subject(tail: list[Line]) -> tuple[list[Line], list[Line]]:
    """A "V/v …" that a copy put behind the recipients belongs to the head."""
    start = next((i for i, x in enumerate(tail) if _SHORT_SUBJECT.match(x.low)), None)
    if start is None:
        return tail, []
    end = next((i for i in range(start + 1, len(tail)) if tail[i].caps or tail[i].blank_before), len(tail))
    return tail[:start] + tail[end:], tail[start:end]


def _has_appendix(lines: list[Line]) -> bool:
    return any(line.caps and APPENDIX.match(line.low) for line in lines)


def _head_end(lines: list[Line]) -> tuple[int, int]:
    """(first line after the head, first line of the body)."""
    for i, line in enumerate(lines[:HEAD_LIMIT]):
        if line.low.startswith(("kính gửi", "kính gởi")):
            return i, addressed_end(lines, i)
    title = title_at(lines)
    if title is None:
        at = _untitled_body(lines)
        return at, at
    after = subject_end(lines, title)
    for i in range(title + 1, min(after + 3, len(lines))):
        if is_telegram(lines, i):
            return i, addressed_end(lines, i)
    return after, after


def is_telegram(lines: list[Line], i: int) -> bool:
    """ "THỦ TƯỚNG CHÍNH PHỦ điện:" names the addressees instead of "Kính gửi"."""
    match = TELEGRAM.match(lines[i].low)
    if not match or lines[i].low.startswith(("v/v", "về ", "công điện")):
        return False
    return not match["rest"] or match["rest"].startswith("-") or lines[i].text[: match.end("who")].isupper()


def title_at(lines: list[Line]) -> int | None:
    return next((i for i, x in enumerate(lines[:HEAD_LIMIT]) if x.caps and TITLE.match(x.low)), None)


def subject_end(lines: list[Line], title: int) -> int:
    """The line after the subject that stands under a title."""
    i = title + 1
    while i < len(lines) and _continues_subject(lines, i, title):
        i += 1
    return i


def _continues_subject(lines: list[Line], i: int, title: int) -> bool:
    line = lines[i]
    if RULE.match(line.text) or is_telegram(lines, i):
        return False
    if i == title + 1:
        return line.caps or not OPENER.match(line.low) or len(line.text) < 60 or _stands_alone(lines, i)
    if LABEL.match(line.low) or line.text.endswith(":") or _decides(lines, i, title):
        return False
    if lines[i - 1].low.startswith("của "):
        return True
    if line.caps != lines[i - 1].caps or (OPENER.match(line.low) and line.text[:1].isupper()):
        return False
    return not line.blank_before or line.text[:1].islower() or bool(OPEN_END.search(lines[i - 1].low))


def _decides(lines: list[Line], i: int, title: int) -> bool:
    """Between a decision's subject and its grounds stands who decides ("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH …")."""
    line = lines[i]
    if not lines[title].low.startswith(_DECIDING) or not line.caps or OPEN_END.search(lines[i - 1].low):
        return False
    grounds = next((x for x in lines[i + 1 : i + 3] if not x.caps), None)
    return bool(
        grounds and OPENER.match(grounds.low) and (ORGAN.match(line.low) or SIGN_LINE.match(line.low))
    )


def _stands_alone(lines: list[Line], i: int) -> bool:
    """A few lines between blank ones that end without a stop: a subject, whatever word opens it."""
    end = next((k for k in range(i + 1, len(lines)) if lines[k].blank_before), len(lines))
    block = lines[i:end]
    if lines[i].low.startswith("căn cứ") or sum(len(x.text) for x in block) > _LONGEST_SUBJECT:
        return False
    return not block[-1].text.endswith((".", ";", ":", ",")) and not any(LABEL.match(x.low) for x in block)


def _untitled_body(lines: list[Line]) -> int:
    opening = next((i for i, x in enumerate(lines[:HEAD_LIMIT]) if i and _opens_body(x, i)), None)
    if opening is not None:
        return opening
    return next((i for i, x in enumerate(lines) if LABEL.match(x.low)), 0)


def _opens_body(line: Line, i: int) -> bool:
    if i < _SHORTEST_HEAD and not (line.blank_before and len(line.text) > _SENTENCE):
        return False
    if line.caps or not line.text[:1].isupper() or re.match(r"ngày|v/v|về việc", line.low):
        return False
    return bool(OPENER.match(line.low)) or len(line.text) > 110


def addressed_end(lines: list[Line], start: int) -> int:
    """The first line of the body after the addressees."""
    for i in range(start + 1, len(lines)):
        if not _is_addressee(lines, i, start):
            return i
    return len(lines)


def _names_nobody(line: Line) -> bool:
    """ "BỘ TRƯỞNG BỘ Y TẾ điện:" with the list below it."""
    telegram = TELEGRAM.match(line.low)
    return bool(telegram and not telegram["rest"])


def _is_addressee(lines: list[Line], i: int, start: int) -> bool:
    line, before = lines[i], lines[i - 1]
    if re.match(r"^[-+•·●]", line.cased) or line.low.startswith(("đồng kính gửi", "đồng gửi", "kính gửi")):
        return True
    if i == start + 1 and (before.low.rstrip(" :") in {"kính gửi", "kính gởi"} or _names_nobody(before)):
        return True
    if line.blank_before and not (line.text[:1].islower() and not before.text.endswith((".", ";"))):
        return before.low.rstrip(" :") in {"kính gửi", "đồng kính gửi", "đồng gửi"}
    if LABEL.match(line.low) or (OPENER.match(line.low) and line.text[:1].isupper()):
        return False
    if before.text.endswith("."):
        return False
    return len(line.text) < 160 and (
        before.text.endswith((";", ",")) or line.text[:1].islower() or len(before.text) > 25
    )
