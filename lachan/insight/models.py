"""Tables of insight: daily indicator values without persons, and the province's closed days."""

from __future__ import annotations

from django.db import models

from lachan.kernel.ids import new_uid


class IndicatorValue(models.Model):
    """One indicator on one day for one unit (0 for the whole province); rebuilt from the records at will."""

    code = models.CharField(max_length=60)
    day = models.DateField()
    unit_id = models.BigIntegerField(default=0)
    value = models.FloatField(null=True)
    measured = models.IntegerField()
    unmeasured = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "day", "unit_id"], name="indicator_value_once")
        ]


class DayClosing(models.Model):
    """ "Chốt số": the day's figures as published, locked at the province's hour and signed; never changed."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    disease = models.CharField(max_length=30)
    day = models.DateField()
    cut_at = models.DateTimeField()
    known_until = models.DateTimeField()
    figures = models.JSONField()
    digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    signed_by = models.BigIntegerField(null=True)
    signer_name = models.CharField(max_length=120)
    paper_uid = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["disease", "day"], name="day_closed_once")]


class DayItem(models.Model):
    """One case in a closed day's figures: new that day, added late (bổ sung) or put right (đính chính).

    `context`, `unit_id` (0: unknown) and `source_known` are as they stood when the day was closed: the parts of a
    published figure open to the same cases whatever is learned later.
    """

    class Kind(models.TextChoices):
        NEW = "new", "trong ngày"
        LATE = "late", "bổ sung"
        CORRECTED = "corrected", "đính chính"

    closing = models.ForeignKey(DayClosing, models.PROTECT, related_name="items")
    case_uid = models.UUIDField()
    person_id = models.BigIntegerField()
    kind = models.CharField(max_length=9, choices=Kind)
    counts = models.SmallIntegerField(default=1)  # -1 takes a case published earlier back
    context = models.CharField(max_length=18)
    unit_id = models.BigIntegerField(default=0)
    source_known = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["closing", "case_uid"], name="day_item_once")]
