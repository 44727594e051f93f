"""From the confirmed reading to released tasks: leads, persons, deadlines, recurrence, bút phê."""

from __future__ import annotations

import datetime as dt

import pytest

from lachan.directives import drafting, services
from lachan.directives.models import Letter, Task
from lachan.kernel import indicators
from lachan.kernel.errors import Forbidden, Refused
from lachan.kernel.indicators import Figure, Indicator
from lachan.kernel.times import LOCAL
from tests.directives.letters import Office, state_letter

LETTER = state_letter(
    "Chủ tịch Ủy ban nhân dân các huyện, thành phố Cà Mau rà soát, lập danh sách trước ngày 20/9/2021.",
    "Sở Y tế chủ trì, phối hợp với Công an tỉnh, các đơn vị liên quan giám sát hằng ngày.",
    "Công an tỉnh kịp thời báo cáo.",
)


def moment(text: str) -> dt.datetime:
    return dt.datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=LOCAL)


DEADLINES = [
    # deadlines as read, then (due, kind, recurrence)
    ([], (None, "", "")),
    ([("by", "2021-09-15T12:00:00", "trong buổi sáng")], ("15/09/2021 12:00", "by", "")),
    ([("by", "2021-09-20", "trước ngày 20/9")], ("20/09/2021 23:59", "by", "")),
    ([("by", "2021-09-30", "x"), ("by", "2021-09-20T17:00:00", "y")], ("20/09/2021 17:00", "by", "")),
    ([("by", "2021-09-20", "x"), ("by", "2021-09-20T08:00:00", "y")], ("20/09/2021 08:00", "by", "")),
    (
        [("recurring", None, "hằng ngày"), ("by", "2021-09-16T17:00:00", "x")],
        ("16/09/2021 17:00", "by", "daily"),
    ),
    ([("recurring", None, "hàng ngày")], (None, "recurring", "daily")),
    ([("recurring", None, "định kỳ hằng tuần")], (None, "recurring", "weekly")),
    ([("recurring", None, "hằng tháng")], (None, "recurring", "monthly")),
    ([("recurring", None, "thường xuyên")], (None, "recurring", "regular")),
    ([("vague", None, "kịp thời")], (None, "vague", "")),
    ([("vague", None, "kịp thời"), ("recurring", None, "thường xuyên")], (None, "recurring", "regular")),
]


@pytest.mark.parametrize(("read", "expected"), DEADLINES)
def test_the_deadline_of_a_task(read: list[tuple[str, str | None, str]], expected: tuple) -> None:
    made = drafting.deadline_of([{"kind": kind, "due": due, "text": text} for kind, due, text in read])
    due, kind, recurrence = expected
    assert made["due_at"] == (moment(due) if due else None)
    assert (made["due_kind"], made["recurrence"]) == (kind, recurrence)


def test_orders_become_tasks(office: Office) -> None:
    letter = office.drafted(LETTER)
    tasks = Task.objects.filter(order__letter=letter).select_related("lead", "order")
    by_order = [(task.order.path, task.lead.name if task.lead else None) for task in tasks]
    assert [path for path, _ in by_order].count(["1"]) == 9
    health = tasks.get(order__path=["2"])
    assert (health.lead, health.recurrence) == (office.world.organisations["department"], "daily")
    assert list(health.co_workers.all()) == [office.world.organisations["police"]]
    assert {task.due_at for task in tasks if task.order.path == ["1"]} == {moment("20/09/2021 23:59")}
    assert letter.state == Letter.State.DRAFTED


def test_nobody_named_means_every_addressee(office: Office) -> None:
    letter = office.drafted(state_letter("Khẩn trương điều tra, khoanh vùng, dập dịch."))
    leads = {task.lead for task in Task.objects.filter(order__letter=letter, order__path=["1"])}
    assert leads == {office.world.organisations["department"], office.world.organisations["police"]}


@pytest.fixture
def declared():
    """One indicator that measures orders about larvae; the registry is as before afterwards."""
    made = Indicator(
        code="zones.larvae",
        title="Số hộ đã diệt lăng quăng",
        unit="hộ",
        definition="",
        better="high",
        rows=lambda actor, now, period: [],
        figure=lambda rows: Figure(None, 0, 0),
        words=("diệt lăng quăng",),
    )
    indicators.declare(made)
    yield made
    indicators._INDICATORS.pop(made.code)


def test_an_indicator_is_proposed_by_its_words(office: Office, declared: Indicator) -> None:
    letter = office.drafted(
        state_letter("Sở Y tế hướng dẫn Diệt  lăng quăng tại hộ gia đình.", "Công an tỉnh báo cáo ngay.")
    )
    orders = list(letter.orders.order_by("position"))
    assert [order.indicator for order in orders[:2]] == [declared.code, ""]
    specialist = office.actor("thammuu")
    services.order_measure(order=orders[1], indicator=declared.code, by=specialist, now=office.now)
    services.order_measure(order=orders[0], indicator="", by=specialist, now=office.now)
    assert [order.indicator for order in letter.orders.order_by("position")[:2]] == ["", declared.code]
    with pytest.raises(Refused):
        services.order_measure(order=orders[0], indicator="no.such", by=specialist, now=office.now)


