"""Indicators under the reader's own scope, with what was not measured apart, and their stored values."""

from __future__ import annotations

import datetime as dt

import pytest

from lachan.directives import measures as hook
from lachan.directives.wording import figure_words
from lachan.insight import queries, services
from lachan.insight.models import IndicatorValue
from lachan.journeys import person_separated
from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.access.models import Sight
from lachan.people.queries import people_of
from tests.desk.conftest import MORNING, at

pytestmark = pytest.mark.django_db
CODE = "isolation.hours_result_to_separation"
WEEK = queries.week_until(MORNING)


@pytest.fixture
def separated(morning):
    """Xa was taken to treatment five hours after the result; nobody recorded anything of the others."""
    far = morning.people["far"]
    person_separated.stay_begin(
        person_id=far.pk,
        disease="covid19",
        measure="home",
        site=None,
        unit_id=far.residence_id,
        occurred_at=at(14, 11),
        by=morning.actor("cdc"),
        now=MORNING,
    )
    return far


def test_the_figure_rests_on_what_was_measured(morning, separated):
    found = queries.measure(CODE, morning.actor("cdc"), MORNING, WEEK)
    assert found.figure.value == 5.0
    assert (found.figure.measured, found.figure.unmeasured) == (1, len(found.rows) - 1)
    assert found.within == 1


def test_parts_add_up_to_the_whole(morning, separated):
    found = queries.measure(CODE, morning.actor("cdc"), MORNING, WEEK)
    assert sum(part.figure.measured for part in found.parts) == found.figure.measured
    assert sum(part.figure.unmeasured for part in found.parts) == found.figure.unmeasured
    assert {part.name for part in found.parts} == {"Thành phố Cà Mau", "Huyện Cái Nước"}


@pytest.mark.parametrize("username", ["cdc", "huyen", "xa"])
def test_the_list_of_all_says_what_each_says_alone(morning, separated, username):
    """Who looks at the rows of another indicator takes them from there: the same people and figures."""
    actor = morning.actor(username)
    listed = queries.measure_all(actor, MORNING, WEEK)
    assert [one.code for one, _ in listed] == [one.code for one in queries.known_indicators()]
    for one, found in listed:
        alone = queries.measure(one.code, actor, MORNING, WEEK)
        assert (found.figure, found.within, found.overdue) == (alone.figure, alone.within, alone.overdue)
        assert [(row.person_id, row.value) for row in found.rows] == [
            (row.person_id, row.value) for row in alone.rows
        ]
        assert list(found.parts) == list(alone.parts)


def test_the_list_of_all_reads_its_rows_once(log_in, separated, django_assert_max_num_queries):
    """Also when no figure is remembered; units and rules are what every page has at hand."""
    client = log_in("huyen")
    client.get("/phan-tich/chi-so/")
    with django_assert_max_num_queries(12):
        client.get("/phan-tich/chi-so/")


def test_a_commune_measures_its_own(morning, separated):
    found = queries.measure(CODE, morning.actor("xa"), MORNING, WEEK)
    assert found.figure.value is None
    assert separated.pk not in {row.person_id for row in found.rows}
    assert {part.name for part in found.parts} == {"Phường 4"}


def test_an_unknown_code_is_nothing(morning):
    assert queries.measure("khong.co", morning.actor("cdc"), MORNING, WEEK) is None


def test_directives_ask_through_the_hook(morning, separated):
    told = hook.figure(CODE, morning.actor("thammuu"), MORNING)
    assert (told["value"], told["measured"]) == (5.0, 1)
    assert told["url"].startswith(f"/phan-tich/chi-so/{CODE}/?since=09%2F09%2F2021")
    assert [(part["measured"], part["unmeasured"]) for part in told["parts"]]
    for name in ("measured", "unmeasured"):
        assert sum(part[name] for part in told["parts"]) == told[name]


def test_without_the_right_a_reader_learns_only_what_measures(morning, separated):
    told = hook.figure(CODE, morning.actor("vanthu"), MORNING)
    assert told["withheld"]
    assert told["value"] is None
    assert "url" not in told
    assert figure_words(told) == f"Đo bằng chỉ số “{told['title']}”"
    assert hook.figure("no.such", morning.actor("vanthu"), MORNING) is None


