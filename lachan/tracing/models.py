"""Tables of tracing: timeline entries of a case, and meetings between two people."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lachan.kernel.facts import Fact
from lachan.kernel.ids import new_uid
from lachan.kernel.secrets.fields import EncryptedJSONField, EncryptedTextField


class TimelineEntry(Fact):
    """ "Mốc dịch tễ": where a case was, from when to when. `occurred_at` is when they came."""

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
        constraints = [
            models.CheckConstraint(
                name="timeline_ends_after_start", condition=Q(left_at=None) | Q(left_at__gte=F("occurred_at"))
            ),
            models.UniqueConstraint(
                fields=["case", "place_key", "occurred_at"],
                condition=Q(revoked_at=None),
                name="timeline_entry_once",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "occurred_at"], name="timeline_case"),
            models.Index(fields=["place_key", "unit", "occurred_at"], name="timeline_place"),
            models.Index(fields=["venue", "occurred_at"], name="timeline_venue"),
            models.Index(fields=["occurred_at"], name="timeline_occurred"),
        ]


class Exposure(Fact):
    """`person` met `other` (the case or contact being traced) from `occurred_at` to `ended_at`.

    A meeting is the same whoever tells of it: `low` and `high` are the two people in the order of their
    ids, and what is unique is the meeting. `day_only`: some time on the local day that begins at `occurred_at`.
    """

    disease = models.CharField(max_length=30)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    other = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    low = models.BigIntegerField()
    high = models.BigIntegerField()
    ended_at = models.DateTimeField(null=True)
    day_only = models.BooleanField(default=False)  # the hour is not known
    closeness = models.CharField(max_length=20)  # epi vocabulary
    minutes = models.IntegerField(null=True)
    masked = models.BooleanField(null=True)
    relation = models.CharField(max_length=60, blank=True)
    entry = models.ForeignKey(
        TimelineEntry, models.PROTECT, null=True, related_name="exposures", db_index=False
    )  # most meetings hang on none: the index below leaves them out
    unit = models.ForeignKey("places.Unit", models.PROTECT, null=True, related_name="+")
    place_name = models.CharField(max_length=200, blank=True)
    note = EncryptedTextField(blank=True)
    upload_uid = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="exposure_between_two", condition=Q(low__lt=F("high"))),
            models.CheckConstraint(
                name="exposure_ends_after_start",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("occurred_at")),
            ),
            models.CheckConstraint(
                name="exposure_minutes_positive", condition=Q(minutes=None) | Q(minutes__gte=0)
            ),
            models.UniqueConstraint(
                fields=["low", "high", "disease", "occurred_at", "closeness"],
                condition=Q(revoked_at=None),
                name="exposure_once",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "disease"], name="exposure_person"),
            models.Index(fields=["other", "disease"], name="exposure_other"),
            # Counting what hangs on the entries of busy places reads this index alone.
            models.Index(
                fields=["entry"], condition=Q(entry__isnull=False, revoked_at=None), name="exposure_entry"
            ),
        ]


class ContactLine(models.Model):
    """A line of a case's contact list: what it told is a meeting, or waits until somebody says who is meant.

    `line_key` is the blind index of everything the line says, `who_key` of the identity alone: the same
    list again adds nothing, and the same identity in one case's lists is one person.
    """

    class State(models.TextChoices):
        LINKED = "linked", "đã nối với hồ sơ"
        REGISTERED = "registered", "đã lập hồ sơ mới"
        WAITING = "waiting", "chờ nhận diện"
        REFUSED = "refused", "đã bỏ"

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    other = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    disease = models.CharField(max_length=30)
    line_key = models.CharField(max_length=40)
    who_key = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State)
    wait = models.CharField(max_length=12, blank=True)  # why it waits, of people's matching
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    exposure = models.ForeignKey(Exposure, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("places.Unit", models.PROTECT, null=True, related_name="+")
    told = EncryptedJSONField(null=True)  # what the line says, while it waits
    upload_uid = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    refuse_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "line_key"], name="contact_line_once"),
        ]
        indexes = [
            models.Index(fields=["case", "who_key"], name="contact_line_who"),
            models.Index(
                fields=["state", "recorded_at"], condition=Q(state="waiting"), name="contact_line_waiting"
            ),
        ]
