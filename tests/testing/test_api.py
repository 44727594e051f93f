"""Testing over JSON."""

from __future__ import annotations

import pytest
from ninja.testing import TestClient

from lachan.cases.models import Case
from lachan.kernel.policies.queries import rulebook_forget
from lachan.testing.api import router
from lachan.testing.models import Result, Specimen
from tests.founding import rules_load
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


@pytest.fixture
def district_system(browse, world, monkeypatch):
    """Requests of another system that is logged in as an office: system("post", actor, path, body)."""
    monkeypatch.setattr("lachan.organisations.middleware.domain_now", lambda: NOW)

    def send(method, actor, path, body=None):
        return getattr(browse(actor), method)(
            f"/api/v1/testing{path}",
            body or {},
            **({"content_type": "application/json"} if method == "post" else {}),
        )

    return send


class TestWhoseIsIt:
    def test_a_waiting_positive_is_linked_and_released_again(self, district_system, world, send, person):
        rulebook_forget()
        rules_load(NOW)
        known = person("Nguyễn Văn An", birth_year=1990)
        send(row("M1", birth_year=1990, unit_id=world.ward.pk, outcome="positive"))
        [waiting] = district_system("get", world.station, "/members?alarm=true").json()["items"]
        seen = district_system("get", world.station, f"/members/{waiting['uid']}").json()
        assert [one["person"] for one in seen["candidates"]] == [str(known.uid)]
        link, body = f"/members/{waiting['uid']}/link", {"person": str(known.uid)}
        linked = district_system("post", world.station, link, body).json()
        assert (linked["person"], linked["candidates"]) == (str(known.uid), [])
        assert district_system("post", world.station, link, body).status_code == 200, "sent again"
        assert Case.objects.filter(person=known).exists()
        undone = district_system(
            "post", world.station, f"/members/{waiting['uid']}/unlink", {"reason": "Nhầm"}
        )
        assert (undone.json()["link"], undone.json()["person"]) == ("waiting", None)
        assert Case.objects.get(person=known).withdrawn

    def test_who_was_rejected_is_not_proposed_again_and_is_registered_anew(
        self, district_system, world, send, person
    ):
        known = person("Nguyễn Văn An", birth_year=1990)
        send(row("M1", birth_year=1990, unit_id=world.ward.pk))
        [waiting] = district_system("get", world.station, "/members").json()["items"]
        place = f"/members/{waiting['uid']}"
        rejected = district_system(
            "post", world.station, f"{place}/reject", {"person": str(known.uid)}
        ).json()
        assert rejected["candidates"] == []
        new = district_system("post", world.station, f"{place}/register").json()
        assert new["link"] == "registered"
        assert new["person"] not in {None, str(known.uid)}

    def test_a_laboratory_and_another_commune_decide_nothing(self, district_system, world, send, person):
        send(row("M1", birth_year=1990, unit_id=world.ward.pk))
        [waiting] = district_system("get", world.station, "/members").json()["items"]
        place = f"/members/{waiting['uid']}/register"
        assert district_system("post", world.lab, place).status_code == 403
        assert district_system("post", world.other_station, place).status_code == 404
        assert district_system("get", world.other_station, "/members").json()["total"] == 0

    @pytest.mark.parametrize(("answer", "outcome"), [("accept", "positive"), ("refuse", "negative")])
    def test_another_outcome_of_the_laboratory_is_decided_on(
        self, district_system, world, send, answer, outcome
    ):
        send(row("M1"))
        send(row("M1", outcome="positive"))
        [asked] = district_system("get", world.cdc, "/corrections").json()["items"]
        assert (asked["recorded"], asked["sent"]) == ("negative", "positive")
        decided = district_system(
            "post", world.cdc, f"/corrections/{asked['uid']}/{answer}", {"reason": "Đã gọi"}
        )
        assert decided.status_code == 200, decided.content
        assert Result.objects.standing().get().outcome == outcome
        assert district_system("get", world.cdc, "/corrections").json()["total"] == 0


class TestSpecimens:
    def test_a_positive_pool_asks_then_calls_for_samples_of_each(self, district_system, world, person):
        rulebook_forget()
        rules_load(NOW)
        both = [person("Nguyễn Văn An"), person("Trần Thị Bé")]
        tube = {key: BODY[key] for key in ("disease", "code", "sampled_at")}
        tube |= {"people": [str(one.uid) for one in both]}
        assert district_system("post", world.station, "/specimens", tube).json()["field"] == "pooled"
        made = district_system("post", world.station, "/specimens", tube | {"pooled": True})
        assert (made.status_code, len(made.json()["members"])) == (201, 2), made.content
        results = f"/specimens/{made.json()['uid']}/results"
        positive = {key: BODY[key] for key in ("method", "outcome", "resulted_at")}
        told = district_system("post", world.station, results, positive | {"confirm": True})
        assert (told.status_code, told.json()["results"][0]["pooled"]) == (201, True)
        called = district_system("get", world.station, "/resample").json()
        assert {one["person"] for one in called} == {str(one.uid) for one in both}
        assert district_system("get", world.other_station, "/resample").json() == []

    def test_a_result_that_moves_people_is_asked_about_first(self, district_system, world, person):
        rulebook_forget()
        rules_load(NOW)
        tube = {key: BODY[key] for key in ("disease", "code", "sampled_at")} | {"people": [str(person().uid)]}
        results = (
            f"/specimens/{district_system('post', world.station, '/specimens', tube).json()['uid']}/results"
        )
        positive = {key: BODY[key] for key in ("method", "outcome", "resulted_at")}
        asked = district_system("post", world.station, results, positive)
        assert (asked.status_code, asked.json()["field"]) == (409, "confirm")
        assert not Result.objects.exists()
        assert (
            district_system("post", world.station, results, positive | {"confirm": True}).status_code == 201
        )
        assert Case.objects.exists()
        unheard = district_system("post", world.station, results, positive | {"method": "ns1"})
        assert (unheard.status_code, unheard.json()["field"]) == (400, "method")
