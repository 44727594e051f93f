"""A number is a door: what a screen counts is exactly the list that it opens, for every reader."""

from __future__ import annotations

import html
import re

import pytest

from lachan.desk import queries
from lachan.desk.board import board
from lachan.desk.curve import epidemic_curve
from lachan.desk.lens import Lens
from lachan.kernel.access.roles import may
from lachan.kernel.errors import OutOfSight
from tests.desk.conftest import MORNING, at

pytestmark = pytest.mark.django_db
READERS = ["lanhdao", "thammuu", "cdc", "huyen", "xa", "khucachly", "vanthu", "phongxn"]
_DOOR = re.compile(
    r'<a href="(/danh-sach/[^"]+)"[^>]*>(?:<b>)?([\d.]+)(?:</b>)?(?:<small>[^<]*</small>)?</a>'
)


def lens(morning, username, **narrow) -> Lens:
    return Lens(morning.actor(username), MORNING, "covid19", MORNING, **narrow)


def doors(page) -> list[tuple[str, int]]:
    """(address, number) of every linked number of a page."""
    found = _DOOR.findall(page.content.decode())
    return [(html.unescape(url), int(number.replace(".", ""))) for url, number in found]


@pytest.mark.parametrize("username", READERS)
def test_every_number_of_the_board_is_the_length_of_its_list(log_in, username):
    client = log_in(username)
    answer = client.get("/bang-chi-huy/?disease=covid19")
    if answer.status_code == 403:
        assert username in {"khucachly", "phongxn"}
        return
    numbers = doors(answer)
    assert numbers, "a board without doors"
    for url, number in numbers:
        listed = client.get(url)
        assert listed.status_code == 200, url
        assert listed.context["table"].total == number, url


@pytest.mark.parametrize("username", READERS)
def test_every_count_of_the_first_screen_is_the_length_of_its_list(log_in, username):
    client = log_in(username)
    home = client.get("/").context["home"]
    counted = [
        panel for panel in home.panels + home.quiet if panel.url and panel.url.startswith("/danh-sach/")
    ]
    for panel in counted:
        assert client.get(panel.url).context["table"].total == panel.count, panel.title


@pytest.mark.parametrize("username", READERS)
def test_each_count_equals_its_rows(morning, username):
    seen = lens(morning, username)
    counted, listed = {}, {}
    for key, figure in queries.FIGURES.items():
        if may(seen.actor, figure.permission):
            counted[key] = queries.count(key, seen)
            listed[key] = len(list(queries.rows(key, seen)))
        else:
            with pytest.raises(OutOfSight):
                queries.rows(key, seen)
    assert counted == listed


def test_the_morning_in_numbers(morning):
    """Told by hand: Bình confirmed today, Xa yesterday, Cũ on the 10th; Nghi suspected; Lan F1, Tư F2."""
    seen = lens(morning, "cdc")
    counts = {
        key: queries.count(key, seen)
        for key in (
            "f0-trong-ngay",
            "f0-7-ngay",
            "f0-14-ngay",
            "f0-chua-ro-nguon",
            "ca-nghi-ngo",
            "ca-chua-co-moc",
        )
    }
    assert counts == {
        "f0-trong-ngay": 1,
        "f0-7-ngay": 3,
        "f0-14-ngay": 3,
        "f0-chua-ro-nguon": 3,
        "ca-nghi-ngo": 1,
        "ca-chua-co-moc": 4,
    }
    levels = {
        level: queries.count("nguoi-theo-doi", seen.narrowed(value=level)) for level in ("F0", "F1", "F2")
    }
    assert levels == {"F0": 3, "F1": 1, "F2": 1}


def test_a_commune_counts_its_own_people_only(morning):
    assert queries.count("f0-14-ngay", lens(morning, "xa")) == 1
    assert queries.count("f0-14-ngay", lens(morning, "huyen")) == 1
    assert queries.count("f0-14-ngay", lens(morning, "cdc")) == 3


def test_an_earlier_hour_counts_what_had_happened_by_then(morning):
    seen = lens(morning, "cdc")
    before = Lens(seen.actor, MORNING, "covid19", at(15, 5, 30))
    assert queries.count("f0-trong-ngay", before) == 1
    assert queries.count("ca-nghi-ngo", before) == 0
    assert queries.change("f0-trong-ngay", seen) == 0, "one this morning, one by the same hour yesterday"


def test_another_disease_counts_none_of_these(morning):
    seen = Lens(morning.actor("cdc"), MORNING, "dengue", MORNING)
    by_disease = [key for key, figure in queries.FIGURES.items() if figure.by_disease]
    assert {queries.count(key, seen) for key in by_disease} == {0}


@pytest.mark.parametrize(
    "query",
    [
        "disease=x",
        "at=hôm qua",
        "at=0001-01-01T00:00:00",
        "at=9999-12-31T23:59:59",
        "place=abc",
        "place=99999999999999999999",
        "day=15/9",
        "day=0001-01-01",
    ],
)
def test_a_url_that_says_nothing_sensible_is_404(log_in, query):
    assert log_in("cdc").get(f"/danh-sach/f0-trong-ngay/?{query}").status_code == 404


def test_a_list_that_the_role_has_not_is_404(log_in):
    assert log_in("khucachly").get("/danh-sach/f0-trong-ngay/").status_code == 404
    assert log_in("cdc").get("/danh-sach/khong-co/").status_code == 404


@pytest.mark.parametrize(("day", "told"), [(10, {"Chưa rõ": 1}), (14, {"Khu cách ly tập trung": 1})])
def test_the_curve_and_the_table_by_place_found_agree(morning, day, told):
    """Nobody said where Cũ was found: the curve does not draw that case in the community either."""
    seen = Lens(morning.actor("cdc"), MORNING, "covid19", at(day, 23))
    curve = epidemic_curve(seen, "result", 14)
    drawn = {name: value for name, value in zip(curve.series, curve.bars[-1].values, strict=True) if value}
    table = {number.label: number.count for number in board(seen, "f0").contexts if number.count}
    assert drawn == table == told
