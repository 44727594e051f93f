"""Tables of cases. An episode's classification is a projection of standing; what people state is a fact."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lachan.kernel.facts import Fact
from lachan.kernel.ids import new_uid
from lachan.kernel.secrets.fields import EncryptedTextField


class Classification(models.TextChoices):
    SUSPECTED = "suspected", "Nghi ngờ"
    CONFIRMED = "confirmed", "Xác định"
    EXCLUDED = "excluded", "Đã loại trừ"


class Context(models.TextChoices):
    """Where the health system found the case; the province's tables are cut by it."""

    COMMUNITY = "community", "Cộng đồng"
    QUARANTINE = "quarantine", "Khu cách ly tập trung"
    HOME_ISOLATION = "home_isolation", "Cách ly tại nhà"
    LOCKDOWN = "lockdown", "Khu phong tỏa"
    CHECKPOINT = "checkpoint", "Chốt kiểm soát"
    HOSPITAL = "hospital", "Sàng lọc bệnh viện"
    AFTER_QUARANTINE = "after_quarantine", "Sau cách ly tập trung"
    RETURNEE = "returnee", "Người từ ngoài tỉnh về"
    WORKPLACE = "workplace", "Sàng lọc cơ quan, doanh nghiệp"
    UNKNOWN = "unknown", "Chưa rõ"


class Case(models.Model):
    """One episode of one disease in one person.

    `trigger_uid` is the result that opened it; `unit` the commune where the case is counted
    (place found, else stay, else residence). `opened_at` is when the trigger was known.
    """

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    disease = models.CharField(max_length=30)
    number = models.SmallIntegerField(default=1)  # first, second … episode of the person
    code = models.CharField(max_length=30, unique=True)  # the province's own: "CM-2021-000123"
    national_number = models.CharField(max_length=20, blank=True)  # "BN636123", days later
    trigger_uid = models.UUIDField(db_index=True)
    unit = models.ForeignKey("places.Unit", models.PROTECT, null=True, related_name="+")
    context = models.CharField(max_length=18, choices=Context, default=Context.UNKNOWN)
    classification = models.CharField(max_length=10, choices=Classification)
    repositive = models.BooleanField(default=False)
    late_first_positive = models.BooleanField(default=False)
    source_known = models.BooleanField(null=True)  # projection of the latest SourceStatement
    onset_on = models.DateField(null=True)  # projection of the latest OnsetStatement
    symptomatic = models.BooleanField(null=True)
    sampled_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)
    withdrawn = models.BooleanField(default=False)  # its trigger was revoked: no such episode

    class Meta:
        indexes = [
            models.Index(fields=["disease", "classification", "opened_at"], name="case_opened"),
            # Columns behind the first two answer the board's counts from the index alone.
            models.Index(
                fields=[
                    "disease",
                    "confirmed_at",
                    "unit",
                    "context",
                    "classification",
                    "withdrawn",
                    "person",
                ],
                name="case_confirmed",
            ),
            models.Index(
                fields=[
                    "disease",
                    "closed_at",
                    "confirmed_at",
                    "source_known",
                    "unit",
                    "classification",
                    "withdrawn",
                    "person",
                ],
                name="case_under_way",
            ),
            models.Index(fields=["disease", "onset_on"], name="case_onset"),
            models.Index(fields=["opened_at", "id"], name="case_latest"),
            models.Index(fields=["unit", "opened_at"], name="case_unit"),
            models.Index(fields=["person", "disease"], name="case_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["national_number"],
                condition=~Q(national_number=""),
                name="case_one_national_number",
            )
        ]


class OnsetStatement(Fact):
    """What is known of symptoms; without them the sample's date anchors the window."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="onsets")
    symptomatic = models.BooleanField()
    onset_on = models.DateField(null=True)
    symptoms = models.CharField(max_length=300, blank=True)


class SourceStatement(Fact):
    """Whether the source of infection is known, and which: a case, or words."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="sources")
    known = models.BooleanField()
    source_case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    first_contact_on = models.DateField(null=True)
    note = EncryptedTextField(blank=True)


class ContextStatement(Fact):
    """Where the case was found, and its commune."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="contexts")
    context = models.CharField(max_length=18, choices=Context)
    unit = models.ForeignKey("places.Unit", models.PROTECT, null=True, related_name="+")


class NationalNumber(Fact):
    """The national BN number, given days after confirmation."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="national_numbers")
    number = models.CharField(max_length=20)


class OutcomeKind(models.TextChoices):
    RECOVERED = "recovered", "Khỏi bệnh"
    DIED = "died", "Tử vong"
    TRANSFERRED = "transferred", "Chuyển tỉnh khác"


class Outcome(Fact):
    """How the episode ended."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="outcomes")
    kind = models.CharField(max_length=12, choices=OutcomeKind)
    ct_at_discharge = models.FloatField(null=True)
    note = EncryptedTextField(blank=True)


class Publication(Fact):
    """The day in whose published figures a case was counted (set by the day's closing)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="publications")
    published_on = models.DateField(db_index=True)
