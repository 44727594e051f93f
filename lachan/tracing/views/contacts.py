"""Contacts of a case: the list with levels, one more by hand, a list by file, one taken back."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html

from lachan.cases import queries as cases
from lachan.journeys import exposure_recorded
from lachan.kernel.access.web import require
from lachan.kernel.audit import reads
from lachan.kernel.errors import OutOfSight, Refused
from lachan.kernel.intake.services import upload_stage
from lachan.kernel.text import fold
from lachan.kernel.times import local_day, show_moment
from lachan.kernel.together import read_together
from lachan.people import queries as people
from lachan.people.effects import effects_of
from lachan.standing.reasons import Reasons
from lachan.tracing import access, queries
from lachan.tracing.contact_table import (
    ContactRow,
    apart_mark,
    closeness_words,
    explain_unplaced,
    first_ring,
    level_mark,
    second_ring,
)
from lachan.tracing.episodes import stretch_of
from lachan.tracing.forms import ContactFilters, ContactForm, ListForm, ReasonForm, refused_into
from lachan.tracing.views.cases import case_context, level_of
from lachan.tracing.views.request import Request
from lachan.ui import messages
from lachan.ui.components import Effects
from lachan.ui.marks import link
from lachan.ui.tables import Column, build_table

UPLOAD_KIND = "tracing.contacts"


@require("tracing.view")
def contacts(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Everybody the case met and whom those met, with level, reason, end and next test."""
    case = cases.case_by_uid(uid, request.actor, request.now)
    level = level_of(case, request.now)
    meetings = queries.meetings_among(request.actor, request.now, [case.person_id], case.disease)
    (waiting,) = read_together(
        level, meetings, counted=[queries.waiting_lines(request.actor, request.now, case.pk)]
    )
    stretch = stretch_of(case)
    first = first_ring(request.actor, request.now, case, meetings, stretch)
    second = second_ring(request.actor, request.now, case.person_id, first, case.disease)
    form = ContactFilters(request.GET, disease=case.disease)
    rows = _filtered([*first, *second], form)
    reasons = Reasons(
        [row.standing for row in rows if row.standing], case.disease, request.actor, request.now
    )
    printing = "in" in request.GET
    table = build_table(
        request,
        rows,
        _columns(case, reasons, printing, can_revoke=access.can_exposure_revoke(request.actor)),
        per_page=5000 if printing else 50,
        row_url=_person_url,
        empty="Chưa có người tiếp xúc nào",
        empty_hint="Thêm từng người, hoặc nạp danh sách từ tệp .xlsx.",
        caption="Người tiếp xúc",
    )
    explain_unplaced(table.rows, case.person_id, case.disease)
    reads.note(request, [case.person_id, *(row.person_id for row in table.rows if row.person)])
    context = case_context(request, case, level) | {
        "table": table,
        "form": form,
        "printing": printing,
        "counts": _counts([*first, *second]),
        "waiting": waiting,
        "others": stretch.others,
    }
    return render(request, "tracing/contacts.html", context)


def _columns(case: Any, reasons: Reasons, printing: bool, *, can_revoke: bool) -> list[Column]:
    columns = [
        Column("Họ tên", "name", main=True),
        Column("Mức", level_mark),
        Column("Năm sinh", lambda row: str(row.birth_year or "")),
        Column("Nơi ở", "commune"),
        Column("Tiếp xúc", lambda row: f"{row.how}; {row.met}"),
        Column("Vì sao", lambda row: _why(row, reasons, printing)),
        Column("Đến khi", "until", optional=True),
        Column("Xét nghiệm tới", "next_test"),
        Column("Cách ly", apart_mark),
    ]
    if printing:
        columns.insert(3, Column("Điện thoại", lambda row: row.person.phone if row.person else ""))
    elif can_revoke:
        columns.append(Column("Bản ghi", lambda row: _record_links(case, row), print=False))
    return columns


