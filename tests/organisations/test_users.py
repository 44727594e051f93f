"""Log-ins: given, refused, suspended, throttled."""

from __future__ import annotations

import pytest
from django.test import Client

from lachan.demo.cast import PASSWORD
from lachan.kernel.audit.models import Event
from lachan.kernel.errors import Forbidden, Refused
from lachan.organisations import queries, services

LOGIN = "/tai-khoan/dang-nhap/"


def add(world, by, now, **changes):
    fields = {
        "username": "moi",
        "full_name": "Trần  Thị Mới",
        "organisation": world.organisations["cdc"],
        "roles": ["tracer"],
        "password": "mot-mat-khau-dai",
    }
    return services.user_add(by=world.actor(by, now), now=now, **(fields | changes))


def test_the_administrator_gives_a_log_in(world, morning):
    user = add(world, "quantri", morning)
    assert user.full_name == "Trần Thị Mới"
    event = Event.objects.get(kind="organisations.user_added", object_uid=user.uid)
    assert event.actor_id == world.users["quantri"].pk


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"username": "cdc"}, "đã có người dùng"),
        ({"roles": []}, "vai trò"),
        ({"roles": ["king"]}, "vai trò"),
        ({"password": "ngan"}, "10"),
    ],
)
def test_a_wrong_log_in_is_refused_with_a_reason(world, morning, changes, words):
    with pytest.raises(Refused, match=words):
        add(world, "quantri", morning, **changes)


def test_nobody_else_gives_log_ins(world, morning):
    with pytest.raises(Forbidden):
        add(world, "lanhdao", morning)


def test_a_suspended_user_is_out(world, morning):
    user = world.users["xa"]
    services.user_suspend(user=user, by=world.actor("quantri", morning), now=morning)
    answer = Client().post(LOGIN, {"username": "xa", "password": PASSWORD})
    assert answer.status_code == 200, "the form again, not a first screen"
    with pytest.raises(Refused):
        services.user_suspend(user=world.users["quantri"], by=world.actor("quantri", morning), now=morning)


def test_logging_in_leaves_an_event_and_opens_the_first_screen(world):
    answer = Client().post(LOGIN, {"username": "xa", "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert Event.objects.filter(kind="organisations.logged_in").count() == 1


def test_guessing_is_throttled(world):
    client = Client()
    answers = [
        client.post(LOGIN, {"username": "xa", "password": f"sai-{turn}"}).status_code for turn in range(10)
    ]
    assert answers[0] == 200
    assert answers[-1] in {403, 429}
    right = client.post(LOGIN, {"username": "xa", "password": PASSWORD})
    assert right.status_code in {403, 429}, "even the right password waits now"


def test_the_administrator_founds_an_organisation_on_the_screen(world, morning, monkeypatch):
    monkeypatch.setattr("lachan.organisations.middleware.domain_now", lambda: morning)
    client = Client()
    client.post(LOGIN, {"username": "quantri", "password": PASSWORD})
    form = {"name": "Sở Ngoại vụ", "kind": "department", "line": "state", "symbol": "SNgV"}
    again = client.post("/tai-khoan/danh-ba/lap-don-vi/", form | {"area": "Nơi không có"})
    assert "Không có, hoặc có nhiều đơn vị" in again.content.decode()
    answer = client.post("/tai-khoan/danh-ba/lap-don-vi/", form | {"area": "Tỉnh Cà Mau"})
    assert answer.status_code == 302
    found = queries.search("so ngoai vu", morning.date()).get()
    assert [area.unit_id for area in found.areas.all()] == [world.province.pk]


def test_a_name_stands_once_in_the_directory(world, morning, monkeypatch):
    monkeypatch.setattr("lachan.organisations.middleware.domain_now", lambda: morning)
    client = Client()
    client.post(LOGIN, {"username": "quantri", "password": PASSWORD})
    form = {"name": "sở y tế", "kind": "department", "line": "state", "symbol": "SYT"}
    for area in ("", "Tỉnh Cà Mau"):
        answer = client.post("/tai-khoan/danh-ba/lap-don-vi/", form | {"area": area})
        assert "Danh bạ đã có đơn vị mang tên này" in answer.content.decode()
    assert queries.search("so y te", morning.date()).filter(name_key="so y te").count() == 1
