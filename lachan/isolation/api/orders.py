"""Decisions: signed with a number, thrown away while they are drafts, lifted by another decision."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema, Status

from lachan.isolation import access, documents, queries, services
from lachan.journeys import person_separated
from lachan.kernel.access.roles import check
from lachan.kernel.audit import reads
from lachan.kernel.errors import OutOfSight
from lachan.kernel.papers import queries as papers
from lachan.kernel.times import local_day, told_moment
from lachan.organisations import queries as organisations

router = Router()


class MemberOut(Schema):
    uid: uuid.UUID
    person_uid: uuid.UUID
    full_name: str
    level: str
    measure: str
    site_uid: uuid.UUID | None
    starts_at: dt.datetime
    ends_at: dt.datetime | None


class OrderOut(Schema):
    """`members` are the people in the reader's sight; `people` counts all."""

    uid: uuid.UUID
    state: str
    disease: str
    organisation: str
    number: int | None
    symbol: str
    signed_at: dt.datetime | None
    people: int
    members: list[MemberOut]


class SignerOut(Schema):
    id: int
    holder_name: str
    title: str


class SigningOut(Schema):
    """Who signs for the office of a decision, and how many numbers are left of those that its clerk released."""

    signers: list[SignerOut]
    numbers_left: int


class SignedIn(Schema):
    """`position`: an id of `/signing`. Without `number` the next one of the released block is taken."""

    position: int = Field(ge=1, le=2**62)
    signed_at: dt.datetime
    number: int | None = Field(None, ge=1, le=999_999)


class IssueIn(SignedIn):
    over_capacity_reason: str = Field("", max_length=300)


class LiftIn(SignedIn):
    """`members`: names on decisions of one office about one disease; `grounds` as of the first of them where they are
    left out."""

    members: list[uuid.UUID] = Field(min_length=1, max_length=500)
    reason: str = Field(min_length=1, max_length=500)
    grounds: list[Annotated[str, Field(max_length=1000)]] | None = Field(None, max_length=50)


class LiftedOut(Schema):
    """The decision that ends earlier ones."""

    number: int
    symbol: str
    signed_at: dt.datetime
    people: int


class CompletedOut(Schema):
    uid: uuid.UUID
    number: int
    symbol: str


@router.get("/orders", response=list[OrderOut], url_name="isolation_orders")
def order_list(
    request: Any, limit: int = Query(50, ge=1, le=200), offset: int = Query(0, ge=0, le=1_000_000)
) -> list[OrderOut]:
    """Decisions and drafts in the reader's scope, the latest first."""
    check(request.actor, "isolation.view")
    rows = queries.orders(request.actor, request.now).order_by("-occurred_at", "-id")[offset : offset + limit]
    return [order_out(request, order) for order in rows]


@router.get("/orders/{uuid:uid}", response=OrderOut, url_name="isolation_order")
def order(request: Any, uid: uuid.UUID) -> OrderOut:
    """One decision."""
    check(request.actor, "isolation.view")
    return order_out(request, queries.order_by_uid(request.actor, request.now, uid))


@router.get("/orders/{uuid:uid}/signing", response=SigningOut, url_name="isolation_order_signing")
def order_signing(request: Any, uid: uuid.UUID) -> SigningOut:
    """Who may have signed this decision, or one that lifts it."""
    access.check_can_order_sign(request.actor, request.now)
    order = _own_order(request, uid)
    day = local_day(request.now)
    blocks = papers.blocks(order.organisation_id, day.year)
    return SigningOut(
        signers=[
            SignerOut(id=one.pk, holder_name=one.holder_name, title=one.title)
            for one in organisations.positions(order.organisation_id, day).order_by("id")
        ],
        numbers_left=sum(use.left for use in blocks if use.block.book == documents.BOOK_DECISION),
    )


