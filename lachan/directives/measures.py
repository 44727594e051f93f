"""Where the measured figure of an order comes from: a hook that the rooms above fill.

`directives` stands below the room that computes figures, so it never asks for one by import.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, TypedDict

from lachan.kernel.access.actors import Actor


class Measured(TypedDict, total=False):
    """What the screens show beside an order. `value` None: nothing could be measured; `url` opens the rows;
    `parts` hold the same by place, `within` how many kept the rule's target; `withheld`: the order is measured, but the reader's role does not see figures."""

    title: str
    value: float | None
    unit: str
    as_of: dt.datetime
    measured: int
    unmeasured: int
    note: str
    withheld: bool
    within: int | None
    parts: list[dict[str, Any]]
    url: str


Source = Callable[[str, Actor, dt.datetime], dict[str, Any] | Measured | None]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Add a source: callable(indicator's code, actor, now) → Measured, or None where it does not know the code."""
    if source not in _sources:
        _sources.append(source)


def unregister(source: Source) -> None:
    if source in _sources:
        _sources.remove(source)


def figure(code: str, actor: Actor, now: dt.datetime) -> dict[str, Any] | None:
    """The figure of an indicator under the reader's own scope, from the first source that knows it."""
    if not code:
        return None
    for source in _sources:
        found = source(code, actor, now)
        if found is not None:
            return dict(found)
    return None
