"""Several lists asked together answer what each would answer alone."""

from __future__ import annotations

import pytest

from lachan.kernel import counting
from lachan.kernel.access.models import Sight
from tests.kernel.conftest import NOW


@pytest.fixture
def lists(db):
    Sight.objects.bulk_create(
        Sight(subject_id=subject, unit_id=subject % 3 + 1, ground="residence", starts_at=NOW)
        for subject in range(1, 21)
    )
    return [
        Sight.objects.filter(unit_id=1).order_by("-subject_id"),
        Sight.objects.filter(unit_id=9).order_by("subject_id"),
        Sight.objects.filter(pk__in=[]).order_by("pk"),  # what can't have rows isn't even asked
        Sight.objects.order_by("unit_id", "subject_id"),
    ]


def test_counts_firsts_and_existence(lists):
    assert counting.counts(lists) == [rows.count() for rows in lists] == [6, 0, 0, 20]
    assert counting.exist(lists) == [True, False, False, True]
    assert counting.firsts(lists, 3) == [list(rows.values_list("pk", flat=True)[:3]) for rows in lists]
    assert counting.counts_by(lists, "unit_id")[3] == {1: 6, 2: 7, 3: 7}


def test_firsts_and_counts_at_once_equal_both_alone(lists):
    assert counting.firsts_and_counts(lists, 3) == (counting.firsts(lists, 3), counting.counts(lists))
