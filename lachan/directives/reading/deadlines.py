"""When an order is to be done: dates, vague words, recurrences.

"trước ngày D", "chậm nhất ngày D" and "đến hết ngày D" are all due on D, as offices count; an hour is kept
where one is given; a period is due on its last day. A date without a year takes the letter's.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from .paragraphs import Paragraph
from .types import Deadline, Kind

_DAY = (
    r"(?P<d>\d{1,2})\s*(?:[/.-]\s*(?P<m>\d{1,2})(?:\s*[/.-]\s*(?P<y>\d{4}))?(?![/\w])|"
    r"\s+tháng\s+(?P<m2>\d{1,2})(?:\s+năm\s+(?P<y2>\d{4})|/(?P<y3>\d{4}))?)"
)
_HOUR = r"(?P<h>\d{1,2})\s*(?:h|giờ|g|:)\s*(?P<min>\d{2})?(?:\s*phút|')?"
_ANY_HOUR = r"\d{1,2}\s*(?:h|giờ|g|:)\s*(?:\d{2})?(?:\s*phút)?"
_CLOCK = rf"{_ANY_HOUR}(?:\s*(?:sáng|trưa|chiều|tối))?"
_BEFORE = (
    r"(?:chậm nhất|muộn nhất|trễ nhất|không muộn hơn|không quá|trước|xong trước|đến hết|hết|trong|ngay trong|vào|"
    r"đến|tới|kể từ nay đến|từ nay đến hết|từ nay đến|cho đến hết|cho đến)"
)
_LABELLED = r"(?:thời (?:gian|hạn)(?: (?:hoàn thành|thực hiện|báo cáo|gửi|nộp)[^:;,.]{0,30}?)?|hạn (?:cuối|chót)|hoàn thành|xong)\s*:?"
_PART = r"(?:(?:trong |vào )?(?:buổi )?(?P<part>sáng|trưa|chiều|tối|đêm)\s+)?"
_EVERY = r"(?:hằng|hàng|mỗi)\s+(?:ngày|tuần|tháng|quý|năm|giờ|buổi (?:sáng|trưa|chiều|tối))"
_WEEKDAY = r"(?:(?:(?:đầu|cuối) giờ )?(?:sáng|chiều) )?(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)"
_WEEKDAYS = rf"{_WEEKDAY}(?:(?:,| và|, và) {_WEEKDAY})*"

_DATED = re.compile(
    rf"(?<!\w)(?P<lead>{_BEFORE}|{_LABELLED})\s*(?:là |vào |trước |đến |hết |trong |lúc |trước lúc )*(?:{_HOUR}[\s,]*)?{_PART}(?:(?:trong )?ngày\s*(?:(?:lễ |tết |khai giảng |bầu cử |quốc khánh |diễn ra )+)?)?(?:thứ \w+,?\s*\(?(?:ngày\s*)?)?(?:\(?thứ \w+\)?,? )?(?:(?<=ngày )(?:\d{{1,2}}(?:, | và |, ngày | và ngày |-)){{1,4}})?{_DAY}"
)
_PERIOD = re.compile(
    rf"(?<!\w)(?:từ|trong (?:\d{{1,2}}|hai|ba) ngày,?)\s+(?:{_ANY_HOUR}[\s,]*)?(?:ngày\s*)?\d{{1,2}}(?:[/.-]\d{{1,2}}(?:[/.-]\d{{4}})?|\s+tháng\s+\d{{1,2}}(?:\s+năm\s+\d{{4}})?)?"
    rf"\s*(?:đến|-|tới|và)\s*(?:hết\s+)?(?:{_HOUR}[\s,]*)?(?:ngày\s*)?{_DAY}"
)
_MONTH = re.compile(
    rf"(?<!\w)(?:{_BEFORE}|{_LABELLED})\s*(?:hết |cuối |đầu )?(?:ngày cuối )?tháng\s+(?P<m>\d{{1,2}})(?:\s*[/-]\s*|\s+năm\s+)?(?P<y>\d{{4}})?(?!\s*[/\d])"
)
_QUARTER = re.compile(
    rf"(?<!\w)(?:{_BEFORE}|{_LABELLED})\s*(?:hết |cuối )?quý\s+(?P<q>iv|i{{1,3}}|[1-4])(?:\s*[/-]\s*|\s+năm\s+)?(?P<y>\d{{4}})?(?!\w)"
)
_YEAR = re.compile(
    r"(?<!\w)(?:trước|đến hết|hết|trong(?: (?:0?6|sáu) tháng cuối)?|xong trước|hoàn thành (?:trong|trước)|từ nay đến hết)\s+(?:cuối )?năm\s+(?P<y>\d{4})(?!\w)"
)
_SPAN = re.compile(
    r"(?<!\w)(?:trong(?: vòng| thời hạn| thời gian)?|chậm nhất(?: là)?|không quá|muộn nhất(?: là)?|sau)\s+(?P<n>\d{1,3})\s*(?:\(\w+\)\s*)?"
    r"(?P<unit>ngày làm việc|ngày|giờ|h|tuần|tháng|phút)(?!\w)(?: tới(?!\w))?(?P<anchor>,?[^,;.:()]{0,12}(?:kể từ|tính từ|từ khi|từ ngày|sau khi|kể khi)[^,;.:()]{0,80})?"
)
_FROM_DAY = re.compile(rf"(?:từ|sau)\s+(?:{_HOUR}\s*)?(?:ngày\s+)?{_DAY}")
_HALF_DAY = re.compile(
    rf"(?<!\w)(?:ngay )?(?:(?:trong )?buổi (?P<part>sáng|trưa|chiều|tối)|trong (?P<night>đêm))\s+(?:ngày\s+)?{_DAY}"
)
_SAME_DAY = re.compile(
    rf"(?<!\w)(?:ngay )?trong (?:buổi )?(?:(?P<part>sáng|chiều|tối|đêm) )?(?:hôm nay|ngày hôm nay|nay)(?!\w)|"
    rf"(?<!\w)(?:(?:chậm nhất|muộn nhất|trễ nhất)(?: là)?(?: trước)?|trước|không quá|ngay|ngay trong|trong) (?:lúc )?(?:{_HOUR}\s*)?(?:(?P<of>sáng|chiều|tối|đêm) )?"
    rf"(?:(?:hôm nay|nay|cùng ngày|ngày hôm nay)(?!\w)|(?P<next>(?:ngày )?mai(?: \((?:ngày )?\d{{1,2}}/\d{{1,2}}(?:/\d{{4}})?\))?)(?![\w/]))"
)
_RECURRING = re.compile(
    rf"(?<!\w)(?:(?:trước|vào|lúc|từ|chậm nhất(?: là| đến| vào)?|muộn nhất(?: là| đến| vào)?|sau)\s+(?:(?:lúc )?{_CLOCK}(?:(?:,| và) (?:lúc )?{_CLOCK})*\s*(?:ngày\s*)?)?(?:ngày\s+(?:\d{{1,2}}(?:[/.-]\d{{1,2}}| tháng \d{{1,2}})?|cuối)(?:(?:,| và) (?:ngày )?\d{{1,2}})*\s*(?:của )?)?(?:{_WEEKDAYS}\s*)?{_EVERY}"
    rf"|sau (?:mỗi|từng) (?:buổi|đợt|ca|phiên|lần|chuyến|ngày|tuần)(?: (?:thi|học|làm việc|trực|họp|chợ|tiêm|kiểm tra|giám sát|xét nghiệm|lấy mẫu|bơi|chiến dịch))?"
    rf"|mỗi (?:ngày|tuần|tháng|quý) (?:\d+|một|hai|ba) lần|(?:vào |trước )?ngày (?:làm việc )?cuối(?: cùng)? (?:của )?(?:mỗi )?(?:tuần|tháng|quý)(?! \d)|(?:định kỳ )?(?:trước |vào )?ngày \d{{1,2}} (?:của )?tháng (?:cuối|đầu)(?: tiên)?(?: của)?(?: mỗi)? quý(?: sau| tiếp theo)?"
    rf"|(?:định kỳ )?(?:vào )?ngày\s+\d{{1,2}}(?:[/.-]\d{{1,2}}| tháng \d{{1,2}})?\s+{_EVERY}|(?:vào )?(?:các )?buổi (?:sáng|trưa|chiều|tối) {_EVERY}|(?:định kỳ )?(?:\(?{_EVERY}\)?(?:,? (?:hằng|hàng) (?:ngày|tuần|tháng|quý|năm))*)(?: trước {_ANY_HOUR}| \(trước {_ANY_HOUR}\))?"
    rf"|(?:(?<=báo cáo tuần )|(?<=báo cáo tháng )|(?<=báo cáo quý ))(?:gửi )?(?:trước|vào|chậm nhất)(?: lúc| là)? (?:{_CLOCK}\s*(?:{_WEEKDAYS})?|{_WEEKDAYS}|ngày \d{{1,2}}(?![/\d]| tháng))"
    rf"|định kỳ (?:vào |trước )?(?:ngày )?{_WEEKDAYS},? {_EVERY}(?: \(trước {_ANY_HOUR}\))?|định kỳ (?:lúc |vào )?{_ANY_HOUR}\s*{_EVERY}|định kỳ(?:\s+(?:\d+ lần/(?:ngày|tuần|tháng|quý|năm)|\d+ (?:ngày|tuần|tháng|giờ)(?:/lần| một lần)?|{_EVERY}))?|{_WEEKDAYS} {_EVERY}|thường xuyên|\d{{1,2}} (?:ngày|tuần|tháng|giờ)(?:/lần| (?:một|1|01) lần)|(?:\d+|một|hai|ba) (?:lần|ngày|buổi|cuộc|kỳ)/(?:ngày|tuần|tháng|quý|năm)|\d{{1,2}} (?:tin,? bài|tin|bài|buổi|lượt|đợt|chuyên mục|chuyên đề|phóng sự|chương trình)/(?:ngày|tuần|tháng|quý)|cứ \d+ (?:ngày|giờ)(?:/lần| (?:một|1|01) lần)?|24/24(?: ?giờ|h)?(?:/(?:ngày|24))?|(?<!ngày )(?<!đến )(?<!tới )(?<!hết )(?<!từ )(?<!trước )(?<!sáng )(?<!chiều )(?<!tối )(?<!và )24/7(?!/))(?!\w)"
)
_VAGUE = re.compile(
    r"(?<!\w)(?:trong thời gian (?:sớm|nhanh|ngắn) nhất(?: có thể)?|(?:một cách )?sớm nhất(?: có thể)?|ngay từ (?:đầu(?! năm)|bây giờ|hôm nay)|trong \d{1,2} (?:ngày|tuần|tháng) tới|"
    r"vào (?:các )?ngày thứ \d{1,2}(?:(?:, | và |, thứ | và thứ |, ngày thứ )\d{1,2})*(?: (?:kể từ|tính từ|sau)[^,;.:()]{3,60})?|trước (?:ngày|khi|lúc|buổi|đợt|giờ) (?:[^\W\d]+ ){1,4}\d{1,2} (?:ngày|giờ)(?! (?:hằng|hàng|mỗi))|(?:ngay )?trong ngày(?=[,;.)]|$)|(?:ngay )?trong ngày (?:phát hiện|có kết quả|tiếp nhận|nhận được)[^,;.:]{0,40}|(?:tại|trước|trong) (?:cuộc họp|phiên họp|kỳ họp|buổi họp|hội nghị|đợt|kỳ) (?:gần nhất|sắp tới|tới|tiếp theo|kế tiếp)|trong \d{1,3} (?:giờ|ngày|tuần) (?:tiếp theo|kế tiếp)|ngay lập tức|ngay khi [^,;.:]{3,60}|ngay sau khi [^,;.:]{3,80}|trước mắt|trong \d{1,2} (?:giờ|phút)(?: đầu)?(?! (?:qua|gần|vừa|trước|ngày|tiếp))(?!\w)|(?:vào |trước )?cuối ngày(?! (?:\d|tháng|hôm))|(?:cho )?đến khi có (?:thông báo|chỉ đạo|văn bản|quy định) (?:mới|dừng|kết thúc|khác)|(?:cho )?đến khi (?:hết|kết thúc|khống chế|dập tắt|công bố hết|đủ|hoàn thành)[^,;.:()]{0,40}|(?:cho )?đến khi có (?:công văn|thông báo|văn bản|chỉ đạo|quyết định|ý kiến)(?: (?:chỉ đạo|tiếp theo|khác|mới|của))[^,;.:()]{0,60}|kịp thời|đúng (?:thời hạn|tiến độ|thời gian)(?: quy định)?|"
    r"(?:ngay từ |vào |từ |trước )?đầu năm học(?: mới)?(?: \d{4}\s*-\s*\d{4})?|trước khi (?:(?! (?:phải|thì|cần|nhằm|để|nhưng|hoặc|tối thiểu)(?!\w))(?:[^,;.:()]|\.(?=\d))){3,80}(?!\w)|trước (?:tết|mùa|kỳ họp|khai giảng|năm học mới) [^,;.:()]{0,40}|trong (?:đầu|cuối) (?:tuần|tháng|năm|quý)[^,;.:]{0,12}|trong tuần(?: này| tới)?(?=[,;.])|"
    r"trong tuần (?:đầu|cuối|thứ \w+)[^,;.]{0,24}|ngay(?! (?:tại|cả|trên|trong|từ|thẳng|ngắn|bên|cạnh|ở|dưới|đầu|giữa|chính))(?!\w)|"
    r"sớm (?=hoàn thành|báo cáo|có|triển khai|đưa|trình|ban hành|hoàn thiện|khắc phục))"
)
_HOUR_ALONE = re.compile(
    rf"(?<!\w)(?:chậm nhất|muộn nhất|trước)(?: lúc)? {_ANY_HOUR}(?: (?:ngày )?thứ (?:hai|ba|tư|năm|sáu|bảy)| (?:ngày )?hôm sau| ngày sau)?(?!\w)(?!,? *(?:ngày|\d|hôm|cùng))"
)
_DAILY = re.compile(rf"(?<!\w){_EVERY}(?!\w)")
_NOT_WHEN = {
    "thường xuyên": re.compile(
        r"(?:chi|kinh phí|vốn|ngân sách|nhiệm vụ|dự toán|nguồn|đầu tư|bảo dưỡng|tự chủ|không) $"
    ),
    "định kỳ": re.compile(r"(?:khám|bảo dưỡng|sức khỏe|kiểm định|đánh giá|chi bộ) $"),
    "hàng năm": re.compile(r"(?:kế hoạch|dự toán|ngân sách) $"),
}
_VERB_BEFORE = re.compile(
    r"^(?:(?:hoàn thành|xong|thời (?:gian|hạn)[^:]{0,60}?|hạn (?:cuối|chót))\s*:?\s*)"
    r"(?=(?:trước|chậm nhất|muộn nhất|trong|đến|vào|ngày|hết|tháng|quý|là)(?!\w))"
)
_FINISHES = re.compile(
    r"(?<!\w)(?:hoàn thành|hoàn tất|xong|khắc phục|báo cáo|trình|gửi|nộp|kết thúc|trả lời|trả kết quả|cung cấp|dứt điểm|xử lý|dập dịch)(?!\w)"
    r"(?!.*(?:cách ly|theo dõi|điều trị|giãn cách|phong tỏa|nghỉ|tạm dừng|lưu)(?!\w))"
)
# What an order has done on a day ("ra quân vào ngày 20/8").
_HELD = r"tổ chức|ra quân|phát động|khởi động|tiến hành|diễn tập|bắt đầu|đồng loạt"
# "giấy xét nghiệm âm tính trong vòng 72 giờ": how long a paper is good for.
_VALID = re.compile(r"(?:âm tính|giá trị|hiệu lực|còn hạn) $")
# "kiểm tra lại sau 01 tháng" is owed then; "sau 14 ngày" else counts how long something lasts.
_AGAIN = re.compile(r"(?<!\w)(?:lại|báo cáo|báo cáo kết quả) $")
_LONGEST_WORD = 12
_CLAUSE = 120
_FROM = re.compile(r"[ ,(]*từ ")
_PARTS = {"sáng": time(12), "trưa": time(12), "chiều": time(17), "tối": time(22), "đêm": time(23, 59)}
_NOON = 12


@dataclass(frozen=True)
class _When:
    start: int
    end: int
    due: str | None
    kind: Kind


def deadlines_in(paragraph: Paragraph, issued_on: date | None) -> tuple[Deadline, ...]:
    """The deadlines of one order, in order of appearance, each wording once."""
    taken: list[_When] = []
    for reader in _READERS:
        for found in reader(paragraph.low, issued_on):
            if all(found.end <= t.start or found.start >= t.end for t in taken):
                taken.append(found)
    seen: set[str] = set()
    result: list[Deadline] = []
    for when in sorted(taken, key=lambda t: t.start):
        key = paragraph.low[when.start : when.end].strip()
        if key not in seen:
            seen.add(key)
            result.append(_deadline(paragraph, when))
    return tuple(result)


def _deadline(paragraph: Paragraph, when: _When) -> Deadline:
    verb = _VERB_BEFORE.match(paragraph.low[when.start : when.end])
    open_bracket = paragraph.low[when.start : when.end].count("(") and paragraph.low.startswith(")", when.end)
    part = paragraph.part(when.start + (verb.end() if verb else 0), when.end + bool(open_bracket))
    return Deadline(" ".join(part.text.split()).strip(" ,:"), when.due, when.kind, part.span())


def _recurring(low: str, issued_on: date | None) -> Iterator[_When]:
    for match in _RECURRING.finditer(low):
        word = match.group().strip()
        bar = next((rule for key, rule in _NOT_WHEN.items() if word.startswith(key)), None)
        if not (bar and bar.search(low[max(0, match.start() - 20) : match.start()])):
            yield _When(match.start(), match.end(), None, "recurring")


def _dated(low: str, issued_on: date | None) -> Iterator[_When]:
    for match in _DATED.finditer(low):
        if _is_citation(low, match) or not _is_due(match["lead"], low, match):
            continue
        day = _day(match, issued_on)
        if day:
            yield _When(match.start(), match.end(), _due(day, match), "by")


def _half_day(low: str, issued_on: date | None) -> Iterator[_When]:
    """ "buổi sáng ngày D", unless it is over (a meeting held then)."""
    for match in _HALF_DAY.finditer(low):
        day = _day(match, issued_on)
        if day and issued_on and day >= issued_on:
            yield _When(match.start(), match.end(), _due(day, match), "by")


def _period(low: str, issued_on: date | None) -> Iterator[_When]:
    """ "từ ngày A đến ngày B": due on its last day, unless it is over already (then it is told, not ordered)."""
    for match in _PERIOD.finditer(low):
        day = _day(match, issued_on)
        if day and issued_on and day >= issued_on:
            yield _When(match.start(), match.end(), _due(day, match), "by")


def _is_due(lead: str, low: str, match: re.Match[str]) -> bool:
    """ "đến ngày D", "vào ngày D" are when something happens unless something is to be finished then."""
    word = lead.rsplit(maxsplit=1)[-1] if lead.split() else ""
    if word not in {"đến", "tới", "vào", "hết"} or lead.split(maxsplit=1)[0] in {
        "thời",
        "hạn",
        "hoàn",
        "xong",
        "báo",
        "gửi",
    }:
        return True
    if "nay" in lead.split():
        return True
    after = low[match.end() : match.end() + 60]
    before = low[max(0, match.start() - 70) : match.start()]
    if word == "hết":
        return True
    goal = r"hoàn thành|phải|xong|đạt|gửi|báo cáo|nộp|trình|kết thúc"
    if re.match(rf"\s*,?\s*(?:{goal})", after):
        return True
    return (word == "vào" and bool(re.search(rf"(?:{goal}|{_HELD})[^;.]*$", before))) or (
        word != "vào" and bool(re.search(r"(?:hoàn thành|xong|kéo dài|hạn)[^;.,]*$", before))
    )


def _is_citation(low: str, match: re.Match[str]) -> bool:
    """The date of a document, unless the words say until when."""
    at = match.start()
    until = re.search(r"trước|hết|nhất|muộn|quá", match["lead"])
    return not until and bool(re.search(r"(?:số|/[\w-]+) $", low[max(0, at - 14) : at]))


def _day(match: re.Match[str], issued_on: date | None) -> date | None:
    month = match["m"] or match["m2"]
    year = match["y"] or match["y2"] or match["y3"]
    if not year and issued_on is None:
        return None
    try:
        if year:
            return date(int(year), int(month), int(match["d"]))
        assert issued_on is not None
        return _nearest_year(int(month), int(match["d"]), issued_on)
    except ValueError:
        return None


def _nearest_year(month: int, day: int, issued_on: date) -> date:
    """A date without a year is of the letter's year, or of the next one in a letter of the year's end."""
    found = date(issued_on.year, month, day)
    if (issued_on - found).days > 180:
        return date(issued_on.year + 1, month, day)
    return found


def _due(day: date, match: re.Match[str]) -> str:
    groups = match.groupdict()
    hour, part = _hour(match), groups.get("part") or groups.get("night") or groups.get("of")
    if hour is not None and part in {"chiều", "tối", "đêm"} and 0 < hour.hour < _NOON:
        hour = hour.replace(hour=hour.hour + _NOON)
    if hour is not None:
        return datetime.combine(day, hour).isoformat()
    return datetime.combine(day, _PARTS[part]).isoformat() if part else day.isoformat()


def _hour(match: re.Match[str]) -> time | None:
    if not match.groupdict().get("h"):
        return None
    hour, minute = int(match["h"]), int(match["min"] or 0)
    if hour == 24:
        return time(23, 59)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _month(low: str, issued_on: date | None) -> Iterator[_When]:
    for match in _MONTH.finditer(low):
        year = _year(match["y"], issued_on)
        month = int(match["m"])
        if year and 1 <= month <= 12:
            last = calendar.monthrange(year, month)[1]
            yield _When(match.start(), match.end(), date(year, month, last).isoformat(), "by")


def _quarter(low: str, issued_on: date | None) -> Iterator[_When]:
    names = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
    for match in _QUARTER.finditer(low):
        year = _year(match["y"], issued_on)
        if year:
            month = 3 * (names.get(match["q"]) or int(match["q"]))
            last = calendar.monthrange(year, month)[1]
            yield _When(match.start(), match.end(), date(year, month, last).isoformat(), "by")


def _whole_year(low: str, issued_on: date | None) -> Iterator[_When]:
    for match in _YEAR.finditer(low):
        yield _When(match.start(), match.end(), date(int(match["y"]), 12, 31).isoformat(), "by")


def _year(printed: str | None, issued_on: date | None) -> int | None:
    return int(printed) if printed else issued_on.year if issued_on else None


def _within(low: str, issued_on: date | None) -> Iterator[_When]:
    """ "trong vòng 5 ngày kể từ ngày ký": counted from the letter's date; from anything else it is open."""
    for match in _SPAN.finditer(low):
        anchor = match["anchor"] or ""
        bare = re.match(r"sau|trong (?:thời gian )?\d", match.group())
        if not anchor and bare and not _is_allowed(low, match):
            continue
        if not anchor and re.match(
            r"\s*(?:tiếp theo|trước|sau|liên tục|gần|qua|đầu|thì)", low[match.end() :]
        ):
            continue
        if not anchor and (
            (match["unit"] == "tháng" and not match.group().startswith("sau"))
            or _VALID.search(low[max(0, match.start() - _LONGEST_WORD) : match.start()])
        ):
            continue
        dated = _from_day(match, anchor, issued_on)
        if dated:
            yield dated
            continue
        due = _counted(match, issued_on) if re.search(r"ngày (?:ký|ban hành)", anchor) else None
        yield _When(match.start(), match.end(), due, "by" if due else "vague")


