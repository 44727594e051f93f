"""The gallery: every part with its states, for those who build screens."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from lachan.kernel.access.web import require
from lachan.ui import gallery as samples
from lachan.ui import messages
from lachan.ui.fields import unit_hits


@require_GET
@require("ui.gallery")
def gallery(request: HttpRequest) -> HttpResponse:
    """All parts on one page."""
    return render(request, "ui/gallery.html", samples.context(request))


@require_GET
@require("ui.gallery")
def gallery_steps(request: HttpRequest) -> HttpResponse:
    """What a running piece of work answers when it is asked: here it has ended."""
    return render(request, "ui/steps.html", {"progress": samples.progress_done()})


@require_GET
@require("ui.gallery")
def gallery_units(request: HttpRequest) -> HttpResponse:
    return unit_hits(request, samples.find_unit)


@require_POST
@require("ui.gallery")
def gallery_do(request: HttpRequest) -> HttpResponse:
    """Does nothing but tell so: the target of the gallery's forms."""
    messages.success(request, "Đã ghi (trang mẫu, không lưu gì).", undo_url=request.path)
    return redirect("ui:gallery")
