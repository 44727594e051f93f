"""Tables of people. A person's profile may change, one revision a field; facts about them live elsewhere."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lachan.kernel.facts import Fact
from lachan.kernel.ids import new_uid
from lachan.kernel.secrets.fields import EncryptedTextField

FORGOTTEN = "Đã xóa thông tin cá nhân theo yêu cầu"  # stands where the name stood


class Sex(models.TextChoices):
    MALE = "male", "Nam"
    FEMALE = "female", "Nữ"
    UNKNOWN = "unknown", "Chưa rõ"


class Household(models.Model):
    """People living under one roof in one commune."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    unit = models.ForeignKey("places.Unit", models.PROTECT, related_name="+")
    hamlet = models.ForeignKey("places.Hamlet", models.PROTECT, null=True, related_name="+")
    address = EncryptedTextField(blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)


class Person(models.Model):
    """`residence` is a commune of the time; numbers are encrypted and found by blind index.

    `canonical` is a projection of the merges that stand: the person that this record is shown as.
    `version` counts the changes of the profile, so that two editors never overwrite each other unseen.
    """

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    full_name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=120)  # folded, in order
    name_sort = models.CharField(max_length=120, db_index=True)
    birth_year = models.SmallIntegerField(null=True)
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=7, choices=Sex, default=Sex.UNKNOWN)
    national_id = EncryptedTextField(blank=True)
    national_id_index = models.CharField(max_length=40, blank=True)
    phone = EncryptedTextField(blank=True)
    phone_index = models.CharField(max_length=40, blank=True)
    residence = models.ForeignKey("places.Unit", models.PROTECT, null=True, related_name="+", db_index=False)
    residence_hamlet = models.ForeignKey(
        "places.Hamlet", models.PROTECT, null=True, related_name="+", db_index=False
    )
    address = EncryptedTextField(blank=True)
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="members")
    occupation = models.CharField(max_length=120, blank=True)
    workplace = models.CharField(max_length=200, blank=True)
    canonical = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged", db_index=False)
    version = models.IntegerField(default=1)
    registered_at = models.DateTimeField()
    registered_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["national_id_index"],
                condition=~Q(national_id_index="") & Q(canonical=None),
                name="person_one_national_id",
            )
        ]
        indexes = [
            models.Index(fields=["name_key", "birth_year"], name="person_name_birth"),
            models.Index(fields=["residence", "birth_year"], name="person_residence_birth"),
            models.Index(
                fields=["canonical"], condition=Q(canonical__isnull=False), name="person_merged"
            ),  # few are merged, and every page about a person asks
            # Without those who have none: a value that half the register shares makes an index look useless.
            models.Index(
                fields=["national_id_index"], condition=~Q(national_id_index=""), name="person_national_id"
            ),
            models.Index(fields=["phone_index"], condition=~Q(phone_index=""), name="person_phone"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def is_forgotten(self) -> bool:
        """Nobody is registered without a key to their name; forgetting takes it."""
        return not self.name_key


def has_number(*indexes: str) -> Q:
    """Who has one of these CCCD, by blind index; names the condition of the partial index, or it goes unused."""
    return Q(national_id_index__in=indexes) & ~Q(national_id_index="")


def has_phone(*indexes: str) -> Q:
    """Who has one of these phones; as `has_number`."""
    return Q(phone_index__in=indexes) & ~Q(phone_index="")


class NameWord(models.Model):
    """One folded word of a person's name, for search in any word order; its one index covers the search."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    word = models.CharField(max_length=40)
    name_key = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["word", "person", "name_key"], name="name_word_person")]


class ProfileRevision(models.Model):
    """A change of one field of a profile, with the value before it (both encrypted)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="revisions")
    field = models.CharField(max_length=40)
    before = EncryptedTextField(blank=True)
    after = EncryptedTextField(blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.BigIntegerField(null=True)


class Merge(Fact):
    """Two records are the same human being; revoking it restores both."""

    kept = models.ForeignKey(Person, models.PROTECT, related_name="+")
    absorbed = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed"], condition=Q(revoked_at=None), name="merge_absorbed_once"
            ),
            models.CheckConstraint(name="merge_of_two", condition=~Q(kept=F("absorbed"))),
        ]


class DuplicateAsk(models.Model):
    """Somebody asked by number whether a person is known; counted, so that nobody reads out the register."""

    user_id = models.BigIntegerField()
    asked_at = models.DateTimeField()
    found = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["user_id", "asked_at"], name="duplicate_ask_user")]
