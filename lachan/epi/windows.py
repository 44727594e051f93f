"""From when to when a case may have infected others, in words."""

from datetime import date
from typing import Final

from lachan.epi.contacts import Reach
from lachan.epi.days import FOREVER, local_day
from lachan.epi.sentences import Names, show_day, show_moment, with_instrument

_ANCHORS: Final = {
    "onset": "khởi phát",
    "sample": "ngày lấy mẫu dương tính",
    "first_contact": "lần đầu ca bệnh tiếp xúc với nguồn lây",
}


def since_words(start: date, days_before: int, anchor: str) -> str:
    """ "từ 10/09/2021, 3 ngày trước khởi phát": the first day and what it is counted from."""
    text = f"từ {show_day(start)}"
    if not anchor:
        return text
    if not days_before:
        return f"{text}, {_ANCHORS[anchor]}"
    return f"{text}, {days_before} ngày trước {_ANCHORS[anchor]}"


def window_sentence(reach: Reach, names: Names) -> str:
    """The days that a tracer asks about, why those, and by which rule. `reach` is of ring 0."""
    since = since_words(local_day(reach.starts_at), reach.days_before, reach.anchor)
    counted = f" {show_day(reach.anchor_day)}" if reach.days_before else ""
    text = f"Thời kỳ có thể lây: {since}{counted}, {_till(reach)}"
    return with_instrument(text, names.instrument(reach.window_rule), verified=reach.window_verified)


def _till(reach: Reach) -> str:
    kept = [start for start, end in reach.apart if start < reach.ends_at <= end]
    if kept:
        return f"đến khi được tách khỏi cộng đồng ({show_moment(max(*kept, reach.starts_at))})"
    if reach.ends_at < FOREVER:
        return f"đến {show_moment(reach.ends_at)}"
    return "đến nay, vì chưa được tách khỏi cộng đồng"
