"""Everything about one case, gathered from the rooms that hold it, for one reader."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from lachan.cases import queries as cases
from lachan.cases.statements import Statement, statements_of
from lachan.desk.lens import address
from lachan.desk.sources import LikelySource, likely_sources
from lachan.desk.words import until_words
from lachan.epi import intervals as kinds
from lachan.epi.episodes import UNKNOWN_SOURCE
from lachan.isolation import queries as isolation
from lachan.isolation import separation
from lachan.isolation.lingering import ground_gone
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import may
from lachan.kernel.diseases import disease
from lachan.kernel.times import local_day
from lachan.kernel.together import read_together
from lachan.standing import queries as standing
from lachan.standing.reasons import Reasons
from lachan.testing import queries as testing
from lachan.tracing import queries as tracing
from lachan.tracing.contact_table import ContactRow, first_ring
from lachan.tracing.episodes import stretch_of
from lachan.ui.components import TimelineItem
from lachan.ui.formats import moment
from lachan.zones import queries as zones
from lachan.zones.rules import terms_in_force

SHOWN_CONTACTS = 200


@dataclass(frozen=True, slots=True)
class Told:
    """An interval with its reason in words."""

    row: Any
    why: str

    @property
    def label(self) -> str:
        return kinds.KINDS[self.row.kind]


@dataclass(slots=True)
class CaseFile:
    """`contacts` are at most SHOWN_CONTACTS of `contact_count`; the tracing room lists them all."""

    case: Any
    disease: Any
    case_why: str = ""
    now_holds: list[Told] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    all_entries: list[Any] = field(default_factory=list)  # of the timeline, what was taken back included
    contacts: list[tuple[ContactRow, str]] = field(default_factory=list)
    contact_count: int = 0
    others: tuple[Any, ...] = ()  # other episodes of the person, whose contacts stand in their own files
    tests: list[tuple[Any, Any, str]] = field(default_factory=list)
    steps: list[tuple[str, Any, str]] = field(default_factory=list)
    untold: bool = False  # nobody has recorded that the person was told
    orders: list[Any] = field(default_factory=list)
    stays: list[Any] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    likely: list[tuple[LikelySource, str]] = field(default_factory=list)  # with the reason in words
    ring: Any = None  # the ring of houses in which the case counts
    needs_ring: bool = False  # the disease's rule asks for one, and there is none

    @property
    def entries(self) -> list[Any]:
        return [one for one in self.all_entries if one.revoked_at is None]

    @property
    def persons(self) -> set[int]:
        """Whose data the page shows."""
        met = {row.person_id for row, _ in self.contacts if row.person}
        return {self.case.person_id} | met


def _why(row: ContactRow, reasons: Reasons) -> str:
    if row.unplaced is not None:
        return reasons.why_not(row.unplaced)
    return reasons.why(row.standing) if row.standing else ""


def case_file(uid: uuid.UUID, actor: Actor, now: dt.datetime) -> CaseFile:
    """The file under the reader's scope; OutOfSight for a case they may not see."""
    case = cases.case_by_uid(uid, actor, now)
    made = CaseFile(case, disease(case.disease))
    found = _Lists(case, actor, now)
    rows = list(found.intervals)
    stretch = stretch_of(case)
    made.others = stretch.others
    near = first_ring(actor, now, case, found.meetings, stretch)
    shown = near[:SHOWN_CONTACTS]
    reasons = Reasons([*rows, *(row.standing for row in shown if row.standing)], case.disease, actor, now)
    made.contact_count = len(near)
    made.contacts = [(row, _why(row, reasons)) for row in shown]
    _fill_standing(made, rows, reasons, now)
    made.all_entries = list(found.entries)
    _fill_tests(made, found)
    _fill_separation(made, found, now)
    made.statements = statements_of(case)
    if may(actor, "tracing.view"):
        likely = likely_sources([case], actor, now, rows).get(case.pk, [])
        made.likely = [(one, reasons.why(one.interval)) for one in likely]
    if may(actor, "zones.view"):
        _fill_ring(made)
    return made


def _fill_ring(made: CaseFile) -> None:
    case = made.case
    unit = case.unit or case.person.residence
    made.ring = zones.ring_of_case(case.pk)
    asked = unit is not None and terms_in_force(case.disease, unit, local_day(case.opened_at)) is not None
    made.needs_ring = asked and made.ring is None and not case.withdrawn


_OF_ISOLATION = (kinds.OBLIGATION, kinds.UNSEPARATED, kinds.ORDER_NEEDED)


class _Lists:
    """What the rooms hold of the case, read in one trip."""

    def __init__(self, case: Any, actor: Actor, now: dt.datetime) -> None:
        person, disease = case.person_id, case.disease
        self.intervals = standing.of_person(disease=disease, person_id=person)
        self.meetings = tracing.meetings_among(actor, now, [person], disease)
        self.entries = tracing.entries_of(actor, now, case.pk, revoked=True)
        if not may(actor, "tracing.view"):
            self.meetings, self.entries = self.meetings.none(), self.entries.none()
        self.members, self.results = testing.lists_of_people([person], disease)
        self.orders = isolation.orders_of(actor, now, [person], disease)
        self.stays = isolation.stays_of(actor, now, [person], disease)
        self.told = isolation.told_rows([person], disease)
        read_together(*vars(self).values())


