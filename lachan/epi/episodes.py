"""Stratum 0: from a person's tests and outcomes to episodes of illness, by `case_definition`.

Results are read in the order in which they became known. A positive opens a suspicion or a case, a
positive inside an open episode is follow-up, and what closes a suspicion is what the rule says.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from lachan.epi.days import FOREVER, hours_between, local_day, midnight
from lachan.epi.facts import Exposure, Onset, Outcome, Own, Result, Source
from lachan.epi.rules import RuleBook, RulesFor, Scalar, Then, number

REPOSITIVE, LATE_FIRST_POSITIVE = "repositive", "late_first_positive"
UNKNOWN_SOURCE = "unknown_source"


@dataclass(frozen=True, slots=True)
class Window:
    """From when the person may have infected others, and why from then."""

    starts_at: datetime
    anchor: str
    anchor_day: date
    days_before: int
    rule: str
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Episode:
    """One illness of one person, from the result that opened it."""

    person: int
    trigger: Result
    known_at: datetime
    opening_rule: str
    suspected_at: datetime | None = None
    confirmed_at: datetime | None = None
    confirmed_by: str = ""
    confirming_rule: str = ""
    excluded_at: datetime | None = None
    excluded_by: str = ""
    excluding_rule: str = ""
    ended_at: datetime | None = None
    ended_by: str = ""
    ending: str = ""
    flags: tuple[str, ...] = ()
    symptoms: str = "unrecorded"
    source: str = "unrecorded"
    depth: int = 0  # how many rings of contacts the rule of this day knows; 0 is no levels at all
    window: Window | None = None

    @property
    def ends_at(self) -> datetime:
        return self.excluded_at or self.ended_at or FOREVER

    @property
    def day(self) -> date:
        """The local day on which it became known: its rules are those of this day."""
        return local_day(self.known_at)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question that no rule answers, or a fact that cannot be placed: shown, never guessed."""

    value: str
    starts_at: datetime
    ends_at: datetime
    uid: str
    unit: int | None


@dataclass(slots=True)
class CaseFile:
    """What stratum 0 found about one person."""

    episodes: list[Episode] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def confirmed(self) -> list[tuple[datetime, datetime]]:
        """The spans during which the person was a confirmed case."""
        return [(e.confirmed_at, e.ends_at) for e in self.episodes if e.confirmed_at]


NeighbourResults = Mapping[int, Sequence[Result]]


def case_file(own: Own, rules_for: RulesFor, neighbours: NeighbourResults) -> CaseFile:
    """Episodes of one person. `neighbours` holds the positive results of the people met."""
    # The checker of rules sees to it that a negative never opens anything.
    if all(result.outcome == "negative" for result in own.results):
        return CaseFile()
    found = _Reading(own, rules_for, neighbours).run()
    found.episodes = [_completed(episode, own, rules_for, found) for episode in found.episodes]
    return found


_ENDS = ("recovered", "died", "transferred")


