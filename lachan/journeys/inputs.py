"""How the facts of the rooms look to the rules: one conversion a kind of fact, used by journeys and by rebuild."""

from __future__ import annotations

from lachan.cases.models import OnsetStatement, Outcome, SourceStatement
from lachan.epi import facts
from lachan.isolation.models import Lift, OrderMember, Stay
from lachan.kernel.times import day_bounds, local_day
from lachan.testing.models import Result
from lachan.tracing.models import Exposure


def result_input(result: Result, person_id: int) -> facts.Result:
    """One member's share of a specimen's result. The caller leaves pools of several people out."""
    specimen = result.specimen
    return facts.Result(
        uid=f"{result.uid}:{person_id}",
        person=person_id,
        method=result.method,
        outcome=result.outcome,
        resulted_at=result.occurred_at,
        sampled_at=specimen.occurred_at,
        ct=result.ct,
        supervised=result.supervised,
        unit=specimen.unit_id,
    )


def exposure_input(exposure: Exposure) -> facts.Exposure:
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


def onset_input(statement: OnsetStatement) -> facts.Onset:
    return facts.Onset(
        uid=str(statement.uid),
        person=statement.case.person_id,
        symptomatic=statement.symptomatic,
        onset_on=statement.onset_on,
        at=statement.recorded_at,
        unit=statement.case.unit_id,
    )


def source_input(statement: SourceStatement) -> facts.Source:
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


def outcome_input(outcome: Outcome) -> facts.Outcome:
    return facts.Outcome(
        uid=str(outcome.uid),
        person=outcome.case.person_id,
        kind=outcome.kind,
        at=outcome.occurred_at,
        unit=outcome.case.unit_id,
    )


def stay_input(stay: Stay) -> facts.Separation:
    """A stay with its departure, if it has ended."""
    departure = stay.departures.filter(revoked_at=None).first()
    return facts.Separation(
        uid=str(stay.uid),
        person=stay.person_id,
        kind=stay.measure,
        start=stay.occurred_at,
        end=departure.occurred_at if departure else None,
        unit=stay.unit_id,
    )


def order_input(member: OrderMember) -> facts.Order:
    order = member.order
    return facts.Order(
        uid=str(member.uid),
        person=member.person_id,
        measure=order.measure,
        start=member.starts_at or order.occurred_at,
        end=member.ends_at,
        number=f"{order.number}/{order.symbol}",
        unit=order.unit_id,
    )


def lift_input(lift: Lift) -> facts.Lift:
    return facts.Lift(
        uid=str(lift.uid),
        person=lift.member.person_id,
        order_uid=str(lift.member.uid),
        at=lift.occurred_at,
        unit=lift.member.order.unit_id,
    )
