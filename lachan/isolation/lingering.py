"""Who is still on record at a site, in a hospital or at home though nothing asks for it any more.

Recovery, death, an excluded suspicion or the last day of a measure ends the duty, a lifting or its last day the decision;
nobody has yet recorded that the person left, so that the place counts as taken and the next steps do not begin.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from lachan.cases import queries as cases
from lachan.epi import intervals as kinds
from lachan.epi.vocabulary import MEASURES
from lachan.isolation import booking
from lachan.isolation.models import Order, OrderMember, Stay
from lachan.kernel.diseases import diseases
from lachan.kernel.times import local_day, show_day, show_moment
from lachan.kernel.together import read_together
from lachan.standing import queries as standing

_ALL = 10**9  # more than there will be
_SEPARATING = [code for code, measure in MEASURES.items() if measure.separates]
_NO_DECISION = "Quyết định đã được gỡ hoặc hết thời hạn; nay không còn phải ở đây"


def lingering(stays: QuerySet[Stay], now: dt.datetime, *, many: bool) -> QuerySet[Stay]:
    """Those of these stays (under way) whose ground is gone; `many`: the stays are those of a province, not of a commune.

    That is: a duty as strict as the stay ended while it lasted, and none as strict is left; or the last duty to keep
    apart ended; or the decisions that brought somebody to a site hold no more, and no duty as strict is left. Who was
    kept more strictly than the rule from the start stays as long as any such duty or decision does.
    """
    duties = standing.StandingInterval.objects.filter(
        person_id=OuterRef("person_id"),
        disease=OuterRef("disease"),
        kind=kinds.OBLIGATION,
        value__in=_SEPARATING,
        starts_at__lte=now,
    ).alias(strict=booking.strictness("value"))
    ended = duties.filter(ends_at__gt=OuterRef("occurred_at"), ends_at__lte=now)
    holding = duties.filter(ends_at__gt=now)
    as_strict = {"strict__gte": OuterRef("kept")}
    # Nearly everybody is held where they are: that is asked first. SQLite is asked of many at once; PostgreSQL makes no
    # table of so long a list, and reads it for each stay.
    at_once = many and connection.vendor == "sqlite"
    held = _held(now) if at_once else Q(Exists(holding.filter(**as_strict)))
    gone = Q(Exists(ended.filter(**as_strict))) | _undecided(now) | (~Exists(holding) & Exists(ended))
    strict = {"kept": booking.strictness("measure")}
    unheld = stays.alias(**strict).filter(~held, measure__in=_SEPARATING)
    if many and connection.vendor == "postgresql":
        # It would ask everybody for all grounds first. What is cut off at a number it finds by itself.
        unheld = Stay.objects.alias(**strict).filter(pk__in=unheld.order_by().values("pk")[:_ALL])
    return unheld.filter(gone)


def _held(now: dt.datetime) -> Q:
    """Whom a duty as strict as their stay keeps there now: found once for each disease and measure instead of asked
    for each stay of a province."""
    found = Q()
    for disease, measure in product(diseases(), _SEPARATING):
        as_strict = [
            code for code in _SEPARATING if MEASURES[code].strictness >= MEASURES[measure].strictness
        ]
        duties = standing.current(disease=disease, kind=kinds.OBLIGATION, at=now, value=as_strict)
        found |= Q(disease=disease, measure=measure, person_id__in=duties.values("person_id"))
    return found


def _undecided(now: dt.datetime) -> Q:
    """A stay at a site for which there was a decision and is none any more."""
    named = {"person_id": OuterRef("person_id"), "order__disease": OuterRef("disease")}
    reached = Q(ends_at=None) | Q(ends_at__gt=OuterRef("occurred_at"))
    decided = OrderMember.objects.filter(
        reached, **named, order__state=Order.State.ISSUED, starts_at__lte=now
    )
    return Q(site__isnull=False) & Exists(decided) & ~Exists(booking.running(now).filter(**named))


def tell(stays: Sequence[Any], now: dt.datetime) -> None:
    """Put on each of these stays, found by `lingering`, why it has no ground (`ground_gone`) and what is left to do."""
    ids = {stay.person_id for stay in stays}
    duties = standing.StandingInterval.objects.filter(
        person_id__in=ids, kind=kinds.OBLIGATION, value__in=_SEPARATING, starts_at__lte=now
    ).order_by("ends_at")
    ended = cases.cases_of(ids).exclude(closed_at=None).exclude(outcome="")
    read_together(duties, ended)
    of_person: dict[tuple[int, str], list[Any]] = {}
    for row in duties:
        of_person.setdefault((row.person_id, row.disease), []).append(row)
    closed = {(case.person_id, case.disease): case for case in ended}  # the latest one stays
    for stay in stays:
        key = (stay.person_id, stay.disease)
        told = ground_gone(stay, of_person.get(key, []), closed.get(key), now)
        stay.ground_gone = told or _NO_DECISION


def ground_gone(stay: Any, intervals: Iterable[Any], case: Any, now: dt.datetime) -> str:
    """The same of one stay, from the person's intervals in the order in which they end; empty where it has its ground,
    or is over. `case`: theirs that has an outcome, or None."""
    duties = [row for row in intervals if row.kind == kinds.OBLIGATION and row.value in _SEPARATING]
    ended = [row for row in duties if stay.occurred_at < row.ends_at <= now]
    left = [row for row in duties if row.starts_at <= now < row.ends_at]
    if not _is_gone(stay, ended, left, now):
        return ""
    told = [f"“{_label(ended[-1]).capitalize()}” {_ended_words(ended[-1].ends_at)}"]
    if case is not None and case.closed_at >= stay.occurred_at:
        outcome = cases.OutcomeKind(case.outcome).label.lower()
        told = [f"Đã ghi {outcome} lúc {show_moment(case.closed_at)} ({case.national_number or case.code})"]
    told.append(f"nay chỉ còn phải “{_label(left[-1])}”" if left else "nay không còn phải cách ly")
    return "; ".join(told)


def _ended_words(end: dt.datetime) -> str:
    """ "hết ngày 14/09/2021" where it ended with the day, as papers write it."""
    last = end - dt.timedelta(seconds=1)
    return (
        f"đã hết ngày {show_day(local_day(last))}"
        if local_day(last) != local_day(end)
        else f"đã hết lúc {show_moment(end)}"
    )


def _is_gone(stay: Any, ended: Sequence[Any], left: Sequence[Any], now: dt.datetime) -> bool:
    """`lingering` for what was read already."""
    if stay.measure not in _SEPARATING or not ended or (stay.ended_at is not None and stay.ended_at <= now):
        return False
    if not left:
        return True
    return any(_as_strict(row, stay) for row in ended) and not any(_as_strict(row, stay) for row in left)


def _as_strict(row: Any, stay: Any) -> bool:
    return MEASURES[row.value].strictness >= MEASURES[stay.measure].strictness


def _label(row: Any) -> str:
    return MEASURES[row.value].label.lower()
