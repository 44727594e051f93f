"""A lead that cannot do its task says so; the leader sees it first, and extends, gives it to another, or holds."""

from __future__ import annotations

import datetime as dt
import io
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from lachan.directives import access, queries, services
from lachan.directives.models import Task, TaskEntry
from lachan.kernel.errors import Forbidden, Refused
from lachan.kernel.papers import queries as papers
from lachan.organisations.queries import positions
from tests.directives.letters import Office
from tests.directives.test_task_entry_record import LETTER, at, write

K, S = TaskEntry.Kind, Task.State
NOON = at("12:00 15/9")  # after everything that was said
WHY = "Không đủ người lấy mẫu, đề nghị tăng cường 10 người"


@pytest.fixture
def task(office: Office) -> Task:
    return office.task(office.released(LETTER), "bcd-964")


@pytest.fixture
def escalated(office: Office, task: Task) -> Task:
    write(task, K.EVIDENCE, office.actor("huyen"), at("07:00 15/9"))
    write(task, K.ESCALATE, office.actor("huyen"), at("08:00 15/9"), words=WHY)
    task.refresh_from_db()
    return task


def reassign(office: Office, task: Task, key: str = "ubnd-964", who: str = "lanhdao", **more) -> Task:
    return services.task_reassign(
        **{
            "task": Task.objects.get(pk=task.pk), "lead_id": office.world.organisations[key].pk,
            "words": "Giao đơn vị có đủ người.", "by": office.actor(who), "now": at("09:00 15/9"),
        } | more
    )  # fmt: skip


def browse(office: Office, who: str) -> Client:
    client = Client()
    client.force_login(office.world.users[who], "django.contrib.auth.backends.ModelBackend")
    return client


def panels(office: Office, who: str) -> list[str]:
    """The lists of the first screen in which something waits."""
    return [panel.title for panel in browse(office, who).get("/").context["home"].panels]


@pytest.fixture(autouse=True)
def _screens_of_that_morning(office: Office, monkeypatch) -> None:
    monkeypatch.setattr("lachan.organisations.middleware.domain_now", lambda: NOON)


def test_a_reason_is_wanted(office: Office, task: Task) -> None:
    with pytest.raises(Refused):
        write(task, K.ESCALATE, office.actor("huyen"), office.now, words=" ")
    with pytest.raises(Refused, match="đơn vị chủ trì"):
        write(task, K.ESCALATE, office.actor("lanhdao"), NOON)


def test_it_stands_on_the_leaders_first_screen_until_it_is_answered(office: Office, escalated: Task) -> None:
    title = "Đơn vị trình, chờ ý kiến lãnh đạo"
    assert title in panels(office, "lanhdao")
    assert title in panels(office, "thammuu")
    assert list(queries.escalated(office.actor("lanhdao"))) == [escalated]
    write(escalated, K.HOLD, office.actor("lanhdao"), NOON, words="Huyện tự cân đối.")
    assert title not in panels(office, "lanhdao")
    escalated.refresh_from_db()
    assert escalated.state == S.RELEASED


def test_while_it_waits_the_deadline_runs_and_the_unit_may_still_report(
    office: Office, escalated: Task
) -> None:
    late = escalated.due_at + dt.timedelta(hours=1)
    assert escalated in queries.overdue(queries.open_tasks(office.actor("lanhdao")), late)
    with pytest.raises(Refused):
        write(escalated, K.ESCALATE, office.actor("huyen"), NOON)
    write(escalated, K.REPORT, office.actor("huyen"), at("10:00 15/9"))
    assert not queries.escalated(office.actor("lanhdao")).exists()


def test_the_leader_extends(office: Office, escalated: Task) -> None:
    write(escalated, K.EXTEND, office.actor("lanhdao"), NOON, new_due_at=at("17:00 25/9"))
    escalated.refresh_from_db()
    assert (escalated.state, escalated.due_at) == (S.RELEASED, at("17:00 25/9"))


def test_another_unit_takes_it_over_and_the_first_keeps_what_it_did(office: Office, escalated: Task) -> None:
    fresh = reassign(office, escalated, due_at=at("17:00 28/9"))
    escalated.refresh_from_db()
    assert (escalated.state, escalated.finished_at) == (S.CANCELLED, at("09:00 15/9"))
    assert escalated.entries.filter(kind=K.EVIDENCE).exists()
    assert (fresh.state, fresh.content, fresh.due_at) == (S.RELEASED, escalated.content, at("17:00 28/9"))
    assert fresh.lead == office.world.organisations["ubnd-964"]
    assert queries.visible_tasks(office.actor("huyen")).filter(pk=escalated.pk).exists()
    assert list(
        queries.open_tasks(office.actor("lanhdao")).filter(order=escalated.order, lead=fresh.lead)
    ) == [fresh]


