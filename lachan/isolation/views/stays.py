"""Arrivals and departures: confirmed with one tap by the site or the commune."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from lachan.epi.vocabulary import MEASURES
from lachan.isolation import access, queries
from lachan.isolation.forms import (
    ArriveForm,
    LeaveForm,
    NeedFilters,
    ReasonForm,
    local_minute,
    refused_into,
    unit_choices,
)
from lachan.isolation.gate import outgrown_words
from lachan.isolation.models import OrderMember, Stay
from lachan.isolation.today import Key, Today, today_of
from lachan.isolation.views.orders import last_day_words, until_words
from lachan.isolation.views.request import Request
from lachan.journeys import person_separated
from lachan.kernel import counting
from lachan.kernel.access.queries import sees
from lachan.kernel.access.web import require
from lachan.kernel.audit import reads
from lachan.kernel.errors import Refused
from lachan.kernel.times import local_day
from lachan.standing.badges import interval_badge
from lachan.ui import messages
from lachan.ui.components import Tab
from lachan.ui.tables import Column, build_table, page_of

_PARTS = {"khu": "Đến khu cách ly", "nha": "Cách ly tại nhà"}


@require("isolation.stay_record")
def arrival_list(request: Request) -> HttpResponse:
    """Who is ordered somewhere and not confirmed there yet: one card a person, one tap to confirm."""
    mine = queries.site_of_organisation(request.actor.organisation_id)
    rows = {
        "khu": queries.coming(request.actor, request.now, mine).order_by(
            "order__occurred_at", "position", "id"
        ),
        "nha": queries.home_not_confirmed(request.actor, request.now).order_by(
            "order__occurred_at", "position", "id"
        ),
    }
    if mine:
        del rows["nha"]  # a site confirms at its own gate alone
    counts = dict(zip(rows, counting.counts(list(rows.values())), strict=True))
    part = request.GET.get("phan", "")
    part = part if part in rows else next((key for key, count in counts.items() if count), "khu")
    page = page_of(request, rows[part], per_page=30, total=counts[part])
    reads.note(request, [row.person_id for row in page.rows])
    today = today_of([_key(row) for row in page.rows], request.now)
    context = {
        "cards": [_card(row, today[_key(row)]) for row in page.rows],
        "page": page,
        "tabs": [Tab(_PARTS[key], f"?phan={key}", count=count, current=key == part) for key, count in counts.items()],
        "hour": local_minute(request.now),
        "mine": mine,
        "part": part,
    }  # fmt: skip
    return render(request, "isolation/arrival_list.html", context)


def _key(member: OrderMember) -> Key:
    return member.person_id, member.order.disease


def _card(row: OrderMember, today: Today) -> dict[str, Any]:
    return {
        "member": row,
        "level": interval_badge(today.level),
        "outgrown": outgrown_words(row, today),
        "measure": MEASURES[row.measure].label,
        "where": row.site.organisation.name if row.site else row.person.residence.name if row.person.residence else "chưa rõ xã",
        "until": until_words(row),
    }  # fmt: skip


@require("isolation.stay_record")
@require_POST
def stay_begin(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Confirm that somebody on a decision's list is there; `uid` is their name on the list."""
    member = queries.member_by_uid(request.actor, request.now, uid)
    form = ArriveForm(request.POST)
    outgrown = outgrown_words(member, today_of([_key(member)], request.now)[_key(member)])
    if form.is_valid() and outgrown and not form.cleaned_data["despite"]:
        messages.error(
            request,
            f"Chưa xác nhận {member.person.full_name}. {outgrown} Báo CDC để chuyển đúng nơi; "
            "nếu vẫn phải nhận tạm, đánh dấu “Vẫn nhận tạm, để riêng”.",
        )
    elif form.is_valid():
        try:
            arrival = person_separated.stay_begin(
                person_id=member.person_id,
                disease=member.order.disease,
                measure=member.measure,
                site=member.site,
                unit_id=None if member.site else member.person.residence_id,
                occurred_at=form.cleaned_data["at"],
                over_capacity_reason=form.cleaned_data["over_capacity_reason"],
                by=request.actor,
                now=request.now,
            )
        except Refused as error:
            messages.error(request, error.message)
        else:
            _tell_arrival(request, arrival, member)
    else:
        messages.error(request, "Giờ đến phải viết dạng giờ:phút và ngày/tháng/năm, ví dụ 07:30 15/09/2021.")
    return redirect(_back(request))


def _tell_arrival(request: Request, arrival: Any, member: Any) -> None:
    name = member.person.full_name
    if arrival.is_new:
        undo = reverse("isolation:stay_undo", args=[arrival.stay.uid])
        where = "đến nơi" if member.site else "đang ở nhà"
        messages.success(request, f"Đã xác nhận {name} {where}.", undo_url=undo)
    else:
        messages.info(request, f"{name} đã được xác nhận trước đó, không ghi thêm.")


def _back(request: Request) -> str:
    """Where the reader was, among the screens that carry the button."""
    part = request.POST.get("phan", "")
    if person := request.POST.get("person", ""):
        return (
            reverse("isolation:person", args=[uuid.UUID(person)])
            if _is_uid(person)
            else reverse("isolation:arrival_list")
        )
    return f"{reverse('isolation:arrival_list')}{f'?phan={part}' if part in _PARTS else ''}"


def _is_uid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


