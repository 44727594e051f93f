"""A laboratory's system sends its file over JSON: columns, check, progress and the rows that come back."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lachan.kernel.clock import real_now
from lachan.kernel.jobs.worker import drain
from lachan.testing.models import Result
from tests.people.conftest import NOW
from tests.testing.test_results_import import HEADER, line, xlsx

pytestmark = pytest.mark.django_db(transaction=True)
API = "/api/v1"


@pytest.fixture(autouse=True)
def clocks(monkeypatch):
    monkeypatch.setattr("lachan.kernel.jobs.standard.domain_now", lambda: NOW)
    monkeypatch.setattr("lachan.organisations.middleware.domain_now", lambda: NOW)


def send(browser, data, **fields):
    file = SimpleUploadedFile("kq.xlsx", data)
    return browser.post(f"{API}/testing/results/files", {"file": file, "disease": "covid19"} | fields)


FILE = xlsx(line("A1", "Nguyễn Văn An"), line("A2", "Lê Văn Cá", card=None), line("", "Không Mã"))


def test_the_way_of_a_file(world, browse):
    lab = browse(world.lab)
    sent = send(lab, FILE)
    assert sent.status_code == 201, sent.content
    upload = f"{API}/uploads/{sent.json()['uid']}"
    preview = lab.get(f"{upload}/preview").json()
    assert (preview["good"], preview["rejected"]) == (2, 1)
    assert preview["sample"][0]["values"]["outcome"] == "negative"
    assert not Result.objects.exists()
    assert lab.post(f"{upload}/start").json()["state"] == "applying"
    drain(real_now())
    done = lab.get(upload).json()
    assert (done["state"], done["done"], done["added"], done["rejected"]) == ("done", 3, 2, 1)
    assert {one["code"]: one["count"] for one in done["tallies"]} == {"registered": 1, "waiting": 1}
    back = lab.get(f"{upload}/rejected").json()
    assert (back["total"], back["items"][0]["cells"]["HỌ VÀ TÊN BỆNH NHÂN"]) == (1, "Không Mã")
    assert any("Mã mẫu" in reason for reason in back["items"][0]["reasons"])
    assert lab.get(f"{upload}/preview").status_code == 404, "what is applied is not previewed"


def test_a_file_sent_again_is_the_upload_that_there_is(world, browse):
    lab = browse(world.lab)
    first, again = send(lab, FILE).json(), send(lab, FILE).json()
    assert (again["uid"], bool(first["notice"]), bool(again["notice"])) == (first["uid"], False, True)


def test_columns_that_nobody_understands_are_told_and_explained(world, browse):
    lab = browse(world.lab)
    header = [{"Kết quả XN": "Cột lạ"}.get(name, name) for name in HEADER]
    sent = send(lab, xlsx(line("A1", "Nguyễn Văn An", **{"Kết quả XN": "ổn"}), header=header)).json()
    assert sent["needs_columns"]
    upload = f"{API}/uploads/{sent['uid']}"
    assert lab.get(f"{upload}/preview").status_code == 400
    fields = lab.get(f"{upload}/columns").json()["fields"]
    columns = {one["name"]: one["column"] for one in fields if one["column"]} | {"outcome": "Cột lạ"}

    def explain(**more):
        return lab.post(f"{upload}/columns", {"columns": columns} | more, content_type="application/json")

    [outcome] = [one for one in explain().json()["fields"] if one["name"] == "outcome"]
    assert outcome["unknown"] == ["ổn"]
    explain(values={"outcome": {"ổn": "negative"}})
    assert lab.get(f"{upload}/preview").json()["good"] == 1


def test_a_file_is_its_organisations_own(world, browse):
    sent = send(browse(world.lab), FILE).json()
    assert browse(world.station).get(f"{API}/uploads/{sent['uid']}").status_code == 404
    assert browse(world.station).get(f"{API}/uploads").json()["total"] == 0
    assert send(browse(world.station), FILE).status_code == 403


@pytest.mark.parametrize(
    ("data", "fields"),
    [(b"", {}), (b"PK\x03\x04 not a book", {}), (FILE, {"disease": "unheard"})],
)
def test_what_can_not_be_a_file_of_results_is_refused(world, browse, data, fields):
    answer = send(browse(world.lab), data, **fields)
    assert answer.status_code == 400, answer.content
    assert answer.json()["message"]


def test_a_form_that_is_none_is_told_so_as_json(world, browse):
    answer = browse(world.lab).generic("POST", f"{API}/testing/results/files", b"x", "multipart/form-data")
    assert (answer.status_code, answer.json()["message"]) == (400, "Không đọc được nội dung gửi lên.")


def test_who_sends_for_a_laboratory_names_it(world, browse):
    cdc = browse(world.cdc)
    known = cdc.get(f"{API}/testing/laboratories").json()
    assert send(cdc, FILE, laboratory="01900000-0000-7000-8000-000000000000").status_code == 400
    assert send(cdc, FILE, **({"laboratory": known[0]["uid"]} if len(known) > 1 else {})).status_code == 201
