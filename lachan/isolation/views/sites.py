"""Sites: how full they are, who is there, who is coming."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lachan.epi.vocabulary import MEASURES
from lachan.isolation import access, queries, services
from lachan.isolation.forms import CapacityForm, SiteFilters, SiteForm, local_minute, refused_into
from lachan.isolation.queries import SiteLoad
from lachan.isolation.today import today_of
from lachan.isolation.views.request import Request
from lachan.kernel.access.roles import may
from lachan.kernel.access.web import require
from lachan.kernel.audit import reads
from lachan.kernel.errors import Refused
from lachan.kernel.times import local_day
from lachan.organisations import queries as organisations
from lachan.standing.badges import interval_badge
from lachan.ui import messages
from lachan.ui.charts import Bar, BarChart
from lachan.ui.components import Tab
from lachan.ui.marks import state
from lachan.ui.tables import Column, Table, build_table


@require("isolation.view")
def site_list(request: Request) -> HttpResponse:
    """Every site with its places now; those of the reader's own area first."""
    form = SiteFilters(request.GET)
    loads = sorted(
        queries.site_loads(list(queries.sites()), request.now), key=lambda one: _mine(request, one)
    )
    rows = _filtered(loads, form)
    table = Table(
        columns=(
            Column("Nơi cách ly, điều trị", "name", main=True),
            Column("Xã", "site.unit.name"),
            Column("Nhận", lambda one: ", ".join(MEASURES[code].label for code in one.site.measures)),
            Column("Sức chứa", lambda one: one.load.capacity, kind="number"),
            Column("Đang ở", lambda one: one.load.staying, kind="number"),
            Column("Đang tới", lambda one: one.load.expected, kind="number"),
            Column("Còn chỗ", room, align="right"),
        ),
        rows=rows,
        row_url=lambda one: reverse("isolation:site_page", args=[one.site.uid]),
        empty="Chưa có nơi cách ly nào",
        empty_hint="Đăng ký khu cách ly, cơ sở điều trị trước khi có người đến.",
        caption="Nơi cách ly, điều trị",
    )
    context = {
        "table": table,
        "form": form,
        "chart": _chart(rows, request),
        "totals": _totals(rows),
        "can_manage": may(request.actor, "isolation.site_manage"),
    }
    return render(request, "isolation/site_list.html", context)


def _mine(request: Request, one: SiteLoad) -> tuple[bool, str]:
    own = (
        one.site.unit_id in request.actor.unit_ids
        or one.site.organisation_id == request.actor.organisation_id
    )
    return not own, one.site.organisation.name_key


def _filtered(loads: list[SiteLoad], form: SiteFilters) -> list[SiteLoad]:
    if not form.is_valid():
        return loads
    if measure := form.cleaned_data["measure"]:
        loads = [one for one in loads if measure in one.site.measures]
    if form.cleaned_data["with_places"]:
        loads = [one for one in loads if one.load.free is not None and one.load.free > 0]
    return loads


def room(one: SiteLoad) -> Any:
    """Free places as a mark that says full and beyond in words."""
    free = one.load.free
    if free is None:
        return state("Chưa rõ sức chứa", "off")
    if free < 0:
        return state(f"Quá {-free} chỗ", "late")
    return state("Hết chỗ", "late") if free == 0 else str(free)


def _chart(rows: list[SiteLoad], request: Request) -> BarChart | None:
    if not rows:
        return None
    bars = [
        Bar(
            one.name,
            (one.load.staying, one.load.expected, max(one.load.free or 0, 0)),
            url=reverse("isolation:site_page", args=[one.site.uid]),
        )
        for one in rows[:20]
    ]
    return BarChart(
        title="Số chỗ theo nơi", series=("Đang ở", "Đang tới", "Còn trống"), bars=bars, unit="chỗ",
        first_column="Nơi", asof=request.now,
    )  # fmt: skip


def _totals(rows: list[SiteLoad]) -> dict[str, int]:
    known = [one.load for one in rows]
    return {
        "sites": len(rows),
        "staying": sum(load.staying for load in known),
        "expected": sum(load.expected for load in known),
        "free": sum(max(load.free or 0, 0) for load in known),
    }


_PARTS = {"dang-o": "Đang ở", "dang-toi": "Đang tới", "den-hom-nay": "Đến hôm nay"}


