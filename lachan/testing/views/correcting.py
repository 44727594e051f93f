"""Records that were wrong: taken back, or replaced by what the laboratory sent, each with its effects shown first."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lachan.journeys import result_corrected
from lachan.kernel.access.web import require
from lachan.kernel.errors import OutOfSight, Refused
from lachan.people.effects import effects_of
from lachan.testing import queries, services
from lachan.testing.forms import ReasonForm
from lachan.testing.models import Correction, Result
from lachan.testing.views.common import method_of, outcome_mark, specimen_url, who
from lachan.ui import messages
from lachan.ui.components import Effect, Effects
from lachan.ui.tables import Column, build_table


@require("testing.result_revoke")
def result_revoke(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Take a wrong record back; what followed from it is undone with it."""
    actor, now = who(request)
    result = queries.result_get(uid=uid, actor=actor, now=now)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            result_corrected.result_revoke(
                result=result, reason=form.cleaned_data["reason"], by=actor, now=now
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, f"Đã thu hồi kết quả mẫu {result.specimen.code}.")
            return redirect(specimen_url(result.specimen))
    context = {
        "form": form,
        "result": result,
        "method": method_of(result),
        "effects": _effects(
            request,
            f"Thu hồi kết quả mẫu {result.specimen.code}",
            result_corrected.preview(
                disease=result.specimen.disease, concerned=queries.results_added(result), now=now
            ),
        ),
    }
    return render(request, "testing/result_revoke.html", context)


@require("testing.specimen_revoke")
def specimen_revoke(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Take a wrong tube back together with its results."""
    actor, now = who(request)
    specimen = queries.specimen_get(uid=uid, actor=actor, now=now)
    if specimen.revoked_at is not None:
        raise OutOfSight
    concerned = queries.concerned_by(specimen)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            result_corrected.specimen_revoke(
                specimen=specimen, reason=form.cleaned_data["reason"], by=actor, now=now
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, f"Đã thu hồi mẫu {specimen.code}.")
            return redirect(specimen_url(specimen))
    outcome = result_corrected.preview(disease=specimen.disease, concerned=concerned, now=now)
    effects = _effects(request, f"Thu hồi mẫu {specimen.code}", outcome)
    context = {"form": form, "specimen": specimen, "results": len(concerned), "effects": effects}
    return render(request, "testing/specimen_revoke.html", context)


def _effects(request: HttpRequest, title: str, outcome: Any, unidentified: int = 0) -> Effects:
    actor, now = who(request)
    groups = effects_of(outcome, actor, now)
    if unidentified:
        groups.append(Effect("người dương tính chưa nhận diện, báo động ngay cho xã và tỉnh", unidentified))
    return Effects(
        title=title,
        groups=groups,
        reversible="Bản ghi cũ vẫn giữ trong hồ sơ mẫu, kèm lý do. Quyết định đã ký không tự hủy: "
        "hệ thống đề nghị gỡ để người có thẩm quyền ký.",
    )


_COLUMNS = (
    Column("Mã mẫu", "result.specimen.code", main=True),
    Column("Phòng xét nghiệm", lambda row: row.specimen.laboratory.name if row.specimen.laboratory else ""),
    Column("Phương pháp", lambda row: method_of(row.result)),
    Column("Đang ghi", lambda row: outcome_mark(row.result)),
    Column("Phòng xét nghiệm gửi lại", lambda row: row.get_outcome_display()),
    Column("Gửi lúc", "asked_at", sort="asked_at", kind="moment"),
)


@require("testing.result_revoke")
def correction_list(request: HttpRequest) -> HttpResponse:
    """Other outcomes sent for results on record; nothing changes before somebody decides."""
    actor, now = who(request)
    table = build_table(
        request,
        queries.corrections_waiting(actor, now),
        _COLUMNS,
        row_url=lambda row: reverse("testing:correction_decide", args=[row.uid]),
        default_sort="-asked_at",
        cap=1000,
        empty="Không có đề nghị đính chính nào.",
        caption="Kết quả gửi lại khác kết quả đã ghi",
    )
    return render(request, "testing/correction_list.html", {"table": table})


@require("testing.result_revoke")
def correction_decide(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Replace the record by what the laboratory sent, or keep it."""
    actor, now = who(request)
    correction = queries.correction_get(uid=uid, actor=actor, now=now)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, correction, form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            return redirect(specimen_url(correction.specimen))
    is_open = correction.state == Correction.State.WAITING and correction.result.revoked_at is None
    context: dict[str, Any] = {
        "form": form,
        "correction": correction,
        "result": correction.result,
        "method": method_of(correction.result),
        "is_open": is_open,
        "effects": _replaced(request, correction) if is_open else None,
    }
    return render(request, "testing/correction_decide.html", context)


def _replaced(request: HttpRequest, correction: Correction) -> Effects:
    outcome = result_corrected.correction_preview(
        correction=correction, concerned=queries.results_added(correction.result), now=who(request)[1]
    )
    alarming = correction.outcome == Result.Outcome.POSITIVE
    unidentified = queries.unidentified_in(correction.specimen) if alarming else 0
    return _effects(request, "Nếu kết quả đang ghi bị thay", outcome, unidentified)


def _decide(request: HttpRequest, correction: Correction, reason: str) -> None:
    actor, now = who(request)
    if request.POST.get("decision") == "keep":
        services.correction_refuse(correction=correction, reason=reason, by=actor, now=now)
        messages.success(request, f"Giữ kết quả đang ghi của mẫu {correction.specimen.code}.")
        return
    concerned = queries.results_added(correction.result)
    result_corrected.correction_accept(
        correction=correction, concerned=concerned, reason=reason, by=actor, now=now
    )
    messages.success(request, f"Đã đính chính kết quả mẫu {correction.specimen.code}.")
