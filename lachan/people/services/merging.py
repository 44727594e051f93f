"""Two records of one human being: merging is a fact, and revoking it restores both.

Facts keep the person they were recorded with. `canonical` is a projection of the merges that stand; sight is
shared between the two by rows that rest on the merge and end with it.
"""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import check
from lachan.kernel.audit import services as audit
from lachan.kernel.errors import Refused
from lachan.kernel.facts import fact_revoke
from lachan.people.access import check_remembered, check_sees
from lachan.people.models import Merge, Person
from lachan.people.services.shared_sight import share


@transaction.atomic
def persons_merge(*, kept: Person, absorbed: Person, reason: str, by: Actor, now: dt.datetime) -> Merge:
    """Show `absorbed` as `kept` from now on. Refused for a record that is already part of another."""
    check(by, "people.merge")
    for person in (kept, absorbed):
        check_sees(by, person, now)
    if kept.pk == absorbed.pk:
        raise Refused("Hai hồ sơ được chọn là một.")
    check_remembered(kept, absorbed)
    if not reason.strip():
        raise Refused("Phải ghi căn cứ để gộp hai hồ sơ.", "reason")
    _take_both(kept, absorbed)
    made = Merge.objects.create(
        kept=kept,
        absorbed=absorbed,
        reason=reason.strip()[:300],
        occurred_at=now,
        recorded_at=now,
        recorded_by=by.user_id,
    )
    _recompute_canonical([absorbed.pk])
    share(person_ids=[kept.pk, absorbed.pk], by=by, now=now)
    _record("people.persons_merged", made, made.reason, by, now)
    return made


@transaction.atomic
def merge_revoke(*, merge: Merge, reason: str, by: Actor, now: dt.datetime) -> None:
    """The two are different people after all. Refused while both carry the same CCCD."""
    check(by, "people.merge")
    for person in (merge.kept, merge.absorbed):
        check_sees(by, person, now)
    fact_revoke(fact=merge, by=by, now=now, reason=reason)
    try:
        with transaction.atomic():
            _recompute_canonical([merge.absorbed_id])
    except IntegrityError as error:
        raise Refused("Hai hồ sơ đang cùng một số CCCD. Hãy sửa số của một hồ sơ trước khi tách.") from error
    share(person_ids=[merge.kept_id, merge.absorbed_id], by=by, now=now)
    _record("people.merge_revoked", merge, reason.strip(), by, now)


def _recompute_canonical(person_ids: list[int]) -> None:
    """Set `canonical` of these records, and of all merged into them, from the merges that stand."""
    keeps = dict(Merge.objects.standing().values_list("absorbed_id", "kept_id"))
    below: dict[int, list[int]] = {}
    for absorbed, kept in keeps.items():
        below.setdefault(kept, []).append(absorbed)
    waiting = list(person_ids)
    while waiting:
        person_id = waiting.pop()
        root = _root(person_id, keeps)
        canonical = root if root != person_id else None
        Person.objects.filter(pk=person_id).update(canonical=canonical)
        waiting += below.get(person_id, [])


def _root(person_id: int, keeps: dict[int, int]) -> int:
    while person_id in keeps:
        person_id = keeps[person_id]
    return person_id


def _take_both(kept: Person, absorbed: Person) -> None:
    """Both must be whole records; the update holds both rows until the end, so that no circle can arise."""
    free = Person.objects.filter(pk__in=[kept.pk, absorbed.pk], canonical=None).order_by("pk")
    if free.update(canonical=None) != 2:
        raise Refused("Một trong hai hồ sơ đã được gộp vào hồ sơ khác. Hãy mở hồ sơ chính rồi gộp.")


def _record(kind: str, merge: Merge, reason: str, by: Actor, now: dt.datetime) -> None:
    audit.record(
        kind=kind,
        by=by,
        now=now,
        object_uid=merge.uid,
        data={"kept_id": merge.kept_id, "absorbed_id": merge.absorbed_id, "reason": reason},
    )
