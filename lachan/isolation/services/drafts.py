"""Decisions before they are signed: a list of people, each with measure, place and days."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from lachan.epi.days import last_day
from lachan.epi.vocabulary import MEASURES
from lachan.isolation import booking
from lachan.isolation.access import check_acts_for, check_can_order_propose, check_in_sight
from lachan.isolation.models import Order, OrderMember, Site
from lachan.kernel.access.actors import Actor
from lachan.kernel.audit import services as audit
from lachan.kernel.errors import Refused
from lachan.kernel.times import show_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """One person of a decision; `policy_ids` are the rules that the measure follows from."""

    person_id: int
    measure: str
    starts_at: dt.datetime
    ends_at: dt.datetime | None
    level: str = ""
    site: Site | None = None
    policy_ids: Sequence[str] = field(default_factory=tuple)


def order_draft(
    *,
    disease: str,
    organisation_id: int,
    members: Sequence[Proposed],
    by: Actor,
    now: dt.datetime,
    unit_id: int | None = None,
    grounds: Sequence[str] = (),
    uid: uuid.UUID | None = None,
) -> Order:
    """A draft: nobody is bound by it and it holds no place at a site."""
    check_can_order_propose(by)
    check_in_sight(by, {member.person_id for member in members}, now)
    _check_members(members)
    _check_not_ordered(disease, members, now)
    order = Order(
        disease=disease,
        organisation_id=organisation_id,
        unit_id=unit_id,
        grounds=[" ".join(line.split()) for line in grounds if line.strip()],
        occurred_at=now,
        recorded_at=now,
        recorded_by=by.user_id,
    )
    if uid:
        order.uid = uid
    with transaction.atomic():
        _save_new(order)
        OrderMember.objects.bulk_create(
            [_member(order, place, member) for place, member in enumerate(members, start=1)], batch_size=500
        )
        audit.record(
            kind="isolation.order_drafted",
            by=by,
            now=now,
            object_uid=order.uid,
            data={"people": len(members), "persons": [member.person_id for member in members]},
        )
    return order


def order_discard(*, order: Order, by: Actor, now: dt.datetime) -> None:
    """Throw a draft away; a decision with a number can only be lifted."""
    check_can_order_propose(by)
    if order.recorded_by != by.user_id:
        check_acts_for(by, order.organisation_id, now)
    with transaction.atomic():
        draft = Order.objects.filter(pk=order.pk, state=Order.State.DRAFT)
        if not draft.update(state=Order.State.DISCARDED):
            raise Refused("Quyết định đã ban hành hoặc dự thảo đã bỏ trước đó.")
        audit.record(kind="isolation.order_discarded", by=by, now=now, object_uid=order.uid)
    order.refresh_from_db()


def _save_new(order: Order) -> None:
    try:
        with transaction.atomic():
            order.save(force_insert=True)
    except IntegrityError as error:
        raise Refused("Mã của dự thảo này đã được dùng. Hãy gửi lại với mã khác.", "uid") from error


def _check_members(members: Sequence[Proposed]) -> None:
    if not members:
        raise Refused("Chưa chọn người nào.", "members")
    if len({member.person_id for member in members}) != len(members):
        raise Refused("Có người được chọn hai lần trong danh sách.", "members")
    for member in members:
        if member.measure not in MEASURES:
            raise Refused("Biện pháp không có trong danh mục.", "measure")
        if member.ends_at is not None and member.ends_at <= member.starts_at:
            raise Refused("Ngày kết thúc phải sau ngày bắt đầu.", "ends_at")
        if member.site is not None and member.measure not in member.site.measures:
            label = MEASURES[member.measure].label.lower()
            raise Refused(f"{member.site.organisation.name} không nhận người {label}.", "site")


def _check_not_ordered(disease: str, members: Sequence[Proposed], now: dt.datetime) -> None:
    """One person, one measure, one decision; an extension beyond the day of the first is a new one."""
    wanted = {member.person_id: member for member in members}
    rows = booking.running(now).filter(person_id__in=list(wanted), order__disease=disease)
    for row in rows.select_related("order", "person"):
        if row.measure == wanted[row.person_id].measure and _covers(row, wanted[row.person_id]):
            until = f" đến hết {show_day(last_day(row.starts_at, row.ends_at))}" if row.ends_at else ""
            raise Refused(
                f"{row.person.full_name} đã có quyết định số {row.order.reference}{until}.",
                "members",
            )


def _covers(row: OrderMember, wanted: Proposed) -> bool:
    return row.ends_at is None or (wanted.ends_at is not None and wanted.ends_at <= row.ends_at)


def _member(order: Order, place: int, member: Proposed) -> OrderMember:
    return OrderMember(
        order=order,
        position=place,
        person_id=member.person_id,
        level=member.level,
        measure=member.measure,
        site=member.site,
        starts_at=member.starts_at,
        ends_at=member.ends_at,
        policy_ids=list(member.policy_ids),
    )
