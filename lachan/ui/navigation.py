"""Who sees which entries of the menu. Rooms register theirs from `AppConfig.ready`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import PERMISSIONS, may

GROUPS = ("Hôm nay", "Nghiệp vụ", "Chỉ huy", "Quản trị")


@dataclass(frozen=True)
class NavItem:
    label: str
    url_name: str
    permission: str | None = None
    order: int = 50
    group: str = "Nghiệp vụ"
    count: Callable[[HttpRequest], QuerySet[Any]] | None = None  # whose number stands beside the entry


@dataclass(frozen=True)
class NavLink:
    label: str
    url: str
    current: bool
    count: int | None


@dataclass(frozen=True)
class NavGroup:
    label: str
    links: list[NavLink]


_items: dict[tuple[str, str], NavItem] = {}


def register(item: NavItem) -> None:
    """Put an entry into the menu; registering the same entry again replaces it."""
    if item.permission is not None:
        PERMISSIONS[item.permission]  # a misspelt permission fails at the start, not on every page
    _items[(item.group, item.url_name)] = item


def items() -> list[NavItem]:
    """All entries in the order of the menu."""
    return sorted(_items.values(), key=_place)


def _place(item: NavItem) -> tuple[int, str, int, str]:
    rank = GROUPS.index(item.group) if item.group in GROUPS else len(GROUPS)
    return rank, item.group, item.order, item.label


def for_reader(request: HttpRequest, actor: Actor, numbers: Mapping[str, int]) -> list[NavGroup]:
    """The menu of this reader: entries that their roles open and whose screen exists; `numbers` by address name."""
    urls = [(item, url) for item in _visible(actor) if (url := _url(item.url_name))]
    here = _current(request.path, [url for _, url in urls])
    groups: dict[str, list[NavLink]] = {}
    for item, url in urls:
        count = numbers.get(item.url_name) if item.count else None
        groups.setdefault(item.group, []).append(NavLink(item.label, url, url == here, count))
    return [NavGroup(label, links) for label, links in groups.items()]


def screen_name(path: str) -> str:
    """What the menu calls the part of the house that a path belongs to; the path itself where it has no entry."""
    names = {url: item.label for item in items() if (url := _url(item.url_name))}
    return names.get(_current(path, names) or "", path)


def counted(actor: Actor) -> dict[str, Callable[[HttpRequest], QuerySet[Any]]]:
    """Address name → the rows whose number stands beside the entry."""
    return {item.url_name: item.count for item in _visible(actor) if item.count}


def _visible(actor: Actor) -> list[NavItem]:
    return [item for item in items() if item.permission is None or may(actor, item.permission)]


def _url(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def _current(path: str, urls: Iterable[str]) -> str | None:
    """The entry that the present page belongs to: the longest one that its path begins with."""
    below = [url for url in urls if path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))]
    return max(below, key=len, default=None)
