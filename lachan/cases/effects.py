"""What a change would do to people, told under the reader's own scope: names of theirs, counts of others'."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any, Protocol

from lachan.kernel.access.actors import Actor
from lachan.people import queries as people
from lachan.places import queries as places
from lachan.ui.components import Effect, Effects

_NAMES = 8


class Standing(Protocol):
    """Where somebody stands at one moment."""

    @property
    def label(self) -> str: ...


class Changed(Protocol):
    """One person before and after."""

    @property
    def person(self) -> int: ...
    @property
    def before(self) -> Standing: ...
    @property
    def after(self) -> Standing: ...


def effects_of(
    changes: Iterable[Changed], *, title: str, actor: Actor, now: dt.datetime, reversible: str = ""
) -> Effects:
    """One group a kind of change, those out of the reader's sight last, by commune."""
    moved = [change for change in changes if change.before != change.after]
    seen = set(people.visible_ids([change.person for change in moved], actor, now))
    names = people.names_of(seen)
    groups: dict[str, list[int]] = {}
    for change in moved:
        if change.person in seen:
            groups.setdefault(_words(change), []).append(change.person)
    made = [_group(words, persons, names) for words, persons in sorted(groups.items())]
    hidden = [change.person for change in moved if change.person not in seen]
    return Effects(title=title, groups=[*made, *_hidden(hidden)], reversible=reversible)


def _words(change: Changed) -> str:
    before, after = change.before.label, change.after.label
    if not before:
        return f"thành {_shown(after)}"
    if not after:
        return f"{_shown(before)} hết mức"
    return f"{_shown(before)} thành {_shown(after)}"


def _shown(label: str) -> str:
    return f"{label[:-1]} tạm tính" if label.endswith("?") else label


def _group(words: str, persons: list[int], names: dict[int, str]) -> Effect:
    return Effect(words[:1].upper() + words[1:], len(persons), items=[names[pk] for pk in persons[:_NAMES]])


def _hidden(persons: list[int]) -> list[Effect]:
    if not persons:
        return []
    homes = people.residences_of(persons)
    counted = Counter(homes.get(person, 0) for person in persons)
    units: dict[int, Any] = places.units_by_id(counted)
    parts = [
        f"{units[pk].name if pk in units else 'chưa rõ địa bàn'}: {n}" for pk, n in counted.most_common(12)
    ]
    return [Effect("Ngoài phạm vi của đồng chí", len(persons), note="; ".join(parts), hidden=True)]
