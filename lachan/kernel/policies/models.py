"""One version of one rule; the next version ends it, nothing edits it."""

from __future__ import annotations

from django.db import models


class PolicyVersion(models.Model):
    """`place` is "VN" or a unit's code; `rows` a first-match decision table over attributes declared in epi."""

    class Confidence(models.TextChoices):
        SEEN = "S", "đã đối chiếu văn bản"
        SECOND_HAND = "S2", "qua nguồn dẫn lại"
        UNVERIFIED = "K", "chưa kiểm chứng"

    key = models.CharField(max_length=60)
    disease = models.CharField(max_length=30)  # "*" holds for every disease
    place = models.CharField(max_length=20, default="VN")
    effective_from = models.DateField()
    revision = models.IntegerField(default=1)
    rows = models.JSONField(default=list)
    instrument = models.CharField(max_length=300)
    citation = models.CharField(max_length=600, blank=True)  # in full, as the grounds of a decision name it
    confidence = models.CharField(max_length=2, choices=Confidence)
    adopted_by = models.CharField(max_length=200, blank=True)
    adopted_at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)
    backdated_reason = models.CharField(max_length=500, blank=True)  # why it begins before it was adopted
    shipped = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "disease", "place", "effective_from", "revision"],
                name="policy_version_unique",
            )
        ]
        ordering = ["key", "disease", "place", "effective_from", "revision"]
