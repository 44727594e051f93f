"""First screens by role, the board, the search box, the commune's board, the clock."""

from __future__ import annotations

import re

import pytest
from django.test import override_settings

from lachan.demo.cast import LOGINS
from lachan.kernel.audit import queries as audit
from lachan.kernel.intake.models import Upload
from tests.desk.conftest import MORNING

pytestmark = pytest.mark.django_db
BOARD_QUERIES = 45


@pytest.mark.parametrize("username", [login.username for login in LOGINS])
def test_first_screen_of_each_role_opens(log_in, username):
    answer = log_in(username).get("/")
    assert answer.status_code == 200
    assert "Việc hôm nay" in answer.content.decode()


def test_a_leader_reads_better_or_worse_where_and_what_to_decide(log_in):
    answers = log_in("lanhdao").get("/").context["answers"]
    assert (answers.today, answers.yesterday, answers.verdict) == (1, 1, "Ngang cùng giờ hôm qua")
    assert {name: count for name, count, _, _ in answers.places} == {
        "Thành phố Cà Mau": 1,
        "Huyện Cái Nước": 2,
    }


def test_what_is_urgent_comes_first_and_what_is_empty_last(log_in):
    home = log_in("cdc").get("/").context["home"]
    titles = [panel.title for panel in home.panels]
    assert "Ca chưa có mốc dịch tễ" in titles
    assert "Dương tính chưa nhận diện" in {panel.title for panel in home.quiet}
    assert all(panel.urgent for panel in home.panels[:3])


def test_board_keeps_disease_in_its_addresses_and_names_none_by_itself(log_in):
    for user, address in (("cdc", "/bang-chi-huy/"), ("lanhdao", "/"), ("xa", "/dia-ban-xa/")):
        page = log_in(user).get(f"{address}?disease=dengue").content.decode()
        assert not re.search(r"\bF[0-3] ", page), (address, "a disease without levels has no word of them")
    page = log_in("cdc").get("/bang-chi-huy/?disease=dengue").content.decode()
    assert "Ca xác định trong ngày" in page
    assert "disease=dengue" in page


def test_board_adds_up_by_place(log_in):
    made = log_in("lanhdao").get("/bang-chi-huy/?disease=covid19").context["board"]
    for place, (_, total, _) in enumerate(made.totals):
        assert sum(row.cells[place][1] for row in made.districts) == total
    assert made.districts[0].name == "Thành phố Cà Mau"


def test_board_map_and_curve_count_the_same_cases(log_in):
    context = log_in("cdc").get("/bang-chi-huy/?disease=covid19&span=14").context
    assert sum(bar.total for bar in context["curve"].bars) == 3
    assert sum(int(cell.value.split()[0]) for cell in context["board"].map.cells) == 3
    assert len(context["board"].map.cells) == 101


@pytest.mark.parametrize("measure", ["f0", "ty-le", "nguon", "chua-tach", "xet-nghiem"])
@pytest.mark.parametrize("curve", ["result", "publication", "onset"])
def test_every_choice_of_the_board_opens(log_in, measure, curve):
    url = f"/bang-chi-huy/?disease=covid19&measure={measure}&curve={curve}&span=14"
    assert log_in("huyen").get(url).status_code == 200


def test_a_rate_without_population_cannot_be_computed(log_in):
    cells = log_in("cdc").get("/bang-chi-huy/?disease=covid19&measure=ty-le").context["board"].map.cells
    assert {cell.band for cell in cells} == {None}


def test_days_nobody_closed_are_missing_in_the_published_curve(log_in):
    curve = log_in("cdc").get("/bang-chi-huy/?disease=covid19&curve=publication").context["curve"]
    assert {bar.mark for bar in curve.bars} == {"missing"}


def test_board_of_an_earlier_moment(log_in):
    made = log_in("cdc").get("/bang-chi-huy/?disease=covid19&at=05:00&at_day=15/09/2021").context["board"]
    assert next(one.count for one in made.numbers if one.key == "f0-trong-ngay") == 0


