"""What a computation changes for people, told for a preview and for the journey that follows."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lachan.epi import intervals as kinds
from lachan.epi.episodes import LATE_FIRST_POSITIVE, REPOSITIVE
from lachan.epi.intervals import Interval
from lachan.epi.sentences import FLAGS
from lachan.kernel import bulk

_PROPOSALS = (kinds.LIFTING_NEEDED, kinds.ORDER_NEEDED)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person stands at one moment: case, level, and whether that is provisional."""

    case: str = ""
    level: str = ""
    provisional: bool = False

    @property
    def label(self) -> str:
        """ "F0", "F1?", "nghi ngờ", "xác định" (of a disease without levels) or "": what a table of counts shows."""
        if self.case == "suspected":
            return "nghi ngờ"
        if self.case == "confirmed" and not self.level:
            return "xác định"
        return f"{self.level}{'?' if self.provisional and self.level else ''}"


@dataclass(frozen=True, slots=True)
class Change:
    person: int
    before: Place
    after: Place


@dataclass(frozen=True, slots=True)
class Lifting:
    """A decision that is proposed for lifting from now on and was not before."""

    person: int
    number: str


@dataclass(frozen=True, slots=True)
class Need:
    """A decision on a measure that has to be signed from now on and had not before."""

    person: int
    measure: str


@dataclass(slots=True)
class Outcome:
    """The people computed, those of whom any interval changed, how they stand before and after, whose signed
    decision comes to be proposed for lifting, and who comes to need a decision."""

    touched: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)
    changes: list[Change] = field(default_factory=list)
    intervals: dict[int, list[Interval]] = field(default_factory=dict)
    liftings: list[Lifting] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)

    @property
    def counts(self) -> dict[tuple[str, str], int]:
        """(label before, label after) → people, of those who stand differently."""
        return dict(Counter((c.before.label, c.after.label) for c in self.changes if c.before != c.after))

    @property
    def again(self) -> dict[int, str]:
        """person → "đợt bệnh thứ 2: dương tính trở lại …", of those who become a case once more."""
        found = {}
        for one in self.changes:
            if (
                one.after.case
                and not one.before.case
                and (words := _again(self.intervals.get(one.person, ())))
            ):
                found[one.person] = words
        return found


def _again(intervals: Iterable[Interval]) -> str:
    """What the latest episode is to those before it; empty for a first illness."""
    latest = {str(one.reason["trigger"]): one.reason for one in intervals if one.kind == kinds.CASE}
    episodes = sorted(latest.values(), key=lambda reason: str(reason["known_at"]))
    if not episodes:
        return ""
    flags = [
        FLAGS[flag].lower() for flag in _flags(episodes[-1]) if flag in (REPOSITIVE, LATE_FIRST_POSITIVE)
    ]
    number = [f"đợt bệnh thứ {len(episodes)}"] if len(episodes) > 1 else []
    return ": ".join([*number, *flags])


def _flags(reason: Mapping[str, object]) -> list[str]:
    flags = reason["flags"]
    return flags if isinstance(flags, list) else []


def places_stored(disease: str, people: Iterable[int], at: dt.datetime) -> dict[int, Place]:
    """How people stand at `at` by what is stored."""
    sql = (
        "SELECT person_id, kind, value, provisional FROM standing_standinginterval "  # noqa: S608
        f"WHERE disease = %s AND {bulk.among('person_id')} AND kind IN ('case', 'level') "
        "AND starts_at <= %s AND ends_at > %s"
    )
    moment = bulk.stored(at)
    found: dict[int, list[tuple[str, str, bool]]] = {}
    for person, kind, value, provisional in bulk.fetch(sql, [disease, bulk.listed(people), moment, moment]):
        found.setdefault(person, []).append((kind, value, bool(provisional)))
    return {person: _place(rows) for person, rows in found.items()}


def places_computed(
    intervals: Mapping[int, list[Interval]], people: Iterable[int], at: dt.datetime
) -> dict[int, Place]:
    return {
        person: _place(
            (i.kind, i.value, i.provisional)
            for i in intervals[person]
            if i.kind in (kinds.CASE, kinds.LEVEL) and i.starts_at <= at < i.ends_at
        )
        for person in people
    }


def proposed(
    disease: str, intervals: Mapping[int, list[Interval]], people: Iterable[int], at: dt.datetime
) -> tuple[list[Lifting], list[Need]]:
    """What is proposed at `at` by what was computed and not by what is stored: decisions to lift and to sign."""
    found = {
        (person, one.kind, one.value, one.uid): str(one.reason.get("number") or "")
        for person in people
        for one in intervals[person]
        if one.kind in _PROPOSALS and one.starts_at <= at < one.ends_at
    }
    if not found:
        return [], []
    known = _proposed_already(disease, {key[0] for key in found}, at)
    to_lift = {
        (person, number)
        for (person, kind, _, uid), number in found.items()
        if kind == kinds.LIFTING_NEEDED and (person, kind, uid) not in known
    }
    to_sign = {
        (person, measure)
        for person, kind, measure, _ in found
        if kind == kinds.ORDER_NEEDED and (person, kind, measure) not in known
    }
    return [Lifting(*key) for key in sorted(to_lift)], [Need(*key) for key in sorted(to_sign)]


def _proposed_already(disease: str, people: set[int], at: dt.datetime) -> set[tuple[int, str, str]]:
    """(person, kind, the decision to be lifted or the measure to be decided) of what is stored."""
    sql = (
        "SELECT person_id, kind, CASE kind WHEN 'order_needed' THEN value ELSE input_uid END "  # noqa: S608
        f"FROM standing_standinginterval WHERE disease = %s AND {bulk.among('person_id')} "
        "AND kind IN ('lifting_needed', 'order_needed') AND starts_at <= %s AND ends_at > %s"
    )
    moment = bulk.stored(at)
    return set(bulk.fetch(sql, [disease, bulk.listed(people), moment, moment]))


def _place(rows: Iterable[tuple[str, str, bool]]) -> Place:
    case = level = ""
    provisional = False
    for kind, value, is_provisional in rows:
        if kind == kinds.CASE:
            case = value
        else:
            level, provisional = value, is_provisional
    return Place(case, level, provisional)


def changes(before: Mapping[int, Place], after: Mapping[int, Place]) -> list[Change]:
    nowhere = Place()
    people = sorted(before.keys() | after.keys())
    return [Change(p, before.get(p, nowhere), after.get(p, nowhere)) for p in people]
