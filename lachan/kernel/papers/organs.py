"""For which organs besides their own a văn thư releases numbers. Organs live in a higher room, which registers them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from lachan.kernel.access.actors import Actor

Organ = tuple[int, str]  # id, name
Below = Callable[[Actor, dt.datetime], Sequence[Organ]]


def _nobody(actor: Actor, now: dt.datetime) -> Sequence[Organ]:
    return ()


_below: list[Below] = [_nobody]


def register(below: Below) -> None:
    """Let `below` name the organs for which the actor's organisation may release numbers."""
    _below[0] = below


def organs_below(actor: Actor, now: dt.datetime) -> Sequence[Organ]:
    return _below[0](actor, now)
