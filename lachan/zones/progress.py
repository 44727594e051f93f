"""What is still owed to a ring, and from which day it may be closed: facts and terms in, days out.

Pure: no Django, no clock. A day of a case is its onset, else its first sample, else the day it became known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Terms:
    """What the rule `house_ring` asks of a ring. `confidence`: S, S2, or K (nobody has seen the text)."""

    radius_m: int
    sprayings: int
    interval_days: int
    larval_survey: bool
    close_after_days: int
    rule_id: str
    instrument: str
    confidence: str

    @property
    def unverified(self) -> bool:
        return self.confidence == "K"


@dataclass(frozen=True, slots=True)
class Step:
    """One round of spraying. `due_on` is None while the round before it has not been done;
    `early_days` says by how many days it came before the interval had passed."""

    round: int
    due_on: dt.date | None
    done_on: dt.date | None
    early_days: int = 0

    def days_late(self, today: dt.date) -> int:
        if self.done_on or self.due_on is None:
            return 0
        return max(0, (today - self.due_on).days)


@dataclass(frozen=True, slots=True)
class Ending:
    """Whether a ring may end. `closable_on` is the first day on which enough days without a new case have
    passed (None: no case counts any more, or no rule says); `waits` forbids, `gaps` must be explained in writing."""

    closable_on: dt.date | None
    waits: str = ""
    gaps: tuple[str, ...] = field(default=())

    @property
    def allowed(self) -> bool:
        return not self.waits

    @property
    def needs_reason(self) -> bool:
        return bool(self.gaps)


def steps(terms: Terms | None, opened_on: dt.date, done: Mapping[int, dt.date]) -> list[Step]:
    """The rounds that the rule asks for and those that were done beyond it, in order."""
    asked = terms.sprayings if terms else 0
    interval = terms.interval_days if terms else 0
    made: list[Step] = []
    for number in range(1, max([asked, *done]) + 1):
        before = done.get(number - 1)
        due = opened_on if number == 1 else _later(before, interval)
        on = done.get(number)
        early = (due - on).days if due and on and number > 1 else 0
        wanted = number <= asked
        made.append(Step(number, due if wanted else None, on, max(0, early)))
    return made


def next_step(rounds: Sequence[Step]) -> Step | None:
    """The round that comes next, if the rule asks for one more."""
    return next((step for step in rounds if step.done_on is None), None)


def ending(
    terms: Terms | None,
    *,
    today: dt.date,
    case_days: Sequence[dt.date],
    rounds: Sequence[Step],
    houses: int,
    visited: int,
) -> Ending:
    """Whether the ring may be closed on `today`, and what a closing would leave undone."""
    gaps = tuple(_gaps(rounds, houses, visited, terms))
    if not case_days:
        return Ending(None, gaps=("không còn ca bệnh nào được tính trong ổ dịch", *gaps))
    if terms is None:
        return Ending(None, gaps=("chưa có quy định về số ngày không có ca mới", *gaps))
    closable = max(case_days) + dt.timedelta(days=terms.close_after_days)
    left = (closable - today).days
    waits = f"còn {left} ngày nữa mới đủ {terms.close_after_days} ngày không có ca mới" if left > 0 else ""
    return Ending(closable, waits, gaps)


def _gaps(rounds: Sequence[Step], houses: int, visited: int, terms: Terms | None) -> list[str]:
    missing = [step.round for step in rounds if step.done_on is None]
    found = [f"chưa phun lần {number}" for number in missing]
    if terms and terms.larval_survey and not houses:
        found.append("chưa lập danh sách nhà")
    elif terms and terms.larval_survey and visited < houses:
        found.append(f"còn {houses - visited} nhà chưa kiểm tra được")
    return found


def _later(day: dt.date | None, days: int) -> dt.date | None:
    return day + dt.timedelta(days=days) if day else None
