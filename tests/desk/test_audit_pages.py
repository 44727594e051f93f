"""What the auditor reads: sentences, reads, seal; and nobody else."""

from __future__ import annotations

import pytest

from lachan.kernel.audit import queries as audit
from lachan.kernel.audit.services import seal_pending
from tests.desk.conftest import MORNING

pytestmark = pytest.mark.django_db
PAGES = ["/kiem-tra/su-kien/", "/kiem-tra/luot-xem/", "/kiem-tra/niem-phong/"]


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    """Heads outside the database and lines of reads are those of this test alone."""
    settings.VAR_DIR = tmp_path


@pytest.mark.parametrize("page", PAGES)
def test_only_the_auditor_enters(log_in, page):
    assert log_in("kiemtra").get(page).status_code == 200
    assert log_in("cdc").get(page).status_code == 403


def test_events_are_sentences_and_name_nobody(log_in, morning):
    text = log_in("kiemtra").get("/kiem-tra/su-kien/").content.decode()
    assert "ghi nơi phát hiện ca" in text
    for person in morning.people.values():
        assert person.full_name not in text


def test_events_by_room_by_person_and_by_day(log_in, morning):
    client = log_in("kiemtra")
    found = client.get("/kiem-tra/su-kien/", {"kind": "cases"}).context["table"]
    assert found.total
    assert {row.kind.partition(".")[0] for row in found.rows} == {"cases"}
    assert client.get("/kiem-tra/su-kien/", {"day": "01/01/2021"}).context["table"].total == 0
    mine = client.get("/kiem-tra/su-kien/", {"who": "Ngọc Ánh"}).context["table"]
    assert {row.actor_label.partition(",")[0] for row in mine.rows} == {"Nguyễn Thị Ngọc Ánh"}


def test_one_event_shows_what_else_happened_to_its_record(log_in, morning):
    case = morning.case("binh")
    event = audit.events(object_uid=case.uid).first()
    page = log_in("kiemtra").get(f"/kiem-tra/su-kien/{event.uid}/")
    assert event.pk in {other.pk for other in page.context["others"]}


def test_reads_can_be_asked_by_person(log_in, morning):
    person = morning.people["binh"]
    log_in("cdc").get(f"/ca-benh/{morning.case('binh').uid}/")
    client = log_in("kiemtra")
    found = client.get("/kiem-tra/luot-xem/", {"person": str(person.uid)}).context["table"]
    assert found.total
    assert all(person.pk in row.subjects for row in found.rows)
    nobody = client.get("/kiem-tra/luot-xem/", {"person": "00000000-0000-0000-0000-000000000001"})
    assert nobody.context["table"].total == 0


def test_reads_name_the_reader_and_the_screen(log_in, morning):
    log_in("cdc").get(f"/ca-benh/{morning.case('binh').uid}/")
    client = log_in("kiemtra")
    [row, *_] = client.get("/kiem-tra/luot-xem/").context["table"].rows
    assert (row.who, row.screen) == ("Nguyễn Thị Ngọc Ánh", "Ca bệnh")
    assert "Nguyễn Thị Ngọc Ánh: Ca bệnh" in client.get("/").content.decode()


def test_the_seal_is_reported_with_what_is_not_under_it(log_in, morning):
    client = log_in("kiemtra")
    before = client.get("/kiem-tra/niem-phong/").context["state"]
    assert before.unsealed
    seal_pending(now=MORNING)
    page = client.get("/kiem-tra/niem-phong/?tinh-lai=1")
    assert page.context["verdict"].intact
    assert page.context["state"].seals == before.seals + 1
