"""Rules in time: what holds, what held, by which paper; and adopting a new version."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lachan.kernel.access.roles import may
from lachan.kernel.access.web import require
from lachan.kernel.diseases import diseases
from lachan.kernel.errors import Refused
from lachan.kernel.policies import adoption, documents, queries, services
from lachan.kernel.policies.models import PolicyVersion
from lachan.kernel.policies.wording import judged_on, key_label, worded
from lachan.kernel.times import local_day
from lachan.ui import messages
from lachan.ui.fields import DayField
from lachan.ui.forms import UiForm
from lachan.ui.tables import Column, Table

EVERY_DISEASE = "Mọi bệnh"


class AdoptForm(UiForm):
    effective_from = DayField(label="Có hiệu lực từ ngày")
    instrument = forms.CharField(
        label="Văn bản", max_length=300, help_text="Số, ký hiệu, ngày ban hành và nơi ban hành"
    )
    confidence = forms.ChoiceField(label="Mức tin cậy", choices=PolicyVersion.Confidence.choices)
    reason = forms.CharField(label="Lý do ban hành", max_length=500)
    rows = forms.CharField(
        label="Bảng quy tắc",
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false", "wrap": "off"}),
        help_text="Đọc từ trên xuống, dòng đầu tiên hợp là dòng trả lời. “when” là điều kiện, “then” là kết luận.",
    )


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
            "count": len(found),
            "version": next((row for row in found if row.effective_from <= today), None),
        }
        for (key, place), found in sorted(
            groups.items(), key=lambda item: (key_label(item[0][0], disease), item[0][1])
        )
    ]


@require("policies.view")
def policy_page(request: HttpRequest, disease: str, place: str, key: str) -> HttpResponse:
    """All versions of one rule, the latest first, as tables that a doctor can read."""
    found = _history(disease, place, key)
    today = local_day(request.now)  # type: ignore[attr-defined]
    current = next((row for row in found if row.effective_from <= today), None)
    context = _context(disease, place, key) | {
        "versions": [(row, _table(key, disease, row.rows), row == current) for row in found],
        "may_adopt": may(request.actor, "policies.adopt"),  # type: ignore[attr-defined]
    }
    return render(request, "policies/policy_page.html", context)


@require("policies.adopt")
def policy_adopt(request: HttpRequest, disease: str, place: str, key: str) -> HttpResponse:
    """Write the next version: first shown as it will be read, then adopted."""
    found = _history(disease, place, key)
    # What is in force today is what the next paper changes, not a version of a later day.
    today = local_day(request.now)  # type: ignore[attr-defined]
    latest = next((row for row in found if row.effective_from <= today), found[-1])
    form = AdoptForm(request.POST or None, initial=_copy(latest))
    table = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            rows = documents.rows_from(said["rows"])
            identity: dict[str, Any] = {"key": key, "disease": disease, "place": place}
            services.policy_check(**identity, **(said | {"rows": rows}))
            table = _table(key, disease, rows)
            if "adopt" in request.POST:
                hand = {"by": request.actor, "now": request.now}  # type: ignore[attr-defined]
                version = adoption.adopt(**identity, **(said | {"rows": rows}), **hand)
                day = version.effective_from.strftime("%d/%m/%Y")
                messages.success(request, f"Đã ban hành “{key_label(key, disease)}”, có hiệu lực từ {day}.")
                return redirect("kernel:policy_page", disease, place, key)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    context = _context(disease, place, key) | {"form": form, "table": table, "latest": latest}
    return render(request, "policies/policy_adopt.html", context)


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


def _history(disease: str, place: str, key: str) -> list[PolicyVersion]:
    found = list(queries.history(key, disease, place))
    if not found:
        raise Http404
    return found


def _context(disease: str, place: str, key: str) -> dict[str, Any]:
    known = diseases().get(disease)
    return {
        "disease": disease,
        "disease_name": known.name if known else EVERY_DISEASE,
        "place": place,
        "key": key,
        "label": key_label(key, disease),
        "judged_on": judged_on(key),
    }


def _copy(latest: PolicyVersion) -> dict[str, Any]:
    return {"confidence": PolicyVersion.Confidence.SEEN, "rows": documents.rows_text(latest.rows)}
