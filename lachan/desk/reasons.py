"""Why somebody stands as they do, in words: names and instruments looked up once for a whole page."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from lachan.cases import queries as cases
from lachan.epi.sentences import Names, sentence
from lachan.kernel.access.actors import Actor
from lachan.kernel.policies import queries as policies
from lachan.people import queries as people


class Reasons:
    """Sentences for stored intervals. A person whom the reader may not see stays without a name."""

    def __init__(self, intervals: Iterable[Any], disease: str, actor: Actor, now: Any) -> None:
        sources = _sources(intervals)
        self._names = people.visible_names(sources, actor, now) if sources else {}
        self._codes = cases.codes_of(self._names, disease) if self._names else {}
        self._instruments: dict[str, tuple[str, bool] | None] = {}

    @property
    def shown(self) -> set[int]:
        """The people whose names these sentences may tell."""
        return set(self._names)

    def of(self, interval: Any) -> str:
        return sentence(interval, Names(self._person, self._instrument))

    def _person(self, person_id: int) -> str | None:
        name, code = self._names.get(person_id), self._codes.get(person_id)
        return f"{code} {name}" if name and code else name

    def _instrument(self, rule_id: str) -> tuple[str, bool] | None:
        if rule_id not in self._instruments:
            version = policies.rule_version(rule_id)
            self._instruments[rule_id] = (version.instrument, version.confidence != "K") if version else None
        return self._instruments[rule_id]


def _sources(intervals: Iterable[Any]) -> Collection[int]:
    """The people that reasons speak of."""
    return {int(str(row.reason["source"])) for row in intervals if row.reason.get("code") == "contact"}