def _is_allowed(low: str, match: re.Match[str]) -> bool:
    """ "báo cáo trong 03 ngày" allows that much time, "cách ly trong 14 ngày" is how long it lasts."""
    clause = re.split(r"[.;:]", low[max(0, match.start() - _CLAUSE) : match.start()])[-1]
    if match.group().startswith("sau") or _FROM.match(low, match.end()):
        return match.group().startswith("sau") and bool(_AGAIN.search(clause))
    return match["unit"] == "ngày làm việc" or bool(_FINISHES.search(clause))


def _from_day(match: re.Match[str], anchor: str, issued_on: date | None) -> _When | None:
    """ "trong vòng 15 ngày kể từ 0 giờ ngày D": dated; counted from the first hour, D itself is the first day."""
    day_named = _FROM_DAY.search(anchor)
    day = _day(day_named, issued_on) if day_named else None
    if day_named is None or day is None:
        return None
    hour = _hour(day_named)
    first = day - timedelta(days=1) if hour and not hour.hour and match["unit"] != "ngày làm việc" else day
    due = _counted(match, first)
    return _When(match.start(), match.start("anchor") + day_named.end(), due, "by") if due else None


def _counted(match: re.Match[str], start: date | None) -> str | None:
    if start is None:
        return None
    n, unit = int(match["n"]), match["unit"]
    if unit == "ngày làm việc":
        return _workdays(start, n).isoformat()
    days = {"ngày": n, "tuần": 7 * n, "giờ": -(-n // 24), "h": -(-n // 24)}.get(unit)
    return (start + timedelta(days=days)).isoformat() if days else None


def _workdays(start: date, count: int) -> date:
    day = start
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def _same_day(low: str, issued_on: date | None) -> Iterator[_When]:
    for match in _SAME_DAY.finditer(low):
        day = issued_on and issued_on + timedelta(days=bool(match["next"]))
        due = _due(day, match) if day else None
        yield _When(match.start(), match.end(), due, "by" if due else "vague")


def _hour_alone(low: str, issued_on: date | None) -> Iterator[_When]:
    """ "trước 15 giờ" with no date: of every day where the order recurs, open otherwise."""
    kind: Kind = "recurring" if _DAILY.search(low) else "vague"
    for match in _HOUR_ALONE.finditer(low):
        yield _When(match.start(), match.end(), None, kind)


def _vague(low: str, issued_on: date | None) -> Iterator[_When]:
    for match in _VAGUE.finditer(low):
        yield _When(match.start(), match.end(), None, "vague")


_READERS: tuple[Callable[[str, date | None], Iterator[_When]], ...] = (
    _recurring,
    _period,
    _dated,
    _half_day,
    _month,
    _quarter,
    _same_day,
    _within,
    _hour_alone,
    _whole_year,
    _vague,
)
