"""Who sees one record of a person sees all records merged with it, now and later.

Sight rests on the record for which it was granted. What others get of it are rows that rest on a merge: a projection,
made again whenever a merge or the sight of one of its records changes.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Sequence

from django.db.models import Q

from lachan.kernel.access.actors import Actor
from lachan.kernel.access.services import Sight
from lachan.people.models import Merge, Person

_Held = tuple[str, int, int, dt.datetime | None]


def share(*, person_ids: Sequence[int], by: Actor, now: dt.datetime) -> None:
    """Bring the shared sight of these people after what was granted or ended for one of their records."""
    merged = _ever_merged(person_ids)
    if not merged:
        return
    for group in _groups(merged):
        _share_within(group, now)


def _ever_merged(person_ids: Sequence[int]) -> set[int]:
    found: set[int] = set()
    if not Merge.objects.exists():
        return found  # an import of thousands asks nothing more
    for start in range(0, len(person_ids), 500):
        part = person_ids[start : start + 500]
        rows = Merge.objects.filter(Q(kept_id__in=part) | Q(absorbed_id__in=part))
        for kept, absorbed in rows.values_list("kept_id", "absorbed_id"):
            found |= {kept, absorbed}
    return found


def _groups(person_ids: Iterable[int]) -> list[list[int]]:
    """The records of each person among these."""
    canonical = dict(Person.objects.filter(pk__in=person_ids).values_list("pk", "canonical_id"))
    roots = {canonical[pk] or pk for pk in canonical}
    groups: dict[int, list[int]] = {root: [root] for root in roots}
    for pk, root in Person.objects.filter(canonical_id__in=roots).values_list("pk", "canonical_id"):
        groups[root].append(pk)
    return list(groups.values())


def _share_within(group: Collection[int], now: dt.datetime) -> None:
    merges = Merge.objects.filter(Q(kept_id__in=group) | Q(absorbed_id__in=group))
    every = set(merges.values_list("uid", flat=True))
    basis: dict[int, uuid.UUID] = {}  # rows of a record rest on a merge that it is part of itself
    for uid, kept, absorbed in merges.filter(revoked_at=None).values_list("uid", "kept_id", "absorbed_id"):
        basis |= {kept: uid, absorbed: uid}
    alive = Sight.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), subject_id__in=group)
    direct: dict[int, set[_Held]] = {pk: set() for pk in group}
    shared: dict[int, dict[_Held, list[int]]] = {pk: {} for pk in group}
    for row in alive:
        held = (row.ground, row.unit_id, row.organisation_id, row.ends_at)
        if row.basis_uid in every:
            shared[row.subject_id].setdefault(held, []).append(row.pk)
        else:
            direct[row.subject_id].add(held)
    for pk in group:
        wanted = set().union(*(direct[other] for other in group if other != pk))
        gone = [row for held, rows in shared[pk].items() if held not in wanted for row in rows]
        Sight.objects.filter(pk__in=gone).update(ends_at=now)
        if pk in basis:
            Sight.objects.bulk_create(_made(pk, wanted - shared[pk].keys(), basis[pk], now))


def _made(subject_id: int, held: Iterable[_Held], basis: uuid.UUID, now: dt.datetime) -> list[Sight]:
    return [
        Sight(
            subject_id=subject_id,
            ground=ground,
            unit_id=unit,
            organisation_id=organisation,
            basis_uid=basis,
            starts_at=now,
            ends_at=ends,
        )
        for ground, unit, organisation, ends in sorted(held, key=str)
    ]
