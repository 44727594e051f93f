"""A lead that the directory does not know: kept as the letter writes it, in every count, found later as a new fact."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from django.test import Client
from docx import Document

from lachan.directives import progress, queries, services
from lachan.directives.models import Letter, Task, TaskEntry
from lachan.kernel.access.actors import SYSTEM, Actor
from lachan.kernel.audit.models import Event
from lachan.kernel.errors import Forbidden, OutOfSight, Refused
from lachan.kernel.papers import queries as papers
from lachan.organisations import services as organisations
from lachan.organisations.queries import Organisation, positions
from tests.directives.letters import MORNING, Office, state_letter
from tests.directives.test_screens import Log, log_in, words  # noqa: F401

ELDERS = "Hội Người cao tuổi tỉnh"
LETTER = state_letter(
    f"{ELDERS} chủ trì, phối hợp với Công an tỉnh vận động hội viên khai báo trước ngày 14/9/2021.",
    "Sở Y tế báo cáo Ủy ban nhân dân tỉnh.",
)


@pytest.fixture
def letter(office: Office) -> Letter:
    """Released with the elders' name as the letter writes it."""
    drafted = office.drafted(LETTER)
    services.tasks_release(
        letter=drafted, instruction="", by=office.actor("lanhdao"), now=office.now, keep_unknown=True
    )
    return drafted


@pytest.fixture
def task(letter: Letter) -> Task:
    return Task.objects.get(order__letter=letter, order__path=["1"])


@pytest.fixture
def elders(db: None) -> Organisation:
    return organisations.organisation_found(
        name=ELDERS, kind="union", line="other", valid_from=MORNING.date(), by=SYSTEM, now=MORNING
    )


def assign(office: Office, task: Task, lead: Organisation, who: str = "thammuu") -> TaskEntry:
    fresh = Task.objects.get(pk=task.pk)
    entry = services.task_assign(task=fresh, lead_id=lead.pk, by=office.actor(who), now=office.now)
    task.refresh_from_db()
    return entry


def test_the_words_of_the_letter_are_released_when_the_leader_says_so(task: Task) -> None:
    assert (task.lead, task.lead_words, task.state) == (None, ELDERS, Task.State.RELEASED)


SEEN = [("lanhdao", True), ("thammuu", True), ("vanthu", True)]
SEEN += [(name, False) for name in ("cdc", "huyen", "xa", "khucachly")]


def test_nobody_outside_the_office_sees_it(office: Office, task: Task) -> None:
    for name, expected in SEEN:
        rows = queries.visible_tasks(office.actor(name)).filter(pk=task.pk)
        assert rows.exists() is expected, name


def test_neither_does_a_unit_that_co_works_or_a_log_in_without_one(office: Office, task: Task) -> None:
    police = office.world.organisations["police"]
    assert police in task.co_workers.all()
    for organisation in (police.pk, None):
        outsider = Actor("user", "x", user_id=1, organisation_id=organisation, roles=frozenset({"district"}))
        assert not queries.visible_tasks(outsider).filter(pk=task.pk).exists()
        assert not queries.own_tasks(outsider).filter(pk=task.pk).exists()
    assert not queries.my_tasks(office.actor("lanhdao")).filter(pk=task.pk).exists()


def test_no_count_and_no_list_loses_it(office: Office, letter: Letter, task: Task) -> None:
    leader = office.actor("lanhdao")
    rows = queries.visible_tasks(leader).filter(order__letter=letter)
    total = sum(row.total for row in progress.of_letter(letter, leader, office.now))
    assert rows.count() == queries.task_rows(rows).count() == total == 2
    for key in ("lead_key", "-lead_key"):
        assert task in queries.task_rows(rows).order_by(key)
    assert list(queries.overdue(rows, office.now)) == [task]
    assert list(queries.tasks_where(rows, {"text": "nguoi cao tuoi"}, office.now)) == [task]
    assert list(queries.tasks_where(rows, {"leaderless": True}, office.now)) == [task]
    assert queries.tasks_counted(rows, [{"leaderless": "1", "state": "open"}], office.now) == [1]
    assert list(queries.leaderless(leader)) == [task]


def test_every_screen_marks_it_and_its_count_opens_its_list(
    letter: Letter,
    task: Task,
    log_in: Log,  # noqa: F811
) -> None:
    mark = f"{ELDERS} chưa có trong danh bạ"
    for name in ("vanthu", "thammuu", "lanhdao"):
        client = log_in(name)
        page = client.get(f"/van-ban/{letter.uid}/")
        assert mark in words(page)
        assert mark in words(client.get(f"/van-ban/nhiem-vu/{task.uid}/"))
        for screen in (page, client.get("/van-ban/")):
            assert _opened(client, screen.content.decode()) == [task.pk]
        tabs = client.get("/van-ban/nhiem-vu/").context["tabs"]
        tab = next(one for one in tabs if one.label == "Chưa có đơn vị chủ trì")
        opened = client.get(tab.url)
        assert opened.context["table"].total == tab.count == 1
        assert mark in words(opened)
        assert next(one for one in opened.context["tabs"] if one.current).label == tab.label


def _opened(client: Client, html: str) -> list[int]:
    """The rows behind the figure of tasks without a lead."""
    door = re.search(r'href="([^"]+leaderless=1[^"]*)"', html)
    assert door, "no figure opens the list"
    return [row.pk for row in client.get(unescape(door[1])).context["table"].rows]


