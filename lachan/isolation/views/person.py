"""One person in isolation: the hours of each step, where they were, which decisions, and what can be done now."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lachan.epi import intervals as kinds
from lachan.epi.vocabulary import MEASURES
from lachan.isolation import access, booking, queries, services
from lachan.isolation.forms import ReasonForm, SeparateForm, ToldForm, local_minute, refused_into
from lachan.isolation.gate import outgrown_words
from lachan.isolation.models import OrderMember, Stay
from lachan.isolation.sections import next_test
from lachan.isolation.separation import Steps, steps_from
from lachan.isolation.today import today_from
from lachan.isolation.views.needs import draft_link
from lachan.isolation.views.orders import last_day_words, lifted_words, with_way_back
from lachan.isolation.views.request import Request
from lachan.journeys import person_separated
from lachan.kernel import diseases
from lachan.kernel.access.web import require
from lachan.kernel.audit import reads
from lachan.kernel.errors import OutOfSight, Refused
from lachan.kernel.times import local_day, show_moment
from lachan.kernel.together import read_together
from lachan.people import queries as people
from lachan.standing import queries as standing
from lachan.standing.badges import interval_badge
from lachan.standing.reasons import Reasons
from lachan.ui import messages
from lachan.ui.components import TimelineItem
from lachan.ui.formats import hours
from lachan.ui.marks import link, state
from lachan.ui.tables import Column, Table


@require("isolation.view")
def person(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The person's way from result to separation, with the way to record the steps still missing."""
    found = people.person_get(uid=uid, actor=request.actor, now=request.now)
    reads.note(request, [found.pk])
    records = people.same_person(found)
    known = _intervals(records)
    disease = _disease(request, known)
    told = _told_form(request)
    back = f"{reverse('isolation:person', args=[found.uid])}?disease={disease}"
    if told.is_bound and told.is_valid() and _tell(request, found, disease, told):
        return redirect(back)
    told_already = queries.told_rows(records, disease)
    untell = ReasonForm(request.POST if "untell" in request.POST else None, prefix="untell")
    if untell.is_bound and untell.is_valid() and _untell(request, told_already, untell):
        return redirect(back)
    rows = known.get(disease, [])
    holds = [row for row in rows if row.starts_at <= request.now < row.ends_at]
    coming = next_test(rows, request.now)
    reasons = Reasons([*holds, *coming], disease, request.actor, request.now)
    level = min((row for row in holds if row.kind == kinds.LEVEL), key=lambda row: row.value, default=None)
    stays = queries.stays_of(request.actor, request.now, records, disease)
    orders = queries.orders_of(request.actor, request.now, records, disease)
    drafts = queries.draft_rows(records, disease)
    read_together(stays, orders, drafts, told_already)
    expected = _expected(orders, stays, request.now)
    context = {
        "person": found,
        "disease": diseases.disease(disease),
        "choices": [(code, name) for code, name in diseases.disease_choices() if code in known]
        if len(known) > 1
        else [],
        "level": interval_badge(level),
        "whys": [reasons.why(row) for row in [*(row for row in holds if row.kind in _SAID), *coming]],
        "steps": _steps(
            steps_from(
                rows=rows,
                stays=stays,
                ordered=[member.order.occurred_at for member in orders],
                told=[row.occurred_at for row in told_already],
                now=request.now,
            )
        ),
        "stays": _stays(list(stays)),
        "orders": _orders(list(orders), request),
        "draft": draft_link(next(iter(drafts), None)),
        "expected": expected,
        "outgrown": outgrown_words(expected, today_from(holds)) if expected else "",
        "told": told,
        "told_already": list(told_already) if access.can_told_record(request.actor) else [],
        "untell": untell,
        "can_tell": access.can_told_record(request.actor),
        "can_separate": access.can_stay_record(request.actor),
        "owes": _owes(holds),
        "hour": local_minute(request.now),
    }
    return render(request, "isolation/person.html", context)


_SAID = (kinds.LEVEL, kinds.OBLIGATION, kinds.UNSEPARATED, kinds.ORDER_NEEDED, kinds.LIFTING_NEEDED)


def _owes(holds: Iterable[Any]) -> bool:
    """Whether anything asks that the person be kept apart: without it there is nothing to record ahead of."""
    return any(
        row.kind == kinds.LEVEL or (row.kind == kinds.OBLIGATION and MEASURES[row.value].separates)
        for row in holds
    )


def _intervals(records: Iterable[int]) -> dict[str, list[Any]]:
    """disease → everything that was ever concluded about the person."""
    found: dict[str, list[Any]] = {}
    for row in standing.StandingInterval.objects.filter(person_id__in=records).order_by("starts_at", "kind"):
        found.setdefault(row.disease, []).append(row)
    return found


def _disease(request: Request, known: Iterable[str]) -> str:
    """The disease asked for, else the one that something is known of, else the first."""
    asked = request.GET.get("disease", "")
    if asked in diseases.diseases():
        return asked
    return next((code for code in diseases.diseases() if code in known), next(iter(diseases.diseases())))


def _expected(orders: Iterable[Any], stays: Iterable[Stay], now: Any) -> OrderMember | None:
    """The decision under which the person has still to arrive, or None."""
    here = next((stay for stay in stays if stay.ended_at is None or stay.ended_at > now), None)
    member = booking.leader(
        one for one in orders if not one.lifted and (one.ends_at is None or one.ends_at > now)
    )
    if member and here and (member.site_id, member.measure) == (here.site_id, here.measure):
        return None
    return member


def _told_form(request: Request) -> ToldForm:
    posted = request.POST if "tell" in request.POST else None
    return ToldForm(posted, initial={"at": local_minute(request.now)}, prefix="told")


