"""The clerk's page: the letter's text beside what was read, every field open to correction."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lachan.directives import queries, services
from lachan.directives.beside import Beside, Doubts, beside, doubts_of, orders_in_text
from lachan.directives.models import Letter
from lachan.directives.reading_form import OrderRows, ReadingForm
from lachan.directives.views.common import letter_name, who
from lachan.kernel.access.web import require
from lachan.kernel.errors import OutOfSight, Refused
from lachan.ui import messages


@require("directives.reading_confirm")
def reading_confirm(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """GET shows the reading (the machine's, or the one confirmed before); POST confirms it or adds a row."""
    actor, now = who(request)
    letter = queries.letter_by_uid(uid, actor)
    if letter.organisation_id != actor.organisation_id:
        raise OutOfSight
    if letter.state not in (Letter.State.REGISTERED, Letter.State.CONFIRMED):
        messages.info(request, f"Văn bản {letter.get_state_display()}, không sửa bản đọc được nữa.")
        return redirect("directives:letter_page", uid)
    reading = letter.confirmed or letter.reading
    form = ReadingForm(reading, request.POST if request.method == "POST" else None)
    refusal = None
    if request.method == "POST" and not form.adds_row and form.is_valid():
        try:
            services.reading_confirm(letter=letter, confirmed=form.contract(), by=actor, now=now)
        except Refused as error:
            refusal = error.message
        else:
            messages.success(request, "Đã xác nhận bản đọc. Tổ tham mưu dự thảo phân công tiếp.")
            return redirect("directives:letter_page", uid)
    return render(request, "directives/reading_confirm.html", _context(letter, reading, form, refusal))


def _context(
    letter: Letter, reading: dict[str, Any], form: ReadingForm, refusal: str | None
) -> dict[str, Any]:
    text = beside(letter.file_name, letter.text)
    doubts = doubts_of(reading)
    return {
        "letter": letter,
        "name": letter_name(letter),
        "segments": text.segments,
        "form": form,
        "refusal": refusal,
        "header": [(bound, doubts.fields.get(bound.name, [])) for bound in form.header],
        "orders": _orders(form.orders, reading, text, doubts),
        "reference_doubts": doubts.fields.get("refers_to", []),
        "doubts": doubts.general,
        "doubt_count": len(reading["doubts"]),
        "fault_count": 0 if not form.data or form.adds_row else _faults(form),
        "in_text": sorted(set(text.places.values())),
    }


def _orders(
    rows: list[OrderRows], reading: dict[str, Any], text: Beside, doubts: Doubts
) -> list[dict[str, Any]]:
    places = orders_in_text(reading["orders"], text.places)
    return [
        {
            "rows": one,
            "number": number + 1,
            "place": places[number] if number < len(places) else 0,
            "doubts": doubts.orders.get(number, []),
        }
        for number, one in enumerate(rows)
    ]


def _faults(form: ReadingForm) -> int:
    sets = [form.references, *(part for rows in form.orders for part in (rows.subjects, rows.deadlines))]
    single = [form.header, *(rows.form for rows in form.orders)]
    return sum(len(one.errors) for one in single) + sum(len(errors) for one in sets for errors in one.errors)