def test_the_report_marks_it(office: Office, letter: Letter, task: Task) -> None:
    signer = positions(letter.organisation_id, office.now.date()).first()
    made = services.report_print(letter=letter, position=signer, by=office.actor("lanhdao"), now=office.now)
    document = Document(io.BytesIO(papers.paper_bytes(made)))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert f"{ELDERS} (chưa có trong danh bạ)" in cells
    paragraphs = " ".join(one.text for one in document.paragraphs)
    assert f"Đơn vị chủ trì chưa có trong danh bạ: 1 nhiệm vụ ({ELDERS})." in paragraphs


def test_the_lead_found_later_is_a_new_fact(office: Office, task: Task, elders: Organisation) -> None:
    entry = assign(office, task, elders)
    assert (task.lead, task.lead_words) == (elders, ELDERS)
    assert (entry.kind, entry.new_lead) == ("assign", elders)
    event = Event.objects.get(kind="directives.task_assigned")
    assert event.object_uid == task.uid
    member = Actor("user", "x", user_id=1, organisation_id=elders.pk, roles=frozenset({"site"}))
    assert list(queries.my_tasks(member)) == [task]
    police = Actor(
        "user",
        "y",
        user_id=2,
        organisation_id=office.world.organisations["police"].pk,
        roles=frozenset({"site"}),
    )
    assert task in queries.my_tasks(police)
    assert not queries.leaderless(office.actor("lanhdao")).exists()
    with pytest.raises(Refused, match="đã có đơn vị chủ trì"):
        assign(office, task, office.world.organisations["cdc"])


def test_who_may_find_it_and_what_is_refused(office: Office, task: Task, elders: Organisation) -> None:
    for name in ("vanthu", "khucachly"):
        with pytest.raises(Forbidden):
            assign(office, task, elders, who=name)
    stranger = Actor("user", "x", user_id=1, organisation_id=elders.pk, roles=frozenset({"leader"}))
    with pytest.raises(OutOfSight):
        services.task_assign(task=task, lead_id=elders.pk, by=stranger, now=office.now)
    with pytest.raises(Refused, match="không có trong danh bạ"):
        services.task_assign(task=task, lead_id=0, by=office.actor("thammuu"), now=office.now)
    with pytest.raises(KeyError):
        services.task_entry_record(task=task, kind="assign", by=office.actor("thammuu"), now=office.now)


def test_an_addressee_outside_the_directory_keeps_its_name_where_everybody_is_told(office: Office) -> None:
    letter = office.drafted(
        state_letter("Yêu cầu các đơn vị thực hiện nghiêm.", addressees=("Sở Y tế", ELDERS))
    )
    rows = Task.objects.filter(order__letter=letter, order__path=["1"])
    named = {task.lead.name if task.lead else task.lead_words for task in rows.select_related("lead")}
    assert named == {"Sở Y tế", ELDERS}


def test_a_lead_of_the_same_order_does_not_get_it_twice(office: Office) -> None:
    letter = office.drafted(state_letter(f"Sở Y tế, {ELDERS} vận động người dân khai báo."))
    services.tasks_release(
        letter=letter, instruction="", by=office.actor("lanhdao"), now=office.now, keep_unknown=True
    )
    waiting = Task.objects.get(order__letter=letter, order__path=["1"], lead=None)
    with pytest.raises(Refused, match="đã có nhiệm vụ"):
        assign(office, waiting, office.world.organisations["department"])


def test_a_wrong_choice_is_revoked_until_work_rests_on_it(
    office: Office, task: Task, elders: Organisation
) -> None:
    specialist = office.actor("thammuu")
    wrong = assign(office, task, office.world.organisations["cdc"])
    services.task_entry_revoke(entry=wrong, reason="Chọn nhầm.", by=specialist, now=office.now)
    task.refresh_from_db()
    assert task.lead is None
    assert not queries.my_tasks(office.actor("cdc")).filter(pk=task.pk).exists()
    right = assign(office, task, elders)
    services.task_entry_record(task=task, kind="evidence", words="Xong.", by=specialist, now=office.now)
    with pytest.raises(Refused, match="Đã có việc được ghi"):
        services.task_entry_revoke(entry=right, reason="Thử.", by=specialist, now=office.now)
    task.refresh_from_db()
    assert task.lead == elders


def test_the_way_through_the_screens(office: Office, elders: Organisation, log_in: Log) -> None:  # noqa: F811
    """The specialist keeps a name of her own, the leader confirms, the lead is chosen from the directory."""
    specialist, leader = log_in("thammuu"), log_in("lanhdao")
    letter = office.drafted(state_letter("Sở Y tế báo cáo."))
    order = letter.orders.get(path=["1"])
    given = {"content": order.text, "due_at": "", "recurrence": "", "co_workers": ""}
    add = f"/van-ban/noi-dung/{order.uid}/them/"
    assert "hoặc ghi tên như văn bản" in words(specialist.post(add, given))
    assert specialist.post(add, {**given, "lead_words": "Hội Làm vườn tỉnh"}).status_code == 302
    release = f"/van-ban/{letter.uid}/giao-viec/"
    assert "chưa có trong danh bạ: Hội Làm vườn tỉnh." in words(leader.get(release))
    assert "đánh dấu ô xác nhận" in words(leader.post(release, {"instruction": ""}))
    assert leader.post(release, {"instruction": "", "keep_unknown": "on"}).status_code == 302
    task = Task.objects.get(order=order, lead=None)
    page = f"/van-ban/nhiem-vu/{task.uid}/"
    assert "Chọn đơn vị chủ trì" in words(leader.get(page))
    assert leader.post(f"{page}chu-tri/", {"lead": ELDERS, "words": ""}).status_code == 302
    shown = words(specialist.get(page))
    assert f"Chọn đơn vị chủ trì: {ELDERS}" in shown
    assert "“Hội Làm vườn tỉnh”" in shown
