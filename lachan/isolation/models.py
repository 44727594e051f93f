"""Tables of isolation: sites, decisions with their lists, stays, and the hours of each step."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lachan.epi.vocabulary import MEASURES
from lachan.kernel.facts import Fact
from lachan.kernel.ids import new_uid

MEASURE_CHOICES = [(measure.code, measure.label) for measure in MEASURES.values()]


class Site(models.Model):
    """A place that takes people: quarantine site, hospital, field hospital.

    `turn` counts the bookings; each one raises it first, so that two bookings of one site never count
    the same last place.
    """

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    organisation = models.OneToOneField("organisations.Organisation", models.PROTECT, related_name="+")
    unit = models.ForeignKey("places.Unit", models.PROTECT, related_name="+")  # commune
    measures = models.JSONField(default=list)  # codes of epi's measures that it takes
    address = models.CharField(max_length=200, blank=True)
    turn = models.BigIntegerField(default=0)


class Capacity(Fact):
    """How many places a site has from `occurred_at` on (the latest standing one counts)."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="capacities")
    places = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["site", "occurred_at"], name="capacity_site")]


class Order(Fact):
    """A decision. Drafted, then issued: `occurred_at` is the signing, from which it has effect."""

    class State(models.TextChoices):
        DRAFT = "draft", "Dự thảo"
        ISSUED = "issued", "Đã ban hành"
        DISCARDED = "discarded", "Đã bỏ dự thảo"

    disease = models.CharField(max_length=30)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    unit = models.ForeignKey("places.Unit", models.PROTECT, null=True, related_name="+")
    number = models.IntegerField(null=True)
    symbol = models.CharField(max_length=60, blank=True)
    signer_name = models.CharField(max_length=120, blank=True)
    signer_position = models.CharField(max_length=120, blank=True)
    signer_authority = models.CharField(max_length=60, blank=True)
    grounds = models.JSONField(default=list)  # "Căn cứ …" lines
    paper_uid = models.UUIDField(null=True)
    issued_by = models.BigIntegerField(null=True)
    over_capacity_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "occurred_at"], name="order_state"),
            models.Index(fields=["organisation", "state"], name="order_organisation"),
        ]
        constraints = [
            models.CheckConstraint(
                name="order_issued_is_signed",
                condition=~Q(state="issued") | (Q(number__isnull=False) & ~Q(signer_name="") & ~Q(symbol="")),
            )
        ]

    @property
    def reference(self) -> str:
        """How other papers name it: "12/QĐ-UBND"."""
        return f"{self.number}/{self.symbol}"

    @property
    def is_issued(self) -> bool:
        return self.state == self.State.ISSUED


class OrderMember(models.Model):
    """A person on a decision's list: their own measure, place, days and the rules behind them."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="members")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    position = models.IntegerField(default=1)
    level = models.CharField(max_length=4, blank=True)
    measure = models.CharField(max_length=20, choices=MEASURE_CHOICES)
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="members")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    policy_ids = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "person"], name="order_member_once"),
            models.CheckConstraint(
                name="order_member_ends_after_start",
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
            ),
        ]
        indexes = [
            models.Index(fields=["person"], name="order_member_person"),
            models.Index(fields=["site", "ends_at"], name="order_member_site"),
            models.Index(fields=["ends_at"], name="order_member_ends"),
        ]


class Lift(Fact):
    """Ends a decision for one person before its date; the issued number stays. One paper may lift many."""

    member = models.ForeignKey(OrderMember, models.PROTECT, related_name="lifts")
    reason = models.CharField(max_length=500)
    number = models.IntegerField()
    symbol = models.CharField(max_length=60)
    signer_name = models.CharField(max_length=120)
    signer_position = models.CharField(max_length=120)
    signer_authority = models.CharField(max_length=60, blank=True)
    paper_uid = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(revoked_at=None), name="lift_once")
        ]

    @property
    def reference(self) -> str:
        return f"{self.number}/{self.symbol}"


class Told(Fact):
    """When a person was told of the result or the measure, and by whom."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    disease = models.CharField(max_length=30)
    about_uid = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "disease", "occurred_at"], name="told_person")]


class Stay(Fact):
    """`occurred_at` is the arrival at the site or the confirmed start at home; may precede the signature.

    `ended_at` repeats the standing departure, so that the database itself holds one open stay a person.
    """

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    disease = models.CharField(max_length=30)
    measure = models.CharField(max_length=20, choices=MEASURE_CHOICES)
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="stays")
    unit = models.ForeignKey("places.Unit", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    over_capacity_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "disease"], name="stay_person"),
            models.Index(fields=["site", "occurred_at"], name="stay_site"),
            # How full the sites are is counted in this index alone.
            models.Index(
                fields=["site", "ended_at", "occurred_at"],
                condition=Q(revoked_at=None),
                name="stay_site_load",
            ),
            models.Index(fields=["unit", "occurred_at"], name="stay_unit"),
            # Who is kept apart now is counted in this index alone.
            models.Index(
                fields=["ended_at", "occurred_at", "person", "site"],
                condition=Q(revoked_at=None),
                name="stay_under_way",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "disease"],
                condition=Q(revoked_at=None, ended_at=None),
                name="stay_one_open",
            ),
            models.CheckConstraint(
                name="stay_ends_after_start", condition=Q(ended_at=None) | Q(ended_at__gte=F("occurred_at"))
            ),
        ]


class Departure(Fact):
    """The end of a stay."""

    class Reason(models.TextChoices):
        COMPLETED = "completed", "Hết thời gian cách ly"
        RECOVERED = "recovered", "Khỏi bệnh, ra viện"
        TRANSFERRED = "transferred", "Chuyển nơi cách ly, điều trị"
        LIFTED = "lifted", "Gỡ cách ly trước hạn"
        DIED = "died", "Tử vong"
        LEFT = "left", "Tự ý rời khỏi nơi cách ly"
        OTHER = "other", "Lý do khác"

    stay = models.ForeignKey(Stay, models.PROTECT, related_name="departures")
    reason = models.CharField(max_length=12, choices=Reason)
    note = models.CharField(max_length=200, blank=True)
    arrival_uid = models.UUIDField(null=True)  # the arrival elsewhere that ended this stay

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stay"], condition=Q(revoked_at=None), name="departure_once")
        ]


class Completion(Fact):
    """The paper that says a person has served the time of a decision ("giấy xác nhận")."""

    member = models.ForeignKey(OrderMember, models.PROTECT, related_name="completions")
    number = models.IntegerField()
    symbol = models.CharField(max_length=60)
    signer_name = models.CharField(max_length=120)
    paper_uid = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(revoked_at=None), name="completion_once")
        ]

    @property
    def reference(self) -> str:
        return f"{self.number}/{self.symbol}"
