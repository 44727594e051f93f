"""Rules in time: what holds, what held, by which paper; and adopting a new version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lachan.epi.declarations import KEYS
from lachan.kernel.access.roles import may
from lachan.kernel.access.web import require
from lachan.kernel.diseases import diseases
from lachan.kernel.errors import Refused
from lachan.kernel.policies import adoption, queries
from lachan.kernel.policies.models import PolicyVersion
from lachan.kernel.policies.naming import find_place, is_place, place_name
from lachan.kernel.policies.wording import judged_on, key_label, worded
from lachan.kernel.times import local_day
from lachan.kernel.views.policy_draft import Draft
from lachan.ui import messages
from lachan.ui.tables import Column, Table

EVERY_DISEASE = "Mọi bệnh"


@require("policies.view")
def policy_list(request: HttpRequest) -> HttpResponse:
    """Every rule of a disease with the version in force today and how many there are."""
    now = request.now  # type: ignore[attr-defined]
    names = {**{code: made.name for code, made in diseases().items()}, queries.EVERY_DISEASE: EVERY_DISEASE}
    chosen = request.GET.get("disease") or next(iter(names))
    if chosen not in names:
        raise Http404
    context = {
        "names": names.items(),
        "chosen": chosen,
        "chosen_name": names[chosen],
        "rules": _in_force(chosen, now),
        "missing": _missing(chosen),
        "may_adopt": may(request.actor, "policies.adopt"),  # type: ignore[attr-defined]
        "today": local_day(now),
    }
    return render(request, "policies/policy_list.html", context)


def _in_force(disease: str, now: Any) -> list[dict[str, Any]]:
    today = local_day(now)
    groups: dict[tuple[str, str], list[PolicyVersion]] = {}
    for version in queries.versions().filter(disease=disease):
        groups.setdefault((version.key, version.place), []).append(version)
    return [
        {
            "key": key,
            "label": key_label(key, disease),
            "place": place,
            "place_name": place_name(place, today),
            "count": len(found),
            "version": next((row for row in found if row.effective_from <= today), None),
        }
        for (key, place), found in sorted(
            groups.items(), key=lambda item: (key_label(item[0][0], disease), item[0][1])
        )
    ]


def _missing(disease: str) -> list[dict[str, Any]]:
    """Questions of the law that nobody has answered for the disease; some are answered for every disease."""
    versions = queries.versions()
    own = set(versions.filter(disease=disease).values_list("key", flat=True))
    common = set(versions.filter(disease=queries.EVERY_DISEASE).values_list("key", flat=True))
    found = [
        {"key": key, "label": key_label(key, disease), "common": key in common}
        for key in KEYS
        if key not in own
    ]
    return sorted(found, key=lambda row: str(row["label"]))


@require("policies.view")
def policy_page(request: HttpRequest, disease: str, place: str, key: str) -> HttpResponse:
    """All versions of one rule, the latest first, as tables that a doctor can read."""
    now = request.now  # type: ignore[attr-defined]
    found = _history(disease, place, key, local_day(now))
    may_adopt = may(request.actor, "policies.adopt")  # type: ignore[attr-defined]
    if may_adopt and (words := request.GET.get("noi", "").strip()):
        if code := find_place(words, local_day(now)):
            address = reverse("kernel:policy_adopt", args=[disease, code, key])
            return redirect(f"{address}?{urlencode({'tu': place})}")
        messages.error(request, f"Không rõ “{words}” là nơi nào. Ghi đủ tên xã, huyện, tỉnh, hoặc mã đơn vị.")
    current = next((row for row in found if row.effective_from <= local_day(now)), None)
    context = _context(disease, place, key, now) | {
        "versions": [(row, _table(key, disease, row.rows), row == current) for row in found],
        "may_adopt": may_adopt,
    }
    return render(request, "policies/policy_page.html", context)


@require("policies.adopt")
def policy_adopt(request: HttpRequest, disease: str, place: str, key: str) -> HttpResponse:
    """Write the next version: first shown as it will be read and with what it would change, then adopted."""
    now = request.now  # type: ignore[attr-defined]
    source = _source(disease, place, key, request.GET.get("tu", queries.COUNTRY), local_day(now))
    found = _history(disease, source, key, local_day(now))
    versions = found or list(queries.history(key, queries.EVERY_DISEASE, source))
    wanted = next((row for row in versions if str(row.pk) == request.GET.get("ban")), None)
    latest = wanted or _latest(versions, local_day(now))
    draft = Draft(request, key=key, disease=disease, place=place, start=latest.rows if latest else [])
    if draft.complete():
        try:
            draft.check(now)
            if "adopt" in request.POST and draft.was_shown():
                return _adopted(request, draft)
            draft.foresee(request.actor, now)  # type: ignore[attr-defined]
            draft.open(request)
        except Refused as refusal:
            draft.refuse(refusal)
    table = _table(key, disease, draft.rows) if draft.checked else None
    context = _context(disease, place, key, now) | {
        "draft": draft,
        "table": table,
        "latest": latest,
        "source": source,
        "source_name": place_name(source, local_day(now)),
    }
    return render(request, "policies/policy_adopt.html", context)


def _latest(versions: Sequence[PolicyVersion], day: dt.date) -> PolicyVersion | None:
    """What is in force on the day is what the next paper changes, not a version of a later day."""
    in_force = (row for row in versions if row.effective_from <= day)
    return next(in_force, versions[-1] if versions else None)


def _source(disease: str, place: str, key: str, wanted: str, day: dt.date) -> str:
    """The place whose version the draft starts from: its own, or for the first of a place another's."""
    if queries.history(key, disease, place).exists():
        return place
    if not is_place(place, day):
        raise Http404
    return wanted