class _Reading:
    """One pass over a person's results and outcomes in the order of time."""

    def __init__(self, own: Own, rules_for: RulesFor, neighbours: NeighbourResults) -> None:
        self.own, self.rules_for, self.neighbours = own, rules_for, neighbours
        self.file = CaseFile()
        self.open: Episode | None = None
        self.rapid: Result | None = None  # the last rapid positive with no negative since
        self.recovered = self.died = False

    def run(self) -> CaseFile:
        for event in _in_order(self.own):
            if isinstance(event, Outcome):
                self._end(event)
            else:
                self._read(event)
        self._close()
        return self.file

    def _read(self, result: Result) -> None:
        assert result.resulted_at is not None
        book = self.rules_for(result.unit)
        day = local_day(result.resulted_at)
        decision = book.decide("case_definition", day, **self._attributes(result, book, day))
        if decision.then is None:
            if self.open or result.outcome != "negative":
                self._doubt(result, "no_rule:case_definition")
        else:
            self._move(str(decision.then["state"]), result, result.resulted_at, decision.rule_id)
        if result.method == "rapid" and result.outcome == "positive":
            self.rapid = result
        elif result.outcome == "negative":
            self.rapid = None

    def _doubt(self, result: Result, value: str) -> None:
        assert result.resulted_at is not None
        self.file.doubts.append(Doubt(value, result.resulted_at, FOREVER, result.uid, result.unit))

    def _attributes(self, result: Result, book: RuleBook, day: date) -> dict[str, Scalar]:
        contact, link = self._links(result, book, day)
        return {
            "method": result.method,
            "outcome": result.outcome,
            "prior": self._prior(),
            "symptomatic": _symptomatic(self.own.onsets, result),
            "contact_of_case": contact,
            "epi_link": link,
            "hours_since_rapid": self._hours_since_rapid(result),
            "days_after_trigger": self._days_after_trigger(result),
            "supervised": result.supervised,
            "ct": result.ct,
        }

    def _prior(self) -> str:
        if self.open is None:
            return "none"
        return "confirmed" if self.open.confirmed_at else "suspected"

    def _hours_since_rapid(self, result: Result) -> float | None:
        if self.rapid is None or self.rapid.resulted_at is None or result.resulted_at is None:
            return None
        return hours_between(self.rapid.resulted_at, result.resulted_at)

    def _days_after_trigger(self, result: Result) -> int | None:
        """Negative where the sample is older than the one that opened the episode."""
        if self.open is None:
            return None
        return (_sample_day(result) - _sample_day(self.open.trigger)).days

    def _links(self, result: Result, book: RuleBook, day: date) -> tuple[bool, bool]:
        if result.outcome != "positive" or not self.neighbours:
            return False, False
        linked = list(_linked(self.own, self.neighbours, result, book, day))
        return any(_close(e, book, day) for e in linked), bool(linked)

    def _move(self, state: str, result: Result, at: datetime, rule: str) -> None:
        if self.open is None:
            if state in ("suspected", "confirmed"):
                self._start(state, result, at, rule)
        elif self.open.confirmed_at is None and state == "confirmed":
            self.open = replace(self.open, confirmed_at=at, confirmed_by=result.uid, confirming_rule=rule)
        elif self.open.confirmed_at is None and state == "excluded":
            self.open = replace(self.open, excluded_at=at, excluded_by=result.uid, excluding_rule=rule)
            self._close()

    def _start(self, state: str, result: Result, at: datetime, rule: str) -> None:
        episode = Episode(self.own.person, result, at, rule, flags=self._flags(result))
        if state == "confirmed":
            episode = replace(episode, confirmed_at=at, confirmed_by=result.uid, confirming_rule=rule)
        else:
            episode = replace(episode, suspected_at=at)
        self.open = episode
        if self.died:  # a sample taken after death makes a case, but nobody to keep apart
            self.open = replace(episode, ended_at=at, ending="died")
            self._close()

    def _flags(self, result: Result) -> tuple[str, ...]:
        if self.recovered:
            return (REPOSITIVE,)
        taken = result.taken_at
        finished = any(
            o.kind == "completed_quarantine" and taken is not None and o.at <= taken
            for o in self.own.outcomes
        )
        first = not any(e.confirmed_at for e in self.file.episodes)
        return (LATE_FIRST_POSITIVE,) if finished and first else ()

    def _end(self, outcome: Outcome) -> None:
        self.recovered = self.recovered or outcome.kind == "recovered"
        self.died = self.died or outcome.kind == "died"
        if self.open is not None:
            self.open = replace(self.open, ended_at=outcome.at, ended_by=outcome.uid, ending=outcome.kind)
            self._close()

    def _close(self) -> None:
        if self.open is not None:
            self.file.episodes.append(self.open)
            self.open = None


def _in_order(own: Own) -> list[Result | Outcome]:
    """Known results and final outcomes by hour; at the same instant the result comes first."""
    results = [(r.resulted_at, 0, r.uid, r) for r in own.results if r.resulted_at and r.outcome]
    endings = [(o.at, 1, o.uid, o) for o in own.outcomes if o.kind in _ENDS]
    events: list[tuple[datetime, int, str, Result | Outcome]] = [*results, *endings]
    return [event[3] for event in sorted(events, key=lambda event: event[:3])]


def _sample_day(result: Result) -> date:
    taken = result.taken_at
    assert taken is not None
    return local_day(taken)


def _symptomatic(onsets: Sequence[Onset], result: Result) -> bool:
    """Symptoms that began, or were told of, by the day of the result."""
    assert result.resulted_at is not None
    day = local_day(result.resulted_at)
    return any(o.symptomatic and (o.onset_on or local_day(o.at)) <= day for o in onsets)


def _linked(
    own: Own, neighbours: NeighbourResults, result: Result, book: RuleBook, day: date
) -> Iterator[Exposure]:
    """Meetings with somebody found positive before, within the days of rule `epi_link`."""
    then = book.decide("epi_link", day).then
    if then is None or result.resulted_at is None:
        return
    methods = then["methods"]
    assert isinstance(methods, list)
    earliest = midnight(_sample_day(result) - timedelta(days=number(then["days"])))
    for exposure in own.exposures:
        span = exposure.span
        if span is None or span[1] < earliest or span[0] > result.resulted_at:
            continue
        for theirs in neighbours.get(exposure.with_whom(own.person), ()):
            if theirs.method in methods and theirs.resulted_at and theirs.resulted_at <= result.resulted_at:
                yield exposure
                break


