"""Whose is it? The queue of specimens that no rule could link, and the decision side by side."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from lachan.journeys import result_corrected, result_received
from lachan.kernel.access.web import require
from lachan.kernel.audit import reads
from lachan.kernel.errors import OutOfSight, Refused
from lachan.kernel.together import read_together
from lachan.people import queries as people
from lachan.testing import queries, services
from lachan.testing.forms import ReasonForm
from lachan.testing.models import Member
from lachan.testing.views.common import born, method_of, note_members, outcome_mark, who
from lachan.ui import messages
from lachan.ui.marks import state
from lachan.ui.tables import Column, build_table


def _member_url(member: Member) -> str:
    return reverse("testing:member", args=[member.uid])


def _alarm_mark(member: Member) -> SafeString | str:
    """A positive pool says nothing yet of each of its members."""
    if not member.alarm:
        result = member.latest_result  # type: ignore[attr-defined]  # put there by the list
        return outcome_mark(result) if result else "chưa có kết quả"
    return state("Mẫu gộp dương tính" if member.specimen.pooled else "Dương tính", "late")


_WAITING = (
    Column("Họ và tên", "full_name", sort="name_key", main=True),
    Column("Sinh", born),
    Column("Xã, phường", lambda member: member.unit.name if member.unit else ""),
    Column("Mã mẫu", "specimen.code", kind="code"),
    Column("Lấy mẫu", "specimen.occurred_at", sort="specimen__occurred_at", kind="moment"),
    Column("Kết quả", _alarm_mark, sort="alarm"),
    Column("Vì sao chờ", queries.wait_words, hide_on_phone=True),
)


@require("testing.match_decide")
def waiting_list(request: HttpRequest) -> HttpResponse:
    """Specimens that wait to be identified, positives first."""
    actor, now = who(request)
    rows = queries.waiting(actor, now)
    only_alarms = request.GET.get("bao-dong") == "1"
    table = build_table(
        request,
        (rows.filter(alarm=True) if only_alarms else rows).order_by("-alarm", "-id"),
        _WAITING,
        row_url=_member_url,
        cap=2000,
        empty="Không còn mẫu nào chờ nhận diện.",
        empty_hint="Mẫu mà giấy tờ chưa đủ để tự khớp sẽ hiện ở đây.",
        caption="Mẫu chờ nhận diện",
        row_tone=lambda member: "late" if member.alarm else "",
    )
    latest = queries.latest_results([member.specimen_id for member in table.rows])
    for member in table.rows:
        member.latest_result = latest.get(member.specimen_id)
    context = {"table": table, "alarms": queries.alarms(actor, now).count(), "only_alarms": only_alarms}
    return render(request, "testing/waiting_list.html", context)


@require("testing.match_decide")
def member_page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """What the laboratory wrote beside the people whom it could mean."""
    actor, now = who(request)
    member = queries.member_get(uid=uid, actor=actor, now=now)
    is_open = member.link == Member.Link.WAITING
    results, decisions = queries.results_of_specimen(member.specimen), queries.decisions_of(member)
    read_together(results, decisions)
    found = queries.candidates_of(member, actor, now, decisions) if is_open else None
    reads.note(request, [member.person_id, *([one.person.pk for one in found.visible] if found else [])])
    context: dict[str, Any] = {
        "member": member,
        "is_open": is_open,
        "why": queries.wait_words(member),
        "found": found,
        "shown": ",".join(str(one.person.pk) for one in found.visible) if found else "",
        "results": [(one, method_of(one), outcome_mark(one)) for one in results],
        "written": _written(member),
        "decisions": decisions,
        "form": ReasonForm(),
    }
    return render(request, "testing/member.html", context)


def _written(member: Member) -> list[tuple[str, Any]]:
    """What the laboratory wrote; a phone is there to be called."""
    call = format_html('<a href="tel:{}">{}</a>', member.phone, member.phone) if member.phone else None
    return [
        ("Họ tên", member.full_name),
        ("Sinh", born(member) or None),
        ("Điện thoại", call),
        ("CCCD/CMND", member.national_id or None),
        ("Địa chỉ", member.address or None),
        ("Xã, phường", member.unit.name if member.unit else None),
    ]


@require_POST
@require("testing.match_decide")
def member_decide(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One of the three answers: this person, nobody in the register, not this person."""
    actor, now = who(request)
    member = queries.member_get(uid=uid, actor=actor, now=now)
    try:
        _decide(request, member)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect(_member_url(member))
    if request.POST.get("decision") == "not_same":
        return redirect(_member_url(member))
    return redirect("testing:waiting")


