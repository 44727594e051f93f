"""Tables of testing. A result belongs to a specimen; a specimen has one or more members."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lachan.kernel.facts import Fact
from lachan.kernel.ids import new_uid
from lachan.kernel.secrets.fields import EncryptedJSONField, EncryptedTextField


class Specimen(Fact):
    """`occurred_at` is the hour of collection; `code` the laboratory's or the tube's own."""

    disease = models.CharField(max_length=30)
    code = models.CharField(max_length=60)
    pooled = models.BooleanField(default=False)
    kind = models.CharField(max_length=30, blank=True)
    reason = models.CharField(max_length=60, blank=True)
    collected_by = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    laboratory = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    unit = models.ForeignKey("places.Unit", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["laboratory", "disease", "code"],
                condition=Q(revoked_at=None),
                name="specimen_one_code_a_laboratory",
            )
        ]
        indexes = [models.Index(fields=["occurred_at"], name="specimen_occurred")]


class Member(models.Model):
    """Whose material a specimen holds: the identity as the laboratory wrote it, and the person once linked."""

    class Link(models.TextChoices):
        AUTOMATIC = "automatic", "khớp tự động"
        DECIDED = "decided", "cán bộ xác nhận"
        WAITING = "waiting", "chờ nhận diện"
        REGISTERED = "registered", "lập hồ sơ mới"

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    specimen = models.ForeignKey(Specimen, models.PROTECT, related_name="members")
    position = models.SmallIntegerField(default=1)
    full_name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=120)
    birth_year = models.SmallIntegerField(null=True)
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=7, blank=True)
    national_id = EncryptedTextField(blank=True)
    national_id_index = models.CharField(max_length=40, blank=True)
    phone = EncryptedTextField(blank=True)
    phone_index = models.CharField(max_length=40, blank=True)
    address = EncryptedTextField(blank=True)
    unit = models.ForeignKey("places.Unit", models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    link = models.CharField(max_length=10, choices=Link, default=Link.WAITING)
    linked_at = models.DateTimeField(null=True)
    linked_by = models.BigIntegerField(null=True)
    alarm = models.BooleanField(default=False)  # waits unlinked although a result is positive

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["specimen", "position"], name="member_position")
        ]
        indexes = [
            models.Index(fields=["person"], name="member_person"),
            models.Index(fields=["unit", "link"], name="member_queue"),
            models.Index(
                fields=["link", "alarm"], condition=Q(link="waiting"), name="member_waiting"
            ),
        ]


class Result(Fact):
    """`occurred_at` is the hour at which the laboratory read the result, `told_at` when the person was told."""

    class Outcome(models.TextChoices):
        POSITIVE = "positive", "Dương tính"
        NEGATIVE = "negative", "Âm tính"
        INCONCLUSIVE = "inconclusive", "Nghi ngờ, làm lại"

    specimen = models.ForeignKey(Specimen, models.PROTECT, related_name="results")
    method = models.CharField(max_length=20)
    outcome = models.CharField(max_length=12, choices=Outcome)
    ct = models.FloatField(null=True)
    ct_detail = models.JSONField(null=True)  # Ct by gene
    supervised = models.BooleanField(default=True)
    upload_uid = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["specimen", "method", "occurred_at"],
                condition=Q(revoked_at=None),
                name="result_once",
            )
        ]
        indexes = [
            models.Index(fields=["outcome", "occurred_at"], name="result_outcome"),
            models.Index(fields=["occurred_at"], name="result_occurred"),
        ]


class UnlinkedAction(models.Model):
    """What somebody decided about a waiting member, with the candidates that were shown."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="decisions")
    decision = models.CharField(max_length=12)  # linked, registered, not_same
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)
    shown = EncryptedJSONField(null=True)
