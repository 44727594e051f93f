"""A result arrives: it concerns a person, may open or confirm a case, and moves the levels around them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from lachan.journeys import following, inputs
from lachan.kernel.access.actors import Actor
from lachan.standing.changes import Outcome
from lachan.testing import services as testing
from lachan.testing.types import AddedResult


def results_received(
    *, disease: str, added: Sequence[AddedResult], by: Actor, now: dt.datetime
) -> following.Followed:
    """Carry results that are on record to everything that follows. Imports call it inside their own
    transaction, so that a chunk is all or nothing."""
    return following.take_in(disease=disease, added=_counted(added), now=now)


def results_preview(*, disease: str, added: Sequence[AddedResult], now: dt.datetime) -> Outcome:
    """What these results would change; nothing is written."""
    return following.preview(disease=disease, added=_counted(added), now=now)


def _counted(added: Sequence[AddedResult]) -> list[Any]:
    return [inputs.result_input(one) for one in added if inputs.counts_for_person(one)]


@transaction.atomic
def result_record(*, specimen: Any, by: Actor, now: dt.datetime, **result: Any) -> following.Followed:
    """Record one result of a specimen (arguments of `testing.result_record`) with all that follows."""
    added = testing.result_record(specimen=specimen, by=by, now=now, **result)
    return results_received(disease=specimen.disease, added=added, by=by, now=now)


@transaction.atomic
def member_link(
    *, member: Any, person_id: int, by: Actor, now: dt.datetime, shown: Sequence[int] = ()
) -> following.Followed:
    """Somebody decided whom a waiting member is: the results on record now concern that person."""
    added = testing.member_link(member=member, person_id=person_id, by=by, now=now, shown=shown)
    following.homes_follow(person_ids={one.person_id for one in added}, now=now)
    return results_received(disease=member.specimen.disease, added=added, by=by, now=now)


@transaction.atomic
def member_register_person(
    *, member: Any, by: Actor, now: dt.datetime, shown: Sequence[int] = ()
) -> following.Followed:
    """A waiting member is nobody in the register: a person is registered, and the results concern them."""
    added = testing.member_register_person(member=member, by=by, now=now, shown=shown)
    return results_received(disease=member.specimen.disease, added=added, by=by, now=now)
