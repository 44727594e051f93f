"""Every ground on which something may be asked of a person, before the nearest one wins."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from lachan.epi.contacts import Contact
from lachan.epi.days import FOREVER, day_text, last_day, local_day
from lachan.epi.episodes import CaseFile, Episode
from lachan.epi.facts import Own
from lachan.epi.intervals import Reason
from lachan.epi.measures import Course, Occasion, course
from lachan.epi.rules import RulesFor
from lachan.epi.spans import Span

# Who comes first: the nearer ring, even where it is still provisional.
ORDER: Sequence[tuple[str, bool]] = (
    ("confirmed", False),
    ("suspected", True),
    *((f"ring{ring}", provisional) for ring in (1, 2, 3) for provisional in (False, True)),
    ("recovered", False),
)


class Claim(NamedTuple):
    """One ground: a status from `starts_at` until `ends_at` at the latest, and its course."""

    person: int
    status: str
    provisional: bool
    starts_at: datetime
    ends_at: datetime
    course: Course
    uid: str
    rule: str
    unit: int | None
    levelled: bool
    reason: Reason

    @property
    def level_span(self) -> Span:
        return self.starts_at, min(self.course.level_ends_at, self.ends_at)

    @property
    def sort_key(self) -> tuple[datetime, datetime, str]:
        return self.level_span[1], self.starts_at, self.uid


def claims_of(own: Own, file: CaseFile, contacts: Sequence[Contact], rules_for: RulesFor) -> Iterator[Claim]:
    for episode in file.episodes:
        yield from _case_claims(episode, own, rules_for)
    yield from _recovered_claims(own, file, rules_for)
    for contact in contacts:
        yield from _contact_claims(contact)


def _case_claims(episode: Episode, own: Own, rules_for: RulesFor) -> Iterator[Claim]:
    if episode.suspected_at:
        end = min(episode.confirmed_at or FOREVER, episode.ends_at)
        yield _case_claim("suspected", episode, own, (episode.suspected_at, end), rules_for)
    if episode.confirmed_at:
        span = (episode.confirmed_at, episode.ends_at)
        yield _case_claim("confirmed", episode, own, span, rules_for)


def _case_claim(status: str, episode: Episode, own: Own, span: Span, rules_for: RulesFor) -> Claim:
    occasion = Occasion(
        status=status,
        provisional=status == "suspected",
        starts_at=span[0],
        symptoms=episode.symptoms,
        sampled_at=episode.trigger.taken_at,
    )
    return Claim(
        person=own.person,
        status=status,
        provisional=status == "suspected",
        starts_at=span[0],
        ends_at=span[1],
        course=course(occasion, own, rules_for(episode.trigger.unit)),
        uid=episode.trigger.uid,
        rule=episode.confirming_rule if status == "confirmed" else episode.opening_rule,
        unit=episode.trigger.unit,
        levelled=episode.depth > 0,
        reason=case_reason(episode),
    )


def case_reason(episode: Episode) -> Reason:
    """Which result opened, confirmed, closed the episode, under which rules."""
    trigger = episode.trigger
    reason: dict[str, object] = {
        "code": "case",
        "trigger": trigger.uid,
        "method": trigger.method,
        "known_at": episode.known_at.isoformat(),
        "sampled_at": trigger.sampled_at.isoformat() if trigger.sampled_at else None,
        "symptoms": episode.symptoms,
        "source": episode.source,
        "flags": list(episode.flags),
    }
    if episode.confirmed_at:
        reason |= {
            "confirmed_by": episode.confirmed_by,
            "confirmed_at": episode.confirmed_at.isoformat(),
        }
    if episode.excluded_at:
        reason |= {
            "excluded_by": episode.excluded_by,
            "excluded_at": episode.excluded_at.isoformat(),
            "excluding_rule": episode.excluding_rule,
        }
    if episode.ended_at:
        reason |= {
            "ended_by": episode.ended_by,
            "ended_at": episode.ended_at.isoformat(),
            "ending": episode.ending,
        }
    return reason


def _recovered_claims(own: Own, file: CaseFile, rules_for: RulesFor) -> Iterator[Claim]:
    for outcome in own.outcomes:
        if outcome.kind != "recovered":
            continue
        book = rules_for(outcome.unit)
        occasion = Occasion("recovered", provisional=False, starts_at=outcome.at)
        again = [e.known_at for e in file.episodes if e.known_at > outcome.at and e.confirmed_at]
        ring = book.decide("contact_ring", local_day(outcome.at)).then
        yield Claim(
            person=own.person,
            status="recovered",
            provisional=False,
            starts_at=outcome.at,
            ends_at=min(again, default=FOREVER),
            course=course(occasion, own, book),
            uid=outcome.uid,
            rule="",
            unit=outcome.unit,
            levelled=bool(ring and ring["depth"]),
            reason={"code": "recovered", "outcome": outcome.uid},
        )


def _contact_claims(contact: Contact) -> Iterator[Claim]:
    end = contact.void_at or FOREVER
    firm = contact.firm_at
    if firm is None or contact.known_at < firm:
        span = (contact.known_at, min(end, firm or FOREVER))
        yield _contact_claim(contact, span, provisional=True)
    if firm is not None and firm < end:
        yield _contact_claim(contact, (firm, end), provisional=False)


def _contact_claim(contact: Contact, span: Span, *, provisional: bool) -> Claim:
    return Claim(
        person=contact.person,
        status=f"ring{contact.ring}",
        provisional=provisional,
        starts_at=span[0],
        ends_at=span[1],
        course=contact.course,
        uid=contact.exposure.uid,
        rule=contact.rule,
        unit=contact.exposure.unit,
        levelled=True,
        reason=contact_reason(contact),
    )


def contact_reason(contact: Contact) -> Reason:
    """Whom, how, when, in which window: ids and days only, names come at rendering."""
    source, exposure = contact.source, contact.exposure
    reason: dict[str, object] = {
        "code": "contact",
        "ring": contact.ring,
        "exposure": exposure.uid,
        "source": source.person,
        "root": source.root,
        "trigger": source.trigger,
        "closeness": exposure.closeness,
        "on": day_text(local_day(contact.met_at)),
        "last_on": _day_or_none(contact),
        "anchor": source.anchor,
        "anchor_day": day_text(source.anchor_day),
        "days_before": source.days_before,
        "window_rule": source.window_rule,
        "verified": contact.verified,
    }
    if contact.meetings > 1:
        reason["meetings"] = contact.meetings
    if contact.assumed:
        reason["assumed"] = contact.assumed
    if source.void_at:
        reason["excluded_at"] = source.void_at.isoformat()
    return reason


def _day_or_none(contact: Contact) -> str | None:
    if contact.last >= FOREVER:
        return None
    return day_text(last_day(contact.met_at, contact.last))