def _adopted(request: HttpRequest, draft: Draft) -> HttpResponse:
    hand = {"by": request.actor, "now": request.now}  # type: ignore[attr-defined]
    version = adoption.adopt(**draft.version(), **hand)
    label, day = key_label(version.key, version.disease), version.effective_from.strftime("%d/%m/%Y")
    messages.success(
        request,
        f"Đã ban hành “{label}”, có hiệu lực từ {day}. Mức, ngày kết thúc và lịch xét nghiệm đang được tính lại; "
        "xem tiến độ ở “Việc nền”.",
    )
    return redirect("kernel:policy_page", version.disease, version.place, version.key)


def _table(key: str, disease: str, rows: Sequence[Mapping[str, Any]]) -> Table:
    made = worded(key, disease, rows)
    titles = [*made.asks, *(f"→ {answer}" for answer in made.answers)]
    columns = [Column("Dòng", lambda row: f"Dòng {row[0]}", main=True)]
    columns += [Column(title, _cell(place)) for place, title in enumerate(titles, 1)]
    lines = [[number, *line] for number, line in enumerate(made.rows, 1)]
    return Table(
        columns=columns,
        rows=lines,
        empty="Bản này thôi áp dụng quy tắc tại đây.",
        empty_hint="Quy định của cấp trên có hiệu lực.",
    )


def _cell(place: int) -> Callable[[list[str]], str]:
    return lambda row: row[place]


def _history(disease: str, place: str, key: str, day: dt.date) -> list[PolicyVersion]:
    """The versions, the latest first; none where the question is known and nobody has answered it there."""
    found = list(queries.history(key, disease, place))
    known = key in KEYS and disease in {*diseases(), queries.EVERY_DISEASE} and is_place(place, day)
    if not (found or known):
        raise Http404
    return found


def _context(disease: str, place: str, key: str, now: Any) -> dict[str, Any]:
    known = diseases().get(disease)
    return {
        "disease": disease,
        "disease_name": known.name if known else EVERY_DISEASE,
        "place": place,
        "place_name": place_name(place, local_day(now)),
        "key": key,
        "label": key_label(key, disease),
        "judged_on": judged_on(key),
    }
