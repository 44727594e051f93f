"""A draft from chosen people: what the rules ask, corrected by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render

from lachan.epi.vocabulary import MEASURES
from lachan.isolation import drafting, queries, services
from lachan.isolation.drafting import Line
from lachan.isolation.forms import DraftForm, LastDayField, read_uids, refused_into
from lachan.isolation.services import Proposed
from lachan.isolation.views.request import Request
from lachan.kernel import diseases
from lachan.kernel.access.web import require
from lachan.kernel.audit import reads
from lachan.kernel.errors import OutOfSight, Refused
from lachan.kernel.times import show_day
from lachan.people import queries as people
from lachan.standing.badges import level_badge
from lachan.ui import messages


@require("isolation.order_propose")
def order_draft(request: Request) -> HttpResponse:
    """The chosen people with what the rule asks of each: corrected here, then kept as a draft."""
    disease = _disease(request)
    chosen = _chosen_people(request)
    lines = drafting.lines_for([person.pk for person in chosen], disease, request.now)
    if not lines:
        messages.warning(request, "Chưa chọn người nào, hoặc những người này không còn cần quyết định.")
        return redirect("isolation:need_list")
    offices = drafting.offices(request.actor, request.now)
    composing = request.method == "POST" and "compose" in request.POST
    form = DraftForm(
        request.POST if composing else None,
        organisations=[(str(one.pk), one.name) for one in offices],
        initial=_initial(lines, disease, offices, request),
    )
    faults: list[str] = []
    if composing and form.is_valid():
        proposed, faults = _proposed(request, lines)
        if not faults:
            try:
                order = services.order_draft(
                    disease=disease,
                    organisation_id=int(form.cleaned_data["organisation"]),
                    members=proposed,
                    grounds=form.ground_lines,
                    unit_id=drafting.common_unit(lines),
                    by=request.actor,
                    now=request.now,
                )
            except Refused as error:
                refused_into(form, error)
            else:
                messages.success(
                    request, f"Đã lập dự thảo cho {len(proposed)} người. Dự thảo chưa có hiệu lực."
                )
                return redirect("isolation:order_page", order.uid)
    reads.note(request, [line.person.pk for line in lines])
    context = {
        "rows": [_compose_row(line, disease, request) for line in lines],
        "form": form,
        "faults": faults,
        "disease": diseases.disease(disease),
        "limit": drafting.longest_days(disease, drafting.common_unit(lines), request.now),
    }
    return render(request, "isolation/order_draft.html", context)


def _disease(request: Request) -> str:
    code = request.POST.get("disease") or request.GET.get("disease") or ""
    return code if code in diseases.diseases() else next(iter(diseases.diseases()))


def _chosen_people(request: Request) -> list[Any]:
    """The people of the ticked rows, each in the reader's sight."""
    uids = read_uids(request.POST.getlist("selected") or request.GET.getlist("selected"))
    found = list(people.visible_to(request.actor, request.now).filter(uid__in=uids))
    if len(found) != len(uids):
        raise OutOfSight
    return found


def _initial(lines: list[Line], disease: str, offices: list[Any], request: Request) -> dict[str, Any]:
    if not offices:
        return {}
    grounds = drafting.grounds_for(lines, disease, offices[0].pk, drafting.common_unit(lines), request.now)
    return {"organisation": str(offices[0].pk), "grounds": "\n".join(grounds)}


def _compose_row(line: Line, disease: str, request: Request) -> dict[str, Any]:
    """A row of the composing table: what was typed, else what is proposed."""
    uid = str(line.person.uid)
    measure = request.POST.get(f"measure-{uid}", line.measure)
    typed_site = request.POST.get(f"site-{uid}")
    proposed = str(line.proposed.site.uid) if line.proposed else ""
    return {
        "line": line,
        "uid": uid,
        "level": level_badge(line.level, disease),
        "measure": measure,
        "measures": [(code, one.label) for code, one in MEASURES.items() if one.separates],
        "site": proposed if typed_site is None else typed_site,
        "sites": _site_options(line, measure, request),
        "until": request.POST.get(f"until-{uid}", show_day(line.last_day) if line.last_day else ""),
    }


def _site_options(line: Line, measure: str, request: Request) -> list[Any]:
    """Sites for a measure near a commune, asked once a page for each pair."""
    known = getattr(request, "_site_options", None)
    if known is None:
        known = request._site_options = {}  # type: ignore[attr-defined]
    key = (line.person.residence_id, measure)
    if key not in known:
        known[key] = queries.sites_with_places(line.person.residence, measure, request.now)[:30]
    options = known[key]
    # Where somebody is already may be full or far: it is still where they are.
    there = line.proposed
    if there and measure == line.measure and all(one.site.pk != there.site.pk for one in options):
        return [there, *options]
    return options


def _proposed(request: Request, lines: list[Line]) -> tuple[list[Proposed], list[str]]:
    """The lines as corrected, and what is wrong with them in words."""
    made, faults = [], []
    for line in lines:
        try:
            made.append(_one_proposed(request, line))
        except Refused as error:
            faults.append(f"{line.person.full_name}: {error.message}")
    return made, faults


def _one_proposed(request: Request, line: Line) -> Proposed:
    uid = str(line.person.uid)
    measure = request.POST.get(f"measure-{uid}", line.measure)
    site_uid = request.POST.get(f"site-{uid}", "")
    ends_at = _ends_at(request.POST.get(f"until-{uid}", ""), line)
    return Proposed(
        person_id=line.person.pk,
        measure=measure,
        starts_at=line.starts_at,
        ends_at=ends_at,
        level=line.level,
        site=queries.site_by_uid(read_uids([site_uid])[0]) if site_uid else None,
        policy_ids=line.policy_ids,
    )


def _ends_at(text: str, line: Line) -> dt.datetime | None:
    """The typed last day; where it was left as proposed, the exact end of the duty."""
    if line.last_day and text == show_day(line.last_day):
        return line.ends_at
    try:
        return LastDayField(required=False).clean(text)
    except ValidationError as error:
        raise Refused("ngày kết thúc phải viết dạng ngày/tháng/năm.") from error
