"""The demonstration's movable morning."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lachan.desk.forms import ClockForm
from lachan.journeys import clock_moved
from lachan.kernel.access.web import require
from lachan.ui import messages
from lachan.ui.formats import moment


@require("clock.move")
def clock(request: HttpRequest) -> HttpResponse:
    """Let the domain's clock stand at another moment; real time cannot be moved."""
    now = request.now  # type: ignore[attr-defined]
    form = ClockForm(request.POST or None, initial={"moment": now})
    if request.method == "POST" and settings.DEMO and form.is_valid():
        to = form.cleaned_data["moment"]
        clock_moved.clock_move(to=to, by=request.actor, now=now)  # type: ignore[attr-defined]
        messages.success(request, f"Đồng hồ diễn tập đã chuyển đến {moment(to)}.")
        return redirect("desk:clock")
    return render(request, "desk/clock.html", {"form": form, "movable": settings.DEMO, "now": now})
