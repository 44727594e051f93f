"""The progress report: who signs, which number, and the papers already made."""

from __future__ import annotations

import datetime as dt
import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lachan.directives import measures, queries, services
from lachan.directives.forms import ReportForm
from lachan.directives.models import Letter
from lachan.directives.services.reports import KIND
from lachan.directives.views.common import download, letter_name, put_error, who
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.web import require
from lachan.kernel.errors import OutOfSight, Refused
from lachan.kernel.papers import queries as papers
from lachan.kernel.times import local_day
from lachan.organisations.queries import Position, positions
from lachan.ui import messages

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require("directives.report_print")
def report_print(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Make the report as the records stand now; each one made is kept as issued."""
    actor, now = who(request)
    letter = queries.letter_by_uid(uid, actor)
    holders = list(positions(letter.organisation_id, local_day(now)))
    form = ReportForm(request.POST or None, positions=holders)
    if request.method == "POST" and form.is_valid():
        try:
            _print(request, letter, form, holders)
        except Refused as error:
            put_error(form, error)
        else:
            messages.success(request, "Đã lập báo cáo. Tải tệp về để trình ký.")
            return redirect("directives:report_print", uid)
    made_before = papers.papers_of(letter.uid).filter(kind=KIND)
    context = {
        "letter": letter,
        "name": letter_name(letter),
        "form": form,
        "reports": made_before,
        "withheld": _withheld(letter, actor, now),
    }
    return render(request, "directives/report_print.html", context)


def _withheld(letter: Letter, actor: Actor, now: dt.datetime) -> bool:
    """Does the report hold figures that this reader may not see?"""
    codes = {order.indicator for order in letter.orders.all() if order.indicator}
    return any((measures.figure(code, actor, now) or {}).get("withheld") for code in codes)


def _print(request: HttpRequest, letter: Letter, form: ReportForm, holders: list[Position]) -> None:
    actor, now = who(request)
    given = form.cleaned_data
    services.report_print(
        letter=letter,
        position=next(row for row in holders if str(row.pk) == given["position"]),
        use_book=given["numbering"] != "blank",
        number=given["number"] if given["numbering"] == "typed" else None,
        by=actor,
        now=now,
    )


@require("directives.report_print")
def report_file(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """A report as issued (.docx), for whoever sees its letter."""
    actor, _ = who(request)
    paper = papers.paper_get(actor, uid)
    if paper.kind != KIND or not queries.visible_letters(actor).filter(uid=paper.object_uid or uid).exists():
        raise OutOfSight
    number = f"{paper.number:02d}-" if paper.number else ""
    return download(papers.paper_bytes(paper), f"{number}bao-cao-tien-do.docx", _DOCX)
