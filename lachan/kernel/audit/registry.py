"""Each room's events.py names its kinds of event and the sentence the auditor reads."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.apps import apps


@dataclass(frozen=True, slots=True)
class EventKind:
    """`sentence` is a format string over the event's data, e.g. "nhận tệp {name}, {rows} dòng"."""

    code: str
    sentence: str


_KINDS: dict[str, EventKind] = {}


def register(*kinds: EventKind) -> None:
    for kind in kinds:
        _KINDS[kind.code] = kind


def load_room_events() -> None:
    """Import `events` of every installed room."""
    for config in apps.get_app_configs():
        if config.name.startswith("lachan.") and importlib.util.find_spec(f"{config.name}.events"):
            import_module(f"{config.name}.events")


def known(code: str) -> bool:
    return code in _KINDS


def sentence(code: str, data: Mapping[str, Any]) -> str:
    """The sentence with the data filled in; what is missing or forgotten shows as "…"."""
    kind = _KINDS.get(code)
    if kind is None:
        return code
    return kind.sentence.format_map(_Gaps(data))


class _Gaps(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"
