"""The list of results, and the page of one specimen."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lachan.kernel.access.roles import may
from lachan.kernel.access.web import require
from lachan.kernel.times import day_bounds, local_day, show_day, show_moment
from lachan.testing import queries, vocabulary
from lachan.testing.forms import ResultFilters
from lachan.testing.models import Member, Result
from lachan.testing.views.common import (
    born,
    laboratories,
    member_name,
    method_of,
    note_members,
    nowrap,
    outcome_with_ct,
    specimen_url,
    who,
    whose,
)
from lachan.ui.components import TimelineItem
from lachan.ui.marks import link
from lachan.ui.tables import Column, Table, build_table

_WEEK = dt.timedelta(days=6)  # with today seven days
_CAP = 200  # counting further would cost a commune more than the list itself


@require("testing.view")
def result_list(request: HttpRequest) -> HttpResponse:
    """Results of the last days, or of the days asked for; a laboratory sees its own."""
    actor, now = who(request)
    form = ResultFilters(request.GET, laboratories=laboratories(actor, now))
    chosen = form.cleaned_data if form.is_valid() else {}
    since, until = (None, None) if "all" in request.GET else _days(chosen, local_day(now))
    rows = queries.results(
        actor,
        now,
        since=since,
        until=until,
        disease=chosen.get("disease", ""),
        outcome=chosen.get("outcome", ""),
        method=chosen.get("method", ""),
        laboratory_id=int(chosen["laboratory"]) if chosen.get("laboratory") else None,
        waiting=bool(chosen.get("waiting")),
        code=chosen.get("code", ""),
    )
    members: dict[int, list[Member]] = {}
    table = build_table(
        request,
        rows,
        _columns(members, actor),
        row_url=lambda row: specimen_url(row.specimen),
        default_sort="-occurred_at",
        cap=_CAP,
        empty="Chưa có kết quả nào trong những ngày này.",
        empty_hint="Chọn “Từ ngày” hoặc “Xem mọi ngày” để xem các ngày trước.",
        caption="Kết quả xét nghiệm",
        row_tone=lambda row: "off" if row.revoked_at else "",
    )
    members |= queries.members_of([row.specimen_id for row in table.rows], actor, now)
    note_members(request, [one for found in members.values() for one in found])
    context = {
        "form": form,
        "table": table,
        "span": _span(since, until),
        "narrowed": bool(since or until),
        "may_record": may(actor, "testing.result_record"),
        "may_import": may(actor, "testing.result_import"),
        "may_match": may(actor, "testing.match_decide"),
        "may_revoke": may(actor, "testing.result_revoke"),
    }
    return render(request, "testing/result_list.html", context)


def _days(chosen: dict[str, Any], today: dt.date) -> tuple[dt.datetime | None, dt.datetime | None]:
    """The days asked for; a code alone is looked for on all days, nothing at all means the last week."""
    first, last = chosen.get("since"), chosen.get("until")
    if not first and not last:
        if chosen.get("code"):
            return None, None
        return day_bounds(today - _WEEK)[0], day_bounds(today)[1]
    return (day_bounds(first)[0] if first else None), (day_bounds(last)[1] if last else None)


def _span(since: dt.datetime | None, until: dt.datetime | None) -> str:
    """The days of the list in words."""
    first = show_day(local_day(since)) if since else ""
    last = show_day(local_day(until - dt.timedelta(seconds=1))) if until else ""
    if first == last:
        return f"Kết quả có trong ngày {first}." if first else "Kết quả của mọi ngày."
    return "Kết quả có" + (f" từ ngày {first}" if first else "") + (f" đến hết ngày {last}." if last else ".")


def _columns(members: dict[int, list[Member]], actor: Any) -> tuple[Column, ...]:
    """The names are read once the page's rows are known; the columns look them up when drawn."""

    def of(row: Result) -> list[Member]:
        return members.get(row.specimen_id, [])

    def one(shown: Callable[[Member], Any]) -> Callable[[Result], Any]:
        return lambda row: shown(of(row)[0]) if of(row) and not row.specimen.pooled else ""

    columns = [
        Column("Mã mẫu", lambda row: nowrap(row.specimen.code), main=True),
        Column("Người", lambda row: whose(of(row), row.specimen, actor)),
        Column("Sinh", one(born)),
        Column("Xã, phường", one(lambda member: nowrap(member.unit.name) if member.unit else "")),
        # Plain text: its hour may stand above its day, so that all columns fit a desk's screen.
        Column(
            "Lấy mẫu", lambda row: show_moment(row.specimen.occurred_at), optional=True, hide_on_phone=True
        ),
        Column("Có kết quả", "occurred_at", sort=("occurred_at", "id"), kind="moment"),
        Column("Phương pháp", lambda row: nowrap(method_of(row))),
        Column("Kết quả", outcome_with_ct),
    ]
    if not queries.is_laboratory(actor):
        columns.append(Column("Phòng xét nghiệm", _laboratory, optional=True, hide_on_phone=True))
    return tuple(columns)


