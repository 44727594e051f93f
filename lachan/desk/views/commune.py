"""A commune's own people, for one thumb: who to move, whom to confirm, whom to test, what to report."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lachan.desk import queries, tables
from lachan.desk.lens import Lens, lens_of
from lachan.kernel.access.roles import may
from lachan.kernel.access.web import require
from lachan.kernel.diseases import diseases
from lachan.places import queries as places
from lachan.places.kinds import Level

_KEYS = (
    "duong-tinh-chua-nhan-dien",
    "lay-lai-mau",
    "chua-tach",
    "nha-chua-xac-nhan",
    "dang-o-nha",
    "xet-nghiem-den-han",
    "nguoi-theo-doi",
    "nhiem-vu-cua-toi",
)


@require("desk.commune")
def commune(request: HttpRequest) -> HttpResponse:
    """The short lists of one commune; a district chooses which."""
    lens = lens_of(request)
    units = _units(lens)
    if lens.place is not None and lens.place not in {unit.pk for unit in units}:
        lens = replace(lens, place=None)
    keys = [key for key in _KEYS if may(lens.actor, queries.FIGURES[key].permission)]
    lists = tables.short_lists(request, lens, keys, limit=6)
    context = {
        "lens": lens,
        "units": units if len(units) > 1 else [],
        "unit": next(
            (unit for unit in units if unit.pk == lens.place), units[0] if len(units) == 1 else None
        ),
        "parts": [
            {
                "figure": queries.worded(key, lens),
                "count": count,
                "url": lens.url(key),
                "rows": rows,
            }
            for key, (count, rows) in lists.items()
        ],
        "disease": diseases()[lens.disease],
    }
    return render(request, "desk/commune.html", context)


def _units(lens: Lens) -> list[places.Unit]:
    """The communes that the reader answers for, of the trees in force today."""
    rows = places.units_on(lens.today, Level.COMMUNE).filter(pk__in=sorted(lens.actor.unit_ids))
    return list(rows.order_by("code"))
