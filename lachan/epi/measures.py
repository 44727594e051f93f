"""What the rule `measures` asks of a person with a status: phases, their ends, tests."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from lachan.epi.days import FOREVER, end_of_day, local_day
from lachan.epi.facts import Own
from lachan.epi.rules import Decision, RuleBook, Then, number
from lachan.epi.vocabulary import MEASURES

_SOURCE_NEGATIVE = "first_negative_of_source"


class Phase(NamedTuple):
    measure: str
    starts_at: datetime
    ends_at: datetime
    separates: bool
    order: bool  # whether it takes a signed decision


class Course(NamedTuple):
    """The whole of what is asked. The level lasts as long as the phases that keep apart; where
    none does, as long as all of them; where no rule speaks, without end and in plain sight."""

    phases: tuple[Phase, ...]
    level_ends_at: datetime
    tests: tuple[tuple[int, date], ...]
    rule: str
    test_rule: str = ""
    missing: tuple[str, ...] = ()  # keys to which no rule answered
    until_negative: tuple[
        str, ...
    ] = ()  # methods by which the source's first negative ends it before its day
    negative_at: datetime | None = None  # when that negative ended it
    source_left_at: datetime | None = None  # when the end of the source's own level ended it before its day


class Occasion(NamedTuple):
    """Whom the question is about, and the dates that a rule may count from."""

    status: str
    provisional: bool
    starts_at: datetime
    symptoms: str = "unrecorded"
    last_exposure: datetime | None = None  # FOREVER while they still meet
    sampled_at: datetime | None = None
    negatives: tuple[tuple[str, datetime], ...] = ()  # of the contact's own source
    source_ends_at: datetime = FOREVER  # when that source's own level ends


class Immunity(NamedTuple):
    doses: int | None
    days_since_dose: int | None
    days_since_recovery: int | None


def course(occasion: Occasion, own: Own, book: RuleBook) -> Course:
    """The measure under the rule of the day on which the status began.

    In a cascade thousands of people are in the same situation: what was worked out once is remembered.
    """
    since = _separated_since(own, occasion.starts_at) if own.separations else None
    situation = (occasion, _immunity(own, local_day(occasion.starts_at)), since)
    found: Course | None = book.courses.get(situation)
    if found is None:
        found = book.courses.keep(situation, _course(*situation, book))
    return found


def _course(occasion: Occasion, immunity: Immunity, since: date | None, book: RuleBook) -> Course:
    day = local_day(occasion.starts_at)
    key = f"measures_{occasion.status}"
    decision = book.decide(
        key, day, provisional=occasion.provisional, symptoms=occasion.symptoms, **immunity._asdict()
    )
    tests = None
    if occasion.status.startswith("ring"):
        tests = book.decide("test_schedule", day, status=occasion.status, **immunity._asdict())
    phases = _phases(decision.then, occasion, since) if decision.then else ()
    methods = _negative_methods(decision.then) if decision.then else ()
    level_ends_at = _level_end(phases)
    negative = level_ends_at in _negatives(methods, occasion)
    return Course(
        phases=phases,
        level_ends_at=level_ends_at,
        tests=_tests(tests.then, occasion, since) if tests and tests.then else (),
        rule=decision.rule_id,
        test_rule=tests.rule_id if tests else "",
        missing=tuple(_missing(key, decision, tests)),
        until_negative=methods,
        negative_at=level_ends_at if negative else None,
        source_left_at=level_ends_at
        if not negative and level_ends_at < _own_end(decision.then, occasion, since)
        else None,
    )


def _own_end(then: Then | None, occasion: Occasion, since: date | None) -> datetime:
    """When the level would end whatever became of the source; the beginning of time where that plays no part."""
    if not then or not _negative_methods(then):
        return datetime.min.replace(tzinfo=UTC)
    return _level_end(_phases(then, occasion._replace(source_ends_at=FOREVER), since))


def _level_end(phases: Sequence[Phase]) -> datetime:
    apart = [phase.ends_at for phase in phases if phase.separates]
    return max(apart or [phase.ends_at for phase in phases], default=FOREVER)


def _missing(key: str, decision: Decision, tests: Decision | None) -> Iterator[str]:
    if decision.then is None:
        yield key
    if tests and tests.then is None:
        yield "test_schedule"


_UNRECORDED = Immunity(None, None, None)


def _immunity(own: Own, day: date) -> Immunity:
    if not own.vaccinations and not own.outcomes:
        return _UNRECORDED
    return Immunity(*_doses(own, day), _days_since_recovery(own, day))


def _days_since_recovery(own: Own, day: date) -> int | None:
    days = [local_day(o.at) for o in own.outcomes if o.kind == "recovered"]
    past = [recovered for recovered in days if recovered <= day]
    return (day - max(past)).days if past else None


def _doses(own: Own, day: date) -> tuple[int | None, int | None]:
    known = [
        (v.doses, v.last_dose_on or date.min)
        for v in own.vaccinations
        if v.last_dose_on is None or v.last_dose_on <= day
    ]
    if not known:
        return None, None
    doses, last = max(known)
    return doses, (day - last).days if last > date.min else None


def _separated_since(own: Own, at: datetime) -> date | None:
    starts = [start for start, end in own.apart if end > at]
    return local_day(min(starts)) if starts else None


def _anchor(name: str, occasion: Occasion, since: date | None) -> date | None:
    """The day 0 of the count; None while it has not come yet."""
    if name == "separation_start":
        return since
    at = {
        "last_exposure": occasion.last_exposure,
        "sample": occasion.sampled_at,
        "known": occasion.starts_at,
    }[name]
    return None if at is None or at >= FOREVER else local_day(at)


def _phases(then: Then, occasion: Occasion, since: date | None) -> tuple[Phase, ...]:
    anchor = _anchor(str(then["anchor"]), occasion, since)
    listed = then["phases"]
    assert isinstance(listed, Sequence)
    until = str(then.get("until", "days"))
    phases: list[Phase] = []
    start, days = occasion.starts_at, 0
    for item in listed:
        days += number(item.get("days", 0))
        end = FOREVER
        if until != "release" and anchor is not None:
            end = end_of_day(anchor + timedelta(days=days))
        if until == _SOURCE_NEGATIVE:
            end = min([end, occasion.source_ends_at, *_negatives(_negative_methods(then), occasion)])
        if end > start:
            phases.append(_phase(item, start, end))
        start = max(start, end)
    return tuple(phases)


def _phase(item: Mapping[str, object], start: datetime, end: datetime) -> Phase:
    measure = str(item["measure"])
    separates = MEASURES[measure].separates
    order = bool(item.get("order", separates))
    return Phase(measure, start, end, separates, order)


def _negative_methods(then: Then) -> tuple[str, ...]:
    """The methods whose negative of the source counts; none where the rule does not wait for one."""
    if then.get("until") != _SOURCE_NEGATIVE:
        return ()
    methods = then.get("negative_methods")
    assert isinstance(methods, Sequence)
    return tuple(map(str, methods))


def _negatives(methods: Sequence[str], occasion: Occasion) -> list[datetime]:
    return [at for method, at in occasion.negatives if method in methods]


def _tests(then: Then, occasion: Occasion, since: date | None) -> tuple[tuple[int, date], ...]:
    # Who still meets the source has no last exposure yet, but is tested from the start.
    anchor = _anchor(str(then["anchor"]), occasion, since) or local_day(occasion.starts_at)
    days = then["days"]
    assert isinstance(days, Sequence)
    return tuple((number(n), anchor + timedelta(days=number(n))) for n in days)
