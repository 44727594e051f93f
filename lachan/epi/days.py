"""Instants and local days. Law counts in days of Việt Nam; records carry instants."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache

# Việt Nam has kept UTC+7 without summer time since 1975, so a fixed offset needs no zone file.
LOCAL = timezone(timedelta(hours=7), "ICT")

# The end of what has no end yet. A real instant keeps comparisons and database ranges simple.
FOREVER = datetime(9000, 1, 1, tzinfo=UTC)


# A cascade asks for the same few days thousands of times.
@lru_cache(maxsize=1 << 14)
def local_day(at: datetime) -> date:
    return at.astimezone(LOCAL).date()


@lru_cache(maxsize=1 << 12)
def midnight(day: date) -> datetime:
    """The instant at which the local day begins."""
    return datetime.combine(day, time(), LOCAL)


def end_of_day(day: date) -> datetime:
    """The first instant after the local day."""
    return midnight(day + timedelta(days=1))


def last_day(start: datetime, end: datetime) -> date:
    """The local day of the last moment of [start, end); of `start` itself where the span is empty."""
    return local_day(end if end == start else end - timedelta(microseconds=1))


def hours_between(earlier: datetime, later: datetime) -> float:
    return (later - earlier).total_seconds() / 3600


@lru_cache(maxsize=1 << 12)
def day_text(day: date) -> str:
    """ISO form, as reasons keep it."""
    return day.isoformat()
