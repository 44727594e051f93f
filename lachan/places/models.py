"""Tables of places. A unit row is one *version*: the same code may mean another place at another time."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q

from lachan.kernel.ids import new_uid
from lachan.places.kinds import HamletKind, Level, Part, UnitKind, VenueKind


class Unit(models.Model):
    """One version of a province, district or commune; records keep the version of their own time."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    code = models.CharField(max_length=10)
    name = models.CharField(max_length=120)  # with its kind: "Phường 4"
    name_key = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=UnitKind.choices)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    # "96~20200101/964~20200101/32002~20200101/": every step names its version, so that the subtree
    # of one version never holds a unit of another, though the codes are re-used.
    path = models.CharField(max_length=80, unique=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)  # exclusive
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    coordinate_approximate = models.BooleanField(default=False)

    class Meta:
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "level", "valid_from"], name="places_unit_one_version_a_day"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="places_unit_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(level=Level.PROVINCE, parent=None)
                | Q(level__gt=Level.PROVINCE, parent__isnull=False),
                name="places_unit_only_provinces_have_no_parent",
            ),
            models.CheckConstraint(
                # "not null" is said outright: a comparison with NULL is no violation.
                condition=Q(lat=None, lon=None)
                | Q(lat__isnull=False, lat__range=(-90, 90), lon__isnull=False, lon__range=(-180, 180)),
                name="places_unit_whole_coordinate",
            ),
        ]
        indexes = [models.Index(fields=["name_key"], name="places_unit_name")]

    def __str__(self) -> str:
        return self.name

    def is_valid_on(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class Hamlet(models.Model):
    """A khóm or ấp of one commune version. There is no national code below the commune."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="hamlets")
    name = models.CharField(max_length=120)  # with its kind: "Khóm 1"
    name_key = models.CharField(max_length=120)
    kind = models.CharField(max_length=6, choices=HamletKind.choices)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    invented = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["unit", "id"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "name_key", "valid_from"], name="places_hamlet_one_name"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="places_hamlet_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """From `effective_on` all or a part of `old` belongs to `new`."""

    old = models.ForeignKey(Unit, models.PROTECT, related_name="went_to")
    new = models.ForeignKey(Unit, models.PROTECT, related_name="came_from")
    effective_on = models.DateField()
    part = models.CharField(max_length=5, choices=Part.choices)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["effective_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="places_succession_once"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="places_succession_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"


class Population(models.Model):
    """A dated count of residents with its source; never guessed where missing."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="populations")
    as_of = models.DateField()
    value = models.PositiveIntegerField()
    source = models.CharField(max_length=200)
    invented = models.BooleanField(default=False)

    class Meta:
        ordering = ["unit", "-as_of"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "as_of"], name="places_population_one_a_day"),
            models.CheckConstraint(condition=Q(value__gt=0), name="places_population_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.value}"


class Venue(models.Model):
    """A place where people meet, work, learn, are treated or live."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=VenueKind.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="venues")
    hamlet = models.ForeignKey(Hamlet, models.PROTECT, null=True, blank=True, related_name="venues")
    address = models.CharField(max_length=300, blank=True)
    # Folded address, or empty: what tells two venues of one name apart.
    address_key = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["name_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "name_key", "address_key"], name="places_venue_once"
            ),
        ]
        indexes = [models.Index(fields=["name_key"], name="places_venue_name")]

    def __str__(self) -> str:
        return self.name
