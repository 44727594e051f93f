"""The shape of a fact: recorded once, revoked with a reason where it was wrong, never edited."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from lachan.kernel.access.actors import Actor
from lachan.kernel.errors import Refused
from lachan.kernel.ids import new_uid

F_co = TypeVar("F_co", bound="Fact", covariant=True)


class FactQuerySet(models.QuerySet[F_co]):
    def standing(self) -> Self:
        """Facts that have not been revoked."""
        return self.filter(revoked_at=None)

    def known_at(self, moment: dt.datetime) -> Self:
        """Facts as the records knew them at `moment`."""
        alive = Q(revoked_at=None) | Q(revoked_at__gt=moment)
        return self.filter(alive, recorded_at__lte=moment)


class Fact(models.Model):
    """Something that happened at `occurred_at` and was written down at `recorded_at`."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True, blank=True)  # user id; null for the system
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.BigIntegerField(null=True, blank=True)
    revoke_reason = models.CharField(max_length=500, blank=True)
    replaced_by = models.UUIDField(null=True, blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        abstract = True


def fact_revoke(
    *,
    fact: Fact,
    by: Actor,
    now: dt.datetime,
    reason: str,
    replaced_by: uuid.UUID | None = None,
) -> None:
    """Mark a record as wrong. Raises Refused where it is revoked already or no reason is given."""
    if not reason.strip():
        raise Refused("Phải ghi lý do thu hồi bản ghi.")
    changed = (
        type(fact)
        ._default_manager.filter(pk=fact.pk, revoked_at=None)
        .update(
            revoked_at=now,
            revoked_by=by.user_id,
            revoke_reason=reason.strip()[:500],
            replaced_by=replaced_by,
        )
    )
    if not changed:
        raise Refused("Bản ghi này đã được thu hồi trước đó.")
    fact.refresh_from_db()
