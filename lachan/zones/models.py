"""Tables of ground under a measure: the ring of houses around a case, and the work done in it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lachan.kernel.facts import Fact
from lachan.kernel.secrets.fields import EncryptedTextField


class Ring(Fact):
    """Houses around an index case; `occurred_at` is when it was opened.

    `radius_m` and `rule_id` are those of the rule in force on the day the case became known. Whether the
    ring is open follows from its closings and reopenings.
    """

    disease = models.CharField(max_length=30)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")  # the index case
    unit = models.ForeignKey("places.Unit", models.PROTECT, related_name="+")
    hamlet = models.ForeignKey("places.Hamlet", models.PROTECT, null=True, related_name="+")
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    address = EncryptedTextField(blank=True)
    radius_m = models.PositiveIntegerField()
    rule_id = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(revoked_at=None), name="ring_one_for_a_case"
            ),
            models.CheckConstraint(
                name="ring_whole_coordinate",
                condition=Q(lat=None, lon=None)
                | Q(lat__isnull=False, lat__range=(-90, 90), lon__isnull=False, lon__range=(-180, 180)),
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "occurred_at"], name="ring_unit"),
            models.Index(fields=["disease", "occurred_at"], name="ring_disease"),
        ]


class RingCase(Fact):
    """A case counted in a ring, the index case among them."""

    ring = models.ForeignKey(Ring, models.PROTECT, related_name="links")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(revoked_at=None), name="ring_case_in_one_ring"
            )
        ]


class RingHouse(Fact):
    """A house on the ring; taken off it by revocation. `owner` and `address` name people: encrypted."""

    ring = models.ForeignKey(Ring, models.PROTECT, related_name="houses")
    number = models.PositiveIntegerField()
    owner = EncryptedTextField(blank=True)
    address = EncryptedTextField(blank=True)
    household = models.ForeignKey("people.Household", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ring", "number"], name="ring_house_number"),
            models.UniqueConstraint(
                fields=["ring", "household"], condition=Q(revoked_at=None), name="ring_household_once"
            ),
        ]


class VisitOutcome(models.TextChoices):
    INSPECTED = "inspected", "Đã kiểm tra"
    CLOSED = "closed", "Khóa cửa, vắng nhà"
    REFUSED = "refused", "Từ chối"


class HouseVisit(Fact):
    """Somebody came to a house. Counts are there where it was inspected, and only there."""

    house = models.ForeignKey(RingHouse, models.PROTECT, related_name="visits")
    outcome = models.CharField(max_length=10, choices=VisitOutcome)
    people_home = models.PositiveSmallIntegerField(null=True)
    fevers = models.PositiveSmallIntegerField(null=True)
    containers = models.PositiveSmallIntegerField(null=True)  # with water, looked at
    positive = models.PositiveSmallIntegerField(null=True)  # of them with larvae or pupae
    destroyed = models.PositiveSmallIntegerField(null=True)  # emptied, treated or thrown away
    note = EncryptedTextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="visit_counts_where_inspected",
                condition=Q(outcome="inspected", containers__isnull=False, positive__isnull=False)
                | (~Q(outcome="inspected") & Q(containers=None, positive=None, destroyed=None)),
            ),
            models.CheckConstraint(
                name="visit_larvae_in_containers",
                condition=Q(positive=None) | Q(positive__lte=F("containers")),
            ),
            models.UniqueConstraint(
                fields=["house", "occurred_at"], condition=Q(revoked_at=None), name="visit_once"
            ),
        ]


class Spraying(Fact):
    """One round of spraying over the ring, done at `occurred_at`."""

    ring = models.ForeignKey(Ring, models.PROTECT, related_name="sprayings")
    round = models.PositiveSmallIntegerField()
    houses = models.PositiveIntegerField()
    chemical = models.CharField(max_length=120)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ring", "round"], condition=Q(revoked_at=None), name="spraying_round_once"
            )
        ]


class RingClosing(Fact):
    """The ring ended. `gaps` is what was undone at that moment, `reason` why it was closed all the same."""

    ring = models.ForeignKey(Ring, models.PROTECT, related_name="closings")
    rule_id = models.CharField(max_length=120, blank=True)
    gaps = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=500, blank=True)


class RingReopening(Fact):
    """A closing ended again, usually because of a new case."""

    closing = models.ForeignKey(RingClosing, models.PROTECT, related_name="reopenings")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["closing"], condition=Q(revoked_at=None), name="ring_reopened_once"
            )
        ]
