"""Larval indices of a round of inspections, from counts alone.

The three Stegomyia indices as the World Health Organization defines them (Dengue: guidelines for diagnosis,
treatment, prevention and control, WHO 2009, chapter 5, "Larval surveys"):

    house index      HI = 100 x houses with larvae or pupae / houses inspected
    container index  CI = 100 x containers with larvae or pupae / containers inspected
    Breteau index    BI = 100 x containers with larvae or pupae / houses inspected

A closed house was not inspected and counts nowhere. Where nothing was inspected there is no index.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Inspection:
    """One house whose containers were looked at; `positive` of them held larvae or pupae."""

    house: int
    at: dt.datetime
    containers: int
    positive: int


@dataclass(frozen=True, slots=True)
class Indices:
    """Sums over the houses of one survey; an index is None where its denominator is zero."""

    houses: int = 0
    houses_positive: int = 0
    containers: int = 0
    containers_positive: int = 0

    @property
    def house_index(self) -> float | None:
        return _per_hundred(self.houses_positive, self.houses)

    @property
    def container_index(self) -> float | None:
        return _per_hundred(self.containers_positive, self.containers)

    @property
    def breteau_index(self) -> float | None:
        return _per_hundred(self.containers_positive, self.houses)


@dataclass(frozen=True, slots=True)
class Stage:
    """What was found between two sprayings; `after_round` 0 is before the first one."""

    after_round: int
    indices: Indices


def indices(inspections: Iterable[Inspection]) -> Indices:
    """The indices of one survey: of a house inspected twice its latest inspection counts."""
    latest: dict[int, Inspection] = {}
    for one in inspections:
        known = latest.get(one.house)
        if known is None or one.at >= known.at:
            latest[one.house] = one
    rows = list(latest.values())
    return Indices(
        houses=len(rows),
        houses_positive=sum(row.positive > 0 for row in rows),
        containers=sum(row.containers for row in rows),
        containers_positive=sum(row.positive for row in rows),
    )


def stages(inspections: Sequence[Inspection], sprayed_at: Sequence[dt.datetime]) -> list[Stage]:
    """One survey before the first spraying, and one after each: what a spraying achieved shows between them."""
    moments = sorted(sprayed_at)
    return [
        Stage(after, indices(one for one in inspections if _stage_of(one.at, moments) == after))
        for after in range(len(moments) + 1)
    ]


def _stage_of(at: dt.datetime, moments: Sequence[dt.datetime]) -> int:
    return sum(moment <= at for moment in moments)


def _per_hundred(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None
