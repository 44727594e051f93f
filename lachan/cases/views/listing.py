"""The list of cases with its filters."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from lachan.cases import figures, queries
from lachan.cases.forms import CaseFilters
from lachan.cases.models import Case
from lachan.kernel.access.web import require
from lachan.kernel.audit.reads import note
from lachan.kernel.diseases import diseases
from lachan.kernel.times import day_start, local_day
from lachan.people import queries as people
from lachan.places import queries as places
from lachan.ui.formats import moment
from lachan.ui.marks import state
from lachan.ui.tables import Column, build_table

_DAY = dt.timedelta(days=1)
_TONES = {"confirmed": "plain", "suspected": "todo", "excluded": "off"}


def case_url(case: Case) -> str | None:
    """The case's file, which the desk keeps."""
    try:
        return reverse("desk:case_file", args=[case.uid])
    except NoReverseMatch:
        return None


def _unit(case: Case) -> str:
    if case.unit is None:
        return ""
    parent = case.unit.parent
    return f"{case.unit.name}, {parent.name}" if parent is not None and parent.level > 1 else case.unit.name


_COLUMNS = (
    Column("Mã ca", lambda case: case.national_number or case.code, sort="code", main=True, kind="code"),
    Column("Họ tên", "person.full_name", sort="person__name_sort"),
    Column("Năm sinh", lambda case: str(case.person.birth_year or ""), hide_on_phone=True),
    Column("Bệnh", lambda case: diseases()[case.disease].name, optional=True, kind="code"),
    Column(
        "Phân loại",
        lambda case: state(case.get_classification_display(), _TONES[case.classification]),
        sort=("classification", "opened_at"),
    ),
    Column("Nơi phát hiện", lambda case: case.get_context_display(), sort=("context", "opened_at")),
    Column("Xã, phường", _unit, sort=("unit__parent__code", "unit__code")),
    Column("Khởi phát", "onset_on", kind="day", sort="onset_on", optional=True),
    # Plain text: an hour may stand above its day, so that all columns fit a desk's screen.
    Column("Phát hiện", lambda case: moment(case.opened_at), sort=("opened_at", "id")),
    Column(
        "Khẳng định",
        lambda case: moment(case.confirmed_at) if case.confirmed_at else "",
        sort=("confirmed_at", "id"),
        optional=True,
    ),
    Column("Nguồn lây", lambda case: "đã rõ" if case.source_known else "chưa rõ", optional=True),
)


@require("cases.view")
def case_list(request: HttpRequest) -> HttpResponse:
    """Cases in the reader's sight, the latest first."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    form = CaseFilters(request.GET, on=local_day(now), units=None if actor.everywhere else actor.unit_ids)
    rows = queries.listed_for(actor, now)
    if form.is_valid():
        rows = _filtered(rows, form.cleaned_data, request)
    table = build_table(
        request,
        rows.select_related("person", "unit__parent"),
        _COLUMNS,
        row_url=case_url,
        default_sort="-opened_at",
        empty="Không có ca bệnh nào như vậy",
        empty_hint="Bỏ bớt điều kiện lọc, hoặc tìm theo tên không dấu.",
        caption="Ca bệnh",
    )
    note(request, [case.person_id for case in table.rows])
    return render(request, "cases/case_list.html", {"form": form, "table": table})


def _filtered(rows: QuerySet[Case], chosen: dict[str, Any], request: HttpRequest) -> QuerySet[Case]:
    for name in ("disease", "classification", "context"):
        if chosen[name]:
            rows = rows.filter(**{name: chosen[name]})
    if chosen["place"]:
        rows = figures.within(rows, places.commune_ids_under(int(chosen["place"])))
    if chosen["unknown_source"]:
        rows = rows.exclude(source_known=True)
    if chosen["under_way"]:
        rows = rows.filter(closed_at=None).exclude(classification="excluded")
    if chosen["since"]:
        rows = rows.filter(opened_at__gte=day_start(chosen["since"]))
    if chosen["until"]:
        rows = rows.filter(opened_at__lt=day_start(chosen["until"]) + _DAY)
    return _named(rows, chosen["text"].strip(), request) if chosen["text"].strip() else rows


def _named(rows: QuerySet[Case], text: str, request: HttpRequest) -> QuerySet[Case]:
    """Cases by code or BN number, or of people whose name holds every word."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    coded = figures.by_code(text, actor, now).order_by().values("pk")
    named = [person.pk for person in people.search(text, actor, now).people]
    return rows.filter(Q(person_id__in=named) | Q(pk__in=coded))
