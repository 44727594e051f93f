"""Background work for the administrator: what runs, what gave up, and running it again."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from lachan.kernel.access.web import require
from lachan.kernel.clock import real_now
from lachan.kernel.jobs import queries, services
from lachan.kernel.jobs.models import Job
from lachan.kernel.jobs.registry import title
from lachan.ui import messages
from lachan.ui.marks import state
from lachan.ui.tables import Column, build_table

_TONES = {"queued": "todo", "running": "doing", "done": "done", "failed": "late"}


@require("jobs.view")
def job_list(request: HttpRequest) -> HttpResponse:
    """Jobs by state; moments are real time, also in the demonstration."""
    columns = (
        Column("Việc", lambda row: title(row.kind), main=True),
        Column("Trạng thái", _state_mark),
        Column("Lần thử", "attempts", kind="number"),
        Column("Chạy sau", "run_after", sort="run_after", kind="moment"),
        Column("Xong lúc", "finished_at", sort="finished_at", kind="moment"),
        Column("Lời báo", "message"),
    )
    rows = queries.jobs()
    chosen = request.GET.get("state", "")
    if chosen in Job.State.values:
        rows = rows.filter(state=chosen)
    table = build_table(request, rows, columns, default_sort="-run_after", empty="Không có việc nào.")
    context = {"table": table, "failed": _titled(), "states": Job.State.choices, "chosen": chosen}
    return render(request, "jobs/job_list.html", context)


def _titled() -> list[tuple[Job, str]]:
    return [(row, title(row.kind)) for row in queries.failed()[:20]]


def _state_mark(row: Job) -> Any:
    return state(row.get_state_display(), _TONES[row.state])


@require_POST
@require("jobs.view")
def job_retry(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    get_object_or_404(Job, uid=uid)
    if services.job_retry(uid=uid, by=request.actor, now=real_now()):  # type: ignore[attr-defined]
        messages.success(request, "Việc đã được xếp hàng chạy lại.")
    else:
        messages.warning(request, "Việc này không ở trạng thái không thành.")
    return redirect("kernel:job_list")
