"""What testing takes in and gives out: rows of a laboratory, and the results that journeys carry on."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from lachan.people.identity import Identity


@dataclass(frozen=True, slots=True)
class LabRow:
    """One line of a laboratory: a person's share of a specimen, and its result. `number` is the caller's own."""

    number: int
    code: str
    who: Identity
    sampled_at: dt.datetime
    resulted_at: dt.datetime
    method: str
    outcome: str
    ct: float | None = None
    ct_detail: dict[str, float] | None = None
    pooled: bool = False
    pool_size: int | None = None
    kind: str = ""
    reason: str = ""
    collector: str = ""
    address: str = ""
    supervised: bool = True
    disease: str = ""  # where one file holds several


class AddedResult(NamedTuple):
    """A result that now concerns a person; `pooled`: the person's share of it is not known yet."""

    person_id: int
    result_uid: uuid.UUID
    method: str
    outcome: str
    sampled_at: dt.datetime
    resulted_at: dt.datetime
    unit_id: int | None
    pooled: bool
    ct: float | None = None
    supervised: bool | None = None


@dataclass(slots=True)
class Taken:
    """What became of rows: `added` concerns known people; `refused` maps a row's number to its reason."""

    added: list[AddedResult] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    repeated: set[int] = field(default_factory=set)
    refused: dict[int, str] = field(default_factory=dict)
    specimens: int = 0
    results: int = 0
    linked: int = 0
    registered: int = 0
    waiting: int = 0
    alarms: int = 0
    corrections: int = 0

    def absorb(self, other: Taken) -> None:
        """Add what became of other rows of the same file."""
        self.added += other.added
        self.taken |= other.taken
        self.repeated |= other.repeated
        self.refused |= other.refused
        for name in ("specimens", "results", "linked", "registered", "waiting", "alarms", "corrections"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def person_ids(self) -> set[int]:
        return {one.person_id for one in self.added}

    def tallies(self) -> dict[str, int]:
        """The counts for the result page of an import."""
        names = ("linked", "registered", "waiting", "alarms", "corrections")
        return {name: count for name in names if (count := getattr(self, name))}

    def summary(self) -> dict[str, Any]:
        return {
            "results": self.results,
            "specimens": self.specimens,
            "waiting": self.waiting,
            "corrections": self.corrections,
        }
