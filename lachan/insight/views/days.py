""" "Chốt số": the day as it would be published, its signature, and the days as they were published."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lachan.cases import figures as case_figures
from lachan.cases.queries import Context
from lachan.insight import queries, services
from lachan.insight.closing import figures as draft_figures
from lachan.insight.forms import DayForm, SignForm
from lachan.insight.reports import by_place, day_report
from lachan.kernel.access.roles import may
from lachan.kernel.access.web import require
from lachan.kernel.audit.reads import note
from lachan.kernel.diseases import disease as disease_of
from lachan.kernel.diseases import diseases
from lachan.kernel.errors import Refused
from lachan.kernel.times import LOCAL, local_day, show_day
from lachan.ui import messages
from lachan.ui.components import Tab
from lachan.ui.tables import Column, Table, build_table

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_COLUMNS = (
    Column("Ngày", "day", kind="day", sort="day", main=True),
    Column("Công bố", lambda row: row.figures["published"], kind="number"),
    Column("Trong ngày", lambda row: row.figures["new"], kind="number"),
    Column("Bổ sung", lambda row: row.figures["late"], kind="number"),
    Column("Đính chính", lambda row: -row.figures["corrected"], kind="number"),
    Column("Cộng dồn", lambda row: row.figures["total"], kind="number"),
    Column("Theo kết quả", lambda row: row.figures["by_result"], kind="number", optional=True),
    Column("Theo khởi phát", lambda row: row.figures["by_onset"], kind="number", optional=True),
    Column("Người ký", "signer_name"),
    Column("Ký lúc", "signed_at", kind="moment", sort="signed_at"),
)


@require("insight.day_view")
def day_list(request: HttpRequest) -> HttpResponse:
    """Closed days of a disease, the latest first."""
    code = _disease(request)
    table = build_table(
        request,
        queries.closings(code),
        _COLUMNS,
        row_url=lambda row: reverse("insight:day_page", args=[row.disease, row.day.isoformat()]),
        default_sort="-day",
        empty="Chưa ngày nào được chốt số.",
        caption="Các ngày đã chốt số",
    )
    context = {
        "table": table,
        "tabs": _tabs(code),
        "disease": disease_of(code),
        "waiting": queries.day_to_close(code, _now(request)),
        "may_close": may(_actor(request), "insight.day_close"),
    }
    return render(request, "insight/day_list.html", context)


@require("insight.day_close")
def day_draft(request: HttpRequest) -> HttpResponse:
    """What would be locked; the POST signs it."""
    actor, now, code = _actor(request), _now(request), _disease(request)
    day = _day(request.GET.get("day") or request.POST.get("day"), code, now)
    closed = queries.closing_on(code, day)
    if closed is not None:
        return redirect("insight:day_page", code, day.isoformat())
    form = SignForm(request.POST or None, initial={"signer_name": actor.label.partition(", ")[0]})
    if request.method == "POST" and form.is_valid():
        try:
            services.day_close(disease=code, day=day, by=actor, now=now, **form.cleaned_data)
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, f"Đã chốt và ký số liệu ngày {show_day(day)}.")
            return redirect("insight:day_page", code, day.isoformat())
    return render(request, "insight/day_draft.html", _draft_context(request, form, code, day))


def _draft_context(request: HttpRequest, form: SignForm, code: str, day: dt.date) -> dict[str, Any]:
    rule = queries.closing_rule(code, day)
    made = queries.draft(code, day, rule.hour) if rule else None
    groups = _draft_groups(request, made) if made else []
    return {
        "form": form,
        "choose": DayForm({"disease": code, "day": show_day(day)}),
        "day": day,
        "disease": disease_of(code),
        "rule": rule,
        "draft": made,
        "figures": draft_figures(made) if made else None,
        "too_early": bool(made and _now(request) < made.cut_at),
        "groups": groups,
    }


def _draft_groups(request: HttpRequest, made: queries.Draft) -> list[dict[str, Any]]:
    """The three groups with the cases whose people the reader sees."""
    actor, now = _actor(request), _now(request)
    named = [
        ("Trong ngày", made.new, "Không có ca nào trong ngày."),
        ("Bổ sung", made.late, "Không có ca nào của các ngày trước còn chưa công bố."),
        ("Đính chính (rút khỏi số đã công bố)", made.taken_back, "Không có ca nào phải đính chính."),
    ]
    groups = []
    for title, found, empty in named:
        shown = queries.in_sight(found, actor, now)[:300]
        note(request, [case.person_id for case in shown])
        groups.append({"title": title, "count": len(found), "table": _case_table(shown, empty)})
    return groups


def _case_table(shown: list[Any], empty: str) -> Table:
    columns = (
        Column("Mã ca", lambda case: case.national_number or case.code, main=True, kind="code"),
        Column("Nơi phát hiện", lambda case: case.get_context_display()),
        Column("Xã, phường", "unit.name"),
        Column("Có kết quả", "confirmed_at", kind="moment"),
    )
    return Table(columns, shown, row_url=_case_url, empty=empty)


def _item_table(items: list[Any], found: dict[Any, Any]) -> Table:
    """Items with their cases; a case that was taken back has no file to open."""
    columns = (
        Column("Mã ca", lambda pair: pair[1].national_number or pair[1].code, main=True, kind="code"),
        Column("Tính vào", lambda pair: pair[0].get_kind_display()),
        Column("Nơi phát hiện", lambda pair: pair[1].get_context_display()),
        Column("Xã, phường", lambda pair: pair[1].unit.name if pair[1].unit else ""),
        Column("Ghi chú", lambda pair: pair[0].reason),
    )
    pairs = [(item, found[item.case_uid]) for item in items]
    return Table(
        columns,
        pairs,
        row_url=lambda pair: None if pair[1].withdrawn else _case_url(pair[1]),
        empty="Không ca nào trong phạm vi của đồng chí.",
    )


def _case_url(case: Any) -> str:
    return reverse("desk:case_file", args=[case.uid])


@require("insight.day_view")
def day_page(request: HttpRequest, disease: str, day: str) -> HttpResponse:
    """A closed day as it was published, its seal, and its cases under the reader's scope."""
    actor, now = _actor(request), _now(request)
    closing = queries.closing_get(_known(disease), _parsed(day))
    items = list(queries.items_of(closing, actor, now)[:500]) if may(actor, "cases.view") else []
    found = case_figures.by_uids([item.case_uid for item in items])
    note(request, [item.person_id for item in items])
    labels = dict(Context.choices)
    context = {
        "closing": closing,
        "figures": closing.figures,
        "disease": disease_of(closing.disease),
        "intact": queries.holds(closing),
        "by_context": [
            (labels.get(code, code), count) for code, count in _most_first(closing.figures["by_context"])
        ],
        "by_place": by_place(closing.figures),
        "items": _item_table(items, found),
        "shown": len(items),
        "counted": closing.items.count(),
        "today": {
            "by_result": _now_by_result(closing, now),
            "by_onset": _now_by_onset(closing, now),
        },
    }
    return render(request, "insight/day_page.html", context)


