"""One person in isolation: the hours of each step, where they were, which decisions, and what can be done now."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lachan.epi import intervals as kinds
from lachan.epi.vocabulary import MEASURES
from lachan.isolation import access, queries, services
from lachan.isolation.forms import SeparateForm, ToldForm, local_minute, refused_into
from lachan.isolation.reasons import Reasons
from lachan.isolation.separation import Steps, steps
from lachan.isolation.views.orders import last_day_words
from lachan.isolation.views.request import Request
from lachan.journeys import person_separated
from lachan.kernel import diseases
from lachan.kernel.access.web import require
from lachan.kernel.audit import reads
from lachan.kernel.errors import Refused
from lachan.kernel.times import local_day, show_moment
from lachan.people import queries as people
from lachan.standing import queries as standing
from lachan.ui import messages
from lachan.ui.components import TimelineItem
from lachan.ui.formats import hours
from lachan.ui.marks import badge_level, link, state
from lachan.ui.tables import Column, Table


@require("isolation.view")
def person(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The person's way from result to separation, with the forms for the steps still missing."""
    found = people.person_get(uid=uid, actor=request.actor, now=request.now)
    reads.note(request, [found.pk])
    disease = _disease(request, found.pk)
    told = _told_form(request)
    separate = _separate_form(request, found)
    if request.method == "POST" and _act(request, found, disease, told, separate):
        return redirect(f"{reverse('isolation:person', args=[found.uid])}?disease={disease}")
    holds = list(standing.of_person(disease=disease, person_id=found.pk, at=request.now))
    reasons = Reasons(holds, disease, request.actor, request.now)
    level = next((row for row in holds if row.kind == kinds.LEVEL), None)
    context = {
        "person": found,
        "disease": diseases.disease(disease),
        "choices": _choices(found.pk),
        "level": badge_level(level.value, provisional=level.provisional) if level else "",
        "whys": [reasons.why(row) for row in holds if row.kind in _SAID],
        "steps": _steps(steps(found.pk, disease, request.now)),
        "stays": _stays(request, found.pk, disease),
        "orders": _orders(request, found.pk),
        "expected": queries.expected_of(request.actor, request.now, found.pk, disease),
        "told": told,
        "separate": separate,
        "can_tell": access.can_told_record(request.actor),
        "can_separate": access.can_stay_record(request.actor),
        "hour": local_minute(request.now),
    }
    return render(request, "isolation/person.html", context)


_SAID = (kinds.LEVEL, kinds.OBLIGATION, kinds.UNSEPARATED, kinds.ORDER_NEEDED, kinds.LIFTING_NEEDED)


def _disease(request: Request, person_id: int) -> str:
    """The disease asked for, else the one that something is known of, else the first."""
    asked = request.GET.get("disease", "")
    if asked in diseases.diseases():
        return asked
    for code in diseases.diseases():
        if standing.of_person(disease=code, person_id=person_id).exists():
            return code
    return next(iter(diseases.diseases()))


def _choices(person_id: int) -> list[tuple[str, str]]:
    """Diseases that something is known of, where they are several."""
    known = [
        (code, name)
        for code, name in diseases.disease_choices()
        if standing.of_person(disease=code, person_id=person_id).exists()
    ]
    return known if len(known) > 1 else []


def _told_form(request: Request) -> ToldForm:
    posted = request.POST if "tell" in request.POST else None
    return ToldForm(posted, initial={"at": local_minute(request.now)}, prefix="told")


def _separate_form(request: Request, found: Any) -> SeparateForm:
    posted = request.POST if "separate" in request.POST else None
    measure = request.POST.get("sep-measure", "concentrated")
    return SeparateForm(
        posted,
        sites=queries.sites_with_places(found.residence, measure, request.now),
        day=local_day(request.now),
        prefix="sep",
        initial={
            "at": local_minute(request.now),
            "unit": str(found.residence_id or ""),
            "measure": "temporary",
        },
    )


