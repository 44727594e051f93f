"""The queue and the timetable."""

from __future__ import annotations

from django.db import models

from lachan.kernel.ids import new_uid
from lachan.kernel.secrets.fields import EncryptedJSONField


class Job(models.Model):
    """A piece of idempotent work; a lease that ran out means its worker died, and it is taken again.

    `attempts` counts the tries in a row without progress. `rerun` was asked for while the job ran: it is
    queued once more when it ends, so that work put in meanwhile is not missed.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "đang chờ"
        RUNNING = "running", "đang chạy"
        DONE = "done", "đã xong"
        FAILED = "failed", "không thành"

    uid = models.UUIDField(default=new_uid, unique=True)
    kind = models.CharField(max_length=80)
    payload = EncryptedJSONField(null=True)
    unique_key = models.CharField(max_length=120, null=True, unique=True)
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    rerun = models.BooleanField(default=False)
    run_after = models.DateTimeField()
    lease_token = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    max_attempts = models.IntegerField(default=5)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    message = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "run_after"], name="job_state_run_after")]


class Schedule(models.Model):
    """When a kind of job was last due, so that each turn runs once on any number of servers."""

    kind = models.CharField(max_length=80, unique=True)
    last_due_at = models.DateTimeField()
