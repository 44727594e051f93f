"""Tables of tracing: timeline entries of a case, and exposures between two people."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lachan.kernel.facts import Fact
from lachan.kernel.secrets.fields import EncryptedTextField


class TimelineEntry(Fact):
    """"Mốc dịch tễ": where a case was, from when to when. `occurred_at` is when they came."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    left_at = models.DateTimeField(null=True)
    place_name = models.CharField(max_length=200)
    place_key = models.CharField(max_length=200)
    venue = models.ForeignKey("places.Venue", models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("places.Unit", models.PROTECT, null=True, related_name="+")
    hamlet = models.ForeignKey("places.Hamlet", models.PROTECT, null=True, related_name="+")
    activity = EncryptedTextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "occurred_at"], name="timeline_case")]


class Exposure(Fact):
    """`person` met `other` (the case or contact being traced) from `occurred_at` to `ended_at`."""

    disease = models.CharField(max_length=30)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    other = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    day_only = models.BooleanField(default=False)  # the hour is not known
    closeness = models.CharField(max_length=20)  # epi vocabulary
    minutes = models.IntegerField(null=True)
    masked = models.BooleanField(null=True)
    entry = models.ForeignKey(TimelineEntry, models.PROTECT, null=True, related_name="exposures")
    unit = models.ForeignKey("places.Unit", models.PROTECT, null=True, related_name="+")
    place_name = models.CharField(max_length=200, blank=True)
    note = EncryptedTextField(blank=True)
    upload_uid = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="exposure_between_two", condition=~Q(person=F("other"))
            ),
            models.UniqueConstraint(
                fields=["disease", "person", "other", "occurred_at", "closeness"],
                condition=Q(revoked_at=None),
                name="exposure_once",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "disease"], name="exposure_person"),
            models.Index(fields=["other", "disease"], name="exposure_other"),
        ]
