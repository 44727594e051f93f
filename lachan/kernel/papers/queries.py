"""The register of papers that left the house, and the numbers still free in the field."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from lachan.kernel.access.actors import Actor
from lachan.kernel.errors import OutOfSight
from lachan.kernel.papers.models import IssuedNumber, NumberBlock, Paper
from lachan.kernel.papers.paper import Line
from lachan.kernel.secrets.crypto import decrypt_bytes


@dataclass(frozen=True, slots=True)
class BlockUse:
    """A released block with what is left of it."""

    block: NumberBlock
    used: int

    @property
    def left(self) -> int:
        return self.block.last - self.block.first + 1 - self.used


def visible_to(actor: Actor) -> QuerySet[Paper]:
    """The papers of the actor's own organisation, newest first; all of them for who sees everywhere."""
    rows = Paper.objects.defer("content", "data").order_by("-issued_at", "-id")
    if actor.everywhere:
        return rows
    if not actor.organisation_id:
        return rows.none()
    return rows.filter(organisation_id=actor.organisation_id)


def paper_get(actor: Actor, uid: uuid.UUID | str) -> Paper:
    paper = visible_to(actor).filter(uid=uid).first()
    if paper is None:
        raise OutOfSight
    return paper


def papers_of(object_uid: uuid.UUID) -> QuerySet[Paper]:
    """The papers made for one record (an order, a report), newest first."""
    return Paper.objects.defer("content", "data").filter(object_uid=object_uid).order_by("-id")


def paper_bytes(paper: Paper) -> bytes:
    """The .docx as issued."""
    return decrypt_bytes(bytes(paper.content))


def blocks(organisation_id: int, year: int | None = None) -> list[BlockUse]:
    """Released blocks of an organisation, the latest first."""
    return blocks_of([organisation_id], year)


def blocks_of(organisation_ids: Collection[int], year: int | None = None) -> list[BlockUse]:
    """Released blocks of several organisations, the latest first."""
    rows = NumberBlock.objects.filter(organisation_id__in=organisation_ids).order_by(
        "-year", "book", "-first"
    )
    if year is not None:
        rows = rows.filter(year=year)
    return [BlockUse(row, _used(row)) for row in rows[:100]]


def _used(block: NumberBlock) -> int:
    return IssuedNumber.objects.filter(
        organisation_id=block.organisation_id,
        book=block.book,
        year=block.year,
        number__range=(block.first, block.last),
    ).count()


def book_year(day: dt.date, line: Line = "state") -> int:
    """The year under which a number is unique: the calendar year, in the Party the first year of the term."""
    return day.year if line == "state" else day.year - day.year % 5
