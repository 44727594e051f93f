"""A computed cascade as the confirmation screens show it: names in sight, counts by commune out of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from lachan.kernel.access.actors import Actor
from lachan.people import queries as people
from lachan.ui.components import Effect

_NAMES = 12


def effects_of(outcome: Any, actor: Actor, now: dt.datetime) -> list[Effect]:
    """The groups of an `Effects` for an outcome of standing (`changes` with `before.label`, `after.label`, and the
    `liftings` that come to be proposed)."""
    moved = [one for one in outcome.changes if one.before != one.after]
    persons = people.people_of(one.person for one in (*moved, *outcome.liftings))
    seen = set(people.visible_ids(persons, actor, now))
    kinds = Counter((one.before.label, one.after.label) for one in moved if one.person in seen)
    groups = []
    for (before, after), count in sorted(kinds.items()):
        names = [
            persons[one.person].full_name
            for one in moved
            if one.person in seen and (one.before.label, one.after.label) == (before, after)
        ]
        groups.append(Effect(f"từ {_words(before)} thành {_words(after)}", count, items=names[:_NAMES]))
    groups += _liftings(outcome.liftings, persons, seen)
    hidden = [persons[one.person] for one in moved if one.person not in seen and one.person in persons]
    if hidden:
        groups.append(
            Effect("ngoài địa bàn của đồng chí", len(hidden), note=_by_commune(hidden), hidden=True)
        )
    return groups


def _liftings(liftings: list[Any], persons: dict[int, Any], seen: set[int]) -> list[Effect]:
    """Signed decisions that lose their ground: nothing lifts them but another decision."""
    if not liftings:
        return []
    named = [
        f"{persons[one.person].full_name} (quyết định số {one.number})"
        for one in liftings
        if one.person in seen and one.person in persons
    ]
    note = "Quyết định đã ký không tự hết hiệu lực: tên hiện ở “Đề nghị gỡ” và chờ quyết định gỡ."
    return [Effect("quyết định đã ký sẽ được đề nghị gỡ", len(liftings), items=named[:_NAMES], note=note)]


def _words(label: str) -> str:
    if label in ("nghi ngờ", "xác định"):
        return f"ca bệnh {label}"
    return label.replace("?", " (tạm)") or "không thuộc diện theo dõi"


def _by_commune(hidden: list[Any]) -> str:
    counts = Counter(one.residence.name if one.residence else "chưa rõ nơi ở" for one in hidden)
    return ", ".join(f"{name}: {count}" for name, count in sorted(counts.items()))
