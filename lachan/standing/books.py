"""Which rules hold for a unit: the kernel's rule book along the unit's own dated chain of parents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from lachan.epi.contacts import DEEPEST
from lachan.epi.rules import EVERY_DISEASE, Rule, RuleBook, number
from lachan.kernel.policies import queries as policies
from lachan.kernel.policies.queries import PlaceRef
from lachan.places import queries as places

# Attributes by which a case definition looks across at the results of people met.
_ACROSS = ("contact_of_case", "epi_link")
_KEYS = {"contact_ring", "case_definition"}


@dataclass(slots=True)
class Books:
    """The rules of a disease for any unit, looked up once a unit; without a unit the country's hold.

    `given` are rules to judge by instead of those in force: as they were known at some hour, or supposed.
    """

    disease: str
    given: Sequence[Rule] | None = None
    deepest: int = field(init=False)
    looks_across: bool = field(init=False)
    _stamp: int = field(init=False)
    _of_unit: dict[int | None, RuleBook] = field(init=False, default_factory=dict)
    _of_chain: dict[tuple[PlaceRef, ...], RuleBook] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """How far any rule of any place makes a computation look."""
        self._stamp = policies.stamp()
        every = policies.rules_as_of(self._stamp) if self.given is None else self.given
        rules = [
            rule for rule in every if rule.disease in {self.disease, EVERY_DISEASE} and rule.key in _KEYS
        ]
        depths = [number(row.then["depth"]) for r in rules if r.key == "contact_ring" for row in r.rows]
        self.deepest = min(DEEPEST, max(depths, default=0))
        self.looks_across = any(rule.mentions(name) for rule in rules for name in _ACROSS)

    def __call__(self, unit: int | None) -> RuleBook:
        book = self._of_unit.get(unit)
        if book is None:
            chain = _chain(unit)
            if chain not in self._of_chain:
                self._of_chain[chain] = self._made(chain)
            book = self._of_unit[unit] = self._of_chain[chain]
        return book

    def _made(self, chain: tuple[PlaceRef, ...]) -> RuleBook:
        if self.given is None:
            return policies.rulebook_as_of(self._stamp, self.disease, chain)
        return policies.rulebook_of(self.given, self.disease, chain)


def _chain(unit_id: int | None) -> tuple[PlaceRef, ...]:
    return _refs(places.version_keys(unit_id)) if unit_id is not None else ()


@lru_cache(maxsize=4096)
def _refs(keys: tuple[str, ...]) -> tuple[PlaceRef, ...]:
    return policies.refs_of(keys)
