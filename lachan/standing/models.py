"""Inputs copied from the rooms where they are recorded, and what `epi` concluded from them."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q

from lachan.epi.days import FOREVER
from lachan.epi.intervals import KINDS


class InputKind(models.TextChoices):
    EXPOSURE = "exposure", "tiếp xúc"
    RESULT = "result", "xét nghiệm"
    ONSET = "onset", "triệu chứng"
    SOURCE = "source", "nguồn lây"
    SEPARATION = "separation", "cách ly trên thực tế"
    OUTCOME = "outcome", "kết cục"
    ORDER = "order", "quyết định"
    LIFT = "lift", "gỡ quyết định"
    VACCINATION = "vaccination", "tiêm chủng"
    HOME = "home", "nơi quản lý"


class StandingInput(models.Model):
    """One version of one fact. A fact that changes gets a new row; the old one ends at `revoked_at`."""

    uid = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=InputKind)
    disease = models.CharField(max_length=30)
    person_id = models.BigIntegerField()
    other_id = models.BigIntegerField(null=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    unit_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)
    recorded_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["uid"], condition=Q(revoked_at=None), name="standing_input_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(other_id=None) | ~Q(other_id=F("person_id")), name="standing_input_two_people"
            ),
        ]
        indexes = [
            models.Index(fields=["person_id", "disease"], name="standing_input_person"),
            models.Index(
                fields=["other_id", "disease"],
                condition=Q(other_id__isnull=False),
                name="standing_input_other",
            ),
        ]


class StandingReach(models.Model):
    """A person's reaches of one ring: when meeting them made a contact of the next ring."""

    disease = models.CharField(max_length=30)
    person_id = models.BigIntegerField()
    ring = models.SmallIntegerField()
    data = models.JSONField()
    mark = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person_id", "disease", "ring"], name="standing_reach_one_a_ring")
        ]


class StandingInterval(models.Model):
    """What holds for a person in [starts_at, ends_at); without an end it ends in the year 9000."""

    disease = models.CharField(max_length=30)
    person_id = models.BigIntegerField()
    kind = models.CharField(max_length=14, choices=list(KINDS.items()))
    value = models.CharField(max_length=60)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    provisional = models.BooleanField()
    unit_id = models.BigIntegerField(null=True)
    rule = models.CharField(max_length=160)
    input_uid = models.CharField(max_length=80)
    reason = models.JSONField()
    mark = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="standing_interval_forward")
        ]
        indexes = [
            models.Index(fields=["person_id", "disease"], name="standing_interval_person"),
            # Counting what holds at an instant, or finding its first rows, reads this index alone (SQLite's
            # indexes carry the id anyhow).
            models.Index(
                fields=["disease", "kind", "value", "ends_at", "starts_at", "person_id", "unit_id"],
                include=["id"],
                name="standing_interval_current",
            ),
            models.Index(
                fields=["unit_id", "disease", "kind", "value", "ends_at"], name="standing_interval_unit"
            ),
        ]

    @property
    def until(self) -> dt.datetime | None:
        """The end, or None while there is none."""
        return None if self.ends_at >= FOREVER else self.ends_at


class StandingLock(models.Model):
    """One row a disease. Who recomputes holds it, because two cascades may share people."""

    disease = models.CharField(max_length=30, unique=True)
    refreshed_at = models.DateTimeField(null=True)
    refreshed_by = models.CharField(max_length=200, default="")
