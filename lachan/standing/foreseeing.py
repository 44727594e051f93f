"""What a rule that is not adopted yet would change: the people it may concern, computed under it and compared."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lachan.epi import intervals as kinds
from lachan.epi.intervals import Interval
from lachan.epi.rules import Rule
from lachan.kernel import bulk
from lachan.kernel.memory import collector_paused
from lachan.standing import changes, writing
from lachan.standing.books import Books
from lachan.standing.cascade import Cascade
from lachan.standing.store import Store

_CHUNK = 400
_SECONDS = 4.0  # a person waits for the page; who is left after that is not counted
_MOST = 20_000

Span = tuple[str, dt.datetime, dt.datetime]


@dataclass(slots=True)
class RuleOutcome:
    """People by what would differ. `complete` says whether everybody concerned was computed."""

    levels: dict[int, tuple[str, str]] = field(default_factory=dict)  # person → label before, after
    ends: set[int] = field(default_factory=set)
    tests: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)
    computed: set[int] = field(default_factory=set)
    complete: bool = True

    @property
    def moves(self) -> dict[tuple[str, str], set[int]]:
        """(label before, after) → who."""
        found: dict[tuple[str, str], set[int]] = {}
        for person, move in self.levels.items():
            found.setdefault(move, set()).add(person)
        return found

    @property
    def wording(self) -> set[int]:
        """Those for whom only the rule named in a reason would differ."""
        return self.changed - self.levels.keys() - self.ends - self.tests


def foresee(disease: str, rules: Sequence[Rule], now: dt.datetime) -> RuleOutcome:
    """Compute the people concerned, the latest first, for as long as somebody can be expected to wait."""
    outcome = RuleOutcome()
    books = Books(disease, rules)
    concerned = _concerned(disease)
    until = time.monotonic() + _SECONDS
    for start in range(0, len(concerned), _CHUNK):
        if start and time.monotonic() > until:
            outcome.complete = False
            break
        with collector_paused():
            _compare(disease, books, concerned[start : start + _CHUNK], now, outcome)
    outcome.complete = outcome.complete and len(concerned) < _MOST
    return outcome


def _concerned(disease: str) -> list[int]:
    """Who has a standing that a rule may change, or a result that may make a case; the latest first."""
    sql = (
        "SELECT person_id FROM (SELECT person_id, starts_at FROM standing_standinginterval WHERE disease = %s "
        "UNION ALL SELECT person_id, starts_at FROM standing_standinginput WHERE disease = %s "
        "AND kind = 'result' AND revoked_at IS NULL AND data ->> 'outcome' <> 'negative') AS concerned "
        "GROUP BY person_id ORDER BY MAX(starts_at) DESC LIMIT %s"
    )
    return [row[0] for row in bulk.fetch(sql, [disease, disease, _MOST])]


def _compare(
    disease: str, books: Books, people: Iterable[int], now: dt.datetime, outcome: RuleOutcome
) -> None:
    intervals = Cascade(Store(disease), books).run(people).intervals
    changed = writing.difference(disease, intervals).people
    outcome.computed |= intervals.keys()
    outcome.changed |= changed
    before = changes.places_stored(disease, changed, now)
    after = changes.places_computed(intervals, changed, now)
    for change in changes.changes(before, after):
        if change.before.label != change.after.label:
            outcome.levels[change.person] = (change.before.label, change.after.label)
    stored, computed = _stored_spans(disease, changed), _computed_spans(intervals, changed)
    for person in changed:
        for kind, differing in ((kinds.LEVEL, outcome.ends), (kinds.DUE_TEST, outcome.tests)):
            if stored.get((person, kind), set()) != computed.get((person, kind), set()):
                differing.add(person)


def _stored_spans(disease: str, people: Iterable[int]) -> dict[tuple[int, str], set[Span]]:
    sql = (
        "SELECT person_id, kind, value, starts_at, ends_at FROM standing_standinginterval "  # noqa: S608
        f"WHERE disease = %s AND {bulk.among('person_id')} AND kind IN ('level', 'due_test')"
    )
    found: dict[tuple[int, str], set[Span]] = {}
    for person, kind, value, starts, ends in bulk.fetch(sql, [disease, bulk.listed(people)]):
        found.setdefault((person, kind), set()).add((value, _moment(starts), _moment(ends)))
    return found


def _computed_spans(
    intervals: dict[int, list[Interval]], people: Iterable[int]
) -> dict[tuple[int, str], set[Span]]:
    found: dict[tuple[int, str], set[Span]] = {}
    for person in people:
        for one in intervals[person]:
            if one.kind in (kinds.LEVEL, kinds.DUE_TEST):
                span = (one.value, _moment(one.starts_at), _moment(one.ends_at))
                found.setdefault((person, one.kind), set()).add(span)
    return found


def _moment(value: dt.datetime) -> dt.datetime:
    moment = bulk.moment(value)
    assert moment is not None
    return moment
