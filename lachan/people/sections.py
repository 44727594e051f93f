"""The person page is this room's; what other rooms know of somebody is hung into it from above.

    sections.register("testing", provider, order=20)

A provider is called as provider(request, person) and gives a `Section`, or None where it has nothing to show.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from lachan.people.models import Person


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the person page: a heading, and a template with its context."""

    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)


Provider = Callable[[HttpRequest, Person], Section | None]
_PROVIDERS: dict[str, tuple[int, Provider]] = {}


def register(code: str, provider: Provider, order: int = 50) -> None:
    """Hang a provider in; registering the same code again replaces it."""
    _PROVIDERS[code] = (order, provider)


def sections_for(request: HttpRequest, person: Person) -> list[Section]:
    """What all providers show of the person to this reader, in their order."""
    ordered = sorted(_PROVIDERS.items(), key=lambda item: (item[1][0], item[0]))
    shown = [provider(request, person) for _, (_, provider) in ordered]
    return [section for section in shown if section is not None]
