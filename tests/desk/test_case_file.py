"""The case file: all of it on one page, nothing of it for who may not see, and the past as it was known."""

from __future__ import annotations

import datetime as dt

import pytest

from lachan.journeys import result_corrected
from lachan.kernel.audit import reads
from tests.desk.conftest import MORNING, at

pytestmark = pytest.mark.django_db


def test_everything_about_a_case_on_one_page(log_in, morning):
    case = morning.case("binh")
    page = log_in("cdc").get(f"/ca-benh/{case.uid}/")
    text = page.content.decode()
    for words in (
        "Trần Văn Bình",
        "RT-PCR",
        "Dương tính",
        "Lê Thị Lan",
        "F1 vì ăn, uống cùng bàn",
        "Cộng đồng",
    ):
        assert words in text, words
    assert page.context["file"].contact_count == 1
    assert [label for label, at_, _ in page.context["file"].steps if at_] == ["Có kết quả dương tính"]


def test_that_the_person_was_told_is_recorded_from_the_file(log_in, morning):
    case, client = morning.case("binh"), log_in("cdc")
    where = f"/cach-ly/nguoi/{case.person.uid}/?disease=covid19"
    assert (
        f'href="{where}#da-bao">Ghi giờ đã báo cho người bệnh'
        in client.get(f"/ca-benh/{case.uid}/").content.decode()
    )
    client.post(where, {"tell": "1", "told-at": "06:30 15/09/2021"})
    page = client.get(f"/ca-benh/{case.uid}/").content.decode()
    assert "Ghi giờ đã báo" not in page
    assert "06:30 15/09/2021" in page


def test_why_names_rule_and_instrument(log_in, morning):
    text = log_in("cdc").get(f"/ca-benh/{morning.case('binh').uid}/").content.decode()
    assert "QĐ 3638/QĐ-BYT" in text


@pytest.mark.parametrize("address", ["", "in/", "xem-lai/"])
def test_out_of_sight_is_404(log_in, morning, address):
    case = morning.case("far")
    assert log_in("xa").get(f"/ca-benh/{case.uid}/{address}").status_code == 404
    assert log_in("cdc").get(f"/ca-benh/{case.uid}/{address}").status_code == 200


def test_a_withdrawn_case_stays_readable_and_says_so(log_in, morning):
    story = morning.story
    person = story.person("Huỳnh Thị Nhầm")
    result = story.tested(person, "rt_pcr", "positive", at(15, 6)).results.get()
    case = story.case(person)
    result_corrected.result_revoke(result=result, reason="Nhầm ống mẫu", by=story.actor(), now=MORNING)
    page = log_in("cdc").get(f"/ca-benh/{case.uid}/")
    assert "Ca này đã rút" in page.content.decode()
    assert "Ghi kết cục" not in page.content.decode()


def test_a_revoked_result_stays_struck_out_with_its_reason(log_in, morning):
    story = morning.story
    person = morning.people["binh"]
    wrong = story.tested(person, "rapid", "positive", at(14, 20)).results.get()
    result_corrected.result_revoke(result=wrong, reason="Nhầm ống mẫu", by=story.actor(), now=MORNING)
    page = log_in("cdc").get(f"/ca-benh/{story.case(person).uid}/")
    struck = [item for item in page.context["history"] if item.revoked]
    assert [item.revoked for item in struck] == ["Nhầm ống mẫu"]
    assert "Nhầm ống mẫu" in page.content.decode()


def test_replay_tells_what_was_known_then(log_in, morning):
    case = morning.case("binh")
    url = f"/ca-benh/{case.uid}/xem-lai/"
    known = {"as_of": "06:00", "as_of_day": "15/09/2021", "known_at": "07:00", "known_at_day": "15/09/2021"}
    client = log_in("cdc")
    held = {label for label, _, _ in client.get(url, known).context["replay"].holds}
    assert "Ca bệnh" in held
    before = known | {"known_at": "23:00", "known_at_day": "14/09/2021"}
    assert client.get(url, before).context["replay"].holds == []


def test_who_reads_a_file_is_written_down(log_in, morning):
    from lachan.kernel.audit import queries as audit

    case = morning.case("binh")
    log_in("cdc").get(f"/ca-benh/{case.uid}/")
    reads.gather()
    read = audit.reads(actor_id=morning.world.users["cdc"].pk).first()
    assert read.path == f"/ca-benh/{case.uid}/"
    assert {case.person_id, morning.people["lan"].pk} <= set(read.subjects)


def test_a_reader_who_sees_the_case_gets_no_name_of_a_contact_out_of_sight(log_in, morning):
    story = morning.story
    stranger = story.person("Dương Văn Ngoài", "32128")
    story.met(stranger, morning.people["binh"], dt.date(2021, 9, 14))
    text = log_in("xa").get(f"/ca-benh/{morning.case('binh').uid}/").content.decode()
    assert "Dương Văn Ngoài" not in text
    assert "Người ngoài phạm vi quản lý" in text
