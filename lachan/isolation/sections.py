"""What the person page shows of a level and of isolation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.http import HttpRequest

from lachan.epi import intervals as kinds
from lachan.kernel import diseases
from lachan.kernel.access.roles import may
from lachan.people import queries as people
from lachan.people.queries import Person
from lachan.people.sections import Section
from lachan.standing import queries as standing
from lachan.standing.badges import interval_badge
from lachan.standing.reasons import Reasons

_SAID = (kinds.LEVEL, kinds.OBLIGATION, kinds.UNSEPARATED, kinds.ORDER_NEEDED, kinds.LIFTING_NEEDED)


def isolation_of(request: HttpRequest, person: Person) -> Section | None:
    """The levels that hold now, each with its reason, until when and the next test, for those who may see isolation."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    if not may(actor, "isolation.view"):
        return None
    holds: dict[str, list[standing.StandingInterval]] = {}
    for row in standing.StandingInterval.objects.filter(
        person_id__in=people.same_person(person), ends_at__gt=now
    ).order_by("kind", "starts_at"):
        holds.setdefault(row.disease, []).append(row)
    parts = []
    for code, known in holds.items():
        rows = [row for row in known if row.starts_at <= now]
        coming = next_test(known, now)
        reasons = Reasons([*rows, *coming], code, actor, now)
        level = min((row for row in rows if row.kind == kinds.LEVEL), key=lambda row: row.value, default=None)
        badge = interval_badge(level)
        whys = [reasons.why(row) for row in [*(row for row in rows if row.kind in _SAID), *coming]]
        if badge or whys:
            parts.append((diseases.disease(code), badge, whys))
    context = {"parts": parts, "person": person}
    return Section("Theo dõi, cách ly", "isolation/_person_isolation.html", context)


def next_test(rows: Iterable[standing.StandingInterval], now: dt.datetime) -> list[standing.StandingInterval]:
    """The test that is due or comes next; empty where none is."""
    due = (row for row in rows if row.kind == kinds.DUE_TEST and row.ends_at > now)
    return sorted(due, key=lambda row: row.starts_at)[:1]
