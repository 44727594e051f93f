"""How the facts of the rooms look to the rules: one conversion a kind of fact, used by journeys and by rebuild.

The rows come from the rooms' services and queries; their tables stay private, hence `Any`.
"""

from __future__ import annotations

from typing import Any

from lachan.epi import facts
from lachan.kernel.times import day_bounds, local_day


def result_input(added: Any) -> facts.Result:
    """One person's share of a result (`lachan.testing.types.AddedResult`)."""
    return facts.Result(
        uid=f"{added.result_uid}:{added.person_id}",
        person=added.person_id,
        method=added.method,
        outcome=added.outcome,
        resulted_at=added.resulted_at,
        sampled_at=added.sampled_at,
        ct=added.ct,
        supervised=added.supervised,
        unit=added.unit_id,
    )


def counts_for_person(added: Any) -> bool:
    """A positive pool says nothing yet about each of its members; a negative one clears them all."""
    return not added.pooled or added.outcome == "negative"


def exposure_input(exposure: Any) -> facts.Exposure:
    """A meeting known by its day only lasts, for the rules, the whole of that day."""
    start, end = exposure.occurred_at, exposure.ended_at
    if exposure.day_only:
        start = day_bounds(local_day(start))[0]
        end = day_bounds(local_day(end or exposure.occurred_at))[1]
    return facts.Exposure(
        uid=str(exposure.uid),
        person=exposure.person_id,
        other=exposure.other_id,
        start=start,
        end=end,
        closeness=exposure.closeness,
        minutes=exposure.minutes,
        masked=exposure.masked,
        unit=exposure.unit_id,
    )


def onset_input(statement: Any) -> facts.Onset:
    return facts.Onset(
        uid=str(statement.uid),
        person=statement.case.person_id,
        symptomatic=statement.symptomatic,
        onset_on=statement.onset_on,
        at=statement.recorded_at,
        unit=statement.case.unit_id,
    )


def source_input(statement: Any) -> facts.Source:
    source = statement.source_case
    return facts.Source(
        uid=str(statement.uid),
        person=statement.case.person_id,
        known=statement.known,
        at=statement.recorded_at,
        source_person=source.person_id if source else None,
        first_contact_on=statement.first_contact_on,
        unit=statement.case.unit_id,
    )


def outcome_input(outcome: Any) -> facts.Outcome:
    return facts.Outcome(
        uid=str(outcome.uid),
        person=outcome.case.person_id,
        kind=outcome.kind,
        at=outcome.occurred_at,
        unit=outcome.case.unit_id,
    )


def stay_inputs(stay: Any, departure: Any | None) -> list[facts.Fact]:
    """A stay, and where it ended with its full time in concentrated quarantine, that outcome."""
    made: list[facts.Fact] = [
        facts.Separation(
            uid=str(stay.uid),
            person=stay.person_id,
            kind=stay.measure,
            start=stay.occurred_at,
            end=departure.occurred_at if departure else None,
            unit=stay.unit_id,
        )
    ]
    if departure and departure.reason == "completed" and stay.measure == "concentrated":
        made.append(
            facts.Outcome(
                uid=f"{departure.uid}:completed",
                person=stay.person_id,
                kind="completed_quarantine",
                at=departure.occurred_at,
                unit=stay.unit_id,
            )
        )
    return made


def order_input(member: Any) -> facts.Order:
    order = member.order
    return facts.Order(
        uid=str(member.uid),
        person=member.person_id,
        measure=member.measure,
        start=order.occurred_at,
        end=member.ends_at,
        number=f"{order.number}/{order.symbol}",
        unit=order.unit_id,
    )


def lift_input(lift: Any) -> facts.Lift:
    return facts.Lift(
        uid=str(lift.uid),
        person=lift.member.person_id,
        order_uid=str(lift.member.uid),
        at=lift.occurred_at,
        unit=lift.member.order.unit_id,
    )
