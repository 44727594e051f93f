"""Numbers that are used once for ever, and papers kept as they were issued."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction

from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import check
from lachan.kernel.audit.services import record
from lachan.kernel.errors import Refused
from lachan.kernel.ids import new_uid
from lachan.kernel.papers import layout
from lachan.kernel.papers.models import IssuedNumber, NumberBlock, Paper
from lachan.kernel.papers.paper import OfficialPaper
from lachan.kernel.papers.queries import book_year
from lachan.kernel.secrets.crypto import encrypt_bytes
from lachan.kernel.times import local_day

_LARGEST_BLOCK = 1000


def block_release(
    *,
    organisation_id: int,
    book: str,
    symbol: str,
    year: int,
    first: int,
    last: int,
    by: Actor,
    now: dt.datetime,
) -> NumberBlock:
    """Hand out the numbers first–last of a book for use in the field; Refused where one of them is taken."""
    check(by, "papers.block_release")
    if not 1 <= first <= last:
        raise Refused("Số đầu phải từ 1 và không lớn hơn số cuối.", field="first")
    if last - first >= _LARGEST_BLOCK:
        raise Refused(f"Mỗi dải nhiều nhất {_LARGEST_BLOCK} số.", field="last")
    with transaction.atomic():
        _refuse_overlap(organisation_id, book, year, first, last)
        block = NumberBlock.objects.create(
            organisation_id=organisation_id,
            book=book,
            symbol=symbol,
            year=year,
            first=first,
            last=last,
            released_by=by.user_id,
            released_at=now,
        )
        data = {"first": first, "last": last, "book": book, "year": year, "symbol": symbol}
        record(kind="kernel.block_released", by=by, now=now, object_uid=block.uid, data=data)
    return block


def _refuse_overlap(organisation_id: int, book: str, year: int, first: int, last: int) -> None:
    same = {"organisation_id": organisation_id, "book": book, "year": year}
    other = NumberBlock.objects.filter(**same, first__lte=last, last__gte=first).first()
    if other:
        raise Refused(f"Trùng với dải {other.first}–{other.last} đã cấp.", field="first")
    used = IssuedNumber.objects.filter(**same, number__range=(first, last)).order_by("number").first()
    if used:
        raise Refused(
            f"Số {used.number} đã dùng. Cấp dải bắt đầu sau số này, hoặc chia thành hai dải.", field="first"
        )


def number_take(
    *,
    organisation_id: int,
    book: str,
    year: int,
    at: dt.datetime,
    paper_uid: uuid.UUID,
    number: int | None = None,
) -> int:
    """Use a number of a book once for ever: the typed one, or the next free one of the released blocks.

    Refused where the typed number was used before, or where no block has a number left.
    """
    common = {"organisation_id": organisation_id, "book": book, "year": year}
    if number is not None:
        if number < 1:
            raise Refused("Số văn bản phải từ 1.", field="number")
        if not _use(common, number, at, paper_uid):
            raise Refused(f"Số {number} của sổ {book} năm {year} đã dùng.", field="number")
        return number
    for free in _free_numbers(common):
        if _use(common, free, at, paper_uid):
            return free
    raise Refused(f"Sổ {book} năm {year} không còn số nào trong các dải văn thư đã cấp.", field="number")


def _free_numbers(common: Mapping[str, Any]) -> Iterable[int]:
    for block in NumberBlock.objects.filter(**common).order_by("first"):
        used = set(
            IssuedNumber.objects.filter(**common, number__range=(block.first, block.last)).values_list(
                "number", flat=True
            )
        )
        yield from (number for number in range(block.first, block.last + 1) if number not in used)


def _use(common: Mapping[str, Any], number: int, at: dt.datetime, paper_uid: uuid.UUID) -> bool:
    try:
        with transaction.atomic():
            IssuedNumber.objects.create(**common, number=number, paper_uid=paper_uid, issued_at=at)
    except IntegrityError:
        return False
    return True


def paper_issue(
    *,
    kind: str,
    paper: OfficialPaper,
    organisation_id: int,
    by: Actor,
    now: dt.datetime,
    signed_at: dt.datetime | None = None,
    book: str = "",
    number: int | None = None,
    object_uid: uuid.UUID | None = None,
    subjects: Iterable[int] = (),
    data: Mapping[str, Any] | None = None,
) -> Paper:
    """Number, render and keep a paper. Without `book` it carries no number (a report still to be numbered).

    `number` is what was typed; without it the next free one of the released blocks is used. `subjects` are the
    persons it names, so that reading it is written into the log. The caller has checked who may sign.
    """
    signed_at = signed_at or now
    uid = new_uid()
    with transaction.atomic():
        day = local_day(signed_at)
        if book:
            year = book_year(day, paper.line)
            number = number_take(
                organisation_id=organisation_id,
                book=book,
                year=year,
                at=signed_at,
                paper_uid=uid,
                number=number,
            )
        paper = dataclasses.replace(paper, number=number, day=paper.day or day)
        row = Paper.objects.create(
            uid=uid,
            kind=kind,
            title=_title(paper),
            number=number,
            symbol=paper.symbol,
            issued_at=signed_at,
            organisation_id=organisation_id,
            object_uid=object_uid,
            data={"subjects": sorted(set(subjects)), **(data or {})},
            content=encrypt_bytes(layout.render(paper)),
            made_by=by.user_id,
        )
        record(
            kind="kernel.paper_issued",
            by=by,
            now=now,
            object_uid=uid,
            data={"number": paper.number_text.strip() or "…", "symbol": paper.symbol, "paper_kind": kind},
        )
    return row


def _title(paper: OfficialPaper) -> str:
    subject = paper.subject[:1].upper() + paper.subject[1:]
    return " ".join(part for part in (paper.title.capitalize(), subject) if part)[:300]
