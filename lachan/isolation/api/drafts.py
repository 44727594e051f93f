"""From who needs a decision to its draft: what the rules ask of chosen people, with a place for each."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema, Status

from lachan.epi import intervals as kinds
from lachan.epi.days import FOREVER
from lachan.isolation import drafting, queries, services
from lachan.isolation.api.orders import OrderOut, order_out
from lachan.isolation.api.orders import router as orders
from lachan.isolation.drafting import Line
from lachan.isolation.services import Proposed
from lachan.kernel import diseases
from lachan.kernel.access.roles import check
from lachan.kernel.audit import reads
from lachan.kernel.errors import OutOfSight, Refused
from lachan.kernel.times import day_bounds
from lachan.people import queries as people
from lachan.standing import queries as standing

router = Router()

_MOST = 500  # people of one decision
Disease = Annotated[str, Query(max_length=30)]
Limit = Annotated[int, Query(ge=1, le=1000)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]


class NeedOut(Schema):
    person_uid: uuid.UUID
    full_name: str
    measure: str
    status: str
    since: dt.datetime
    until: dt.datetime | None
    unit_id: int | None
    rule: str


class LiftNeedOut(Schema):
    """A decision that has lost its ground for somebody; `member_uid` is their name on its list, to be lifted by."""

    member_uid: uuid.UUID
    person_uid: uuid.UUID
    full_name: str
    measure: str
    number: str
    since: dt.datetime


class ProposedOut(Schema):
    """What the rule in force asks of one person; `site_uid` where they are already, else the best place with room;
    `replaces` the decision in force that a new one makes superfluous; `sooner` what may end the duty earlier."""

    person_uid: uuid.UUID
    full_name: str
    level: str
    measure: str
    starts_at: dt.datetime
    ends_at: dt.datetime | None
    last_day: dt.date | None
    site_uid: uuid.UUID | None
    site_name: str | None
    replaces: str
    moved_at: dt.datetime | None
    sooner: str


class OfficeOut(Schema):
    uid: uuid.UUID
    name: str


class ProposalOut(Schema):
    """`lines`: those of the people asked about who need a decision; `offices`: who may issue it, the reader's own first;
    `max_days` and `instrument`: how long a decision may last and by what, where a rule says so."""

    lines: list[ProposedOut]
    offices: list[OfficeOut]
    grounds: list[str]
    max_days: int | None
    instrument: str | None


class DraftMemberIn(Schema):
    """What is left out is as proposed; `site_uid` null says that the decision names no place, `last_day` null that it
    names no end."""

    person_uid: uuid.UUID
    measure: str = Field("", max_length=20)
    site_uid: uuid.UUID | None = None
    last_day: dt.date | None = None


class DraftIn(Schema):
    """`uid` is made by the sender: the same draft sent twice is one. `organisation`: the issuing office, the first of
    the proposal where it is left out; `grounds` likewise."""

    uid: uuid.UUID | None = None
    disease: str = Field(max_length=30)
    organisation: uuid.UUID | None = None
    grounds: list[Annotated[str, Field(max_length=1000)]] | None = Field(None, max_length=50)
    members: list[DraftMemberIn] = Field(min_length=1, max_length=_MOST)


@router.get("/needs", response=list[NeedOut], url_name="isolation_needs")
def need_list(
    request: Any,
    disease: Disease,
    limit: Limit = 100,
    offset: Offset = 0,
) -> list[NeedOut]:
    """Who needs a decision now, the longest wait first."""
    check(request.actor, "isolation.view")
    code = diseases.disease(disease).code
    rows = standing.current(disease=code, kind=kinds.ORDER_NEEDED, at=request.now)
    rows = queries.intervals_in_sight(rows, request.actor, request.now)
    page = list(rows.order_by("starts_at", "id")[offset : offset + limit])
    found = people.people_of([row.person_id for row in page])
    reads.note(request, found)
    return [_need(row, found[row.person_id]) for row in page]


@router.get("/lifts-needed", response=list[LiftNeedOut], url_name="isolation_lifts_needed")
def lift_list(request: Any, disease: Disease, limit: Limit = 100, offset: Offset = 0) -> list[LiftNeedOut]:
    """Decisions that have lost their ground for somebody: proposed for lifting, never lifted by themselves."""
    check(request.actor, "isolation.view")
    code = diseases.disease(disease).code
    rows = standing.current(disease=code, kind=kinds.LIFTING_NEEDED, at=request.now)
    rows = queries.intervals_in_sight(rows, request.actor, request.now)
    page = list(rows.order_by("starts_at", "id")[offset : offset + limit])
    found = people.people_of([row.person_id for row in page])
    reads.note(request, found)
    return [_lift_need(row, found[row.person_id]) for row in page]


@router.get("/proposal", response=ProposalOut, url_name="isolation_proposal")
def proposal(
    request: Any,
    disease: Disease,
    person: Annotated[list[uuid.UUID], Query(max_length=_MOST)] = [],  # noqa: B006 (never changed)
) -> ProposalOut:
    """What a decision on these people would say; nothing is written and no place is held."""
    check(request.actor, "isolation.order_propose")
    code = diseases.disease(disease).code
    lines = drafting.lines_for(list(_people(request, person).values()), code, request.now)
    reads.note(request, [line.person.pk for line in lines])
    offices = drafting.offices(request.actor, request.now)
    longest = drafting.longest_days(code, drafting.common_unit(lines), request.now)
    return ProposalOut(
        lines=[_line(line) for line in lines],
        offices=[OfficeOut(uid=one.uid, name=one.name) for one in offices],
        grounds=_grounds(lines, code, offices[0].pk, request.now) if offices else [],
        max_days=longest[0] if longest else None,
        instrument=longest[1] if longest else None,
    )


# One path belongs to one router: the list of decisions is read there.
@orders.post("/orders", response={201: OrderOut}, url_name="isolation_order_draft")
def order_draft(request: Any, body: DraftIn) -> Status[Any]:
    """A draft for people who need a decision: nobody is bound by it before it is signed."""
    check(request.actor, "isolation.order_propose")
    if known := queries.own_draft(request.actor, request.now, body.uid):
        return Status(201, order_out(request, known))
    code = diseases.disease(body.disease).code
    chosen = _people(request, [member.person_uid for member in body.members])
    lines = {line.person.pk: line for line in drafting.lines_for(list(chosen.values()), code, request.now)}
    if len(lines) < len(chosen):
        raise Refused("Có người trong danh sách không còn cần quyết định.", "members")
    office = _office(request, body.organisation)
    given = [(member, lines[chosen[member.person_uid]]) for member in body.members]
    order = services.order_draft(
        disease=code,
        organisation_id=office,
        members=[_proposed(member, line) for member, line in given],
        grounds=_grounds(list(lines.values()), code, office, request.now)
        if body.grounds is None
        else body.grounds,
        unit_id=drafting.common_unit(lines.values()),
        uid=body.uid,
        by=request.actor,
        now=request.now,
    )
    return Status(201, order_out(request, order))


def _people(request: Any, uids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """uid → id of the chosen people, each in the reader's sight."""
    rows = people.visible_to(request.actor, request.now).filter(uid__in=uids)
    found = dict(rows.values_list("uid", "pk"))
    if found.keys() != set(uids):
        raise OutOfSight
    return found


