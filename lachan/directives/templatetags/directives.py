"""Small filters that only this room's templates need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from lachan.directives.wording import lead_name, listed, recurrence_words
from lachan.organisations.queries import Organisation
from lachan.ui.formats import due

register = template.Library()
register.filter("due_moment", due)
register.filter("recurrence_words", recurrence_words)
register.filter("lead_name", lead_name)


@register.filter
def get(values: Mapping[str, Any], key: str) -> Any:
    """values|get:"a.key": for keys that hold a dot."""
    return values.get(key)


@register.filter
def listed_names(rows: Iterable[Organisation]) -> str:
    """The names of organisations in one line; of many the first few and how many more."""
    return listed([row.name for row in rows])


@register.filter
def concat(text: object, tail: object) -> str:
    """Like `add`, for values that are no strings (identifiers)."""
    return f"{text}{tail}"
