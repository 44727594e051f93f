"""The kernel's tables, gathered from its parts."""

from django.db import models

from lachan.kernel.access.models import Sight
from lachan.kernel.audit.models import Event, EventPart, ReadEvent, Seal, SubjectKey
from lachan.kernel.intake.models import Upload, UploadMapping, UploadRow
from lachan.kernel.jobs.models import Job, Schedule
from lachan.kernel.papers.models import IssuedNumber, NumberBlock, Paper
from lachan.kernel.policies.models import PolicyVersion


class ClockSetting(models.Model):
    """One row: how far the demonstration's clock stands from real time."""

    offset_seconds = models.FloatField(default=0.0)


__all__ = [
    "ClockSetting",
    "Event",
    "EventPart",
    "IssuedNumber",
    "Job",
    "NumberBlock",
    "Paper",
    "PolicyVersion",
    "ReadEvent",
    "Schedule",
    "Seal",
    "Sight",
    "SubjectKey",
    "Upload",
    "UploadMapping",
    "UploadRow",
]
