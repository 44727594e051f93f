"""Testing over JSON."""

from __future__ import annotations

import pytest
from ninja.testing import TestClient

from lachan.testing.api import router
from lachan.testing.models import Result, Specimen
from tests.testing.conftest import NOW, row

BODY = {
    "disease": "covid19",
    "code": "X1",
    "sampled_at": "2021-09-15T06:00:00+07:00",
    "resulted_at": "2021-09-15T06:20:00+07:00",
    "method": "rapid",
    "outcome": "positive",
}


@pytest.fixture
def api(world):
    client = TestClient(router)

    def call(actor, method, path, **options):
        return getattr(client, method)(path, actor=actor, now=NOW, **options)

    return call


def test_a_laboratory_reads_its_own_and_learns_nobody(api, world, send, person):
    person("Nguyễn Văn An", birth_year=1990, national_id="096090000001")
    send(row("M1", birth_year=1990, national_id="096090000001"))
    (mine,) = api(world.lab, "get", "/results").json()["items"]
    assert mine["members"][0]["person"] is None
    (seen,) = api(world.cdc, "get", "/results").json()["items"]
    assert seen["members"][0]["person"] is not None
    assert api(world.other_station, "get", "/results").json()["items"] == []


def test_recording_and_taking_back(api, world, person):
    known = person(unit=world.ward)
    made = api(world.station, "post", "/results", json=BODY | {"person": str(known.uid)})
    assert made.status_code == 201, made.json()
    uid = made.json()[0]["uid"]
    again = api(world.station, "post", "/results", json=BODY | {"person": str(known.uid)})
    assert (again.status_code, again.json()["field"]) == (422, "code")
    assert api(world.station, "post", f"/results/{uid}/revoke", json={"reason": "x"}).status_code == 403
    assert api(world.cdc, "post", f"/results/{uid}/revoke", json={"reason": "nhầm ống"}).status_code == 200
    assert Result.objects.get().revoked_at == NOW


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"method": "ns1"}, 422),
        ({"disease": "x"}, 422),
        ({"sampled_at": "2021-09-15T06:00:00"}, 422),
        ({"resulted_at": "2021-09-15T05:00:00+07:00"}, 422),
        ({"outcome": "maybe"}, 422),
        ({"ct": 0}, 422),
        ({"person": "01900000-0000-7000-8000-000000000000"}, 404),
    ],
)
def test_refusals_leave_nothing_behind(api, world, person, changes, status):
    body = BODY | {"person": str(person(unit=world.ward).uid)} | changes
    assert api(world.station, "post", "/results", json=body).status_code == status
    assert not Specimen.objects.exists()


@pytest.mark.parametrize("query", ["limit=0", "limit=-3", "limit=999", "since=hom-qua", "outcome=x"])
def test_questions_that_make_no_sense(api, world, query):
    assert api(world.cdc, "get", f"/results?{query}").status_code == 422
