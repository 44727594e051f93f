"""Whom a result concerns: the linked members of its specimen, as journeys take them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from lachan.testing.models import Member, Result, Specimen
from lachan.testing.types import AddedResult


def added_result(specimen: Specimen, member: Member, result: Result) -> AddedResult:
    """A linked member's share of a result, as journeys take it."""
    assert member.person_id is not None, "only linked members are told of"
    return AddedResult(
        person_id=member.person_id,
        result_uid=result.uid,
        method=result.method,
        outcome=result.outcome,
        sampled_at=specimen.occurred_at,
        resulted_at=result.occurred_at,
        unit_id=specimen.unit_id or member.unit_id,
        pooled=specimen.pooled,
        ct=result.ct,
        supervised=result.supervised,
    )


def results_supposed(specimen: Specimen, *, resulted_at: dt.datetime, **result: Any) -> list[AddedResult]:
    """What `results_added` would give for a result that is not on record."""
    return results_added(Result(specimen=specimen, occurred_at=resulted_at, **result))


def results_added(result: Result) -> list[AddedResult]:
    """The linked people of a result's specimen, as journeys take them."""
    members = result.specimen.members.filter(person__isnull=False).order_by("position")
    return [added_result(result.specimen, member, result) for member in members]


def alarms_refresh(specimen: Specimen) -> None:
    """Members who wait alarm exactly while a positive result of their specimen stands."""
    positive = specimen.results.filter(revoked_at=None, outcome=Result.Outcome.POSITIVE).exists()
    waiting = specimen.members.filter(link=Member.Link.WAITING)
    waiting.exclude(alarm=positive).update(alarm=positive)
