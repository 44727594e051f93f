"""Words that several screens of the desk share."""

from __future__ import annotations

import datetime as dt

from lachan.kernel.times import LOCAL, show_day, show_moment


def until_words(end: dt.datetime | None) -> str:
    """ "đến hết ngày 29/09/2021" for an end at midnight, which is over with the day before; else the hour too."""
    if end is None:
        return "chưa ấn định ngày hết"
    local = end.astimezone(LOCAL)
    if (local.hour, local.minute) == (0, 0):
        return f"đến hết ngày {show_day((local - dt.timedelta(days=1)).date())}"
    return f"đến {show_moment(end)}"
