"""Strata 1 to 3: who became a contact of whom, by `contact_definition` inside a source's reach.

A *reach* is the stretch of time in which meeting somebody makes a contact: the infectious window of
a case makes ring 1, the time since a ring-1 contact was exposed makes ring 2, and so on.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from lachan.epi.days import FOREVER, local_day
from lachan.epi.episodes import CaseFile, Doubt, Episode
from lachan.epi.facts import Exposure, Own
from lachan.epi.measures import Course, Occasion, course
from lachan.epi.rules import Decision, RulesFor, number
from lachan.epi.spans import Span, covers, merged, overlap, without

DEEPEST = 3
_ALWAYS: Span = (datetime.min.replace(tzinfo=FOREVER.tzinfo), FOREVER)


class Reach(NamedTuple):
    """When meeting `person` made a contact of ring + 1, and what their contacts need to know."""

    person: int
    ring: int
    starts_at: datetime
    ends_at: datetime
    known_at: datetime
    firm_at: datetime | None  # from when it is no longer provisional
    void_at: datetime | None  # from when it no longer holds anybody
    day: date  # the rules of this day hold down the whole chain
    root: int
    trigger: str
    anchor: str
    anchor_day: date
    days_before: int
    window_rule: str
    window_verified: bool = True
    unit: int | None = None
    apart: tuple[Span, ...] = ()
    concentrated: tuple[Span, ...] = ()
    negatives: tuple[tuple[str, datetime], ...] = ()


class Contact(NamedTuple):
    """All meetings of one person with one source inside its reach, taken together."""

    person: int
    ring: int
    source: Reach
    first: datetime
    last: datetime
    exposure: Exposure  # the meeting that ended last
    met_at: datetime  # when it began inside the reach
    meetings: int
    known_at: datetime
    firm_at: datetime | None
    void_at: datetime | None
    rule: str
    verified: bool
    assumed: str
    course: Course

    @property
    def level_ends_at(self) -> datetime:
        return min(self.course.level_ends_at, self.void_at or FOREVER)


Reaches = Mapping[int, Sequence[Reach]]


@dataclass(slots=True)
class Found:
    contacts: list[Contact] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


class _Meeting(NamedTuple):
    span: Span
    exposure: Exposure
    decision: Decision


def case_reaches(own: Own, file: CaseFile) -> list[Reach]:
    """Ring 0: the infectious windows of a person's episodes."""
    died = min((o.at for o in own.outcomes if o.kind == "died"), default=FOREVER)
    return [_case_reach(episode, own, died) for episode in file.episodes if episode.window and episode.depth]


def _case_reach(episode: Episode, own: Own, died: datetime) -> Reach:
    window = episode.window
    assert window is not None
    return Reach(
        person=own.person,
        ring=0,
        starts_at=window.starts_at,
        ends_at=min(episode.ends_at, died) if episode.excluded_at is None else episode.ends_at,
        known_at=episode.known_at,
        firm_at=episode.confirmed_at,
        void_at=episode.excluded_at,
        day=episode.day,
        root=own.person,
        trigger=episode.trigger.uid,
        anchor=window.anchor,
        anchor_day=window.anchor_day,
        days_before=window.days_before,
        window_rule=window.rule,
        window_verified=window.verified,
        unit=episode.trigger.unit,
        apart=tuple(own.apart),
        concentrated=tuple(_concentrated(own)),
    )


def _concentrated(own: Own) -> list[Span]:
    return merged(s.span for s in own.separations if s.kind == "concentrated")


def contact_reaches(own: Own, contacts: Sequence[Contact], rules_for: RulesFor) -> list[Reach]:
    """The reaches of a contact: from the first exposure until the level ends."""
    return [
        _contact_reach(own, contact)
        for contact in contacts
        if ring_depth(rules_for, contact.exposure.unit, contact.source.day) > contact.ring
        and contact.known_at < contact.level_ends_at
    ]


def _contact_reach(own: Own, contact: Contact) -> Reach:
    source = contact.source
    return Reach(
        person=own.person,
        ring=contact.ring,
        starts_at=contact.first,
        ends_at=contact.level_ends_at,
        known_at=contact.known_at,
        firm_at=contact.firm_at,
        void_at=contact.void_at,
        day=source.day,
        root=source.root,
        trigger=source.trigger,
        anchor=source.anchor,
        anchor_day=source.anchor_day,
        days_before=source.days_before,
        window_rule=source.window_rule,
        window_verified=source.window_verified,
        unit=contact.exposure.unit,
        negatives=_negatives(own, contact.known_at),
        apart=tuple(own.apart),
        concentrated=tuple(_concentrated(own)),
    )


def _negatives(own: Own, since: datetime) -> tuple[tuple[str, datetime], ...]:
    """The first negative of each method, sampled from the day on which the contact was known."""
    first: dict[str, datetime] = {}
    for result in own.results:
        taken = result.taken_at
        if result.outcome != "negative" or result.resulted_at is None or taken is None:
            continue
        if local_day(taken) >= local_day(since):
            at = max(result.resulted_at, since)
            first[result.method] = min(at, first.get(result.method, at))
    return tuple(sorted(first.items()))


