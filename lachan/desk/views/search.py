"""One box: people by name in any word order, CCCD or phone; cases by code or BN number."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lachan.cases import figures as cases
from lachan.desk.lens import address
from lachan.kernel.access.web import require
from lachan.kernel.audit.reads import note
from lachan.kernel.diseases import diseases
from lachan.people import queries as people
from lachan.standing import queries as standing


@require("desk.search")
def search(request: HttpRequest) -> HttpResponse:
    """What the reader may see and the words fit; the only case found by its code opens at once."""
    text = request.GET.get("q", "").strip()[:120]
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    found_cases = list(cases.by_code(text, actor, now)[:20]) if text else []
    if len(found_cases) == 1 and text.upper() in {found_cases[0].code, found_cases[0].national_number}:
        return redirect("desk:case_file", found_cases[0].uid)
    found = people.search(text, actor, now) if text else None
    rows = found.people if found else []
    note(request, [row.pk for row in rows] + [case.person_id for case in found_cases])
    context = {
        "q": text,
        "cases": [(case, address("desk:case_file", case.uid)) for case in found_cases],
        "people": [(row, address("people:person", row.uid), marks) for row, marks in _marked(rows, now)],
        "more": bool(found and found.more),
    }
    return render(request, "desk/search.html", context)


def _marked(rows: list[Any], now: dt.datetime) -> list[tuple[Any, list[tuple[str, Any]]]]:
    """Each person with the level in force of each disease that has levels."""
    ids = [row.pk for row in rows]
    levels = [
        (made.name, standing.levels_of(disease=made.code, person_ids=ids, at=now))
        for made in diseases().values()
        if made.has_levels and ids
    ]
    return [(row, [(name, of[row.pk]) for name, of in levels if row.pk in of]) for row in rows]
