"""The JSON operations do what the screens do, through the same services."""

from __future__ import annotations

import datetime as dt
import importlib.util
import sys
import uuid

import pytest
from ninja import NinjaAPI
from ninja.testing import TestClient

from lachan.kernel.errors import Forbidden, OutOfSight


def own_router():
    """A router of the test's own: one that the product's API holds can't be attached a second time."""
    spec = importlib.util.find_spec("lachan.zones.api")
    made = importlib.util.spec_from_file_location("zones_api_under_test", spec.origin)
    sys.modules[made.name] = module = importlib.util.module_from_spec(made)
    made.loader.exec_module(module)
    return module.router


@pytest.fixture
def call(story):
    """call("post", path, body, username): the answer as JSON, at the story's moment."""
    client = TestClient(own_router())

    def send(method, path, body=None, username="xa"):
        given = {"actor": story.actor(username), "now": story.now}
        answer = getattr(client, method)(path, **({"json": body} if body is not None else {}), **given)
        assert answer.status_code in {200, 201}, (path, answer.content)
        return answer.json()

    return send


def test_a_ring_over_json(story, call):
    case = story.ill("Trần Văn Bình", dt.date(2021, 9, 13))
    made = call("post", "/rings", {"case_uid": str(case.uid), "unit_id": story.unit().pk})
    ring = f"/rings/{made['uid']}"
    house = call("post", f"{ring}/houses", {"owner": "Ông Ba"})["uid"]
    visit = {"uid": str(uuid.uuid4()), "outcome": "inspected", "containers": 4, "positive": 1}
    first = call("post", f"/ring-houses/{house}/visits", visit)
    assert call("post", f"/ring-houses/{house}/visits", visit) == first
    call("post", f"{ring}/sprayings", {"round": 1, "houses": 9, "chemical": "Permethrin"})
    told = call("get", ring)
    assert (told["radius_m"], told["houses_inspected"], told["next_spraying_due"]) == (200, 1, "2021-09-22")
    assert told["closable_on"] == "2021-09-27"
    assert [stage["breteau_index"] for stage in call("get", f"{ring}/larvae")] == [None, 100.0]
    assert [row["owner"] for row in call("get", f"{ring}/houses")] == ["Ông Ba"]
    assert [row["case_code"] for row in call("get", "/rings?is_open=true")] == [case.code]
    story.now = story.now.replace(day=27)
    call("post", f"{ring}/close", {"reason": "Không cần phun lần 2"}, "huyen")
    assert call("get", "/rings?is_open=true") == []


def test_roles_and_ground_hold(story, call):
    ring = story.opened(story.ill("Trần Văn Bình", dt.date(2021, 9, 13)))
    with pytest.raises(Forbidden):
        call("get", "/rings", username="phongxn")
    with pytest.raises(Forbidden):
        call("post", f"/rings/{ring.uid}/houses", {"owner": "Ông Ba"}, "lanhdao")
    with pytest.raises(OutOfSight):
        call("get", f"/rings/{uuid.uuid4()}")


def test_the_description_is_complete():
    api = NinjaAPI(urls_namespace="zones-under-test")
    api.add_router("", own_router())
    operations = [
        one for path in api.get_openapi_schema(path_prefix="/")["paths"].values() for one in path.values()
    ]
    assert len(operations) == 9
    assert all(one["description"] for one in operations)
