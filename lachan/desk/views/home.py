"""The first screen after log-in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lachan.desk.home import answers, home
from lachan.desk.lens import lens_of
from lachan.desk.tabs import disease_tabs
from lachan.kernel.access.roles import LEADER
from lachan.kernel.access.web import require
from lachan.kernel.diseases import diseases


@require("desk.home")
def home_page(request: HttpRequest) -> HttpResponse:
    """What waits for this reader, by role."""
    lens = lens_of(request)
    context = {
        "home": home(request, lens),
        "lens": lens,
        "disease": diseases()[lens.disease],
        "tabs": disease_tabs(lens),
        "answers": answers(lens) if LEADER in lens.actor.roles else None,
    }
    return render(request, "desk/home.html", context)
