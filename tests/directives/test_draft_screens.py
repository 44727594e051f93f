"""The draft's screens: co-workers whom the directory does not know are shown, kept, chosen or corrected."""

from __future__ import annotations

import pytest
from django.test import Client

from lachan.directives import services
from lachan.directives.models import Task
from lachan.kernel.access.actors import SYSTEM
from lachan.organisations import services as organisations
from tests.directives.letters import MORNING, Office, state_letter
from tests.directives.test_screens import Log, log_in, words  # noqa: F401

ELDERS = "Hội Người cao tuổi tỉnh"
LETTER = state_letter(f"Sở Y tế chủ trì, phối hợp với Công an tỉnh, {ELDERS} rà soát.")


@pytest.fixture
def task(office: Office) -> Task:
    letter = office.drafted(LETTER)
    return Task.objects.get(order__letter=letter, order__path=["1"])


def change(specialist: Client, task: Task, co_workers: str, **more: str) -> str:
    """Save the form; what it then says is missing ("" where it was taken)."""
    lead = task.lead.name if task.lead else ""
    given = {"lead": lead, "content": task.content, "due_at": "", "recurrence": "", "co_workers": co_workers}
    answer = specialist.post(f"/van-ban/nhiem-vu/{task.uid}/sua/", given | more)
    task.refresh_from_db()
    return "" if answer.status_code == 302 else words(answer)


def test_the_draft_and_the_release_say_who_is_unknown(
    task: Task,
    log_in: Log,  # noqa: F811
) -> None:
    page = f"/van-ban/{task.order.letter.uid}/"
    drafted = words(log_in("thammuu").get(f"{page}phan-cong/"))
    assert f"{ELDERS} chưa có trong danh bạ" in drafted
    assert f"không tự nhận được việc trên hệ thống: {ELDERS}" in words(
        log_in("lanhdao").get(f"{page}giao-viec/")
    )


def test_the_letters_name_stays_and_a_new_one_is_asked_about(
    task: Task,
    log_in: Log,  # noqa: F811
) -> None:
    specialist = log_in("thammuu")
    assert not change(specialist, task, f"Công an tỉnh\n{ELDERS}")
    assert task.co_worker_words == [ELDERS]
    assert "Không rõ “Hội Làm vườn tỉnh”" in change(specialist, task, "Hội Làm vườn tỉnh")
    assert not change(specialist, task, "SYT\nHội Làm vườn tỉnh", keep_unknown="on")
    assert task.co_worker_words == ["Hội Làm vườn tỉnh"]


def test_once_in_the_directory_it_gets_the_work(
    office: Office,
    task: Task,
    log_in: Log,  # noqa: F811
) -> None:
    founded = organisations.organisation_found(
        name=ELDERS, kind="union", line="other", valid_from=MORNING.date(), by=SYSTEM, now=MORNING
    )
    assert not change(log_in("thammuu"), task, f"Công an tỉnh\n{ELDERS}")
    assert task.co_worker_words == []
    assert founded in task.co_workers.all()


def test_a_district_without_a_drafter_is_told_whom_to_ask_for(
    office: Office,
    log_in: Log,  # noqa: F811
) -> None:
    """Its clerk has confirmed a letter of the district's own; nobody there could go on and no screen said so."""
    committee = office.world.organisations["ubnd-966"]

    def given(username: str, role: str) -> None:
        office.world.users[username] = organisations.user_add(
            username=username, full_name="Lâm Bích Thủy", organisation=committee, roles=[role],
            password="mot-mat-khau-dai", by=SYSTEM, now=MORNING,
        )  # fmt: skip

    given("vt.uminh", "clerk")
    clerk = office.actor("vt.uminh")
    letter = office.register(LETTER, organisation_id=committee.pk, by=clerk)
    services.reading_confirm(letter=letter, confirmed=letter.reading, by=clerk, now=MORNING)
    page = f"/van-ban/{letter.uid}/"
    asked = "Cơ quan chưa có tài khoản vai trò “Tổ tham mưu” để dự thảo phân công"
    assert asked in words(log_in("vt.uminh").get(page))
    given("cv.uminh", "advisory")
    assert asked not in words(log_in("vt.uminh").get(page))
    provincial = office.confirm(office.register(LETTER, arrival_number=77))
    assert asked not in words(log_in("vanthu").get(f"/van-ban/{provincial.uid}/"))
