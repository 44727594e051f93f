"""Decisions: drafted from chosen people, issued, discarded, lifted, printed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from lachan.epi.days import last_day
from lachan.epi.vocabulary import MEASURES
from lachan.isolation import access, booking, documents, drafting, queries, services
from lachan.isolation.forms import (
    IssueForm,
    LiftForm,
    OrderFilters,
    SignForm,
    local_minute,
    read_uids,
    refused_into,
)
from lachan.isolation.models import Order, OrderMember
from lachan.isolation.views.request import Request
from lachan.journeys import person_separated
from lachan.kernel import diseases
from lachan.kernel.access.web import require
from lachan.kernel.audit import reads
from lachan.kernel.counting import counts_by
from lachan.kernel.errors import Refused
from lachan.kernel.papers import queries as papers
from lachan.kernel.text import fold
from lachan.kernel.times import local_day, show_day, show_moment
from lachan.kernel.together import read_together
from lachan.organisations import queries as organisations
from lachan.people import queries as people
from lachan.standing.badges import level_badge
from lachan.standing.reasons import Reasons
from lachan.ui import messages
from lachan.ui.components import Tab
from lachan.ui.marks import link, state
from lachan.ui.tables import Column, Table, build_table

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TONES = {Order.State.DRAFT: "todo", Order.State.ISSUED: "done", Order.State.DISCARDED: "off"}


@require("isolation.view")
def order_list(request: Request) -> HttpResponse:
    """Decisions in the reader's scope, by state."""
    chosen = request.GET.get("state", "")
    wanted = chosen if chosen in Order.State.values else Order.State.ISSUED
    rows = queries.orders(request.actor, request.now)
    form = OrderFilters(request.GET)
    shown = _found(rows.filter(state=wanted), form, request)
    table = build_table(
        request,
        shown,
        (
            Column("Quyết định", order_name, main=True),
            Column("Bệnh", lambda order: diseases.disease(order.disease).name, optional=True, kind="code"),
            Column("Cơ quan", "organisation.name"),
            Column("Số người", lambda order: order.people, kind="number"),
            Column("Hiệu lực từ" if wanted == Order.State.ISSUED else "Lập lúc", "occurred_at", kind="moment", sort=("occurred_at", "id")),
            Column("Người ký", "signer_name"),
        ),
        row_url=lambda order: reverse("isolation:order_page", args=[order.uid]),
        default_sort="-occurred_at",
        dear=not request.actor.everywhere,
        empty="Chưa có quyết định nào" if wanted == Order.State.ISSUED else "Không có dự thảo nào",
        empty_hint="Chọn người trong danh sách “Cần cách ly” để lập dự thảo.",
        caption="Quyết định cách ly",
    )  # fmt: skip
    _count_people(table.rows)
    (counts,) = counts_by([rows], "state")
    tabs = [
        Tab(value.label, f"?state={value}", count=counts.get(value, 0), current=value == wanted)
        for value in Order.State
    ]
    return render(request, "isolation/order_list.html", {"table": table, "tabs": tabs, "form": form})


def order_name(order: Order) -> str:
    if order.number is None:
        return f"{order.get_state_display()} lập {show_moment(order.recorded_at)}"
    return f"Số {order.reference}"


def _found(rows: Any, form: OrderFilters, request: Request) -> Any:
    text = form.cleaned_data["text"].strip() if form.is_valid() else ""
    if not text:
        return rows
    number = text.split("/")[0].strip()
    if number.isascii() and number.isdigit() and len(number) < 9:
        return rows.filter(number=int(number))
    named = Q(*[Q(person__name_key__contains=word) for word in fold(text).split()])
    members = access.members_visible_to(request.actor, request.now).filter(named)
    return rows.filter(pk__in=members.values("order_id"))


def _count_people(rows: Sequence[Order]) -> None:
    counts = queries.member_counts([order.pk for order in rows])
    for order in rows:
        order.people = counts.get(order.pk, 0)  # type: ignore[attr-defined]


