"""Tables of isolation: sites, decisions with their lists, stays, and the hours of each step."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lachan.kernel.facts import Fact
from lachan.kernel.ids import new_uid
from lachan.kernel.secrets.fields import EncryptedTextField


class Measure(models.TextChoices):
    TREATMENT = "treatment", "Điều trị"
    CONCENTRATED = "concentrated", "Cách ly tập trung"
    HOME = "home", "Cách ly tại nhà"
    TEMPORARY = "temporary", "Tạm cách ly"
    MONITORING = "monitoring", "Theo dõi sức khỏe"


class Site(models.Model):
    """A place that takes people: quarantine site, hospital, field hospital."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    organisation = models.OneToOneField(
        "organisations.Organisation", models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey("places.Unit", models.PROTECT, related_name="+")  # commune
    measures = models.JSONField(default=list)  # which Measure values it takes
    address = models.CharField(max_length=200, blank=True)


class Capacity(Fact):
    """How many places a site has from `occurred_at` on (the latest standing one counts)."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="capacities")
    places = models.PositiveIntegerField()


class Order(Fact):
    """A decision. Drafted, then issued: `occurred_at` is the signing, from which it has effect."""

    class State(models.TextChoices):
        DRAFT = "draft", "dự thảo"
        ISSUED = "issued", "đã ban hành"
        DISCARDED = "discarded", "đã bỏ dự thảo"

    disease = models.CharField(max_length=30)
    measure = models.CharField(max_length=12, choices=Measure)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey("places.Unit", models.PROTECT, null=True, related_name="+")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="orders")
    number = models.IntegerField(null=True)
    symbol = models.CharField(max_length=60, blank=True)
    signer_name = models.CharField(max_length=120, blank=True)
    signer_position = models.CharField(max_length=120, blank=True)
    signer_authority = models.CharField(max_length=60, blank=True)
    grounds = models.JSONField(default=list)  # "Căn cứ …" lines
    paper_uid = models.UUIDField(null=True)
    issued_by = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "occurred_at"], name="order_state")]


class OrderMember(models.Model):
    """A person on a decision's list, with the days of their own measure and the rule behind them."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="members")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    position = models.IntegerField(default=1)
    level = models.CharField(max_length=4, blank=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    policy_ids = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "person"], name="order_member_once")
        ]
        indexes = [models.Index(fields=["person"], name="order_member_person")]


class Lift(Fact):
    """Ends an order for one person before its date; the issued number stays."""

    member = models.ForeignKey(OrderMember, models.PROTECT, related_name="lifts")
    reason = models.CharField(max_length=500)
    number = models.IntegerField(null=True)
    symbol = models.CharField(max_length=60, blank=True)
    paper_uid = models.UUIDField(null=True)


class Told(Fact):
    """When a person was told of the result or the measure, and by whom."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    disease = models.CharField(max_length=30)
    about_uid = models.UUIDField(null=True)


class Stay(Fact):
    """`occurred_at` is the arrival at the site or the confirmed start at home; may precede the signature."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    disease = models.CharField(max_length=30)
    measure = models.CharField(max_length=12, choices=Measure)
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="stays")
    unit = models.ForeignKey("places.Unit", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["person", "disease"], name="stay_person"),
            models.Index(fields=["site", "occurred_at"], name="stay_site"),
        ]


class Departure(Fact):
    """The end of a stay."""

    stay = models.ForeignKey(Stay, models.PROTECT, related_name="departures")
    reason = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stay"], condition=Q(revoked_at=None), name="departure_once"
            )
        ]
