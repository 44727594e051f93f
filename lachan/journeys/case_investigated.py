"""What an investigator states about a case moves its window, and with it the levels of everybody it met."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from lachan.cases import checks
from lachan.cases import services as cases
from lachan.epi import facts
from lachan.journeys import following, inputs
from lachan.kernel.access.actors import SYSTEM, Actor
from lachan.kernel.access.services import sight_grant
from lachan.standing.changes import Outcome


@transaction.atomic
def onset_state(*, case: Any, by: Actor, now: dt.datetime, **statement: Any) -> following.Followed:
    """Symptoms and onset (arguments of `cases.onset_state`)."""
    earlier = _standing_uids(case.onsets)
    made = cases.onset_state(case=case, by=by, now=now, **statement)
    return _restate(case, earlier, inputs.onset_input(made), now)


def onset_preview(*, case: Any, symptomatic: bool, onset_on: dt.date | None, now: dt.datetime) -> Outcome:
    """What this onset would change; nothing is written."""
    checks.onset_check(symptomatic=symptomatic, onset_on=onset_on, now=now)
    supposed = facts.Onset(
        uid="preview",
        person=case.person_id,
        symptomatic=symptomatic,
        onset_on=onset_on,
        at=now,
        unit=case.unit_id,
    )
    return following.preview(
        disease=case.disease, added=[supposed], withdrawn=_standing_uids(case.onsets), now=now
    )


@transaction.atomic
def source_state(*, case: Any, by: Actor, now: dt.datetime, **statement: Any) -> following.Followed:
    """Where the infection came from (arguments of `cases.source_state`)."""
    earlier = _standing_uids(case.sources)
    made = cases.source_state(case=case, by=by, now=now, **statement)
    return _restate(case, earlier, inputs.source_input(made), now)


def source_preview(
    *, case: Any, known: bool, source_case: Any, first_contact_on: dt.date | None, now: dt.datetime
) -> Outcome:
    """What this source would change; nothing is written."""
    checks.source_check(case=case, source_case=source_case, first_contact_on=first_contact_on)
    supposed = facts.Source(
        uid="preview",
        person=case.person_id,
        known=known,
        at=now,
        source_person=source_case.person_id if source_case else None,
        first_contact_on=first_contact_on,
        unit=case.unit_id,
    )
    return following.preview(
        disease=case.disease, added=[supposed], withdrawn=_standing_uids(case.sources), now=now
    )


@transaction.atomic
def context_state(*, case: Any, context: str, unit_id: int | None, by: Actor, now: dt.datetime) -> None:
    """Where the case was found; the commune of that place sees it from now on, and its rules hold for what is stated
    of the case."""
    cases.context_state(case=case, context=context, unit_id=unit_id, by=by, now=now)
    if unit_id:
        following.take_in(disease=case.disease, added=_stated(case), now=now)
        sight_grant(
            by=SYSTEM,
            now=now,
            subject_id=case.person_id,
            ground="found",
            unit_id=unit_id,
            basis_uid=case.uid,
        )


@transaction.atomic
def outcome_record(*, case: Any, by: Actor, now: dt.datetime, **outcome: Any) -> following.Followed:
    """Recovery, death, transfer (arguments of `cases.outcome_record`)."""
    earlier = _standing_uids(case.outcomes)
    made = cases.outcome_record(case=case, by=by, now=now, **outcome)
    return _restate(case, earlier, inputs.outcome_input(made), now)


def outcome_preview(*, case: Any, kind: str, occurred_at: dt.datetime, now: dt.datetime) -> Outcome:
    """What this outcome would change; nothing is written."""
    checks.outcome_check(case=case, occurred_at=occurred_at, now=now)
    supposed = facts.Outcome(
        uid="preview", person=case.person_id, kind=kind, at=occurred_at, unit=case.unit_id
    )
    return following.preview(
        disease=case.disease, added=[supposed], withdrawn=_standing_uids(case.outcomes), now=now
    )


def revoke_preview(*, statement: Any, now: dt.datetime) -> Outcome:
    """What taking a statement back would change; nothing is written."""
    return following.preview(disease=statement.case.disease, withdrawn=[str(statement.uid)], now=now)


@transaction.atomic
def statement_revoke(*, statement: Any, reason: str, by: Actor, now: dt.datetime) -> following.Followed:
    """A statement that was wrong is taken back with what followed from it."""
    case, place = statement.case, statement.case.unit_id
    cases.statement_revoke(statement=statement, reason=reason, by=by, now=now)
    moved = _stated(case) if case.unit_id != place else []
    return following.take_in(disease=case.disease, withdrawn=[str(statement.uid)], added=moved, now=now)


def _stated(case: Any) -> list[facts.Fact]:
    """What stands of a case, each fact with the place of the case as it is now; what hasn't changed changes nothing."""
    found: list[facts.Fact] = []
    for rows, convert in (
        (case.onsets, inputs.onset_input),
        (case.sources, inputs.source_input),
        (case.outcomes, inputs.outcome_input),
    ):
        found += [convert(row) for row in rows.filter(revoked_at=None).select_related("case")]
    return found


def _standing_uids(rows: Any) -> list[str]:
    return [str(uid) for uid in rows.filter(revoked_at=None).values_list("uid", flat=True)]


def _restate(case: Any, earlier: list[str], fact: Any, now: dt.datetime) -> following.Followed:
    return following.take_in(disease=case.disease, withdrawn=earlier, added=[fact], now=now)
