"""The contacts of a case as a tracer reads them: who, level and why, until when, next test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from lachan.epi import intervals as kinds
from lachan.epi.sentences import until
from lachan.epi.unplaced import Unplaced
from lachan.epi.vocabulary import CLOSENESS
from lachan.kernel.access.actors import Actor
from lachan.kernel.times import local_day, show_day, show_moment
from lachan.kernel.together import read_together
from lachan.people import queries as people
from lachan.standing import queries as standing
from lachan.standing.badges import interval_badge
from lachan.tracing import queries
from lachan.tracing.episodes import Stretch, stretch_of
from lachan.tracing.models import Exposure
from lachan.ui.marks import state


@dataclass(slots=True)
class ContactRow:
    """One person met, with the latest meeting; `person` is None where the reader may not see them."""

    person_id: int
    person: Any
    meeting: Exposure
    meetings: int
    via: Any = None  # whom they met, where that is not the case itself
    level: Any = None
    own_case: Any = None
    due: Any = None
    apart: bool | None = None
    unplaced: Unplaced | None = None

    @property
    def standing(self) -> Any:
        """What holds of the person now, or None: a level, else a case of their own."""
        return self.level or self.own_case

    @property
    def level_code(self) -> str:
        return self.level.value if self.level else ""

    @property
    def name(self) -> str:
        return self.person.full_name if self.person else "Người ngoài phạm vi quản lý"

    @property
    def birth_year(self) -> int | None:
        return self.person.birth_year if self.person else None

    @property
    def commune(self) -> str:
        return self.person.residence.name if self.person and self.person.residence else ""

    @property
    def met(self) -> str:
        moment = self.meeting.occurred_at
        return show_day(local_day(moment)) if self.meeting.day_only else show_moment(moment)

    @property
    def how(self) -> str:
        return closeness_words(self.meeting)

    @property
    def until(self) -> str:
        return until(self.level) if self.level else ""

    @property
    def next_test(self) -> str:
        return show_day(dt.date.fromisoformat(self.due.reason["due_on"])) if self.due else ""


def level_mark(row: ContactRow) -> SafeString:
    """The badge of the level; without one a case of their own, or that there is neither."""
    if row.level is not None:
        return interval_badge(row.level)
    if row.own_case is not None:
        return state("Ca nghi ngờ" if row.own_case.value == "suspected" else "Ca bệnh", "todo")
    return state("Không xếp mức", "off")


def apart_mark(row: ContactRow) -> SafeString | str:
    if row.apart is None:
        return ""
    return state("Đã tách", "done") if row.apart else state("Chưa tách", "late")


def closeness_words(meeting: Exposure) -> str:
    """How two people met, with what else was told of it."""
    parts = [CLOSENESS[meeting.closeness].label]
    if meeting.minutes:
        parts.append(f"{meeting.minutes} phút")
    if meeting.masked is not None:
        parts.append("đeo khẩu trang" if meeting.masked else "không khẩu trang")
    return ", ".join(parts)


def first_ring(
    actor: Actor,
    now: dt.datetime,
    case: Any,
    meetings: Iterable[Exposure] | None = None,
    stretch: Stretch | None = None,
) -> list[ContactRow]:
    """Everybody on record who met the case in the time of this illness, in or out of any level.

    `meetings` of the person and the `stretch` of the case are handed in where they are read already.
    """
    if meetings is None:
        meetings = queries.meetings_among(actor, now, [case.person_id], case.disease)
    span = stretch or stretch_of(case)
    own = [meeting for meeting in meetings if span.holds(meeting)]
    return _completed(_by_person(own, {case.person_id}), case.disease, actor, now)


def explain_unplaced(rows: Iterable[ContactRow], person_id: int, disease: str) -> None:
    """Say of those of the first ring who have no level why; for the rows that are shown, since it reads their facts."""
    without = [row for row in rows if row.standing is None]
    why = standing.unplaced(
        disease=disease, source_id=person_id, person_ids=[row.person_id for row in without]
    )
    for row in without:
        row.unplaced = why[row.person_id]


def second_ring(
    actor: Actor, now: dt.datetime, person_id: int, first: Sequence[ContactRow], disease: str
) -> list[ContactRow]:
    """Those who met the first ring and have a level because of it."""
    inner = {row.person_id for row in first if row.level_code == "F1"}
    known = {row.person_id for row in first} | {person_id}
    meetings = queries.meetings_among(actor, now, inner, disease)
    rows = [row for row in _by_person(meetings, inner) if row.person_id not in known]
    return [row for row in _completed(rows, disease, actor, now) if row.level_code in {"F2", "F3"}]


def _by_person(meetings: Iterable[Exposure], inner: set[int]) -> list[ContactRow]:
    found: dict[int, ContactRow] = {}
    for meeting in meetings:  # the latest comes first
        outer, via = (
            (meeting.other, meeting.person) if meeting.person_id in inner else (meeting.person, meeting.other)
        )
        row = found.get(outer.pk)
        if row is None:
            found[outer.pk] = ContactRow(outer.pk, outer, meeting, 1, via)
        else:
            row.meetings += 1
    return list(found.values())


def _completed(rows: list[ContactRow], disease: str, actor: Actor, now: dt.datetime) -> list[ContactRow]:
    if not rows:
        return []
    ids = [row.person_id for row in rows]
    visible = people.visible_among([*ids, *(row.via.pk for row in rows if row.via)], actor, now)
    intervals = _intervals(ids, disease, now)
    read_together(visible, intervals)
    seen, found = set(visible), _by_kind(intervals, now)
    for row in rows:
        row.level = found.get((row.person_id, kinds.LEVEL))
        row.own_case = found.get((row.person_id, kinds.CASE))
        row.due = found.get((row.person_id, kinds.DUE_TEST))
        row.apart = None if row.standing is None else (row.person_id, kinds.UNSEPARATED) not in found
        row.person = row.person if row.person_id in seen else None
        row.via = row.via if row.via and row.via.pk in seen else None
    return sorted(rows, key=_order)


def _intervals(ids: Sequence[int], disease: str, now: dt.datetime) -> QuerySet[Any]:
    rows = standing.StandingInterval.objects.filter(
        disease=disease,
        person_id__in=ids,
        kind__in=[kinds.LEVEL, kinds.CASE, kinds.UNSEPARATED, kinds.DUE_TEST],
        ends_at__gt=now,
    )
    return rows.order_by("starts_at")


def _by_kind(intervals: Iterable[Any], now: dt.datetime) -> dict[tuple[int, str], Any]:
    """(person id, kind) → the level, case and missing separation that hold now, and the test that is due or next."""
    found: dict[tuple[int, str], Any] = {}
    for row in intervals:
        if row.kind == kinds.DUE_TEST or row.starts_at <= now:
            found.setdefault((row.person_id, row.kind), row)
    return found


def _order(row: ContactRow) -> tuple[str, float]:
    return row.level_code or "F9", -row.meeting.occurred_at.timestamp()
