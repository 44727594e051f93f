"""Tracing over JSON: the same answers as the screens, the same refusals."""

from __future__ import annotations

import pytest

from lachan.kernel.access import roles
from lachan.kernel.policies.queries import rulebook_forget
from lachan.tracing.models import Exposure, TimelineEntry
from tests.founding import rules_load
from tests.isolation.world import NOW, at

API = "/api/v1/tracing"


@pytest.fixture
def case(world, monkeypatch):
    monkeypatch.setattr("lachan.organisations.middleware.domain_now", lambda: NOW)
    rulebook_forget()
    rules_load(NOW)
    return world.derived_case(world.person("Ca Bệnh Thử"), at("15/9 01:00"))


@pytest.fixture
def tracer(client, world):
    return world.log_in(client, roles.TRACER, world.cdc)


def post(browser, path, body):
    return browser.post(f"{API}{path}", body, content_type="application/json")


def contact(**more):
    return {
        "full_name": "Lê Văn Mới",
        "birth_year": 1990,
        "at": "2021-09-12T18:30:00",
        "closeness": "table",
    } | more


def test_contact_is_recorded_once_and_read_with_its_level(tracer, case):
    first = post(tracer, f"/cases/{case.uid}/contacts", contact())
    again = post(tracer, f"/cases/{case.uid}/contacts", contact())
    assert (first.status_code, len(first.json()["added"]), again.json()["repeated"]) == (201, 1, 1)
    row = tracer.get(f"{API}/cases/{case.uid}/contacts").json()[0]
    assert (row["name"], row["level"], row["closeness"]) == ("Lê Văn Mới", "F1", "table")
    assert Exposure.objects.get().occurred_at == at("12/9 18:30")


def test_day_alone_is_a_day(tracer, case):
    post(tracer, f"/cases/{case.uid}/contacts", contact(at=None, on="2021-09-12"))
    assert Exposure.objects.get().day_only


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (contact(closeness="unheard"), 400),
        (contact(at=None), 400),
        (contact(on="2021-09-12"), 400),
        (contact(at="2021-09-20T08:00:00"), 400),
        (contact(at="0001-01-01T00:00:00Z"), 400),
        (contact(unit_id=999999), 400),
        (contact(minutes=-1), 422),
        ({}, 422),
    ],
)
def test_impossible_contacts_are_refused(tracer, case, body, status):
    answer = post(tracer, f"/cases/{case.uid}/contacts", body)
    assert answer.status_code == status, answer.content
    assert not Exposure.objects.exists()


def test_timeline_entry_keeps_the_senders_uid(tracer, case):
    body = {
        "uid": "0199f000-0000-7000-8000-0000000000aa",
        "came_at": "2021-09-12T08:00:00+07:00",
        "place_name": "Chợ Gần",
    }
    for _ in range(2):
        assert post(tracer, f"/cases/{case.uid}/timeline", body).status_code == 201
    assert str(TimelineEntry.objects.get().uid) == body["uid"]
    assert tracer.get(f"{API}/cases/{case.uid}/timeline").json()[0]["place_name"] == "Chợ Gần"


def test_meeting_taken_back(tracer, case):
    uid = post(tracer, f"/cases/{case.uid}/contacts", contact()).json()["added"][0]
    assert post(tracer, f"/exposures/{uid}/revoke", {"reason": "Nhầm người"}).json() == {"done": True}
    assert post(tracer, f"/exposures/{uid}/revoke", {"reason": "Nhầm người"}).status_code == 404


@pytest.mark.parametrize("limit", ["0", "-1", "99999", "x"])
def test_limits_are_limits(tracer, case, limit):
    assert tracer.get(f"{API}/cases/{case.uid}/contacts", {"limit": limit}).status_code == 422


def test_out_of_sight_is_not_there_and_strangers_are_turned_away(client, world, case):
    path = f"{API}/cases/{case.uid}/contacts"
    assert client.get(path).status_code == 401
    commune = world.log_in(client, roles.COMMUNE, world.far_site_organisation)
    assert commune.get(path).status_code == 404
    assert world.log_in(client, roles.LAB, world.cdc).get(path).status_code == 403


@pytest.fixture
def waiting(tracer, case, world):
    """Somebody met the case who could be one of the register; (their line, that one)."""
    known = world.person("Lê Văn Mới", birth_year=1990)
    post(tracer, f"/cases/{case.uid}/contacts", contact(unit_id=known.residence_id))
    [line] = tracer.get(f"{API}/waiting").json()["items"]
    return f"/waiting/{line['uid']}", known


def test_a_doubtful_contact_is_decided_on(tracer, waiting):
    place, known = waiting
    seen = tracer.get(f"{API}{place}").json()
    assert str(known.uid) in [one["person"] for one in seen["candidates"]]
    assert post(tracer, place + "/decide", {"person": str(known.uid)}).json()["changed"] == 1
    assert Exposure.objects.get().person == known
    assert post(tracer, place + "/decide", {"person": None}).status_code == 404, "decided once"


def test_a_line_that_means_nobody_is_dropped(tracer, waiting):
    assert post(tracer, waiting[0] + "/refuse", {"reason": "Ghi hai lần"}).status_code == 200
    assert tracer.get(f"{API}/waiting").json()["total"] == 0
    assert not Exposure.objects.exists()


def test_an_entry_of_the_timeline_is_taken_back(tracer, case):
    body = {"came_at": "2021-09-12T18:00:00", "place_name": "Chợ"}
    entry = post(tracer, f"/cases/{case.uid}/timeline", body).json()
    assert post(tracer, f"/entries/{entry['uid']}/revoke", {"reason": "Nhầm người"}).status_code == 200
    assert tracer.get(f"{API}/cases/{case.uid}/timeline").json() == []
    assert TimelineEntry.objects.get().revoke_reason == "Nhầm người"
