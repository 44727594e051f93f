"""The kernel's own chores, and the job that applies uploaded files."""

from __future__ import annotations

from django.db import connection

from lachan.kernel.audit import reads
from lachan.kernel.audit.services import seal_pending
from lachan.kernel.clock import domain_now, real_now
from lachan.kernel.intake.services import upload_apply, uploads_purge
from lachan.kernel.jobs.registry import daily, every, job
from lachan.kernel.jobs.services import jobs_purge
from lachan.kernel.jobs.snapshot import actor_from
from lachan.kernel.jobs.worker import Run
from lachan.kernel.log import copy_log


@job("audit.seal", lane="quick", when=every(5), title="Niêm phong nhật ký")
def audit_seal(run: Run) -> None:
    """Seals in batches until nothing is left; each batch is one transaction."""
    while seal_pending(now=real_now()):
        run.progress()


@job("audit.gather_reads", lane="quick", when=every(30), title="Gom nhật ký đọc")
def audit_gather_reads(run: Run) -> None:
    """Moving a line twice adds nothing: lines are unique by their hash."""
    reads.gather()
    run.progress()


@job("database.analyse", lane="quick", when=daily(1), title="Cập nhật thống kê của cơ sở dữ liệu")
def database_analyse(run: Run) -> None:
    """Without fresh statistics SQLite walks a whole table where an index answers at once. PostgreSQL does it itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit = 2000")
            cursor.execute("PRAGMA optimize")
    run.progress()


@job("database.copy_log", lane="quick", when=every(10), title="Chép nhật ký ghi vào tệp dữ liệu")
def database_copy_log(run: Run) -> None:
    copy_log()
    run.progress()


@job("jobs.purge", lane="quick", when=daily(2), title="Dọn việc đã xong")
def old_jobs_purge(run: Run) -> None:
    jobs_purge(now=real_now())
    run.progress()


@job("intake.purge", lane="quick", when=daily(3), title="Xóa tệp hết hạn lưu")
def intake_purge(run: Run) -> None:
    """Files and refused rows past their retention date go; the counts stay."""
    while uploads_purge(now=domain_now()):
        run.progress()


@job("intake.apply", lane="long", lease_seconds=60, title="Nạp tệp")
def intake_apply(run: Run) -> None:
    """Each chunk moves the cursor in its own transaction, so that a second run goes on where the first died."""
    upload_apply(
        uid=run.payload["upload"],
        by=actor_from(run.payload["actor"]),
        clock=domain_now,
        beat=lambda done, total: run.progress(done=done, total=total),
    )
