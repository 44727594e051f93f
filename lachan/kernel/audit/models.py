"""Audit tables: append-only, without foreign keys to what they describe."""

from __future__ import annotations

from django.db import models

from lachan.kernel.ids import new_uid


class Seal(models.Model):
    """One link of the chain: the events that carry its number, in order of their ids."""

    number = models.BigIntegerField(unique=True)
    events = models.IntegerField()
    head = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()


class Event(models.Model):
    """`at` is the domain's moment, `recorded_at` real time; the digests of its parts stay when a part is forgotten."""

    uid = models.UUIDField(default=new_uid, unique=True)
    kind = models.CharField(max_length=80)
    at = models.DateTimeField(db_index=True)
    recorded_at = models.DateTimeField()
    actor_kind = models.CharField(max_length=8)
    actor_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=200)
    object_uid = models.UUIDField(null=True, db_index=True)
    digests = models.JSONField(default=list)
    seal = models.BigIntegerField(null=True, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "at"], name="event_kind_at")]


class EventPart(models.Model):
    """The payload about one subject (or about none), encrypted with that subject's key."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="parts")
    position = models.SmallIntegerField()
    subject_id = models.BigIntegerField(null=True, db_index=True)
    salt = models.BinaryField()
    content = models.BinaryField()


class SubjectKey(models.Model):
    """The key of one subject's payloads; forgetting a person empties it for good, so that no new one is made."""

    subject_id = models.BigIntegerField(unique=True)
    key = models.BinaryField()


class ReadEvent(models.Model):
    """One request that showed personal data: who, where, whose; gathered from the append-only log."""

    at = models.DateTimeField(db_index=True)
    recorded_at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True, db_index=True)
    organisation_id = models.BigIntegerField(null=True)
    path = models.CharField(max_length=300)
    subjects = models.JSONField(default=list)
    line = models.CharField(max_length=64, unique=True)
