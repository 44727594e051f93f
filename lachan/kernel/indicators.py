"""The type of an indicator; each room declares its own and insight finds them by name."""

from __future__ import annotations

import datetime as dt
import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from django.apps import apps

from lachan.kernel.access.actors import Actor


@dataclass(frozen=True, slots=True)
class Period:
    """[start, end) in aware moments."""

    start: dt.datetime
    end: dt.datetime


@dataclass(frozen=True, slots=True)
class Row:
    """One record behind a figure: the person, the district it is counted in, and its own value."""

    person_id: int
    unit_id: int | None  # commune
    value: float | None  # None: the record lacks what would measure it, shown apart, never as failure
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """A computed value with what it rests on; `value` None says that nothing could be measured."""

    value: float | None
    measured: int
    unmeasured: int


@dataclass(frozen=True, slots=True)
class Indicator:
    """`rows` are always the reader's own (through visible_to); `figure` is computed from just those rows.

    `taken_from`: (code of another indicator, how its rows become these), so that a page of both reads them once.
    """

    code: str
    title: str
    unit: str
    definition: str
    better: str  # "low" or "high"
    rows: Callable[[Actor, dt.datetime, Period], Sequence[Row]]
    figure: Callable[[Sequence[Row]], Figure]
    words: tuple[str, ...] = ()  # folded phrases of orders that this indicator measures
    taken_from: tuple[str, Callable[[Sequence[Row]], Sequence[Row]]] | None = None


_INDICATORS: dict[str, Indicator] = {}


def declare(*indicators: Indicator) -> None:
    for indicator in indicators:
        _INDICATORS[indicator.code] = indicator


def load_room_indicators() -> None:
    """Import `indicators` of every installed room."""
    for config in apps.get_app_configs():
        name = f"{config.name}.indicators"
        if config.name.startswith("lachan.") and config.name != "lachan.kernel":
            _import_if_there(name)


def _import_if_there(name: str) -> None:
    if importlib.util.find_spec(name):
        import_module(name)


def indicators() -> dict[str, Indicator]:
    return dict(_INDICATORS)
