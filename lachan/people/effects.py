"""What a computed change would do to people, told under the reader's own scope: names in sight, counts out of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from lachan.epi.vocabulary import MEASURES
from lachan.kernel.access.actors import Actor
from lachan.people import queries as people
from lachan.ui.components import Effect

_NAMES = 12


def effects_of(outcome: Any, actor: Actor, now: dt.datetime) -> list[Effect]:
    """The groups of an `Effects` for an outcome of standing: its `changes` with `before.label` and `after.label`,
    the `liftings` that come to be proposed, the decisions that come to be needed (`needs`), and who falls ill `again`."""
    moved = [one for one in outcome.changes if one.before != one.after]
    persons = people.people_of(one.person for one in (*moved, *outcome.liftings, *outcome.needs))
    seen = set(people.visible_ids(persons, actor, now))
    groups = _moves([one for one in moved if one.person in seen], persons, outcome.again)
    groups += _liftings(outcome.liftings, persons, seen)
    groups += _needs(outcome.needs, persons, seen)
    hidden = [persons[one.person] for one in moved if one.person not in seen and one.person in persons]
    if hidden:
        groups.append(
            Effect("ngoài địa bàn của đồng chí", len(hidden), note=_by_commune(hidden), hidden=True)
        )
    return groups


def _moves(moved: Iterable[Any], persons: dict[int, Any], again: dict[int, str]) -> list[Effect]:
    names = defaultdict(list)
    for one in moved:
        words = f" ({again[one.person]})" if one.person in again else ""
        names[one.before.label, one.after.label].append(f"{persons[one.person].full_name}{words}")
    return [
        Effect(f"từ {_words(before)} thành {_words(after)}", len(found), items=found[:_NAMES])
        for (before, after), found in sorted(names.items())
    ]


def _liftings(liftings: list[Any], persons: dict[int, Any], seen: set[int]) -> list[Effect]:
    """Signed decisions that lose their ground: nothing lifts them but another decision."""
    if not liftings:
        return []
    named = [
        f"{persons[one.person].full_name} (quyết định số {one.number})"
        for one in liftings
        if one.person in seen
    ]
    note = "Quyết định đã ký không tự hết hiệu lực: tên hiện ở “Đề nghị gỡ” và chờ quyết định gỡ."
    return [Effect("quyết định đã ký sẽ được đề nghị gỡ", len(liftings), items=named[:_NAMES], note=note)]


def _needs(needs: list[Any], persons: dict[int, Any], seen: set[int]) -> list[Effect]:
    """Measures that need a signature, one group a measure."""
    named: dict[str, list[int]] = defaultdict(list)
    for one in needs:
        named[one.measure].append(one.person)
    return [
        Effect(
            f"cần quyết định mới: {MEASURES[measure].label[:1].lower()}{MEASURES[measure].label[1:]}",
            len(found),
            items=[persons[person].full_name for person in found if person in seen][:_NAMES],
            note="Tên hiện ở “Cần cách ly” và chờ lập, ký quyết định.",
        )
        for measure, found in sorted(named.items())
    ]


def _words(label: str) -> str:
    if label in ("nghi ngờ", "xác định"):
        return f"ca bệnh {label}"
    return label.replace("?", " (tạm tính)") or "không thuộc diện theo dõi"


def _by_commune(hidden: list[Any]) -> str:
    counts = Counter(one.residence.name if one.residence else "chưa rõ nơi ở" for one in hidden)
    return ", ".join(f"{name}: {count}" for name, count in sorted(counts.items()))
