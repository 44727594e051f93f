"""Recurring tasks: the hour of a daily order is kept, and a period without its share is late everywhere alike."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from lachan.directives import drafting, periods, progress, queries
from lachan.directives.models import Task, TaskEntry
from lachan.directives.wording import recurrence_words
from lachan.kernel.times import LOCAL
from tests.directives.letters import Office, state_letter
from tests.directives.test_screens import Log, log_in  # noqa: F401
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
        (["hằng ngày", "trước 24 giờ"], None),
    ],
)
def test_the_hour_of_a_daily_order_is_read(words: list[str], hour: dt.time | None) -> None:
    read = [{"text": text, "due": None, "kind": "recurring"} for text in words]
    assert drafting.deadline_of(read)["by_hour"] == hour


# The letter's deadline, what follows it in the order, then recurrence, day and hour.
OWED = [
    ("trước 15 giờ thứ Sáu hằng tuần", "", ("weekly", 5, dt.time(15))),
    ("trước 15h30 thứ Sáu hằng tuần", "", ("weekly", 5, dt.time(15, 30))),
    ("trước 3 giờ chiều thứ Sáu hằng tuần", "", ("weekly", 5, dt.time(15))),
    ("vào thứ Hai hằng tuần", "", ("weekly", 1, None)),
    ("vào chiều thứ 5 hàng tuần", "", ("weekly", 4, dt.time(17))),
    ("sáng thứ Hai mỗi tuần", "", ("weekly", 1, dt.time(12))),
    ("chủ nhật hằng tuần", "", ("weekly", 7, None)),
    ("hằng tuần", " vào thứ Sáu, trước 16 giờ về Sở Y tế.", ("weekly", 5, dt.time(16))),
    ("hằng tuần", ". Thứ Sáu họp giao ban.", ("weekly", None, None)),
    ("hằng tuần", " về Sở Y tế.", ("weekly", None, None)),
    ("hằng tuần", " vào thứ Ba và thứ Sáu.", ("weekly", 25, None)),
    ("vào thứ Ba và thứ Sáu hằng tuần", "", ("weekly", 25, None)),
    ("trước 16 giờ thứ Năm, thứ Hai hằng tuần", "", ("weekly", 14, dt.time(16))),
    ("chiều thứ Ba và chiều thứ Sáu hằng tuần", "", ("weekly", 25, dt.time(17))),
    ("sáng thứ Ba và chiều thứ Sáu hằng tuần", "", ("weekly", 25, None)),
    ("thứ Hai, thứ Tư và thứ Sáu hằng tuần", "", ("weekly", None, None)),  # three a week: until its end
    ("trước ngày 25 hằng tháng", "", ("monthly", 25, None)),
    ("trước 16 giờ ngày 05 hằng tháng", "", ("monthly", 5, dt.time(16))),
    ("trước ngày 05 và 20 hằng tháng", "", ("monthly", None, None)),
    ("ngày cuối hằng tháng", "", ("monthly", None, None)),
    ("hằng tháng", " trước ngày 20/9/2021.", ("monthly", None, None)),
    ("thường xuyên", " vào thứ Sáu.", ("regular", None, None)),
]


@pytest.mark.parametrize(("words", "more", "expected"), OWED)
def test_the_day_of_the_week_or_month_is_read(words: str, more: str, expected: tuple) -> None:
    read = [{"text": words, "due": None, "kind": "recurring"}]
    made = drafting.deadline_of(read, f"Các đơn vị báo cáo {words}{more}")
    assert (made["recurrence"], made["by_day"], made["by_hour"]) == expected


# Released on Wednesday 15/9 at 07:04: recurrence, day, hour, work at, asked at, since when it counts and what is missed
# (None: nothing).
MISSED = [
    ("weekly", 5, "15:00", "", "14:59 17/9", None),
    ("weekly", 5, "15:00", "", "15:01 17/9", ("00:00 11/9", "15:00 17/9")),
    ("weekly", 5, "15:00", "", "09:00 22/9", ("00:00 11/9", "15:00 17/9")),
    ("weekly", 5, "15:00", "10:00 16/9", "15:01 17/9", None),
    ("weekly", 5, "15:00", "10:00 16/9", "15:01 24/9", ("00:00 18/9", "15:00 24/9")),
    ("weekly", 5, "15:00", "15:30 17/9", "16:00 17/9", None),  # late, but there
    ("weekly", 5, "15:00", "15:30 17/9", "15:01 24/9", ("00:00 18/9", "15:00 24/9")),
    ("weekly", 5, None, "", "23:59 17/9", None),
    ("weekly", 5, None, "", "00:01 18/9", ("00:00 11/9", "00:00 18/9")),
    ("weekly", 1, "10:00", "20:00 19/9", "10:01 20/9", None),  # Sunday evening for Monday
    ("weekly", 1, "10:00", "", "10:01 20/9", ("00:00 14/9", "10:00 20/9")),
    ("weekly", 3, "07:00", "", "12:00 15/9", None),  # released four minutes after the hour
    ("weekly", 3, "08:00", "", "12:00 15/9", ("00:00 09/9", "08:00 15/9")),
    # Tuesday and Friday: each is a deadline of its own.
    ("weekly", 25, "15:00", "", "14:59 17/9", None),
    ("weekly", 25, "15:00", "", "15:01 17/9", ("00:00 15/9", "15:00 17/9")),
    ("weekly", 25, "15:00", "10:00 16/9", "15:01 17/9", None),
    ("weekly", 25, "15:00", "10:00 16/9", "14:59 21/9", None),
    ("weekly", 25, "15:00", "10:00 16/9", "15:01 21/9", ("00:00 18/9", "15:00 21/9")),
    ("weekly", 25, "15:00", "20:00 17/9", "15:01 21/9", ("00:00 18/9", "15:00 21/9")),
    ("weekly", 25, "15:00", "09:00 18/9", "15:01 21/9", None),
    ("weekly", 25, "15:00", "09:00 18/9", "15:01 24/9", ("00:00 22/9", "15:00 24/9")),
    ("weekly", 25, None, "", "00:01 18/9", ("00:00 15/9", "00:00 18/9")),
    ("weekly", 17, None, "", "00:01 20/9", ("00:00 14/9", "00:00 20/9")),  # Sunday, then Monday
    ("weekly", 17, None, "", "00:01 21/9", ("00:00 20/9", "00:00 21/9")),
    ("weekly", None, None, "", "23:00 19/9", None),
    ("weekly", None, None, "", "00:01 20/9", ("00:00 13/9", "00:00 20/9")),
    ("weekly", 7, None, "", "00:01 20/9", ("00:00 13/9", "00:00 20/9")),
    ("monthly", 25, "16:00", "", "15:59 25/9", None),
    ("monthly", 25, "16:00", "", "16:01 25/9", ("00:00 26/8", "16:00 25/9")),
    ("monthly", 25, "16:00", "10:00 26/9", "10:00 27/9", None),
    ("monthly", 10, None, "", "10:00 20/9", None),
    ("monthly", 10, None, "", "00:01 11/10", ("00:00 11/9", "00:00 11/10")),
    ("monthly", 31, None, "", "23:00 30/9", None),
    ("monthly", 31, None, "", "00:01 1/10", ("00:00 1/9", "00:00 1/10")),
    ("monthly", None, None, "", "00:01 1/10", ("00:00 1/9", "00:00 1/10")),
    ("daily", None, "16:00", "", "16:01 15/9", ("00:00 15/9", "16:00 15/9")),
    ("daily", None, None, "10:00 15/9", "00:01 17/9", ("00:00 16/9", "00:00 17/9")),
    ("regular", None, None, "", "00:01 17/9", None),
]


@pytest.mark.parametrize(("recurrence", "day", "hour", "worked", "asked", "expected"), MISSED)
def test_which_share_is_missed(
    office: Office,
    tasks: dict[str, Task],
    recurrence: str,
    day: int | None,
    hour: str | None,
    worked: str,
    asked: str,
    expected: tuple[str, str] | None,
) -> None:
    """The lists of the database and the mark of the row agree on every line."""
    task, released = tasks["Sở Y tế"], at("07:04 15/9")
    rows = Task.objects.filter(pk=task.pk)
    by_hour = dt.time.fromisoformat(hour) if hour else None
    rows.update(recurrence=recurrence, by_day=day, by_hour=by_hour, released_at=released)
    if worked:
        write(task, K.EVIDENCE, office.actor("thammuu"), at(worked))
    row = queries.task_rows(rows).get()
    share = progress.missed_share(row, at(asked))
    assert share == (periods.Share(at(expected[0]), at(expected[1])) if expected else None)
    assert queries.overdue(rows, at(asked)).exists() is (expected is not None)


TODAY = [
    # asked at, day, hour, owed today?
    ("08:00 17/9", 5, "15:00", True),
    ("15:01 17/9", 5, "15:00", False),  # late by now
    ("08:00 16/9", 5, "15:00", False),
    ("23:00 17/9", 5, None, True),
    ("08:00 21/9", 25, "15:00", True),
    ("08:00 20/9", 25, "15:00", False),
    ("08:00 24/9", 25, "15:00", True),
    ("08:00 19/9", None, None, True),
    ("08:00 18/9", None, None, False),
]


@pytest.mark.parametrize(("asked", "day", "hour", "expected"), TODAY)
def test_what_is_owed_today(
    tasks: dict[str, Task], asked: str, day: int | None, hour: str | None, expected: bool
) -> None:
    rows = Task.objects.filter(pk=tasks["Công an tỉnh"].pk)
    rows.update(by_day=day, by_hour=dt.time.fromisoformat(hour) if hour else None)
    assert queries.tasks_where(rows, {"due": "today"}, at(asked)).exists() is expected


WORDS = [
    ("weekly", 5, dt.time(15), "hằng tuần, trước 15:00 thứ Sáu"),
    ("weekly", 7, None, "hằng tuần, hết Chủ nhật"),
    ("weekly", None, None, "hằng tuần"),
    ("weekly", 25, dt.time(15), "hằng tuần, trước 15:00 thứ Ba và thứ Sáu"),
    ("monthly", 25, None, "hằng tháng, hết ngày 25"),
    ("daily", None, dt.time(16), "hằng ngày, trước 16:00"),
]


@pytest.mark.parametrize(("recurrence", "day", "hour", "expected"), WORDS)
def test_the_words_of_a_recurrence(
    recurrence: str, day: int | None, hour: dt.time | None, expected: str
) -> None:
    assert recurrence_words(Task(recurrence=recurrence, by_day=day, by_hour=hour)) == expected


def test_the_specialist_sets_the_day_of_the_week(office: Office, log_in: Log) -> None:  # noqa: F811
    letter = office.drafted(LETTER)
    task = Task.objects.get(order__letter=letter, order__path=["2"])
    client = log_in("thammuu")
    given = {
        "lead": "Công an tỉnh",
        "content": task.content,
        "due_at": "",
        "recurrence": "weekly",
        "co_workers": "",
    }
    url = f"/van-ban/nhiem-vu/{task.uid}/sua/"
    refused = client.post(url, {**given, "by_day": "monthly-5"})
    assert "không hợp với cách lặp lại" in refused.content.decode()
    assert "khi đã chọn ngày của kỳ" in client.post(url, {**given, "by_hour": "15:00"}).content.decode()
    answer = client.post(url, {**given, "by_day": "weekly-5", "by_hour": "15:00"})
    assert answer.status_code == 302, answer.context["form"].errors
    task.refresh_from_db()
    assert (task.by_day, task.by_hour) == (5, dt.time(15))
    assert client.post(url, {**given, "by_day": "weekly-25"}).status_code == 302
    task.refresh_from_db()
    assert recurrence_words(task) == "hằng tuần, hết thứ Ba và thứ Sáu"
    assert 'value="weekly-25" selected' in client.get(url).content.decode()


def test_a_daily_task_is_late_after_its_hour_until_work_comes(office: Office, tasks: dict[str, Task]) -> None:
    health = tasks["Sở Y tế"]
    assert (health.recurrence, health.by_hour) == ("daily", dt.time(16))
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
