"""The five steps of tracing a case on one sheet, as the handbook orders them, filled in from the records."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from lachan.cases import queries as cases
from lachan.epi import intervals as kinds
from lachan.kernel.access.web import require
from lachan.kernel.audit import reads
from lachan.kernel.together import read_together
from lachan.standing import queries as standing
from lachan.standing.reasons import Reasons
from lachan.tracing import queries
from lachan.tracing.contact_table import first_ring
from lachan.tracing.views.cases import case_context, level_of
from lachan.tracing.views.request import Request


@require("tracing.view")
def steps(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Timeline, places to coordinate, interviews, list, isolation and samples: done and open, on A4."""
    case = cases.case_by_uid(uid, request.actor, request.now)
    actor, now = request.actor, request.now
    level, episode = level_of(case, now), _episode(case, now)
    entries = queries.entries_of(actor, now, case.pk)
    meetings = queries.meetings_among(actor, now, [case.person_id], case.disease)
    (waiting,) = read_together(
        level, episode, entries, meetings, counted=[queries.waiting_lines(actor, now, case.pk)]
    )
    counts = queries.contacts_by_entry([entry.pk for entry in entries])
    rows = first_ring(actor, now, case, meetings)
    f1 = [row for row in rows if row.level_code == "F1"]
    reads.note(request, [case.person_id, *(row.person_id for row in rows if row.person)])
    context = case_context(request, case, level) | {
        "entries": [(entry, counts.get(entry.pk, 0)) for entry in entries],
        "bare": [entry for entry in entries if not counts.get(entry.pk)],
        "waiting": waiting,
        "f1": f1,
        "loose": [row for row in f1 if row.apart is False],
        "due": [row for row in f1 if row.due and row.due.starts_at <= now],
        "why": Reasons(episode, case.disease, actor, now).why(next(iter(episode), None)),
    }
    return render(request, "tracing/steps.html", context)


def _episode(case: Any, now: dt.datetime) -> QuerySet[Any]:
    rows = standing.current(disease=case.disease, kind=kinds.CASE, at=now, people=[case.person_id])
    return rows.order_by("pk")[:1]
