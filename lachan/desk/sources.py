"""Whom a case may have the disease from: the known case whose contact they were. A proposal, never a count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from lachan.cases import figures
from lachan.desk.lens import address
from lachan.epi import intervals as kinds
from lachan.epi.vocabulary import CLOSENESS, LEVELS
from lachan.kernel.access.actors import Actor
from lachan.kernel.times import show_day
from lachan.standing import queries as standing

_F1 = LEVELS["ring1"]


@dataclass(frozen=True, slots=True)
class LikelySource:
    """A confirmed case that the person was a contact of before turning positive."""

    code: str
    url: str | None
    first_on: dt.date
    how: str
    interval: Any

    @property
    def words(self) -> str:
        return f"{self.code}, {self.how} ngày {show_day(self.first_on)}"


def likely_sources(
    cases: Sequence[Any], actor: Actor, now: dt.datetime, intervals: Iterable[Any] | None = None
) -> dict[int, list[LikelySource]]:
    """case id → likely sources in the reader's sight, the earliest meeting first; for cases of one disease whose
    source nobody has explained. `intervals` of their people where these are read already."""
    asked = [case for case in cases if not case.source_known]
    if not asked:
        return {}
    disease = asked[0].disease
    rows = _levels(disease, [case.person_id for case in asked]) if intervals is None else intervals
    contacts = [
        row
        for row in rows
        if row.kind == kinds.LEVEL and row.value == _F1 and row.reason.get("code") == "contact"
    ]
    sources = _known_cases(disease, (_source_of(row) for row in contacts), actor, now)
    return {case.pk: _of_case(case, contacts, sources) for case in asked}


def _levels(disease: str, person_ids: Sequence[int]) -> Iterable[Any]:
    rows = standing.StandingInterval.objects.filter(
        disease=disease, kind=kinds.LEVEL, value=_F1, person_id__in=person_ids
    )
    return rows.order_by("starts_at", "id")


def _known_cases(disease: str, person_ids: Iterable[int], actor: Actor, now: dt.datetime) -> dict[int, Any]:
    """person id → their confirmed case, the first episode where there are several."""
    wanted = set(person_ids)
    if not wanted:
        return {}
    rows = figures.of_disease(actor, now, disease).filter(
        person_id__in=wanted, classification="confirmed", withdrawn=False
    )
    return {row.person_id: row for row in rows.order_by("-number")}


def _of_case(case: Any, contacts: Sequence[Any], sources: dict[int, Any]) -> list[LikelySource]:
    found: dict[int, LikelySource] = {}
    for row in contacts:
        source = sources.get(_source_of(row))
        if source is None or source.opened_at > case.opened_at:
            continue
        if row.person_id == case.person_id and row.starts_at <= case.opened_at:
            found.setdefault(source.pk, _likely(row, source))
    return list(found.values())


def _likely(row: Any, source: Any) -> LikelySource:
    return LikelySource(
        code=source.national_number or source.code,
        url=address("desk:case_file", source.uid),
        first_on=dt.date.fromisoformat(str(row.reason["on"])),
        how=CLOSENESS[str(row.reason["closeness"])].label.lower(),
        interval=row,
    )


def _source_of(row: Any) -> int:
    return int(str(row.reason["source"]))
