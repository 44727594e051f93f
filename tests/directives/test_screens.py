"""The screens, as the log-ins get them: from the upload to the printed report, without JavaScript."""

from __future__ import annotations

import datetime as dt
import io
import re
import uuid
from collections.abc import Callable, Iterator
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document

from lachan.directives import measures, queries, services
from lachan.directives.models import Letter, Task, TaskEntry
from lachan.kernel import clock
from lachan.kernel.times import LOCAL
from tests.directives.letters import MORNING, Office, state_letter

AFTERNOON = dt.datetime(2021, 9, 15, 14, 0, tzinfo=LOCAL)
LETTER = state_letter(
    "Chủ tịch Ủy ban nhân dân các huyện, thành phố Cà Mau lập danh sách trước ngày 20/9/2021.",
    "Sở Y tế báo cáo trong buổi sáng ngày 15/9/2021.",
    "Sở Ngoại vụ kiểm tra hằng ngày.",
)
Log = Callable[[str], Client]


@pytest.fixture
def log_in(office: Office, monkeypatch: pytest.MonkeyPatch) -> Log:
    """A client of a log-in; the domain's clock stands at the afternoon."""
    monkeypatch.setattr("lachan.organisations.middleware.domain_now", lambda: AFTERNOON)

    def client(username: str) -> Client:
        made = Client()
        made.force_login(office.world.users[username], "django.contrib.auth.backends.ModelBackend")
        return made

    return client


def words(answer: HttpResponse) -> str:
    assert answer.status_code == 200, answer.status_code
    body = re.sub(r"<[^>]+>", " ", answer.content.decode().partition("<main")[2])
    return " ".join(unescape(body).split())


