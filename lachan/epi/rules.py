"""Rules as dated decision tables: first matching row wins, no match is no rule.

A rule is law at a place from a day on, until the next one of that place. "Chưa có quy định" is an
answer of its own: nothing here ever falls back to a default.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

Scalar = str | bool | int | float | None
Attributes = Mapping[str, Scalar]
Then = Mapping[str, object]

EVERY_DISEASE = "*"


@dataclass(frozen=True, slots=True)
class Row:
    """`when`: attribute → a value, a list of values, or {min, max} (both ends included)."""

    when: Mapping[str, object]
    then: Then

    def matches(self, attributes: Attributes) -> bool:
        return all(admits(wanted, attributes[name]) for name, wanted in self.when.items())


def admits(wanted: object, actual: Scalar) -> bool:
    """Whether one condition of a row holds; an unknown number is in no range."""
    if isinstance(wanted, Mapping):
        return _in_range(wanted, actual)
    if isinstance(wanted, Sequence) and not isinstance(wanted, str):
        return any(_same(item, actual) for item in wanted)
    return _same(wanted, actual)


def _same(wanted: object, actual: Scalar) -> bool:
    # True == 1 in Python; a rule about "1 dose" must not match "yes".
    return isinstance(wanted, bool) == isinstance(actual, bool) and wanted == actual


def _in_range(bounds: Mapping[str, float], actual: Scalar) -> bool:
    if actual is None or isinstance(actual, str | bool):
        return False
    low, high = bounds.get("min"), bounds.get("max")
    return (low is None or actual >= low) and (high is None or actual <= high)


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of one key for one disease at one place."""

    id: str
    key: str
    disease: str
    place: str
    effective_from: date
    revision: int
    rows: tuple[Row, ...]
    instrument: str
    confidence: str

    def decide(self, attributes: Attributes) -> Then | None:
        return next((row.then for row in self.rows if row.matches(attributes)), None)

    def mentions(self, attribute: str) -> bool:
        return any(attribute in row.when for row in self.rows)

    @property
    def verified(self) -> bool:
        return self.confidence != "unverified"


def natural_id(disease: str, place: str, key: str, effective_from: date, revision: int) -> str:
    """A rule's id that means the same in every database: covid19/VN/measures/2021-07-14/1."""
    return f"{disease}/{place}/{key}/{effective_from.isoformat()}/{revision}"


@dataclass(frozen=True, slots=True)
class Decision:
    """What the rule in force says; `then` is None where no rule or no row speaks."""

    rule: Rule | None
    then: Then | None

    @property
    def rule_id(self) -> str:
        return self.rule.id if self.rule else ""

    @property
    def verified(self) -> bool:
        """Whether somebody saw the text; a row may differ from the rest of its version."""
        if self.rule is None or self.then is None:
            return False
        own = self.then.get("confidence")
        return self.rule.verified if own is None else own != "K"


K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Memo(dict[K, V]):
    """Answers worth keeping; started afresh before a long life makes it large."""

    LARGEST = 20_000

    def keep(self, key: K, value: V) -> V:
        if len(self) >= self.LARGEST:
            self.clear()
        self[key] = value
        return value


@dataclass(slots=True)
class RuleBook:
    """The rules of one disease for one unit. `chain` lists its places, the nearest first."""

    rules: Sequence[Rule]
    chain: Sequence[str] = ("VN",)
    _versions: dict[tuple[str, str], list[Rule]] = field(init=False, repr=False)
    _memo: Memo[Hashable, Decision] = field(init=False, repr=False, default_factory=Memo)
    # What other modules worked out under these rules and need not work out again.
    courses: Memo[Hashable, Any] = field(init=False, repr=False, default_factory=Memo)

    def __post_init__(self) -> None:
        self._versions = {}
        for rule in sorted(self.rules, key=lambda r: (r.effective_from, r.revision)):
            self._versions.setdefault((rule.place, rule.key), []).append(rule)

    def in_force(self, key: str, on: date) -> Rule | None:
        """The rule for `key` on that day: the nearest place first, there the latest version.

        A version without rows hands the question back to the farther place.
        """
        for place in self.chain:
            rule = self._latest(place, key, on)
            if rule and rule.rows:
                return rule
        return None

    def _latest(self, place: str, key: str, on: date) -> Rule | None:
        """At one place a rule made for the disease comes before one made for every disease."""
        versions = [r for r in self._versions.get((place, key), ()) if r.effective_from <= on]
        own = [rule for rule in versions if rule.disease != EVERY_DISEASE]
        return next(reversed(own or versions), None)

    def decide(self, key: str, on: date, **attributes: Scalar) -> Decision:
        # An attribute is declared as either a number or a yes/no, so 1 and True never meet in one place.
        memo_key = (key, on, *attributes.values())
        decision = self._memo.get(memo_key)
        if decision is None:
            rule = self.in_force(key, on)
            decision = self._memo.keep(memo_key, Decision(rule, rule.decide(attributes) if rule else None))
        return decision


def number(value: object) -> int:
    """A whole number out of a rule's answer; the validator saw to it that it is one."""
    assert isinstance(value, int)
    return value


RulesFor = Callable[[int | None], RuleBook]