@router.post("/orders/{uuid:uid}/issue", response=OrderOut, url_name="isolation_order_issue")
def order_issue(request: Any, uid: uuid.UUID, body: IssueIn) -> OrderOut:
    """The draft was signed and has a number: it has effect from then on. Where a site would be exceeded it is refused
    until `over_capacity_reason` is given."""
    access.check_can_order_sign(request.actor, request.now)
    order = _own_order(request, uid)
    person_separated.order_issue(
        order=order,
        **_signature(body),
        over_capacity_reason=body.over_capacity_reason,
        by=request.actor,
        now=request.now,
    )
    return order_out(request, queries.order_by_uid(request.actor, request.now, uid))


@router.post("/orders/{uuid:uid}/discard", response=OrderOut, url_name="isolation_order_discard")
def order_discard(request: Any, uid: uuid.UUID) -> OrderOut:
    """Throw a draft away; a decision with a number can only be lifted."""
    check(request.actor, "isolation.order_propose")
    order = queries.order_by_uid(request.actor, request.now, uid)
    services.order_discard(order=order, by=request.actor, now=request.now)
    return order_out(request, order)


@router.post("/lifts", response={201: LiftedOut}, url_name="isolation_order_lift")
def order_lift(request: Any, body: LiftIn) -> Status[Any]:
    """One decision that ends earlier ones for these people."""
    access.check_can_order_lift(request.actor, request.now)
    members = queries.members_by_uids(request.actor, request.now, body.members)
    reads.note(request, [member.person_id for member in members])
    lifts = person_separated.order_lift(
        members=members,
        reason=body.reason,
        grounds=members[0].order.grounds if body.grounds is None else body.grounds,
        **_signature(body),
        by=request.actor,
        now=request.now,
    )
    first = lifts[0]
    lifted = LiftedOut(
        number=first.number, symbol=first.symbol, signed_at=first.occurred_at, people=len(lifts)
    )
    return Status(201, lifted)


@router.post(
    "/members/{uuid:uid}/completion", response={201: CompletedOut}, url_name="isolation_completion_issue"
)
def completion_issue(request: Any, uid: uuid.UUID, body: SignedIn) -> Status[Any]:
    """The certificate of time served."""
    check(request.actor, "isolation.stay_record")
    member = queries.member_by_uid(request.actor, request.now, uid)
    reads.note(request, [member.person_id])
    made = services.completion_issue(member=member, **_signature(body), by=request.actor, now=request.now)
    return Status(201, CompletedOut(uid=made.uid, number=made.number, symbol=made.symbol))


def _own_order(request: Any, uid: uuid.UUID) -> Any:
    """A decision of an office that the reader acts for; to all others it is not one to sign."""
    order = queries.order_by_uid(request.actor, request.now, uid)
    if not access.acts_for(request.actor, order.organisation_id, request.now):
        raise OutOfSight
    return order


def _signature(body: SignedIn) -> dict[str, Any]:
    signed_at = told_moment(body.signed_at, "signed_at")
    return {"position_id": body.position, "signed_at": signed_at, "number": body.number}


def order_out(request: Any, row: Any) -> OrderOut:
    """The decision with the people in the reader's sight, who are noted as read."""
    members = list(queries.members_of(request.actor, request.now, row))
    reads.note(request, [member.person_id for member in members])
    return OrderOut(
        uid=row.uid,
        state=row.state,
        disease=row.disease,
        organisation=row.organisation.name,
        number=row.number,
        symbol=row.symbol,
        signed_at=row.occurred_at if row.is_issued else None,
        people=queries.member_counts([row.pk]).get(row.pk, 0),
        members=[_member(member) for member in members],
    )


def _member(member: Any) -> MemberOut:
    return MemberOut(
        uid=member.uid,
        person_uid=member.person.uid,
        full_name=member.person.full_name,
        level=member.level,
        measure=member.measure,
        site_uid=member.site.uid if member.site else None,
        starts_at=member.starts_at,
        ends_at=member.ends_at,
    )
