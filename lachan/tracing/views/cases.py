"""Which cases need tracing, and the timeline of one."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lachan.cases import queries as cases
from lachan.epi import intervals as kinds
from lachan.journeys import exposure_recorded
from lachan.kernel import counting, diseases
from lachan.kernel.access.web import require
from lachan.kernel.audit import reads
from lachan.kernel.errors import Refused
from lachan.kernel.text import fold
from lachan.kernel.times import local_day, show_moment
from lachan.kernel.together import read_together
from lachan.standing import queries as standing
from lachan.standing.badges import interval_badge
from lachan.standing.reasons import Reasons
from lachan.tracing import access, queries, services
from lachan.tracing.episodes import stretches
from lachan.tracing.forms import CaseFilters, EntryForm, ReasonForm, WithWhomSet, commune_hits, refused_into
from lachan.tracing.views.request import Request
from lachan.ui import messages
from lachan.ui.components import TimelineItem
from lachan.ui.fields import unit_hits
from lachan.ui.marks import state
from lachan.ui.tables import Column, build_table

_TITLES = {"suspected": "Nghi ngờ", "confirmed": "Xác định", "excluded": "Đã loại trừ"}


@require("tracing.view")
def case_list(request: Request) -> HttpResponse:
    """Open cases of the reader's area, the newest first, with what has been found out about each."""
    form = CaseFilters(request.GET)
    rows = cases.listed_for(request.actor, request.now).filter(closed_at=None, classification__in=cases.OPEN)
    rows = _filtered(rows, form).select_related("person", "unit")
    table = build_table(
        request,
        rows,
        _columns(),
        row_url=lambda case: reverse("tracing:timeline", args=[case.uid]),
        default_sort="-opened_at",
        empty="Không có ca bệnh nào đang cần truy vết",
        empty_hint="Ca mới hiện ở đây ngay khi có kết quả dương tính.",
        caption="Ca bệnh đang truy vết",
    )
    _complete(table.rows, request)
    reads.note(request, [case.person_id for case in table.rows])
    return render(request, "tracing/list.html", {"table": table, "form": form})


def _columns() -> list[Column]:
    return [
        Column("Họ tên", "person.full_name", main=True, sort=("person__name_sort", "id")),
        Column("Mã ca", lambda case: case.national_number or case.code, kind="code"),
        Column("Phân loại", lambda case: state(_TITLES[case.classification], "todo")),
        Column("Bệnh", lambda case: diseases.disease(case.disease).name, optional=True, kind="code"),
        Column("Xã", "unit.name"),
        Column("Phát hiện", "opened_at", kind="moment", sort=("opened_at", "id")),
        Column("Mốc dịch tễ", lambda case: case.traced.entries, kind="number"),
        Column("Người tiếp xúc", lambda case: case.met, kind="number"),
        Column("Chờ nhận diện", lambda case: case.traced.waiting, kind="number"),
    ]


def _filtered(rows: Any, form: CaseFilters) -> Any:
    if not form.is_valid():
        return rows
    data = form.cleaned_data
    if words := fold(data["text"]).split():
        named = Q(*[Q(person__name_key__contains=word) for word in words])
        rows = rows.filter(named | Q(code__icontains=data["text"]) | Q(national_number__iexact=data["text"]))
    if data["classification"]:
        rows = rows.filter(classification=data["classification"])
    if data["only_bare"]:
        rows = rows.filter(~Exists(queries.standing_entries().filter(case_id=OuterRef("pk"))))
    return rows


def _complete(rows: Sequence[Any], request: Request) -> None:
    counts, spans = queries.counts_by_case([case.pk for case in rows]), stretches(rows)
    for disease in {case.disease for case in rows}:
        chosen = [case for case in rows if case.disease == disease]
        met = queries.contacts_by_person({case.person_id: spans[case.pk] for case in chosen}, disease)
        for case in chosen:
            case.traced, case.met = counts[case.pk], met[case.person_id]


