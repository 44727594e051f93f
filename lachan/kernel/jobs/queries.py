"""What the screens show about background work."""

from __future__ import annotations

from django.db.models import QuerySet

from lachan.kernel.jobs.models import Job


def job_of(unique_key: str) -> Job | None:
    """The job of a key, or None where it was never queued."""
    return Job.objects.filter(unique_key=unique_key).first()


def jobs() -> QuerySet[Job]:
    """All jobs without their payloads, newest first."""
    return Job.objects.defer("payload").order_by("-created_at", "-id")


def failed() -> QuerySet[Job]:
    """Jobs that gave up, newest first, for the administrator."""
    return Job.objects.filter(state=Job.State.FAILED).order_by("-finished_at")