def _fill_standing(made: CaseFile, rows: list[Any], reasons: Reasons, now: dt.datetime) -> None:
    """What holds for the person now, and why the episode is what it is."""
    case = made.case
    episode = [row for row in rows if row.kind == kinds.CASE and _uid_of(row) == str(case.trigger_uid)]
    made.case_why = reasons.why(episode[-1]) if episode else ""
    holding = [row for row in rows if row.starts_at <= now < row.ends_at]
    made.now_holds = [
        Told(row, reasons.why(row)) for row in holding if row.kind not in (kinds.CASE, kinds.FLAG)
    ]
    # That the source is unknown stands beside "Nguồn lây" already.
    made.flags = [
        reasons.why(row) for row in holding if row.kind == kinds.FLAG and row.value != UNKNOWN_SOURCE
    ]
    made.flags += [words for holds, words in _own_flags(case) if holds and words not in made.flags]


def _uid_of(row: Any) -> str:
    return str(row.input_uid).split(":", maxsplit=1)[0]


def _own_flags(case: Any) -> list[tuple[bool, str]]:
    return [
        (case.number > 1, f"Đợt bệnh thứ {case.number} của người này"),
        (case.repositive, "Dương tính trở lại sau khi đã khỏi bệnh"),
        (case.late_first_positive, "Dương tính lần đầu sau khi hoàn thành cách ly tập trung"),
    ]


def _fill_tests(made: CaseFile, found: _Lists) -> None:
    pairs = testing.paired(found.members, found.results)
    made.tests = [(member, result, made.disease.method_name(result.method)) for member, result in pairs]


def _fill_separation(made: CaseFile, found: _Lists, now: dt.datetime) -> None:
    """positive → told → order → arrival, each with the hours since the one before that is known; a disease that
    asks nobody to stay apart has neither order nor arrival."""
    made.orders, made.stays = list(found.orders), list(found.stays)
    told = sorted(found.intervals, key=lambda row: row.ends_at)
    closed = made.case if made.case.closed_at and made.case.outcome else None
    for stay in made.stays:
        stay.ground_gone = ground_gone(stay, told, closed, now)
    hours = separation.steps_from(
        rows=found.intervals,
        stays=made.stays,
        ordered=[row.order.occurred_at for row in made.orders],
        told=[row.occurred_at for row in found.told],
        now=now,
    )
    made.untold = hours.told_at is None
    named = [
        ("Có kết quả dương tính", hours.positive_at),
        ("Báo cho người bệnh", hours.told_at),
    ]
    if made.orders or made.stays or any(row.kind in _OF_ISOLATION for row in found.intervals):
        named += [("Ra quyết định", hours.ordered_at), ("Đến nơi cách ly, điều trị", hours.arrived_at)]
    made.steps = [(label, at, _after(hours.positive_at, at)) for label, at in named]


def _after(start: dt.datetime | None, at: dt.datetime | None) -> str:
    """Hours from the result; who was kept apart before it, for whatever reason, did not arrive because of it."""
    if start is None or at is None or at == start:
        return ""
    if at < start:
        return "ở đó từ trước khi có kết quả"
    return f"{(at - start).total_seconds() / 3600:.1f} giờ sau kết quả".replace(".", ",")


# --- the past ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Replay:
    """How the person stood at `as_of`, judged by what was recorded at `known_at`."""

    as_of: dt.datetime
    known_at: dt.datetime
    holds: list[tuple[str, Any, str]]


def replay(case: Any, as_of: dt.datetime, known_at: dt.datetime, actor: Actor, now: dt.datetime) -> Replay:
    """The answer to "what did we know then": levels, duties and tests with their reasons."""
    found = standing.replay(disease=case.disease, person_id=case.person_id, as_of=as_of, known_at=known_at)
    reasons = Reasons(found, case.disease, actor, now)
    return Replay(as_of, known_at, [(kinds.KINDS[row.kind], row, reasons.why(row)) for row in found])


def history(made: CaseFile, actor: Actor, now: dt.datetime) -> list[TimelineItem]:
    """Facts of the case in the order in which they were recorded; what was taken back stays, struck out."""
    items = [_statement_item(one) for one in made.statements]
    items += [_test_item(made, member, result) for member, result, _ in made.tests]
    if may(actor, "tracing.view"):
        items += [_entry_item(one) for one in made.all_entries]
    items += [_stay_item(one) for one in made.stays]
    items += [_order_item(one) for one in made.orders]
    return sorted(items, key=lambda item: str(item.when), reverse=True)


def _statement_item(one: Statement) -> TimelineItem:
    fact = one.fact
    return TimelineItem(
        fact.recorded_at, one.title, text=one.words, revoked=fact.revoke_reason if fact.revoked_at else ""
    )


def _test_item(made: CaseFile, member: Any, result: Any) -> TimelineItem:
    title = f"{made.disease.method_name(result.method)}: {result.get_outcome_display().lower()}"
    words = f"Mẫu {member.specimen.code}, có kết quả {moment(result.occurred_at)}"
    return TimelineItem(
        result.recorded_at, title, text=words, revoked=result.revoke_reason if result.revoked_at else ""
    )


def _entry_item(entry: Any) -> TimelineItem:
    words = f"{moment(entry.occurred_at)}{f' đến {moment(entry.left_at)}' if entry.left_at else ''}"
    revoked = entry.revoke_reason if entry.revoked_at else ""
    return TimelineItem(entry.recorded_at, f"Mốc dịch tễ: {entry.place_name}", text=words, revoked=revoked)


def _stay_item(stay: Any) -> TimelineItem:
    where = stay.site.organisation.name if stay.site else "tại nhà"
    words = f"đến {moment(stay.occurred_at)}{f', rời {moment(stay.ended_at)}' if stay.ended_at else ''}"
    return TimelineItem(stay.recorded_at, f"{stay.get_measure_display()}, {where}", text=words)


def _order_item(member: Any) -> TimelineItem:
    order = member.order
    url = address("isolation:order_page", order.uid)
    text = f"{member.get_measure_display()}, {until_words(member.ends_at)}"
    return TimelineItem(order.occurred_at, f"Quyết định {order.number}/{order.symbol}", text=text, url=url)