def _laboratory(row: Result) -> str:
    """How the office calls it: the short name, or the name's first part."""
    laboratory = row.specimen.laboratory
    return (laboratory.short_name or laboratory.name.split(",")[0]) if laboratory else ""


@require("testing.view")
def specimen_page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One tube: whose it is, what was found in it, and what was said about that later."""
    actor, now = who(request)
    specimen = queries.specimen_get(uid=uid, actor=actor, now=now)
    members = queries.members_of([specimen.pk], actor, now).get(specimen.pk, [])
    note_members(request, members)
    results = list(queries.results_of_specimen(specimen))
    stands = specimen.revoked_at is None
    may_match = stands and may(actor, "testing.match_decide") and not queries.is_laboratory(actor)
    context = {
        "specimen": specimen,
        "disease": vocabulary.disease_name(specimen.disease),
        "facts": _facts(specimen),
        "members": Table(_member_columns(actor, may_match), members, caption="Người trong mẫu"),
        "hidden": max(0, (specimen.pool_size or 0) - len(members)) if specimen.pooled else 0,
        "results": results,
        "timeline": _timeline(specimen, results),
        "positive_pool": specimen.pooled and any(_is_positive(one) for one in results),
        "may_record": stands and may(actor, "testing.result_record"),
        "may_revoke": stands and may(actor, "testing.result_revoke"),
        "may_take_back": stands
        and may(actor, "testing.specimen_revoke")
        and (may(actor, "testing.result_revoke") or all(one.revoked_at for one in results)),
    }
    return render(request, "testing/specimen.html", context)


def _is_positive(result: Result) -> bool:
    return result.revoked_at is None and result.outcome == Result.Outcome.POSITIVE


def _facts(specimen: Any) -> list[tuple[str, Any]]:
    unit = specimen.unit
    return [
        ("Lấy mẫu lúc", show_moment(specimen.occurred_at)),
        ("Phòng xét nghiệm", specimen.laboratory.name if specimen.laboratory else None),
        (
            "Đơn vị lấy mẫu",
            specimen.collector or (specimen.collected_by.name if specimen.collected_by else None),
        ),
        ("Địa bàn", f"{unit.name}, {unit.parent.name}" if unit and unit.parent else None),
        ("Lý do", specimen.reason or None),
        ("Loại mẫu", "Mẫu gộp" if specimen.pooled else "Mẫu đơn"),
    ]


def _member_columns(actor: Any, may_match: bool) -> tuple[Column, ...]:
    columns = [
        Column("Họ và tên", lambda member: member_name(member, actor), main=True),
        Column("Sinh", born),
        Column("CCCD/CMND", "national_id"),
        Column("Điện thoại", "phone"),
        Column(
            "Địa chỉ",
            lambda member: ", ".join(x for x in (member.address, member.unit and member.unit.name) if x),
        ),
    ]
    if may_match:
        columns.append(Column("Nhận diện", _match_link))
    return tuple(columns)


def _match_link(member: Member) -> Any:
    words = "Nhận diện" if member.link == Member.Link.WAITING else member.get_link_display()
    return link(words, reverse("testing:member", args=[member.uid]))


def _timeline(specimen: Any, results: list[Result]) -> list[TimelineItem]:
    items = [TimelineItem(specimen.occurred_at, "Lấy mẫu", text=specimen.collector)]
    for one in results:
        ct = f"Ct {one.ct:g}".replace(".", ",") if one.ct is not None else ""
        name = vocabulary.method_name(specimen.disease, one.method)
        items.append(
            TimelineItem(
                one.occurred_at,
                f"{name}: {one.get_outcome_display()}",
                text=ct,
                revoked=f"{one.revoke_reason} ({show_moment(one.revoked_at)})" if one.revoked_at else "",
            )
        )
    return items