@require("insight.day_view")
def day_paper(request: HttpRequest, disease: str, day: str) -> HttpResponse:
    """The daily report as .docx."""
    closing = queries.closing_get(_known(disease), _parsed(day))
    answer = HttpResponse(day_report(closing), content_type=_DOCX)
    answer["Content-Disposition"] = f'attachment; filename="bao-cao-{closing.disease}-{closing.day}.docx"'
    return answer


def _most_first(counts: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: -pair[1])


def _now_by_result(closing: queries.DayClosing, now: dt.datetime) -> int:
    return queries.count_by_result(closing.disease, closing.day, now)


def _now_by_onset(closing: queries.DayClosing, now: dt.datetime) -> int:
    return queries.count_by_onset(closing.disease, closing.day, now)


def _tabs(code: str) -> list[Tab]:
    return [Tab(one.name, f"?disease={one.code}", current=one.code == code) for one in diseases().values()]


def _disease(request: HttpRequest) -> str:
    code = request.GET.get("disease") or request.POST.get("disease")
    return _known(code) if code else queries.busiest_disease()


def _known(code: str) -> str:
    if code not in diseases():
        raise Http404
    return code


def _parsed(day: str) -> dt.date:
    try:
        return dt.date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error


def _day(text: str | None, code: str, now: dt.datetime) -> dt.date:
    """The day asked for, in either writing; else the one that waits, else today."""
    if not text:
        return queries.day_to_close(code, now) or local_day(now)
    if "/" in text:
        try:
            return dt.datetime.strptime(text, "%d/%m/%Y").replace(tzinfo=LOCAL).date()
        except ValueError as error:
            raise Http404 from error
    return _parsed(text)


def _actor(request: HttpRequest) -> Any:
    return request.actor  # type: ignore[attr-defined]


def _now(request: HttpRequest) -> Any:
    return request.now  # type: ignore[attr-defined]