def _why(row: ContactRow, reasons: Reasons, printing: bool) -> str:
    """One tap away on the screen, in full on paper; why somebody has no level is said at once."""
    if row.unplaced is not None:
        return reasons.why_not(row.unplaced)
    reason = reasons.why(row.standing)
    if not reason or printing:
        return reason
    return render_to_string("ui/why.html", {"reason": reason, "label": "Vì sao?"})


def _record_links(case: Any, row: ContactRow) -> Any:
    """Take the meeting back; for the first ring also whom they met themselves."""
    revoke = link("Thu hồi", reverse("tracing:exposure_revoke", args=[row.meeting.uid]))
    if row.via is None or row.via.pk != case.person_id or row.person is None:
        return revoke
    more = f"{reverse('tracing:exposure_record', args=[case.uid])}?cua={row.person.uid}"
    return format_html("{} · {}", link("Thêm người đã gặp", more), revoke)


def _person_url(row: ContactRow) -> str | None:
    return reverse("people:person", args=[row.person.uid]) if row.person else None


def _filtered(rows: list[ContactRow], form: ContactFilters) -> list[ContactRow]:
    if not form.is_valid():
        return rows
    data = form.cleaned_data
    if data["level"]:
        wanted = "" if data["level"] == "none" else data["level"]
        rows = [row for row in rows if row.level_code == wanted]
    if data["apart"]:
        rows = [row for row in rows if row.apart is (data["apart"] == "yes")]
    words = fold(data["text"]).split()
    return [row for row in rows if all(word in fold(row.name) for word in words)]


def _counts(rows: list[ContactRow]) -> dict[str, int]:
    return {
        "all": len(rows),
        "f1": sum(row.level_code == "F1" for row in rows),
        "f2": sum(row.level_code == "F2" for row in rows),
        "loose": sum(row.apart is False for row in rows),
    }


