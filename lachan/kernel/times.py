"""Local time of the province; every day of the domain begins at its midnight."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from lachan.kernel.errors import Refused

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


def local_day(moment: dt.datetime) -> dt.date:
    """The calendar day in the province at an aware moment."""
    return moment.astimezone(LOCAL).date()


def day_start(day: dt.date) -> dt.datetime:
    """Midnight at which a local day begins (aware)."""
    return dt.datetime.combine(day, dt.time(), LOCAL)


def day_bounds(day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """[start, end) of a local day."""
    return day_start(day), day_start(day + dt.timedelta(days=1))


def told_moment(moment: dt.datetime, field: str = "at") -> dt.datetime:
    """A moment as another system tells it: without a zone it is the province's own time. Refused for a year that no
    record can have."""
    if not 1900 <= moment.year <= 2900:
        raise Refused("Năm không hợp lý.", field)
    return moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)


def latest_day(number: int, month: int, today: dt.date) -> dt.date | None:
    """The last 12/9 that is not after `today`, for a day written without its year; None where no year has it."""
    for year in (today.year, today.year - 1):
        try:
            day = dt.date(year, month, number)
        except ValueError:
            continue
        if day <= today:
            return day
    return None


def show_day(day: dt.date | None) -> str:
    return day.strftime("%d/%m/%Y") if day else "chưa rõ"


def show_moment(moment: dt.datetime | None) -> str:
    return moment.astimezone(LOCAL).strftime("%H:%M %d/%m/%Y") if moment else "chưa rõ"