def _office(request: Any, wanted: uuid.UUID | None) -> int:
    offices = drafting.offices(request.actor, request.now)
    chosen = next((one for one in offices if wanted in {None, one.uid}), None)
    if chosen is None:
        raise Refused("Chọn cơ quan ban hành có người ký, trong địa bàn của đồng chí.", "organisation")
    return int(chosen.pk)


def _grounds(lines: list[Line], disease: str, office: int, now: dt.datetime) -> list[str]:
    return drafting.grounds_for(lines, disease, office, drafting.common_unit(lines), now)


def _proposed(member: DraftMemberIn, line: Line) -> Proposed:
    measure, site, ends_at = member.measure or line.measure, None, line.ends_at
    if "last_day" in member.model_fields_set:
        ends_at = _end_of(member.last_day) if member.last_day else None
    if "site_uid" in member.model_fields_set:
        site = queries.site_by_uid(member.site_uid) if member.site_uid else None
    elif line.proposed and measure == line.measure:
        site = line.proposed.site
    return Proposed(
        person_id=line.person.pk,
        measure=measure,
        starts_at=line.starts_at,
        ends_at=ends_at,
        level=line.level,
        site=site,
        policy_ids=line.policy_ids,
    )


def _end_of(day: dt.date) -> dt.datetime:
    if not 1900 <= day.year <= 2900:
        raise Refused("Năm không hợp lý.", "last_day")
    return day_bounds(day)[1]


def _need(row: Any, person: Any) -> NeedOut:
    return NeedOut(
        person_uid=person.uid,
        full_name=person.full_name,
        measure=row.value,
        status=str(row.reason.get("status", "")),
        since=row.starts_at,
        until=None if row.ends_at >= FOREVER else row.ends_at,
        unit_id=row.unit_id,
        rule=row.rule,
    )


def _lift_need(row: Any, person: Any) -> LiftNeedOut:
    return LiftNeedOut(
        member_uid=row.input_uid,
        person_uid=person.uid,
        full_name=person.full_name,
        measure=row.value,
        number=str(row.reason.get("number", "")),
        since=row.starts_at,
    )


def _line(line: Line) -> ProposedOut:
    names = ("level", "measure", "starts_at", "ends_at", "last_day", "replaces", "moved_at", "sooner")
    return ProposedOut(
        person_uid=line.person.uid,
        full_name=line.person.full_name,
        site_uid=line.proposed.site.uid if line.proposed else None,
        site_name=line.proposed.name if line.proposed else None,
        **{name: getattr(line, name) for name in names},
    )