def _close(exposure: Exposure, book: RuleBook, day: date) -> bool:
    decision = book.decide(
        "contact_definition_1",
        day,
        closeness=exposure.closeness,
        masked=exposure.masked,
        minutes=exposure.minutes,
    )
    return bool(decision.then and decision.then["contact"])


def _completed(episode: Episode, own: Own, rules_for: RulesFor, file: CaseFile) -> Episode:
    """The episode with symptoms, source and infectious window, which later facts may refine."""
    book = rules_for(episode.trigger.unit)
    life = _life_of(episode, file.episodes)
    source, first_contact = _source(own.sources, life)
    onset_rule = book.decide("onset_link", episode.day).then
    symptoms, onset_on = _symptoms(episode, own.onsets, onset_rule, life)
    ring = book.decide("contact_ring", episode.day).then
    depth = number(ring["depth"]) if ring else 0
    window = None
    if depth:
        window = _window(episode, book, symptoms, onset_on, source, first_contact)
    for key, missing in (
        ("contact_ring", ring is None),
        ("onset_link", onset_rule is None and bool(own.onsets)),
        ("exposure_window", depth > 0 and window is None),
    ):
        if missing:
            file.doubts.append(_unruled(episode, key))
    flags = episode.flags
    if depth and episode.confirmed_at and source != "known":
        flags = (*flags, UNKNOWN_SOURCE)
    return replace(episode, symptoms=symptoms, source=source, depth=depth, window=window, flags=flags)


def _unruled(episode: Episode, key: str) -> Doubt:
    trigger = episode.trigger
    return Doubt(f"no_rule:{key}", episode.known_at, episode.ends_at, trigger.uid, trigger.unit)


def _life_of(episode: Episode, episodes: Sequence[Episode]) -> tuple[datetime, datetime]:
    """The stretch of time whose statements speak about this episode: after the confirmed illness
    before it, and before the next result that opens one. An excluded suspicion is no border."""
    ends = [e.ends_at for e in episodes if e.confirmed_at and e.known_at < episode.known_at]
    nexts = [e.known_at for e in episodes if e.known_at > episode.known_at]
    lowest = datetime.min.replace(tzinfo=episode.known_at.tzinfo)
    upper = min(nexts, default=FOREVER) if episode.confirmed_at else FOREVER
    return max(ends, default=lowest), upper


def _symptoms(
    episode: Episode, onsets: Sequence[Onset], rule: Then | None, life: tuple[datetime, datetime]
) -> tuple[str, date | None]:
    """The earliest onset that may belong to this episode: the widest window is the careful one."""
    if rule is None:
        return "unrecorded", None
    sample = _sample_day(episode.trigger)
    earliest = sample - timedelta(days=number(rule["days_before"]))
    latest = sample + timedelta(days=number(rule["days_after"]))
    days = [
        o.onset_on
        for o in onsets
        if o.symptomatic
        and o.onset_on
        and earliest <= o.onset_on <= latest
        and life[0] <= midnight(o.onset_on) < episode.ends_at
    ]
    if days:
        return "present", min(days)
    told = [
        o for o in onsets if o.onset_on is None and life[0] <= o.at < life[1] and earliest <= local_day(o.at)
    ]
    if any(o.symptomatic for o in told):
        return "undated", None
    return ("absent" if told else "unrecorded"), None


def _source(sources: Sequence[Source], life: tuple[datetime, datetime]) -> tuple[str, date | None]:
    told = [s for s in sources if life[0] <= s.at < life[1]]
    days = [s.first_contact_on for s in told if s.known and s.first_contact_on]
    if any(s.known for s in told):
        return "known", min(days, default=None)
    return ("unknown" if told else "unrecorded"), None


def _window(
    episode: Episode,
    book: RuleBook,
    symptoms: str,
    onset_on: date | None,
    source: str,
    first_contact: date | None,
) -> Window | None:
    # A known source without a day of first contact bounds nothing: judged as if unknown.
    bounded = "unknown" if source == "known" and first_contact is None else source
    decision = book.decide("exposure_window", episode.day, symptoms=symptoms, source=bounded)
    if decision.then is None:
        return None
    anchor, days = str(decision.then["anchor"]), number(decision.then["days_before"])
    sample = _sample_day(episode.trigger)
    anchor_day = {"onset": onset_on, "first_contact": first_contact}.get(anchor) or sample
    start = midnight(anchor_day - timedelta(days=days))
    return Window(start, anchor, anchor_day, days, decision.rule_id, decision.verified)