@require("isolation.view")
def site_page(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One site: who is there, who came today, who is on the way, as far as the reader sees them."""
    site = queries.site_by_uid(uid)
    part = request.GET.get("phan", "dang-o")
    lists = {
        "dang-o": queries.present(request.actor, request.now, site),
        "dang-toi": queries.coming(request.actor, request.now, site),
        "den-hom-nay": queries.arrived_on(
            request.actor, request.now, local_day(request.now), site
        ).select_related("person", "unit", "site__organisation"),
    }
    part = part if part in lists else "dang-o"
    table = _site_table(request, part, lists[part])
    _stand_today(part, table.rows, request.now)
    reads.note(request, [row.person_id for row in table.rows])
    load = queries.site_loads([site], request.now)[0]
    counts = {key: table.total if key == part else rows.count() for key, rows in lists.items()}
    seen = counts["dang-o"]
    context = {
        "site": site,
        "one": load,
        "measures": ", ".join(MEASURES[code].label for code in site.measures),
        "table": table,
        "tabs": [
            Tab(label, f"?phan={key}", count=counts[key], current=key == part)
            for key, label in _PARTS.items()
        ],
        "hidden": 0 if seen is None else max(0, load.load.staying - seen),
        "can_manage": access.can_site_manage(request.actor, site),
        "can_record": access.can_stay_record(request.actor),
    }
    return render(request, "isolation/site_page.html", context)


def _stand_today(part: str, rows: Any, now: Any) -> None:
    """The level of today beside each row, whatever it was when the decision was drafted."""
    keys = [(row.person_id, row.order.disease if part == "dang-toi" else row.disease) for row in rows]
    today = today_of(keys, now)
    for row, key in zip(rows, keys, strict=True):
        row.today = today[key].level


def _site_table(request: Request, part: str, rows: Any) -> Table:
    if part == "dang-toi":
        return build_table(
            request,
            rows,
            (
                Column("Họ tên", "person.full_name", main=True, sort=("person__name_sort", "id")),
                Column("Năm sinh", lambda row: str(row.person.birth_year or "")),
                Column("Mức", lambda row: interval_badge(row.today)),
                Column("Xã", "person.residence.name"),
                Column("Quyết định", lambda row: f"{row.order.reference}"),
                Column("Ký lúc", "order.occurred_at", kind="moment", sort=("order__occurred_at", "id")),
            ),
            row_url=lambda row: reverse("isolation:person", args=[row.person.uid]),
            default_sort="order__occurred_at",
            empty="Không có ai đang tới",
            caption=_PARTS[part],
        )
    return build_table(
        request,
        rows,
        (
            Column("Họ tên", "person.full_name", main=True, sort=("person__name_sort", "id")),
            Column("Năm sinh", lambda row: str(row.person.birth_year or "")),
            Column("Mức", lambda row: interval_badge(row.today)),
            Column("Biện pháp", lambda row: MEASURES[row.measure].label),
            Column("Đến lúc", "occurred_at", kind="moment", sort=("occurred_at", "id")),
            Column("Ghi lúc", "recorded_at", kind="moment", optional=True),
        ),
        row_url=lambda row: reverse("isolation:stay_page", args=[row.uid]),
        default_sort="-occurred_at",
        empty="Chưa có ai ở đây" if part == "dang-o" else "Hôm nay chưa có ai đến",
        caption=_PARTS[part],
    )


@require("isolation.site_manage")
def site_register(request: Request) -> HttpResponse:
    """A new place that takes people."""
    day = local_day(request.now)
    form = SiteForm(request.POST or None, organisations=_free_organisations(request), day=day)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            site = services.site_register(
                organisation_id=int(data["organisation"]),
                unit_id=int(data["unit"]),
                measures=data["measures"],
                address=data["address"],
                places=data["places"],
                by=request.actor,
                now=request.now,
            )
        except Refused as error:
            refused_into(form, error)
        else:
            messages.success(request, "Đã đăng ký nơi cách ly, điều trị.")
            return redirect("isolation:site_page", site.uid)
    return render(request, "isolation/site_register.html", {"form": form})


def _free_organisations(request: Request) -> list[tuple[str, str]]:
    taken = set(queries.sites().values_list("organisation_id", flat=True))
    rows = organisations.alive_on(local_day(request.now)).filter(
        kind__in=["site", "hospital", "health_centre"]
    )
    return [(str(row.pk), row.name) for row in rows if row.pk not in taken]


@require("isolation.site_manage")
def capacity_record(request: Request, uid: uuid.UUID) -> HttpResponse:
    """How many places a site has from a moment on."""
    site = queries.site_by_uid(uid)
    if not access.can_site_manage(request.actor, site):
        raise Http404
    now = local_minute(request.now)
    form = CapacityForm(request.POST or None, initial={"at": now})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.capacity_record(
                site=site, places=data["places"], occurred_at=data["at"], by=request.actor, now=request.now
            )
        except Refused as error:
            refused_into(form, error)
        else:
            messages.success(request, f"Đã ghi sức chứa {data['places']} chỗ.")
            return redirect("isolation:site_page", site.uid)
    context = {
        "form": form,
        "site": site,
        "one": queries.site_loads([site], request.now)[0],
        "stated": queries.capacities_of(site)[:20],
    }
    return render(request, "isolation/capacity_record.html", context)
