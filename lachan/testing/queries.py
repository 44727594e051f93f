"""Reads of testing, scoped by the reader."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from lachan.kernel.access.actors import Actor
from lachan.kernel.errors import OutOfSight
from lachan.kernel.times import local_day
from lachan.kernel.together import read_together
from lachan.organisations import queries as organisations
from lachan.people import candidates as people_candidates
from lachan.people.matching import WAIT_WORDS, Wait
from lachan.testing.access import (
    is_laboratory,
    members_readable_by,
    readable_by,
    visible_corrections,
    visible_members,
    visible_results,
    visible_to,
)
from lachan.testing.concerned import added_result, results_added, results_supposed
from lachan.testing.identity import identity_of
from lachan.testing.models import Correction, Member, Result, Specimen, UnlinkedAction
from lachan.testing.types import AddedResult

__all__ = [
    "is_laboratory",
    "results_added",
    "results_supposed",
    "visible_members",
    "visible_results",
    "visible_to",
]
_PART = 2000
_LAB_KINDS = ("lab", "cdc", "hospital")
M = TypeVar("M", bound=Model)


def results(
    actor: Actor,
    now: dt.datetime,
    *,
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
    disease: str = "",
    outcome: str = "",
    method: str = "",
    laboratory_id: int | None = None,
    waiting: bool = False,
    code: str = "",
) -> QuerySet[Result]:
    """Results that the reader sees, also those taken back; the narrowing conditions are all optional."""
    rows = visible_results(actor, now).select_related("specimen__unit", "specimen__laboratory")
    given = {
        "occurred_at__gte": since,
        "occurred_at__lt": until,
        "specimen__disease": disease,
        "outcome": outcome,
        "method": method,
        "specimen__laboratory": laboratory_id,
        "specimen__code": code.strip(),
    }
    rows = rows.filter(**{name: value for name, value in given.items() if value})
    if waiting:
        unknown = Member.objects.filter(specimen=OuterRef("specimen_id"), link=Member.Link.WAITING)
        rows = rows.filter(Exists(unknown))
    return rows


def members_of(specimen_ids: Iterable[int], actor: Actor, now: dt.datetime) -> dict[int, list[Member]]:
    """The members of specimens whom the reader sees, with the persons they were linked to."""
    rows = members_readable_by(actor, now).filter(specimen__in=set(specimen_ids))
    found: dict[int, list[Member]] = {}
    for member in rows.select_related("person", "unit").order_by("specimen_id", "position"):
        found.setdefault(member.specimen_id, []).append(member)
    return found


def specimen_get(*, uid: uuid.UUID | str, actor: Actor, now: dt.datetime) -> Specimen:
    """The specimen, also one that was taken back, or OutOfSight."""
    rows = readable_by(actor, now).select_related("unit__parent", "laboratory", "collected_by")
    return _one(rows.filter(uid=uid))


def result_get(*, uid: uuid.UUID | str, actor: Actor, now: dt.datetime) -> Result:
    rows = visible_results(actor, now).select_related("specimen__laboratory", "specimen__unit")
    return _one(rows.filter(uid=uid))


def member_get(*, uid: uuid.UUID | str, actor: Actor, now: dt.datetime) -> Member:
    """A member whom the reader may identify; laboratories never do."""
    if is_laboratory(actor):
        raise OutOfSight
    rows = visible_members(actor, now).select_related("specimen__laboratory", "unit__parent", "person")
    return _one(rows.filter(uid=uid))


def correction_get(*, uid: uuid.UUID | str, actor: Actor, now: dt.datetime) -> Correction:
    rows = visible_corrections(actor, now).select_related("result__specimen__laboratory")
    return _one(rows.filter(uid=uid))


def _one(rows: QuerySet[M]) -> M:
    found = rows.first()
    if found is None:
        raise OutOfSight
    return found


def concerned_by(specimen: Specimen) -> list[AddedResult]:
    """Each linked member's share of each standing result of a specimen."""
    rows = Result.objects.standing().filter(specimen=specimen).select_related("specimen")
    return [one for row in rows for one in results_added(row)]


def results_of_specimen(specimen: Specimen) -> QuerySet[Result]:
    """Every result of a specimen, in order of time, also those taken back."""
    return Result.objects.filter(specimen=specimen).order_by("occurred_at", "id")


def latest_results(specimen_ids: Iterable[int]) -> dict[int, Result]:
    """specimen id → its last standing result; unscoped, for specimens read through their own door."""
    rows = Result.objects.standing().filter(specimen__in=list(specimen_ids)).order_by("occurred_at", "id")
    return {row.specimen_id: row for row in rows}


def laboratories(actor: Actor, now: dt.datetime) -> list[Any]:
    """Organisations for which the actor may send results; a laboratory has only itself and chooses none."""
    if is_laboratory(actor):
        return []
    return list(organisations.alive_on(local_day(now)).filter(kind__in=_LAB_KINDS)[:200])


def waiting(actor: Actor, now: dt.datetime) -> QuerySet[Member]:
    """Members who wait to be identified: a commune's own, the province's all; nobody's for a laboratory."""
    if is_laboratory(actor):
        return Member.objects.none()
    rows = Member.objects.filter(link=Member.Link.WAITING, specimen__revoked_at=None)
    if not actor.everywhere:
        rows = rows.filter(unit__in=sorted(actor.unit_ids))
    return rows.select_related("specimen__laboratory", "unit")


