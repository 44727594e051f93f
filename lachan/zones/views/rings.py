"""The list of rings, a ring's page and its sheet on paper."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lachan.cases import queries as cases
from lachan.journeys import ring_opened
from lachan.kernel.access.web import require
from lachan.kernel.audit.reads import note
from lachan.kernel.diseases import disease
from lachan.kernel.times import local_day
from lachan.ui import messages
from lachan.ui.tables import Table, build_table
from lachan.zones import nearby, queries, screens
from lachan.zones.forms import CLOSED, OPEN, RingFilters, RingForm
from lachan.zones.queries import RingState
from lachan.zones.rules import KeptTerms, diseases_with_rule, terms_in_force
from lachan.zones.views._common import acting, attempt, may, posted

_PER_PAGE = 50


@require("zones.view")
def ring_list(request: Any) -> HttpResponse:
    """Rings on the reader's ground; open ones first where nothing is chosen."""
    actor, now = request.actor, request.now
    ringed = diseases_with_rule()
    form = RingFilters(request.GET, diseases=ringed)
    rows = _filtered(queries.rings(actor, now), form).order_by("-is_open", "-occurred_at", "pk")
    context = {
        "form": form,
        "table": _ring_table(request, rows),
        "waiting": nearby.waiting(ringed, actor, now).count(),
    }
    return render(request, "zones/ring_list.html", context | may(request))


def _filtered(rows: Any, form: RingFilters) -> Any:
    chosen = form.cleaned_data if form.is_valid() else {}
    if chosen.get("state") in {OPEN, CLOSED}:
        rows = queries.of_state(rows, chosen["state"] == OPEN)
    if chosen.get("disease"):
        rows = rows.filter(disease=chosen["disease"])
    return queries.search(rows, chosen.get("text", ""))


def _ring_table(request: Any, rows: Any) -> Table:
    """States are computed for the rows of this page alone."""
    return build_table(
        request,
        rows,
        screens.ring_columns(_states(request.now)),
        row_url=lambda ring: reverse("zones:ring_page", args=[ring.uid]),
        per_page=_PER_PAGE,
        empty="Chưa có ổ dịch nào như vậy.",
        empty_hint="Ổ dịch được mở từ một ca nghi ngờ hoặc ca xác định.",
        caption="Ổ dịch",
    )


def _states(now: dt.datetime) -> Callable[[Any], RingState]:
    terms = KeptTerms()
    known: dict[int, RingState] = {}

    def state(ring: Any) -> RingState:
        if ring.pk not in known:
            known[ring.pk] = queries.state_of(ring, now, terms)
        return known[ring.pk]

    return state


@require("zones.view")
def waiting_list(request: Any) -> HttpResponse:
    """Cases whose disease asks for a ring and that count in none."""
    can_open = may(request)["can_open"]
    table = build_table(
        request,
        nearby.waiting(diseases_with_rule(), request.actor, request.now),
        screens.waiting_columns(),
        row_url=(lambda case: reverse("zones:ring_open", args=[case.uid])) if can_open else None,
        default_sort="-opened_at",
        empty="Ca bệnh nào cũng đã thuộc một ổ dịch.",
        empty_hint="Ca mới của bệnh có quy định xử lý quanh nhà hiện ở đây.",
        caption="Ca bệnh chưa khoanh ổ dịch",
    )
    return render(request, "zones/waiting_list.html", {"table": table} | may(request))


@require("zones.ring_open")
def ring_open(request: Any, uid: uuid.UUID) -> HttpResponse:
    """Open a ring around a case: where its centre lies, and what the rule of its day asks."""
    case = cases.case_by_uid(uid, request.actor, request.now)
    known = queries.ring_of_case(case.pk)
    if known:
        return redirect("zones:ring_page", known.uid)
    units = _units(case, request.actor)
    form = RingForm(posted(request), units=units, initial=_centre(case))
    if request.method == "POST" and form.is_valid():
        ring = attempt(form, lambda: ring_opened.ring_open(case=case, **_given(form), **acting(request)))
        if ring:
            messages.success(request, f"Đã mở ổ dịch quanh ca {case.code}.")
            return redirect("zones:ring_page", ring.uid)
    note(request, [case.person_id])
    terms = terms_in_force(case.disease, units[0], local_day(case.opened_at)) if units else None
    context = {"form": form, "case": case, "terms": terms, "units": units, "disease": disease(case.disease)}
    return render(request, "zones/ring_open.html", context | {"rule": screens.rule_facts(terms)})


def _units(case: Any, actor: Any) -> list[Any]:
    """The commune where the person lives, then the one where the case was found; on the actor's ground."""
    found = {unit.pk: unit for unit in (case.person.residence, case.unit) if unit}
    return [unit for unit in found.values() if actor.everywhere or unit.pk in actor.unit_ids]


def _centre(case: Any) -> dict[str, Any]:
    person, household = case.person, case.person.household
    at = {"lat": household.lat, "lon": household.lon} if household else {}
    address = (household.address if household else "") or person.address
    return {"hamlet": person.residence_hamlet_id, "address": address} | at


def _given(form: RingForm) -> dict[str, Any]:
    data = form.cleaned_data
    return {
        "unit_id": data["unit"],
        "hamlet_id": data["hamlet"],
        "address": data["address"],
        "lat": data["lat"],
        "lon": data["lon"],
        "occurred_at": data["opened_at"],
    }


@require("zones.view")
def ring_page(request: Any, uid: uuid.UUID) -> HttpResponse:
    """How far the work is, what is owed, what was found, which cases count."""
    state = queries.ring_state(uid, request.actor, request.now)
    lines = queries.house_lines(state.ring)
    names = queries.names_in_sight(state, request.actor, request.now)
    note(request, [person_id for person_id, _ in names.values()])
    context = _ring_context(state, lines) | {
        "links": [(link, names.get(link.case_id, (0, ""))[1]) for link in state.links],
        "proposals": nearby.proposals(state, request.actor, request.now),
        "timeline": screens.timeline(queries.history(state), state),
    }
    return render(request, "zones/ring_page.html", context | may(request))


@require("zones.view")
def ring_sheet(request: Any, uid: uuid.UUID) -> HttpResponse:
    """The sheet that goes to the houses: what is known filled in, the rest left for a pen."""
    state = queries.ring_state(uid, request.actor, request.now)
    lines = queries.house_lines(state.ring)
    context = _ring_context(state, lines) | {"lines": lines, "spare": range(6)}
    return render(request, "zones/ring_sheet.html", context)


def _ring_context(state: RingState, lines: Any) -> dict[str, Any]:
    found = queries.larval_stages(lines, list(state.sprayings.values()))
    return {
        "state": state,
        "ring": state.ring,
        "disease": disease(state.ring.disease),
        "place": screens.place_of(state.ring),
        "terms": state.terms,
        "rule": screens.rule_facts(state.terms),
        "steps": [
            (step, step.days_late(state.today), state.sprayings.get(step.round)) for step in state.steps
        ],
        "houses_note": f"trong {state.houses} nhà của danh sách",
        "stages": screens.stage_table(found),
        "fevers": screens.fevers(lines),
    }
