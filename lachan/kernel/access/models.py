"""Sight: the rows by which a unit or an organisation sees a person, each with its ground."""

from __future__ import annotations

from django.db import models


class Sight(models.Model):
    """`unit_id` is a commune of the time, `organisation_id` an organisation; 0 where the other one holds.

    What a commune sees rests on a fact (`basis_uid`), or is residence itself.
    """

    class Ground(models.TextChoices):
        RESIDENCE = "residence", "nơi cư trú"
        STAY = "stay", "nơi đang ở, đang cách ly"
        FOUND = "found", "nơi phát hiện"
        TRACING = "tracing", "đang truy vết"
        TREATMENT = "treatment", "đang điều trị"

    subject_id = models.BigIntegerField()
    unit_id = models.BigIntegerField(default=0)
    organisation_id = models.BigIntegerField(default=0)
    ground = models.CharField(max_length=12, choices=Ground)
    basis_uid = models.UUIDField(null=True, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            # Each list asks of each row whether it is in sight: the answer lies in the index alone.
            models.Index(
                fields=["subject_id", "unit_id", "organisation_id", "ends_at", "starts_at"],
                name="sight_subject",
            ),
            models.Index(fields=["unit_id", "subject_id", "ends_at", "starts_at"], name="sight_unit"),
            models.Index(
                fields=["organisation_id", "subject_id", "ends_at", "starts_at"], name="sight_organisation"
            ),
            models.Index(
                fields=["unit_id", "subject_id", "ends_at", "starts_at", "basis_uid"],
                condition=models.Q(basis_uid__isnull=False),
                name="sight_guest",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="sight_has_one_holder",
                condition=(
                    models.Q(unit_id=0, organisation_id__gt=0) | models.Q(unit_id__gt=0, organisation_id=0)
                ),
            ),
            models.CheckConstraint(
                name="sight_of_commune_has_basis",
                condition=models.Q(unit_id=0)
                | models.Q(ground="residence")
                | models.Q(basis_uid__isnull=False),
            ),
        ]
