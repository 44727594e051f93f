"""Collecting a specimen by hand, from one person or from several into one tube, and taking a wrong record back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import check
from lachan.kernel.audit import services as audit
from lachan.kernel.errors import Refused
from lachan.kernel.facts import fact_revoke
from lachan.people import queries as people
from lachan.people.identity import Identity, identity
from lachan.people.matching import Wait
from lachan.testing.access import check_sees
from lachan.testing.concerned import alarms_refresh, results_added
from lachan.testing.identity import member_fields
from lachan.testing.models import Member, Result, Specimen
from lachan.testing.types import AddedResult


@transaction.atomic
def specimen_collect(
    *,
    disease: str,
    code: str,
    sampled_at: dt.datetime,
    person_ids: Sequence[int],
    by: Actor,
    now: dt.datetime,
    unknown: Sequence[Identity] = (),
    pooled: bool = False,
    kind: str = "",
    reason: str = "",
    laboratory_id: int | None = None,
    unit_id: int | None = None,
) -> Specimen:
    """A specimen of people whom the collector sees, and of `unknown` identities that wait for a decision.

    Refused for a code in use, a moment to come, nobody, or several people in a tube that is no pool.
    """
    check(by, "testing.result_record")
    _check(code, sampled_at, len(person_ids) + len(unknown), pooled, now)
    found = people.people_of(people.visible_ids(person_ids, by, now))
    if len(found) != len(set(person_ids)):
        raise Refused("Có người trong danh sách không thuộc địa bàn của đồng chí.", "person_ids")
    specimen = Specimen(
        disease=disease,
        code=code.strip(),
        pooled=pooled,
        kind=kind,
        reason=reason,
        collected_by_id=by.organisation_id,
        laboratory_id=laboratory_id or by.organisation_id,
        unit_id=unit_id or next((one.residence_id for one in found.values()), None),
        occurred_at=sampled_at,
        recorded_at=now,
        recorded_by=by.user_id,
    )
    try:
        with transaction.atomic():
            specimen.save()
    except IntegrityError as error:
        raise Refused(f"Mã mẫu {code} đã được dùng. Hãy ghi mã khác.", "code") from error
    members = [_known(found[pk], by, now) for pk in dict.fromkeys(person_ids)]
    members += [_unknown(who) for who in unknown]
    _keep(specimen, members)
    audit.record(
        kind="testing.specimen_collected",
        by=by,
        now=now,
        object_uid=specimen.uid,
        data={"code": specimen.code, "members": len(members)},
        about={pk: {"specimen": str(specimen.uid)} for pk in found},
    )
    return specimen


def _check(code: str, sampled_at: dt.datetime, count: int, pooled: bool, now: dt.datetime) -> None:
    if not code.strip():
        raise Refused("Chưa nhập mã mẫu.", "code")
    if sampled_at > now:
        raise Refused("Giờ lấy mẫu không thể ở sau lúc này.", "sampled_at")
    if not count:
        raise Refused("Phải chọn người được lấy mẫu.", "person_ids")
    if count > 1 and not pooled:
        raise Refused("Mẫu đơn chỉ của một người; nhiều người phải ghi là mẫu gộp.", "pooled")


def _known(person: people.Person, by: Actor, now: dt.datetime) -> Member:
    who = identity(
        person.full_name,
        birth_year=person.birth_year,
        birth_date=person.birth_date,
        sex=person.sex,
        national_id=person.national_id,
        phone=person.phone,
        unit_id=person.residence_id,
    )
    return Member(
        **member_fields(who),
        address=person.address,
        person_id=person.pk,
        link=Member.Link.DECIDED,
        linked_at=now,
        linked_by=by.user_id,
    )


def _unknown(who: Identity) -> Member:
    return Member(**member_fields(who), wait_reason=Wait.NOT_ENOUGH)


def _keep(specimen: Specimen, members: Sequence[Member]) -> None:
    for position, member in enumerate(members, start=1):
        member.specimen, member.position = specimen, position
        member.save()


@transaction.atomic
def specimen_revoke(*, specimen: Specimen, reason: str, by: Actor, now: dt.datetime) -> list[AddedResult]:
    """The tube was recorded wrong (never taken, another disease, another code): it goes with all its results, which
    wants the right to take results back. Gives the people whom they no longer concern."""
    check(by, "testing.specimen_revoke")
    check_sees(by, specimen, now)
    results = list(Result.objects.standing().filter(specimen=specimen))
    if results:
        check(by, "testing.result_revoke")
    concerned = [one for result in results for one in results_added(result)]
    for result in results:
        fact_revoke(fact=result, by=by, now=now, reason=reason)
    fact_revoke(fact=specimen, by=by, now=now, reason=reason)
    alarms_refresh(specimen)
    people_of = specimen.members.filter(person__isnull=False).values_list("person_id", flat=True)
    audit.record(
        kind="testing.specimen_revoked",
        by=by,
        now=now,
        object_uid=specimen.uid,
        data={"code": specimen.code, "results": len(results), "reason": reason.strip()},
        about={pk: {"specimen": str(specimen.uid)} for pk in people_of},
    )
    return concerned