def _tell(request: Request, found: Any, disease: str, told: ToldForm) -> bool:
    try:
        services.told_record(
            person_id=found.pk, disease=disease, occurred_at=told.cleaned_data["at"],
            by=request.actor, now=request.now,
        )  # fmt: skip
    except Refused as error:
        refused_into(told, error)
        return False
    messages.success(request, f"Đã ghi giờ báo cho {found.full_name}.")
    return True


def _untell(request: Request, rows: Any, form: ReasonForm) -> bool:
    """Take back an hour that was recorded for the wrong person, or was wrong."""
    wrong = next((row for row in rows if str(row.uid) == request.POST["untell"]), None)
    if wrong is None:
        raise OutOfSight
    try:
        services.told_revoke(
            told=wrong, reason=form.cleaned_data["reason"], by=request.actor, now=request.now
        )
    except Refused as error:
        refused_into(form, error)
        return False
    messages.success(request, "Đã thu hồi giờ báo ghi sai.")
    return True


@require("isolation.stay_record")
def separate(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Somebody is kept apart before any decision is signed: both hours are kept."""
    found = people.person_get(uid=uid, actor=request.actor, now=request.now)
    reads.note(request, [found.pk])
    disease = _disease(request, ())
    form = SeparateForm(
        request.POST or None,
        sites=queries.sites_with_places(found.residence, "concentrated", request.now, every=True),
        day=local_day(request.now),
        initial={
            "at": local_minute(request.now),
            "unit": str(found.residence_id or ""),
            "measure": "temporary",
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            _separate(request, found, disease, form.cleaned_data)
        except Refused as error:
            refused_into(form, error)
        else:
            return redirect(f"{reverse('isolation:person', args=[found.uid])}?disease={disease}")
    context = {"person": found, "form": form, "disease": diseases.disease(disease)}
    return render(request, "isolation/separate.html", context)


def _separate(request: Request, found: Any, disease: str, data: dict[str, Any]) -> None:
    site = queries.site_by_uid(uuid.UUID(data["site"])) if data["site"] else None
    home = int(data["unit"]) if data["unit"] else found.residence_id
    person_separated.stay_begin(
        person_id=found.pk,
        disease=disease,
        measure=data["measure"],
        site=site,
        unit_id=None if site else home,
        occurred_at=data["at"],
        over_capacity_reason=data["over_capacity_reason"],
        by=request.actor,
        now=request.now,
    )
    messages.success(request, f"Đã ghi {found.full_name} bắt đầu cách ly.")


def _steps(found: Steps) -> list[TimelineItem]:
    """The hours of positive, told, order and arrival as they came; a missing one says so and stands last."""
    first = (
        ("Có kết quả dương tính", found.positive_at)
        if found.positive_at
        else (f"Thành {found.contact_level}", found.contact_at)
    )
    rows = (
        first,
        ("Đã báo cho người đó", found.told_at),
        ("Ký quyết định", found.ordered_at),
        ("Đến nơi cách ly", found.arrived_at),
    )
    in_order = sorted(rows, key=lambda row: (row[1] is None, row[1] or 0))
    return [TimelineItem(when=at, title=label, text=_after(at, found)) for label, at in in_order]


def _after(at: Any, found: Steps) -> str:
    if at is None:
        return "chưa ghi"
    began = found.began_at
    if began is None or at == began:
        return ""
    # Who was kept apart before, perhaps for an earlier illness, did not arrive because of this one.
    return f"sau {hours(at - began)}" if at > began else "ở đó từ trước"


def _stays(rows: list[Stay]) -> Table:
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
        rows=rows,
        row_url=lambda stay: reverse("isolation:stay_page", args=[stay.uid]),
        caption="Nơi đã và đang cách ly",
        empty="Chưa có ai ghi người này được cách ly",
    )


def _where(stay: Any) -> str:
    if stay.site:
        return stay.site.organisation.name
    return f"Tại nhà, {stay.unit.name}" if stay.unit else "Tại nhà"


def _orders(rows: list[OrderMember], request: Request) -> Table:
    now = request.now
    lifting = {row.order.organisation_id for row in rows if row.lifted}  # type: ignore[attr-defined]
    may_lift = access.can_order_lift(request.actor, now)
    readable = {office for office in lifting if access.acts_for(request.actor, office, now)}

    def ending(member: Any) -> Any:
        if member.lifted:
            may_read = member.order.organisation_id in readable
            wrong = member.lift_uid if may_read and may_lift else None
            return lifted_words(member.lifted, member.lift_paper if may_read else None, wrong)
        if member.completion_paper:
            paper = link("Giấy xác nhận", reverse("isolation:paper", args=[member.completion_paper]))
            wrong = member.completion_uid if access.can_stay_record(request.actor) else None
            return with_way_back(paper, "isolation:completion_revoke", wrong)
        if member.ends_at and member.ends_at <= now:
            return link(
                "Hết hạn, cấp giấy xác nhận", reverse("isolation:completion_issue", args=[member.uid])
            )
        return state("Đang có hiệu lực", "done")

    return Table(
        columns=(
            Column("Quyết định", lambda member: f"Số {member.order.reference}", main=True),
            Column("Biện pháp", lambda member: MEASURES[member.measure].label),
            Column("Ký lúc", "order.occurred_at", kind="moment"),
            Column("Từ lúc", "starts_at", kind="moment"),
            Column("Đến hết ngày", last_day_words),
            Column("Tình hình", ending),
        ),
        rows=rows,
        row_url=lambda member: reverse("isolation:order_page", args=[member.order.uid]),
        caption="Quyết định",
        empty="Chưa có quyết định nào được ký",
    )
