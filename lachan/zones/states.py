"""A ring as its facts make it: open or closed, how far the work is, what is owed next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lachan.cases.queries import OPEN
from lachan.kernel.times import local_day
from lachan.zones.models import Ring, RingCase, RingClosing
from lachan.zones.progress import Ending, Step, Terms, ending, next_step, steps


def case_day(case: Any) -> dt.date:
    """The day that a case counts from: onset, else first sample, else when it became known."""
    return case.onset_on or local_day(case.sampled_at or case.opened_at)


def counts(case: Any) -> bool:
    """Whether a case still counts; one that was excluded or withdrawn does not."""
    return not case.withdrawn and case.classification in OPEN


def closing_in_force(closings: Iterable[RingClosing]) -> RingClosing | None:
    """Of a ring's closings the one that ended it, unless it was revoked or the ring opened again."""
    rows = [row for row in closings if row.revoked_at is None]
    ended = [row for row in rows if not any(again.revoked_at is None for again in row.reopenings.all())]
    return max(ended, key=lambda row: row.recorded_at, default=None)


@dataclass
class RingState:
    """Everything that follows from a ring's facts on a day; `houses` and `visited` are counts of standing rows,
    `closings` all there were."""

    ring: Ring
    terms: Terms | None
    today: dt.date
    houses: int
    visited: int
    closings: Sequence[RingClosing]
    closing: RingClosing | None = field(init=False)

    def __post_init__(self) -> None:
        self.closing = closing_in_force(self.closings)

    @property
    def is_open(self) -> bool:
        return self.closing is None

    @property
    def not_visited(self) -> int:
        return self.houses - self.visited

    @cached_property
    def links(self) -> list[RingCase]:
        """Standing links, oldest case first."""
        rows = [link for link in self.ring.links.all() if link.revoked_at is None]
        return sorted(rows, key=lambda link: (case_day(link.case), link.pk))

    @cached_property
    def counted(self) -> list[Any]:
        return [link.case for link in self.links if counts(link.case)]

    @property
    def last_case_on(self) -> dt.date | None:
        return max((case_day(case) for case in self.counted), default=None)

    @cached_property
    def sprayings(self) -> dict[int, Any]:
        """Round → the standing spraying."""
        return {row.round: row for row in self.ring.sprayings.all() if row.revoked_at is None}

    @cached_property
    def steps(self) -> list[Step]:
        done = {number: local_day(row.occurred_at) for number, row in self.sprayings.items()}
        return steps(self.terms, local_day(self.ring.occurred_at), done)

    @property
    def next_step(self) -> Step | None:
        return next_step(self.steps) if self.is_open else None

    @cached_property
    def ending(self) -> Ending:
        return ending(
            self.terms,
            today=self.today,
            case_days=[case_day(case) for case in self.counted],
            rounds=self.steps,
            houses=self.houses,
            visited=self.visited,
        )
