"""Isolation over JSON: the same answers as the screens, the same refusals."""

from __future__ import annotations

import pytest

from lachan.isolation.models import Stay
from lachan.isolation.services import orders
from lachan.kernel.access import roles
from lachan.kernel.policies.queries import rulebook_forget
from tests.founding import rules_load
from tests.isolation.test_drafts import draft, proposed
from tests.isolation.test_stays import open_site
from tests.isolation.world import NOW, at

API = "/api/v1/isolation"


@pytest.fixture(autouse=True)
def morning(monkeypatch, db):
    monkeypatch.setattr("lachan.organisations.middleware.domain_now", lambda: NOW)
    rulebook_forget()
    rules_load(NOW)


@pytest.fixture
def district(client, world):
    return world.log_in(client, roles.DISTRICT, world.committee)


def post(browser, path, body):
    return browser.post(f"{API}{path}", body, content_type="application/json")


def arrival(person, site=None, **more):
    return {
        "person_uid": str(person.uid), "disease": "covid19", "measure": "concentrated" if site else "home",
        "site_uid": str(site.uid) if site else None, "unit_id": None if site else person.residence_id,
        "at": "2021-09-15T06:00:00",
    } | more  # fmt: skip


def test_sites_tell_their_places(district, world):
    site = open_site(world, places=2)
    person = world.person()
    assert post(district, "/stays", arrival(person, site)).status_code == 201
    row = district.get(f"{API}/sites").json()[0]
    assert (row["capacity"], row["staying"], row["free"]) == (2, 1, 1)


def test_arrival_sent_twice_is_one(district, world):
    body = arrival(world.person(), uid="0199f000-0000-7000-8000-0000000000bb")
    first, again = post(district, "/stays", body), post(district, "/stays", body)
    assert (first.json()["is_new"], again.json()["is_new"]) == (True, False)
    assert str(Stay.objects.get().uid) == body["uid"]


@pytest.fixture
def contact_now_case(world):
    """Ordered to a quarantine site as F1, and positive since the signature."""
    site, person = open_site(world, places=2), world.person()
    order = draft(
        world, [proposed(person, "concentrated", site=site)], disease="covid19", grounds=["Văn bản 1"]
    )
    orders.order_issue(
        order=order, position_id=world.position.pk, signed_at=at("15/9 05:00"), number=12,
        by=world.district_actor, now=NOW,
    )  # fmt: skip
    world.derived_case(person, at("15/9 06:00"))
    return person, site


def test_the_gate_asks_before_a_case_is_let_in_among_contacts(district, contact_now_case):
    body = arrival(*contact_now_case, at="2021-09-15T06:30:00")
    asked = post(district, "/stays", body)
    assert asked.status_code == 409
    assert "nay là F0, phải “điều trị, cách ly tại cơ sở y tế”" in asked.json()["message"]
    assert asked.json()["field"] == "confirm"
    assert not Stay.objects.exists()
    assert post(district, "/stays", body | {"confirm": True}).status_code == 201
    assert Stay.objects.get().person == contact_now_case[0]


def test_a_confirmed_arrival_sent_again_is_not_asked_about_again(district, contact_now_case):
    uid = "0199f000-0000-7000-8000-0000000000cc"
    body = arrival(*contact_now_case, at="2021-09-15T06:30:00", uid=uid)
    post(district, "/stays", body | {"confirm": True})
    again = post(district, "/stays", body)
    assert (again.status_code, again.json()["is_new"]) == (201, False)


def test_the_gate_asks_of_a_case_without_a_decision_too(district, world):
    site, person = open_site(world, places=2), world.person()
    world.derived_case(person, at("15/9 05:00"))
    asked = post(district, "/stays", arrival(person, site))
    assert asked.status_code == 409
    assert "Người này là F0, phải “điều trị" in asked.json()["detail"]
    assert post(district, "/stays", arrival(person, site, measure="unheard")).status_code == 400
    for_now = arrival(person, site, measure="temporary")
    assert post(district, "/stays", for_now).status_code == 201


def test_the_question_at_the_gate_is_documented(district):
    operation = district.get("/api/v1/openapi.json").json()["paths"]["/api/v1/isolation/stays"]["post"]
    assert {"201", "409"} <= operation["responses"].keys()


def test_departure_and_steps(district, world):
    person = world.derived_case(world.person(), at("15/9 01:00")).person
    uid = post(district, "/stays", arrival(person)).json()["uid"]
    assert (
        post(
            district, f"/people/{person.uid}/told", {"disease": "covid19", "at": "2021-09-15T05:00:00"}
        ).status_code
        == 201
    )
    assert (
        post(district, f"/stays/{uid}/end", {"at": "2021-09-15T06:30:00", "reason": "left"}).status_code
        == 201
    )
    found = district.get(f"{API}/people/{person.uid}/steps", {"disease": "covid19"}).json()
    assert found["ordered_at"] is None
    assert found["told_at"] < found["arrived_at"]


def test_needs_and_orders_are_the_readers_own(client, world):
    mine = world.derived_case(world.person(), at("15/9 01:00")).person
    world.derived_case(world.person(unit=world.far), at("15/9 01:00"))
    order = draft(world, [proposed(mine), proposed(world.person(unit=world.there))])
    commune = world.log_in(client, roles.COMMUNE, world.station)
    needs = commune.get(f"{API}/needs", {"disease": "covid19"}).json()
    assert [need["person_uid"] for need in needs] == [str(mine.uid)]
    row = commune.get(f"{API}/orders/{order.uid}").json()
    assert (row["people"], len(row["members"]), row["signed_at"]) == (2, 1, None)
    assert len(commune.get(f"{API}/orders").json()) == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"measure": "unheard"}, 400),
        ({"disease": "unheard"}, 400),
        ({"at": "2021-09-16T06:00:00"}, 400),
        ({"unit_id": 999999}, 400),
        ({"person_uid": "0199f000-0000-7000-8000-00000000abcd"}, 404),
        ({"site_uid": "0199f000-0000-7000-8000-00000000abcd"}, 404),
        ({"at": "sáng nay"}, 422),
    ],
)
def test_impossible_arrivals_are_refused(district, world, body, status):
    answer = post(district, "/stays", arrival(world.person(), **body))
    assert answer.status_code == status, answer.content
    assert not Stay.objects.exists()


@pytest.mark.parametrize("query", [{"limit": "0"}, {"limit": "100000"}, {"offset": "-1"}])
def test_limits_are_limits(district, query):
    assert district.get(f"{API}/orders", query).status_code == 422


def test_strangers_are_turned_away(client, world):
    for path in ("/sites", "/orders", "/needs?disease=covid19"):
        assert client.get(f"{API}{path}").status_code == 401
    lab = world.log_in(client, roles.LAB, world.cdc)
    assert lab.get(f"{API}/orders").status_code == 403
