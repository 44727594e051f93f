"""Facts and reaches between `epi` and the columns of the tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from hashlib import blake2b
from typing import Any

import orjson

from lachan.epi import facts
from lachan.epi.contacts import Reach
from lachan.epi.intervals import Interval
from lachan.kernel.bulk import utc_text
from lachan.standing.models import InputKind

# kind, starts_at, ends_at, other_id, data
Columns = tuple[str, dt.datetime | None, dt.datetime | None, int | None, dict[str, Any]]


def columns_of(fact: facts.Fact) -> Columns:
    """Where each part of a fact is stored."""
    kind, starts, ends, names = _SHAPES[type(fact)]
    return (
        kind,
        getattr(fact, starts) if starts else None,
        getattr(fact, ends) if ends else None,
        fact.other if isinstance(fact, facts.Exposure) else None,
        {name: _plain(getattr(fact, name)) for name in names},
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


_SHAPES: dict[type, tuple[str, str, str, tuple[str, ...]]] = {
    facts.Exposure: (InputKind.EXPOSURE.value, "start", "end", ("closeness", "minutes", "masked")),
    facts.Result: (
        InputKind.RESULT.value,
        "sampled_at",
        "resulted_at",
        ("method", "outcome", "ct", "supervised"),
    ),
    facts.Onset: (InputKind.ONSET.value, "at", "", ("symptomatic", "onset_on")),
    facts.Source: (InputKind.SOURCE.value, "at", "", ("known", "source_person", "first_contact_on")),
    facts.Separation: (InputKind.SEPARATION.value, "start", "end", ("kind",)),
    facts.Outcome: (InputKind.OUTCOME.value, "at", "", ("kind",)),
    facts.Order: (InputKind.ORDER.value, "start", "end", ("measure", "number")),
    facts.Lift: (InputKind.LIFT.value, "at", "", ("order_uid",)),
    facts.Vaccination: (InputKind.VACCINATION.value, "", "", ("doses", "last_dose_on")),
    facts.Home: (InputKind.HOME.value, "start", "", ()),
}


def fact_of(
    kind: str,
    uid: str,
    person: int,
    other: int | None,
    starts: dt.datetime | None,
    ends: dt.datetime | None,
    unit: int | None,
    data: dict[str, Any],
) -> facts.Fact:
    """The fact stored in one row."""
    if kind == "exposure":  # most rows are exposures, and they were checked when they came in
        return facts.Exposure._make(
            (uid, person, other, starts, ends, data["closeness"], data["minutes"], data["masked"], unit)
        )
    return _BUILDERS[kind](uid, person, starts, ends, unit, data)


def _day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


_BUILDERS: dict[str, Callable[..., facts.Fact]] = {
    "result": lambda uid, person, starts, ends, unit, d: facts.Result(
        uid, person, d["method"], d["outcome"], ends, starts, d["ct"], d["supervised"], unit
    ),
    "onset": lambda uid, person, starts, ends, unit, d: facts.Onset(
        uid, person, d["symptomatic"], _day(d["onset_on"]), starts, unit
    ),
    "source": lambda uid, person, starts, ends, unit, d: facts.Source(
        uid, person, d["known"], starts, d["source_person"], _day(d["first_contact_on"]), unit
    ),
    "separation": lambda uid, person, starts, ends, unit, d: facts.Separation(
        uid, person, d["kind"], starts, ends, unit
    ),
    "outcome": lambda uid, person, starts, ends, unit, d: facts.Outcome(uid, person, d["kind"], starts, unit),
    "order": lambda uid, person, starts, ends, unit, d: facts.Order(
        uid, person, d["measure"], starts, ends, d["number"], unit
    ),
    "lift": lambda uid, person, starts, ends, unit, d: facts.Lift(uid, person, d["order_uid"], starts, unit),
    "vaccination": lambda uid, person, starts, ends, unit, d: facts.Vaccination(
        uid, person, d["doses"], _day(d["last_dose_on"]), unit
    ),
    "home": lambda uid, person, starts, ends, unit, d: facts.Home(uid, person, starts, unit),
}


def reaches_json(reaches: list[Reach]) -> bytes:
    """One text for the same reaches, whatever their order."""
    return orjson.dumps(sorted((_reach_list(reach) for reach in reaches), key=orjson.dumps))


_REACH_MOMENTS = ("starts_at", "ends_at", "known_at", "firm_at", "void_at")


def _reach_list(reach: Reach) -> list[Any]:
    return [
        *(getattr(reach, name) for name in _REACH_MOMENTS),
        reach.day,
        reach.root,
        reach.trigger,
        reach.anchor,
        reach.anchor_day,
        reach.days_before,
        reach.window_rule,
        reach.window_verified,
        reach.unit,
        reach.apart,
        reach.concentrated,
        reach.negatives,
    ]


def reaches_of(person: int, ring: int, text: str | bytes) -> list[Reach]:
    return [_reach(person, ring, item) for item in orjson.loads(text)]


def _moment(value: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(value) if value else None


def _reach(person: int, ring: int, item: list[Any]) -> Reach:
    moment = dt.datetime.fromisoformat
    return Reach(
        person,
        ring,
        moment(item[0]),
        moment(item[1]),
        moment(item[2]),
        _moment(item[3]),
        _moment(item[4]),
        dt.date.fromisoformat(item[5]),
        item[6],
        item[7],
        item[8],
        dt.date.fromisoformat(item[9]),
        item[10],
        item[11],
        item[12],
        item[13],
        tuple((moment(start), moment(end)) for start, end in item[14]),
        tuple((moment(start), moment(end)) for start, end in item[15]),
        tuple((method, moment(at)) for method, at in item[16]),
    )


def mark_of(text: bytes) -> int:
    """A number that tells two contents apart, small enough for a column."""
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "big", signed=True)


def reason_json(interval: Interval) -> bytes:
    return orjson.dumps(interval.reason)


def interval_mark(interval: Interval, reason: bytes) -> int:
    _, kind, value, starts, ends, provisional, unit, rule, uid, _ = interval
    head = f"{kind}|{value}|{utc_text(starts)}|{utc_text(ends)}|{provisional}|{unit}|{rule}|{uid}|"
    return mark_of(head.encode() + reason)
