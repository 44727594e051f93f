"""What whoever stands at the gate has to know before somebody is let in."""

from __future__ import annotations

from lachan.epi.vocabulary import MEASURES
from lachan.isolation.models import OrderMember
from lachan.isolation.today import Today


def outgrown_words(member: OrderMember, today: Today) -> str:
    """What the gate has to know where the decision no longer fits the person; empty where it does."""
    now_is = today.level.value if today.level else ""
    if now_is == member.level or today.measure is None or not today.outgrows(member.measure):
        return ""  # a lighter measure for the level of that day was decided knowingly
    level = f"là {now_is}, " if now_is else ""
    return (
        f"Sau khi ký quyết định, người này nay {level}phải “{MEASURES[today.measure].label.lower()}”, "
        f"không còn là “{MEASURES[member.measure].label.lower()}”."
    )
