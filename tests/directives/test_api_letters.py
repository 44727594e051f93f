"""A letter over JSON, from the clerk's register to the draft of who does what."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lachan.directives.models import Letter, Task
from tests.directives.letters import state_letter
from tests.directives.test_api import AFTERNOON, LETTER

API = "/api/v1/directives"


@pytest.fixture
def as_login(office, monkeypatch):
    """as_login("vanthu"): a system that is logged in with that name."""
    monkeypatch.setattr("lachan.organisations.middleware.domain_now", lambda: AFTERNOON)

    def enter(username):
        client = Client()
        client.force_login(office.world.users[username], "django.contrib.auth.backends.ModelBackend")
        return client

    return enter


def send(browser, data, name="cv.txt", **fields):
    return browser.post(f"{API}/letters", {"file": SimpleUploadedFile(name, data)} | fields)


def post(browser, path, body=None):
    return browser.post(f"{API}{path}", body or {}, content_type="application/json")


def test_registered_confirmed_drafted_and_put_right(as_login):
    clerk, advisory = as_login("vanthu"), as_login("thammuu")
    sent = send(clerk, LETTER, received_at="2021-09-15T08:00:00", arrival_number=77)
    assert sent.status_code == 201, sent.content
    letter = sent.json()
    place = f"/letters/{letter['uid']}"
    assert (letter["arrival_number"], letter["state"]) == (77, "registered")
    assert post(advisory, f"{place}/draft").status_code == 400, "the clerk confirms first"
    names = (
        "issuer",
        "issuer_kind",
        "type",
        "number",
        "symbol",
        "place",
        "issued_on",
        "urgency",
        "addressees",
    )
    reading = {
        name: letter["reading"][name] for name in (*names, "orders", "refers_to", "recipients", "signer")
    }
    confirmed = post(clerk, f"{place}/confirm", {"reading": reading | {"subject": "Về giám sát"}}).json()
    assert (confirmed["state"], confirmed["subject"]) == ("confirmed", "Về giám sát")
    draft = post(advisory, f"{place}/draft").json()
    assert draft["count"] == 10, "nine districts and a department"
    order = confirmed["orders"][1]["uid"]
    added = post(
        advisory, f"/orders/{order}/tasks", {"lead_words": "Tổ tự quản", "due_at": "2021-09-20T17:00:00"}
    )
    assert (added.status_code, added.json()["lead_words"]) == (201, "Tổ tự quản")
    task = f"/tasks/{added.json()['uid']}/change"
    changed = post(advisory, task, {"lead_words": "Tổ COVID cộng đồng", "recurrence": "weekly", "by_day": 25})
    assert (changed.json()["by_day"], changed.json()["due_at"]) == (25, None)
    refused = post(advisory, task, {"lead_words": "Tổ COVID cộng đồng", "recurrence": "weekly", "by_day": 31})
    assert (refused.status_code, refused.json()["field"]) == (400, "by_day")
    left = post(advisory, f"{place}/draft/drop", {"tasks": [added.json()["uid"]]}).json()
    assert left["count"] == 10
    assert post(as_login("lanhdao"), f"{place}/release").json()["state"] == "released"
    assert set(Task.objects.values_list("state", flat=True)) == {"released"}


def test_a_letter_of_a_number_in_the_register_is_asked_about_first(as_login):
    clerk, other = as_login("vanthu"), LETTER + "\nBản khác.".encode()
    assert send(clerk, LETTER).status_code == 201
    assert send(clerk, LETTER).status_code == 400, "the same file is no other letter"
    asked = send(clerk, other)
    assert (asked.status_code, asked.json()["field"]) == (409, "confirm")
    assert Letter.objects.count() == 1
    assert send(clerk, other, confirm="true").status_code == 201


@pytest.mark.parametrize(
    ("name", "data", "fields"),
    [
        ("cv.pdf", b"no pdf", {}),
        ("cv.txt", LETTER, {"received_at": "2021-09-16T08:00:00"}),
        ("cv.txt", LETTER, {"received_at": "0001-01-01T08:00:00"}),
    ],
)
def test_what_can_not_be_registered_is_refused(as_login, name, data, fields):
    assert send(as_login("vanthu"), data, name, **fields).status_code == 400
    assert not Letter.objects.exists()


def test_what_was_registered_or_drafted_by_mistake_is_taken_back(as_login):
    clerk, advisory = as_login("vanthu"), as_login("thammuu")
    place = f"/letters/{send(clerk, state_letter('Sở Y tế báo cáo trước ngày 20/9/2021.')).json()['uid']}"
    post(clerk, f"{place}/confirm")
    post(advisory, f"{place}/draft")
    assert post(clerk, f"{place}/void", {"reason": "Nhầm"}).status_code == 400
    assert post(advisory, f"{place}/draft/discard").json()["count"] == 0
    assert post(clerk, f"{place}/void").status_code == 400, "a reason is asked for"
    assert post(clerk, f"{place}/void", {"reason": "Vào sổ nhầm"}).json()["state"] == "void"


def test_a_lead_of_the_directory_is_found_by_name(as_login):
    clerk, advisory = as_login("vanthu"), as_login("thammuu")
    letter = send(clerk, LETTER).json()
    order = post(clerk, f"/letters/{letter['uid']}/confirm").json()["orders"][1]["uid"]
    post(advisory, f"/letters/{letter['uid']}/draft")
    [found] = advisory.get("/api/v1/organisations", {"q": "kiem soat benh tat", "kind": "cdc"}).json()
    added = post(advisory, f"/orders/{order}/tasks", {"lead": found["uid"]}).json()
    assert (added["lead"], added["content"]) == (found["name"], letter["reading"]["orders"][1]["text"])
    unknown = post(advisory, f"/orders/{order}/tasks", {"lead": letter["uid"]})
    assert (unknown.status_code, unknown.json()["field"]) == (400, "lead")


def test_only_the_clerk_registers_and_reads(as_login):
    assert send(as_login("thammuu"), LETTER).status_code == 403
    place = f"/letters/{send(as_login('vanthu'), LETTER).json()['uid']}"
    assert post(as_login("thammuu"), f"{place}/confirm").status_code == 403
    assert as_login("huyen").get(f"{API}{place}").status_code == 404
    assert as_login("huyen").get(f"{API}{place}/draft").status_code == 403