@require("isolation.view")
def order_page(request: Request, uid: uuid.UUID) -> HttpResponse:
    """A decision: who, which measure, until when, what has happened to each."""
    order = queries.order_by_uid(request.actor, request.now, uid)
    members = list(queries.members_of(request.actor, request.now, order))
    total = queries.member_counts([order.pk]).get(order.pk, 0)
    reads.note(request, [member.person_id for member in members])
    can_lift = order.is_issued and access.can_order_lift(request.actor, request.now)
    acts = access.acts_for(request.actor, order.organisation_id, request.now)
    context = {
        "order": order,
        "name": order_name(order),
        "state": state(order.get_state_display(), _TONES[Order.State(order.state)]),
        "disease": diseases.disease(order.disease),
        "table": _members_table(order, members, request, can_lift, acts),
        "hidden": total - len(members),
        "total": total,
        "pairs": _pairs(order),
        "can_sign": acts and _signs_drafts(request, order),
        "can_discard": access.can_order_propose(request.actor) and order.state == Order.State.DRAFT,
        "can_lift": can_lift,
        "has_paper": bool(order.paper_uid) and acts,
        "unreturned": _not_in_sight(total, members),
    }
    return render(request, "isolation/order_page.html", context)


def _may_sign(request: Request, order: Order) -> bool:
    acts = access.acts_for(request.actor, order.organisation_id, request.now)
    return acts and _signs_drafts(request, order)


def _signs_drafts(request: Request, order: Order) -> bool:
    return order.state == Order.State.DRAFT and access.can_order_sign(request.actor, request.now)


def _not_in_sight(total: int, members: list[OrderMember]) -> str:
    hidden = total - len(members)
    return f"{hidden} người khác trong quyết định ở ngoài phạm vi của đồng chí." if hidden else ""


def _pairs(order: Order) -> list[tuple[str, Any]]:
    signer = ", ".join(part for part in (order.signer_name, order.signer_position) if part)
    return [
        ("Cơ quan ban hành", order.organisation.name),
        ("Người ký", signer or None),
        ("Hiệu lực từ", show_moment(order.occurred_at) if order.is_issued else None),
        ("Ghi vào hệ thống", show_moment(order.recorded_at)),
        ("Lý do quá sức chứa", order.over_capacity_reason or None),
    ][: 5 if order.over_capacity_reason else 4]


def _members_table(
    order: Order, members: list[OrderMember], request: Request, can_lift: bool, reads_papers: bool
) -> Table:
    ids = [member.person_id for member in members]
    lift_rows, stay_rows = queries.lift_rows(members), queries.open_stay_rows(ids, order.disease, request.now)
    running = queries.running_rows(ids, order.disease, request.now)
    read_together(lift_rows, stay_rows, running)
    lifts = {
        row.member_id: lifted_words(
            row.reference,
            row.paper_uid if reads_papers else None,
            row.uid if can_lift and reads_papers else None,
        )
        for row in lift_rows
    }
    stays = {row.person_id: row for row in stay_rows}
    replaced = queries.replaced_among(members, running) if order.is_issued else {}
    # The organisation reads its whole list; a person's own pages open to those alone who see the person.
    opens = set(people.visible_ids(ids, request.actor, request.now))
    return Table(
        columns=(
            Column("STT", "position", kind="number"),
            Column("Họ tên", "person.full_name", main=True),
            Column("Năm sinh", lambda member: str(member.person.birth_year or "")),
            Column("Mức", lambda member: level_badge(member.level, order.disease)),
            Column("Biện pháp", lambda member: MEASURES[member.measure].label),
            Column("Nơi cách ly", _ordered_to),
            Column("Từ lúc", lambda member: _begins(order, member, stays)),
            Column("Đến hết ngày", last_day_words),
            Column("Tình hình", lambda member: _progress(order, member, lifts, stays, replaced, request)),
        ),
        rows=members,
        row_url=lambda member: (
            reverse("isolation:person", args=[member.person.uid]) if member.person_id in opens else None
        ),
        select=(lambda member: member.uid) if can_lift else None,
        caption="Danh sách kèm theo",
        empty="Không có ai trong phạm vi của đồng chí",
    )


def _ordered_to(member: OrderMember) -> str:
    """The place that the decision names; a measure of a site without one is not one at home."""
    if member.site:
        return member.site.organisation.name
    return "Chưa ghi nơi" if member.measure in {"treatment", "concentrated"} else "Tại nhà"


def _begins(order: Order, member: OrderMember, stays: Any) -> str:
    """The hour on record; of a draft the hour of the move, where there was one, else the signature to come."""
    if order.is_issued:
        return show_moment(member.starts_at)
    moved = drafting.moved_at(stays.get(member.person_id), member.starts_at)
    return show_moment(moved) if moved else "khi ký"


def last_day_words(member: OrderMember) -> str:
    return show_day(last_day(member.starts_at, member.ends_at)) if member.ends_at else "khi có quyết định mới"


def until_words(member: OrderMember) -> str:
    """The same in the middle of a sentence."""
    return f"đến {'hết ngày ' if member.ends_at else ''}{last_day_words(member)}"


