"""Lists of contacts: lines become meetings at once where it is sure who is meant, and wait where it is not."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count

from django.db import transaction

from lachan.kernel.access.actors import Actor
from lachan.kernel.audit import services as audit
from lachan.kernel.errors import Refused
from lachan.people import services as people
from lachan.people.candidates import candidates
from lachan.people.matching import Match, Wait, match_many
from lachan.places import queries as places
from lachan.tracing.access import check_can_exposure_record
from lachan.tracing.contacts import Contact
from lachan.tracing.models import ContactLine, Exposure
from lachan.tracing.services.exposures import (
    exposure_record,
    exposure_supposed,
    exposures_record,
    meeting_check,
)

_CHUNK = 400


@dataclass(slots=True)
class Taken:
    """What became of a list; `added` are the new meetings, which the caller carries on to levels."""

    added: list[Exposure] = field(default_factory=list)
    registered: list[int] = field(default_factory=list)
    repeated: int = 0
    waiting: int = 0
    bad: list[tuple[int, list[str]]] = field(default_factory=list)

    @property
    def new_lines(self) -> int:
        return len(self.added) + self.waiting


@dataclass(slots=True)
class Supposed:
    """What taking a list would lead to: meetings not saved, new people under negative ids, lines that would wait."""

    exposures: list[Exposure] = field(default_factory=list)
    new: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Decided:
    """The person a line was decided to mean, and the meeting (with whether it is new)."""

    person_id: int
    exposure: Exposure
    is_new: bool


def contacts_take(
    *,
    case_id: int,
    other_id: int,
    disease: str,
    contacts: Sequence[Contact],
    by: Actor,
    now: dt.datetime,
    unit_id: int | None = None,
    upload_uid: uuid.UUID | None = None,
) -> Taken:
    """The contacts of a case's person `other_id`, or of whom they name themselves; taken again they add nothing.

    A line is linked by people's strict rule. Without a number it registers a new person only where nobody
    in the register could be meant, since a contact must be found at once; else it waits in the queue.
    """
    check_can_exposure_record(by)
    with transaction.atomic():
        taken = Taken()
        fresh = _not_yet_told(case_id, contacts, taken)
        who = _Who(case_id, by, now)
        lines = []
        for contact, match in zip(fresh, who.resolve(fresh), strict=True):
            line = _line(case_id, contact.of_id or other_id, disease, contact, upload_uid, by, now)
            lines.append((contact, line, match))
        taken.registered = who.registered
        _meet(lines, disease, unit_id, upload_uid, taken, by, now)
        _wait(lines, taken)
        if taken.new_lines:
            audit.record(
                kind="tracing.contacts_taken",
                by=by,
                now=now,
                data={"lines": taken.new_lines, "waiting": taken.waiting, "case_id": case_id},
            )
    return taken


def contacts_suppose(
    *,
    case_id: int,
    other_id: int,
    disease: str,
    contacts: Sequence[Contact],
    by: Actor,
    now: dt.datetime,
    unit_id: int | None = None,
) -> Supposed:
    """What `contacts_take` would record of these contacts; nothing is written."""
    check_can_exposure_record(by)
    strangers = count(-1, -1)
    who = _Who(case_id, by, now, register=lambda contact: next(strangers))
    fresh = _not_yet_told(case_id, contacts, Taken())
    found = Supposed()
    for contact, match in zip(fresh, who.resolve(fresh), strict=True):
        met_id = contact.of_id or other_id
        if match.person_id is None:
            found.waiting += 1
        elif match.person_id != met_id:
            meeting = contact.meeting(match.person_id, met_id, unit_id)
            found.exposures.append(exposure_supposed(disease=disease, meeting=meeting, by=by, now=now))
    found.new = len(who.registered)
    return found


def contact_decide(
    *,
    line: ContactLine,
    by: Actor,
    now: dt.datetime,
    person_id: int | None = None,
    unit_id: int | None = None,
) -> Decided:
    """Say who a waiting line means; without `person_id` it is somebody new. All lines of that identity follow
    when they are decided in turn. Refused where somebody else has decided before."""
    check_can_exposure_record(by)
    with transaction.atomic():
        contact = Contact.from_json(line.told) if line.told else None
        state = ContactLine.State.LINKED if person_id else ContactLine.State.REGISTERED
        if contact is None or not _close(line, state, by, now):
            raise Refused("Dòng này đã được người khác xử lý.")
        if person_id:
            _complete(person_id, contact, by, now)
        person_id = person_id or _register(contact, by, now)
        exposure, is_new = exposure_record(
            disease=line.disease,
            meeting=contact.meeting(person_id, line.other_id, unit_id),
            by=by,
            now=now,
            upload_uid=line.upload_uid,
        )
        ContactLine.objects.filter(pk=line.pk).update(person_id=person_id, exposure=exposure, told=None)
        audit.record(
            kind="tracing.contact_decided",
            by=by,
            now=now,
            object_uid=line.uid,
            data={"decision": ContactLine.State(state).label},
            about={person_id: {}},
        )
    line.refresh_from_db()
    return Decided(person_id, exposure, is_new)


def contact_refuse(*, line: ContactLine, reason: str, by: Actor, now: dt.datetime) -> None:
    """Drop a waiting line that means nobody (a heading, a name told twice)."""
    check_can_exposure_record(by)
    if not reason.strip():
        raise Refused("Phải ghi lý do bỏ dòng này.", "reason")
    with transaction.atomic():
        if not _close(line, ContactLine.State.REFUSED, by, now):
            raise Refused("Dòng này đã được người khác xử lý.")
        ContactLine.objects.filter(pk=line.pk).update(told=None, refuse_reason=reason.strip()[:300])
        audit.record(
            kind="tracing.contact_refused",
            by=by,
            now=now,
            object_uid=line.uid,
            data={"reason": reason.strip()},
        )
    line.refresh_from_db()


class _Who:
    """Who the lines of one list mean: those who are known by earlier lines, by the strict rule, or new."""

    def __init__(
        self, case_id: int, by: Actor, now: dt.datetime, register: Callable[[Contact], int] | None = None
    ) -> None:
        self.case_id, self.by, self.now = case_id, by, now
        self.register = register or (lambda contact: _register(contact, by, now))
        self.registered: list[int] = []

    def resolve(self, contacts: Sequence[Contact]) -> list[Match]:
        """One match a contact; an identity that stands on several lines is asked about once."""
        first = {contact.who_key: contact for contact in reversed(contacts)}
        known = self._known(list(first))
        asked = [contact for key, contact in first.items() if key not in known]
        strict = match_many([contact.identity for contact in asked])
        for contact, match in zip(asked, strict, strict=True):
            if match.registers is not None:
                base = asked[match.registers].who_key
                known[contact.who_key] = known.get(base) or self._new(contact)
            else:
                known[contact.who_key] = self._loose(contact, match)
        return [known[contact.who_key] for contact in contacts]

    def _known(self, keys: list[str]) -> dict[str, Match]:
        found: dict[str, Match] = {}
        for start in range(0, len(keys), _CHUNK):
            rows = ContactLine.objects.filter(
                case_id=self.case_id, who_key__in=keys[start : start + _CHUNK], person__isnull=False
            )
            found |= {row.who_key: Match(person_id=row.person_id) for row in rows}
        return found

    def _loose(self, contact: Contact, match: Match) -> Match:
        if match.wait is Wait.NOT_ENOUGH and candidates(contact.identity, self.by, self.now).nobody:
            return self._new(contact)
        return match

    def _new(self, contact: Contact) -> Match:
        person_id = self.register(contact)
        self.registered.append(person_id)
        return Match(person_id=person_id)


def _register(contact: Contact, by: Actor, now: dt.datetime) -> int:
    new = people.NewPerson(identity=contact.identity, address=contact.address)
    return people.person_register(person=new, by=by, now=now).pk


def _complete(person_id: int, contact: Contact, by: Actor, now: dt.datetime) -> None:
    unit = places.unit_by_id(contact.identity.unit_id) if contact.identity.unit_id else None
    people.profile_complete(
        person_id=person_id,
        told=contact.identity,
        unit_label=unit.name if unit else "",
        address=contact.address,
        by=by,
        now=now,
    )


def _not_yet_told(case_id: int, contacts: Sequence[Contact], taken: Taken) -> list[Contact]:
    keys = [contact.line_key for contact in contacts]
    known: set[str] = set()
    for start in range(0, len(keys), _CHUNK):
        rows = ContactLine.objects.filter(case_id=case_id, line_key__in=keys[start : start + _CHUNK])
        known |= set(rows.values_list("line_key", flat=True))
    fresh = []
    for contact, key in zip(contacts, keys, strict=True):
        if key in known:
            taken.repeated += 1
        else:
            known.add(key)
            fresh.append(contact)
    return fresh


def _line(
    case_id: int,
    other_id: int,
    disease: str,
    contact: Contact,
    upload_uid: uuid.UUID | None,
    by: Actor,
    now: dt.datetime,
) -> ContactLine:
    return ContactLine(
        case_id=case_id,
        other_id=other_id,
        disease=disease,
        line_key=contact.line_key,
        who_key=contact.who_key,
        unit_id=contact.identity.unit_id,
        upload_uid=upload_uid,
        recorded_at=now,
        recorded_by=by.user_id,
    )


Told = tuple[Contact, ContactLine, Match]


def _meet(
    lines: Sequence[Told],
    disease: str,
    unit_id: int | None,
    upload_uid: uuid.UUID | None,
    taken: Taken,
    by: Actor,
    now: dt.datetime,
) -> None:
    """Meetings of the lines whose person is known; impossible ones go back to their line."""
    sure = []
    for contact, line, match in lines:
        if match.person_id is None:
            continue
        meeting = contact.meeting(match.person_id, line.other_id, unit_id)
        try:
            meeting_check(meeting=meeting, by=by, now=now)
        except Refused as error:
            taken.bad.append((contact.number, [error.message]))
            continue
        line.person_id = match.person_id
        sure.append((line, meeting))
    done = exposures_record(
        disease=disease, meetings=[meeting for _, meeting in sure], by=by, now=now, upload_uid=upload_uid
    )
    taken.added = list(done.added)
    taken.repeated += len(done.repeated)
    _keep_lines(sure, (*done.added, *done.repeated), taken)


def _keep_lines(sure, exposures: Sequence[Exposure], taken: Taken) -> None:
    new = set(taken.registered)
    by_pair = {(row.person_id, row.other_id, row.occurred_at, row.closeness): row for row in exposures}
    by_pair |= {(row.other_id, row.person_id, row.occurred_at, row.closeness): row for row in exposures}
    for line, meeting in sure:
        registered = line.person_id in new
        line.state = ContactLine.State.REGISTERED if registered else ContactLine.State.LINKED
        line.exposure = by_pair[meeting.person_id, meeting.other_id, meeting.span[0], meeting.closeness]
    ContactLine.objects.bulk_create([line for line, _ in sure], batch_size=500)


def _wait(lines: Sequence[Told], taken: Taken) -> None:
    waiting = []
    for contact, line, match in lines:
        if match.person_id is None:
            line.state, line.wait, line.told = ContactLine.State.WAITING, match.wait or "", contact.to_json()
            waiting.append(line)
    ContactLine.objects.bulk_create(waiting, batch_size=500)
    taken.waiting = len(waiting)


def _close(line: ContactLine, state: str, by: Actor, now: dt.datetime) -> bool:
    """True where the line was still waiting and is now ours."""
    waiting = ContactLine.objects.filter(pk=line.pk, state=ContactLine.State.WAITING)
    return bool(waiting.update(state=state, decided_at=now, decided_by=by.user_id))
