"""A decision over JSON, from who needs it to its lifting."""

from __future__ import annotations

import uuid

import pytest

from lachan.isolation.models import Lift, Order, Told
from lachan.kernel.access import roles
from tests.isolation.test_api import API, arrival, morning, post  # noqa: F401 (the morning of these tests)
from tests.isolation.test_stays import open_site
from tests.isolation.world import at

COVID = "covid19"


@pytest.fixture
def district(client, world):
    return world.log_in(client, roles.DISTRICT, world.committee)


@pytest.fixture
def ill(world):
    return world.derived_case(world.person(), at("15/9 01:00")).person


def draft(browser, *people, **more):
    members = [{"person_uid": str(person.uid)} for person in people]
    return post(browser, "/orders", {"disease": COVID, "members": members} | more)


def signed(world, **more):
    return {"position": world.position.pk, "signed_at": "2021-09-15T06:30:00"} | more


def test_from_the_proposal_to_the_lifting(district, world, ill):
    site = open_site(world, places=2, measures=["treatment"])
    proposal = district.get(f"{API}/proposal", {"disease": COVID, "person": [str(ill.uid)]}).json()
    [line] = proposal["lines"]
    assert (line["measure"], line["site_uid"], line["level"]) == ("treatment", str(site.uid), "F0")
    assert proposal["offices"][0]["name"] == world.committee.name
    made = draft(district, ill, grounds=["Văn bản 1"])
    assert made.status_code == 201, made.content
    order = made.json()
    assert (order["state"], order["members"][0]["site_uid"]) == ("draft", str(site.uid))
    signing = district.get(f"{API}/orders/{order['uid']}/signing").json()
    assert signing["signers"][0]["id"] == world.position.pk
    issued = post(district, f"/orders/{order['uid']}/issue", signed(world, number=12))
    assert (issued.json()["state"], issued.json()["number"]) == ("issued", 12)
    assert district.get(f"{API}/needs", {"disease": COVID}).json() == []
    lift = signed(world, members=[order["members"][0]["uid"]], reason="Chuyển viện", number=13)
    lifted = post(district, "/lifts", lift)
    assert (lifted.status_code, lifted.json()["number"], lifted.json()["people"]) == (201, 13, 1)
    assert Lift.objects.get().reason == "Chuyển viện"
    assert post(district, "/lifts", lift | {"number": 14}).status_code == 400, "lifted once"


def test_a_draft_sent_twice_is_one_also_after_it_was_signed(district, world, ill):
    open_site(world, places=2, measures=["treatment"])
    uid = str(uuid.uuid4())
    first = draft(district, ill, uid=uid, grounds=["Văn bản 1"]).json()
    post(district, f"/orders/{uid}/issue", signed(world, number=12))
    again = draft(district, ill, uid=uid, grounds=["Văn bản 1"])
    assert (again.status_code, again.json()["uid"], first["uid"]) == (201, uid, uid)
    assert Order.objects.count() == 1


def test_what_is_left_out_is_as_proposed_and_what_is_null_is_none(district, world, ill):
    open_site(world, places=2, measures=["treatment"])
    member = {"person_uid": str(ill.uid), "site_uid": None, "last_day": "2021-09-20"}
    made = post(district, "/orders", {"disease": COVID, "members": [member], "grounds": []}).json()
    assert made["members"][0]["site_uid"] is None
    assert made["members"][0]["ends_at"].startswith("2021-09-20T17:00:00")


def test_a_full_site_is_told_before_it_is_exceeded(district, world, ill):
    open_site(world, places=0, measures=["treatment"])
    [site] = district.get(f"{API}/people/{ill.uid}/sites", {"measure": "treatment"}).json()
    member = {"person_uid": str(ill.uid), "site_uid": site["uid"]}
    made = post(district, "/orders", {"disease": COVID, "members": [member]}).json()
    place, body = f"/orders/{made['uid']}/issue", signed(world, number=12)
    refused = post(district, place, body)
    assert (refused.status_code, refused.json()["field"]) == (400, "over_capacity_reason")
    assert post(district, place, body | {"over_capacity_reason": "Kê thêm giường"}).status_code == 200


def test_a_commune_drafts_and_does_not_sign(client, world, ill):
    commune = world.log_in(client, roles.COMMUNE, world.station)
    stranger = world.derived_case(world.person(unit=world.there), at("15/9 01:00")).person
    assert draft(commune, ill, stranger).status_code == 404
    office = str(world.committee.uid)
    made = draft(commune, ill, organisation=office)
    assert (made.status_code, made.json()["field"]) == (400, "organisation")


def test_a_person_without_a_need_is_not_drafted_for(district, world):
    refused = draft(district, world.person())
    assert (refused.status_code, refused.json()["field"]) == (400, "members")
    assert not Order.objects.exists()


def test_what_was_wrong_is_taken_back(district, world, ill):
    told = post(district, f"/people/{ill.uid}/told", {"disease": COVID, "at": "2021-09-15T05:00:00"}).json()
    assert post(district, f"/told/{told['uid']}/revoke", {"reason": "Gọi nhầm số"}).status_code == 200
    assert not Told.objects.standing().exists()
    stay = f"/stays/{post(district, '/stays', arrival(ill)).json()['uid']}"
    post(district, f"{stay}/end", {"at": "2021-09-15T06:30:00", "reason": "left"})
    steps = f"{API}/people/{ill.uid}/steps"
    post(district, f"{stay}/revoke", {"reason": "Chưa rời"})
    assert post(district, f"{stay}/end", {"at": "2021-09-15T06:40:00", "reason": "left"}).status_code == 201
    post(district, f"{stay}/revoke", {"reason": "Chưa rời"})
    post(district, f"{stay}/revoke", {"reason": "Chưa đến"})
    assert district.get(steps, {"disease": COVID}).json()["arrived_at"] is None


def test_a_site_tells_its_places(district, world):
    site = open_site(world, places=2)
    told = post(district, f"/sites/{site.uid}/capacity", {"places": 7})
    assert (told.status_code, told.json()["capacity"]) == (201, 7)
    far = {"organisation": str(world.far_site_organisation.uid), "unit_id": world.far.pk}
    outside = post(district, "/sites", far | {"measures": ["concentrated"], "places": 3})
    assert outside.status_code == 403


def test_a_sites_system_reads_who_comes_and_who_is_there(client, world, ill):
    site = open_site(world, places=2, measures=["treatment"])
    district = world.log_in(client, roles.DISTRICT, world.committee)
    order = draft(district, ill, grounds=[]).json()
    post(district, f"/orders/{order['uid']}/issue", signed(world, number=12))
    gate = world.log_in(client, roles.SITE, world.site_organisation)
    [awaited] = gate.get(f"{API}/arrivals").json()["items"]
    assert (awaited["person_uid"], awaited["level"], awaited["warning"]) == (str(ill.uid), "F0", "")
    came = arrival(ill, site, measure="treatment", at="2021-09-15T06:50:00")
    assert post(gate, "/stays", came).status_code == 201
    assert gate.get(f"{API}/arrivals").json()["total"] == 0
    [present] = gate.get(f"{API}/stays", {"site": str(site.uid)}).json()["items"]
    assert (present["person_uid"], present["measure"]) == (str(ill.uid), "treatment")
