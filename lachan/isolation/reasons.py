"""Reasons in words for one reader: names only of people in their sight, instruments of the rules in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from lachan.cases import queries as cases
from lachan.epi.sentences import Names, Told, sentence
from lachan.kernel.access.actors import Actor
from lachan.kernel.policies.queries import rule_version
from lachan.people import queries as people


class Reasons:
    """Asked for many intervals at once, so that the names cost three queries a page."""

    def __init__(self, rows: Iterable[Told], disease: str, actor: Actor, now: dt.datetime) -> None:
        sources = {int(str(row.reason["source"])) for row in rows if row.reason.get("code") == "contact"}
        seen = people.visible_ids(sources, actor, now)
        self._names = people.names_of(seen) | cases.codes_of(seen, disease)
        self._rules: dict[str, tuple[str, bool] | None] = {}

    def why(self, row: Told | None) -> str:
        """The sentence, or nothing where nothing holds."""
        return sentence(row, Names(self._names.get, self._instrument)) if row else ""

    def rule_confidence(self, rule: str) -> Mapping[str, Any]:
        """Instrument and confidence of a rule, as the "why" component takes them."""
        version = rule_version(rule)
        return {"instrument": version.instrument, "confidence": version.confidence} if version else {}

    def _instrument(self, rule: str) -> tuple[str, bool] | None:
        if rule not in self._rules:
            version = rule_version(rule)
            self._rules[rule] = (version.instrument, version.confidence != "K") if version else None
        return self._rules[rule]