def _decide(request: HttpRequest, member: Member) -> None:
    actor, now = who(request)
    decision, shown = request.POST.get("decision"), _shown(request)
    undo = reverse("testing:member_unlink", args=[member.uid])
    if decision == "register":
        result_received.member_register_person(member=member, by=actor, now=now, shown=shown)
        messages.success(request, f"Đã lập hồ sơ mới cho {member.full_name}.", undo_url=undo)
        return
    person = people.person_get(uid=_uid(request.POST.get("person", "")), actor=actor, now=now)
    if decision == "not_same":
        services.member_reject_candidate(member=member, person_id=person.pk, by=actor, now=now)
        messages.success(request, f"Đã ghi: mẫu không phải của {person.full_name}.")
        return
    result_received.member_link(member=member, person_id=person.pk, by=actor, now=now, shown=shown)
    messages.success(
        request, f"Đã nhận diện mẫu {member.specimen.code} là {person.full_name}.", undo_url=undo
    )


def _shown(request: HttpRequest) -> list[int]:
    return [int(part) for part in request.POST.get("shown", "").split(",") if part.isdigit()][:20]


def _uid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise OutOfSight from error


@require_POST
@require("testing.match_decide")
def member_unlink(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Take a decision back: the results leave the person with all that followed."""
    actor, now = who(request)
    member = queries.member_get(uid=uid, actor=actor, now=now)
    reason = request.POST.get("reason") or "Hoàn tác ngay sau khi nhận diện"
    try:
        result_corrected.member_unlink(member=member, reason=reason, by=actor, now=now)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, f"Mẫu {member.specimen.code} trở lại danh sách chờ nhận diện.")
    return redirect(_member_url(member) if _still_seen(request, uid) else "testing:waiting")


def _still_seen(request: HttpRequest, uid: uuid.UUID) -> bool:
    actor, now = who(request)
    try:
        queries.member_get(uid=uid, actor=actor, now=now)
    except OutOfSight:
        return False
    return True


_RESAMPLE = (
    Column("Họ và tên", "full_name", sort="name_key", main=True),
    Column("Sinh", born),
    Column("Xã, phường", lambda member: member.unit.name if member.unit else ""),
    Column("Điện thoại", "phone"),
    Column("Mẫu gộp", "specimen.code"),
    Column("Lấy mẫu gộp", "specimen.occurred_at", sort="specimen__occurred_at", kind="moment"),
    Column("Việc cần làm", lambda member: "Lấy mẫu đơn" if member.person else "Nhận diện rồi lấy mẫu đơn"),
)


def _resample_url(member: Member) -> str:
    if member.person is None:
        return _member_url(member)
    return reverse("testing:specimen_collect", args=[member.person.uid])


@require("testing.match_decide")
def resample_list(request: HttpRequest) -> HttpResponse:
    """Members of positive pools who have not been sampled one by one since."""
    actor, now = who(request)
    table = build_table(
        request,
        queries.to_resample(actor, now),
        _RESAMPLE,
        row_url=_resample_url,
        default_sort="-specimen__occurred_at",
        cap=1000,
        empty="Không có ai trong mẫu gộp dương tính cần lấy mẫu lại.",
        caption="Cần lấy lại mẫu từng người",
    )
    note_members(request, table.rows)
    return render(request, "testing/resample_list.html", {"table": table})