@require("tracing.exposure_record")
def exposure_record(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Add one contact; who is not surely known goes to the question of who is meant."""
    case = cases.case_by_uid(uid, request.actor, request.now)
    met = _met(request, case)
    entries = [] if met else list(queries.entries_of(request.actor, request.now, case.pk))
    chosen = request.GET.get("moc", "")
    form = ContactForm(
        request.POST or None,
        day=local_day(request.now),
        entries=[
            (str(entry.uid), f"{entry.place_name}, {show_moment(entry.occurred_at)}") for entry in entries
        ],
        initial=_initial(chosen, entries),
    )
    if request.method == "POST" and form.is_valid():
        try:
            taken, followed = _add(request, case, met, form, entries)
        except Refused as error:
            refused_into(form, error)
        else:
            return _after_add(request, case, form, taken, followed)
    context = case_context(request, case) | {"form": form, "met": met or case.person, "second": met}
    return render(request, "tracing/exposure_record.html", context)


def _met(request: Request, case: Any) -> Any:
    """The contact of the case whose own contacts are told (`?cua=`), or None; OutOfSight for anybody else."""
    uid = request.GET.get("cua")
    if not uid:
        return None
    rows = first_ring(request.actor, request.now, case)
    found = next((row.person for row in rows if row.person and str(row.person.uid) == uid), None)
    if found is None:
        raise OutOfSight
    return found


def _initial(chosen: str, entries: list[Any]) -> dict[str, Any]:
    entry = next((entry for entry in entries if str(entry.uid) == chosen), None)
    if entry is None:
        return {}
    return {"entry": chosen, "on": local_day(entry.occurred_at), "place_name": entry.place_name}


def _add(request: Request, case: Any, met: Any, form: ContactForm, entries: list[Any]) -> tuple[Any, Any]:
    entry = next((entry for entry in entries if str(entry.uid) == form.cleaned_data["entry"]), None)
    contact = form.contact(entry.pk if entry else None, entry.place_name if entry else "")
    of_id = met.pk if met else None
    taken, followed = exposure_recorded.contacts_add(
        case=case, contacts=[replace(contact, of_id=of_id)], by=request.actor, now=request.now
    )
    if taken.bad:
        raise Refused(taken.bad[0][1][0])
    return taken, followed


def _after_add(request: Request, case: Any, form: ContactForm, taken: Any, followed: Any) -> HttpResponse:
    name = form.cleaned_data["full_name"]
    line = queries.waiting_lines(request.actor, request.now, case.pk).last() if taken.waiting else None
    if line is not None:
        messages.warning(
            request, f"Có người giống {name} trong hồ sơ. Chọn đúng người để lần tiếp xúc được ghi."
        )
        return redirect("tracing:contact_decide", line.uid)
    if taken.repeated:
        messages.info(request, f"Lần tiếp xúc này của {name} đã có trong hồ sơ, không ghi thêm.")
    else:
        messages.success(request, f"Đã ghi người tiếp xúc {name}{_led_to(followed, taken)}.")
    again = "again" in request.POST
    if not again:
        return redirect("tracing:contacts", case.uid)
    return redirect(request.get_full_path())  # the same person's next contact


def _led_to(followed: Any, taken: Any) -> str:
    """What became of the contact, where it is a level."""
    person = taken.added[0].person_id
    change = next((one for one in followed.outcome.changes if one.person == person), None)
    if change is None or not change.after.level:
        return ", chưa xếp mức"
    return f": {change.after.level}{' (tạm tính)' if change.after.provisional else ''}"


@require("tracing.people_import")
def contacts_import(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Hand over a list for this case; what follows is the kernel's screen of columns and preview."""
    case = cases.case_by_uid(uid, request.actor, request.now)
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            staged = upload_stage(
                file_name=file.name, data=file.read(), kind=UPLOAD_KIND, options={"case": str(case.uid)},
                by=request.actor, now=request.now,
            )  # fmt: skip
        except Refused as error:
            form.add_error("file", error.message)
        else:
            if staged.notice:
                messages.warning(request, staged.notice)
            return redirect("kernel:upload_page", staged.upload.uid)
    return render(request, "tracing/contacts_import.html", case_context(request, case) | {"form": form})


@require("tracing.exposure_revoke")
def exposure_revoke(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Take back a meeting that never was, after a look at what follows."""
    exposure = queries.exposure_by_uid(request.actor, request.now, uid)
    form = ReasonForm(request.POST or None)
    back = _case_of(request, exposure)
    if request.method == "POST" and form.is_valid():
        try:
            exposure_recorded.exposure_revoke(
                exposure=exposure, reason=form.cleaned_data["reason"], by=request.actor, now=request.now
            )
        except Refused as error:
            form.add_error(None, error.message)
        else:
            messages.success(
                request, "Đã thu hồi bản ghi tiếp xúc; mức của những người liên quan được tính lại."
            )
            return redirect(*(("tracing:contacts", back.uid) if back else ("tracing:list",)))
    context = {
        "form": form,
        "exposure": exposure,
        "names": _names(request, exposure),
        "how": closeness_words(exposure),
        "effects": _effects(request, exposure),
        "back": reverse("tracing:contacts", args=[back.uid]) if back else reverse("tracing:list"),
    }
    return render(request, "tracing/exposure_revoke.html", context)


def _case_of(request: Request, exposure: Any) -> Any:
    ids = [exposure.other_id, exposure.person_id]
    rows = cases.visible_to(request.actor, request.now).filter(person_id__in=ids, disease=exposure.disease)
    return rows.order_by("-opened_at").first()


def _names(request: Request, exposure: Any) -> list[str]:
    ids = [exposure.person_id, exposure.other_id]
    seen = people.visible_names(ids, request.actor, request.now)
    reads.note(request, seen)
    return [seen.get(pk, "người ngoài phạm vi quản lý") for pk in ids]


def _effects(request: Request, exposure: Any) -> Effects:
    outcome = exposure_recorded.revoke_preview(exposure=exposure, now=request.now)
    return Effects(
        title="Thu hồi bản ghi tiếp xúc",
        groups=effects_of(outcome, request.actor, request.now),
        reversible="Có thể ghi lại lần tiếp xúc đúng.",
        nothing="Không ai đổi mức.",
    )