def test_board_asks_few_questions(log_in, django_assert_max_num_queries):
    client = log_in("lanhdao")
    client.get("/bang-chi-huy/?disease=covid19")
    with django_assert_max_num_queries(BOARD_QUERIES):
        client.get("/bang-chi-huy/?disease=covid19")


@pytest.mark.parametrize("text", ["tran van binh", "binh tran", "Bình", "BÌNH VĂN"])
def test_search_finds_a_name_in_any_order_without_marks(log_in, morning, text):
    found = log_in("cdc").get("/tim/", {"q": text}).context["people"]
    assert morning.people["binh"].pk in {person.pk for person, _, _ in found}


def test_search_by_code_opens_the_case(log_in, morning):
    case = morning.case("binh")
    answer = log_in("cdc").get("/tim/", {"q": case.code})
    assert answer["Location"] == f"/ca-benh/{case.uid}/"


def test_search_shows_nobody_out_of_sight(log_in, morning):
    context = log_in("xa").get("/tim/", {"q": "Ngô Văn Xa"}).context
    assert not context["people"]
    assert not context["cases"]
    assert log_in("xa").get("/tim/", {"q": morning.case("far").code}).status_code == 200


def test_a_communes_board_holds_its_people_and_its_work(log_in, morning):
    context = log_in("xa").get("/dia-ban-xa/").context
    counts = {part["figure"].key: part["count"] for part in context["parts"]}
    assert counts["nguoi-theo-doi"] >= 3
    assert context["unit"].name == "Phường 4"


def test_a_district_chooses_one_of_its_communes(log_in, morning):
    unit = morning.people["binh"].residence_id
    other = morning.people["far"].residence_id
    client = log_in("huyen")
    assert client.get(f"/dia-ban-xa/?place={unit}").context["unit"].pk == unit
    assert client.get(f"/dia-ban-xa/?place={other}").context["unit"] is None


def test_the_clock_stands_still_outside_the_demonstration(log_in):
    page = log_in("quantri").post("/dong-ho/", {"moment": "08:00", "moment_day": "16/09/2021"})
    assert "chạy theo giờ thật" in page.content.decode()


@override_settings(DEMO=True)
def test_the_administrator_moves_the_demonstrations_clock(log_in):
    answer = log_in("quantri").post("/dong-ho/", {"moment": "08:00", "moment_day": "16/09/2021"})
    assert answer.status_code == 302
    event = audit.events(kind="kernel.clock_moved").first()
    assert audit.sentences([event])[event.pk] == "chuyển đồng hồ diễn tập đến 08:00 16/09/2021"
    assert event.at == MORNING


def test_only_the_administrator_moves_it(log_in):
    assert log_in("lanhdao").get("/dong-ho/").status_code == 403


def test_the_clerks_board_leads_to_letters_numbers_and_late_tasks(log_in):
    page = log_in("vanthu").get("/bang-chi-huy/")
    board = page.context["board"]
    assert [number.label for number in board.numbers] == [
        "Văn bản chờ kiểm bản đọc",
        "Văn bản chờ dự thảo phân công",
        "Văn bản chờ giao việc",
        "Nhiệm vụ chờ xác nhận hoàn thành",
        "Nhiệm vụ quá hạn",
    ]
    assert [panel.title for panel in board.panels] == ["Dải số văn bản đi"]
    assert board.steps[0][0] == "Vào sổ văn bản đến"
    assert "F0" not in page.content.decode().partition("<main")[2]


def test_a_laboratorys_board_lists_the_files_that_still_need_it(log_in, morning):
    def kept(name, state):
        Upload.objects.create(
            kind="testing.results", name=name, size=1, sha256=name, content=b"x", state=state, total=1,
            organisation_id=morning.actor("phongxn").organisation_id, uploaded_at=MORNING, delete_after=MORNING,
        )  # fmt: skip

    kept("cho-kiem-tra.xlsx", "staged")
    kept("da-xong.xlsx", "done")
    page = log_in("phongxn").get("/").content.decode()
    assert "cho-kiem-tra.xlsx" in page
    assert "da-xong.xlsx" not in page
