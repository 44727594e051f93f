"""Indicators: the figure, its parts by place, and the people behind it under the reader's own scope."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lachan.insight import queries
from lachan.insight.forms import PeriodForm
from lachan.kernel.access.web import require
from lachan.kernel.audit.reads import note
from lachan.kernel.times import local_day, show_day
from lachan.people import queries as people
from lachan.places import queries as places
from lachan.ui.charts import Line, LineChart, Point
from lachan.ui.formats import moment, vn_number
from lachan.ui.marks import badge_level, link, state
from lachan.ui.tables import Column, Table, build_table

_SHOWN_DAYS = 30
_LONGEST_ID = 18
_OUT_OF_SIGHT = "(không còn trong phạm vi xem)"
_WHOLE = -1  # the line that adds the parts up; 0 stands for people whose place nobody knows


@require("insight.indicator_view")
def indicator_list(request: HttpRequest) -> HttpResponse:
    """Every indicator that a room declares, with its figure of the last seven days."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    period = queries.week_until(now)
    found = queries.measure_all(actor, now, period)
    return render(request, "insight/indicator_list.html", {"found": found, "period": period})


@require("insight.indicator_view")
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator for a period the reader chooses."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    today = local_day(now)
    first = {"since": show_day(today - dt.timedelta(days=6)), "until": show_day(today)}
    form = PeriodForm({**first, **{name: request.GET[name] for name in first if request.GET.get(name)}})
    period = form.period(now) if form.is_valid() else queries.week_until(now)
    found = queries.measure(code, actor, now, period)
    if found is None:
        raise Http404
    rows = queries.rows_where(found, part=_part(request), only=request.GET.get("only", ""))
    context = {
        "found": found,
        "indicator": found.indicator,
        "form": form,
        "period": period,
        "parts": _parts_table(request, found),
        "table": _rows_table(request, found, rows),
        "part": _part_name(found, request),
        "only": request.GET.get("only", "") in queries.ONLY,
        "share": _share(found),
        "trend": _trend(found, actor, today),
    }
    return render(request, "insight/indicator.html", context)


def _share(found: queries.Measured) -> str:
    """ "77,4 % số người đo được"."""
    if not found.within or not found.figure.measured:
        return "trên số người đo được"
    return f"{vn_number(100 * found.within / found.figure.measured, 1)} % số người đo được"


def _part(request: HttpRequest) -> int | None:
    wanted = request.GET.get("part", "")
    return int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < _LONGEST_ID else None


def _part_name(found: queries.Measured, request: HttpRequest) -> str:
    return next((part.name for part in found.parts if str(part.unit_id) == request.GET.get("part")), "")


def _parts_table(request: HttpRequest, found: queries.Measured) -> Table:
    base = {name: request.GET[name] for name in ("since", "until") if request.GET.get(name)}
    address = reverse("insight:indicator", args=[found.indicator.code])

    def url(part: queries.Part) -> str:
        chosen = base if part.unit_id == _WHOLE else {**base, "part": part.unit_id}
        return f"{address}?{urlencode(chosen)}#nguoi"

    columns = [
        Column("Địa bàn", "name", main=True),
        Column(found.indicator.unit.capitalize() or "Giá trị", "figure.value", kind="decimal"),
        Column("Đo được", "figure.measured", kind="number"),
        Column("Chưa đo được", "figure.unmeasured", kind="number"),
    ]
    if found.within is not None:
        columns.insert(2, Column("Trong đích", _within, align="right"))
    whole = queries.Part(_WHOLE, "Cộng", found.figure, found.within)
    rows = [*found.parts, whole] if len(found.parts) > 1 else found.parts
    return Table(columns, rows, row_url=url, compact=True, empty="Kỳ này không có ai.")


def _within(part: queries.Part) -> str:
    return f"{part.within}/{part.figure.measured}" if part.within is not None else ""


def _rows_table(request: HttpRequest, found: queries.Measured, rows: list[Any]) -> Table:
    table = build_table(request, rows, _row_columns(found), per_page=50, empty="Kỳ này không có ai.")
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    # The figure may be some minutes old; who has gone out of sight since is not named.
    shown = people.visible_ids({row.person_id for row in table.rows}, actor, now)
    persons = people.people_of(shown)
    units = places.units_by_id(row.unit_id for row in table.rows)
    names = {pk: link(person.full_name, _person_url(person)) for pk, person in persons.items()}
    note(request, persons)
    for row in table.rows:
        row.detail["_name"] = names.get(row.person_id, _OUT_OF_SIGHT)
        row.detail["_unit"] = units[row.unit_id].name if row.unit_id in units else ""
    return table


def _person_url(person: Any) -> str:
    return reverse("people:person", args=[person.uid])


def _row_columns(found: queries.Measured) -> list[Column]:
    unit = found.indicator.unit
    return [
        Column("Họ tên", lambda row: row.detail["_name"], main=True),
        Column("Mức", lambda row: badge_level(row.detail.get("level"))),
        Column("Xã, phường", lambda row: row.detail["_unit"]),
        Column("Từ lúc", lambda row: _moment(row.detail.get("since"))),
        Column("Tách lúc", lambda row: _moment(row.detail.get("separated_at"))),
        Column(f"Giá trị ({unit})", "value", kind="decimal"),
        Column("So với đích", _judged),
    ]


def _moment(text: str | None) -> str:
    return moment(dt.datetime.fromisoformat(text)) if text else ""


def _judged(row: Any) -> Any:
    if (waiting := row.detail.get("waiting_hours")) is not None:
        return state(f"chưa ghi tách, đã {vn_number(waiting, 1)} giờ", "late")
    if row.value is None:
        return state("chưa đo được", "todo")
    within = row.detail.get("within")
    if within is None:
        return state("chưa có đích", "off")
    return state("trong đích", "done") if within else state("quá đích", "late")


def _trend(found: queries.Measured, actor: Any, today: dt.date) -> LineChart | None:
    """Kept daily values, for those who see the whole province."""
    if not actor.everywhere:
        return None
    first = today - dt.timedelta(days=_SHOWN_DAYS - 1)
    kept = {row.day: row.value for row in queries.stored_values(found.indicator.code, first, today)}
    if len(kept) < 2:
        return None
    days = [first + dt.timedelta(days=offset) for offset in range(_SHOWN_DAYS)]
    points = [Point(f"{day:%d/%m}", kept.get(day)) for day in days]
    return LineChart(
        title="Theo ngày", lines=(Line(found.indicator.title, points),), unit=found.indicator.unit
    )
