"""The JSON router: the screens' services, the same scope, documented answers."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from ninja.testing import TestClient

from lachan.directives.api import router
from lachan.directives.models import Task
from lachan.kernel.times import LOCAL
from tests.directives.letters import Office, state_letter

AFTERNOON = dt.datetime(2021, 9, 15, 14, 0, tzinfo=LOCAL)
LETTER = state_letter(
    "Chủ tịch Ủy ban nhân dân các huyện, thành phố Cà Mau lập danh sách trước ngày 20/9/2021.",
    "Sở Y tế báo cáo trong buổi sáng ngày 15/9/2021.",
)


class Site:
    """The router as one log-in reaches it."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.client = TestClient(router)

    def ask(self, username: str | None, method: str, path: str, **more: Any) -> Any:
        actor = self.office.actor(username) if username else None
        return self.client.request(method, path, **more, actor=actor, now=AFTERNOON)


@pytest.fixture
def site(office: Office, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setenv("NINJA_SKIP_REGISTRY", "1")
    return Site(office)


def test_letters_and_tasks(site: Site) -> None:
    site.office.now = AFTERNOON
    letter = site.office.drafted(LETTER)
    assert site.ask("lanhdao", "GET", "/letters?state=drafted").json()["count"] == 1
    full = site.ask(
        "lanhdao", "POST", f"/letters/{letter.uid}/release", json={"instruction": "Làm ngay."}
    ).json()
    assert [(row["path"], row["tasks"], row["late"]) for row in full["orders"]] == [
        (["1"], 9, 0),
        (["2"], 1, 1),
    ]
    assert full["orders"][0]["measured"] == "Chưa đo được bằng dữ liệu, cần minh chứng"
    mine = site.ask("huyen", "GET", "/tasks").json()
    assert (mine["count"], mine["items"][0]["lead"]) == (1, "Ủy ban nhân dân thành phố Cà Mau")
    uid = mine["items"][0]["uid"]
    told = site.ask(
        "huyen", "POST", f"/tasks/{uid}/entries", json={"kind": "report", "words": "Xong."}
    ).json()
    assert (told["state"], told["possible"]) == ("reported", ["evidence"])
    back = site.ask("huyen", "POST", f"/entries/{told['entries'][0]['uid']}/revoke", json={"reason": "Nhầm"})
    assert back.json()["state"] == "released"
    late = site.ask("lanhdao", "GET", "/tasks?scope=all&due=late").json()
    assert [(row["order"], row["overdue_on_receipt"]) for row in late["items"]] == [("Mục 2", True)]


def answers(site: Site, letter: uuid.UUID, task: uuid.UUID) -> list[tuple[int, int]]:
    """(expected, found) status for what goes wrong."""
    nobody = uuid.uuid4()
    table: list[tuple[int, str | None, str, str, dict[str, Any] | None]] = [
        (401, None, "GET", "/letters", None),
        (403, "phongxn", "GET", "/letters", None),
        (404, "lanhdao", "GET", f"/letters/{nobody}", None),
        (404, "xa", "GET", f"/letters/{letter}", None),
        (404, "xa", "GET", f"/tasks/{task}", None),
        (404, "xa", "POST", f"/tasks/{task}/entries", {"kind": "report", "words": "x"}),
        (400, "huyen", "POST", f"/tasks/{task}/entries", {"kind": "accept", "words": "x"}),
        (400, "huyen", "POST", f"/tasks/{task}/entries", {"kind": "report", "words": ""}),
        (400, "lanhdao", "POST", f"/letters/{letter}/release", {}),
        (403, "thammuu", "POST", f"/letters/{letter}/release", {}),
        (422, "lanhdao", "GET", "/letters?limit=-1", None),
        (422, "lanhdao", "GET", "/letters?limit=201", None),
        (422, "lanhdao", "GET", "/tasks?state=draft", None),
        (422, "huyen", "POST", f"/tasks/{task}/entries", {"kind": "share"}),
        (422, "huyen", "POST", f"/entries/{nobody}/revoke", {"reason": ""}),
    ]
    return [
        (wanted, site.ask(name, method, path, **({"json": body} if body is not None else {})).status_code)
        for wanted, name, method, path, body in table
    ]


def test_what_goes_wrong_is_answered_as_documented(site: Site) -> None:
    letter = site.office.released(LETTER)
    task = site.office.task(letter, "ubnd-964")
    pairs = answers(site, letter.uid, task.uid)
    assert [found for _, found in pairs] == [wanted for wanted, _ in pairs]
    assert set(Task.objects.values_list("state", flat=True)) == {"released"}


def test_a_lead_outside_the_directory_is_kept_and_found_later(site: Site) -> None:
    site.office.now = AFTERNOON
    letter = site.office.drafted(state_letter("Hội Người cao tuổi tỉnh vận động hội viên khai báo."))
    url = f"/letters/{letter.uid}/release"
    refused = site.ask("lanhdao", "POST", url, json={})
    assert (refused.status_code, refused.json()["field"]) == (400, "keep_unknown")
    assert site.ask("lanhdao", "POST", url, json={"keep_unknown": True}).status_code == 200
    task = site.ask("lanhdao", "GET", "/tasks?scope=all").json()["items"][0]
    assert (task["lead"], task["lead_words"]) == (None, "Hội Người cao tuổi tỉnh")
    lead = site.office.world.organisations["red-cross"]
    body = {"lead": str(lead.uid)}
    assert site.ask("vanthu", "POST", f"/tasks/{task['uid']}/lead", json=body).status_code == 403
    found = site.ask("thammuu", "POST", f"/tasks/{task['uid']}/lead", json=body).json()
    assert (found["lead"], found["lead_words"]) == (lead.name, "Hội Người cao tuổi tỉnh")
    assert site.ask("thammuu", "POST", f"/tasks/{task['uid']}/lead", json=body).status_code == 400
