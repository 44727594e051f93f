"""The file of one case: on the screen, on paper, and as it was known at an earlier hour."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lachan.cases import queries as cases
from lachan.desk.case_file import CaseFile, history, replay
from lachan.desk.case_file import case_file as gather
from lachan.desk.case_tables import contact_table, test_table
from lachan.desk.forms import ReplayForm
from lachan.desk.lens import address
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import may
from lachan.kernel.access.web import require
from lachan.kernel.audit.reads import note


@require("desk.case_file")
def case_file(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Everything about a case on one page."""
    made = gather(uid, request.actor, request.now)  # type: ignore[attr-defined]
    note(request, made.persons)
    return render(request, "desk/case_file.html", _context(request, made))


@require("desk.case_file")
def case_print(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The same file for paper: no buttons, every reason written out."""
    made = gather(uid, request.actor, request.now)  # type: ignore[attr-defined]
    note(request, made.persons)
    return render(request, "desk/case_print.html", _context(request, made) | {"printing": True})


@require("desk.case_file")
def case_replay(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """What was known at one hour about another: the answer to "why did we decide so then"."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    case = cases.case_by_uid(uid, actor, now)
    note(request, [case.person_id])
    form = ReplayForm(request.GET or None, initial={"as_of": now, "known_at": now})
    found = None
    if form.is_valid():
        chosen = form.cleaned_data
        found = replay(case, chosen["as_of"], min(chosen["known_at"], now), actor, now)
    return render(request, "desk/case_replay.html", {"case": case, "form": form, "replay": found})


def _context(request: HttpRequest, made: CaseFile) -> dict[str, Any]:
    actor = request.actor  # type: ignore[attr-defined]
    case, person = made.case, made.case.person
    return {
        "file": made,
        "case": case,
        "person": person,
        "person_url": address("people:person", person.uid),
        "contacts_url": address("tracing:contacts", case.uid),
        "timeline_url": address("tracing:timeline", case.uid),
        "replay_url": reverse("desk:case_replay", args=[case.uid]),
        "ring_url": address("zones:ring_page", made.ring.uid) if made.ring else None,
        "ring_open_url": _ring_open_url(made, actor),
        "tell_url": _tell_url(made, actor),
        "may_investigate": may(actor, "cases.case_investigate"),
        "may_close": may(actor, "cases.case_close"),
        "may_trace": may(actor, "tracing.exposure_record"),
        "contacts": contact_table(made),
        "tests": test_table(made),
        "source_words": _standing_words(made, "nguon-lay"),
        "outcome_words": _standing_words(made, "ket-cuc"),
        "order_links": may(actor, "isolation.view") and address("isolation:order_page", case.uid),
        "history": history(made, actor, request.now),  # type: ignore[attr-defined]
    }


def _ring_open_url(made: CaseFile, actor: Actor) -> str | None:
    """Where a ring is opened around the case, for whom that is open."""
    wanted = made.needs_ring and may(actor, "zones.ring_open")
    return address("zones:ring_open", made.case.uid) if wanted else None


def _tell_url(made: CaseFile, actor: Actor) -> str | None:
    """Where it is recorded that the person was told, for whom that is open, until somebody has recorded it."""
    wanted = made.untold and not made.case.withdrawn and may(actor, "isolation.told_record")
    return address("isolation:person", made.case.person.uid, disease=made.case.disease) if wanted else None


def _standing_words(made: CaseFile, kind: str) -> str:
    return next((one.words for one in made.statements if one.kind == kind and one.stands), "")
