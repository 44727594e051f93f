"""Reads of cases: lists and counts, always through `visible_to`, so that a count equals its list."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

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
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.queries import restrict
from lachan.kernel.errors import OutOfSight
from lachan.kernel.times import LOCAL, day_bounds, day_start

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


def codes_of(person_ids: Iterable[int], disease: str) -> dict[int, str]:
    """person id → what the person is called in reasons: the BN number, or the province's own code."""
    rows = Case.objects.filter(person_id__in=list(person_ids), disease=disease, withdrawn=False).order_by(
        "number"
    )
    return {
        row.person_id: row.national_number or row.code
        for row in rows.only("person_id", "national_number", "code", "number")
    }


def persons_with_cases(disease: str, person_ids: Iterable[int]) -> set[int]:
    """Those of these people who have a case row, withdrawn ones included."""
    wanted = list(person_ids)
    found: set[int] = set()
    for start in range(0, len(wanted), 1000):
        rows = Case.objects.filter(disease=disease, person_id__in=wanted[start : start + 1000])
        found |= set(rows.values_list("person_id", flat=True))
    return found


def all_persons(disease: str) -> set[int]:
    """Everybody with a case row of the disease."""
    return set(Case.objects.filter(disease=disease).values_list("person_id", flat=True))


def confirmed_between(rows: QuerySet[Case], start: dt.datetime, end: dt.datetime) -> QuerySet[Case]:
    """Cases confirmed by a result in [start, end): the count "by result"."""
    return rows.filter(classification=Classification.CONFIRMED, confirmed_at__gte=start, confirmed_at__lt=end)


def confirmed_on(rows: QuerySet[Case], day: dt.date) -> QuerySet[Case]:
    return confirmed_between(rows, *day_bounds(day))


def onset_on(rows: QuerySet[Case], day: dt.date) -> QuerySet[Case]:
    """Cases by day of onset; those without symptoms by the day of their sample."""
    return rows.filter(classification=Classification.CONFIRMED, onset_on=day)


def published_on(rows: QuerySet[Case], day: dt.date) -> QuerySet[Case]:
    """Cases counted in a closed day's published figures."""
    return rows.filter(publications__published_on=day, publications__revoked_at=None)


def unknown_source(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Confirmed cases under way whose source nobody has explained yet (unknown, or not yet stated)."""
    return rows.filter(classification=Classification.CONFIRMED, closed_at=None).exclude(source_known=True)


def by_context(rows: QuerySet[Case]) -> dict[str, int]:
    counted = rows.order_by().values("context").annotate(n=Count("pk"))
    return {row["context"]: row["n"] for row in counted}


def by_unit(rows: QuerySet[Case]) -> dict[int | None, int]:
    counted = rows.order_by().values("unit_id").annotate(n=Count("pk"))
    return {row["unit_id"]: row["n"] for row in counted}


def by_day_of_result(rows: QuerySet[Case], first: dt.date, last: dt.date) -> dict[tuple[dt.date, str], int]:
    """(day, context) → confirmed cases; days without any are absent."""
    chosen = confirmed_between(rows, day_start(first), day_start(last + dt.timedelta(days=1)))
    counted = (
        chosen.order_by()
        .annotate(day=TruncDate("confirmed_at", tzinfo=LOCAL))
        .values("day", "context")
        .annotate(n=Count("pk"))
    )
    return {(row["day"], row["context"]): row["n"] for row in counted}


def by_day_of_onset(rows: QuerySet[Case], first: dt.date, last: dt.date) -> dict[tuple[dt.date, str], int]:
    counted = (
        rows.filter(classification=Classification.CONFIRMED, onset_on__gte=first, onset_on__lte=last)
        .order_by()
        .values("onset_on", "context")
        .annotate(n=Count("pk"))
    )
    return {(row["onset_on"], row["context"]): row["n"] for row in counted if row["onset_on"]}


def by_day_of_publication(
    rows: QuerySet[Case], first: dt.date, last: dt.date
) -> dict[tuple[dt.date, str], int]:
    counted = (
        rows.filter(
            publications__revoked_at=None,
            publications__published_on__gte=first,
            publications__published_on__lte=last,
        )
        .order_by()
        .values("publications__published_on", "context")
        .annotate(n=Count("pk"))
    )
    return {(row["publications__published_on"], row["context"]): row["n"] for row in counted}


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
