"""Small filters that only this room's templates need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def get(values: Mapping[str, Any], key: str) -> Any:
    """values|get:"a.key": for keys that hold a dot."""
    return values.get(key)


@register.filter
def concat(text: object, tail: object) -> str:
    """Like `add`, for values that are no strings (identifiers)."""
    return f"{text}{tail}"
