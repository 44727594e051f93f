"""Decisions that were signed, what ends them, and the certificate of time served."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from lachan.isolation import booking, documents, expecting
from lachan.isolation.access import (
    check_acts_for,
    check_can_order_lift,
    check_can_order_sign,
    check_can_stay_record,
    check_in_sight,
)
from lachan.isolation.booking import Load
from lachan.isolation.documents import Signature
from lachan.isolation.models import Completion, Lift, Order, OrderMember, Site, Stay
from lachan.kernel.access.actors import Actor
from lachan.kernel.audit import services as audit
from lachan.kernel.errors import Refused
from lachan.kernel.papers.paper import OfficialPaper
from lachan.kernel.papers.services import paper_issue
from lachan.kernel.times import show_moment


def order_issue(
    *,
    order: Order,
    position_id: int,
    signed_at: dt.datetime,
    by: Actor,
    now: dt.datetime,
    number: int | None = None,
    over_capacity_reason: str = "",
) -> Order:
    """The draft becomes a decision with effect from `signed_at`, a number used once, and its .docx kept.

    Without `number` the next one of the blocks released by the văn thư is taken. Refused where a site
    would be exceeded and no reason for it is given.
    """
    check_can_order_sign(by, now)
    check_acts_for(by, order.organisation_id, now)
    signed = documents.signature(
        position_id=position_id, organisation_id=order.organisation_id, at=signed_at, now=now
    )
    members = _people_of(order)
    check_in_sight(by, {member.person_id for member in members}, now)
    _begin(order, members, signed_at)
    with transaction.atomic():
        before = _hold_sites(members, now)
        _issue(order, members, signed, number, by, now)
        order.over_capacity_reason = _check_room(before, over_capacity_reason.strip(), now)
        order.save(update_fields=["over_capacity_reason"])
        expecting.expect(members, now)
        expecting.settle([member.person_id for member in members], order.disease, now)
        audit.record(
            kind="isolation.order_issued",
            by=by,
            now=now,
            object_uid=order.uid,
            data={"number": order.number, "symbol": order.symbol, "people": len(members)},
            about={member.person_id: {"measure": member.measure} for member in members},
        )
    return order


def order_lift(
    *,
    members: Sequence[OrderMember],
    reason: str,
    position_id: int,
    signed_at: dt.datetime,
    by: Actor,
    now: dt.datetime,
    number: int | None = None,
    grounds: Sequence[str] = (),
) -> list[Lift]:
    """One decision that ends earlier ones for these people from `signed_at` on; the earlier numbers stay."""
    check_can_order_lift(by, now)
    check_in_sight(by, {member.person_id for member in members}, now)
    rows = _liftable(members, reason, signed_at)
    organisation_id = rows[0].order.organisation_id
    check_acts_for(by, organisation_id, now)
    signed = documents.signature(
        position_id=position_id, organisation_id=organisation_id, at=signed_at, now=now
    )
    paper = documents.lift_paper(rows, reason.strip(), grounds, signed)
    try:
        with transaction.atomic():
            return _lift(rows, reason.strip(), paper, signed, number, by, now)
    except IntegrityError as error:
        raise Refused(
            "Có người trong danh sách vừa được gỡ ở một máy khác. Tải lại trang rồi xem lại."
        ) from error


def completion_issue(
    *,
    member: OrderMember,
    position_id: int,
    signed_at: dt.datetime,
    by: Actor,
    now: dt.datetime,
    number: int | None = None,
) -> Completion:
    """The certificate for a person whose time under a decision is over and who was there to serve it."""
    check_can_stay_record(by, member.site)
    check_in_sight(by, {member.person_id}, now)
    member = _with_people(OrderMember.objects.filter(pk=member.pk)).get()
    signed = documents.signature(position_id=position_id, organisation_id=None, at=signed_at, now=now)
    check_acts_for(by, signed.organisation.pk, now)
    stay = _served(member, signed_at)
    paper = documents.completion_paper(member, stay.occurred_at, member.ends_at or signed_at, signed)
    with transaction.atomic():
        kept = _keep(
            "isolation.completion", paper, documents.BOOK_CERTIFICATE, [member], signed, number, by, now
        )
        made = Completion.objects.create(
            member=member,
            number=kept.number,
            symbol=kept.symbol,
            signer_name=signed.position.holder_name,
            paper_uid=kept.uid,
            **_fact(signed, by, now),
        )
        audit.record(
            kind="isolation.completion_issued",
            by=by,
            now=now,
            object_uid=member.order.uid,
            data={"number": kept.number, "symbol": kept.symbol},
            about={member.person_id: {}},
        )
    return made


def _fact(signed: Signature, by: Actor, now: dt.datetime) -> dict[str, object]:
    return {"occurred_at": signed.at, "recorded_at": now, "recorded_by": by.user_id}


def _with_people(rows):
    return rows.select_related(
        "order__organisation", "person__residence__parent", "site__organisation"
    ).order_by("position", "id")


def _people_of(order: Order) -> list[OrderMember]:
    return list(_with_people(OrderMember.objects.filter(order=order)))


def _begin(order: Order, members: Sequence[OrderMember], signed_at: dt.datetime) -> None:
    """From when each is held: from the signature, or from the hour at which they had been moved before it."""
    moved = booking.moved_before(members, order.disease, signed_at)
    for member in members:
        member.starts_at = moved.get(member.person_id, signed_at)
        if member.ends_at is not None and member.ends_at <= member.starts_at:
            raise Refused(
                f"Thời gian cách ly của {member.person.full_name} đã hết trước giờ ký.", "signed_at"
            )


def _issue(
    order: Order,
    members: Sequence[OrderMember],
    signed: Signature,
    number: int | None,
    by: Actor,
    now: dt.datetime,
) -> None:
    paper = documents.order_paper(order, members, signed)
    kept = _keep("isolation.order", paper, documents.BOOK_DECISION, members, signed, number, by, now, order)
    draft = Order.objects.filter(pk=order.pk, state=Order.State.DRAFT, revoked_at=None)
    changed = draft.update(
        state=Order.State.ISSUED,
        occurred_at=signed.at,
        number=kept.number,
        symbol=kept.symbol,
        paper_uid=kept.uid,
        signer_name=signed.position.holder_name,
        signer_position=signed.position.title,
        signer_authority=signed.position.authority,
        issued_by=by.user_id,
    )
    if not changed:
        raise Refused("Dự thảo này đã được ban hành hoặc đã bỏ.")
    OrderMember.objects.bulk_update(members, ["starts_at"], batch_size=500)
    order.refresh_from_db()


def _keep(
    kind: str,
    paper: OfficialPaper,
    book: str,
    members: Sequence[OrderMember],
    signed: Signature,
    number: int | None,
    by: Actor,
    now: dt.datetime,
    order: Order | None = None,
):
    return paper_issue(
        kind=kind,
        paper=paper,
        organisation_id=signed.organisation.pk,
        by=by,
        now=now,
        signed_at=signed.at,
        book=book,
        number=number,
        object_uid=order.uid if order else members[0].uid,
        subjects=[member.person_id for member in members],
    )


def _hold_sites(members: Sequence[OrderMember], now: dt.datetime) -> dict[Site, Load]:
    """The loads of the sites that the list names, with every other booking of them made to wait."""
    sites = {member.site for member in members if member.site}
    for site in sorted(sites, key=lambda site: site.pk):
        booking.hold(site)
    loads = booking.loads(sites, now)
    return {site: loads[site.pk] for site in sites}


def _check_room(before: dict[Site, Load], reason: str, now: dt.datetime) -> str:
    """Called once the list counts: sites that it fills beyond their places need a reason, which is kept."""
    after = booking.loads(before, now)
    over = [
        f"{site.organisation.name} (sức chứa {load.capacity}, đang ở {load.staying}, "
        f"đang tới kể cả danh sách này {load.expected})"
        for site, load in ((site, after[site.pk]) for site in before)
        if load.free is not None and load.free < 0 and load.taken > before[site].taken
    ]
    if over and not reason:
        raise Refused(
            f"Không đủ chỗ: {'; '.join(over)}. Đổi nơi cách ly, hoặc ghi lý do nhận quá sức chứa.",
            "over_capacity_reason",
        )
    return reason[:300] if over else ""


def _liftable(members: Sequence[OrderMember], reason: str, signed_at: dt.datetime) -> list[OrderMember]:
    if not members:
        raise Refused("Chưa chọn người nào.", "members")
    if not reason.strip():
        raise Refused("Phải ghi lý do gỡ cách ly.", "reason")
    rows = list(_with_people(OrderMember.objects.filter(pk__in=[member.pk for member in members])))
    if len({row.order.organisation_id for row in rows}) > 1 or len({row.order.disease for row in rows}) > 1:
        raise Refused("Mỗi quyết định gỡ chỉ gồm các quyết định của một cơ quan, về một bệnh.", "members")
    for row in rows:
        _check_liftable(row, signed_at)
    return rows


def _check_liftable(row: OrderMember, signed_at: dt.datetime) -> None:
    name, order = row.person.full_name, row.order
    if not order.is_issued:
        raise Refused(f"Quyết định đối với {name} chưa được ban hành.", "members")
    if signed_at < order.occurred_at:
        raise Refused(f"Giờ ký gỡ trước giờ ký quyết định ({show_moment(order.occurred_at)}).", "signed_at")
    if row.ends_at is not None and row.ends_at <= signed_at:
        raise Refused(f"Thời gian cách ly của {name} đã hết lúc {show_moment(row.ends_at)}.", "members")
    if row.lifts.filter(revoked_at=None).exists():
        raise Refused(f"{name} đã được gỡ trước đó.", "members")


def _lift(
    rows: Sequence[OrderMember],
    reason: str,
    paper: OfficialPaper,
    signed: Signature,
    number: int | None,
    by: Actor,
    now: dt.datetime,
) -> list[Lift]:
    kept = _keep("isolation.lift", paper, documents.BOOK_DECISION, rows, signed, number, by, now)
    made = [
        Lift(
            member=row,
            reason=reason[:500],
            number=kept.number,
            symbol=kept.symbol,
            signer_name=signed.position.holder_name,
            signer_position=signed.position.title,
            signer_authority=signed.position.authority,
            paper_uid=kept.uid,
            **_fact(signed, by, now),
        )
        for row in rows
    ]
    Lift.objects.bulk_create(made, batch_size=500)
    expecting.stop_expecting(rows, now)
    expecting.awaited_again([row.person_id for row in rows], rows[0].order.disease, now)
    audit.record(
        kind="isolation.order_lifted",
        by=by,
        now=now,
        object_uid=kept.uid,
        data={"people": len(rows), "number": kept.number, "symbol": kept.symbol},
        about={row.person_id: {"order": f"{row.order.reference}"} for row in rows},
    )
    return made


def _served(member: OrderMember, signed_at: dt.datetime) -> Stay:
    """The first stay under the decision; Refused where the time is not over or nobody was there."""
    order = member.order
    if not order.is_issued or member.ends_at is None or member.ends_at > signed_at:
        raise Refused("Thời gian cách ly theo quyết định chưa hết.")
    if member.lifts.filter(revoked_at=None).exists():
        raise Refused("Người này đã được gỡ cách ly trước hạn, không cấp giấy hoàn thành.")
    if member.completions.filter(revoked_at=None).exists():
        raise Refused("Đã cấp giấy xác nhận cho lần cách ly này.")
    stays = Stay.objects.standing().filter(
        person_id=member.person_id, disease=order.disease, occurred_at__lt=member.ends_at
    )
    stay = next(
        (
            stay
            for stay in stays.order_by("occurred_at")
            if not stay.ended_at or stay.ended_at > member.starts_at
        ),
        None,
    )
    if stay is None:
        raise Refused("Chưa có ai xác nhận người này đã đến nơi cách ly.")
    return stay
