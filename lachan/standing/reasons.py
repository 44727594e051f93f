"""Reasons in words for one reader: names only of people in their sight, instruments of the rules that decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TypeGuard

from lachan.cases import queries as cases
from lachan.epi import intervals as kinds
from lachan.epi.contacts import Reach
from lachan.epi.sentences import Names, Told, sentence, show_moment
from lachan.epi.unplaced import Unplaced, unplaced_sentence
from lachan.epi.windows import window_sentence
from lachan.kernel.access.actors import Actor
from lachan.kernel.diseases import words_of
from lachan.kernel.policies.queries import rule_version
from lachan.kernel.together import read_together
from lachan.people import queries as people
from lachan.standing import queries
from lachan.standing.models import StandingInterval


class Reasons:
    """Asked for many intervals at once, so that the names cost one or two queries a page."""

    def __init__(self, rows: Iterable[Told], disease: str, actor: Actor, now: dt.datetime) -> None:
        sources = {int(str(row.reason["source"])) for row in rows if row.reason.get("code") == "contact"}
        names = people.names_among(sources, actor, now)
        found = cases.named_by_number(sources, disease)
        read_together(names, found)
        self._names = dict(names)
        self._codes = {
            case.person_id: cases.number_of(case) for case in found if case.person_id in self._names
        }
        self._disease = disease
        lost = {row.person_id for row in rows if _lost_its_ground(row)}
        episodes = queries.episodes(disease=disease, person_ids=lost) if lost else []
        self._ended = {row.person_id: row for row in episodes}
        self._groundless = queries.groundless(disease=disease, person_ids=lost - self._ended.keys())
        self._instruments: dict[str, tuple[str, bool] | None] = {}

    @property
    def shown(self) -> set[int]:
        """The people whose names these sentences may tell."""
        return set(self._names)

    def why(self, row: Told | None) -> str:
        """The sentence, or nothing where nothing holds."""
        said = sentence(row, Names(self._person, self._instrument)) if row else ""
        if _lost_its_ground(row):
            said = ". ".join(filter(None, (said, self._lost(row.person_id))))
        return words_of(said, self._disease)

    def _lost(self, person_id: int) -> str:
        """What took the ground away: no contact any more, or a case that has ended."""
        if person_id in self._groundless:
            return self.why_not(self._groundless[person_id])
        episode = self._ended.get(person_id)
        if episode is None or episode.closed_at is None:
            return ""
        words = _ENDINGS["excluded" if episode.classification == "excluded" else episode.ending]
        return f"{words} lúc {show_moment(episode.closed_at)}"

    def why_not(self, found: Unplaced) -> str:
        """Why somebody has no level from a meeting."""
        return unplaced_sentence(found, Names(self._person, self._instrument))

    def window(self, reach: Reach | None) -> str:
        """From when to when a case may have infected others; nothing where no rule says."""
        return window_sentence(reach, Names(self._person, self._instrument)) if reach else ""

    def _person(self, person_id: int) -> str | None:
        name, code = self._names.get(person_id), self._codes.get(person_id)
        return f"{code} {name}" if name and code else name

    def _instrument(self, rule: str) -> tuple[str, bool] | None:
        if rule not in self._instruments:
            version = rule_version(rule)
            self._instruments[rule] = (version.instrument, version.confidence != "K") if version else None
        return self._instruments[rule]


_ENDINGS = {
    "excluded": "Ca nghi ngờ đã được loại trừ",
    "recovered": "Ca bệnh đã khỏi",
    "died": "Người bệnh tử vong",
    "transferred": "Người bệnh được chuyển tỉnh khác",
    "": "Ca bệnh đã kết thúc",
}


def _lost_its_ground(row: Told | None) -> TypeGuard[StandingInterval]:
    """A decision of today to be lifted of somebody for whom nothing else took its place."""
    if not isinstance(row, StandingInterval) or row.kind != kinds.LIFTING_NEEDED:
        return False  # what a replay computes is told by what was known then
    return not (row.reason.get("replaced_by") or row.reason.get("lighter"))
