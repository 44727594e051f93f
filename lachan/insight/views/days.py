""" "Chốt số": the day as it would be published, its signature, and the days as they were published."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lachan.cases import figures as case_figures
from lachan.cases.queries import Context
from lachan.insight import queries, services
from lachan.insight.closing import figures as draft_figures
from lachan.insight.forms import DayForm, SignForm
from lachan.insight.models import DayItem
from lachan.insight.reports import day_report, places_of
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
        "doors": _draft_doors(made, _actor(request)) if made else {},
        "too_early": bool(made and _now(request) < made.cut_at),
        "groups": groups,
    }


def _draft_doors(made: queries.Draft, actor: Any) -> dict[str, str]:
    """Cases by result up to the cut and by onset, for who sees the whole province."""
    if not (actor.everywhere and may(actor, "cases.view")):
        return {}
    result = {"disease": made.disease, "at": made.cut_at.strftime("%Y-%m-%dT%H:%M:%S")}
    onset = {"disease": made.disease, "day": made.day.isoformat()}
    return {
        "by_result": f"{reverse('desk:rows', args=['f0-trong-ngay'])}?{urlencode(result)}",
        "by_onset": f"{reverse('desk:rows', args=['f0-theo-khoi-phat'])}?{urlencode(onset)}",
    }


def _draft_groups(request: HttpRequest, made: queries.Draft) -> list[dict[str, Any]]:
    """The three groups with the cases whose people the reader sees."""
    actor, now = _actor(request), _now(request)
    named = [
        ("trong-ngay", "Trong ngày", made.new, "Không có ca nào trong ngày."),
        ("bo-sung", "Bổ sung", made.late, "Không có ca nào của các ngày trước còn chưa công bố."),
        (
            "dinh-chinh",
            "Đính chính (rút khỏi số đã công bố)",
            made.taken_back,
            "Không có ca nào phải đính chính.",
        ),
    ]
    groups = []
    for anchor, title, found, empty in named:
        shown = queries.in_sight(found, actor, now)[:300]
        note(request, [case.person_id for case in shown])
        groups.append(
            {"anchor": anchor, "title": title, "count": len(found), "table": _case_table(shown, empty)}
        )
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
        Column("Nơi phát hiện khi chốt", lambda pair: dict(Context.choices).get(pair[0].context, "")),
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
    chosen = {name: request.GET[name] for name in _DOORS if request.GET.get(name)}
    rows = queries.items_where(queries.items_of(closing, actor, now), chosen)
    items = list(rows[:_SHOWN]) if may(actor, "cases.view") else []
    found = case_figures.by_uids([item.case_uid for item in items])
    note(request, [item.person_id for item in items])
    context = {
        "closing": closing,
        "figures": closing.figures,
        "disease": disease_of(closing.disease),
        "intact": queries.holds(closing),
        "by_context": _by_context(closing.figures),
        "by_place": places_of(closing.figures),
        "items": _item_table(items, found),
        "shown": len(items),
        "counted": queries.items_where(closing.items.all(), chosen).count(),
        "chosen": _chosen_words(chosen, closing.figures),
        "today": {
            "by_result": _now_by_result(closing, now),
            "by_onset": _now_by_onset(closing, now),
        },
        "doors": _doors(closing, actor),
    }
    return render(request, "insight/day_page.html", context)


# What narrows the cases of a closed day, in the page's address.
_DOORS = ("kind", "context", "part", "source", "counted")
_SHOWN = 500


def _by_context(published: dict[str, Any]) -> list[tuple[str, str, int]]:
    labels = dict(Context.choices)
    return [
        (code, str(labels.get(code, code)), count) for code, count in _most_first(published["by_context"])
    ]


def _chosen_words(chosen: dict[str, str], published: dict[str, Any]) -> str:
    """What the shown cases are narrowed to, in words."""
    words = {
        "kind": dict(DayItem.Kind.choices).get(chosen.get("kind", ""), ""),
        "context": str(dict(Context.choices).get(chosen.get("context", ""), "")),
        "part": next(
            (one.name for one in places_of(published) if str(one.unit_id) == chosen.get("part")), ""
        ),
        "source": "chưa rõ nguồn lây khi chốt" if chosen.get("source") else "",
        "counted": "đã công bố trong ngày" if chosen.get("counted") else "",
    }
    return ", ".join(str(word) for word in words.values() if word)


def _doors(closing: queries.DayClosing, actor: Any) -> dict[str, str]:
    """The lists of the day by result and by onset; only where the reader's list is the whole province's."""
    if not (actor.everywhere and may(actor, "cases.view")):
        return {}
    query = urlencode({"disease": closing.disease, "day": closing.day.isoformat()})
    keys = {"by_result": "f0-theo-ket-qua", "by_onset": "f0-theo-khoi-phat"}
    return {name: f"{reverse('desk:rows', args=[key])}?{query}" for name, key in keys.items()}


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
