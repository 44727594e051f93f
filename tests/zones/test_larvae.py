"""Larval indices as a table that an entomologist can check by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from lachan.zones.larvae import Indices, Inspection, indices, stages

DAY = dt.datetime(2021, 9, 16, 8, tzinfo=dt.UTC)


def seen(house: int, containers: int, positive: int, days: int = 0) -> Inspection:
    return Inspection(house, DAY + dt.timedelta(days=days), containers, positive)


@pytest.mark.parametrize(
    ("houses", "hi", "ci", "bi"),
    [
        # (containers, positive) of each house → house, container and Breteau index
        ([], None, None, None),
        ([(0, 0)], 0, None, 0),
        ([(10, 0), (5, 0)], 0, 0, 0),
        ([(10, 2), (5, 0), (5, 3), (0, 0)], 50, 25, 125),
        ([(1, 1)] * 100, 100, 100, 100),
        ([(4, 1)] + [(4, 0)] * 99, 1, 0.25, 1),
        ([(3, 3), (3, 3)], 100, 100, 300),
    ],
)
def test_indices(houses, hi, ci, bi):
    found = indices(seen(number, *counts) for number, counts in enumerate(houses))
    assert (found.house_index, found.container_index, found.breteau_index) == (hi, ci, bi)


def test_of_two_inspections_of_a_house_the_later_counts_in_any_order():
    first, second = seen(1, 10, 5), seen(1, 8, 0, days=1)
    expected = Indices(houses=1, houses_positive=0, containers=8, containers_positive=0)
    assert indices([first, second]) == indices([second, first]) == expected


def test_stages_divide_at_the_sprayings():
    found = stages(
        [seen(1, 10, 5), seen(2, 10, 5), seen(1, 10, 1, days=3), seen(1, 10, 0, days=9)],
        [DAY + dt.timedelta(days=8), DAY + dt.timedelta(days=1)],
    )
    assert [(stage.after_round, stage.indices.breteau_index) for stage in found] == [
        (0, 500),
        (1, 100),
        (2, 0),
    ]


def test_an_inspection_at_the_hour_of_the_spraying_comes_after_it():
    before, after = stages([seen(1, 4, 2)], [DAY])
    assert (before.indices.houses, after.indices.houses) == (0, 1)
