"""Why, in Vietnamese: reasons hold ids, and names are asked for at the moment of reading.

Whoever may not see a person gets no name: the caller's look-up answers None.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from lachan.epi import intervals as kinds
from lachan.epi.days import FOREVER, LOCAL, last_day
from lachan.epi.declarations import KEYS, VALUE_LABELS
from lachan.epi.episodes import LATE_FIRST_POSITIVE, REPOSITIVE, UNKNOWN_SOURCE
from lachan.epi.vocabulary import CLOSENESS, MEASURES

HIDDEN = "một người ngoài phạm vi quản lý"

FLAGS = {
    REPOSITIVE: "Dương tính trở lại sau khi đã khỏi bệnh",
    LATE_FIRST_POSITIVE: "Dương tính lần đầu sau khi hoàn thành cách ly tập trung",
    UNKNOWN_SOURCE: "Chưa rõ nguồn lây",
}
_DOUBTS = {"untimed_exposure": "Có tiếp xúc chưa rõ thời gian, chưa xếp được mức"}
_ANCHORS = {
    "onset": "khởi phát",
    "sample": "ngày lấy mẫu dương tính",
    "first_contact": "lần đầu người này tiếp xúc với nguồn lây",
}
_STATUS = {
    "confirmed": "ca bệnh xác định",
    "suspected": "ca nghi ngờ",
    "recovered": "người khỏi bệnh",
}


class Told(Protocol):
    """An interval, computed or stored."""

    @property
    def kind(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def provisional(self) -> bool: ...
    @property
    def rule(self) -> str: ...
    @property
    def reason(self) -> Mapping[str, object]: ...


@dataclass(frozen=True, slots=True)
class Names:
    """`person`: id → name, or None where the reader may not see them. `instrument`: rule id → text and
    whether it was verified, or None."""

    person: Callable[[int], str | None]
    instrument: Callable[[str], tuple[str, bool] | None]


def sentence(interval: Told, names: Names) -> str:
    """One sentence that says why, until when, and under which instrument."""
    return _WRITERS[interval.kind](interval, names)


def show_day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def show_moment(at: datetime) -> str:
    return f"{at.astimezone(LOCAL):%H:%M ngày %d/%m/%Y}"


def until(interval: Told) -> str:
    """ "đến hết ngày 26/9/2021" where it ends at midnight, with the hour elsewhere; empty without end. Where the rule
    lets a negative of the source end it first, that is said too."""
    negative, met = _source_negative(interval.reason), interval.reason.get("negative_at")
    if met and datetime.fromisoformat(str(met)) == interval.ends_at:
        return f"đến {show_moment(interval.ends_at)}, {negative}"
    if interval.ends_at >= FOREVER:
        return f"đến {negative}" if negative else ""
    return ", ".join(
        part for part in (_last(interval), _with_source(interval), sooner(interval.reason)) if part
    )


def _with_source(interval: Told) -> str:
    """Why an F2 ends before its own last day: whom they met is an F1 no longer."""
    left = interval.reason.get("source_left_at")
    if not left or datetime.fromisoformat(str(left)) != interval.ends_at:
        return ""
    return f"khi người liên quan không còn là {interval.reason['until_negative_of']}"


def sooner(reason: Mapping[str, object]) -> str:
    """ "hoặc sớm hơn, khi F1 …" where a negative of the source may still come before the last day."""
    negative = _source_negative(reason)
    return f"hoặc sớm hơn, {negative}" if negative and not reason["negative_at"] else ""


def _source_negative(reason: Mapping[str, object]) -> str:
    methods = reason.get("until_negative")
    if not isinstance(methods, Sequence):
        return ""
    by = " hoặc ".join(VALUE_LABELS[method] for method in methods)
    return f"khi {reason['until_negative_of']} liên quan âm tính lần đầu bằng {by}"


def _last(interval: Told) -> str:
    local = interval.ends_at.astimezone(LOCAL)
    if (local.hour, local.minute) == (0, 0):
        return f"đến hết ngày {show_day(last_day(interval.starts_at, interval.ends_at))}"
    return f"đến {show_moment(interval.ends_at)}"


def _case(interval: Told, names: Names) -> str:
    word = "Ca bệnh xác định" if interval.value == "confirmed" else "Ca nghi ngờ"
    parts = [f"{word} từ {show_moment(interval.starts_at)}"]
    reason = interval.reason
    if interval.value == "suspected" and reason.get("excluded_at"):
        at = datetime.fromisoformat(str(reason["excluded_at"]))
        parts.append(f"loại trừ lúc {show_moment(at)}")
    return _with_instrument(", ".join(parts), interval, names)


def _level(interval: Told, names: Names) -> str:
    if interval.reason.get("code") == "contact":
        text = _contact(interval, names)
    else:
        text = f"{interval.value} vì có kết quả xét nghiệm dương tính"
    end = until(interval)
    if end and (told := names.instrument(str(interval.reason.get("measure_rule") or ""))):
        end = f"{end} ({told[0]}{'' if told[1] else ', chưa kiểm chứng'})"
    return _with_instrument(f"{text}, {end}" if end else text, interval, names)


def _contact(interval: Told, names: Names) -> str:
    reason = interval.reason
    closeness = CLOSENESS[str(reason["closeness"])]
    source = names.person(int(str(reason["source"]))) or HIDDEN
    inner = f"F{int(str(reason['ring'])) - 1}"
    who = source if inner == "F0" else f"{inner} {source}"
    mark = " (tạm tính)" if interval.provisional else ""
    return f"{interval.value}{mark} vì {closeness.phrase} {who} {_when(reason)}, {_window(reason)}"


def _when(reason: Mapping[str, object]) -> str:
    first = date.fromisoformat(str(reason["on"]))
    last = reason.get("last_on")
    if last is None:
        return f"từ ngày {show_day(first)} và còn tiếp tục"
    last_on = date.fromisoformat(str(last))
    if last_on == first:
        return f"ngày {show_day(first)}"
    return f"từ ngày {show_day(first)} đến ngày {show_day(last_on)}"


def _window(reason: Mapping[str, object]) -> str:
    if reason["ring"] != 1:
        return "sau khi người này tiếp xúc với nguồn lây"
    first, start = (date.fromisoformat(str(reason[name])) for name in ("on", "anchor_day"))
    anchor = _ANCHORS[str(reason["anchor"])]
    if first > start:
        return f"sau {anchor} ({show_day(start)})"
    if first == start:
        return f"đúng {anchor}" if anchor.startswith("ngày") else f"trong ngày {anchor}"
    return f"trong {reason['days_before']} ngày trước {anchor} ({show_day(start)})"


def _obligation(interval: Told, names: Names) -> str:
    text = f"{MEASURES[interval.value].label} vì là {_status(interval)}"
    end = until(interval)
    return _with_instrument(f"{text}, {end}" if end else text, interval, names)


def _unseparated(interval: Told, names: Names) -> str:
    text = f"Chưa được tách khỏi cộng đồng từ {show_moment(interval.starts_at)}, là {_status(interval)}"
    return _with_instrument(text, interval, names)


def _order_needed(interval: Told, names: Names) -> str:
    measure = MEASURES[interval.value].label.lower()
    return _with_instrument(f"Cần quyết định {measure} vì là {_status(interval)}", interval, names)


def _lifting_needed(interval: Told, names: Names) -> str:
    number = interval.reason.get("number") or "chưa có số"
    start = show_moment(interval.starts_at)
    text = f"Đề nghị gỡ quyết định {number} ({MEASURES[interval.value].label.lower()})"
    if interval.reason.get("replaced_by"):
        by = interval.reason.get("replaced_by_number") or "chưa có số"
        return f"{text}: đã có quyết định chặt hơn, số {by}, từ {start}"
    if lighter := interval.reason.get("lighter"):
        return f"{text}: từ {start} chỉ còn phải {MEASURES[str(lighter)].label.lower()}"
    return f"{text}: không còn căn cứ từ {start}"


def _due_test(interval: Told, names: Names) -> str:
    reason = interval.reason
    due = show_day(date.fromisoformat(str(reason["due_on"])))
    text = f"Xét nghiệm ngày thứ {reason['day']} của {_status(interval)}, đến hạn ngày {due}"
    taken = reason.get("taken_at")
    if taken:
        text += f", đã lấy mẫu {show_moment(datetime.fromisoformat(str(taken)))}"
    return _with_instrument(text, interval, names)


def _flag(interval: Told, names: Names) -> str:
    return FLAGS[interval.value]


def _doubt(interval: Told, names: Names) -> str:
    what, _, key = interval.value.partition(":")
    if what == "no_rule":
        from_day = show_day(interval.starts_at.astimezone(LOCAL).date())
        return f"Chưa có quy định trả lời “{KEYS[key].label}” tại ngày {from_day}"
    return _DOUBTS[what]


def _status(interval: Told) -> str:
    label = str(interval.reason["label"])
    return _STATUS.get(label, label)


def _with_instrument(text: str, interval: Told, names: Names) -> str:
    found = names.instrument(interval.rule) if interval.rule else None
    return with_instrument(text, found, verified=bool(interval.reason.get("verified", True)))


def with_instrument(text: str, found: tuple[str, bool] | None, *, verified: bool = True) -> str:
    """The text with the paper that says so; `verified` of the row may doubt what the paper as a whole does not."""
    if found is None:
        return text
    instrument, seen = found
    return f"{text}; {instrument}{'' if seen and verified else ' (chưa kiểm chứng)'}"


_WRITERS: dict[str, Callable[[Told, Names], str]] = {
    kinds.CASE: _case,
    kinds.LEVEL: _level,
    kinds.FLAG: _flag,
    kinds.DOUBT: _doubt,
    kinds.OBLIGATION: _obligation,
    kinds.UNSEPARATED: _unseparated,
    kinds.DUE_TEST: _due_test,
    kinds.ORDER_NEEDED: _order_needed,
    kinds.LIFTING_NEEDED: _lifting_needed,
}