def contacts_of(
    ring: int,
    own: Own,
    file: CaseFile,
    reaches: Reaches,
    rules_for: RulesFor,
    nearer: Sequence[Contact] = (),
) -> Found:
    """The person's contacts of one ring: one for each source and each stretch of life between
    confirmed illnesses. An illness ends what was owed for exposures before it.

    `nearer` are the person's contacts of the rings inside: an F1 of a case is not also its F2, and
    nobody is a contact of themselves by way of their own contacts.
    """
    found = Found()
    already = {contact.source.trigger for contact in nearer}
    by_source: dict[int, list[Exposure]] = {}
    for exposure in own.exposures:
        other = exposure.with_whom(own.person)
        if other in reaches:
            by_source.setdefault(other, []).append(exposure)
    lives = _lives(file) if by_source else []
    for other, exposures in by_source.items():
        for reach in reaches[other]:
            if reach.root == own.person or reach.trigger in already:
                continue
            meetings = list(_meetings(ring, own, exposures, reach, rules_for, found))
            for life in lives:
                contact = _contact(ring, own, reach, meetings, life, rules_for)
                if contact:
                    found.contacts.append(contact)
    return found


def _lives(file: CaseFile) -> list[Span]:
    return without(_ALWAYS, merged(file.confirmed)) if file.episodes else [_ALWAYS]


def _meetings(
    ring: int,
    own: Own,
    exposures: Sequence[Exposure],
    reach: Reach,
    rules_for: RulesFor,
    found: Found,
) -> Iterator[_Meeting]:
    for exposure in exposures:
        if exposure.span is None:
            if ring == 1:
                found.doubts.append(_doubt("untimed_exposure", exposure, reach))
            continue
        spans = met_inside(exposure.span, own, reach)
        if not spans or ring_depth(rules_for, exposure.unit, reach.day) < ring:
            continue
        decision = rules_for(exposure.unit).decide(
            f"contact_definition_{ring}",
            reach.day,
            closeness=exposure.closeness,
            masked=exposure.masked,
            minutes=exposure.minutes,
        )
        if decision.then is None:
            found.doubts.append(_doubt(f"no_rule:contact_definition_{ring}", exposure, reach))
        elif decision.then["contact"]:
            yield from (_Meeting(span, exposure, decision) for span in spans)


def _doubt(value: str, exposure: Exposure, reach: Reach) -> Doubt:
    end = max(reach.known_at, reach.void_at or reach.ends_at)
    return Doubt(value, reach.known_at, end, exposure.uid, exposure.unit)


def ring_depth(rules_for: RulesFor, unit: int | None, day: date) -> int:
    then = rules_for(unit).decide("contact_ring", day).then
    return number(then["depth"]) if then else 0


def met_inside(span: Span, own: Own, reach: Reach) -> list[Span]:
    """The parts of a meeting during which the source could reach the contact.

    Keeping the source apart ends every meeting, except between two who are both in concentrated
    quarantine when it begins: room-mates do meet. Keeping the contact apart ends the meetings that
    began before; one recorded as beginning inside is a breach and counts.
    """
    window = (reach.starts_at, reach.ends_at)
    if overlap(span, window) is None:
        return []
    start = span[0]
    holes: Sequence[Span] = reach.apart
    if reach.concentrated and covers(reach.concentrated, start) and covers(_concentrated(own), start):
        holes = [hole for hole in holes if not hole[0] <= start < hole[1]]
    if span[0] == span[1]:
        return [] if covers(holes, start) else [span]
    if own.separations:
        holes = merged((*holes, *(hole for hole in own.apart if hole[0] > start)))
    pieces = (overlap(piece, window) for piece in without(span, holes))
    return [piece for piece in pieces if piece]


def _contact(
    ring: int,
    own: Own,
    reach: Reach,
    meetings: Sequence[_Meeting],
    life: Span,
    rules_for: RulesFor,
) -> Contact | None:
    inside = [(span, meeting) for meeting in meetings if (span := overlap(meeting.span, life)) is not None]
    if not inside:
        return None
    span, latest = max(inside, key=lambda item: (item[0][1], item[0][0], item[1].exposure.uid))
    first = min(span[0] for span, _ in inside)
    known_at = max(first, reach.known_at)
    void_at = min(reach.void_at or FOREVER, life[1])
    if known_at >= void_at:
        return None
    occasion = Occasion(
        status=f"ring{ring}",
        provisional=reach.firm_at is None,
        starts_at=known_at,
        last_exposure=span[1] if span[1] >= FOREVER else _last_moment(span),
        negatives=reach.negatives,
        source_ends_at=reach.ends_at,
    )
    then = latest.decision.then
    return Contact(
        person=own.person,
        ring=ring,
        source=reach,
        first=first,
        last=span[1],
        exposure=latest.exposure,
        met_at=span[0],
        meetings=len({meeting.exposure.uid for _, meeting in inside}),
        known_at=known_at,
        firm_at=max(known_at, reach.firm_at) if reach.firm_at else None,
        void_at=void_at if void_at < FOREVER else None,
        rule=latest.decision.rule_id,
        verified=latest.decision.verified and reach.window_verified,
        assumed=str((then or {}).get("assumed", "")),
        course=course(occasion, own, rules_for(latest.exposure.unit)),
    )


def _last_moment(span: Span) -> datetime:
    """A meeting that ends at midnight belongs to the day before."""
    return span[1] if span[0] == span[1] else max(span[0], span[1] - _TICK)


_TICK = datetime.resolution