def _progress(
    order: Order, member: OrderMember, lifts: Any, stays: Any, replaced: Any, request: Request
) -> Any:
    stay = stays.get(member.person_id)
    if lifted := lifts.get(member.pk):
        return lifted
    if not order.is_issued:
        return state(f"Đang ở {_where(stay)}", "doing") if stay else ""
    if member.ends_at and member.ends_at <= request.now:
        return link("Hết hạn, cấp giấy", reverse("isolation:completion_issue", args=[member.uid]))
    if by := replaced.get(member.pk):
        return state(f"Đã có QĐ {by.order.reference} ký sau", "off")
    if stay:
        return state(f"Đang ở {_where(stay)}", "done")
    return state("Đang tới" if member.site else "Chưa xác nhận", "todo")


def lifted_words(reference: str, paper_uid: uuid.UUID | None, lift_uid: uuid.UUID | None = None) -> Any:
    """By which decision somebody was let go; its paper behind it for those who may read it, and the way to take a
    wrong record back (`lift_uid`)."""
    words = f"Đã gỡ, QĐ {reference}"
    said = link(words, reverse("isolation:paper", args=[paper_uid])) if paper_uid else state(words, "off")
    return with_way_back(said, "isolation:lift_revoke", lift_uid)


def with_way_back(said: Any, address: str, uid: uuid.UUID | None) -> Any:
    """The words, and behind them the way to take a wrong record back."""
    if uid is None:
        return said
    return format_html("{} · {}", said, link("ghi sai?", reverse(address, args=[uid])))


def _where(stay: Any) -> str:
    return stay.site.organisation.name if stay.site else "nhà"


