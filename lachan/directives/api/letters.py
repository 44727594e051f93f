"""Letters: into the register, the reading confirmed, released, filed or struck off."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, File, Form, Query, Router, Schema, Status, UploadedFile

from lachan.directives import progress, queries, services
from lachan.directives.api.answers import ANSWERS, Answer, Limit, Offset, answer, who
from lachan.directives.models import Letter
from lachan.directives.services.letters import MAX_BYTES
from lachan.directives.wording import figure_words
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import check
from lachan.kernel.api import AskedOut
from lachan.kernel.errors import Refused
from lachan.kernel.times import told_moment

router = Router()


class LetterRow(Schema):
    uid: uuid.UUID
    arrival_number: int
    arrival_year: int
    received_at: dt.datetime
    issuer: str
    doc_type: str
    number: str
    symbol: str
    issued_on: dt.date | None
    subject: str
    urgency: str
    state: str


class OrderRow(Schema):
    """One order with what became of it; `measured` is the figure in words, as the screen shows it."""

    uid: uuid.UUID
    path: list[str]
    text: str
    tasks: int
    done: int
    reported: int
    late: int
    indicator: str
    measured: str


class LetterFull(LetterRow):
    reading: dict[str, Any]
    confirmed: dict[str, Any] | None
    orders: list[OrderRow]


class LetterPage(Schema):
    count: int
    items: list[LetterRow]


class ReleaseIn(Schema):
    """`keep_unknown`: release also tasks whose lead the directory does not know."""

    instruction: str = Field("", max_length=2000)
    keep_unknown: bool = False


Line = Annotated[str, Field(max_length=500)]
Day = Annotated[str, Field(pattern=r"^(19|20|21)\d\d-\d\d-\d\d$")]
Due = Annotated[str, Field(pattern=r"^(19|20|21)\d\d-\d\d-\d\d(T\d\d:\d\d(:\d\d)?)?$")]


class SubjectIn(Schema):
    """Who has to do it; `all` (every addressee) has no name."""

    name: Line | None = None
    role: Literal["lead", "support", "all"]


class DeadlineIn(Schema):
    """`due` is a day, or a day with an hour of the province."""

    text: Line = ""
    due: Due | None = None
    kind: Literal["by", "vague", "recurring"]


class LetterOrderIn(Schema):
    """One order at its path of printed labels."""

    path: list[Annotated[str, Field(max_length=20)]] = Field(min_length=1, max_length=10)
    text: str = Field(min_length=1, max_length=20_000)
    subjects: list[SubjectIn] = Field([], max_length=200)
    deadlines: list[DeadlineIn] = Field([], max_length=20)


class ReferenceIn(Schema):
    type: Annotated[str, Field(max_length=40)] | None = None
    number: str = Field(min_length=1, max_length=20)
    symbol: str = Field(min_length=1, max_length=60)
    date: Day | None = None
    relation: Literal["implements", "amends", "replaces", "cites"]


class SignerIn(Schema):
    authority: Line | None = None
    position: Line | None = None
    name: Line | None = None


class ReadingIn(Schema):
    """What the letter says, in the form in which a letter's `reading` is told."""

    issuer: Line | None = None
    issuer_kind: Literal["party", "state", "other"] = "other"
    type: Annotated[str, Field(max_length=40)] | None = None
    number: Annotated[str, Field(max_length=20)] | None = None
    symbol: Annotated[str, Field(max_length=60)] | None = None
    place: Line | None = None
    issued_on: Day | None = None
    urgency: Literal["khẩn", "thượng khẩn", "hỏa tốc"] | None = None
    subject: Line | None = None
    addressees: list[Line] = Field([], max_length=300)
    orders: list[LetterOrderIn] = Field([], max_length=300)
    refers_to: list[ReferenceIn] = Field([], max_length=20)
    recipients: list[Line] = Field([], max_length=300)
    signer: SignerIn = SignerIn()


class ConfirmIn(Schema):
    """Without `reading` the letter is confirmed as it was read."""

    reading: ReadingIn | None = None


class WhyIn(Schema):
    reason: str = Field("", max_length=500)


@router.get("/letters", response={200: LetterPage, **ANSWERS}, summary="Sổ văn bản đến")
def letter_list(
    request: HttpRequest,
    text: Annotated[str, Query(max_length=100)] = "",
    state: Annotated[
        Literal["", "registered", "confirmed", "drafted", "released", "filed", "void"], Query()
    ] = "",
    limit: Limit = 50,
    offset: Offset = 0,
) -> Answer:
    actor, now = who(request)

    def work() -> dict[str, Any]:
        check(actor, "directives.view")
        rows = queries.letters_where(queries.letter_rows(actor), {"text": text, "state": state}, now)
        rows = rows.order_by("-received_at", "-id")
        return {"count": rows.count(), "items": list(rows[offset : offset + limit])}

    return answer(work)


