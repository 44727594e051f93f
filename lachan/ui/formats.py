"""How dates, hours and numbers are written on Vietnamese screens. Pure functions, no request."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

Number = int | float | Decimal
NOTHING = "–"


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


def day(value: date | datetime | None) -> str:
    """15/09/2021, or a dash; a datetime is read on the local calendar."""
    if not value:
        return NOTHING
    if isinstance(value, datetime):
        value = _local(value)
    return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"


def hour(value: datetime | None) -> str:
    """07:00."""
    return _local(value).strftime("%H:%M") if value else NOTHING


def moment(value: date | datetime | None) -> str:
    """07:00 15/09/2021; a date without an hour is written as a day."""
    if isinstance(value, datetime):
        return f"{hour(value)} {day(value)}"
    return day(value)


def due(value: datetime) -> str:
    """ "hết ngày 20/09/2021" for a deadline without an hour, which ends with its day; else with its hour."""
    local = _local(value)
    if (local.hour, local.minute) == (23, 59):
        return f"hết ngày {day(local)}"
    return moment(value)


def vn_number(value: Number | None, places: int | None = None) -> str:
    """1234.5 → 1.234,5. Without `places` a figure keeps at most two decimals, without trailing zeros."""
    if value is None or value == "":
        return NOTHING
    if places is None:
        text = f"{value:,.2f}".rstrip("0").rstrip(".") if not isinstance(value, int) else f"{value:,}"
    else:
        text = f"{value:,.{places}f}"
    text = "0" if text == "-0" else text
    return text.translate(str.maketrans(",.-", ".,−"))


def signed(value: Number | None) -> str:
    """+3, −2, 0: a change."""
    if value is None:
        return NOTHING
    return f"+{vn_number(value)}" if value > 0 else vn_number(value)


def percent(value: Number | None, places: int = 1) -> str:
    """A share of one as a percentage: 0.123 → 12,3 %."""
    if value is None:
        return NOTHING
    text = vn_number(round(float(value) * 100, places))
    return f"{text} %"


def hours(value: timedelta | Number | None) -> str:
    """A duration in the words people use: 45 phút, 5,5 giờ, 3 ngày (from two days on)."""
    if value is None:
        return NOTHING
    seconds = value.total_seconds() if isinstance(value, timedelta) else float(value) * 3600
    sign, seconds = ("−" if seconds < 0 else ""), abs(seconds)
    if seconds < 3600:
        return f"{sign}{round(seconds / 60)} phút"
    if seconds < 48 * 3600:
        return f"{sign}{vn_number(round(seconds / 3600, 1))} giờ"
    return f"{sign}{vn_number(round(seconds / 86400, 1))} ngày"


def about(value: timedelta) -> str:
    """A distance in time, rounded down to one unit: 40 phút, 3 giờ, 2 ngày."""
    minutes = int(abs(value.total_seconds()) // 60)
    if minutes < 60:
        return f"{minutes} phút"
    return f"{minutes // 60} giờ" if minutes < 48 * 60 else f"{vn_number(minutes // 1440)} ngày"


def bytes_vn(size: int) -> str:
    """20 MB, 512 kB: the size of a file."""
    if size >= 1024 * 1024:
        return f"{vn_number(round(size / 1024 / 1024, 1))} MB"
    return f"{max(1, round(size / 1024))} kB"
