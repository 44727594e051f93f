"""Reasons in words for one reader: names only of people in their sight, instruments of the rules in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from lachan.cases import queries as cases
from lachan.epi.sentences import Names, Told, sentence
from lachan.kernel.access.actors import Actor
from lachan.kernel.policies.queries import rule_version
from lachan.people import queries as people

# A version of a rule is never edited, so what was read of it stays true.
_INSTRUMENTS: dict[str, tuple[str, bool]] = {}


class Reasons:
    """Asked for many intervals at once, so that the names cost one or two queries a page."""

    def __init__(self, rows: Iterable[Told], disease: str, actor: Actor, now: dt.datetime) -> None:
        sources = {int(str(row.reason["source"])) for row in rows if row.reason.get("code") == "contact"}
        self._names = _cases(sources, disease, actor, now) if sources else {}
        if rest := sources - self._names.keys():
            self._names |= people.names_of(people.visible_ids(rest, actor, now))

    def why(self, row: Told | None) -> str:
        """The sentence, or nothing where nothing holds."""
        return sentence(row, Names(self._names.get, _instrument)) if row else ""


def _instrument(rule: str) -> tuple[str, bool] | None:
    if rule not in _INSTRUMENTS:
        version = rule_version(rule)
        if version is None:
            return None
        _INSTRUMENTS[rule] = (version.instrument, version.confidence != "K")
    return _INSTRUMENTS[rule]


def _cases(sources: set[int], disease: str, actor: Actor, now: dt.datetime) -> dict[int, str]:
    """What cases in sight are called: the BN number or the province's own code, with the name."""
    rows = cases.visible_to(actor, now).filter(person_id__in=sources, disease=disease).order_by("number")
    found = rows.values_list("person_id", "national_number", "code", "person__full_name")
    return {person_id: f"{national or code} {name}" for person_id, national, code, name in found}
