"""Every address of the site, walked from the root resolver."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def named() -> Iterator[tuple[str, str]]:
    """(name with its namespaces, route) of every URL pattern; a pattern without a name gives ''."""
    for name, route, _ in _walk(get_resolver().url_patterns, "", ""):
        yield name, route


def patterns() -> Iterator[tuple[str, URLPattern]]:
    """(name with its namespaces, pattern) of every URL pattern."""
    for name, _, pattern in _walk(get_resolver().url_patterns, "", ""):
        yield name, pattern


def _walk(
    found: list[URLPattern | URLResolver], space: str, route: str
) -> Iterator[tuple[str, str, URLPattern]]:
    for pattern in found:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner, here)
        else:
            yield (f"{space}{pattern.name}" if pattern.name else ""), here, pattern
