"""Deciding whose a waiting specimen is. Each service gives the results that now concern a person, or no longer do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import check
from lachan.kernel.audit import services as audit
from lachan.kernel.errors import OutOfSight, Refused
from lachan.people import queries as people
from lachan.people.services import NewPerson, person_register, profile_complete
from lachan.testing.access import check_sees_member
from lachan.testing.concerned import added_result, alarms_refresh
from lachan.testing.identity import identity_of
from lachan.testing.models import Member, UnlinkedAction
from lachan.testing.types import AddedResult

_TAKEN = "Mẫu này vừa được người khác nhận diện. Hãy mở lại danh sách chờ."


@transaction.atomic
def member_link(
    *, member: Member, person_id: int, by: Actor, now: dt.datetime, shown: Sequence[int] = ()
) -> list[AddedResult]:
    """The specimen is this person's. `shown` are the candidates that the decider saw."""
    _check(member, by, now)
    if not people.visible_ids([person_id], by, now):
        raise OutOfSight
    person_id = people.canonical_ids([person_id]).get(person_id, person_id)
    profile_complete(
        person_id=person_id,
        told=identity_of(member),
        unit_label=member.unit.name if member.unit else "",
        address=member.address,
        by=by,
        now=now,
    )
    _settle(member, Member.Link.DECIDED, person_id, by, now)
    _remember(member, UnlinkedAction.Decision.LINKED, person_id, by, now, shown)
    _record("testing.member_linked", member, by, now, person_id)
    return _results_of(member)


@transaction.atomic
def member_register_person(
    *, member: Member, by: Actor, now: dt.datetime, shown: Sequence[int] = ()
) -> list[AddedResult]:
    """Nobody in the register: a new person with the identity that the laboratory wrote."""
    _check(member, by, now)
    new = NewPerson(identity_of(member), address=member.address)
    person = person_register(person=new, by=by, now=now)
    _settle(member, Member.Link.REGISTERED, person.pk, by, now)
    _remember(member, UnlinkedAction.Decision.REGISTERED, person.pk, by, now, shown)
    _record("testing.member_registered", member, by, now, person.pk)
    return _results_of(member)


@transaction.atomic
def member_reject_candidate(*, member: Member, person_id: int, by: Actor, now: dt.datetime) -> None:
    """Not this person; they are not proposed for this specimen again."""
    _check(member, by, now)
    if not people.visible_ids([person_id], by, now):
        raise OutOfSight
    _remember(member, UnlinkedAction.Decision.NOT_SAME, person_id, by, now, ())
    _record("testing.candidate_rejected", member, by, now, person_id)


@transaction.atomic
def member_unlink(*, member: Member, reason: str, by: Actor, now: dt.datetime) -> list[AddedResult]:
    """Take a link back: the specimen waits again. Gives the results that no longer concern the person."""
    _check(member, by, now)
    if not reason.strip():
        raise Refused("Phải ghi lý do hoàn tác.", "reason")
    concerned = _results_of(member)
    person_id = member.person_id
    linked = Member.objects.filter(pk=member.pk, person=person_id).exclude(link=Member.Link.WAITING)
    if person_id is None or not linked.update(
        person=None, link=Member.Link.WAITING, linked_at=None, linked_by=None
    ):
        raise Refused("Mẫu này đang chờ nhận diện, không có gì để hoàn tác.")
    member.refresh_from_db()
    alarms_refresh(member.specimen)
    _remember(member, UnlinkedAction.Decision.UNDONE, person_id, by, now, ())
    _record("testing.member_unlinked", member, by, now, person_id, reason=reason.strip())
    return concerned


def _check(member: Member, by: Actor, now: dt.datetime) -> None:
    check(by, "testing.match_decide")
    check_sees_member(by, member, now)


def _settle(member: Member, link: str, person_id: int, by: Actor, now: dt.datetime) -> None:
    waiting = Member.objects.filter(pk=member.pk, link=Member.Link.WAITING)
    if not waiting.update(person=person_id, link=link, linked_at=now, linked_by=by.user_id, alarm=False):
        raise Refused(_TAKEN)
    member.refresh_from_db()


def _results_of(member: Member) -> list[AddedResult]:
    if member.person_id is None:
        return []
    results = member.specimen.results.filter(revoked_at=None).order_by("occurred_at", "id")
    return [added_result(member.specimen, member, result) for result in results]


def _remember(
    member: Member,
    decision: str,
    person_id: int | None,
    by: Actor,
    now: dt.datetime,
    shown: Sequence[int],
) -> None:
    UnlinkedAction.objects.create(
        member=member,
        decision=decision,
        person_id=person_id,
        decided_at=now,
        decided_by=by.user_id,
        shown=list(shown),
    )


def _record(kind: str, member: Member, by: Actor, now: dt.datetime, person_id: int, **data: Any) -> None:
    audit.record(
        kind=kind,
        by=by,
        now=now,
        object_uid=member.uid,
        data={"code": member.specimen.code, "person_id": person_id} | data,
        about={person_id: {"full_name": member.full_name}},
    )