def test_stored_values_hold_no_person_and_can_be_stored_again(morning, separated):
    day = dt.date(2021, 9, 14)
    kept = services.values_store(day=day, by=SYSTEM, now=MORNING)
    assert kept == services.values_store(day=day, by=SYSTEM, now=MORNING) == IndicatorValue.objects.count()
    assert queries.stored_values(CODE, day, day).get().value == 5.0
    assert not {"person", "person_id", "subject_id"} & {field.name for field in IndicatorValue._meta.fields}


# --- the screens ----------------------------------------------------------------------------------------


def test_figure_parts_and_people_on_one_page(log_in, separated):
    page = log_in("thammuu").get(f"/phan-tich/chi-so/{CODE}/")
    text = page.content.decode()
    assert "Ngô Văn Xa" in text
    assert "chưa đo được" in text
    assert page.context["table"].total == len(page.context["found"].rows)


def test_a_figure_that_was_kept_names_nobody_who_has_gone_out_of_sight(
    log_in, morning, separated, monkeypatch
):
    actor = morning.actor("xa")
    kept = queries.measure(CODE, actor, MORNING, WEEK)
    monkeypatch.setattr(queries, "measure", lambda *_: kept)
    gone = kept.rows[0].person_id
    names = people_of(row.person_id for row in kept.rows)
    assert names[gone].full_name in log_in("xa").get(f"/phan-tich/chi-so/{CODE}/").content.decode()

    Sight.objects.filter(subject_id=gone).delete()

    text = log_in("xa").get(f"/phan-tich/chi-so/{CODE}/").content.decode()
    assert names[gone].full_name not in text
    assert "không còn trong phạm vi xem" in text


def test_a_part_opens_its_rows(log_in, separated):
    client = log_in("thammuu")
    page = client.get(f"/phan-tich/chi-so/{CODE}/")
    for part in page.context["found"].parts:
        shown = client.get(f"/phan-tich/chi-so/{CODE}/?part={part.unit_id}").context["table"].total
        assert shown == part.figure.measured + part.figure.unmeasured, part.name
    unmeasured = client.get(f"/phan-tich/chi-so/{CODE}/?only=unmeasured").context["table"].total
    assert unmeasured == page.context["found"].figure.unmeasured


def test_the_period_is_the_readers_choice(log_in, separated):
    page = log_in("thammuu").get(f"/phan-tich/chi-so/{CODE}/?since=01/09/2021&until=05/09/2021")
    assert page.context["found"].rows == []
    wrong = log_in("thammuu").get(f"/phan-tich/chi-so/{CODE}/?since=05/09/2021&until=01/09/2021")
    assert "Ngày cuối phải từ ngày đầu trở đi" in wrong.content.decode()


def test_the_list_and_an_unknown_one(log_in):
    assert log_in("xa").get("/phan-tich/chi-so/").status_code == 200
    assert log_in("xa").get("/phan-tich/chi-so/khong-co/").status_code == 404
    assert log_in("phongxn").get("/phan-tich/chi-so/").status_code == 403


def test_kept_days_are_drawn_for_who_sees_the_province(log_in, separated):
    for day in (13, 14):
        services.values_store(day=dt.date(2021, 9, day), by=SYSTEM, now=MORNING)
    assert log_in("thammuu").get(f"/phan-tich/chi-so/{CODE}/").context["trend"] is not None
    assert log_in("xa").get(f"/phan-tich/chi-so/{CODE}/").context["trend"] is None


def test_the_figure_beside_an_order_is_that_of_the_page_it_opens(log_in, morning, separated):
    told = hook.figure(CODE, morning.actor("thammuu"), MORNING)
    found = log_in("thammuu").get(told["url"]).context["found"]
    assert (found.figure.value, found.figure.measured, found.figure.unmeasured, found.within) == (
        told["value"],
        told["measured"],
        told["unmeasured"],
        told["within"],
    )
