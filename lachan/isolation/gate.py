"""What whoever stands at the gate has to know before somebody is let in."""

from __future__ import annotations

import datetime as dt

from lachan.epi.vocabulary import MEASURES
from lachan.isolation import booking
from lachan.isolation.models import OrderMember, Site
from lachan.isolation.today import Today, today_of
from lachan.kernel.diseases import words_of


def outgrown_words(member: OrderMember, today: Today) -> str:
    """What the gate has to know where the decision no longer fits the person; empty where it does."""
    now_is = today.level.value if today.level else ""
    if now_is == member.level or today.measure is None or not today.outgrows(member.measure):
        return ""  # a lighter measure for the level of that day was decided knowingly
    return f"Sau khi ký quyết định, người này nay {_has_to(today)}, không còn là {_quoted(member.measure)}."


def arrival_words(*, person_id: int, disease: str, measure: str, site: Site | None, now: dt.datetime) -> str:
    """The same of an arrival that names no decision; empty where the person may be let in without a question."""
    today = today_of([(person_id, disease)], now)[person_id, disease]
    rows = booking.running(now).filter(person_id=person_id, order__disease=disease, site=site)
    decided = booking.leader(rows.select_related("order"))
    if decided is not None:
        return outgrown_words(decided, today)
    if site is None or measure not in MEASURES or measure == "temporary" or not today.outgrows(measure):
        return ""  # who waits at home, or apart for the time being, is not in a wrong place yet
    return f"Người này {_has_to(today)}, không phải {_quoted(measure)}."


def _has_to(today: Today) -> str:
    assert today.measure is not None
    level = words_of(f"là {today.level.value}, ", today.level.disease) if today.level else ""
    return f"{level}phải {_quoted(today.measure)}"


def _quoted(measure: str) -> str:
    return f"“{MEASURES[measure].label.lower()}”"