@router.post("/letters", response={201: LetterFull, 409: AskedOut}, summary="Vào sổ văn bản đến")
def letter_register(
    request: Any,
    file: Annotated[UploadedFile, File()],
    received_at: Annotated[dt.datetime | None, Form()] = None,
    arrival_number: Annotated[int | None, Form(ge=1, le=1_000_000)] = None,
    confirm: Annotated[bool, Form()] = False,
) -> Answer:
    """Received now and with the next arrival number, unless they are given. 409 asks first where a letter of the same
    number is in the register; `confirm` says that somebody has looked and it is another one."""
    check(request.actor, "directives.letter_register")
    try:
        letter = services.letter_register(
            file_name=file.name or "",
            data=file.read(MAX_BYTES + 1),
            organisation_id=request.actor.organisation_id or 0,
            received_at=told_moment(received_at, "received_at") if received_at else request.now,
            arrival_number=arrival_number,
            accept_same_number=confirm,
            by=request.actor,
            now=request.now,
        )
    except Refused as refusal:
        if refusal.field == "accept_same_number":
            return Status(409, AskedOut(message=refusal.message, detail=refusal.message))
        raise
    return Status(201, _letter(letter, request.actor, request.now))


@router.get("/letters/{uid}", response={200: LetterFull, **ANSWERS}, summary="Một văn bản và tiến độ")
def letter_get(request: HttpRequest, uid: uuid.UUID) -> Answer:
    actor, now = who(request)

    def work() -> dict[str, Any]:
        check(actor, "directives.view")
        return _letter(queries.letter_by_uid(uid, actor), actor, now)

    return answer(work)


@router.post("/letters/{uid}/release", response={200: LetterFull, **ANSWERS}, summary="Lãnh đạo giao việc")
def letter_release(request: HttpRequest, uid: uuid.UUID, given: ReleaseIn) -> Answer:
    actor, now = who(request)

    def work() -> dict[str, Any]:
        letter = queries.letter_by_uid(uid, actor)
        services.tasks_release(letter=letter, by=actor, now=now, **given.model_dump())
        return _letter(letter, actor, now)

    return answer(work)


@router.post("/letters/{uid}/confirm", response=LetterFull, summary="Văn thư xác nhận bản đọc")
def reading_confirm(request: Any, uid: uuid.UUID, given: ConfirmIn) -> dict[str, Any]:
    """The clerk's reading: from here on it is what the letter says."""
    check(request.actor, "directives.reading_confirm")
    letter = queries.letter_by_uid(uid, request.actor)
    reading = given.reading.model_dump() if given.reading else letter.confirmed or letter.reading
    services.reading_confirm(letter=letter, confirmed=reading, by=request.actor, now=request.now)
    return _letter(letter, request.actor, request.now)


@router.post("/letters/{uid}/file", response=LetterFull, summary="Lưu, không giao việc")
def letter_file(request: Any, uid: uuid.UUID, given: WhyIn) -> dict[str, Any]:
    """A confirmed letter that asks for nothing; one with orders needs a reason."""
    check(request.actor, "directives.reading_confirm")
    letter = queries.letter_by_uid(uid, request.actor)
    services.letter_file(letter=letter, reason=given.reason, by=request.actor, now=request.now)
    return _letter(letter, request.actor, request.now)


@router.post("/letters/{uid}/void", response=LetterFull, summary="Hủy vào sổ nhầm")
def letter_void(request: Any, uid: uuid.UUID, given: WhyIn) -> dict[str, Any]:
    """A letter registered by mistake; its arrival number stays used."""
    check(request.actor, "directives.letter_register")
    letter = queries.letter_by_uid(uid, request.actor)
    services.letter_void(letter=letter, reason=given.reason, by=request.actor, now=request.now)
    return _letter(letter, request.actor, request.now)


def _letter(letter: Letter, actor: Actor, now: dt.datetime) -> dict[str, Any]:
    rows = progress.of_letter(letter, actor, now)
    head = {name: getattr(letter, name) for name in LetterRow.model_fields}
    orders = [
        {
            "uid": row.order.uid,
            "path": row.order.path,
            "text": row.order.text,
            "tasks": row.total,
            "done": row.done,
            "reported": row.reported,
            "late": row.late,
            "indicator": row.order.indicator,
            "measured": figure_words(row.figure),
        }
        for row in rows
    ]
    return {**head, "reading": letter.reading, "confirmed": letter.confirmed, "orders": orders}