@require("tracing.view")
def timeline(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Where the case was, when, with whom; and who else was there."""
    case = cases.case_by_uid(uid, request.actor, request.now)
    reads.note(request, [case.person_id])
    level = level_of(case, request.now)
    entries = queries.entries_of(request.actor, request.now, case.pk, revoked=True)
    (waiting,) = read_together(
        level, entries, counted=[queries.waiting_lines(request.actor, request.now, case.pk)]
    )
    counts = queries.contacts_by_entry([entry.pk for entry in entries])
    standing_entries = [entry for entry in entries if entry.revoked_at is None]
    context = case_context(request, case, level) | {
        "items": [_item(entry, counts.get(entry.pk, 0)) for entry in entries],
        "entries": standing_entries,
        "suggestions": _suggestions(request, case, standing_entries),
        "waiting": waiting,
    }
    return render(request, "tracing/timeline.html", context)


def _item(entry: Any, contacts: int) -> TimelineItem:
    until = f" – {show_moment(entry.left_at)}" if entry.left_at else ""
    where = ", ".join(part for part in (entry.place_name, entry.unit.name if entry.unit else "") if part)
    met = f"{contacts} người tiếp xúc" if contacts else "chưa ghi người tiếp xúc"
    return TimelineItem(
        when=entry.occurred_at,
        title=where,
        text=f"{show_moment(entry.occurred_at)}{until}. {entry.activity} ({met})".replace(". (", " ("),
        revoked=entry.revoke_reason,
    )


def _suggestions(request: Request, case: Any, entries: list[Any]) -> list[dict[str, Any]]:
    """People on record at the same place and time, for whom no meeting is recorded with this entry."""
    there = [(entry, queries.co_present(request.actor, request.now, entry)[:5]) for entry in entries[-10:]]
    read_together(*(others for _, others in there))
    pairs = [(entry, other) for entry, others in there for other in others]
    known = counting.exist(
        [
            queries.same_day(entry.person_id, other.person_id, case.disease, entry.occurred_at)
            for entry, other in pairs
        ]
    )
    return [
        {"entry": entry, "other": other} for (entry, other), met in zip(pairs, known, strict=True) if not met
    ][:10]


def level_of(case: Any, now: dt.datetime) -> QuerySet[Any]:
    """The level that holds now, as a list still to be read."""
    return standing.current(disease=case.disease, kind=kinds.LEVEL, at=now, people=[case.person_id])


def case_context(request: Request, case: Any, level: QuerySet[Any] | None = None) -> dict[str, Any]:
    """What the head of every page about a case shows; `level` where it was read with the page's own lists."""
    row = next(iter(level if level is not None else level_of(case, request.now)), None)
    return {
        "case": case,
        "code": case.national_number or case.code,
        "disease": diseases.disease(case.disease),
        "window": _window_words(request, case),
        "level": interval_badge(row),
        "can_record": access.can_exposure_record(request.actor),
        "can_import": access.can_people_import(request.actor),
    }


def _window_words(request: Request, case: Any) -> str:
    """The days to ask about, with their reason and rule."""
    reach = standing.window_of(
        disease=case.disease, person_id=case.person_id, trigger_uid=str(case.trigger_uid)
    )
    return Reasons([], case.disease, request.actor, request.now).window(reach)


@require("tracing.exposure_record")
def timeline_entry_record(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Where, when, with whom in one form."""
    case = cases.case_by_uid(uid, request.actor, request.now)
    day = local_day(request.now)
    form = EntryForm(request.POST or None, day=day)
    whom = WithWhomSet(request.POST or None, prefix="whom", form_kwargs={"day": day})
    if request.method == "POST" and form.is_valid() and whom.is_valid():
        try:
            entry, waiting = _record_entry(request, case, form, whom)
        except Refused as error:
            refused_into(form, error)
        else:
            messages.success(request, f"Đã ghi mốc dịch tễ tại {entry.place_name}.")
            if waiting:
                messages.warning(
                    request, f"{waiting} người tiếp xúc chờ nhận diện: có người giống trong hồ sơ."
                )
            return redirect("tracing:timeline", case.uid)
    context = case_context(request, case) | {"form": form, "whom": whom}
    return render(request, "tracing/timeline_entry_record.html", context)


def _record_entry(request: Request, case: Any, form: EntryForm, whom: Any) -> tuple[Any, int]:
    data = form.cleaned_data
    with transaction.atomic():  # the place and the people met there are told in one breath
        entry = services.timeline_entry_record(
            case_id=case.pk,
            person_id=case.person_id,
            occurred_at=data["came"],
            left_at=data["left"],
            place_name=data["place_name"],
            unit_id=int(data["unit"]) if data["unit"] else None,
            activity=data["activity"],
            by=request.actor,
            now=request.now,
        )
        contacts = [contact for one in whom if (contact := one.contact(entry))]
        if not contacts:
            return entry, 0
        taken, _ = exposure_recorded.contacts_add(
            case=case, contacts=contacts, by=request.actor, now=request.now
        )
        if taken.bad:
            raise Refused(taken.bad[0][1][0])
    return entry, taken.waiting


@require("tracing.exposure_revoke")
def timeline_entry_revoke(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Take back an entry that was wrong; the meetings recorded with it stay."""
    entry = queries.entry_by_uid(request.actor, request.now, uid)
    case = cases.case_by_uid(entry.case.uid, request.actor, request.now)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.timeline_entry_revoke(
            entry=entry, reason=form.cleaned_data["reason"], by=request.actor, now=request.now
        )
        messages.success(request, "Đã thu hồi mốc dịch tễ.")
        return redirect("tracing:timeline", case.uid)
    contacts = queries.contacts_by_entry([entry.pk]).get(entry.pk, 0)
    context = case_context(request, case) | {"entry": entry, "form": form, "contacts": contacts}
    return render(request, "tracing/timeline_entry_revoke.html", context)


@require("tracing.view")
def unit_search(request: Request) -> HttpResponse:
    """Communes that a typed text may mean, while typing."""
    return unit_hits(request, commune_hits(local_day(request.now)))
