"""A contact of a known case turns positive: the likely source is proposed, and counts only once it is stated."""

from __future__ import annotations

import datetime as dt

import pytest

from lachan.desk import queries
from lachan.desk.lens import lens_from
from tests.desk.conftest import MORNING, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def lan(morning):
    """Lan, F1 of Bình since they ate together on 13/9, is positive half an hour before the morning."""
    morning.story.tested(morning.people["lan"], "rt_pcr", "positive", at(15, 6, 30))
    return morning.case("lan")


def unexplained(morning) -> set[int]:
    rows = queries.rows("f0-chua-ro-nguon", lens_from(morning.actor("cdc"), MORNING, disease="covid19"))
    return set(rows.values_list("pk", flat=True))


def test_the_file_and_the_list_propose_and_the_count_stays(log_in, morning, lan):
    client, binh = log_in("cdc"), morning.case("binh")
    page = client.get(f"/ca-benh/{lan.uid}/")
    (likely, why), = page.context["file"].likely  # fmt: skip
    assert (likely.code, likely.first_on) == (binh.code, dt.date(2021, 9, 13))
    assert "ăn, uống cùng bàn" in why
    assert "Xác nhận nguồn này" in page.content.decode()
    rows = client.get("/danh-sach/f0-chua-ro-nguon/?disease=covid19").content.decode()
    assert f"có thể từ {binh.code}, ăn, uống cùng bàn ngày 13/09/2021" in rows
    assert lan.pk in unexplained(morning)


def test_one_button_states_it_after_a_look_at_the_effects(log_in, morning, lan):
    client, binh = log_in("cdc"), morning.case("binh")
    given = {"known": "yes", "source_code": binh.code, "first_contact_on": "13/09/2021"}
    first = client.post(f"/ca-benh/{lan.uid}/nguon-lay/", given)
    assert first.status_code == 200
    assert lan.pk in unexplained(morning)
    assert client.post(f"/ca-benh/{lan.uid}/nguon-lay/", given | {"confirmed": "1"}).status_code == 302
    assert lan.pk not in unexplained(morning)
    assert client.get(f"/ca-benh/{lan.uid}/").context["file"].likely == []


def test_nobody_is_proposed_to_the_first_case_or_out_of_sight(log_in, morning, lan):
    assert log_in("cdc").get(f"/ca-benh/{morning.case('binh').uid}/").context["file"].likely == []
    far = morning.people["far"]
    tu = morning.people["tu"]
    morning.story.met(tu, far, dt.date(2021, 9, 13))
    morning.story.tested(tu, "rt_pcr", "positive", at(15, 6, 40))
    seen = log_in("xa").get(f"/ca-benh/{morning.case('tu').uid}/").context["file"].likely
    assert [one.code for one, _ in seen] == [
        lan.code
    ]  # met on 14/9; the other one is out of the ward's sight


def test_a_likely_source_is_not_offered_on_paper(log_in, lan):
    text = log_in("cdc").get(f"/ca-benh/{lan.uid}/in/").content.decode()
    assert "Có thể lây từ" in text
    assert "Xác nhận nguồn này" not in text
