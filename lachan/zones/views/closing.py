"""A ring ends, goes on, or never was."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from lachan.cases import queries as cases
from lachan.journeys import ring_closed, ring_opened
from lachan.kernel.access.web import require
from lachan.ui import messages
from lachan.zones import nearby, queries, screens
from lachan.zones.forms import WAITING, ClosingForm, ReasonForm, ReopenForm
from lachan.zones.views._common import acting, attempt, attempt_or_say, posted


@require("zones.ring_close")
def ring_close(request: Any, uid: uuid.UUID) -> HttpResponse:
    """What closing would mean now; then it is done."""
    state = queries.ring_state(uid, request.actor, request.now)
    form = ClosingForm(posted(request), must=state.ending.needs_reason)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form, lambda: ring_closed.ring_close(ring=state.ring, **form.cleaned_data, **acting(request))
        )
        if done:
            undo = reverse("zones:closing_revoke", args=[uid])
            messages.success(request, "Đã đóng ổ dịch.", undo_url=undo)
            return redirect("zones:ring_page", uid)
    houses = f"{reverse('zones:house_list', args=[uid])}?show={WAITING}"
    effects = screens.closing_effects(state, houses)
    context = {"form": form, "state": state, "ring": state.ring, "effects": effects}
    return render(
        request,
        "zones/ring_close.html",
        context | {"terms": state.terms, "rule": screens.rule_facts(state.terms)},
    )


@require_POST
@require("zones.ring_close")
def closing_revoke(request: Any, uid: uuid.UUID) -> HttpResponse:
    """The undo of a closing."""
    ring = queries.ring_state(uid, request.actor, request.now).ring
    reason = "Hoàn tác việc đóng"
    if attempt_or_say(
        request, lambda: ring_closed.closing_revoke(ring=ring, reason=reason, **acting(request))
    ):
        messages.success(request, "Ổ dịch đang mở như trước.")
    return redirect("zones:ring_page", uid)


@require("zones.ring_open")
def ring_reopen(request: Any, uid: uuid.UUID) -> HttpResponse:
    """A new case, or a written reason, opens a closed ring again."""
    state = queries.ring_state(uid, request.actor, request.now)
    found = nearby.proposals(state, request.actor, request.now) if not state.is_open else []
    offered = [(str(one.case.uid), f"{one.case.code}: {one.reason}") for one in found]
    form = ReopenForm(posted(request), cases=offered, initial={"case": offered[0][0] if offered else ""})
    if request.method == "POST" and form.is_valid():
        given = {"case": _case(form, request), "reason": form.cleaned_data["reason"]}
        if attempt(form, lambda: ring_closed.ring_reopen(ring=state.ring, **given, **acting(request))):
            messages.success(request, "Đã mở lại ổ dịch.")
            return redirect("zones:ring_page", uid)
    return render(request, "zones/ring_reopen.html", {"form": form, "state": state, "ring": state.ring})


def _case(form: ReopenForm, request: Any) -> Any:
    chosen = form.cleaned_data["case"]
    return cases.case_by_uid(uuid.UUID(chosen), request.actor, request.now) if chosen else None


@require("zones.ring_close")
def ring_revoke(request: Any, uid: uuid.UUID) -> HttpResponse:
    """The ring was opened by mistake."""
    ring = queries.ring_state(uid, request.actor, request.now).ring
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: ring_opened.ring_revoke(ring=ring, **form.cleaned_data, **acting(request)))
        if form.is_valid():
            messages.success(request, "Đã thu hồi ổ dịch mở nhầm.")
            return redirect("zones:ring_list")
    what = f"ổ dịch quanh ca {ring.case.code}"
    return render(request, "zones/fact_revoke.html", {"form": form, "ring": ring, "what": what})
