"""What every page shows around its work: the menu and the reader, plus what rooms registered."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import ROLE_NAMES
from lachan.kernel.together import read_together
from lachan.ui import navigation

Provider = Callable[[HttpRequest], dict[str, Any]]
CountedRows = Callable[[HttpRequest], QuerySet[Any] | None]
_providers: list[Provider] = []
_counted: dict[str, CountedRows] = {}
_KEPT = "_lachan_page"


def register(provider: Provider) -> None:
    """Add values to every page (the clock, the number of alarms); called from `AppConfig.ready`."""
    if provider not in _providers:
        _providers.append(provider)


def register_count(name: str, rows: CountedRows) -> None:
    """Add the number of rows to every page under `name`; None where it is not for this reader."""
    _counted[name] = rows


def page(request: HttpRequest) -> dict[str, Any]:
    """The context processor. A page of many templates asks it many times: the answer is kept on the request."""
    kept: dict[str, Any] | None = getattr(request, _KEPT, None)
    if kept is None:
        kept = _page(request)
        setattr(request, _KEPT, kept)
    return kept


def _page(request: HttpRequest) -> dict[str, Any]:
    """The menu is computed once, when a template asks for it; its numbers and the others come in one trip."""
    actor = getattr(request, "actor", None)
    numbers = cache(lambda: _numbers(request, actor)) if actor else dict
    values: dict[str, Any] = {
        "nav": SimpleLazyObject(lambda: navigation.for_reader(request, actor, numbers()) if actor else []),
        "reader": _reader(actor) if actor else None,
        "clock_now": getattr(request, "now", None),
        "clock_is_demo": settings.DEMO,
    }
    values |= {name: partial(_number, numbers, name) for name in _counted}
    for provider in _providers:
        values |= provider(request)
    return values


def _numbers(request: HttpRequest, actor: Actor) -> dict[str, int]:
    wanted = _counted | navigation.counted(actor)
    rows = {name: found for name, of in wanted.items() if (found := of(request)) is not None}
    return dict(zip(rows, read_together(counted=list(rows.values())), strict=True))


def _number(numbers: Callable[[], dict[str, int]], name: str) -> int | None:
    """Called by a template that shows it, and by no other."""
    return numbers().get(name)


def _reader(actor: Actor) -> dict[str, Any]:
    """Name, office and roles in words; an actor's label is "name, office"."""
    name, _, office = actor.label.partition(", ")
    return {
        "id": actor.user_id,
        "name": name,
        "office": office,
        "role": ", ".join(ROLE_NAMES[role] for role in ROLE_NAMES if role in actor.roles),
    }