def alarms(actor: Actor, now: dt.datetime) -> QuerySet[Member]:
    """Positives of which nobody knows yet whose they are."""
    return waiting(actor, now).filter(alarm=True)


def wait_words(member: Member) -> str:
    """Why a member waits, in words."""
    return WAIT_WORDS.get(Wait(member.wait_reason), "") if member.wait_reason else "Chưa nhận diện"


def candidates_of(
    member: Member, actor: Actor, now: dt.datetime, decisions: Iterable[UnlinkedAction] | None = None
) -> people_candidates.Candidates:
    """The likeliest people for a waiting member, without those who were rejected; `decisions` where they are read
    already. Never for a laboratory."""
    if is_laboratory(actor):
        raise OutOfSight
    found = people_candidates.candidates(identity_of(member), actor, now)
    made = decisions_of(member) if decisions is None else decisions
    rejected = {one.person_id for one in made if one.decision == UnlinkedAction.Decision.NOT_SAME}
    visible = tuple(one for one in found.visible if one.person.pk not in rejected)
    return people_candidates.Candidates(visible, found.elsewhere)


def decisions_of(member: Member) -> QuerySet[UnlinkedAction]:
    return UnlinkedAction.objects.filter(member=member).select_related("person").order_by("-id")


def to_resample(actor: Actor, now: dt.datetime, disease: str = "") -> QuerySet[Member]:
    """Members of positive pools of whom no single specimen was taken since: each must be sampled again.

    Those whom nobody has identified yet are among them: they are to be found first."""
    positive = Result.objects.filter(
        specimen=OuterRef("specimen_id"), revoked_at=None, outcome=Result.Outcome.POSITIVE
    )
    since = Member.objects.filter(
        person=OuterRef("person_id"),
        specimen__pooled=False,
        specimen__revoked_at=None,
        specimen__disease=OuterRef("specimen__disease"),
        specimen__occurred_at__gt=OuterRef("specimen__occurred_at"),
    )
    rows = visible_members(actor, now).filter(Exists(positive), specimen__pooled=True)
    if disease:
        rows = rows.filter(specimen__disease=disease)
    return rows.exclude(Exists(since)).select_related("specimen__laboratory", "person", "unit")


def corrections_waiting(actor: Actor, now: dt.datetime) -> QuerySet[Correction]:
    """Other outcomes that laboratories sent for results on record, not yet decided on."""
    rows = visible_corrections(actor, now).filter(state=Correction.State.WAITING, result__revoked_at=None)
    return rows.select_related("result__specimen__laboratory")


def unidentified_in(specimen: Specimen) -> int:
    """How many people of a specimen wait to be identified; unscoped, for a specimen read through its own door."""
    return specimen.members.filter(link=Member.Link.WAITING).count()


def results_of_people(
    person_ids: Sequence[int] | QuerySet[Any], disease: str = ""
) -> list[tuple[Member, Result]]:
    """Each result of a person's specimens, the latest first; unscoped, for people read through their own door."""
    members, results = lists_of_people(person_ids, disease)
    read_together(members, results)
    return paired(members, results)


def lists_of_people(
    person_ids: Sequence[int] | QuerySet[Any], disease: str = ""
) -> tuple[QuerySet[Member], QuerySet[Result]]:
    """The same as two lists still to be read; `paired` brings them together."""
    members = Member.objects.filter(person__in=person_ids)
    if disease:
        members = members.filter(specimen__disease=disease)
    results = Result.objects.filter(specimen__in=members.values("specimen")).order_by("-occurred_at", "-id")
    return members.select_related("specimen__laboratory", "person"), results


def paired(members: Iterable[Member], results: Iterable[Result]) -> list[tuple[Member, Result]]:
    by_specimen = {member.specimen_id: member for member in members}
    return [(by_specimen[row.specimen_id], row) for row in results]


def added_results(disease: str, person_ids: Sequence[int] | None = None) -> Iterator[AddedResult]:
    """Every standing result of every linked person, as the journeys took it; what a rebuild compares with."""
    rows = Member.objects.filter(person__isnull=False, specimen__disease=disease, specimen__revoked_at=None)
    if person_ids is not None:
        rows = rows.filter(person__in=person_ids)
    for member in rows.select_related("specimen").order_by("id").iterator(chunk_size=_PART):
        for result in member.specimen.results.filter(revoked_at=None).order_by("id"):
            yield added_result(member.specimen, member, result)


def waiting_with(numbers: Iterable[str], phones: Iterable[str]) -> int:
    """How many specimens wait to be identified that carry one of these CCCD or phones, by blind index; unscoped."""
    same = Q(national_id_index__in=set(numbers) - {""}) | Q(phone_index__in=set(phones) - {""})
    return Member.objects.filter(same, link=Member.Link.WAITING, specimen__revoked_at=None).count()


def files_of(person_ids: Iterable[int]) -> set[uuid.UUID]:
    """The uploads that results of these people came with."""
    rows = Result.objects.filter(specimen__members__person__in=set(person_ids))
    return {uid for uid in rows.values_list("upload_uid", flat=True) if uid}


def specimens_count(person_ids: Iterable[int]) -> int:
    """How many specimens of these people are on record; unscoped."""
    return Member.objects.filter(person__in=set(person_ids)).count()