class _Fields(HTMLParser):
    """What a browser would send for the form with a given id, untouched."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id, self.inside, self.area, self.select = form_id, False, "", ""
        self.values: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        name = given.get("name", "")
        if not self.inside:
            return
        if tag == "input" and given.get("type") not in ("checkbox", "submit"):
            self.values[name] = given.get("value", "")
        elif tag == "textarea":
            self.area = name
            self.values[name] = ""
        elif tag == "select":
            self.select = name
            self.values[name] = ""
        elif tag == "option" and (name := self.select) and ("selected" in given or not self.values[name]):
            self.values[name] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""
        elif tag == "select":
            self.select = ""
        elif tag == "form":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area] += data.removeprefix("\n") if not self.values[self.area] else data


def fields(answer: HttpResponse, form_id: str) -> dict[str, str]:
    reader = _Fields(form_id)
    reader.feed(answer.content.decode())
    assert reader.values, f"no form {form_id}"
    return reader.values


def test_the_morning_of_a_letter(office: Office, log_in: Log) -> None:
    """Register, confirm, draft, release, report and accept, each with its own log-in."""
    clerk, specialist, leader, district = (log_in(name) for name in ("vanthu", "thammuu", "lanhdao", "huyen"))
    given = {
        "file": SimpleUploadedFile("cv.txt", LETTER),
        "received_at": "13:30 15/09/2021",
        "arrival_number": "1",
    }
    reading_url = clerk.post("/van-ban/vao-so/", given).url  # type: ignore[attr-defined]
    form = fields(clerk.get(reading_url), "ban-doc")
    assert clerk.post(reading_url, form).status_code == 302
    letter = Letter.objects.get()
    assert letter.confirmed is not None
    assert letter.confirmed["orders"] == letter.reading["orders"]
    page = f"/van-ban/{letter.uid}/"
    assert "Dự thảo phân công" in words(specialist.get(page))
    draft_url = specialist.post(f"{page}phan-cong/").url  # type: ignore[attr-defined]
    assert "9 đơn vị" in words(specialist.get(draft_url))
    lost = Task.objects.get(lead=None)
    changed = {
        "lead": "công an tỉnh",
        "content": lost.content,
        "due_at": "",
        "recurrence": "daily",
        "co_workers": "SYT\nUBND tỉnh",
    }
    assert specialist.post(f"/van-ban/nhiem-vu/{lost.uid}/sua/", changed).status_code == 302
    lost.refresh_from_db()
    assert lost.lead == office.world.organisations["police"]
    assert lost.co_workers.count() == 2
    release = leader.get(f"{page}giao-viec/")
    assert 'data-draft="release-' in release.content.decode(), "a bút phê is kept when the line drops"
    shown = words(release)
    assert "quá hạn khi nhận" in shown
    assert leader.post(f"{page}giao-viec/", {"instruction": "Giao ngay."}).status_code == 302
    assert set(Task.objects.values_list("state", flat=True)) == {"released"}
    mine = queries.my_tasks(office.actor("huyen")).get()
    assert str(mine.uid) in district.get("/van-ban/nhiem-vu/").content.decode()
    entry = {"words": "Đã lập danh sách.", "file": SimpleUploadedFile("ds.xlsx", b"PK")}
    assert district.post(f"/van-ban/nhiem-vu/{mine.uid}/ghi/report/", entry).status_code == 302
    assert leader.post(f"/van-ban/nhiem-vu/{mine.uid}/ghi/accept/", {"words": ""}).status_code == 302
    mine.refresh_from_db()
    assert mine.state == Task.State.DONE
    counted = words(leader.get(page))
    assert "11 Nhiệm vụ đã giao" in counted or "Nhiệm vụ đã giao 11" in counted
    report = leader.post(
        f"{page}bao-cao/",
        {
            "position": leader.get(f"{page}bao-cao/").context["form"].fields["position"].choices[0][0],
            "numbering": "typed",
            "number": "45",
        },
    )
    assert report.status_code == 302
    link = re.search(r"/van-ban/bao-cao/[0-9a-f-]+/", leader.get(f"{page}bao-cao/").content.decode())
    assert link is not None
    document = Document(io.BytesIO(leader.get(link[0]).content))
    text = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    spoken = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Chưa đo được bằng dữ liệu, đánh giá bằng minh chứng của đơn vị thực hiện: mục 1; 2; 3" in spoken
    assert "đã giao 11 nhiệm vụ: 1 đã hoàn thành" in spoken
    assert "Ủy ban nhân dân tỉnh Cà Mau báo cáo" in spoken
    assert "Cộng 11 nhiệm vụ" in text
    assert "hết ngày 20/09/2021" in text
    assert "Số: 45/BC-UBND" in text
    assert "Lê Quốc Bảo" in text


def test_the_text_stands_beside_the_reading(office: Office, log_in: Log) -> None:
    letter = office.register(LETTER)
    page = log_in("vanthu").get(f"/van-ban/{letter.uid}/ban-doc/").content.decode()
    for number in (1, 2, 3):
        assert f'id="cho-{number}"' in page
        assert f'href="#cho-{number}"' in page
        assert f'id="noi-dung-{number}"' in page
    shown = unescape(
        re.sub(r"<[^>]+>", "", page.partition('class="letter-text">')[2].partition("</section>")[0])
    )
    assert re.sub(r"\s|\d", "", shown) == re.sub(r"\s|\d", "", letter.text), "nothing of the letter is lost"


EDITS: list[tuple[dict[str, str], Callable[[dict[str, Any]], Any], Any]] = [
    ({"h-subject": "việc khác"}, lambda one: one["subject"], "việc khác"),
    ({"h-issued_on": "13/09/2021"}, lambda one: one["issued_on"], "2021-09-13"),
    ({"h-addressees": "Sở Y tế\n\nCông an tỉnh"}, lambda one: one["addressees"], ["Sở Y tế", "Công an tỉnh"]),
    ({"o-0-drop": "on"}, lambda one: [order["path"] for order in one["orders"]], [["2"], ["3"]]),
    ({"o-0-path": "1 / -2"}, lambda one: one["orders"][0]["path"], ["1", "-2"]),
    ({"o-0-text": "Làm ngay."}, lambda one: one["orders"][0]["text"], "Làm ngay."),
    ({"o-1-s-0-role": "support"}, lambda one: one["orders"][1]["subjects"][0]["role"], "support"),
    ({"o-1-s-0-name": ""}, lambda one: one["orders"][1]["subjects"], [{"name": None, "role": "all"}]),
    ({"o-1-d-0-due": "08:30", "o-1-d-0-due_day": "16/9/2021"}, lambda one: one["orders"][1]["deadlines"][0]["due"], "2021-09-16T08:30:00"),
    ({"o-1-d-0-due": "", "o-1-d-0-due_day": "16/9/2021"}, lambda one: one["orders"][1]["deadlines"][0]["due"], "2021-09-16"),
    ({"o-1-d-0-text": "", "o-1-d-0-due": "", "o-1-d-0-due_day": ""}, lambda one: one["orders"][1]["deadlines"], []),
]  # fmt: skip


def test_every_field_of_the_reading_can_be_put_right(office: Office, log_in: Log) -> None:
    letter = office.register(LETTER)
    clerk, url = log_in("vanthu"), f"/van-ban/{letter.uid}/ban-doc/"
    untouched = fields(clerk.get(url), "ban-doc")
    for changes, look, expected in EDITS:
        answer = clerk.post(url, untouched | changes)
        assert answer.status_code == 302, (changes, words(answer)[:1500])
        letter.refresh_from_db()
        assert look(letter.confirmed or {}) == expected, changes


def test_rows_are_added_without_javascript(office: Office, log_in: Log) -> None:
    letter = office.register(LETTER)
    clerk, url = log_in("vanthu"), f"/van-ban/{letter.uid}/ban-doc/"
    form = fields(clerk.get(url), "ban-doc")
    for prefix in ("o-1-s", "o-1-d", "o", "r"):
        form = fields(clerk.post(url, form | {"add": prefix}), "ban-doc")
    assert Letter.objects.get().state == Letter.State.REGISTERED, "adding rows writes nothing"
    form |= {
        "o-1-s-1-name": "Công an tỉnh", "o-1-s-1-role": "support",
        "o-1-d-1-text": "hằng ngày", "o-1-d-1-kind": "recurring",
        "o-3-path": "4", "o-3-text": "Báo cáo kết quả.", "o-3-s-0-name": "Sở Y tế",
        "r-0-number": "114", "r-0-symbol": "TB-VPTU", "r-0-relation": "implements", "r-0-date": "08/09/2021",
    }  # fmt: skip
    answer = clerk.post(url, form)
    assert answer.status_code == 302, words(answer)[:1500]
    made = Letter.objects.get().confirmed or {}
    assert made["orders"][1]["subjects"][1] == {"name": "Công an tỉnh", "role": "support"}
    assert made["orders"][1]["deadlines"][1] == {"text": "hằng ngày", "due": None, "kind": "recurring"}
    assert made["orders"][3]["path"] == ["4"]
    assert made["refers_to"][0]["date"] == "2021-09-08"


WRONG = [
    ({"h-issued_on": "31/02/2021"}, "Không có ngày 31/02/2021"),
    ({"o-0-path": ""}, "Chưa nhập mục"),
    ({"o-0-path": "2"}, "ghi hai lần"),
    ({"o-1-d-0-due": "25:00"}, "Giờ phải viết dạng"),
    ({"o-1-d-0-due": "", "o-1-d-0-due_day": ""}, "phải có ngày"),
]


def test_a_wrong_field_says_so_and_writes_nothing(office: Office, log_in: Log) -> None:
    letter = office.register(LETTER)
    clerk, url = log_in("vanthu"), f"/van-ban/{letter.uid}/ban-doc/"
    untouched = fields(clerk.get(url), "ban-doc")
    for changes, said in WRONG:
        assert said in words(clerk.post(url, untouched | changes)), changes
    assert Letter.objects.get().state == Letter.State.REGISTERED


def test_the_same_number_can_be_accepted_on_the_screen(office: Office, log_in: Log) -> None:
    office.register(LETTER)
    clerk = log_in("vanthu")
    other = state_letter("Công an tỉnh báo cáo ngay.")

    def send(**more: str) -> Any:
        file = SimpleUploadedFile("cv2.txt", other)
        return clerk.post(
            "/van-ban/vao-so/",
            {"file": file, "received_at": "13:30 15/09/2021", "arrival_number": "2", **more},
        )

    refused = send()
    assert "đã vào sổ với số đến 1" in words(refused)
    assert 'type="checkbox" name="accept_same_number"' in refused.content.decode()
    assert send(accept_same_number="on").status_code == 302


def test_a_group_of_units_is_changed_at_once(office: Office, log_in: Log) -> None:
    letter = office.drafted(LETTER)
    task = office.task(letter, "ubnd-966")
    changed = {
        "lead": task.lead.name if task.lead else "", "content": "Lập danh sách theo mẫu.", "due_at": "17:00",
        "due_at_day": "18/09/2021", "recurrence": "", "co_workers": "Sở Y tế", "whole_group": "on",
    }  # fmt: skip
    specialist = log_in("thammuu")
    answer = specialist.post(f"/van-ban/nhiem-vu/{task.uid}/sua/", changed)
    assert answer.status_code == 302, words(answer)
    rows = Task.objects.filter(order=task.order)
    assert set(rows.values_list("content", flat=True)) == {"Lập danh sách theo mẫu."}
    assert len({row.lead_id for row in rows}) == 9
    unknown = specialist.post(f"/van-ban/nhiem-vu/{task.uid}/sua/", {**changed, "co_workers": "Sở Y"})
    assert "Không rõ “Sở Y” là đơn vị nào. Có phải: Sở Y tế" in words(unknown)
    chosen = [str(row.uid) for row in rows[:3]]
    specialist.post(f"/van-ban/{letter.uid}/phan-cong/bo-bot/", {"selected": [*chosen, "x"]})
    assert rows.all().count() == 6


def test_the_register_filters_by_its_address(office: Office, log_in: Log) -> None:
    office.confirm(office.register(LETTER), urgency="hỏa tốc")
    office.register(state_letter("Sở Y tế báo cáo ngay.", number=902))
    clerk = log_in("vanthu")
    table = [
        ("", 2),
        ("?text=KGVX+902", 1),
        ("?urgency=hỏa+tốc", 1),
        ("?state=confirmed", 1),
        ("?since=16/09/2021", 0),
        ("?until=15/09/2021", 2),
        ("?late=on", 0),
    ]
    found = [clerk.get(f"/van-ban/{query}").context["table"].total for query, _ in table]
    assert found == [count for _, count in table]


def test_counts_on_the_letter_equal_the_lists_they_open(office: Office, log_in: Log) -> None:
    letter = office.released(LETTER)
    task = office.task(letter, "ubnd-964")
    services.task_share(
        task=task,
        lead_ids=[office.world.organisations["tyt-32002"].pk],
        content="Phần xã",
        by=office.actor("huyen"),
        now=AFTERNOON,
    )
    office.now = AFTERNOON
    for lead, kind in (("ubnd-966", "report"), ("department", "report")):
        services.task_entry_record(
            task=office.task(letter, lead),
            kind=kind,
            words="Xong.",
            by=office.actor("thammuu"),
            now=AFTERNOON,
        )
    leader = log_in("lanhdao")
    page = leader.get(f"/van-ban/{letter.uid}/")
    counted = {"all": 10, "done": 0, "reported": 2, "late": 1, "escalated": 0, "leaderless": 0}
    assert page.context["totals"] == counted
    doors = re.findall(
        r'href="(/van-ban/nhiem-vu/\?scope=all&amp;whole=1[^"]+)"[^>]*>\s*(?:<b>)?(?:<span[^>]*>)?(\d+)',
        page.content.decode(),
    )
    assert len(doors) >= 5
    for url, count in doors:
        assert leader.get(unescape(url)).context["table"].total == int(count), url


def test_a_measured_figure_is_a_door(office: Office, log_in: Log) -> None:
    letter = office.released(LETTER)
    order = letter.orders.get(path=["1"])
    order.indicator = "x.median"
    order.save()

    def source(code: str, actor: Any, now: dt.datetime) -> dict[str, Any] | None:
        if code != "x.median":
            return None
        return {
            "title": "Trung vị",
            "value": 5.5,
            "unit": "giờ",
            "as_of": now,
            "unmeasured": 2,
            "url": "/phan-tich/x/",
        }

    measures.register(source)
    try:
        page = log_in("lanhdao").get(f"/van-ban/{letter.uid}/").content.decode()
    finally:
        measures.unregister(source)
    assert (
        '<a href="/phan-tich/x/">Trung vị: 5,5 giờ (tính đến 14:00 15/09/2021); 2 hồ sơ chưa đủ dữ liệu</a>'
        in page
    )


@pytest.fixture
def addresses(office: Office) -> Iterator[dict[str, str]]:
    """Every address about a released and a drafted letter."""
    released = office.released(LETTER)
    drafted = office.drafted(state_letter("Công an tỉnh báo cáo ngay.", number=902))
    task = office.task(released, "ubnd-966")
    entry = services.task_entry_record(
        task=task, kind="evidence", words="a", file_name="a.txt", file_content=b"a", by=office.actor("thammuu"), now=MORNING
    )  # fmt: skip
    draft = Task.objects.filter(order__letter=drafted).first()
    assert draft is not None
    yield {
        "letter": f"/van-ban/{released.uid}/",
        "file": f"/van-ban/{released.uid}/tep/",
        "report": f"/van-ban/{released.uid}/bao-cao/",
        "draft": f"/van-ban/{drafted.uid}/phan-cong/",
        "draft letter": f"/van-ban/{drafted.uid}/",
        "release": f"/van-ban/{drafted.uid}/giao-viec/",
        "reading": f"/van-ban/{drafted.uid}/ban-doc/",
        "change": f"/van-ban/nhiem-vu/{draft.uid}/sua/",
        "add": f"/van-ban/noi-dung/{draft.order.uid}/them/",
        "task": f"/van-ban/nhiem-vu/{task.uid}/",
        "record": f"/van-ban/nhiem-vu/{task.uid}/ghi/evidence/",
        "share": f"/van-ban/nhiem-vu/{task.uid}/giao-lai/",
        "entry file": f"/van-ban/muc/{entry.uid}/tep/",
        "revoke": f"/van-ban/muc/{entry.uid}/thu-hoi/",
        "register": "/van-ban/vao-so/",
        "list": "/van-ban/",
        "tasks": "/van-ban/nhiem-vu/",
    }


# log-in → answers other than 404 for another district's task and the province's letters
ANSWERS = {
    "vanthu": {
        "letter": 200, "file": 200, "report": 200, "draft": 403, "draft letter": 200, "release": 403, "reading": 302,
        "change": 403, "add": 403, "task": 200, "record": 200, "share": 200, "entry file": 200, "register": 200,
    },
    "lanhdao": {
        "letter": 200, "file": 200, "report": 200, "draft": 403, "draft letter": 200, "release": 200, "reading": 403,
        "change": 403, "add": 403, "task": 200, "record": 200, "share": 200, "entry file": 200, "revoke": 200,
        "register": 403,
    },
    "thammuu": {
        "letter": 200, "file": 200, "report": 200, "draft": 200, "draft letter": 200, "release": 403, "reading": 403,
        "change": 200, "add": 200, "task": 200, "record": 200, "share": 200, "entry file": 200, "revoke": 200,
        "register": 403,
    },
    "huyen": {"letter": 200, "file": 200, "report": 403, "draft": 403, "release": 403, "reading": 403, "change": 403, "add": 403, "register": 403},
    "xa": {"report": 403, "draft": 403, "release": 403, "reading": 403, "change": 403, "add": 403, "register": 403},
    "cdc": {"report": 403, "draft": 403, "release": 403, "reading": 403, "change": 403, "add": 403, "register": 403},
}  # fmt: skip


@pytest.mark.parametrize("username", list(ANSWERS))
def test_who_opens_what(log_in: Log, addresses: dict[str, str], username: str) -> None:
    """The released task is U Minh's: the city's health centre sees the letter (its own task), never that task."""
    client = log_in(username)
    expected = {name: ANSWERS[username].get(name, 404) for name in addresses} | {"list": 200, "tasks": 200}
    assert {name: client.get(url).status_code for name, url in addresses.items()} == expected


@pytest.mark.parametrize("username", ["phongxn", "kiemtra", "quantri"])
def test_roles_without_directives_are_shut_out(log_in: Log, addresses: dict[str, str], username: str) -> None:
    client = log_in(username)
    assert {client.get(url).status_code for url in addresses.values()} == {403}


def test_guessed_ids_are_not_found(log_in: Log) -> None:
    client, other = log_in("thammuu"), uuid.uuid4()
    paths = ("", "tep/", "bao-cao/", "phan-cong/")
    assert {client.get(f"/van-ban/{other}/{path}").status_code for path in paths} == {404}
    assert client.get(f"/van-ban/nhiem-vu/{other}/").status_code == 404
    assert client.get(f"/van-ban/bao-cao/{other}/").status_code == 404
    assert Client().get("/van-ban/").status_code == 302


def test_buttons_are_what_the_table_allows(office: Office, log_in: Log) -> None:
    letter = office.released(LETTER)
    task = office.task(letter, "ubnd-964")
    page = log_in("huyen").get(f"/van-ban/nhiem-vu/{task.uid}/").content.decode()
    offered = set(re.findall(rf"{task.uid}/ghi/(\w+)/", page))
    assert offered == {"evidence", "report", "ask", "escalate"}
    assert f"{task.uid}/giao-lai/" in page
    refused = words(log_in("lanhdao").get(f"/van-ban/nhiem-vu/{task.uid}/ghi/accept/"))
    assert "không làm bước này được" in refused


def test_an_entry_is_revoked_on_the_screen(office: Office, log_in: Log) -> None:
    letter = office.released(LETTER)
    task = office.task(letter, "ubnd-964")
    client = log_in("huyen")
    client.post(f"/van-ban/nhiem-vu/{task.uid}/ghi/report/", {"words": "Nhầm."})
    entry = TaskEntry.objects.get()
    assert "Chưa nhập lý do" in words(client.post(f"/van-ban/muc/{entry.uid}/thu-hoi/", {"reason": ""}))
    assert client.post(f"/van-ban/muc/{entry.uid}/thu-hoi/", {"reason": "Nhầm việc"}).status_code == 302
    shown = words(client.get(f"/van-ban/nhiem-vu/{task.uid}/"))
    assert "Lý do thu hồi: Nhầm việc" in shown
    assert "Đang thực hiện" in shown


def test_queries_of_the_pages(office: Office, log_in: Log, addresses: dict[str, str]) -> None:
    limits = {"list": 14, "tasks": 18, "letter": 16, "task": 22, "draft": 16, "release": 16, "reading": 10}
    counts = {}
    for name in limits:
        username = {"reading": "vanthu", "release": "lanhdao", "draft": "thammuu"}.get(name, "lanhdao")
        client = log_in(username)
        client.get("/van-ban/")  # scope and session are cached by the first page
        with CaptureQueriesContext(connection) as asked:
            client.get(addresses[name])
        counts[name] = len(asked)
    assert all(counts[name] <= limits[name] for name in limits), counts


def test_the_menu_counts_late_tasks(office: Office, log_in: Log) -> None:
    letter = office.released(LETTER)
    Task.objects.filter(order__letter=letter).update(due_at=AFTERNOON - dt.timedelta(hours=1))
    page = log_in("huyen").get("/van-ban/nhiem-vu/").content.decode()
    assert re.search(r'Việc của đơn vị <b class="count">1</b>', page)
    assert clock.real_now() > AFTERNOON


def test_a_part_is_handed_down_only_where_somebody_is_below(office: Office, log_in: Log) -> None:
    task = office.task(office.released(LETTER), "ubnd-964")
    [part] = services.task_share(
        task=task,
        lead_ids=[office.world.organisations["tyt-32002"].pk],
        content="Phần xã",
        by=office.actor("huyen"),
        now=MORNING,
    )
    words = "Giao lại cho đơn vị trên địa bàn"
    assert words in log_in("huyen").get(f"/van-ban/nhiem-vu/{task.uid}/").content.decode()
    assert words not in log_in("xa").get(f"/van-ban/nhiem-vu/{part.uid}/").content.decode()
