"""The board's figures over JSON, each with the address of the list it counts; and the seal of the log."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from lachan.desk import queries
from lachan.desk.board import board
from lachan.desk.curve import COUNTS, epidemic_days
from lachan.desk.lens import Lens, lens_from
from lachan.desk.territory import measures_for
from lachan.kernel.access.roles import check, may
from lachan.kernel.audit import queries as audit
from lachan.kernel.clock import real_now

router = Router(tags=["Bảng chỉ huy"])

Disease = Annotated[str, Query(max_length=30)]


class NumberOut(Schema):
    """`change` against the same hour of the day before; null where the past hour can't be told."""

    key: str
    label: str
    count: int
    change: int | None
    url: str


class CellOut(Schema):
    key: str
    count: int
    url: str


class PlaceOut(Schema):
    name: str
    cells: list[CellOut]


class BoardOut(Schema):
    disease: str
    at: dt.datetime
    numbers: list[NumberOut]
    contexts: list[NumberOut]
    places: list[PlaceOut]


class FigureOut(Schema):
    key: str
    title: str
    count: int
    url: str


class DayOut(Schema):
    day: dt.date
    context: str
    count: int


class VerdictOut(Schema):
    """The whole chain computed again, each head compared with the one kept outside the database."""

    intact: bool
    sealed_events: int
    exported: int
    unexported: int
    faults: list[str]


class SealOut(Schema):
    """How far the seal has come; `verdict` is null unless the chain was to be computed again."""

    seals: int
    head: str
    sealed_at: dt.datetime | None
    unsealed: int
    oldest_unsealed: dt.datetime | None
    verdict: VerdictOut | None


@router.get("/audit/seal", response=SealOut, url_name="audit_seal")
def audit_seal(request: HttpRequest, verify: bool = False) -> SealOut:
    """The log's seal; `verify` recomputes the chain, which takes long where the log is."""
    check(request.actor, "audit.view")  # type: ignore[attr-defined]
    verdict = audit.verdict(real_now()) if verify else None
    names = ("intact", "sealed_events", "exported", "unexported", "faults")
    return SealOut(
        **asdict(audit.seal_state()),
        verdict=VerdictOut(**{name: getattr(verdict, name) for name in names}) if verdict else None,
    )


@router.get("/board", response=BoardOut, url_name="board")
def board_figures(
    request: HttpRequest, disease: Disease = "", at: dt.datetime | None = None
) -> dict[str, Any]:
    """All numbers of one disease at one moment under the reader's scope."""
    check(request.actor, "desk.board")  # type: ignore[attr-defined]
    lens = _lens(request, disease, at)
    measures = measures_for(lens)
    made = board(lens, measures[0].code if measures else "")
    return {
        "disease": lens.disease,
        "at": lens.at,
        "numbers": [_number(one) for one in made.numbers],
        "contexts": [_number(one) for one in made.contexts],
        "places": [
            {"name": row.name, "cells": [{"key": key, "count": n, "url": url} for key, n, url in row.cells]}
            for row in made.districts
        ],
    }


@router.get("/figures/{key}", response=FigureOut, url_name="figure")
def figure(
    request: HttpRequest, key: str, disease: Disease = "", at: dt.datetime | None = None
) -> dict[str, Any]:
    """One figure; 404 for one that there is not, or not for this reader."""
    check(request.actor, "desk.home")  # type: ignore[attr-defined]
    lens = _lens(request, disease, at)
    made = queries.figure(key, lens)
    return {"key": key, "title": made.title, "count": queries.count(key, lens), "url": lens.url(key)}


@router.get("/curve/{count}", response=list[DayOut], url_name="curve")
def curve(
    request: HttpRequest, count: str, disease: Disease = "", span: Annotated[int, Query(ge=1, le=366)] = 30
) -> list[dict[str, Any]]:
    """Cases by day and context, by one of the three counts; days without any are absent."""
    check(request.actor, "desk.board")  # type: ignore[attr-defined]
    lens = _lens(request, disease, None)
    if count not in COUNTS or not may(lens.actor, "cases.view"):
        return []
    found = epidemic_days(lens, count, span)
    return [{"day": day, "context": context, "count": n} for (day, context), n in sorted(found.items())]


def _lens(request: HttpRequest, disease: str, at: dt.datetime | None) -> Lens:
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    return lens_from(actor, now, disease=disease, at=at)


def _number(one: Any) -> dict[str, Any]:
    return {"key": one.key, "label": one.label, "count": one.count, "change": one.change, "url": one.url}
