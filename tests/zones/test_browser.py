"""The ring's screens in a real browser: nothing serious for axe, usable at 360 px, a visit with one thumb."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from django.test import Client

from lachan.kernel.access.actors import SYSTEM
from lachan.zones import queries
from tests.zones.outbreak import HOME, Outbreak, at

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SHOTS = os.environ.get("LACHAN_SHOTS", "")


@pytest.fixture
def site(live_server, committed_world, monkeypatch):
    """A ring with three houses, one visited, and a later case; its screens by name."""
    story = Outbreak(committed_world, at(15))
    hamlet = story.hamlet()
    story.household(story.person("Lâm Thị Hoa", hamlet, address="Hẻm 5, đường Lê Lợi"), *HOME)
    ring = story.opened(story.ill("Trần Văn Bình", dt.date(2021, 9, 13), hamlet), hamlet_id=hamlet.pk)
    first, second, third = (
        story.house(ring, owner) for owner in ("Ông Ba Rạch", "Bà Sáu Lài", "Cô Bảy Thơm")
    )
    visit = story.visited(first, 4, 1, 6, 2, 2)
    story.visited(third, outcome="closed")
    story.sprayed(ring, 1)
    story.now = at(24)
    waiting = story.ill("Lê Thị Lan", dt.date(2021, 9, 20), hamlet)
    monkeypatch.setattr("lachan.organisations.middleware.domain_now", lambda: story.now)
    story.base, base = live_server.url, f"{live_server.url}/khoanh-vung"
    story.screens = {
        "list": f"{base}/",
        "waiting": f"{base}/ca-chua-khoanh/",
        "open": f"{base}/mo/{waiting.uid}/",
        "ring": f"{base}/{ring.uid}/",
        "sheet": f"{base}/{ring.uid}/phieu/",
        "houses": f"{base}/{ring.uid}/nha/",
        "house-add": f"{base}/{ring.uid}/nha/them/",
        "households": f"{base}/{ring.uid}/nha/tu-ho-dan/",
        "house": f"{base}/nha/{first.uid}/",
        "visit": f"{base}/nha/{second.uid}/kiem-tra/",
        "spraying": f"{base}/{ring.uid}/phun/",
        "revoke": f"{base}/thu-hoi/luot-kiem-tra/{visit.uid}/",
        "close": f"{base}/{ring.uid}/dong/",
        "reopen": f"{base}/{ring.uid}/mo-lai/",
    }
    story.ring = ring
    return story


def signed_in(page, story, username):
    client = Client()
    client.force_login(story.world.users[username], backend="django.contrib.auth.backends.ModelBackend")
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": story.base}]
    )
    return page


def look(page, name):
    if SHOTS:
        width = page.viewport_size["width"]
        page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)


@pytest.mark.parametrize("width", [360, 1280])
def test_every_screen(site, new_page, axe_faults, width):
    page = signed_in(new_page(width=width), site, "huyen")
    faults = []
    for name, url in site.screens.items():
        answer = page.goto(url)
        look(page, name)
        if answer.status != 200 or page.evaluate(WIDER) > 0:
            faults.append(f"{name}: {answer.status}, {page.evaluate(WIDER)} px too wide")
        faults += [f"{name}: {fault}" for fault in axe_faults(page)]
    site.now = at(5, month=10)
    for name in ("close", "ring"):
        page.goto(site.screens[name])
        look(page, f"{name}-due")
        faults += [f"{name}: {fault}" for fault in axe_faults(page)]
    assert not faults, "\n".join(faults)


def test_a_visit_with_one_thumb(site, phone):
    page = signed_in(phone, site, "xa")
    page.goto(site.screens["visit"])
    for label, times in (("Dụng cụ chứa nước đã xem", 3), ("Có bọ gậy, loăng quăng", 1), ("Người có mặt", 2)):
        button = page.get_by_role("button", name=f"Thêm một: {label}")
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 44
        for _ in range(times):
            button.tap()
    look(page, "visit-typed")
    save = page.get_by_role("button", name="Ghi và sang nhà tiếp theo")
    assert save.bounding_box()["y"] < 740, "the button stays at hand"
    save.tap()
    page.wait_for_url("**/nha/")  # the only other house was closed before: back to the list
    line = queries.house_lines(site.ring)[1]
    assert (line.inspected.containers, line.inspected.positive, line.inspected.people_home) == (3, 1, 2)
    assert queries.ring_state(site.ring.uid, SYSTEM, site.now).visited == 2


def test_a_closed_door_asks_for_no_counts(site, phone):
    page = signed_in(phone, site, "xa")
    page.goto(site.screens["visit"])
    page.get_by_label("Khóa cửa, vắng nhà").check()
    assert not page.get_by_label("Người có mặt", exact=True).is_visible()
    look(page, "visit-closed")
