"""Every page that a log-in can reach by links: no fault, nothing serious for axe, usable at 360 px."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urldefrag, urlparse

import pytest
from django.urls import Resolver404, resolve

from lachan.demo.cast import LOGINS
from tests.demo_server import DemoServer

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST_PAGES = 150  # for one log-in; one page stands for all of its address name and set of filters
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def seen_by_axe() -> set[str]:
    """Pages that axe has read for an earlier log-in: it takes a second each."""
    return set()


@pytest.mark.parametrize("username", [login.username for login in LOGINS])
def test_pages_of_a_login(demo_server, new_page, axe_faults, seen_by_axe, username):
    page = new_page(width=360, height=740)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
    page.on("console", lambda line: line.type == "error" and errors.append(f"{page.url}: {line.text}"))
    demo_server.log_in(page, username)

    faults = []
    visited = 0
    for name in walk(page, demo_server.url):
        visited += 1
        if (wider := page.evaluate(WIDER)) > 0:
            faults.append(f"{page.url}: {wider} px wider than a phone")
        if name not in seen_by_axe:
            seen_by_axe.add(name)
            faults += [f"{page.url}: {fault}" for fault in axe_faults(page)]
            page.set_viewport_size({"width": 1280, "height": 900})
            faults += [f"{page.url} (1280 px): {fault}" for fault in axe_faults(page)]
            page.set_viewport_size({"width": 360, "height": 740})
    assert not faults + errors, "\n".join(dict.fromkeys(faults + errors))
    assert visited >= 3, "a log-in that leads nowhere"


def walk(page: Any, site: str) -> Iterator[str]:
    """Opens one page for each address name that links lead to; yields the name while the page is open."""
    waiting = deque([(page.url, "the log-in")])
    known: set[str] = set()
    while waiting and len(known) < MOST_PAGES:
        address, origin = waiting.popleft()
        name = name_of(address)
        if not name or name in known:
            continue
        known.add(name)
        if opens(page, address, origin):
            yield name
            waiting.extend((link, address) for link in links(page, site))


def opens(page: Any, address: str, origin: str) -> bool:
    """Whether the address is a page (files are only fetched); a link that does not answer 200 is a fault."""
    answer = page.request.get(address)
    assert answer.status == 200, f"{address} answers {answer.status} to a link on {origin}"
    if "text/html" not in answer.headers["content-type"] or "attachment" in answer.headers.get(
        "content-disposition", ""
    ):
        return False
    page.goto(address)
    return True


def links(page: Any, site: str) -> list[str]:
    found = page.eval_on_selector_all(
        "a[href]", "all => all.map(a => new URL(a.getAttribute('href'), document.baseURI).href)"
    )
    return [urldefrag(address).url for address in found if address.startswith(site)]


def name_of(address: str) -> str:
    """The address name, with the names of its filters: a filtered list is a page of its own."""
    parts = urlparse(address)
    try:
        name = resolve(parts.path).view_name
    except Resolver404:
        return "" if parts.path.startswith("/static/") else parts.path
    filters = sorted(pair.partition("=")[0] for pair in parts.query.split("&") if pair)
    return "?".join([name, *filters])


def test_walk_finds_the_dead_link(new_page: Callable[..., Any], demo_server: DemoServer) -> None:
    page = new_page()
    with pytest.raises(AssertionError, match="answers 404"):
        opens(page, f"{demo_server.url}/khong-co-trang-nay/", "no page")
