"""The first screen after log-in, and the administrator's view of background work."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lachan.cases import figures as cases
from lachan.desk.home import answers, home
from lachan.desk.lens import Lens, lens_of
from lachan.kernel.access.roles import LEADER, may
from lachan.kernel.access.web import require
from lachan.kernel.diseases import diseases
from lachan.kernel.jobs import queries as jobs
from lachan.ui.components import Tab
from lachan.ui.tables import Column, build_table


@require("desk.home")
def home_page(request: HttpRequest) -> HttpResponse:
    """What waits for this reader, by role."""
    lens = lens_of(request)
    context = {
        "home": home(request, lens),
        "lens": lens,
        "disease": diseases()[lens.disease],
        "tabs": _tabs(lens),
        "answers": answers(lens) if LEADER in lens.actor.roles else None,
    }
    return render(request, "desk/home.html", context)


def _tabs(lens: Lens) -> list[Tab]:
    """One tab a disease with cases under way, where there is more than one."""
    if not may(lens.actor, "cases.view"):
        return []
    under_way = cases.under_way_by_disease(lens.actor, lens.now)
    shown = [code for code in diseases() if under_way.get(code) or code == lens.disease]
    if len(shown) < 2:
        return []
    return [
        Tab(diseases()[code].name, f"?disease={code}", count=under_way.get(code, 0), current=code == lens.disease)
        for code in shown
    ]


_JOB_COLUMNS = (
    Column("Việc", "kind", main=True),
    Column("Thông báo", "message"),
    Column("Lần thử", "attempts", kind="number"),
    Column("Dừng lúc", "finished_at", kind="moment", sort=("finished_at", "id")),
)


@require("jobs.view")
def job_list(request: HttpRequest) -> HttpResponse:
    """Background work that gave up."""
    table = build_table(
        request,
        jobs.failed(),
        _JOB_COLUMNS,
        default_sort="-finished_at",
        empty="Không có việc nền nào bị dừng.",
        caption="Việc nền không thành",
    )
    return render(request, "desk/jobs.html", {"table": table})
