"""Reads of cases: lists and counts, always through `visible_to`, so that a count equals its list."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import QuerySet

from lachan.cases.access import listed_for, visible_to
from lachan.cases.models import (
    Case,
    Classification,
    Context,
    OnsetStatement,
    Outcome,
    OutcomeKind,
    Publication,
    SourceStatement,
)
from lachan.kernel import bulk
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.queries import restrict
from lachan.kernel.errors import OutOfSight

# Names that the rooms above may use; the module of the tables itself is private.
__all__ = [
    "Case",
    "Classification",
    "Context",
    "OnsetStatement",
    "Outcome",
    "OutcomeKind",
    "SourceStatement",
    "listed_for",
    "visible_to",
]

OPEN = (Classification.SUSPECTED, Classification.CONFIRMED)


def case_by_uid(uid: uuid.UUID, actor: Actor, now: dt.datetime) -> Case:
    """The case, or OutOfSight for what the actor may not see and for what does not exist.

    A withdrawn one opens too: its file shows which record was wrong, and why.
    """
    case = (
        restrict(Case.objects.all(), actor, now)
        .select_related("person__residence__parent", "unit__parent")
        .filter(uid=uid)
        .first()
    )
    if case is None:
        raise OutOfSight
    return case


def cases_of(person_ids: Iterable[int]) -> QuerySet[Case]:
    """All episodes of a person by the ids of their records, oldest first (the caller has checked the sight)."""
    return Case.objects.filter(person_id__in=person_ids, withdrawn=False).order_by(
        "disease", "opened_at", "id"
    )


def open_case_of(person_id: int, disease: str) -> Case | None:
    """The episode under way, if any."""
    return (
        Case.objects.filter(
            person_id=person_id,
            disease=disease,
            withdrawn=False,
            closed_at=None,
            classification__in=OPEN,
        )
        .order_by("-number")
        .first()
    )


def open_among(person_ids: Iterable[int]) -> QuerySet[Case]:
    """Episodes under way of any disease, of people by the ids of their records; unscoped."""
    rows = Case.objects.filter(person_id__in=person_ids, withdrawn=False, closed_at=None)
    return rows.filter(classification__in=OPEN)


def named_by_number(person_ids: Iterable[int], disease: str) -> QuerySet[Case]:
    """The cases of these people, still to be read, with what `number_of` asks; the latest of a person comes last."""
    rows = Case.objects.filter(person_id__in=list(person_ids), disease=disease, withdrawn=False)
    return rows.order_by("number").only("person_id", "national_number", "code", "number")


def number_of(case: Case) -> str:
    """What the person is called in reasons: the BN number, or the province's own code."""
    return case.national_number or case.code


def persons_with_cases(disease: str, person_ids: Iterable[int]) -> set[int]:
    """Those of these people who have a case row, withdrawn ones included."""
    sql = f"SELECT person_id FROM cases_case WHERE disease = %s AND {bulk.among('person_id')}"  # noqa: S608
    return {person for (person,) in bulk.fetch(sql, [disease, bulk.listed(person_ids)])}


def all_persons(disease: str) -> set[int]:
    """Everybody with a case row of the disease."""
    return set(Case.objects.filter(disease=disease).values_list("person_id", flat=True))


def unpublished(disease: str, until: dt.datetime) -> list[Case]:
    """Cases confirmed by `until` that no published figure holds yet."""
    published = Publication.objects.filter(revoked_at=None).values("case_id")
    return list(
        Case.objects.filter(
            disease=disease,
            classification=Classification.CONFIRMED,
            withdrawn=False,
            confirmed_at__lte=until,
        )
        .exclude(pk__in=published)
        .select_related("unit", "unit__parent")
        .order_by("confirmed_at", "id")
    )


def wrongly_published(disease: str) -> list[Case]:
    """Cases that published figures hold although they were excluded or withdrawn since."""
    published = Publication.objects.filter(revoked_at=None).values("case_id")
    rows = Case.objects.filter(disease=disease, pk__in=published)
    return list(rows.exclude(withdrawn=False, classification=Classification.CONFIRMED).select_related("unit"))
