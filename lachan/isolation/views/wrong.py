"""Taking a wrong record back: what it would change is shown first, the reason is kept."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lachan.isolation import access, queries, services
from lachan.isolation.forms import ReasonForm, refused_into
from lachan.isolation.models import OrderMember
from lachan.isolation.views.orders import until_words
from lachan.isolation.views.request import Request
from lachan.journeys import person_separated
from lachan.kernel.access.web import require
from lachan.kernel.audit import reads
from lachan.kernel.errors import Refused
from lachan.kernel.times import show_moment
from lachan.people.effects import effects_of
from lachan.ui import messages
from lachan.ui.components import Effect, Effects


@require("isolation.order_lift")
def lift_revoke(request: Request, uid: uuid.UUID) -> HttpResponse:
    """A lifting that was recorded for the wrong person, or never signed."""
    access.check_can_order_lift(request.actor, request.now)
    lift = queries.lift_by_uid(request.actor, request.now, uid)
    member = lift.member
    if not access.acts_for(request.actor, member.order.organisation_id, request.now):
        raise Http404
    reads.note(request, [member.person_id])
    outcome = person_separated.lift_revoke_preview(lift=lift, now=request.now)
    effects = Effects(
        title=_returns(member, request),
        groups=effects_of(outcome, request.actor, request.now),
        nothing="Mức và việc phải làm của người này không đổi.",
        reversible=f"Số {lift.reference} đã cấp vẫn giữ. Người đã rời nơi cách ly: thu hồi cả bản ghi rời đi nếu ghi sai.",
    )
    return _take_back(
        request,
        effects,
        lambda reason: person_separated.lift_revoke(
            lift=lift, reason=reason, by=request.actor, now=request.now
        ),
        title=f"Thu hồi bản ghi gỡ cách ly của {member.person.full_name}",
        record=f"Gỡ theo quyết định số {lift.reference}, ký lúc {show_moment(lift.occurred_at)}: {lift.reason}",
        back=reverse("isolation:order_page", args=[member.order.uid]),
    )


def _returns(member: OrderMember, request: Request) -> str:
    """What becomes of the decision, which may have come to its own end since."""
    name, order = member.person.full_name, f"Quyết định số {member.order.reference}"
    if member.ends_at and member.ends_at <= request.now:
        return f"{order} đối với {name} được tính đến hết hạn ({show_moment(member.ends_at)})"
    return f"{order} có hiệu lực trở lại đối với {name}, {until_words(member)}"


@require("isolation.stay_record")
def completion_revoke(request: Request, uid: uuid.UUID) -> HttpResponse:
    """A certificate given to the wrong person, or with wrong days."""
    completion = queries.completion_by_uid(request.actor, request.now, uid)
    person = completion.member.person
    reads.note(request, [person.pk])
    effects = Effects(
        title="Giấy xác nhận không còn giá trị trong hệ thống",
        groups=[Effect("có thể được cấp giấy khác", 1, items=[person.full_name])],
        reversible=f"Số {completion.reference} đã cấp vẫn giữ. Bản giấy đã giao: thu lại.",
    )
    return _take_back(
        request,
        effects,
        lambda reason: services.completion_revoke(
            completion=completion, reason=reason, by=request.actor, now=request.now
        ),
        title=f"Thu hồi giấy xác nhận của {person.full_name}",
        record=f"Giấy xác nhận số {completion.reference}, ký lúc {show_moment(completion.occurred_at)}",
        back=reverse("isolation:person", args=[person.uid]),
    )


@require("isolation.site_manage")
def capacity_revoke(request: Request, uid: uuid.UUID) -> HttpResponse:
    """A number of places that was wrong."""
    capacity = queries.capacity_by_uid(uid)
    site = capacity.site
    if not access.can_site_manage(request.actor, site):
        raise Http404
    before, after = queries.load_without(capacity, request.now)
    effects = Effects(
        title=f"Sức chứa của {site.organisation.name}",
        groups=[
            Effect("chỗ đang ghi", before.capacity or 0),
            Effect(
                "chỗ sau khi thu hồi",
                after.capacity or 0,
                note="Chưa có số nào khác: coi như chưa ghi sức chứa." if after.capacity is None else "",
            ),
            Effect("người đang ở và đang tới, giữ nguyên", after.taken),
        ],
        reversible="Ghi lại được ở “Ghi sức chứa”.",
    )
    return _take_back(
        request,
        effects,
        lambda reason: services.capacity_revoke(
            capacity=capacity, reason=reason, by=request.actor, now=request.now
        ),
        title=f"Thu hồi sức chứa {site.organisation.name}",
        record=f"{capacity.places} chỗ từ {show_moment(capacity.occurred_at)}, ghi lúc {show_moment(capacity.recorded_at)}",
        back=reverse("isolation:capacity_record", args=[site.uid]),
    )


def _take_back(
    request: Request, effects: Effects, revoke: Callable[[str], None], *, title: str, record: str, back: str
) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            revoke(form.cleaned_data["reason"])
        except Refused as error:
            refused_into(form, error)
        else:
            messages.success(request, "Đã thu hồi bản ghi sai.")
            return redirect(back)
    context = {"form": form, "effects": effects, "title": title, "record": record, "back": back}
    return render(request, "isolation/take_back.html", context)
