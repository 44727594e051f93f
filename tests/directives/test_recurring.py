"""Recurring tasks: the hour of a daily order is kept, and a period without its share is late everywhere alike."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from lachan.directives import drafting, progress, queries
from lachan.directives.models import Task, TaskEntry
from lachan.kernel.times import LOCAL
from tests.directives.letters import Office, state_letter
from tests.directives.test_task_entry_record import at, write

K = TaskEntry.Kind
LETTER = state_letter(
    "Sở Y tế báo cáo Ủy ban nhân dân tỉnh hằng ngày, trước 16 giờ.",
    "Công an tỉnh kiểm tra các chốt hằng tuần.",
    "Ủy ban nhân dân tỉnh rà soát hằng ngày.",
    addressees=("Sở Y tế", "Công an tỉnh", "Ủy ban nhân dân tỉnh"),
)


@pytest.fixture
def tasks(office: Office) -> dict[str, Task]:
    """Released on Wednesday 15 September at 07:04."""
    letter = office.released(LETTER)
    rows = Task.objects.filter(order__letter=letter).select_related("lead")
    return {str(task.lead.name): task for task in rows if task.lead}


def late(office: Office, now: dt.datetime) -> set[str]:
    """Leads of late tasks; the list, the counts and each row's mark say the same."""
    rows = queries.visible_tasks(office.actor("lanhdao"))
    listed = list(queries.task_rows(queries.overdue(rows, now)))
    marked = [task for task in queries.task_rows(rows) if progress.is_late(task, now)]
    assert {task.pk for task in listed} == {task.pk for task in marked}
    assert queries.tasks_counted(rows, [{"due": "late"}], now) == [len(listed)]
    return {task.lead.name for task in listed if task.lead}


@pytest.mark.parametrize(
    ("words", "hour"),
    [
        (["Hằng ngày, trước 16 giờ"], dt.time(16)),
        (["hàng ngày", "trước 17h00"], dt.time(17)),
        (["chậm nhất 15 giờ 30 hằng ngày"], dt.time(15, 30)),
        (["trước 16:45", "mỗi ngày"], dt.time(16, 45)),
        (["hằng ngày"], None),
        (["trước 16 giờ thứ sáu hằng tuần"], None),
        (["hằng ngày", "trước 24 giờ"], None),
    ],
)
def test_the_hour_of_a_daily_order_is_read(words: list[str], hour: dt.time | None) -> None:
    read = [{"text": text, "due": None, "kind": "recurring"} for text in words]
    assert drafting.deadline_of(read)["daily_by"] == hour


def test_a_daily_task_is_late_after_its_hour_until_work_comes(office: Office, tasks: dict[str, Task]) -> None:
    health = tasks["Sở Y tế"]
    assert (health.recurrence, health.daily_by) == ("daily", dt.time(16))
    assert late(office, at("15:59 15/9")) == set()
    assert late(office, at("16:01 15/9")) == {"Sở Y tế"}
    write(health, K.EVIDENCE, office.actor("thammuu"), at("16:20 15/9"))
    assert late(office, at("16:30 15/9")) == set()
    assert late(office, at("15:00 16/9")) == {
        "Ủy ban nhân dân tỉnh Cà Mau"
    }  # its Wednesday ended at midnight
    assert late(office, at("16:01 16/9")) == {"Sở Y tế", "Ủy ban nhân dân tỉnh Cà Mau"}


def test_a_weekly_task_is_late_when_its_week_has_ended(office: Office, tasks: dict[str, Task]) -> None:
    police = tasks["Công an tỉnh"]
    assert "Công an tỉnh" not in late(office, at("23:00 19/9"))
    assert "Công an tỉnh" in late(office, at("00:01 20/9"))
    write(police, K.EVIDENCE, office.actor("thammuu"), at("08:00 20/9"))
    assert "Công an tỉnh" not in late(office, at("09:00 20/9"))


def test_what_was_released_after_the_hour_owes_nothing_that_day(
    office: Office, tasks: dict[str, Task]
) -> None:
    Task.objects.filter(pk=tasks["Sở Y tế"].pk).update(released_at=at("16:30 15/9"))
    assert "Sở Y tế" not in late(office, at("18:00 15/9"))
    assert "Sở Y tế" not in late(office, at("15:00 16/9"))
    assert "Sở Y tế" in late(office, at("16:01 16/9"))


def test_the_screens_say_until_which_hour_and_that_it_passed(
    office: Office, tasks: dict[str, Task], monkeypatch: pytest.MonkeyPatch
) -> None:
    evening = dt.datetime(2021, 9, 15, 17, 0, tzinfo=LOCAL)
    monkeypatch.setattr("lachan.organisations.middleware.domain_now", lambda: evening)
    client = Client()
    client.force_login(office.world.users["lanhdao"], "django.contrib.auth.backends.ModelBackend")
    listed = client.get("/van-ban/nhiem-vu/?due=late&scope=all")
    assert "hằng ngày, trước 16:00" in listed.content.decode()
    assert "quá hạn hôm nay" in listed.content.decode()
    board = client.get("/danh-sach/nhiem-vu-qua-han/")
    assert board.context["table"].total == listed.context["table"].total == 1
