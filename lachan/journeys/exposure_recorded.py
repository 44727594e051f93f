"""A tracer records who met whom: contacts appear with their levels, or change them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from lachan.journeys import following, inputs
from lachan.kernel.access.actors import SYSTEM, Actor
from lachan.kernel.access.services import Sight, sight_end, sight_grant, sights_grant
from lachan.people import queries as people
from lachan.standing.changes import Outcome
from lachan.tracing import services as tracing

_FOUND = "found"


@transaction.atomic
def exposure_add(
    *, disease: str, meeting: tracing.Meeting, by: Actor, now: dt.datetime
) -> tuple[Any, following.Followed]:
    """One meeting between two people on record; answers the exposure and what followed."""
    exposure, is_new = tracing.exposure_record(disease=disease, meeting=meeting, by=by, now=now)
    _tracer_sees([exposure], by, now)
    if is_new:
        _commune_sees([exposure], now)
    followed = following.take_in(disease=disease, added=[inputs.exposure_input(exposure)], now=now)
    return exposure, followed


@transaction.atomic
def contacts_add(
    *,
    case: Any,
    contacts: Sequence[tracing.Contact],
    by: Actor,
    now: dt.datetime,
    upload_uid: uuid.UUID | None = None,
) -> tuple[tracing.Taken, following.Followed | None]:
    """Contacts of a case, one or a whole list: sure ones become meetings, doubtful ones wait in the queue.

    One with `of_id` met that contact of the case, not the case's own person.
    """
    taken = tracing.contacts_take(
        case_id=case.pk,
        other_id=case.person_id,
        disease=case.disease,
        contacts=contacts,
        by=by,
        now=now,
        unit_id=case.unit_id,
        upload_uid=upload_uid,
    )
    if not taken.added:
        return taken, None
    _tracer_sees(taken.added, by, now)
    _commune_sees(taken.added, now)
    added = [inputs.exposure_input(exposure) for exposure in taken.added]
    return taken, following.take_in(disease=case.disease, added=added, now=now)


def contacts_preview(
    *, case: Any, contacts: Sequence[tracing.Contact], by: Actor, now: dt.datetime
) -> tuple[tracing.Supposed, Outcome]:
    """What `contacts_add` would record, and how people would stand then; nothing is written."""
    supposed = tracing.contacts_suppose(
        case_id=case.pk,
        other_id=case.person_id,
        disease=case.disease,
        contacts=contacts,
        by=by,
        now=now,
        unit_id=case.unit_id,
    )
    return supposed, add_preview(exposures=supposed.exposures, disease=case.disease, now=now)


@transaction.atomic
def contact_decide(
    *,
    line: Any,
    by: Actor,
    now: dt.datetime,
    person_id: int | None = None,
    unit_id: int | None = None,
) -> following.Followed:
    """Somebody decided whom a doubtful line of a contact list means (nobody: a new person)."""
    decided = tracing.contact_decide(line=line, person_id=person_id, unit_id=unit_id, by=by, now=now)
    _tracer_sees([decided.exposure], by, now)
    if decided.is_new:
        _commune_sees([decided.exposure], now)
    following.homes_follow(person_ids=[decided.exposure.person_id], now=now)
    fact = inputs.exposure_input(decided.exposure)
    return following.take_in(disease=decided.exposure.disease, added=[fact], now=now)


@transaction.atomic
def exposure_revoke(*, exposure: Any, reason: str, by: Actor, now: dt.datetime) -> following.Followed:
    """The meeting never was: levels become what they would be without it."""
    tracing.exposure_revoke(exposure=exposure, reason=reason, by=by, now=now)
    for person_id in (exposure.person_id, exposure.other_id):
        sight_end(by=SYSTEM, now=now, subject_id=person_id, ground=_FOUND, basis_uid=exposure.uid)
    return following.take_in(disease=exposure.disease, withdrawn=[str(exposure.uid)], now=now)


def revoke_preview(*, exposure: Any, now: dt.datetime) -> Outcome:
    """What taking the meeting back would change; nothing is written."""
    return following.preview(disease=exposure.disease, withdrawn=[str(exposure.uid)], now=now)


def add_preview(*, exposures: Sequence[Any], disease: str, now: dt.datetime) -> Outcome:
    """What these meetings (not yet saved) would change; nothing is written."""
    added = [inputs.exposure_input(exposure) for exposure in exposures]
    return following.preview(disease=disease, added=added, now=now)


def _commune_sees(exposures: Sequence[Any], now: dt.datetime) -> None:
    """Where nobody knows yet where somebody lives, the commune of the meeting answers for them."""
    placed = [exposure for exposure in exposures if exposure.unit_id]
    living = people.residences_of({who for one in placed for who in (one.person_id, one.other_id)})
    sights_grant(
        by=SYSTEM,
        now=now,
        rows=[
            Sight(
                subject_id=person_id,
                ground=_FOUND,
                unit_id=exposure.unit_id,
                basis_uid=exposure.uid,
                starts_at=now,
            )
            for exposure in placed
            for person_id in {exposure.person_id, exposure.other_id} - living.keys()
        ],
    )


def _tracer_sees(exposures: Sequence[Any], by: Actor, now: dt.datetime) -> None:
    """Who records a contact goes on seeing them: a commune traces beyond its own residents."""
    if by.everywhere or not by.organisation_id:
        return
    for exposure in exposures:
        sight_grant(
            by=SYSTEM,
            now=now,
            subject_id=exposure.person_id,
            ground="tracing",
            organisation_id=by.organisation_id,
            basis_uid=exposure.uid,
        )
