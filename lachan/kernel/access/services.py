"""Granting and ending sight; called by journeys and by the rooms that own the ground."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from lachan.kernel.access.actors import Actor
from lachan.kernel.access.models import Sight


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
    Sight.objects.get_or_create(
        subject_id=subject_id,
        ground=ground,
        basis_uid=basis_uid,
        ends_at=ends_at,
        **holder,
        defaults={"starts_at": now},
    )


def sights_grant(*, by: Actor, now: dt.datetime, rows: Iterable[Sight]) -> None:
    """Bulk form for imports: rows prepared by the caller, who knows that they are new."""
    Sight.objects.bulk_create(list(rows), batch_size=2000)


def sight_end(
    *, by: Actor, now: dt.datetime, subject_id: int, ground: str, basis_uid: uuid.UUID | None = None
) -> int:
    """End the sight of one ground (all of it, or what rests on one fact); returns how many rows ended."""
    rows = Sight.objects.filter(subject_id=subject_id, ground=ground, ends_at=None)
    if basis_uid is not None:
        rows = rows.filter(basis_uid=basis_uid)
    return rows.update(ends_at=now)
