"""What happened, as the rules see it. No fact carries the hour of its recording: it must not matter.

Facts are named tuples: they cannot change, and a cascade makes tens of thousands of them. `unit` is the unit under whose rules a fact falls. Revoked facts never come here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, Self

from lachan.epi.days import FOREVER
from lachan.epi.spans import Span, merged
from lachan.epi.vocabulary import CLOSENESS, MEASURES


class _Exposure(NamedTuple):
    uid: str
    person: int
    other: int
    start: datetime | None
    end: datetime | None = None
    closeness: str = "within_2m"
    minutes: int | None = None
    masked: bool | None = None
    unit: int | None = None


class Exposure(_Exposure):
    """Two people met. Stored once and true for both; `other` is the one named as source."""

    __slots__ = ()

    def __new__(cls, *values: Any, **named: Any) -> Self:
        made = super().__new__(cls, *values, **named)
        if made.closeness not in CLOSENESS:
            raise ValueError(f"Kiểu tiếp xúc lạ: {made.closeness}.")
        if made.person == made.other:
            raise ValueError("Một người không tiếp xúc với chính mình.")
        if made.start and made.end and made.end < made.start:
            raise ValueError("Tiếp xúc kết thúc trước khi bắt đầu.")
        return made

    def with_whom(self, person: int) -> int:
        return self.other if person == self.person else self.person

    @property
    def span(self) -> Span | None:
        """From first to last moment; a meeting without an hour has none."""
        if self.start is None:
            return None
        if self.end is not None:
            return self.start, self.end
        return self.start, FOREVER if CLOSENESS[self.closeness].lasting else self.start


class Result(NamedTuple):
    """One test of one person; without `resulted_at` it is only a sample taken."""

    uid: str
    person: int
    method: str
    outcome: str | None
    resulted_at: datetime | None
    sampled_at: datetime | None = None
    ct: float | None = None
    supervised: bool | None = None
    unit: int | None = None

    @property
    def taken_at(self) -> datetime | None:
        return self.sampled_at or self.resulted_at


class Onset(NamedTuple):
    """Whether somebody has symptoms, said at `at`, and since which day."""

    uid: str
    person: int
    symptomatic: bool
    onset_on: date | None
    at: datetime
    unit: int | None = None


class Source(NamedTuple):
    """Whether it is known where somebody was infected."""

    uid: str
    person: int
    known: bool
    at: datetime
    source_person: int | None = None
    first_contact_on: date | None = None
    unit: int | None = None


class Separation(NamedTuple):
    """Somebody is kept apart from others, in fact and not on paper."""

    uid: str
    person: int
    kind: str
    start: datetime
    end: datetime | None = None
    unit: int | None = None

    @property
    def span(self) -> Span:
        return self.start, self.end or FOREVER


class Outcome(NamedTuple):
    uid: str
    person: int
    kind: str
    at: datetime
    unit: int | None = None


class Order(NamedTuple):
    """A signed decision that imposes a measure."""

    uid: str
    person: int
    measure: str
    start: datetime
    end: datetime | None = None
    number: str = ""
    unit: int | None = None


class Lift(NamedTuple):
    uid: str
    person: int
    order_uid: str
    at: datetime
    unit: int | None = None


class Vaccination(NamedTuple):
    """The state of vaccination from `last_dose_on` on."""

    uid: str
    person: int
    doses: int
    last_dose_on: date | None
    unit: int | None = None


class Home(NamedTuple):
    """The unit that answers for a person from `start` on: residence, stay or place found."""

    uid: str
    person: int
    start: datetime
    unit: int | None = None


Fact = Exposure | Result | Onset | Source | Separation | Outcome | Order | Lift | Vaccination | Home


@dataclass(slots=True)
class Own:
    """All facts about one person; exposures are those on either side."""

    person: int
    exposures: Sequence[Exposure] = ()
    results: Sequence[Result] = ()
    onsets: Sequence[Onset] = ()
    sources: Sequence[Source] = ()
    separations: Sequence[Separation] = ()
    outcomes: Sequence[Outcome] = ()
    orders: Sequence[Order] = ()
    lifts: Sequence[Lift] = ()
    vaccinations: Sequence[Vaccination] = ()
    homes: Sequence[Home] = ()
    _unsorted: set[str] = field(default_factory=set)

    def add(self, fact: Fact) -> None:
        name = SHELF[type(fact)]
        shelf = getattr(self, name)
        if shelf:
            shelf.append(fact)
            self._unsorted.add(name)
        else:  # most shelves of most people stay empty
            setattr(self, name, [fact])

    def sort(self) -> None:
        """Into an order that does not depend on how the facts arrived."""
        for name in self._unsorted:
            getattr(self, name).sort(key=_by_uid)
        self._unsorted.clear()

    @property
    def apart(self) -> list[Span]:
        """When the person was kept apart; being watched at home keeps nobody apart."""
        if not self.separations:
            return []
        return merged(s.span for s in self.separations if MEASURES[s.kind].separates)

    @property
    def unit(self) -> int | None:
        """The unit that answers for the person now: the latest home recorded."""
        if not self.homes:
            return None
        latest = max(self.homes, key=lambda home: (home.start, home.uid))
        return latest.unit


SHELF: dict[type, str] = {
    Exposure: "exposures",
    Result: "results",
    Onset: "onsets",
    Source: "sources",
    Separation: "separations",
    Outcome: "outcomes",
    Order: "orders",
    Lift: "lifts",
    Vaccination: "vaccinations",
    Home: "homes",
}


def _by_uid(fact: Fact) -> str:
    return fact.uid


def people_of(fact: Fact) -> Iterator[int]:
    yield fact.person
    if isinstance(fact, Exposure):
        yield fact.other


def by_person(facts: Iterable[Fact]) -> dict[int, Own]:
    """Every person's facts; an exposure stands with both people."""
    shelves: dict[int, Own] = {}
    for fact in facts:
        for person in people_of(fact):
            shelves.setdefault(person, Own(person)).add(fact)
    for own in shelves.values():
        own.sort()
    return shelves
