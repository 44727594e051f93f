"""Lists sort, page and count within bounds, and their addresses keep the filters."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db.models.functions import Length
from django.http import QueryDict
from django.utils.html import format_html

from lachan.ui.tables import Column, Table, build_table, page_of, with_query

COLUMNS = (
    Column("Tên", "name", sort="name", main=True),
    Column("Tuổi", "who.age", kind="number", sort=("who__age", "name")),
    Column("Ngày", "day", kind="day"),
)
ROWS = [
    {"name": "b", "who": SimpleNamespace(age=5), "day": dt.date(2021, 9, 15)},
    {"name": "a", "who": SimpleNamespace(age=None), "day": None},
    {"name": "c", "who": SimpleNamespace(age=1200), "day": None},
]


def names(table):
    return [row["name"] for row in table.rows]


def test_cells_follow_paths_and_kinds(rf):
    first, second, _ = build_table(rf.get("/"), ROWS, COLUMNS).body()
    assert [cell.value for cell in first.cells] == ["b", "5", "15/09/2021"]
    assert "–" in second.cells[1].value
    assert "none" in second.cells[2].css
    assert first.name == "b"


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("", "bac"),
        ("?sort=name", "abc"),
        ("?sort=-name", "cba"),
        ("?sort=who__age", "abc"),
        ("?sort=password", "bac"),
    ],
)
def test_sorting_by_what_the_columns_allow(rf, query, order):
    assert "".join(names(build_table(rf.get(f"/{query}"), ROWS, COLUMNS))) == order


def test_default_sort(rf):
    assert names(build_table(rf.get("/"), ROWS, COLUMNS, default_sort="-name")) == ["c", "b", "a"]


def test_head_links_turn_the_order_and_keep_the_filters(rf):
    heads = build_table(rf.get("/?muc=F1&page=2&sort=name"), ROWS, COLUMNS).heads()
    assert heads[0].direction == "ascending"
    assert QueryDict(heads[0].url[1:]).dict() == {"muc": "F1", "sort": "-name"}
    assert QueryDict(heads[1].url[1:]).dict() == {"muc": "F1", "sort": "who__age"}
    assert heads[2].url is None


@pytest.mark.parametrize(
    ("asked", "number", "rows", "has_next"),
    [("1", 1, 4, True), ("3", 3, 2, False), ("99", 3, 2, False), ("0", 1, 4, True), ("-1", 1, 4, True), ("x", 1, 4, True)],
)  # fmt: skip
def test_pages_stay_within_the_list(rf, asked, number, rows, has_next):
    page = page_of(rf.get("/", {"page": asked}), list(range(10)), per_page=4)
    assert (page.number, len(page.rows), page.has_next, page.pages) == (number, rows, has_next, 3)


def test_beyond_the_cap_the_total_is_only_a_bound(rf):
    page = page_of(rf.get("/?page=2"), list(range(10)), per_page=3, cap=6)
    assert page.total is None
    assert page.total_text == "hơn 6"
    assert page.rows == [3, 4, 5]
    assert not page.has_next


def test_a_full_last_page_has_no_next(rf):
    page = page_of(rf.get("/?page=2"), list(range(6)), per_page=3)
    assert (page.first, page.last, page.has_next) == (4, 6, False)


def test_pager_addresses(rf):
    pager = build_table(
        rf.get("/?a=1&page=3"), list(range(9)), [Column("n", lambda n: n)], per_page=2
    ).pager()
    assert pager["previous"] == "?a=1&page=2"
    assert pager["next"] == "?a=1&page=4"
    assert pager["first"] == "?a=1"


@pytest.mark.django_db
def test_a_queryset_costs_one_query(rf, django_assert_num_queries):
    ContentType.objects.bulk_create(ContentType(app_label="x", model=f"m{n:03d}") for n in range(30))
    rows = ContentType.objects.filter(app_label="x")
    columns = (Column("Tên", "model", sort=("model", "id")),)
    with django_assert_num_queries(1):
        table = build_table(rf.get("/?sort=-model&page=2"), rows, columns, per_page=10, cap=25)
        shown = [cell.value for row in table.body() for cell in row.cells]
    assert shown == [f"m{n:03d}" for n in range(19, 9, -1)]
    assert table.page.total_text == "hơn 25"


@pytest.mark.django_db
def test_a_page_after_the_last_is_the_last(rf):
    ContentType.objects.bulk_create(ContentType(app_label="x", model=f"m{n:03d}") for n in range(12))
    rows = ContentType.objects.filter(app_label="x")
    columns = (Column("Tên", "model", sort=("model", "id")),)
    table = build_table(rf.get("/?sort=model&page=9"), rows, columns, per_page=10, cap=500)
    assert [row.model for row in table.rows] == ["m010", "m011"]
    assert table.page.number == 2


@pytest.mark.django_db
@pytest.mark.parametrize(("asked", "shown"), [("1", range(10)), ("2", (10, 11)), ("9", (10, 11))])
def test_rows_that_are_dear_to_find_are_found_once_and_paged_alike(
    rf, django_assert_max_num_queries, asked, shown
):
    ContentType.objects.bulk_create(ContentType(app_label="x", model=f"m{n:03d}") for n in range(12))
    rows = ContentType.objects.filter(app_label="x")
    columns = (Column("Tên", "model", sort=("model", "id")),)
    with django_assert_max_num_queries(3):
        table = build_table(rf.get(f"/?sort=model&page={asked}"), rows, columns, per_page=10, dear=True)
    assert [row.model for row in table.rows] == [f"m{n:03d}" for n in shown]
    assert (table.total, table.page.has_next) == (12, asked == "1")


@pytest.mark.django_db
@pytest.mark.parametrize("order", ["model", "-model", "length", "-length", Length("model").desc()])
def test_what_a_list_computes_to_choose_or_to_order_its_rows_is_kept(rf, order):
    ContentType.objects.bulk_create(ContentType(app_label="x", model="m" * n) for n in range(1, 15))
    chosen = ContentType.objects.filter(app_label="x").alias(length=Length("model")).filter(length__gt=2)
    rows = chosen.order_by(order)
    page = page_of(rf.get("/?page=2"), rows, per_page=5)
    assert [row.model for row in page.rows] == [row.model for row in rows[5:10]]
    assert page.total == 12


def test_with_query_removes_and_replaces():
    query = QueryDict("a=1&b=2&b=3")
    assert with_query(query, a=None, c="á") == "?b=2&b=3&c=%C3%A1"
    assert with_query(query, b=9) == "?a=1&b=9"
    assert with_query(QueryDict("a=1"), a=None) == "?"


def test_a_table_by_hand_neither_sorts_nor_pages():
    table = Table(COLUMNS, ROWS)
    assert not any(head.url for head in table.heads())
    assert table.pager()["next"] is None
    assert table.total == 3


def test_callables_may_give_safe_html():
    column = Column("x", lambda row: format_html("<b>{}</b>", row["name"]))
    assert column.show({"name": "<i>"}) == "<b>&lt;i&gt;</b>"


def test_sentences_keep_a_width_to_be_read_in():
    assert "prose" in Column("Vì sao", "why", kind="prose").css.split()
    assert "prose" not in Column("Nơi ở", "place").css.split()