def _act(request: Request, found: Any, disease: str, told: ToldForm, separate: SeparateForm) -> bool:
    try:
        if told.is_bound and told.is_valid():
            services.told_record(
                person_id=found.pk, disease=disease, occurred_at=told.cleaned_data["at"],
                by=request.actor, now=request.now,
            )  # fmt: skip
            messages.success(request, f"Đã ghi giờ báo cho {found.full_name}.")
            return True
        if separate.is_bound and separate.is_valid():
            _separate(request, found, disease, separate.cleaned_data)
            return True
    except Refused as error:
        refused_into(separate if separate.is_bound else told, error)
    return False


def _separate(request: Request, found: Any, disease: str, data: dict[str, Any]) -> None:
    site = queries.site_by_uid(uuid.UUID(data["site"])) if data["site"] else None
    person_separated.stay_begin(
        person_id=found.pk,
        disease=disease,
        measure=data["measure"],
        site=site,
        unit_id=None if site else int(data["unit"]) if data["unit"] else found.residence_id,
        occurred_at=data["at"],
        over_capacity_reason=data["over_capacity_reason"],
        by=request.actor,
        now=request.now,
    )
    messages.success(request, f"Đã ghi {found.full_name} bắt đầu cách ly.")


def _steps(found: Steps) -> list[TimelineItem]:
    """positive → told → order → arrival; a missing hour says so instead of being guessed."""
    first = (
        ("Có kết quả dương tính", found.positive_at) if found.positive_at else ("Thành F1", found.contact_at)
    )
    rows = (
        first,
        ("Đã báo cho người đó", found.told_at),
        ("Ký quyết định", found.ordered_at),
        ("Đến nơi cách ly", found.arrived_at),
    )
    return [TimelineItem(when=at, title=label, text=_after(at, found)) for label, at in rows]


def _after(at: Any, found: Steps) -> str:
    if at is None:
        return "chưa ghi"
    began = found.began_at
    if began is None or at == began:
        return ""
    return f"sau {hours(at - began)}" if at > began else f"trước đó {hours(began - at)}"


def _stays(request: Request, person_id: int, disease: str) -> Table:
    return Table(
        columns=(
            Column("Nơi", _where, main=True),
            Column("Biện pháp", lambda stay: MEASURES[stay.measure].label),
            Column("Đến lúc", "occurred_at", kind="moment"),
            Column(
                "Rời lúc",
                lambda stay: show_moment(stay.ended_at) if stay.ended_at else state("Đang ở", "done"),
            ),
        ),
        rows=list(queries.stays_of(request.actor, request.now, person_id, disease)),
        row_url=lambda stay: reverse("isolation:stay_page", args=[stay.uid]),
        caption="Nơi đã và đang cách ly",
        empty="Chưa có ai ghi người này được cách ly",
    )


def _where(stay: Any) -> str:
    if stay.site:
        return stay.site.organisation.name
    return f"Tại nhà, {stay.unit.name}" if stay.unit else "Tại nhà"


def _orders(request: Request, person_id: int) -> Table:
    rows = list(queries.orders_of(request.actor, request.now, person_id))
    lifts, papers = queries.lifts_of(rows), queries.completions_of(rows)

    def ending(member: Any) -> Any:
        lift, paper = lifts.get(member.pk), papers.get(member.pk)
        if lift:
            return state(f"Đã gỡ, QĐ {lift.reference}", "off")
        if paper:
            return link(
                f"Giấy xác nhận {paper.reference}",
                reverse("isolation:paper", args=[paper.paper_uid]),
            )
        if member.ends_at and member.ends_at <= request.now:
            return link(
                "Hết hạn, cấp giấy xác nhận", reverse("isolation:completion_issue", args=[member.uid])
            )
        return state("Đang có hiệu lực", "done")

    return Table(
        columns=(
            Column("Quyết định", lambda member: f"Số {member.order.reference}", main=True),
            Column("Biện pháp", lambda member: MEASURES[member.measure].label),
            Column("Ký lúc", "order.occurred_at", kind="moment"),
            Column("Đến hết ngày", last_day_words),
            Column("Tình hình", ending),
        ),
        rows=rows,
        row_url=lambda member: reverse("isolation:order_page", args=[member.order.uid]),
        caption="Quyết định",
        empty="Chưa có quyết định nào",
    )
