"""A short language for tables of facts: what a doctor would write on a sheet of paper."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

import yaml

from lachan.epi import facts
from lachan.epi.days import FOREVER, LOCAL
from lachan.epi.derive import derive
from lachan.epi.documents import rules_of
from lachan.epi.intervals import Interval
from lachan.epi.rules import Rule, RuleBook, RulesFor

POLICIES = Path(__file__).resolve().parents[2] / "policies"
YEAR = 2021
_numbers = count(1)


@lru_cache
def shipped_rules() -> tuple[Rule, ...]:
    documents = [
        yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in sorted(POLICIES.glob("*.yaml"))
        if path.name not in {"diseases.yaml", "instruments.yaml"}
    ]
    return tuple(rule for document in documents for rule in rules_of(document))


def one_book(book_rules: Iterable[Rule], chain: tuple[str, ...] = ("VN",)) -> RulesFor:
    """The same rule book for every unit."""
    book = RuleBook(tuple(book_rules), chain)
    return lambda unit: book


@lru_cache
def rules(disease: str = "covid19", chain: tuple[str, ...] = ("VN",)) -> RulesFor:
    return one_book([r for r in shipped_rules() if r.disease in (disease, "*")], chain)


def at(text: str) -> datetime:
    """ "14/9 17:30" (of 2021) or "14/9/2022 17:30"; without an hour it is midnight, the day's first instant."""
    day, _, hour = text.partition(" ")
    return datetime.combine(on(day), datetime.strptime(hour or "00:00", "%H:%M").time(), LOCAL)


def on(text: str) -> date:
    parts = [int(part) for part in text.split("/")]
    return date(parts[2] if len(parts) > 2 else YEAR, parts[1], parts[0])


def show(moment: datetime) -> str:
    """The inverse of `at`; "…" is no end."""
    if moment >= FOREVER:
        return "…"
    local = moment.astimezone(LOCAL)
    text = f"{local.day}/{local.month}" + ("" if local.year == YEAR else f"/{local.year}")
    return text if (local.hour, local.minute) == (0, 0) else f"{text} {local:%H:%M}"


def _uid(given: str | None) -> str:
    return given or f"fact{next(_numbers):06d}"


def met(
    person: int,
    other: int,
    start: str | None,
    end: str | None = None,
    how: str = "table",
    uid: str | None = None,
    **rest: Any,
) -> facts.Exposure:
    return facts.Exposure(
        _uid(uid), person, other, at(start) if start else None, at(end) if end else None, how, **rest
    )


def _test(method: str, outcome: str) -> Any:
    def made(
        person: int, resulted: str, sampled: str | None = None, uid: str | None = None, **rest: Any
    ) -> facts.Result:
        return facts.Result(_uid(uid), person, method, outcome, at(resulted), at(sampled or resulted), **rest)

    return made


pcr_positive = _test("rt_pcr", "positive")
pcr_negative = _test("rt_pcr", "negative")
rapid_positive = _test("rapid", "positive")
rapid_negative = _test("rapid", "negative")


def onset(person: int, day: str | None, said: str = "15/9", symptomatic: bool = True) -> facts.Onset:
    return facts.Onset(_uid(None), person, symptomatic, on(day) if day else None, at(said))


def no_symptoms(person: int, said: str = "15/9") -> facts.Onset:
    return onset(person, None, said, symptomatic=False)


def source(
    person: int, first_contact: str | None = None, known: bool = True, said: str = "15/9"
) -> facts.Source:
    return facts.Source(
        _uid(None), person, known, at(said), first_contact_on=on(first_contact) if first_contact else None
    )


def apart(person: int, start: str, end: str | None = None, kind: str = "treatment") -> facts.Separation:
    return facts.Separation(_uid(None), person, kind, at(start), at(end) if end else None)


def outcome(person: int, kind: str, when: str) -> facts.Outcome:
    return facts.Outcome(_uid(None), person, kind, at(when))


def order(
    person: int, measure: str, start: str, end: str | None = None, uid: str | None = None
) -> facts.Order:
    return facts.Order(_uid(uid), person, measure, at(start), at(end) if end else None, "1/QĐ-UBND")


def lift(person: int, order_uid: str, when: str) -> facts.Lift:
    return facts.Lift(_uid(None), person, order_uid, at(when))


def vaccinated(person: int, doses: int, last: str) -> facts.Vaccination:
    return facts.Vaccination(_uid(None), person, doses, on(last))


def intervals(
    fact_list: Iterable[facts.Fact], person: int, *kinds: str, under: RulesFor | None = None
) -> list[Interval]:
    found = derive(fact_list, under or rules()).get(person, [])
    wanted = [item for item in found if not kinds or item.kind in kinds]
    return sorted(wanted, key=lambda i: (i.starts_at, i.kind, i.value, i.ends_at))


def lines(
    fact_list: Iterable[facts.Fact], person: int, *kinds: str, under: RulesFor | None = None
) -> list[str]:
    """ "F1? 12/9 08:00 → 27/9": one line an interval, "?" where it is provisional."""
    return [
        f"{i.value}{'?' if i.provisional else ''} {show(i.starts_at)} → {show(i.ends_at)}"
        for i in intervals(fact_list, person, *kinds, under=under)
    ]
