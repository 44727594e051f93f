"""Lists that are read in one trip hold what each would have read alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Count, F, QuerySet, Value

from lachan.kernel.policies.models import PolicyVersion
from lachan.kernel.together import read_page, read_together
from lachan.organisations.models import Organisation
from lachan.places.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def lists(world: Any) -> list[QuerySet[Any]]:
    """Models with dates, decisions in JSON and joined rows; values, flat values, a slice, a group; two are empty."""
    return [
        Unit.objects.select_related("parent").order_by("-name", "id"),
        PolicyVersion.objects.order_by("key", "-effective_from", "id"),
        Organisation.objects.annotate(word=Value("x")).order_by("name")[2:9],
        Unit.objects.none(),
        Unit.objects.filter(code="no such code"),
        Unit.objects.order_by("-code", "id").values_list("code", "valid_from")[:40],
        Unit.objects.values("level").annotate(n=Count("pk")).order_by("-n", "level"),
        Organisation.objects.order_by(F("name").desc()).values_list("uid", flat=True),
    ]


def _plain(rows: QuerySet[Any]) -> list[Any]:
    return [
        {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}
        if hasattr(row, "_meta")
        else row
        for row in rows
    ]


def test_each_list_holds_its_own_rows_in_its_own_order(lists, django_assert_num_queries):
    alone = [_plain(rows.all()) for rows in lists]
    assert sum(map(bool, alone)) == len(lists) - 2

    with django_assert_num_queries(1):
        read_together(*lists)
        assert [_plain(rows) for rows in lists] == alone
        assert {unit.parent.name for unit in lists[0] if unit.parent_id}, "what was joined is there"
        assert all(row.word == "x" for row in lists[2])


def test_what_is_read_already_is_not_read_again(lists, django_assert_num_queries):
    read_together(*lists)
    with django_assert_num_queries(0):
        read_together(*lists)


def test_one_list_alone_is_a_plain_query(lists, django_assert_num_queries):
    with django_assert_num_queries(1):
        read_together(lists[0])
        assert len(lists[0])


def test_numbers_of_rows_come_with_the_lists(lists, django_assert_num_queries):
    alone = [rows.count() for rows in lists]
    with django_assert_num_queries(1):
        assert read_together(lists[0], counted=lists[1:]) == alone[1:]
        assert len(lists[0]) == alone[0]


def test_nothing_to_read_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert read_together(Unit.objects.none(), counted=[Unit.objects.none()]) == [0]


def test_a_list_ordered_by_what_it_does_not_show_asks_for_itself():
    rows = Unit.objects.order_by("parent__name", "id").values_list("level", flat=True).distinct()
    read_together(rows, Organisation.objects.all())
    assert list(rows) == list(rows.all())


@pytest.mark.parametrize(("start", "end"), [(0, 3), (4, 9), (0, 10_000), (10_000, 10_051)])
def test_a_page_and_the_length_of_the_list_come_in_one_trip(world, django_assert_num_queries, start, end):
    rows = Unit.objects.filter(level=3).select_related("parent").order_by("-parent__name", "name", "id")
    alone, total = _plain(rows[start:end]), rows.count()
    with django_assert_num_queries(1 if alone else 2):
        page, counted = read_page(rows, start, end)
        assert _plain(page) == alone
        assert all(unit.parent.name for unit in page), "what was joined is there"
    assert counted == total > 3


def test_a_page_of_nothing_is_empty():
    assert read_page(Unit.objects.filter(code="no such code"), 0, 51)[1] == 0
    assert read_page(Unit.objects.none(), 0, 51)[1] == 0


def test_what_a_page_fetches_afterwards_is_there(world, django_assert_num_queries):
    page, _ = read_page(Unit.objects.order_by("id").prefetch_related("children"), 0, 5)
    with django_assert_num_queries(1):
        children = [[child.pk for child in unit.children.all()] for unit in page]
    assert any(children)
