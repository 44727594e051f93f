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
    pool_size = models.SmallIntegerField(null=True)  # as stated; members may be named later
    kind = models.CharField(max_length=30, blank=True)
    reason = models.CharField(max_length=60, blank=True)
    collected_by = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    laboratory = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    collector = models.CharField(
        max_length=120, blank=True
    )  # as written, where it is no organisation of ours
    unit = models.ForeignKey("places.Unit", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["laboratory", "disease", "code"],
                condition=Q(revoked_at=None),
                name="specimen_one_code_a_laboratory",
            )
        ]
        indexes = [
            models.Index(fields=["laboratory", "occurred_at"], name="specimen_laboratory"),
            models.Index(fields=["occurred_at"], condition=Q(pooled=True), name="specimen_pooled"),
        ]


class Member(models.Model):
    """Whose material a specimen holds: the identity as the laboratory wrote it, and the person once linked."""

    class Link(models.TextChoices):
        AUTOMATIC = "automatic", "khớp tự động"
        DECIDED = "decided", "cán bộ xác nhận"
        WAITING = "waiting", "chờ nhận diện"
        REGISTERED = "registered", "lập hồ sơ mới"

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    specimen = models.ForeignKey(
        Specimen, models.PROTECT, related_name="members", db_index=False
    )  # the constraint's index serves
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
    unit = models.ForeignKey("places.Unit", models.PROTECT, null=True, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    link = models.CharField(max_length=10, choices=Link, default=Link.WAITING)
    wait_reason = models.CharField(max_length=12, blank=True)  # people.matching.Wait
    linked_at = models.DateTimeField(null=True)
    linked_by = models.BigIntegerField(null=True)
    alarm = models.BooleanField(default=False)  # waits unlinked although a result is positive

    class Meta:
        constraints = [models.UniqueConstraint(fields=["specimen", "position"], name="member_position")]
        indexes = [
            models.Index(fields=["unit", "alarm"], condition=Q(link="waiting"), name="member_waiting_unit"),
            models.Index(fields=["alarm", "id"], condition=Q(link="waiting"), name="member_waiting"),
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


class Correction(models.Model):
    """A laboratory sent another outcome for a result that stands: nothing changes until a person confirms it."""

    class State(models.TextChoices):
        WAITING = "waiting", "chờ xác nhận"
        ACCEPTED = "accepted", "đã đính chính"
        REFUSED = "refused", "giữ kết quả cũ"

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    result = models.ForeignKey(Result, models.PROTECT, related_name="corrections")
    outcome = models.CharField(max_length=12, choices=Result.Outcome)
    ct = models.FloatField(null=True)
    ct_detail = models.JSONField(null=True)
    upload_uid = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    asked_by = models.BigIntegerField(null=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["result", "outcome"], name="correction_asked_once")]
        indexes = [models.Index(fields=["asked_at"], condition=Q(state="waiting"), name="correction_waiting")]

    @property
    def specimen(self) -> Specimen:
        return self.result.specimen


class UnlinkedAction(models.Model):
    """What somebody decided about a waiting member, with the candidates that were shown."""

    class Decision(models.TextChoices):
        LINKED = "linked", "xác nhận là người này"
        REGISTERED = "registered", "lập hồ sơ mới"
        NOT_SAME = "not_same", "không phải người này"
        UNDONE = "undone", "hoàn tác nhận diện"

    member = models.ForeignKey(Member, models.PROTECT, related_name="decisions")
    decision = models.CharField(max_length=12, choices=Decision)
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)
    shown = EncryptedJSONField(null=True)
