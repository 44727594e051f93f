"""Granting and ending sight; called by journeys and by the rooms that own the ground."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Protocol

from lachan.kernel.access.actors import Actor
from lachan.kernel.access.models import Sight
from lachan.kernel.bulk import insert_many


class Sharer(Protocol):
    def __call__(self, *, person_ids: Sequence[int], by: Actor, now: dt.datetime) -> None: ...


_sharers: list[Sharer] = []


def sight_grant(
    *,
    by: Actor,
    now: dt.datetime,
    subject_id: int,
    ground: str,
    unit_id: int | None = None,
    organisation_id: int | None = None,
    basis_uid: uuid.UUID | None = None,
    ends_at: dt.datetime | None = None,
) -> None:
    """Let a unit or an organisation see a person from now on; granting twice adds nothing."""
    holder = {"unit_id": unit_id or 0, "organisation_id": organisation_id or 0}
    _, is_new = Sight.objects.get_or_create(
        subject_id=subject_id,
        ground=ground,
        basis_uid=basis_uid,
        ends_at=ends_at,
        **holder,
        defaults={"starts_at": now},
    )
    if is_new:
        _tell([subject_id], by, now)


def sights_grant(*, by: Actor, now: dt.datetime, rows: Iterable[Sight]) -> None:
    """Bulk form for imports: rows prepared by the caller, who knows that they are new."""
    made = list(rows)
    insert_many(made)
    _tell([row.subject_id for row in made], by, now)


def sight_end(
    *, by: Actor, now: dt.datetime, subject_id: int, ground: str, basis_uid: uuid.UUID | None = None
) -> int:
    """End the sight of one ground (all of it, or what rests on one fact); returns how many rows ended."""
    rows = Sight.objects.filter(subject_id=subject_id, ground=ground, ends_at=None)
    if basis_uid is not None:
        rows = rows.filter(basis_uid=basis_uid)
    ended = rows.update(ends_at=now)
    if ended:
        _tell([subject_id], by, now)
    return ended


def on_change(sharer: Sharer) -> None:
    """Let a room that knows two records to be one person carry over what changed for one of them."""
    _sharers.append(sharer)


def _tell(subject_ids: Sequence[int], by: Actor, now: dt.datetime) -> None:
    for sharer in _sharers:
        sharer(person_ids=subject_ids, by=by, now=now)
