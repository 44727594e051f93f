"""Log-ins: given, refused, suspended, throttled."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from lachan.demo.cast import PASSWORD
from lachan.kernel.audit import queries as audit
from lachan.kernel.audit.models import Event, EventPart
from lachan.kernel.clock import real_now
from lachan.kernel.errors import Forbidden, Refused
from lachan.kernel.secrets.crypto import decrypt_bytes
from lachan.organisations import guessing, queries, services

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
        ({"password": "ngan"}, "Mật khẩu phải có ít nhất 10 ký tự"),
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


def tried(username, password="sai-mat-khau", times=1):
    for _ in range(times):
        Client().post(LOGIN, {"username": username, "password": password})


def told():
    """What the auditor reads of log-ins that failed, in order."""
    rows = list(Event.objects.filter(kind__startswith="organisations.login").order_by("id"))
    words = audit.sentences(rows)
    return [words[row.pk] for row in rows]


def test_a_failed_log_in_is_told_to_the_auditor_without_what_was_typed(world):
    tried("xa", "mat-khau-cua-toi")
    tried("mat-khau-cua-toi", "xa")
    tried("", "xa")
    assert told() == [
        "đăng nhập không thành công: tài khoản xa",
        "đăng nhập không thành công: tên không có trong hệ thống",
    ]
    parts = EventPart.objects.filter(event__kind="organisations.login_failed")
    assert not any("mat-khau" in decrypt_bytes(bytes(part.content)).decode() for part in parts)
    auditor = Client()
    auditor.force_login(world.users["kiemtra"], "django.contrib.auth.backends.ModelBackend")
    assert "tài khoản xa" in auditor.get(reverse("desk:audit_events")).content.decode()


def test_guessing_one_log_in_leaves_few_events_and_says_that_it_was_locked(world):
    tried("xa", times=20)
    assert told() == ["đăng nhập không thành công: tài khoản xa"] * guessing.EACH + [
        "tạm khóa đăng nhập vì sai nhiều lần: tài khoản xa"
    ]


def test_guessing_many_names_cannot_fill_the_log(world, monkeypatch):
    monkeypatch.setattr(guessing, "ALL", 4)
    for username in ("xa", "cdc", "huyen", "vanthu", "lanhdao", "thammuu"):
        tried(username, times=2)
    assert len(told()) == 5
    assert told()[-1] == "hơn 4 lần đăng nhập sai trong 15 phút, các lần sau không ghi riêng"


def test_attempts_are_told_again_after_a_quarter_of_an_hour(world):
    tried("xa", times=5)
    Event.objects.update(recorded_at=real_now() - guessing.WINDOW - dt.timedelta(seconds=1))
    tried("xa")
    assert len(told()) == guessing.EACH + 1


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


def test_the_form_of_a_log_in_takes_dots_and_refuses_in_vietnamese(world, morning, monkeypatch):
    monkeypatch.setattr("lachan.organisations.middleware.domain_now", lambda: morning)
    client = Client()
    client.post(LOGIN, {"username": "quantri", "password": PASSWORD})
    address = f"/tai-khoan/danh-ba/{world.organisations['cdc'].uid}/tai-khoan/"
    form = {"full_name": "Lâm Bích Thủy", "roles": ["tracer"], "password": "mot-mat-khau-dai"}
    wrong = client.post(address, form | {"username": "văn thư"}).content.decode()
    assert "chỉ gồm chữ không dấu" in wrong
    assert "Enter a valid" not in wrong
    assert client.post(address, form | {"username": "vt.cdc"}).status_code == 302


def test_a_name_stands_once_in_the_directory(world, morning, monkeypatch):
    monkeypatch.setattr("lachan.organisations.middleware.domain_now", lambda: morning)
    client = Client()
    client.post(LOGIN, {"username": "quantri", "password": PASSWORD})
    form = {"name": "sở y tế", "kind": "department", "line": "state", "symbol": "SYT"}
    for area in ("", "Tỉnh Cà Mau"):
        answer = client.post("/tai-khoan/danh-ba/lap-don-vi/", form | {"area": area})
        assert "Danh bạ đã có đơn vị mang tên này" in answer.content.decode()
    assert queries.search("so y te", morning.date()).filter(name_key="so y te").count() == 1
