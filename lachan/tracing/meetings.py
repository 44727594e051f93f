"""A meeting as it is told: the input of the services that record one."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from lachan.kernel.times import day_start


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """What is told of one meeting; `at` is a day (the hour is not known) or an aware moment."""

    person_id: int
    other_id: int
    at: dt.datetime | dt.date
    closeness: str
    ended_at: dt.datetime | None = None
    minutes: int | None = None
    masked: bool | None = None
    relation: str = ""
    unit_id: int | None = None
    place_name: str = ""
    note: str = ""
    entry_id: int | None = None
    uid: uuid.UUID | None = None

    @property
    def day_only(self) -> bool:
        return not isinstance(self.at, dt.datetime)

    @property
    def span(self) -> tuple[dt.datetime, dt.datetime | None]:
        """From when to when; a known length gives the end. Where the hour is unknown, the midnight of its day."""
        if not isinstance(self.at, dt.datetime):
            return day_start(self.at), None
        if self.ended_at is None and self.minutes is not None:
            return self.at, self.at + dt.timedelta(minutes=self.minutes)
        return self.at, self.ended_at
