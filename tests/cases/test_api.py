"""Cases and the board over JSON: the same scope, the same refusals, told in the same words."""

from __future__ import annotations

import json

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
API = "/api/v1"


def post(client, url, data):
    return client.post(f"{API}{url}", json.dumps(data), content_type="application/json")


def test_without_a_session_nothing_is_told(morning):
    assert Client().get(f"{API}/cases").status_code == 401
    assert Client().get(f"{API}/desk/board").status_code == 401


def test_a_write_needs_the_csrf_token(log_in, morning):
    client = log_in("cdc")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    url = f"/cases/{morning.case('binh').uid}/national-number"
    assert post(strict, url, {"number": "BN1"}).status_code == 403
    assert post(client, url, {"number": "BN1"}).status_code == 200


def test_cases_in_sight(log_in, morning):
    found = log_in("xa").get(f"{API}/cases").json()
    assert found["total"] == len(found["items"]) == 2
    assert log_in("cdc").get(f"{API}/cases?limit=1").json()["total"] == 4
    assert log_in("xa").get(f"{API}/cases/{morning.case('far').uid}").status_code == 404
    assert log_in("phongxn").get(f"{API}/cases").status_code == 403


@pytest.mark.parametrize("query", ["limit=-1", "limit=0", "limit=1000", "offset=-5", "classification=x"])
def test_impossible_pages_are_422(log_in, query):
    answer = log_in("cdc").get(f"{API}/cases?{query}")
    assert answer.status_code == 422
    assert answer.json()["detail"]


def test_refusals_are_vietnamese_and_name_the_field(log_in, morning):
    answer = post(log_in("cdc"), f"/cases/{morning.case('binh').uid}/onset", {"symptomatic": True})
    assert answer.status_code == 400
    assert answer.json()["field"] == "onset_on"
    assert "ngày khởi phát" in answer.json()["detail"]


def test_an_onset_tells_how_many_people_changed(log_in, morning):
    url = f"/cases/{morning.case('binh').uid}/onset"
    answer = post(log_in("cdc"), url, {"symptomatic": True, "onset_on": "2021-09-14"})
    assert answer.status_code == 200
    assert answer.json()["changed"] >= 1


def test_where_a_case_was_found_is_told_by_the_commune_of_its_day(log_in, morning):
    url = f"/cases/{morning.case('suspect').uid}/context"
    client = log_in("cdc")
    answer = post(client, url, {"context": "checkpoint", "unit_code": "32128"})
    assert (answer.json()["context"], answer.json()["unit_code"]) == ("checkpoint", "32128")
    wrong = post(client, url, {"context": "checkpoint", "unit_code": "99999"})
    assert (wrong.status_code, wrong.json()["field"]) == (400, "unit_code")


def test_the_boards_numbers_equal_their_lists(log_in):
    client = log_in("huyen")
    board = client.get(f"{API}/desk/board?disease=covid19").json()
    cells = [cell for place in board["places"] for cell in place["cells"]]
    for one in board["numbers"] + board["contexts"] + cells:
        assert client.get(one["url"]).context["table"].total == one["count"], one


def test_one_figure_and_the_curve(log_in):
    client = log_in("cdc")
    assert client.get(f"{API}/desk/figures/f0-14-ngay?disease=covid19").json()["count"] == 3
    assert client.get(f"{API}/desk/figures/khong-co").status_code == 404
    assert client.get(f"{API}/desk/figures/f0-14-ngay?disease=x").status_code == 404
    days = client.get(f"{API}/desk/curve/result?disease=covid19").json()
    assert sum(day["count"] for day in days) == 3


def test_every_operation_documents_its_refusals():
    from lachan.config.api import api

    for path, operations in api.get_openapi_schema()["paths"].items():
        for method, operation in operations.items():
            missing = {"400", "401", "403", "404", "422"} - {str(code) for code in operation["responses"]}
            assert not missing, (path, method)


def test_a_statement_that_was_wrong_is_taken_back_with_what_followed(log_in, morning):
    client, place = log_in("cdc"), f"/cases/{morning.case('binh').uid}"
    stated = post(client, f"{place}/onset", {"symptomatic": True, "onset_on": "2021-09-10"}).json()
    told = client.get(f"{API}{place}/statements").json()
    [statement] = [one for one in told if one["words"].startswith("khởi phát 10/09/2021")]
    body = {"kind": statement["kind"], "statement": statement["uid"], "reason": "Nhầm ngày"}
    other = f"/cases/{morning.case('far').uid}/statements/revoke"
    assert post(client, other, body).status_code == 404, "a statement is its own case's"
    assert post(client, f"{place}/statements/revoke", body).json()["changed"] == stated["changed"]
    again = client.get(f"{API}{place}/statements").json()
    assert {one["uid"]: one["revoke_reason"] for one in again}[statement["uid"]] == "Nhầm ngày"
    assert post(client, f"{place}/statements/revoke", body).status_code == 404


def test_the_auditor_has_the_chain_computed_again(log_in):
    seal = log_in("kiemtra").get(f"{API}/desk/audit/seal").json()
    assert seal["verdict"] is None
    computed = log_in("kiemtra").get(f"{API}/desk/audit/seal", {"verify": "true"}).json()["verdict"]
    assert (computed["intact"], computed["faults"]) == (True, [])
    assert log_in("cdc").get(f"{API}/desk/audit/seal").status_code == 403