def test_a_lead_chosen_by_mistake_is_taken_back_until_it_has_worked(office: Office, escalated: Task) -> None:
    fresh = reassign(office, escalated)
    entry = TaskEntry.objects.get(kind=K.REASSIGN)
    services.task_entry_revoke(entry=entry, reason="Nhầm đơn vị", by=office.actor("lanhdao"), now=NOON)
    escalated.refresh_from_db()
    fresh.refresh_from_db()
    assert (escalated.state, fresh.state) == (S.ESCALATED, S.CANCELLED)
    again = reassign(office, escalated, now=at("12:30 15/9"))
    write(again, K.EVIDENCE, office.actor("thammuu"), at("12:40 15/9"))
    entry = TaskEntry.objects.get(kind=K.REASSIGN, revoked_at=None)
    with pytest.raises(Refused, match="đã ghi việc"):
        services.task_entry_revoke(entry=entry, reason="Nhầm", by=office.actor("lanhdao"), now=NOON)


def test_what_is_refused(office: Office, task: Task, escalated: Task) -> None:
    with pytest.raises(Forbidden):
        reassign(office, escalated, who="huyen")
    with pytest.raises(Refused) as nobody:
        reassign(office, escalated, words=" ")
    assert nobody.value.field == "words"
    with pytest.raises(Refused, match="đã có nhiệm vụ"):
        reassign(office, escalated, "bcd-966")
    write(escalated, K.HOLD, office.actor("lanhdao"), NOON)
    with pytest.raises(Refused, match="không làm bước này được"):
        reassign(office, escalated)


def test_a_part_goes_to_whoever_handed_it_down(office: Office, task: Task) -> None:
    district, commune = office.actor("huyen"), office.actor("xa")
    [part] = services.task_share(
        task=task, lead_ids=[commune.organisation_id], content="Rà soát", by=district, now=office.now
    )
    write(part, K.ESCALATE, commune, NOON, words=WHY)
    assert list(queries.parts_escalated(district)) == [Task.objects.get(pk=part.pk)]
    assert not queries.escalated(office.actor("lanhdao")).exists()
    assert "Phần việc đơn vị trình, chờ ý kiến" in panels(office, "huyen")
    possible = set(access.possible_entries(district, Task.objects.get(pk=part.pk)))
    assert {K.HOLD, K.EXTEND, K.STOP} <= possible
    assert K.REASSIGN not in possible
    write(part, K.HOLD, district, at("13:00 15/9"))
    assert not queries.parts_escalated(district).exists()


def test_the_report_names_who_escalated_and_why(office: Office, escalated: Task) -> None:
    letter = escalated.order.letter
    signer = positions(letter.organisation_id, office.now.date()).first()
    paper = services.report_print(letter=letter, position=signer, by=office.actor("lanhdao"), now=NOON)
    document = Document(io.BytesIO(papers.paper_bytes(paper)))
    text = "\n".join(one.text for one in document.paragraphs)
    assert "1 đã trình, chờ ý kiến" in text
    assert f"Đơn vị trình, đề nghị cấp trên xử lý: {escalated.lead.name}: {WHY}." in text


def test_the_screens(office: Office, escalated: Task) -> None:
    leader, unit = browse(office, "lanhdao"), browse(office, "huyen")
    page = unescape(leader.get(reverse("directives:task_page", args=[escalated.uid])).content.decode())
    assert WHY in page
    assert all(words in page for words in ("Giữ nguyên nhiệm vụ", "Giao đơn vị khác", "Điều chỉnh hạn"))
    listed = unescape(leader.get(f"{reverse('directives:task_list')}?state=escalated").content.decode())
    assert escalated.lead.name in listed
    address = reverse("directives:task_reassign", args=[escalated.uid])
    assert WHY in unescape(leader.get(address).content.decode())
    assert unit.get(address).status_code == 403
    new = office.world.organisations["ubnd-964"]
    answer = leader.post(address, {"lead": new.name, "words": "Giao Ủy ban."})
    assert answer.status_code == 302
    escalated.refresh_from_db()
    assert escalated.state == S.CANCELLED