@require("isolation.order_sign")
def order_issue(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Who signed, when, which number; what it takes at each site, before and after."""
    access.check_can_order_sign(request.actor, request.now)
    order = queries.order_by_uid(request.actor, request.now, uid)
    if not _may_sign(request, order):
        raise Http404
    form = _sign_form(IssueForm, request, order.organisation_id, documents.BOOK_DECISION)
    if request.method == "POST" and form.is_valid():
        try:
            person_separated.order_issue(
                order=order,
                by=request.actor,
                now=request.now,
                over_capacity_reason=form.cleaned_data["over_capacity_reason"],
                **form.signature,
            )
        except Refused as error:
            refused_into(form, error)
        else:
            order.refresh_from_db()
            messages.success(request, f"Đã ban hành quyết định số {order.reference}.")
            return redirect("isolation:order_page", order.uid)
    members = list(queries.members_of(request.actor, request.now, order))
    context = {
        "order": order,
        "form": form,
        "effects": _effects(members, request.now),
        "elsewhere": _elsewhere(request, order, members),
        "total": len(members),
    }
    return render(request, "isolation/order_issue.html", context)


def _elsewhere(request: Request, order: Order, members: list[OrderMember]) -> list[str]:
    """Who was moved before the signature to another site than the decision names."""
    stays = queries.open_stays_of([member.person_id for member in members], order.disease, request.now)
    apart = [
        (member, stay)
        for member in members
        if (stay := stays.get(member.person_id))
        and member.site_id
        and stay.site_id not in {None, member.site_id}
    ]
    reads.note(request, [member.person_id for member, _ in apart])
    return [
        f"{member.person.full_name} đang ở {_where(stay)}, quyết định ghi {_ordered_to(member)}."
        for member, stay in apart
    ]


def _sign_form(
    kind: type[SignForm], request: Request, organisation_id: int, book: str, **proposed: Any
) -> Any:
    day = local_day(request.now)
    positions = organisations.positions(organisation_id, day).order_by("id")
    left = sum(use.left for use in papers.blocks(organisation_id, day.year) if use.block.book == book)
    initial: dict[str, Any] = {"signed_at": local_minute(request.now), **proposed}
    if len(positions) == 1:
        initial["position"] = str(positions[0].pk)
    posted = request.POST if request.method == "POST" and "signed_at" in request.POST else None
    return kind(posted, positions=positions, left=left, initial=initial)


def _effects(members: list[OrderMember], now: dt.datetime) -> list[dict[str, Any]]:
    """People by measure and place, with the places of each site before and after."""
    groups: dict[tuple[str, str], list[OrderMember]] = {}
    for member in members:
        place = member.site.organisation.name if member.site else ""
        groups.setdefault((MEASURES[member.measure].label, place), []).append(member)
    return [_effect(measure, found, now) for (measure, _), found in sorted(groups.items())]


def _effect(measure: str, members: list[OrderMember], now: dt.datetime) -> dict[str, Any]:
    site = members[0].site
    found: dict[str, Any] = {
        "measure": measure,
        "site": site,
        "people": len(members),
        "load": None,
        "after": None,
    }
    if site is not None:
        load = booking.load(site, now)
        ids = [member.person_id for member in members]
        there = booking.staying_at([site.pk], now).filter(person_id__in=ids).count()
        awaited = booking.expected(now).filter(site=site, person_id__in=ids).count()
        found |= {"load": load, "there": there}
        if load.free is not None:
            found["after"] = load.free - len(members) + there + awaited
    return found


@require("isolation.order_propose")
@require_POST
def order_discard(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Throw a draft away."""
    order = queries.order_by_uid(request.actor, request.now, uid)
    try:
        services.order_discard(order=order, by=request.actor, now=request.now)
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Đã bỏ dự thảo. Những người trong đó lại nằm ở danh sách “Cần cách ly”.")
    return redirect("isolation:order_page", order.uid)


@require("isolation.order_lift")
def order_lift(request: Request) -> HttpResponse:
    """End decisions early for the chosen people by a decision of its own."""
    access.check_can_order_lift(request.actor, request.now)
    uids = read_uids(request.POST.getlist("selected") or request.GET.getlist("selected"))
    members = queries.members_by_uids(request.actor, request.now, uids) if uids else []
    if not members:
        messages.warning(request, "Chưa chọn người nào để gỡ cách ly.")
        return redirect("isolation:lift_list")
    ended = members[0].order
    form = _sign_form(
        LiftForm,
        request,
        ended.organisation_id,
        documents.BOOK_DECISION,
        grounds="\n".join(ended.grounds),  # what was imposed and what ends it rest on the same laws
        reason=drafting.lifting_reason(members, request.now),
    )
    if form.is_bound and form.is_valid():
        try:
            lifts = person_separated.order_lift(
                members=members,
                reason=form.cleaned_data["reason"],
                grounds=form.ground_lines,
                by=request.actor,
                now=request.now,
                **form.signature,
            )
        except Refused as error:
            refused_into(form, error)
        else:
            messages.success(
                request,
                f"Đã gỡ cách ly {len(lifts)} người theo quyết định số {lifts[0].reference}.",
            )
            return redirect("isolation:order_page", members[0].order.uid)
    reads.note(request, [member.person_id for member in members])
    context = {"members": members, "form": form, "numbers": _numbers(members)}
    return render(request, "isolation/order_lift.html", context | {"whys": _whys(members, request)})


def _whys(members: list[OrderMember], request: Request) -> list[tuple[str, str]]:
    """Why each is proposed to be lifted, in the signer's sight while they write the reason."""
    rows = {row.input_uid: row for row in drafting.lifting_rows(members, request.now)}
    reasons = Reasons(rows.values(), members[0].order.disease, request.actor, request.now)
    told = [(member.person.full_name, reasons.why(rows.get(str(member.uid)))) for member in members]
    return [(name, why) for name, why in told if why]


def _numbers(members: list[OrderMember]) -> list[str]:
    return list(dict.fromkeys(f"{member.order.reference}" for member in members))


@require("isolation.stay_record")
def completion_issue(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The certificate of time served."""
    member = queries.member_by_uid(request.actor, request.now, uid)
    form = _sign_form(SignForm, request, request.actor.organisation_id or 0, documents.BOOK_CERTIFICATE)
    if form.is_bound and form.is_valid():
        try:
            services.completion_issue(member=member, by=request.actor, now=request.now, **form.signature)
        except Refused as error:
            refused_into(form, error)
        else:
            messages.success(request, f"Đã cấp giấy xác nhận cho {member.person.full_name}.")
            return redirect("isolation:person", member.person.uid)
    reads.note(request, [member.person_id])
    context = {"member": member, "form": form, "until": last_day_words(member)}
    return render(request, "isolation/completion_issue.html", context)


@require("isolation.view")
def paper(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The .docx of a decision, a lifting or a certificate, for the offices whose it is."""
    found = queries.paper_of(request.actor, request.now, uid)
    reads.note(request, (found.data or {}).get("subjects", []))
    answer = HttpResponse(papers.paper_bytes(found), content_type=DOCX)
    name = f"{found.number or ''}_{found.symbol}".replace("/", "-") or "van-ban"
    answer["Content-Disposition"] = f'attachment; filename="{fold(name).replace(" ", "-")}.docx"'
    return answer
