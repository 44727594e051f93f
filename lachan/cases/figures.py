"""Counts of cases as they stood at a moment, by what is known now. Every count is that of a queryset given here."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection
from typing import Any

from django.db.models import CharField, Count, Func, Q, QuerySet

from lachan.cases.access import listed_for, visible_to
from lachan.cases.models import Case, Classification, Publication
from lachan.kernel.access.actors import Actor
from lachan.kernel.counting import exist
from lachan.kernel.times import day_start, local_day
from lachan.kernel.unindexed import Unindexed

Days = dict[tuple[dt.date, str], int]


class UtcHour(Func):
    """The hour of a moment as text, "2021-09-15 00": both databases cut it without calling back into Python."""

    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="substr(%(expressions)s, 1, 13)", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = "to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24')"
        return self.as_sql(compiler, connection, template=template, **extra)


def of_disease(actor: Actor, now: dt.datetime, disease: str) -> QuerySet[Case]:
    """The disease's cases that the reader sees."""
    return listed_for(actor, now).filter(disease=disease)


def diseases_under_way(actor: Actor, now: dt.datetime, codes: Collection[str]) -> list[str]:
    """Those of the diseases of which the reader sees cases under way; much lighter than counting them."""
    rows = [_under_way(actor, now).filter(disease=code) for code in codes]
    return [code for code, there_are in zip(codes, exist(rows), strict=True) if there_are]


def under_way_by_disease(actor: Actor, now: dt.datetime) -> dict[str, int]:
    """disease → cases under way in the reader's sight."""
    rows = _under_way(actor, now)
    return dict(rows.order_by().values_list("disease").annotate(n=Count("pk")))


def _under_way(actor: Actor, now: dt.datetime) -> QuerySet[Case]:
    return listed_for(actor, now).filter(closed_at=None).exclude(classification=Classification.EXCLUDED)


def confirmed_between(rows: QuerySet[Case], start: dt.datetime, end: dt.datetime) -> QuerySet[Case]:
    """Confirmed by a result in [start, end)."""
    return rows.filter(classification=Classification.CONFIRMED, confirmed_at__gte=start, confirmed_at__lt=end)


def confirmed_under_way(rows: QuerySet[Case], at: dt.datetime) -> QuerySet[Case]:
    """Confirmed cases that had not ended at `at`."""
    return rows.filter(_not_ended(at), classification=Classification.CONFIRMED, confirmed_at__lt=at)


def suspected_under_way(rows: QuerySet[Case], at: dt.datetime) -> QuerySet[Case]:
    """Suspicions that were neither confirmed nor excluded at `at`."""
    unconfirmed = Q(confirmed_at=None) | Q(confirmed_at__gte=at)
    # Few are unconfirmed: of the bare columns, SQLite starts from all that were opened or have not ended.
    rows = rows.alias(ended=Unindexed("closed_at"), opened=Unindexed("opened_at"))
    return rows.filter(Q(ended=None) | Q(ended__gt=at), unconfirmed, opened__lt=at)


def unknown_source(rows: QuerySet[Case], at: dt.datetime) -> QuerySet[Case]:
    """Confirmed cases under way at `at` whose source nobody has explained (unknown, or not yet stated)."""
    return confirmed_under_way(rows, at).exclude(source_known=True)


def without_national_number(rows: QuerySet[Case], at: dt.datetime) -> QuerySet[Case]:
    return confirmed_under_way(rows, at).filter(national_number="")


def onset_between(rows: QuerySet[Case], first: dt.date, last: dt.date) -> QuerySet[Case]:
    """Confirmed cases by the day of onset, both days included; those without symptoms are in no such count."""
    return rows.filter(classification=Classification.CONFIRMED, onset_on__gte=first, onset_on__lte=last)


def published_between(rows: QuerySet[Case], first: dt.date, last: dt.date) -> QuerySet[Case]:
    """Cases that the closed figures of these days count."""
    days = Publication.objects.filter(revoked_at=None, published_on__gte=first, published_on__lte=last)
    return rows.filter(pk__in=days.values("case_id"))  # a join would start from all cases


def within(rows: QuerySet[Case], units: Collection[int] | None) -> QuerySet[Case]:
    """Cases counted in these communes; with an empty collection those without a commune."""
    if units is None:
        return rows
    return rows.filter(unit_id__in=sorted(units)) if units else rows.filter(unit=None)


def days_of_result(rows: QuerySet[Case], first: dt.date, last: dt.date) -> Days:
    """(local day, context) → confirmed cases by the day of the result; days without any are absent."""
    chosen = confirmed_between(rows, day_start(first), day_start(last + dt.timedelta(days=1)))
    counted = chosen.order_by().values_list(UtcHour("confirmed_at"), "context").annotate(n=Count("pk"))
    found: Counter[tuple[dt.date, str]] = Counter()
    for hour, context, count in counted:
        moment = dt.datetime.strptime(hour, "%Y-%m-%d %H").replace(tzinfo=dt.UTC)
        found[local_day(moment), context] += count
    return dict(found)


def days_of_onset(rows: QuerySet[Case], first: dt.date, last: dt.date) -> Days:
    return _by_day(onset_between(rows, first, last), "onset_on")


def days_of_publication(rows: QuerySet[Case], first: dt.date, last: dt.date) -> Days:
    published = rows.filter(
        publications__revoked_at=None,
        publications__published_on__gte=first,
        publications__published_on__lte=last,
    )
    return _by_day(published, "publications__published_on")


def _by_day(rows: QuerySet[Case], field: str) -> Days:
    counted = rows.order_by().values_list(field, "context").annotate(n=Count("pk"))
    return {(found, context): n for found, context, n in counted}


def _not_ended(at: dt.datetime) -> Q:
    return Q(closed_at=None) | Q(closed_at__gt=at)


def by_code(text: str, actor: Actor, now: dt.datetime) -> QuerySet[Case]:
    """Cases in the reader's sight whose own code begins or ends with the text, or whose BN number it is."""
    bare = "".join(text.split()).upper()
    if not any(char.isdigit() for char in bare):
        return Case.objects.none()
    named = Q(national_number=bare) | Q(code__gte=bare, code__lt=f"{bare}\uffff")
    if bare.isdigit():
        named = Q(national_number=f"BN{bare}") | Q(code__endswith=f"-{bare.zfill(6)}")
    return (
        visible_to(actor, now).filter(named).select_related("person", "unit__parent").order_by("-opened_at")
    )


def by_uids(uids: Collection[Any]) -> dict[Any, Case]:
    """uid → case, withdrawn ones included; unscoped, for rows that were already read under the reader's scope."""
    rows = Case.objects.filter(uid__in=list(uids)).select_related("person", "unit__parent")
    return {row.uid: row for row in rows}
