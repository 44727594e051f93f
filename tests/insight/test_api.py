"""Figures over JSON: as they were published, as they would be, and the people behind an indicator."""

from __future__ import annotations

import json

import pytest

from lachan.insight.models import DayClosing
from tests.insight.test_day_close import close  # noqa: F401 (a fixture)
from tests.insight.test_indicators import CODE, separated  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db
API = "/api/v1/insight"
DAY = f"{API}/days/covid19/2021-09-14"


def test_a_published_day_with_its_seal_and_its_cases(log_in, close):  # noqa: F811
    close(14)
    cdc = log_in("cdc")
    [listed] = cdc.get(f"{API}/days", {"disease": "covid19"}).json()
    day = cdc.get(DAY).json()
    assert (day["figures"]["published"], day["intact"], day["digest"]) == (2, True, listed["digest"])
    assert sum(one["count"] for one in day["by_place"]) == 2
    cases = cdc.get(f"{DAY}/cases").json()
    assert sorted(one["kind"] for one in cases) == ["late", "new"]
    assert [one["kind"] for one in cdc.get(f"{DAY}/cases", {"kind": "late"}).json()] == ["late"]
    assert cdc.get(f"{API}/days/covid19/2021-09-13").status_code == 404


def test_who_sees_one_commune_reads_the_figures_and_its_own_cases(log_in, close):  # noqa: F811
    close(14)
    commune = log_in("xa")
    assert commune.get(DAY).json()["figures"]["published"] == 2
    assert len(commune.get(f"{DAY}/cases").json()) < 2


def test_what_would_be_locked_is_what_is_locked(log_in, morning):
    leader = log_in("lanhdao")
    draft = leader.get(f"{API}/days/draft", {"disease": "covid19", "day": "2021-09-14"}).json()
    assert (draft["too_early"], draft["figures"]["published"], len(draft["cases"])) == (False, 2, 2)
    assert not DayClosing.objects.exists()
    body = {"disease": "covid19", "day": "2021-09-14", "signer_name": "Lê Quốc Bảo"}
    signed = leader.post(f"{API}/days", body, content_type="application/json")
    assert (signed.status_code, signed.json()["figures"]) == (201, draft["figures"])
    again = leader.post(f"{API}/days", body, content_type="application/json")
    assert (again.status_code, DayClosing.objects.count()) == (400, 1)
    assert log_in("cdc").post(f"{API}/days", body, content_type="application/json").status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        {"day": "2021-09-15"},
        {"day": "0001-01-01"},
        {"disease": "dengue"},
        {"disease": "x"},
        {"signer_name": " "},
    ],
)
def test_a_day_that_can_not_be_locked_is_not(log_in, morning, body):
    sent = {"disease": "covid19", "day": "2021-09-14", "signer_name": "Lê Quốc Bảo"} | body
    answer = log_in("lanhdao").post(f"{API}/days", sent, content_type="application/json")
    assert answer.status_code == 400, answer.content
    assert not DayClosing.objects.exists()


def test_an_indicator_its_parts_and_the_people_behind_it(log_in, separated):  # noqa: F811
    cdc = log_in("cdc")
    [listed] = [one for one in cdc.get(f"{API}/indicators").json() if one["code"] == CODE]
    whole = cdc.get(f"{API}/indicators/{CODE}").json()
    assert (whole["figure"], whole["figure"]["value"]) == (listed["figure"], 5.0)
    rows = cdc.get(f"{API}/indicators/{CODE}/rows").json()
    assert rows["total"] == whole["figure"]["measured"] + whole["figure"]["unmeasured"]
    [measured] = cdc.get(f"{API}/indicators/{CODE}/rows", {"only": "measured"}).json()["items"]
    assert (measured["person"], measured["value"]) == (str(separated.uid), 5.0)
    place = next(part for part in whole["parts"] if part["measured"])
    of_place = cdc.get(f"{API}/indicators/{CODE}/rows", {"part": place["unit_id"]}).json()
    assert of_place["total"] == place["measured"] + place["unmeasured"]


def test_a_commune_is_told_of_nobody_else(log_in, separated):  # noqa: F811
    told = log_in("xa").get(f"{API}/indicators/{CODE}/rows").json()
    assert str(separated.uid) not in json.dumps(told)
    assert log_in("xa").get(f"{API}/indicators/{CODE}/days").json() == []


@pytest.mark.parametrize(
    ("code", "query", "status"),
    [
        ("unheard", {}, 404),
        (CODE, {"since": "2021-09-15", "until": "2021-09-10"}, 400),
        (CODE, {"since": "2019-09-15"}, 400),
        (CODE, {"since": "0001-01-01", "until": "0001-01-02"}, 400),
        (CODE, {"until": "hôm qua"}, 422),
    ],
)
def test_periods_that_are_none(log_in, morning, code, query, status):
    assert log_in("cdc").get(f"{API}/indicators/{code}", query).status_code == status
