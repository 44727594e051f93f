"""A result was wrong, or another person's: it is taken back with everything that followed from it."""

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


@transaction.atomic
def result_revoke(*, result: Any, reason: str, by: Actor, now: dt.datetime) -> following.Followed:
    """Revoke a result; what followed from it is undone as if it had never been recorded."""
    gone = testing.result_revoke(result=result, reason=reason, by=by, now=now)
    return following.take_in(disease=result.specimen.disease, withdrawn=_uids(gone), now=now)


@transaction.atomic
def specimen_revoke(*, specimen: Any, reason: str, by: Actor, now: dt.datetime) -> following.Followed:
    """A specimen recorded wrong goes with its results, and what followed from them is undone."""
    gone = testing.specimen_revoke(specimen=specimen, reason=reason, by=by, now=now)
    return following.take_in(disease=specimen.disease, withdrawn=_uids(gone), now=now)


def preview(*, disease: str, concerned: Sequence[AddedResult], now: dt.datetime) -> Outcome:
    """What taking these results back would change; nothing is written."""
    return following.preview(disease=disease, withdrawn=_uids(concerned), now=now)


@transaction.atomic
def correction_accept(
    *, correction: Any, concerned: Sequence[AddedResult], reason: str, by: Actor, now: dt.datetime
) -> following.Followed:
    """The laboratory's corrected outcome takes the old one's place; `concerned` are the old result's people."""
    added = testing.correction_accept(correction=correction, reason=reason, by=by, now=now)
    disease = correction.specimen.disease
    fresh = [inputs.result_input(one) for one in added if inputs.counts_for_person(one)]
    return following.take_in(disease=disease, added=fresh, withdrawn=_uids(concerned), now=now)


def correction_preview(*, correction: Any, concerned: Sequence[AddedResult], now: dt.datetime) -> Outcome:
    """What `correction_accept` would change: the old outcome gone and the new one in its place; nothing is written."""
    new = [
        one._replace(result_uid=correction.uid, outcome=correction.outcome, ct=correction.ct)
        for one in concerned
    ]
    fresh = [inputs.result_input(one) for one in new if inputs.counts_for_person(one)]
    return following.preview(
        disease=correction.specimen.disease, added=fresh, withdrawn=_uids(concerned), now=now
    )


@transaction.atomic
def member_unlink(*, member: Any, reason: str, by: Actor, now: dt.datetime) -> following.Followed:
    """A decision about whose specimen it is was wrong: the person is released from its results."""
    gone = testing.member_unlink(member=member, reason=reason, by=by, now=now)
    return following.take_in(disease=member.specimen.disease, withdrawn=_uids(gone), now=now)


def _uids(concerned: Sequence[AddedResult]) -> list[str]:
    return [f"{one.result_uid}:{one.person_id}" for one in concerned]
