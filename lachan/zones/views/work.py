"""Sprayings, linked cases, and taking back what was written down wrongly."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from lachan.cases import queries as cases
from lachan.journeys import ring_opened
from lachan.kernel.access.web import require
from lachan.ui import messages
from lachan.zones import queries, screens, services
from lachan.zones.forms import ReasonForm, SprayingForm
from lachan.zones.views._common import acting, attempt, attempt_or_say, posted


@require("zones.ring_work")
def spraying_record(request: Any, uid: uuid.UUID) -> HttpResponse:
    """A round of spraying that was done."""
    state = queries.ring_state(uid, request.actor, request.now)
    initial = {
        "round": len(state.sprayings) + 1,
        "houses": state.houses or None,
        "chemical": queries.last_chemical(request.actor, request.now),
    }
    form = SprayingForm(posted(request), step=state.next_step, now=request.now, initial=initial)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form, lambda: services.spraying_record(ring=state.ring, **form.cleaned_data, **acting(request))
        )
        if done:
            messages.success(request, f"Đã ghi phun lần {done.round}.")
            return redirect("zones:ring_page", uid)
    context = {"form": form, "ring": state.ring, "state": state, "step": state.next_step}
    return render(request, "zones/spraying_record.html", context)


@require_POST
@require("zones.ring_work")
def case_link(request: Any, uid: uuid.UUID, case_uid: uuid.UUID) -> HttpResponse:
    """Count a proposed case in an open ring."""
    ring = queries.ring_state(uid, request.actor, request.now).ring
    case = cases.case_by_uid(case_uid, request.actor, request.now)
    if attempt_or_say(request, lambda: ring_opened.case_link(ring=ring, case=case, **acting(request))):
        messages.success(request, f"Đã ghi ca {case.code} vào ổ dịch.")
    return redirect("zones:ring_page", uid)


_REVOKE: dict[str, tuple[Callable[..., None], str]] = {
    "luot-kiem-tra": (services.house_visit_revoke, "visit"),
    "lan-phun": (services.spraying_revoke, "spraying"),
    "nha": (services.house_remove, "house"),
    "ca": (ring_opened.case_unlink, "link"),
}


@require("zones.ring_work")
def fact_revoke(request: Any, word: str, uid: uuid.UUID) -> HttpResponse:
    """Take back a visit, a spraying, a house or a linked case, with the reason."""
    if word not in _REVOKE:
        raise Http404
    act, argument = _REVOKE[word]
    found: Any = queries.fact_by_uid(word, uid, request.actor, request.now)
    ring = queries.ring_of(found)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: act(**{argument: found}, **form.cleaned_data, **acting(request)))
        if form.is_valid():
            messages.success(request, f"Đã thu hồi {screens.fact_words(found)}.")
            return redirect("zones:ring_page", ring.uid)
    return render(
        request, "zones/fact_revoke.html", {"form": form, "ring": ring, "what": screens.fact_words(found)}
    )
