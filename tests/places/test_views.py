"""The pages of units, as an ordinary reader gets them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import COMMUNE
from lachan.places import queries, views
from lachan.places.models import Unit

READER = Actor("user", "Nguyễn Thị Lan", user_id=7, roles=frozenset({COMMUNE}))
Get = Callable[..., HttpResponse]


@pytest.fixture
def get(rf: RequestFactory, now: dt.datetime) -> Get:
    def ask(
        view: Callable[..., HttpResponse], *args: object, actor: Actor | None = READER, **query: str
    ) -> HttpResponse:
        request = rf.get("/dia-ban/", query)
        request.actor, request.now = actor, now  # type: ignore[attr-defined]
        return view(request, *args)

    return ask


def words(answer: HttpResponse) -> str:
    return " ".join(answer.content.decode().split())


def uid_of(code: str, on: dt.date) -> uuid.UUID:
    unit = queries.unit_by_code(code, on)
    assert unit is not None
    return unit.uid


def test_the_list_shows_the_units_of_today(camau: Unit, get: Get) -> None:
    page = words(get(views.unit_list))
    assert "1 cấp tỉnh, 9 cấp huyện, 101 cấp xã" in page
    assert "15/09/2021" in page
    assert "Phường 4" in page
    assert "An Xuyên" in page
    assert "Phường An Xuyên" not in page


def test_the_list_of_another_day(camau: Unit, get: Get) -> None:
    page = words(get(views.unit_list, on="01/07/2025"))
    assert "1 cấp tỉnh, 64 cấp xã" in page
    assert "Phường An Xuyên" in page
    assert "Phường 4" not in page


@pytest.mark.parametrize(
    ("query", "there", "missing"),
    [
        ({"text": "xuyen an"}, "Xã An Xuyên", "Phường 4"),
        ({"text": "3208"}, "Xã Tân Phú", "Phường 4"),
        ({"level": "2"}, "Huyện U Minh", "Xã Tân Phú"),
        ({"text": "không có"}, "Không có đơn vị nào như vậy", "Xã Tân Phú"),
        ({"on": "31/02/2021"}, "Không có ngày 31/02/2021 trong lịch", "Phường An Xuyên"),
    ],
)
def test_search(camau: Unit, get: Get, query: dict[str, str], there: str, missing: str) -> None:
    page = words(get(views.unit_list, **query))
    assert there in page
    assert missing not in page


def test_a_commune_with_hamlets_and_its_later_fate(demo: Unit, get: Get, on: dt.date) -> None:
    page = words(get(views.unit_page, uid_of("32002", on)))
    assert "từ 01/01/2020 đến hết 31/12/2024" in page
    assert "Khóm 1" in page
    assert "tên minh họa" in page
    assert "số minh họa" in page
    assert "gần đúng" in page
    assert "nhập toàn bộ, từ 01/01/2025" in page
    assert page.count("<polygon") == 101
    assert page.count("cell band-4") == 1
    assert "<line" in page


def test_a_commune_that_was_split_says_so(camau: Unit, get: Get, on: dt.date) -> None:
    page = words(get(views.unit_page, uid_of("32122", on)))
    assert "Đơn vị này bị chia" in page
    assert page.count("nhập một phần, từ 01/07/2025") == 3
    assert "chưa có số dân" in page


def test_a_commune_of_2025_shows_what_it_was_formed_of(camau: Unit, get: Get) -> None:
    page = words(get(views.unit_page, uid_of("32002", dt.date(2025, 7, 1))))
    assert "Hình thành từ" in page
    assert "Xã An Xuyên" in page
    assert page.count("<polygon") == 64


def test_a_district_lists_its_communes(camau: Unit, get: Get, on: dt.date) -> None:
    page = words(get(views.unit_page, uid_of("973", on)))
    assert "Gồm 7 đơn vị" in page
    assert page.count("cell band-4") == 7


def test_numbers_of_the_drawing_are_written_for_machines(camau: Unit, get: Get, on: dt.date) -> None:
    page = words(get(views.unit_page, uid_of("32002", on)))
    border = page.partition("<line ")[2].partition("/>")[0]
    assert "," not in border


def test_a_province_without_coordinates_has_no_map(camau: Unit, get: Get, on: dt.date) -> None:
    Unit.objects.update(lat=None, lon=None)
    page = words(get(views.unit_page, uid_of("32002", on)))
    assert '<svg class="map-area"' not in page


def test_an_unknown_unit_is_not_found(camau: Unit, get: Get) -> None:
    with pytest.raises(Http404):
        get(views.unit_page, uuid.uuid4())


def test_without_log_in_there_is_nothing(get: Get) -> None:
    assert get(views.unit_list, actor=None).status_code == 302


@pytest.mark.parametrize("code", ["32002", "964", "96"])
def test_queries_of_the_pages(demo: Unit, get: Get, on: dt.date, code: str) -> None:
    uid = uid_of(code, on)
    with CaptureQueriesContext(connection) as asked:
        get(views.unit_page, uid)
    assert len(asked) <= 9
    with CaptureQueriesContext(connection) as asked:
        get(views.unit_list)
    assert len(asked) <= 4
