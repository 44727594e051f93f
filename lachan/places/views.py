"""The province's units on a day, and the page of one unit version."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lachan.kernel.access.roles import may
from lachan.kernel.access.web import require
from lachan.kernel.errors import Refused
from lachan.kernel.intake.services import upload_stage
from lachan.kernel.times import local_day, show_day
from lachan.places import map as places_map
from lachan.places import queries
from lachan.places.forms import HamletsForm, PopulationForm, UnitFilters
from lachan.places.kinds import Level, Part
from lachan.places.models import Succession, Unit
from lachan.ui import messages
from lachan.ui.tables import Column, build_table


def _validity(unit: Unit) -> str:
    """ "từ 01/01/2020 đến hết 30/06/2025": the stored end is the first day that is no longer valid."""
    if unit.valid_to is None:
        return f"từ {show_day(unit.valid_from)}"
    return f"từ {show_day(unit.valid_from)} đến hết {show_day(unit.valid_to - dt.timedelta(days=1))}"


_COLUMNS = (
    Column("Tên", "name", sort="name_key", main=True),
    Column("Mã", "code", sort="code"),
    Column("Cấp", lambda unit: Level(unit.level).label, sort="level"),
    Column("Thuộc", "parent.name", sort=("parent__code", "code")),
    Column("Hiệu lực", _validity, optional=True, hide_on_phone=True),
)


@require("places.view")
def unit_list(request: HttpRequest) -> HttpResponse:
    """Units by name or code on a day; today where no day is given."""
    form = UnitFilters(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    today = local_day(request.now)  # type: ignore[attr-defined]
    on = chosen.get("on") or today
    level = Level(int(chosen["level"])) if chosen.get("level") else None
    units = queries.unit_search(chosen.get("text", ""), on, level=level)
    table = build_table(
        request,
        units.select_related("parent"),
        _COLUMNS,
        row_url=_url,
        default_sort="code",
        per_page=150,
        empty="Không có đơn vị nào như vậy vào ngày này.",
        empty_hint="Thử bớt chữ trong tên, hoặc chọn ngày khác: tên và mã đã đổi qua các lần sắp xếp.",
        caption=f"Đơn vị hành chính có hiệu lực ngày {show_day(on)}",
    )
    return render(
        request,
        "places/unit_list.html",
        {
            "form": form,
            "table": table,
            "on": on,
            "counts": _counts(on),
            "is_today": on == today,
            "may_import": may(request.actor, "places.units_import"),  # type: ignore[attr-defined]
        },
    )


@require("places.units_import")
def population_import(request: HttpRequest) -> HttpResponse:
    """How many people live in each unit, counted on a day by somebody: hand the table over."""
    return _hand_over(request, PopulationForm, "places.populations", "places/population_import.html")


@require("places.units_import")
def hamlets_import(request: HttpRequest) -> HttpResponse:
    """The khóm and ấp of communes from a day on: hand the table over."""
    return _hand_over(request, HamletsForm, "places.hamlets", "places/hamlets_import.html")


def _hand_over(
    request: HttpRequest, form_class: type[PopulationForm] | type[HamletsForm], kind: str, template: str
) -> HttpResponse:
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    form = form_class(request.POST or None, request.FILES or None, today=local_day(now))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            staged = upload_stage(
                file_name=file.name, data=file.read(), kind=kind, options=form.options(), by=actor, now=now
            )
        except Refused as refusal:
            form.add_error("file", refusal.message)
        else:
            if staged.notice:
                messages.warning(request, staged.notice)
            return redirect("kernel:upload_page", staged.upload.uid)
    return render(request, template, {"form": form, "kind": kind})


@require("places.view")
def unit_page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One version of a unit: what it belongs to, its hamlets or communes, what it was and became, the map."""
    unit = queries.unit_by_uid(uid)
    if unit is None:
        raise Http404
    on = _day_within(unit, local_day(request.now))  # type: ignore[attr-defined]
    chain = queries.chain(unit)
    is_commune = unit.level == Level.COMMUNE
    went_to = queries.successors(unit)
    context = {
        "unit": unit,
        "is_commune": is_commune,
        "on": on,
        "parents": [(parent.name, _url(parent)) for parent in reversed(chain[1:])],
        "validity": _validity(unit),
        "population": queries.population(unit, on),
        "below": [] if is_commune else _below(unit, on),
        "hamlets": queries.hamlets_of(unit, on) if is_commune else [],
        "came_from": _links(queries.predecessors(unit), "old"),
        "went_to": _links(went_to, "new"),
        "is_split": any(row.part == Part.PART for row in went_to),
        "map": _map(on, chain[-1], unit),
    }
    return render(request, "places/unit_page.html", context)


def _url(unit: Unit) -> str:
    return reverse("places:unit_page", args=[unit.uid])


def _counts(on: dt.date) -> list[tuple[Level, int]]:
    levels = list(queries.units_on(on).values_list("level", flat=True))
    return [(level, levels.count(level)) for level in Level if level in levels]


def _day_within(unit: Unit, today: dt.date) -> dt.date:
    """Today, or the nearest day on which the version is in force."""
    if today < unit.valid_from:
        return unit.valid_from
    if unit.valid_to and today >= unit.valid_to:
        return unit.valid_to - dt.timedelta(days=1)
    return today


def _below(unit: Unit, on: dt.date) -> list[tuple[str, str, str]]:
    """(name, code, address) of the units directly below."""
    units = queries.units_on(on, root=unit).filter(parent=unit)
    return [(child.name, child.code, _url(child)) for child in units]


def _links(rows: Iterable[Succession], end: str) -> list[dict[str, Any]]:
    return [_link(row, getattr(row, end)) for row in rows]


def _link(row: Succession, other: Unit) -> dict[str, Any]:
    return {
        "name": other.name,
        "code": other.code,
        "url": _url(other),
        "on": row.effective_on,
        "part": row.get_part_display(),
        "note": row.note,
    }


def _map(on: dt.date, root: Unit, shown: Unit) -> dict[str, Any] | None:
    """The province with the shown unit dark; None where no commune has a coordinate."""
    sheet = places_map.sheet(on, root)
    if not sheet.cells:
        return None
    return {
        "view_box": sheet.view_box,
        "borders": [(*border.start, *border.end) for border in sheet.borders],
        "cells": [
            {
                "name": cell.name,
                "district": cell.district,
                "url": reverse("places:unit_page", args=[cell.uid]),
                "points": " ".join(f"{x:g},{y:g}" for x, y in cell.points),
                "is_shown": cell.path.startswith(shown.path),
            }
            for cell in sheet.cells
        ],
    }
