"""The register of incoming letters: in with a number, confirmed by the clerk, filed or struck off."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from lachan.directives import contract, drafting, numbering, paths
from lachan.directives.models import Letter, LetterOrder, Task
from lachan.directives.reading import UnreadableLetter, letter_of_text, text_of
from lachan.directives.wording import numbered
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import check
from lachan.kernel.audit import services as audit
from lachan.kernel.errors import Forbidden, OutOfSight, Refused
from lachan.kernel.secrets.crypto import encrypt_bytes
from lachan.kernel.text import fold
from lachan.kernel.times import local_day, show_moment

MAX_BYTES = 20 * 1024 * 1024
_TRIES = 3


def letter_register(
    *,
    file_name: str,
    data: bytes,
    organisation_id: int,
    received_at: dt.datetime,
    by: Actor,
    now: dt.datetime,
    arrival_number: int | None = None,
    accept_same_number: bool = False,
) -> Letter:
    """Read the file, give it the next arrival number of the year (or the one typed) and keep both.

    Refused with what to do: unreadable file, the same file again, an arrival number in use, or a letter
    of the same issuer, type, number and symbol in the year (the term, for the Party) that is in the register
    already; the last one passes where the clerk has looked and says that it is another letter.
    """
    check(by, "directives.letter_register")
    if not by.is_system and by.organisation_id != organisation_id:
        raise Forbidden("Chỉ vào sổ văn bản đến của đơn vị mình.")
    _check_upload(data, received_at, now)
    digest = hashlib.sha256(data).hexdigest()
    _check_new_file(digest, organisation_id)
    reading, text = _read(file_name, data)
    if not accept_same_number:
        _check_new_number(reading, organisation_id)
    letter = Letter(
        organisation_id=organisation_id,
        arrival_year=local_day(received_at).year,
        received_at=received_at,
        registered_by=by.user_id,
        file_name=file_name[:200],
        sha256=digest,
        content=encrypt_bytes(data),
        text=text,
        reading=reading,
    )
    _take_header(letter, reading)
    return _enter(letter, arrival_number, by, now)


def _check_upload(data: bytes, received_at: dt.datetime, now: dt.datetime) -> None:
    if len(data) > MAX_BYTES:
        raise Refused("Tệp lớn hơn 20 MB. Hãy gửi bản chữ, không gửi ảnh chụp.", "file")
    if received_at > now:
        raise Refused("Giờ nhận không thể ở sau hiện tại.", "received_at")


def _read(file_name: str, data: bytes) -> tuple[dict[str, Any], str]:
    try:
        text = text_of(file_name, data)
        return letter_of_text(file_name, text).to_contract(), text
    except UnreadableLetter as error:
        raise Refused(str(error), "file") from error


def _check_new_file(digest: str, organisation_id: int) -> None:
    earlier = Letter.objects.filter(sha256=digest, organisation_id=organisation_id, void_number=0).first()
    if earlier:
        raise Refused(
            f"Tệp này đã vào sổ với số đến {earlier.arrival_number}, nhận {show_moment(earlier.received_at)}.",
            "file",
        )


def _check_new_number(reading: Mapping[str, Any], organisation_id: int, but: int = 0) -> None:
    earlier = numbering.same_number(reading, organisation_id).exclude(pk=but).first()
    if earlier:
        raise Refused(
            f"Văn bản số {earlier.number} {earlier.symbol} của {earlier.issuer} đã vào sổ với số đến "
            f"{earlier.arrival_number}. Nếu đúng là văn bản khác, đánh dấu ô xác nhận rồi gửi lại.",
            "accept_same_number",
        )


def _enter(letter: Letter, wanted: int | None, by: Actor, now: dt.datetime) -> Letter:
    """Numbers are handed out by the unique constraint: who comes second takes the next one."""
    for _ in range(_TRIES):
        letter.arrival_number = _arrival_number(letter, wanted)
        try:
            with transaction.atomic():
                letter.save()
                _record(letter, "directives.letter_registered", by, now, arrival=letter.arrival_number)
        except IntegrityError:
            _check_new_file(letter.sha256, letter.organisation_id)
            letter.pk = None
            continue
        return letter
    raise Refused("Nhiều người đang vào sổ cùng lúc. Hãy gửi lại sau giây lát.")


def _arrival_number(letter: Letter, wanted: int | None) -> int:
    rows = Letter.objects.filter(organisation_id=letter.organisation_id, arrival_year=letter.arrival_year)
    if wanted is None:
        return int(rows.aggregate(top=Max("arrival_number"))["top"] or 0) + 1
    if wanted < 1 or rows.filter(arrival_number=wanted).exists():
        raise Refused(
            f"Số đến {wanted} của năm {letter.arrival_year} đã dùng hoặc không hợp lệ.", "arrival_number"
        )
    return wanted


def _take_header(letter: Letter, reading: Mapping[str, Any]) -> None:
    letter.issuer = (reading["issuer"] or "")[:200]
    letter.issuer_kind = reading["issuer_kind"] or ""
    letter.doc_type = (reading["type"] or "")[:40]
    letter.number = (reading["number"] or "")[:20]
    letter.symbol = (reading["symbol"] or "")[:60]
    letter.issued_on = dt.date.fromisoformat(reading["issued_on"]) if reading["issued_on"] else None
    letter.subject = (reading["subject"] or "")[:500]
    letter.search_key = fold(f"{letter.number} {letter.symbol} {letter.issuer} {letter.subject}")[:900]
    letter.urgency = reading["urgency"] or ""
    cited = [f"{one['number']}/{one['symbol']}" for one in reading["refers_to"]]
    letter.refers_key = f"|{'|'.join(cited)}|" if cited else ""


@transaction.atomic
def reading_confirm(*, letter: Letter, confirmed: Mapping[str, Any], by: Actor, now: dt.datetime) -> Letter:
    """The clerk's reading: from here on it is what the letter says. Both readings stay on record.

    Refused where it breaks the contract, or where the letter has gone on to the draft.
    """
    check(by, "directives.reading_confirm")
    _check_register(letter, by)
    if letter.state not in (Letter.State.REGISTERED, Letter.State.CONFIRMED):
        raise Refused(f"Văn bản {letter.get_state_display()}, không sửa bản đọc được nữa.")
    if Task.objects.filter(order__letter=letter).exists():
        raise Refused("Đã có dự thảo nhiệm vụ theo bản đọc trước. Hãy bỏ dự thảo rồi sửa bản đọc.")
    made = contract.checked({**confirmed, "file": letter.file_name, "doubts": letter.reading["doubts"]})
    made["orders"] = paths.in_order(made["orders"], [order["path"] for order in letter.reading["orders"]])
    if _number_of(made) != _number_of(letter.confirmed or letter.reading):
        _check_new_number(made, letter.organisation_id, but=letter.pk)
    letter.confirmed = made
    letter.confirmed_at, letter.confirmed_by = now, by.user_id
    letter.state = Letter.State.CONFIRMED
    _take_header(letter, made)
    letter.save()
    _replace_orders(letter)
    _record(letter, "directives.reading_confirmed", by, now, orders=len(made["orders"]))
    return letter


def _number_of(reading: Mapping[str, Any]) -> list[Any]:
    """What the clerk has accepted once is not asked again."""
    return [reading[name] for name in ("issuer", "type", "number", "symbol", "issued_on")]


def _replace_orders(letter: Letter) -> None:
    assert letter.confirmed is not None, "called after the reading was set"
    letter.orders.all().delete()
    LetterOrder.objects.bulk_create(
        LetterOrder(
            letter=letter,
            position=position,
            path=order["path"],
            text=order["text"],
            indicator=drafting.indicator_for(order["text"]),
        )
        for position, order in enumerate(letter.confirmed["orders"], start=1)
    )


@transaction.atomic
def letter_file(*, letter: Letter, reason: str, by: Actor, now: dt.datetime) -> Letter:
    """A confirmed letter that asks for nothing goes to the file, with the reason."""
    check(by, "directives.reading_confirm")
    _check_register(letter, by)
    if letter.state != Letter.State.CONFIRMED:
        raise Refused("Chỉ lưu được văn bản đã xác nhận bản đọc và chưa dự thảo phân công.")
    _close(letter, Letter.State.FILED, reason or ("" if letter.orders.exists() else "Văn bản để biết"))
    _record(letter, "directives.letter_filed", by, now, reason=letter.closed_reason)
    return letter


@transaction.atomic
def letter_void(*, letter: Letter, reason: str, by: Actor, now: dt.datetime) -> Letter:
    """A letter registered by mistake: struck off with a reason; its arrival number stays used."""
    check(by, "directives.letter_register")
    _check_register(letter, by)
    if letter.state not in (Letter.State.REGISTERED, Letter.State.CONFIRMED):
        raise Refused("Văn bản đã sang phân công, không hủy vào sổ được.")
    letter.void_number = letter.arrival_year * 1_000_000 + letter.arrival_number
    _close(letter, Letter.State.VOID, reason)
    _record(letter, "directives.letter_voided", by, now, arrival=letter.arrival_number, reason=reason)
    return letter


def _close(letter: Letter, state: str, reason: str) -> None:
    if not reason.strip():
        raise Refused("Phải ghi lý do.", "reason")
    before = letter.state
    letter.closed_reason, letter.state = reason.strip()[:500], state
    changed = Letter.objects.filter(pk=letter.pk, state=before).update(
        closed_reason=letter.closed_reason, state=state, void_number=letter.void_number
    )
    if not changed:
        raise Refused("Văn bản vừa được người khác xử lý. Hãy mở lại trang.")


def _check_register(letter: Letter, by: Actor) -> None:
    """The letter is in the register of the actor's own organisation; anybody else's does not exist for them."""
    if not by.is_system and by.organisation_id != letter.organisation_id:
        raise OutOfSight


def _record(letter: Letter, kind: str, by: Actor, now: dt.datetime, **data: Any) -> None:
    head = {"mark": numbered(letter.number, letter.symbol, letter.issuer_kind)}
    audit.record(kind=kind, by=by, now=now, object_uid=letter.uid, data=head | data)
