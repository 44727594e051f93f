"""From claims to intervals: at any instant the nearest ground decides the level and the duty."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from lachan.epi import intervals as kinds
from lachan.epi.claims import ORDER, Claim, case_reason, claims_of
from lachan.epi.contacts import Contact
from lachan.epi.days import FOREVER, local_day, midnight
from lachan.epi.episodes import UNKNOWN_SOURCE, CaseFile, Doubt, Episode
from lachan.epi.facts import Order, Own
from lachan.epi.intervals import Interval, Reason
from lachan.epi.measures import Phase
from lachan.epi.rules import RulesFor, number
from lachan.epi.spans import Span, covers, merged, overlap, without
from lachan.epi.vocabulary import LEVELS, MEASURES

ALSO_SHOWN = 5  # further grounds listed beside the deciding one; the rest is only counted


class Run(NamedTuple):
    """Grounds of one status that follow on each other without a gap, and the one that ends last."""

    span: Span
    claim: Claim
    others: tuple[Claim, ...]


class Duty(NamedTuple):
    """One phase of one run, in the stretch where nothing nearer overrides it. What follows from it shares its reason."""

    span: Span
    phase: Phase
    run: Run
    reason: Reason


def intervals_of(
    own: Own,
    file: CaseFile,
    contacts: Sequence[Contact],
    doubts: Iterable[Doubt],
    rules_for: RulesFor,
) -> list[Interval]:
    """Everything that follows for one person from their facts and their contacts."""
    claims: dict[tuple[str, bool], list[Claim]] = {}
    for claim in claims_of(own, file, contacts, rules_for):
        claims.setdefault((claim.status, claim.provisional), []).append(claim)
    runs = [run for ground in ORDER if ground in claims for run in _runs(claims[ground])]
    visible = list(_visible(runs))
    duties = list(_duties(runs))
    found = [
        *_cases(file),
        *_doubts(own.person, [*file.doubts, *doubts, *_unruled(visible)]),
        *_levels(visible),
        *_obligations(duties),
        *_unseparated(duties, own),
        *_orders_needed(duties, own),
        *_liftings_needed(duties, own),
        *_due_tests(visible, own, rules_for),
    ]
    unit = own.unit
    if unit is None:
        return found
    return [item if item.unit == unit else item._replace(unit=unit) for item in found]


def _runs(claims: Sequence[Claim]) -> Iterator[Run]:
    """Claims of one status joined where they touch."""
    if len(claims) == 1:
        span = claims[0].level_span
        if span[0] < span[1]:
            yield Run(span, claims[0], ())
        return
    group: list[Claim] = []
    end = FOREVER
    for claim in sorted(claims, key=lambda c: (c.starts_at, c.uid)):
        start, claim_end = claim.level_span
        if start >= claim_end:
            continue
        if group and start > end:
            yield _run(group, end)
            group = []
        end = max(end, claim_end) if group else claim_end
        group.append(claim)
    if group:
        yield _run(group, end)


def _run(group: Sequence[Claim], end: datetime) -> Run:
    decisive = max(group, key=lambda claim: claim.sort_key)
    start = min(claim.starts_at for claim in group)
    return Run((start, end), decisive, tuple(claim for claim in group if claim is not decisive))


def _visible(runs: Sequence[Run]) -> Iterator[tuple[Span, Run]]:
    """The stretches in which each run is the nearest one; `runs` come nearest first."""
    if len(runs) == 1:
        yield runs[0].span, runs[0]
        return
    taken: list[Span] = []
    for run in runs:
        for piece in without(run.span, taken):
            yield piece, run
        taken = merged((*taken, run.span))


def _reason(run: Run) -> dict[str, object]:
    reason = {**run.claim.reason, "measure_rule": run.claim.course.rule, **_early_end(run.claim)}
    if run.others:
        reason["grounds"] = len(run.others) + 1
        reason["also"] = sorted({c.uid for c in run.others} - {run.claim.uid})[:ALSO_SHOWN]
    return reason


def _early_end(claim: Claim) -> Reason:
    """What the rule lets end a measure before its last day, and when it did."""
    course = claim.course
    if not course.until_negative:
        return {}
    inner = f"F{int(claim.status.removeprefix('ring')) - 1}"
    return {
        "until_negative_of": inner,
        "until_negative": list(course.until_negative),
        "negative_at": course.negative_at.isoformat() if course.negative_at else None,
        **({"source_left_at": course.source_left_at.isoformat()} if course.source_left_at else {}),
    }


def _interval(kind: str, value: str, span: Span, run: Run, reason: Reason, rule: str) -> Interval:
    claim = run.claim
    # By position: four of these a person, thousands of people in one cascade.
    return Interval(claim.person, kind, value, *span, claim.provisional, claim.unit, rule, claim.uid, reason)


def _cases(file: CaseFile) -> Iterator[Interval]:
    for episode in file.episodes:
        if episode.suspected_at:
            end = min(episode.confirmed_at or FOREVER, episode.ends_at)
            yield _case(episode, "suspected", (episode.suspected_at, end), episode.opening_rule)
        if episode.confirmed_at:
            span = (episode.confirmed_at, episode.ends_at)
            yield _case(episode, "confirmed", span, episode.confirming_rule)
        for flag in episode.flags:
            start = (flag == UNKNOWN_SOURCE and episode.confirmed_at) or episode.known_at
            case = _case(episode, flag, (start, episode.ends_at), episode.opening_rule)
            yield case._replace(kind=kinds.FLAG)


def _case(episode: Episode, value: str, span: Span, rule: str) -> Interval:
    return Interval(
        person=episode.person,
        kind=kinds.CASE,
        value=value,
        starts_at=span[0],
        ends_at=span[1],
        provisional=episode.confirmed_at is None,
        unit=episode.trigger.unit,
        rule=rule,
        uid=episode.trigger.uid,
        reason=case_reason(episode),
    )


def _doubts(person: int, doubts: Iterable[Doubt]) -> Iterator[Interval]:
    for doubt in sorted(set(doubts), key=lambda d: (d.value, d.starts_at, d.uid, d.ends_at)):
        if doubt.starts_at < doubt.ends_at:
            yield Interval(
                person=person,
                kind=kinds.DOUBT,
                value=doubt.value,
                starts_at=doubt.starts_at,
                ends_at=doubt.ends_at,
                unit=doubt.unit,
                uid=doubt.uid,
                reason={"code": "doubt", "what": doubt.value, "fact": doubt.uid},
            )


def _unruled(visible: Iterable[tuple[Span, Run]]) -> Iterator[Doubt]:
    for span, run in visible:
        for key in run.claim.course.missing:
            yield Doubt(f"no_rule:{key}", *span, run.claim.uid, run.claim.unit)


def _levels(visible: Iterable[tuple[Span, Run]]) -> Iterator[Interval]:
    for span, run in visible:
        value = LEVELS.get(run.claim.status)
        if value and run.claim.levelled:
            yield _interval(kinds.LEVEL, value, span, run, _reason(run), run.claim.rule)


def _duties(runs: Sequence[Run]) -> Iterator[Duty]:
    """Phases that keep apart come before those that only watch; then the nearer status."""
    if len(runs) == 1:
        yield from _phases_of(runs[0])
        return
    wanted = [duty for run in runs for duty in _phases_of(run)]
    wanted.sort(key=lambda duty: not duty.phase.separates)
    taken: list[Span] = []
    pieces: list[Duty] = []
    for duty in wanted:
        pieces += [duty._replace(span=span) for span in without(duty.span, taken)]
        taken = merged((*taken, duty.span))
    yield from _joined(sorted(pieces, key=lambda duty: duty.span))


def _phases_of(run: Run) -> Iterator[Duty]:
    claim = run.claim
    for position, phase in enumerate(claim.course.phases):
        start = run.span[0] if position == 0 else max(phase.starts_at, claim.starts_at)
        end = min(phase.ends_at, claim.ends_at)
        if start < end:
            yield Duty((start, end), phase, run, _duty_reason(phase, claim))


def _joined(duties: Iterable[Duty]) -> Iterator[Duty]:
    """Duties that go on unchanged across two runs of one status (provisional, then firm)."""
    current: Duty | None = None
    for duty in duties:
        if current and _continues(current, duty):
            current = duty._replace(span=(current.span[0], duty.span[1]))
            continue
        if current:
            yield current
        current = duty
    if current:
        yield current


def _continues(before: Duty, after: Duty) -> bool:
    return (
        before.span[1] == after.span[0]
        and before.phase.measure == after.phase.measure
        and before.phase.order == after.phase.order
        and before.run.claim.status == after.run.claim.status
    )


def _duty_reason(phase: Phase, claim: Claim) -> Reason:
    return {
        "code": "duty",
        "status": claim.status,
        "label": _label(claim),
        "measure": phase.measure,
        **_early_end(claim),
    }


def _label(claim: Claim) -> str:
    """The level, where the disease has levels; the status elsewhere."""
    return LEVELS.get(claim.status, claim.status) if claim.levelled else claim.status


def _obligations(duties: Iterable[Duty]) -> Iterator[Interval]:
    for duty in duties:
        rule = duty.run.claim.course.rule
        measure = duty.phase.measure
        yield _interval(kinds.OBLIGATION, measure, duty.span, duty.run, duty.reason, rule)


def _unseparated(duties: Iterable[Duty], own: Own) -> Iterator[Interval]:
    apart = own.apart
    for duty in duties:
        if not duty.phase.separates:
            continue
        rule = duty.run.claim.course.rule
        for span in without(duty.span, apart):
            yield _interval(kinds.UNSEPARATED, _label(duty.run.claim), span, duty.run, duty.reason, rule)


def _order_span(order: Order, own: Own) -> Span:
    lifts = [lift.at for lift in own.lifts if lift.order_uid == order.uid]
    return order.start, min([order.end or FOREVER, *lifts])


def _orders_needed(duties: Sequence[Duty], own: Own) -> Iterator[Interval]:
    held = [(MEASURES[order.measure].strictness, _held(order, own, duties)) for order in own.orders]
    for duty in duties:
        if not duty.phase.order:
            continue
        needed = MEASURES[duty.phase.measure].strictness
        covering = merged(span for strictness, span in held if strictness >= needed)
        rule = duty.run.claim.course.rule
        for span in without(duty.span, covering):
            yield _interval(kinds.ORDER_NEEDED, duty.phase.measure, span, duty.run, duty.reason, rule)


def _held(order: Order, own: Own, duties: Iterable[Duty]) -> Span:
    """When an order was in force, and the last duty as strict had not yet gone from under it: who has recovered is no
    longer kept at home by the decision that sent them to hospital."""
    start, end = _order_span(order, own)
    grounds = _grounds(order, (start, end), duties)
    return start, min(end, grounds[-1][1]) if grounds else end


def _grounds(order: Order, span: Span, duties: Iterable[Duty]) -> list[Span]:
    """The duties as strict as the order, from the time in which it is in force. Where there never was one, the order
    was meant to be stricter than the rule, and none is named."""
    strictness = MEASURES[order.measure].strictness
    return merged(
        duty.span
        for duty in duties
        if duty.phase.order
        and MEASURES[duty.phase.measure].strictness >= strictness
        and duty.span[0] < span[1]
        and duty.span[1] > span[0]
    )


def _liftings_needed(duties: Sequence[Duty], own: Own) -> Iterator[Interval]:
    """What is left of an order after the last duty as strict as it, or, of one that is stricter than the rule, after
    the last of all; the whole of an order for which there never was one; and the time in which a stricter order has
    taken its place."""
    lightest = merged(duty.span for duty in duties if duty.phase.order) if own.orders else []
    for order in own.orders:
        span = _order_span(order, own)
        left = without(span, _grounds(order, span, duties) or lightest)
        if left and left[-1][1] == span[1]:
            yield from _lifting(order, left[-1], _lighter(left[-1][0], duties))
        for piece, by in _replaced(order, own, duties):
            yield from _lifting(order, piece, {"replaced_by": by.uid, "replaced_by_number": by.number})


def _lighter(at: datetime, duties: Iterable[Duty]) -> Reason:
    """The measure that is still asked when an order as strict as this one no longer is."""
    left = [duty.phase.measure for duty in duties if duty.phase.order and covers([duty.span], at)]
    return {"lighter": left[0]} if left else {}


def _lifting(order: Order, span: Span, why: Reason = MappingProxyType({})) -> Iterator[Interval]:
    """The remainder of a written last day is no reason for a lifting."""
    if order.end and span[0] > order.start and order.end - span[0] < timedelta(days=1):
        return
    yield Interval(
        person=order.person,
        kind=kinds.LIFTING_NEEDED,
        value=order.measure,
        starts_at=span[0],
        ends_at=span[1],
        unit=order.unit,
        uid=order.uid,
        reason={"code": "lifting", "order": order.uid, "number": order.number, **why},
    )


def _replaced(order: Order, own: Own, duties: Sequence[Duty]) -> Iterator[tuple[Span, Order]]:
    """When a stricter order, signed no earlier, did what the duty of that time asks and `order` does not.

    A stricter order that has lost its own ground replaces nothing: it is the one to be lifted.
    """
    strictness = MEASURES[order.measure].strictness
    stricter = [
        one
        for one in own.orders
        if MEASURES[one.measure].strictness > strictness and one.start >= order.start
    ]
    if not stricter:
        return
    beyond = merged(
        duty.span
        for duty in duties
        if duty.phase.order and MEASURES[duty.phase.measure].strictness > strictness
    )
    span, taken = _order_span(order, own), list[Span]()
    for one in sorted(stricter, key=lambda one: (one.start, one.uid)):
        both = overlap(span, _order_span(one, own))
        if both is None or both[0] >= both[1]:
            continue
        apart = without(both, beyond)
        for piece in [left for free in without(both, taken) for left in without(free, apart)]:
            yield piece, one
        taken = merged((*taken, both))


def _due_tests(visible: Sequence[tuple[Span, Run]], own: Own, rules_for: RulesFor) -> Iterator[Interval]:
    if not any(run.claim.course.tests for _, run in visible):
        return
    taken = sorted({r.taken_at for r in own.results if r.taken_at})
    for span, run in _status_stretches(visible):
        claim = run.claim
        tests = _due_days(claim.course.tests, local_day(span[0]), span[1])
        if not tests:
            continue
        rule = rules_for(claim.unit).decide("test_tolerance", local_day(claim.starts_at)).then
        early = timedelta(days=number(rule["days_before"]) if rule else 0)
        opens = [day - early for _, day in tests]
        for position, (number_of_day, day) in enumerate(tests):
            closes = midnight(opens[position + 1]) if position + 1 < len(tests) else span[1]
            closes = min(closes, span[1])
            start = max(midnight(day), span[0])
            accepted = (midnight(opens[position]), max(start, closes))
            yield _due_test(run, number_of_day, day, start, accepted, taken)


def _status_stretches(visible: Sequence[tuple[Span, Run]]) -> Iterator[tuple[Span, Run]]:
    """Visible stretches of one status joined across the change from provisional to firm."""
    current: tuple[Span, Run] | None = None
    for span, run in sorted(visible, key=lambda item: item[0]):
        same = current and current[1].claim.status == run.claim.status
        if current and same and current[0][1] == span[0]:
            current = (current[0][0], span[1]), run
            continue
        if current:
            yield current
        current = span, run
    if current:
        yield current


def _due_days(tests: Sequence[tuple[int, date]], known: date, end: datetime) -> list[tuple[int, date]]:
    """Test days that lie before the status was known fall on the day it became known, once."""
    days: dict[date, int] = {}
    for number_of_day, day in tests:
        days[max(day, known)] = number_of_day
    return [(n, day) for day, n in sorted(days.items()) if midnight(day) < end]


def _due_test(
    run: Run, number_of_day: int, day: date, start: datetime, accepted: Span, taken: Sequence[datetime]
) -> Interval:
    """Due from the first hour of the day until the sample that answers it; a sample in the days
    of tolerance before answers it too. A missed one gives way to the next."""
    done = next((at for at in taken if covers([accepted], at)), None)
    return _interval(
        kinds.DUE_TEST,
        _label(run.claim),
        (start, max(start, done or accepted[1])),
        run,
        {
            "code": "due_test",
            "status": run.claim.status,
            "label": _label(run.claim),
            "day": number_of_day,
            "due_on": day.isoformat(),
            "taken_at": done.isoformat() if done else None,
        },
        run.claim.course.test_rule,
    )
