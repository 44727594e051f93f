"""What happened, as the rules see it. No fact carries the hour of its recording: it must not matter.

`unit` is the unit under whose rules a fact falls. Revoked facts never come here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from lachan.epi.days import FOREVER
from lachan.epi.spans import Span, merged
from lachan.epi.vocabulary import CLOSENESS


@dataclass(frozen=True, slots=True)
class Exposure:
    """Two people met. Stored once and true for both; `other` is the one named as source."""

    uid: str
    person: int
    other: int
    start: datetime | None
    end: datetime | None = None
    closeness: str = "within_2m"
    minutes: int | None = None
    masked: bool | None = None
    unit: int | None = None

    def __post_init__(self) -> None:
        if self.person == self.other:
            raise ValueError("Một người không tiếp xúc với chính mình.")
        if self.start and self.end and self.end < self.start:
            raise ValueError("Tiếp xúc kết thúc trước khi bắt đầu.")

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


@dataclass(frozen=True, slots=True)
class Result:
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


@dataclass(frozen=True, slots=True)
class Onset:
    """Whether somebody has symptoms, said at `at`, and since which day."""

    uid: str
    person: int
    symptomatic: bool
    onset_on: date | None
    at: datetime
    unit: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Whether it is known where somebody was infected."""

    uid: str
    person: int
    known: bool
    at: datetime
    source_person: int | None = None
    first_contact_on: date | None = None
    unit: int | None = None


@dataclass(frozen=True, slots=True)
class Separation:
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


@dataclass(frozen=True, slots=True)
class Outcome:
    uid: str
    person: int
    kind: str
    at: datetime
    unit: int | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """A signed decision that imposes a measure."""

    uid: str
    person: int
    measure: str
    start: datetime
    end: datetime | None = None
    number: str = ""
    unit: int | None = None


@dataclass(frozen=True, slots=True)
class Lift:
    uid: str
    person: int
    order_uid: str
    at: datetime
    unit: int | None = None


@dataclass(frozen=True, slots=True)
class Vaccination:
    """The state of vaccination from `last_dose_on` on."""

    uid: str
    person: int
    doses: int
    last_dose_on: date | None
    unit: int | None = None


@dataclass(frozen=True, slots=True)
class Home:
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
    exposures: list[Exposure] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    onsets: list[Onset] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    separations: list[Separation] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    lifts: list[Lift] = field(default_factory=list)
    vaccinations: list[Vaccination] = field(default_factory=list)
    homes: list[Home] = field(default_factory=list)

    def add(self, fact: Fact) -> None:
        getattr(self, SHELF[type(fact)]).append(fact)

    def sort(self) -> None:
        """Into an order that does not depend on how the facts arrived."""
        for shelf in SHELF.values():
            facts = getattr(self, shelf)
            if len(facts) > 1:
                facts.sort(key=_by_uid)

    @property
    def apart(self) -> list[Span]:
        """When the person was kept apart, by whatever kind of separation."""
        return merged(separation.span for separation in self.separations)

    @property
    def unit(self) -> int | None:
        """The unit that answers for the person now: the latest home recorded."""
        latest = max(self.homes, key=lambda home: (home.start, home.uid), default=None)
        return latest.unit if latest else None


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
