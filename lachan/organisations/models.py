"""Tables of organisations. An organisation is not a place: where it is competent is a dated row."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from lachan.kernel.ids import new_uid


class OrganisationKind(models.TextChoices):
    PEOPLES_COMMITTEE = "ubnd", "Ủy ban nhân dân"
    STEERING = "bcd", "Ban Chỉ đạo"
    PARTY = "party", "Cơ quan Đảng"
    DEPARTMENT = "department", "Sở, ban, ngành"
    POLICE = "police", "Công an"
    CDC = "cdc", "Trung tâm Kiểm soát bệnh tật"
    HEALTH_CENTRE = "health_centre", "Trung tâm y tế huyện"
    STATION = "station", "Trạm y tế"
    LAB = "lab", "Phòng xét nghiệm"
    SITE = "site", "Khu cách ly"
    HOSPITAL = "hospital", "Bệnh viện"
    ADVISORY = "advisory", "Tổ tham mưu"
    UNION = "union", "Mặt trận, đoàn thể"
    FIRM = "firm", "Doanh nghiệp"
    OTHER = "other", "Đơn vị khác"


class Line(models.TextChoices):
    STATE = "state", "Chính quyền"
    PARTY = "party", "Đảng"
    OTHER = "other", "Khác"


class Organisation(models.Model):
    """`short_name` is how letters abbreviate it ("BCĐ", "SYT"); `seat` the unit where it stands."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, db_index=True)
    short_name = models.CharField(max_length=60, blank=True)
    symbol = models.CharField(max_length=30, blank=True)  # in document numbers: "UBND", "TTYT"
    kind = models.CharField(max_length=14, choices=OrganisationKind)
    line = models.CharField(max_length=6, choices=Line, default=Line.STATE)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    seat = models.ForeignKey("places.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    phone = models.CharField(max_length=20, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name_key"]
        constraints = [
            models.CheckConstraint(
                name="organisation_ends_after_start",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Area(models.Model):
    """An organisation is competent for a unit, with all below it, from a day to a day (exclusive)."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="areas")
    unit = models.ForeignKey("places.Unit", models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "unit", "valid_from"], name="area_once_a_day")
        ]


class Position(models.Model):
    """An office that signs or is addressed: "Phó Chủ tịch", held by a named person for a time."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="positions")
    title = models.CharField(max_length=120)
    holder_name = models.CharField(max_length=120)
    authority = models.CharField(max_length=60, blank=True)  # "KT. CHỦ TỊCH"
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> models.QuerySet[User]:
        """Every request asks for the user's organisation too."""
        return super().get_queryset().select_related("organisation")

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=username)


class User(AbstractBaseUser):
    """Somebody who logs in: one organisation, one or more roles (kernel.access.roles)."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    username = models.CharField(max_length=60, unique=True)
    full_name = models.CharField(max_length=120)
    title = models.CharField(max_length=120, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="users")
    roles = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects = UserManager()
    USERNAME_FIELD = "username"

    class Meta:
        ordering = ["full_name"]

    def __str__(self) -> str:
        return self.full_name
