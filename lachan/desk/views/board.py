"""The command board and the list behind each of its numbers."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lachan.cases.queries import Context
from lachan.desk import queries, tables, territory
from lachan.desk.board import Board, board
from lachan.desk.curve import COUNTS, RESULT, SPANS, epidemic_curve
from lachan.desk.forms import BoardForm
from lachan.desk.lens import Lens, disease_of, lens_of
from lachan.desk.territory import measures_for
from lachan.kernel.access.web import require
from lachan.kernel.diseases import diseases
from lachan.places import queries as places
from lachan.ui.formats import vn_number
from lachan.ui.marks import link
from lachan.ui.tables import Column, Table, with_query


@require("desk.board")
def board_page(request: HttpRequest) -> HttpResponse:
    """One disease at one moment: every number opens its rows."""
    lens = lens_of(request)
    measures = {one.code: one for one in measures_for(lens)}
    measure = _one_of(request.GET.get("measure"), list(measures) or [""])
    count = _one_of(request.GET.get("curve"), list(COUNTS), RESULT)
    span = int(_one_of(request.GET.get("span"), [str(days) for days in SPANS], "30"))
    made = board(lens, measure)
    initial = {"disease": lens.disease, "measure": measure, "curve": count, "span": str(span)}
    context = {
        "lens": lens,
        "board": made,
        "disease": disease_of(lens),
        "form": BoardForm({**initial, **_given_moment(request)}, lens=lens),
        "curve": epidemic_curve(lens, count, span) if made.sees_people else None,
        "count": COUNTS[count],
        "by_place": _place_table(made, lens),
    }
    return render(request, "desk/board.html", context)


def _place_table(made: Board, lens: Lens) -> Table:
    """Places with their numbers; the last line adds them up."""
    columns = [Column("Địa bàn", "name", main=True)]
    for place, key in enumerate(made.columns):
        columns.append(Column(queries.worded(key, lens).title, partial(_cell, place), align="right"))
    total = territory.DistrictRow("Cộng", made.totals)
    return Table(columns, [*made.districts, total], caption="Theo địa bàn", empty="Chưa có địa bàn nào.")


def _cell(place: int, row: territory.DistrictRow) -> Any:
    _, count, url = row.cells[place]
    return link(vn_number(count), url) if count else "0"


def _one_of(value: str | None, known: list[str], default: str | None = None) -> str:
    return value if value in known else default or known[0]


def _given_moment(request: HttpRequest) -> dict[str, Any]:
    return {name: request.GET[name] for name in ("at", "at_day") if request.GET.get(name)}


@require("desk.home")
def rows(request: HttpRequest, figure: str) -> HttpResponse:
    """Exactly the rows that a number counts, under the reader's own scope."""
    lens = lens_of(request)
    made = queries.figure(figure, lens)
    context = {
        "figure": made,
        "work": tables.work_of(made, lens),
        "lens": lens,
        "disease": diseases()[lens.disease] if made.by_disease else None,
        "narrow": [
            (words, with_query(request.GET, **{name: None, "page": None})) for name, words in _narrow(lens)
        ],
        "table": tables.table_of(request, lens, figure, caption=made.title),
    }
    return render(request, "desk/rows.html", context)


def _narrow(lens: Lens) -> list[tuple[str, str]]:
    """(parameter, words) of what narrows the list."""
    found = []
    if lens.place is not None:
        unit = places.unit_by_id(lens.place)
        found.append(("place", unit.name if unit else "Chưa rõ địa bàn"))
    if lens.context:
        found.append(("context", str(dict(Context.choices).get(lens.context, lens.context))))
    if lens.value:
        found.append(("value", lens.value))
    if lens.day:
        found.append(("day", f"ngày {lens.day:%d/%m/%Y}"))
    return found
