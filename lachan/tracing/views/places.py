"""Places where cases were lately: what to trace next, and who was there."""

from __future__ import annotations

import uuid
from contextlib import suppress
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from lachan.cases import queries as cases
from lachan.kernel import diseases
from lachan.kernel.access.web import require
from lachan.kernel.audit import reads
from lachan.kernel.errors import OutOfSight
from lachan.places import queries as units
from lachan.tracing import queries
from lachan.tracing.views.request import Request
from lachan.ui.tables import Column, Table, build_table


@require("tracing.view")
def places(request: Request) -> HttpResponse:
    """Places where cases were lately, the busiest first."""
    disease = _disease(request)
    since = request.now - queries.LATELY
    found = queries.places_to_trace(request.actor, request.now, disease=disease.code, since=since)
    table = Table(
        columns=(
            Column("Nơi", _name, main=True),
            Column("Xã", "unit.name"),
            Column("Số ca đã đến", "cases", kind="number"),
            Column("Người tiếp xúc đã ghi", "contacts", kind="number"),
            Column("Lần cuối", "last_at", kind="moment"),
        ),
        rows=found.places,
        row_url=lambda one: _url(one, disease.code),
        empty="Chưa có mốc dịch tễ nào trong 14 ngày",
        caption="Nơi cần điều tra tiếp",
    )
    context = {
        "table": table,
        "disease": disease,
        "choices": diseases.disease_choices(),
        "since": since,
        "homes": found.homes,
    }
    return render(request, "tracing/places.html", context)


@require("tracing.view")
def place(request: Request) -> HttpResponse:
    """Who was at one of these places, and how many contacts of each visit are on record."""
    disease, key = _disease(request), request.GET.get("place", "")
    unit = _unit(request.GET.get("unit", ""))
    since = request.now - queries.LATELY
    rows = queries.entries_at(
        request.actor, request.now, disease=disease.code, since=since, place_key=key, unit=unit,
        home_of=_home_of(request),
    )  # fmt: skip
    table = build_table(
        request,
        rows,
        (
            Column("Ca bệnh", lambda entry: entry.case.national_number or entry.case.code, kind="code"),
            Column("Họ và tên", "person.full_name", main=True),
            Column("Đến lúc", "occurred_at", kind="moment"),
            Column("Rời lúc", "left_at", kind="moment"),
            Column("Người tiếp xúc đã ghi", "contacts", kind="number"),
        ),
        row_url=lambda entry: reverse("tracing:timeline", args=[entry.case.uid]),
        empty="Không có mốc dịch tễ nào ở nơi này trong 14 ngày",
        caption="Các ca đã đến",
    )
    entries: list[Any] = list(table.rows)
    contacts = queries.contacts_by_entry([entry.pk for entry in entries])
    for entry in entries:
        entry.contacts = contacts.get(entry.pk, 0)
    reads.note(request, [entry.person_id for entry in entries])
    name = entries[0].place_name if entries else "Nơi cần điều tra"
    context = {"table": table, "name": name, "unit": unit, "disease": disease, "since": since}
    return render(request, "tracing/place.html", context)


def _name(one: queries.PlaceToTrace) -> str:
    return f"{one.place_name} (hộ của {one.home_of.code})" if one.home_of else one.place_name


def _home_of(request: Request) -> int | None:
    """The person whose home is asked for, by a case of theirs; OutOfSight where the reader may not see it."""
    asked = request.GET.get("nha", "")
    if not asked:
        return None
    try:
        uid = uuid.UUID(asked)
    except ValueError:
        raise OutOfSight from None
    return cases.case_by_uid(uid, request.actor, request.now).person_id


def _url(one: queries.PlaceToTrace, disease: str) -> str:
    asked = {"disease": disease, "place": one.place_key, "unit": str(one.unit.uid) if one.unit else ""}
    if one.home_of:
        asked["nha"] = str(one.home_of.uid)
    return f"{reverse('tracing:place')}?{urlencode(asked)}"


def _disease(request: Request) -> diseases.Disease:
    """The disease asked for, else the first one."""
    known = diseases.diseases()
    return known.get(request.GET.get("disease", ""), next(iter(known.values())))


def _unit(uid: str) -> units.Unit | None:
    with suppress(ValueError):
        return units.unit_by_uid(uuid.UUID(uid))
    return None