def test_a_draft_is_changed_added_to_and_thinned(office: Office) -> None:
    letter = office.drafted(LETTER)
    specialist, org = office.actor("thammuu"), office.world.organisations
    group = list(Task.objects.filter(order__letter=letter, order__path=["1"]))
    due = moment("18/09/2021 17:00")
    services.tasks_change(
        tasks=group,
        changes={"due_at": due, "due_kind": "by"},
        co_worker_ids=[org["department"].pk],
        by=specialist,
        now=office.now,
    )
    services.task_drop(task=group[0], by=specialist, now=office.now)
    order = letter.orders.get(path=["3"])
    services.task_add(order=order, lead_id=org["labour"].pk, by=specialist, now=office.now)
    left = Task.objects.filter(order__letter=letter)
    assert {task.due_at for task in left.filter(order__path=["1"])} == {due}
    assert left.filter(order__path=["1"]).count() == 8
    assert {task.co_workers.count() for task in left.filter(order__path=["1"])} == {1}
    assert left.filter(order=order).count() == 2
    with pytest.raises(Refused, match="đã có nhiệm vụ"):
        services.task_add(order=order, lead_id=org["labour"].pk, by=specialist, now=office.now)
    with pytest.raises(Refused, match="cả nhóm"):
        services.tasks_change(
            tasks=group[1:], changes={"lead_id": org["cdc"].pk}, by=specialist, now=office.now
        )


def test_release_starts_every_task(office: Office) -> None:
    letter = office.released(LETTER)
    tasks = Task.objects.filter(order__letter=letter)
    assert {task.state for task in tasks} == {Task.State.RELEASED}
    assert {task.instruction for task in tasks} == {"Giao các đơn vị thực hiện ngay."}
    assert all(task.ordered_due_at == task.due_at for task in tasks)
    with pytest.raises(Refused):
        office.release(letter)


@pytest.mark.parametrize(
    ("received", "late"),
    [("15/09/2021 06:30", False), ("15/09/2021 12:00", False), ("15/09/2021 12:01", True)],
)
def test_a_deadline_past_on_receipt_is_marked(office: Office, received: str, late: bool) -> None:
    office.now = moment("15/09/2021 14:00")
    data = state_letter("Sở Y tế báo cáo trong buổi sáng ngày 15/9/2021.")
    letter = office.released(data, received_at=moment(received))
    assert Task.objects.get(order__letter=letter, order__path=["1"]).overdue_on_receipt is late


def test_what_release_refuses(office: Office) -> None:
    letter = office.confirm(office.register(state_letter("Sở Ngoại vụ báo cáo ngay.")))
    with pytest.raises(Refused, match="Chưa có dự thảo"):
        office.release(letter)
    office.draft(letter)
    with pytest.raises(Refused, match="Nếu vẫn giao"):
        office.release(letter)
    Task.objects.filter(order__letter=letter).update(lead_words="")
    with pytest.raises(Refused, match="chưa chọn đơn vị chủ trì"):
        services.tasks_release(
            letter=letter, instruction="", by=office.actor("lanhdao"), now=office.now, keep_unknown=True
        )
    tasks = list(Task.objects.filter(order__letter=letter))
    services.tasks_drop(tasks=tasks, by=office.actor("thammuu"), now=office.now)
    with pytest.raises(Refused, match="không còn nhiệm vụ"):
        office.release(letter)
    assert Letter.objects.get().state == Letter.State.DRAFTED


def test_each_step_has_its_hand(office: Office) -> None:
    letter = office.confirm(office.register(LETTER))
    with pytest.raises(Forbidden):
        services.tasks_draft(letter=letter, by=office.actor("vanthu"), now=office.now)
    office.draft(letter)
    with pytest.raises(Forbidden):
        services.tasks_release(letter=letter, instruction="", by=office.actor("thammuu"), now=office.now)
    task = Task.objects.first()
    assert task is not None
    with pytest.raises(Forbidden):
        services.task_change(task=task, changes={"content": "x"}, by=office.actor("lanhdao"), now=office.now)
    office.release(letter)
    task.refresh_from_db()
    with pytest.raises(Refused):
        services.task_change(task=task, changes={"content": "x"}, by=office.actor("thammuu"), now=office.now)


def test_a_co_worker_outside_the_directory_stays_named(office: Office) -> None:
    letter = office.drafted(
        state_letter("Sở Y tế chủ trì, phối hợp với Công an tỉnh, Hội Người cao tuổi tỉnh rà soát.")
    )
    task = Task.objects.get(order__letter=letter, order__path=["1"])
    assert [row.name for row in task.co_workers.all()] == ["Công an tỉnh"]
    assert task.co_worker_words == ["Hội Người cao tuổi tỉnh"]
    assert office.release(letter)
    task.refresh_from_db()
    assert task.co_worker_words == ["Hội Người cao tuổi tỉnh"]
