"""The auditor's pages: what happened, who read whose data, and whether the log is whole."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lachan.desk.forms import EventFilters, ReadFilters
from lachan.desk.readers import tell_reads
from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.access.web import require
from lachan.kernel.audit import queries
from lachan.kernel.audit.reads import gather
from lachan.kernel.clock import real_now
from lachan.kernel.errors import OutOfSight
from lachan.kernel.text import fold
from lachan.organisations.queries import User
from lachan.people import queries as people
from lachan.ui.tables import Column, build_table

_NOBODY = -1
_ROOMS = {
    "cases": "Ca bệnh",
    "directives": "Văn bản, nhiệm vụ",
    "insight": "Chốt số",
    "isolation": "Cách ly",
    "kernel": "Hệ thống",
    "organisations": "Tổ chức, tài khoản",
    "people": "Hồ sơ người dân",
    "places": "Địa bàn",
    "standing": "Mức, biện pháp",
    "testing": "Xét nghiệm",
    "tracing": "Truy vết",
    "zones": "Khoanh vùng",
}


@require("audit.view")
def events(request: HttpRequest) -> HttpResponse:
    """Every recorded event as a sentence."""
    form = EventFilters(request.GET, kinds=_kinds())
    chosen = form.cleaned_data if form.is_valid() else {}
    table = build_table(
        request,
        queries.events(
            kind=chosen.get("kind", ""),
            actor_label=chosen.get("who", ""),
            day=chosen.get("day"),
            object_uid=_uid(chosen.get("subject", "")),
        ),
        _event_columns(),
        row_url=lambda row: reverse("desk:audit_event", args=[row.uid]),
        default_sort="-id",
        empty="Không có sự kiện nào như vậy.",
        caption="Nhật ký sự kiện",
    )
    _tell(table.rows)
    return render(request, "desk/audit_events.html", {"form": form, "table": table})


def _kinds() -> list[tuple[str, str]]:
    rooms = sorted({kind.partition(".")[0] for kind in queries.kinds_seen()})
    return [(room, _ROOMS.get(room, room)) for room in rooms]


def _event_columns() -> tuple[Column, ...]:
    return (
        Column("Việc", "words", main=True),
        Column("Người làm", "actor_label"),
        Column("Lúc", "at", kind="moment", sort="id"),
        Column("Ghi lúc (giờ thật)", "recorded_at", kind="moment", optional=True),
        Column("Số người liên quan", "people", kind="number"),
        Column("Niêm phong", lambda row: f"mắt xích {row.seal}" if row.seal else "chưa"),
    )


def _tell(rows: Any) -> None:
    words, concerned = queries.sentences(rows), queries.people_concerned(rows)
    for row in rows:
        row.words, row.people = words[row.pk], concerned.get(row.pk, 0)


def _uid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None


@require("audit.view")
def event(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One event, its seal, and whatever else happened to the same record."""
    found = queries.events().filter(uid=uid).first()
    if found is None:
        raise Http404
    others = list(queries.events_of(found.object_uid)[:200]) if found.object_uid else []
    _tell([found, *others])
    return render(request, "desk/audit_event.html", {"event": found, "others": others})


@require("audit.view")
def reads(request: HttpRequest) -> HttpResponse:
    """Requests that showed personal data; what the pages wrote is gathered first."""
    gather()
    form = ReadFilters(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = queries.reads(day=chosen.get("day"), subject_id=_person_id(chosen.get("person", "")))
    if chosen.get("who"):
        rows = rows.filter(actor_id__in=_users_named(chosen["who"]))
    table = build_table(
        request, rows, _read_columns(), default_sort="-recorded_at", empty="Không có lượt xem nào như vậy.",
        caption="Lượt xem dữ liệu cá nhân",
    )  # fmt: skip
    tell_reads(table.rows)
    return render(request, "desk/audit_reads.html", {"form": form, "table": table})


def _read_columns() -> tuple[Column, ...]:
    return (
        Column("Người xem", "who", main=True),
        Column("Màn hình", "screen"),
        Column("Địa chỉ trang", "path", optional=True, hide_on_phone=True),
        Column("Số người được xem", lambda row: len(row.subjects), kind="number"),
        Column("Lúc", "at", kind="moment", sort="at"),
        Column("Ghi lúc (giờ thật)", "recorded_at", kind="moment", sort=("recorded_at", "id")),
    )


def _users_named(text: str) -> list[int]:
    words = fold(text).split()
    users = User.objects.values_list("pk", "full_name", "username")
    return [pk for pk, name, login in users if all(word in f"{fold(name)} {fold(login)}" for word in words)]


def _person_id(text: str) -> int | None:
    """The record behind a file's uid; the auditor needs no name for it. Nobody's reads for an unknown uid."""
    if not text:
        return None
    try:
        return people.person_get(uid=_uid(text.strip()) or uuid.UUID(int=0), actor=SYSTEM, now=real_now()).pk
    except OutOfSight:
        return _NOBODY


@require("audit.view")
def verify(request: HttpRequest) -> HttpResponse:
    """How far the seal has come; the whole chain is computed again on demand."""
    state = queries.seal_state()
    verdict = queries.verdict(real_now()) if request.GET.get("tinh-lai") else None
    now = real_now()
    age = now - state.oldest_unsealed if state.oldest_unsealed else None
    return render(request, "desk/audit_verify.html", {"state": state, "verdict": verdict, "age": age})
