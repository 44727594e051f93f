"""The houses of a ring: the list, one house, and a visit written down with one thumb."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lachan.kernel.access.web import require
from lachan.kernel.audit.reads import note
from lachan.kernel.ids import new_uid
from lachan.ui import messages
from lachan.ui.tables import Column, build_table
from lachan.zones import nearby, queries, screens, services
from lachan.zones.forms import HouseFilters, HouseForm, VisitForm
from lachan.zones.views._common import acting, attempt, attempt_or_say, may, posted


@require("zones.view")
def house_list(request: Any, uid: uuid.UUID) -> HttpResponse:
    """The houses of a ring in the order of their numbers."""
    state = queries.ring_state(uid, request.actor, request.now)
    lines = queries.house_lines(state.ring)
    form = HouseFilters(request.GET)
    show = form.cleaned_data["show"] if form.is_valid() else ""
    table = build_table(
        request,
        screens.chosen_lines(lines, show),
        screens.house_columns(may(request)["can_work"] and state.is_open),
        row_url=lambda line: reverse("zones:house_page", args=[line.house.uid]),
        per_page=200,
        empty="Không có nhà nào như vậy." if show else "Chưa có nhà nào trong danh sách.",
        empty_hint="" if show else "Thêm từng nhà, hoặc lấy từ hộ dân đã có trong sổ.",
        caption="Nhà trong ổ dịch",
    )
    context = {"form": form, "table": table, "state": state, "ring": state.ring}
    return render(request, "zones/house_list.html", context | may(request))


@require("zones.ring_work")
def house_add(request: Any, uid: uuid.UUID) -> HttpResponse:
    ring = queries.ring_state(uid, request.actor, request.now).ring
    form = HouseForm(posted(request))
    if request.method == "POST" and form.is_valid():
        house = attempt(form, lambda: services.house_add(ring=ring, **form.cleaned_data, **acting(request)))
        if house:
            messages.success(request, f"Đã thêm nhà số {house.number}.")
            return redirect("zones:house_add" if "again" in request.POST else "zones:house_list", uid)
    return render(request, "zones/house_add.html", {"form": form, "ring": ring})


@require("zones.ring_work")
def households_take(request: Any, uid: uuid.UUID) -> HttpResponse:
    """Households of the register on the ring's ground; the chosen ones are put on the list."""
    ring = queries.ring_state(uid, request.actor, request.now).ring
    if request.method == "POST":
        return _take(request, ring)
    lines = nearby.households(ring, request.actor, request.now)
    note(request, [person for line in lines for person in line.person_ids])
    table = build_table(
        request,
        lines,
        _HOUSEHOLD_COLUMNS,
        per_page=200,
        select=lambda line: line.id,
        empty="Không có hộ nào trong sổ ở quanh đây.",
        empty_hint="Cần khóm, ấp hoặc tọa độ của ổ dịch và của hộ; nhà nào thiếu thì thêm bằng tay.",
        caption="Hộ dân quanh ca bệnh",
    )
    return render(request, "zones/households_take.html", {"table": table, "ring": ring})


_HOUSEHOLD_COLUMNS = (
    Column("Chủ hộ (người lớn tuổi nhất)", "owner", main=True),
    Column("Địa chỉ", "address"),
    Column("Số người", "members", kind="number"),
    Column("Vì sao", "reason"),
)


def _take(request: Any, ring: Any) -> HttpResponse:
    chosen = [int(value) for value in request.POST.getlist("selected") if value.isdigit()]
    made: list[Any] = []
    done = attempt_or_say(
        request,
        lambda: made.extend(services.households_take(ring=ring, household_ids=chosen, **acting(request))),
    )
    if done:
        messages.success(request, f"Đã thêm {len(made)} nhà vào danh sách.")
    return redirect("zones:house_list", ring.uid)


@require("zones.view")
def house_page(request: Any, uid: uuid.UUID) -> HttpResponse:
    """One house with every visit that stands."""
    house = queries.house_by_uid(uid, request.actor, request.now)
    context = {
        "house": house,
        "ring": house.ring,
        "line": queries.line_of(house),
        "name": screens.house_name(house),
        "is_open": queries.closing_in_force(house.ring.closings.all()) is None,
    }
    return render(request, "zones/house_page.html", context | may(request))


@require("zones.ring_work")
def house_visit_record(request: Any, uid: uuid.UUID) -> HttpResponse:
    """A visit; afterwards the next house that waits."""
    house = queries.house_by_uid(uid, request.actor, request.now)
    form = VisitForm(posted(request), initial={"uid": new_uid()})
    if request.method == "POST" and form.is_valid():
        visit = attempt(
            form, lambda: services.house_visit_record(house=house, **_given(form), **acting(request))
        )
        if visit:
            return _after_visit(request, visit)
    context = {"form": form, "house": house, "ring": house.ring, "name": screens.house_name(house)}
    return render(request, "zones/house_visit_record.html", context)


def _given(form: VisitForm) -> dict[str, Any]:
    data = form.cleaned_data
    counts = services.Counts(**{name: data[name] for name in VisitForm.counts})
    return {name: data[name] for name in ("uid", "outcome", "note", "occurred_at")} | {"counts": counts}


def _after_visit(request: Any, visit: Any) -> HttpResponse:
    following = queries.next_house(visit.house)
    messages.success(request, f"Đã ghi nhà số {visit.house.number}: {visit.get_outcome_display().lower()}.")
    if following is None:
        messages.info(request, "Mọi nhà khác trong ổ dịch đã kiểm tra.")
        return redirect("zones:ring_page", visit.house.ring.uid)
    if following.visits.filter(revoked_at=None).exists():
        return redirect("zones:house_list", visit.house.ring.uid)
    return redirect("zones:house_visit_record", following.uid)
