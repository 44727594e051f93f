"""What stands for the people of a district: found from the communes that answer for them, or asked row by row."""

from __future__ import annotations

from collections.abc import Iterator

from lachan.bench.clocks import Line, ms, sample, times
from lachan.bench.world import DISEASE, NOW
from lachan.epi import intervals as kinds
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.queries import restrict, restrict_by_home
from lachan.organisations.models import User
from lachan.organisations.queries import actor_of
from lachan.standing import queries as standing

_KINDS = {
    "chưa tách": kinds.UNSEPARATED,
    "cần quyết định": kinds.ORDER_NEEDED,
    "xét nghiệm đến hạn": kinds.DUE_TEST,
}


def measure(reader: str = "huyen", times_each: int = 5) -> list[Line]:
    """The same number by both ways, and how long each takes (ADR 0012)."""
    actor = actor_of(User.objects.get(username=reader), NOW)
    return [line for words, kind in _KINDS.items() for line in _lines(words, kind, actor, times_each)]


def _lines(words: str, kind: str, actor: Actor, times_each: int) -> Iterator[Line]:
    rows = standing.current(disease=DISEASE, kind=kind, at=NOW)
    by_home, by_row = restrict_by_home(rows, actor, NOW), restrict(rows, actor, NOW)
    differing = abs(by_home.count() - by_row.count())
    fast, floor = sample(by_home.count, times_each).p50, sample(by_row.count, times_each).p50
    yield Line(
        f"đếm “{words}” của một huyện", ms(fast), "", None, f"{ms(floor)} hỏi từng dòng", times(fast, floor)
    )
    yield Line(f"đếm “{words}” của một huyện: người đếm khác", str(differing), "0", differing == 0)