@require("isolation.stay_record")
@require_POST
def stay_undo(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Take back a confirmation just given to the wrong person."""
    stay = queries.stay_by_uid(request.actor, request.now, uid)
    try:
        person_separated.stay_revoke(
            stay=stay, reason="Xác nhận nhầm, hoàn tác", by=request.actor, now=request.now
        )
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Đã hoàn tác xác nhận đối với {stay.person.full_name}.")
    return redirect("isolation:arrival_list")


@require("isolation.view")
def stay_page(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One stay, with the way out of it and the way to take a wrong record back."""
    stay = queries.stay_by_uid(request.actor, request.now, uid)
    reads.note(request, [stay.person_id])
    can = access.can_stay_record(request.actor)
    posted = request.POST if request.method == "POST" and can else None
    leave = LeaveForm(
        posted if posted and "leave" in posted else None, initial={"at": local_minute(request.now)}
    )
    revoke = ReasonForm(posted if posted and "revoke" in posted else None)
    if leave.is_bound and leave.is_valid() and _end(request, stay, leave):
        return _onward(request, stay, reverse("isolation:stay_page", args=[stay.uid]))
    if revoke.is_bound and revoke.is_valid() and _revoke(request, stay, revoke):
        return _onward(request, stay, reverse("isolation:person", args=[stay.person.uid]))
    departure = queries.standing_departures([stay]).get(stay.pk)
    context = {
        "stay": stay,
        "departure": departure,
        "measure": MEASURES[stay.measure].label,
        "leave": leave,
        "revoke": revoke,
        "can": can,
        "orders": [
            (member, until_words(member))
            for member in queries.running_orders_of(stay.person_id, stay.disease, request.now)
        ],
        "ended": _ended_words(request, stay),
    }
    return render(request, "isolation/stay_page.html", context)


def _onward(request: Request, stay: Stay, address: str) -> HttpResponse:
    """To the address of the person's, or to the site that has just lost sight of them with the stay."""
    if request.actor.everywhere or sees(request.actor, stay.person_id, request.now):
        return redirect(address)
    if stay.site:
        return redirect("isolation:site_page", stay.site.uid)
    return redirect("isolation:arrival_list")


def _ended_words(request: Request, stay: Stay) -> str:
    """Why no decision holds any more, for whoever has to let the person go."""
    last: Any = queries.orders_of(request.actor, request.now, [stay.person_id], stay.disease).first()
    if last is None:
        return "Chưa có quyết định nào."
    if last.lifted:
        return f"Quyết định số {last.order.reference} đã được gỡ bằng quyết định số {last.lifted}."
    return f"Quyết định số {last.order.reference} đã hết thời hạn ({until_words(last)})."


def _end(request: Request, stay: Stay, form: LeaveForm) -> bool:
    data = form.cleaned_data
    try:
        person_separated.stay_end(
            stay=stay, occurred_at=data["at"], reason=data["reason"], note=data["note"],
            by=request.actor, now=request.now,
        )  # fmt: skip
    except Refused as error:
        refused_into(form, error)
        return False
    messages.success(request, f"Đã ghi {stay.person.full_name} rời nơi cách ly.")
    return True


def _revoke(request: Request, stay: Stay, form: ReasonForm) -> bool:
    """Take back the departure where there is one, else the stay itself."""
    reason = form.cleaned_data["reason"]
    take_back = person_separated.departure_revoke if stay.ended_at else person_separated.stay_revoke
    try:
        take_back(stay=stay, reason=reason, by=request.actor, now=request.now)
    except Refused as error:
        form.add_error(None, error.message)
        return False
    messages.success(request, "Đã thu hồi bản ghi sai.")
    return True


@require("isolation.view")
def home_list(request: Request) -> HttpResponse:
    """Who keeps to their home in the reader's communes, and until when."""
    units = None if request.actor.everywhere else request.actor.unit_ids
    form = NeedFilters(request.GET, units=unit_choices(local_day(request.now), units))
    rows = queries.at_home(request.actor, request.now)
    if unit := form.chosen("unit"):
        rows = rows.filter(unit_id=int(unit))
    table = build_table(
        request,
        rows,
        (
            Column("Họ tên", "person.full_name", main=True, sort=("person__name_sort", "id")),
            Column("Năm sinh", lambda stay: str(stay.person.birth_year or "")),
            Column("Mức", lambda stay: interval_badge(stay.level)),
            Column("Địa chỉ", "person.address"),
            Column("Điện thoại", "person.phone"),
            Column("Xã", "unit.name", sort=("unit__name_key", "id")),
            Column("Từ lúc", "occurred_at", kind="moment", sort=("occurred_at", "id")),
            Column("Đến hết ngày", lambda stay: last_day_words(stay.member) if stay.member else "chưa có quyết định"),
            Column("Quyết định", lambda stay: f"{stay.member.order.reference}" if stay.member else ""),
        ),
        row_url=lambda stay: reverse("isolation:person", args=[stay.person.uid]),
        default_sort="-occurred_at",
        dear=not request.actor.everywhere,
        empty="Không có ai đang cách ly tại nhà",
        empty_hint="Người mới hiện ở đây khi xã xác nhận bắt đầu cách ly.",
        caption="Cách ly tại nhà",
    )  # fmt: skip
    members = queries.running_members_of([stay.person_id for stay in table.rows], request.now)
    today = today_of([(stay.person_id, stay.disease) for stay in table.rows], request.now)
    for stay in table.rows:
        stay.member = members.get((stay.person_id, stay.disease))
        stay.level = today[stay.person_id, stay.disease].level
    reads.note(request, [stay.person_id for stay in table.rows])
    waiting = queries.home_not_confirmed(request.actor, request.now).count()
    return render(request, "isolation/home_list.html", {"table": table, "form": form, "waiting": waiting})
