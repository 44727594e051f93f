"""How people on decisions and in stays stand today: a decision keeps the level of the day it was drafted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from lachan.epi import intervals as kinds
from lachan.epi.vocabulary import MEASURES
from lachan.standing import queries as standing

Key = tuple[int, str]  # person id, disease


@dataclass(slots=True)
class Today:
    """The level that holds, and the strictest measure that has to be applied; None where there is none."""

    level: Any = None
    measure: str | None = None

    def outgrows(self, measure: str) -> bool:
        """Whether the person has since to be kept apart more strictly than by `measure`."""
        return self.measure is not None and _strictness(self.measure) > _strictness(measure)


def today_of(keys: Iterable[Key], now: dt.datetime) -> dict[Key, Today]:
    """How these people stand now; each key asked for is answered. The caller read them in the reader's scope."""
    rows: dict[Key, list[Any]] = {key: [] for key in keys}
    for row in _holding({person for person, _ in rows}, now):
        if (key := (row.person_id, row.disease)) in rows:
            rows[key].append(row)
    return {key: today_from(holding) for key, holding in rows.items()}


def today_from(rows: Iterable[Any]) -> Today:
    """The same from the intervals of one person that hold now."""
    today = Today()
    for row in rows:
        if row.kind == kinds.LEVEL:
            today.level = row
        elif row.kind == kinds.OBLIGATION:
            today.measure = max(today.measure or row.value, row.value, key=_strictness)
    return today


def lighter(measure: str, than: str) -> bool:
    """Whether a decision on `measure` has to give way to one on `than`."""
    return _strictness(measure) < _strictness(than)


def _strictness(measure: str) -> int:
    return MEASURES[measure].strictness


def _holding(people: Collection[int], now: dt.datetime) -> Iterable[Any]:
    return standing.StandingInterval.objects.filter(
        person_id__in=people, kind__in=[kinds.LEVEL, kinds.OBLIGATION], starts_at__lte=now, ends_at__gt=now
    )
