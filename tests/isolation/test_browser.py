"""Every screen of tracing and isolation in a real browser, wide and on a phone: whole, legible, nothing serious for axe."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from lachan.isolation.models import Capacity, Order, OrderMember, Site, Stay
from lachan.kernel.access import roles
from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.policies.loader import policies_load
from lachan.kernel.policies.queries import rulebook_forget
from lachan.tracing.models import ContactLine, Exposure
from tests.isolation.test_screens import draft_of, sign
from tests.isolation.test_stays import open_site
from tests.isolation.world import NOW, World, at
from tests.tracing.test_screens import CONTACT, ENTRY

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDTHS = (1280, 360)


@pytest.fixture
def story(transactional_db, monkeypatch):
    """A case with contacts, two decisions (one still a draft), an arrival, a doubtful name."""
    monkeypatch.setattr("lachan.organisations.middleware.domain_now", lambda: NOW)
    rulebook_forget()
    policies_load(by=SYSTEM, now=NOW)
    world = World()
    case = world.derived_case(world.person("Nguyễn Văn Ca Bệnh"), at("15/9 01:00"))
    open_site(world, places=4)
    browser = world.log_in(Client(), roles.DISTRICT, world.committee)
    browser.post(reverse("tracing:timeline_entry_record", args=[case.uid]), ENTRY)
    for name in ("Lê Văn Mới", "Phạm Thị Hoa", "Võ Minh Tâm", "Đặng Thị Út"):
        browser.post(reverse("tracing:exposure_record", args=[case.uid]), CONTACT | {"full_name": name})
    world.person("Lê Thị Giống Tên", birth_year=1990)
    browser.post(
        reverse("tracing:exposure_record", args=[case.uid]), CONTACT | {"full_name": "Lê Thị Giống Tên"}
    )
    people = {row.person.full_name: row.person for row in Exposure.objects.select_related("person")}
    sign(browser, draft_of(browser, people["Lê Văn Mới"], people["Phạm Thị Hoa"]), world)
    member = OrderMember.objects.get(person=people["Lê Văn Mới"])
    browser.post(reverse("isolation:stay_begin", args=[member.uid]), {"at": "06:50 15/09/2021"})
    draft_of(browser, people["Võ Minh Tâm"])
    return world, case, browser


def pages_of(case):
    issued = Order.objects.get(state="issued")
    member = OrderMember.objects.get(order=issued, person__full_name="Lê Văn Mới")
    stay = member.person_id
    exposure = Exposure.objects.first()
    return {
        "tracing:list": (),
        "tracing:places": (),
        "tracing:waiting_list": (),
        "tracing:contact_decide": (ContactLine.objects.get(state="waiting").uid,),
        "tracing:timeline": (case.uid,),
        "tracing:timeline_entry_record": (case.uid,),
        "tracing:contacts": (case.uid,),
        "tracing:exposure_record": (case.uid,),
        "tracing:contacts_import": (case.uid,),
        "tracing:steps": (case.uid,),
        "tracing:exposure_revoke": (exposure.uid,),
        "isolation:need_list": (),
        "isolation:lift_list": (),
        "isolation:order_list": (),
        "isolation:order_page": (issued.uid,),
        "isolation:order_issue": (Order.objects.get(state="draft").uid,),
        "isolation:order_lift": (),
        "isolation:order_draft": (),
        "isolation:site_list": (),
        "isolation:site_page": (Site.objects.get().uid,),
        "isolation:site_register": (),
        "isolation:capacity_record": (Site.objects.get().uid,),
        "isolation:capacity_revoke": (Capacity.objects.first().uid,),
        "isolation:arrival_list": (),
        "isolation:stay_page": (Stay.objects.get(person_id=stay).uid,),
        "isolation:home_list": (),
        "isolation:person": (member.person.uid,),
        "isolation:separate": (member.person.uid,),
    }


def address(name, arguments, case):
    url = reverse(name, args=arguments)
    if name == "isolation:order_draft":
        person = Exposure.objects.get(person__full_name="Đặng Thị Út").person
        return f"{url}?selected={person.uid}&disease=covid19"
    if name == "isolation:order_lift":
        return f"{url}?selected={OrderMember.objects.get(person__full_name='Phạm Thị Hoa').uid}"
    return url


def test_every_screen_wide_and_narrow(story, live_server, new_page, axe_faults):
    _, case, browser = story
    faults = []
    pages = {width: new_page(width=width) for width in WIDTHS}
    for page in pages.values():
        page.context.add_cookies(
            [{"name": "sessionid", "value": browser.cookies["sessionid"].value, "url": live_server.url}]
        )
    for name, arguments in pages_of(case).items():
        for width, page in pages.items():
            answer = page.goto(live_server.url + address(name, arguments, case))
            _keep(page, name, width)
            faults += [f"{name} at {width}: {fault}" for fault in _faults(page, answer, width, axe_faults)]
    assert not faults, "\n".join(faults)


def test_a_signature_typed_on_a_lost_line_is_offered_again(story, live_server, new_page):
    _, case, browser = story
    page = new_page(width=360)
    page.context.add_cookies(
        [{"name": "sessionid", "value": browser.cookies["sessionid"].value, "url": live_server.url}]
    )
    order = Order.objects.get(state="draft")
    url = live_server.url + address("isolation:order_issue", (order.uid,), case)
    page.goto(url)
    page.get_by_label("Lý do").fill("Khu còn nhận tạm")
    page.context.set_offline(True)
    page.locator("main form button.btn").click()
    page.context.set_offline(False)
    page.goto(url)
    page.get_by_role("button", name="Lấy lại").click()
    assert page.get_by_label("Lý do").input_value() == "Khu còn nhận tạm"


def _faults(page, answer, width, axe_faults):
    if answer.status != 200:
        return [f"status {answer.status}"]
    found = axe_faults(page) if width == WIDTHS[0] else []
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found + ([f"{overflow} px wider than the screen"] if overflow > 0 else [])


def _keep(page, name, width):
    """Pictures for the eye, where somebody asked for them."""
    if folder := os.environ.get("LACHAN_SHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/{name.replace(':', '_')}_{width}.png", full_page=True)
