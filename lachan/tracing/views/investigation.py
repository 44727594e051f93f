"""The five steps of tracing a case on one sheet, as the handbook orders them, filled in from the records."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from lachan.cases import queries as cases
from lachan.epi import intervals as kinds
from lachan.kernel.access.web import require
from lachan.kernel.audit import reads
from lachan.standing import queries as standing
from lachan.tracing import queries
from lachan.tracing.contact_table import first_ring
from lachan.tracing.reasons import Reasons
from lachan.tracing.views.cases import case_context
from lachan.tracing.views.request import Request


@require("tracing.view")
def steps(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Timeline, places to coordinate, interviews, list, isolation and samples: done and open, on A4."""
    case = cases.case_by_uid(uid, request.actor, request.now)
    entries = list(queries.entries_of(request.actor, request.now, case.pk))
    counts = queries.contacts_by_entry([entry.pk for entry in entries])
    rows = first_ring(request.actor, request.now, case.person_id, case.disease)
    f1 = [row for row in rows if row.level_code == "F1"]
    reads.note(request, [case.person_id, *(row.person_id for row in rows if row.person)])
    context = case_context(request, case) | {
        "entries": [(entry, counts.get(entry.pk, 0)) for entry in entries],
        "bare": [entry for entry in entries if not counts.get(entry.pk)],
        "waiting": queries.waiting_lines(request.actor, request.now, case.pk).count(),
        "f1": f1,
        "loose": [row for row in f1 if row.apart is False],
        "due": [row for row in f1 if row.due and row.due.starts_at <= request.now],
        "why": _why(case, request),
    }
    return render(request, "tracing/steps.html", context)


def _why(case: Any, request: Request) -> str:
    rows = standing.current(disease=case.disease, kind=kinds.CASE, at=request.now, people=[case.person_id])
    row = rows.first()
    return Reasons([row] if row else [], case.disease, request.actor, request.now).why(row)
