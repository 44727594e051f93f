"""What the rule in force asks before somebody is said to have recovered: a reminder, which stops nobody."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from lachan.epi.rules import Row, admits
from lachan.kernel.policies import queries as policies
from lachan.kernel.policies.wording import ANY, worded
from lachan.kernel.times import local_day, show_day
from lachan.places import queries as places

_COUNTED = re.compile(r"(.+) \((\w+)\)")
_SYMPTOMS = {True: ("present", "undated"), False: ("absent",), None: ("unrecorded",)}


@dataclass(frozen=True, slots=True)
class Reminder:
    """The instrument, one line a row of the rule that may speak of this case, and what the case itself tells."""

    instrument: str
    verified: bool
    lines: list[str]
    known: str


def discharge_reminder(case: Any, day: dt.date) -> Reminder | None:
    """The rule on leaving treatment on that day, for the symptoms on record; None where there is no such rule."""
    chain = policies.refs_of(places.version_keys(case.unit_id)) if case.unit_id else ()
    rule = policies.rulebook(case.disease, chain).in_force("discharge", day)
    if rule is None:
        return None
    rows = [row for row in rule.rows if _may_speak(row, case.symptomatic)]
    positive_on = local_day(case.sampled_at or case.opened_at)
    known = f"Lấy mẫu dương tính đầu tiên ngày {show_day(positive_on)}, đến ngày {show_day(day)} là {(day - positive_on).days} ngày"
    return Reminder(rule.instrument, rule.verified, _lines(rows, case.disease), known)


def _may_speak(row: Row, symptomatic: bool | None) -> bool:
    wanted = row.when.get("symptoms")
    return wanted is None or any(admits(wanted, one) for one in _SYMPTOMS[symptomatic])


def _lines(rows: list[Row], disease: str) -> list[str]:
    table = worded("discharge", disease, [{"when": row.when, "then": row.then} for row in rows])
    lines = []
    for row in table.rows:
        asked = _pairs(table.asks, row[: len(table.asks)])
        answered = _pairs(table.answers, row[len(table.asks) :])
        lines.append(f"{asked}: {_lower(answered)}" if asked else answered)
    return lines


def _pairs(names: list[str], texts: list[str]) -> str:
    told = [
        _told(_lower(name), text) for name, text in zip(names, texts, strict=True) if text not in (ANY, "—")
    ]
    words = "; ".join(told)
    return words[:1].upper() + words[1:]


def _told(name: str, text: str) -> str:
    """ "điều trị ít nhất 10 ngày" where the column is called "Điều trị ít nhất (ngày)"."""
    counted = _COUNTED.fullmatch(name)
    return f"{counted[1]} {text} {counted[2]}" if counted else f"{name} {text}"


def _lower(words: str) -> str:
    return words if words[1:2].isupper() or words.startswith("Ct") else words[:1].lower() + words[1:]
