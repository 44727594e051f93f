"""Isolation over JSON: the same answers as the screens, the same refusals."""

from __future__ import annotations

import pytest

from lachan.isolation.models import Stay
from lachan.kernel.access import roles
from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.policies.loader import policies_load
from lachan.kernel.policies.queries import rulebook_forget
from tests.isolation.test_drafts import draft, proposed
from tests.isolation.test_stays import open_site
from tests.isolation.world import NOW, at

API = "/api/v1/isolation"


@pytest.fixture(autouse=True)
def morning(monkeypatch, db):
    monkeypatch.setattr("lachan.organisations.middleware.domain_now", lambda: NOW)
    rulebook_forget()
    policies_load(by=SYSTEM, now=NOW)


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
