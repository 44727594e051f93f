"""People over JSON: the doors are those of the screens, and every refusal is documented."""

from __future__ import annotations

import pytest
from ninja.testing import TestClient

from lachan.people.api import router
from lachan.people.models import Merge, Person

CARD = "096090000001"


@pytest.fixture
def api(world, now):
    client = TestClient(router)

    def call(actor, method, path, **options):
        return getattr(client, method)(path, actor=actor, now=now, **options)

    return call


def test_search_is_scoped_and_limited(api, world, person):
    person("Nguyễn Văn An", unit=world.ward)
    person("Nguyễn Văn An", unit=world.village)
    found = api(world.station, "get", "/?q=an nguyen").json()
    assert [one["commune"] for one in found["items"]] == ["Phường 4"]
    assert api(world.cdc, "get", "/?q=an nguyen&limit=1").json()["more"] is True


@pytest.mark.parametrize("limit", ["0", "-1", "51", "x"])
def test_limits_are_constrained(api, world, limit):
    assert api(world.cdc, "get", f"/?q=an&limit={limit}").status_code == 422


def test_one_person(api, world, person):
    made = person(unit=world.ward)
    assert api(world.station, "get", f"/{made.uid}").json()["full_name"] == "Nguyễn Văn An"
    assert api(world.other_station, "get", f"/{made.uid}").status_code == 404
    assert api(world.lab, "get", f"/{made.uid}").status_code == 403


def test_registering(api, world):
    body = {"full_name": "Nguyễn Văn An", "birth_year": 1990, "national_id": CARD, "commune_code": "32002"}
    assert api(world.station, "post", "/", json=body).status_code == 201
    assert Person.objects.get().residence == world.ward
    again = api(world.station, "post", "/", json=body)
    assert (again.status_code, again.json()["field"]) == (422, "national_id")
    unknown = api(world.station, "post", "/", json=body | {"commune_code": "1"})
    assert (unknown.status_code, unknown.json()["field"]) == (422, "commune_code")
    assert api(world.lab, "post", "/", json=body).status_code == 403


def test_asking_by_number(api, world, person):
    person(unit=world.village, national_id=CARD)
    answer = api(world.station, "post", "/duplicates", json={"national_id": CARD}).json()
    assert answer["visible"] == []
    assert answer["elsewhere"][0]["label"] == "Xã Tân Phú, Thành phố Cà Mau"
    assert api(world.station, "post", "/duplicates", json={}).status_code == 422


class TestMerging:
    """Another system finds two records of one human being, and is mistaken."""

    @pytest.fixture
    def cdc(self, browse, world, now, monkeypatch):
        monkeypatch.setattr("lachan.organisations.middleware.domain_now", lambda: now)
        return browse(world.cdc)

    def test_merged_and_told_apart_again(self, cdc, person):
        kept = person("Nguyễn Văn An", birth_year=1990)
        other = person("Nguyễn Văn An", birth_year=1990, phone="0912345678")
        place = f"/api/v1/people/{kept.uid}"
        found = cdc.get(f"{place}/candidates").json()["candidates"]
        assert [one["person"] for one in found] == [str(other.uid)]
        body = {"other": str(other.uid), "reason": "Cùng số điện thoại"}
        merge = cdc.post(f"{place}/merge", body, content_type="application/json")
        assert merge.status_code == 201, merge.content
        assert cdc.get(f"/api/v1/people/{other.uid}").json()["uid"] == str(kept.uid)
        undo = f"/api/v1/people/merges/{merge.json()['uid']}/revoke"
        assert cdc.post(undo, {"reason": ""}, content_type="application/json").status_code == 422
        undone = cdc.post(undo, {"reason": "Hai anh em"}, content_type="application/json").json()
        assert (undone["revoke_reason"], undone["revoked_at"] is None) == ("Hai anh em", False)
        assert cdc.get(f"/api/v1/people/{other.uid}").json()["uid"] == str(other.uid)
        assert [one["uid"] for one in cdc.get(f"{place}/merges").json()] == [merge.json()["uid"]]

    def test_a_record_is_not_merged_with_itself(self, cdc, person):
        kept = person()
        body = {"other": str(kept.uid), "reason": "Trùng"}
        answer = cdc.post(f"/api/v1/people/{kept.uid}/merge", body, content_type="application/json")
        assert (answer.status_code, Merge.objects.count()) == (400, 0)
