"""Whether a file that is being applied is still in somebody's hand."""

from __future__ import annotations

from lachan.kernel.intake.models import Upload
from lachan.kernel.intake.services import job_key
from lachan.kernel.jobs.models import Job
from lachan.kernel.jobs.queries import job_of


def is_stuck(upload: Upload) -> bool:
    """An unfinished file that no worker has in hand any more: it may be started again."""
    job = job_of(job_key(upload))
    alive = job is not None and job.state in {Job.State.QUEUED, Job.State.RUNNING}
    return upload.state == Upload.State.APPLYING and not alive


def failure_words(upload: Upload) -> str | None:
    """What the worker said when it gave the file up; None where it did not."""
    job = job_of(job_key(upload))
    return job.message if job is not None and job.state == Job.State.FAILED else None
