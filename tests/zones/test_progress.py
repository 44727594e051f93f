"""What a ring still owes, and when it may end: tables of days."""

from __future__ import annotations

import datetime as dt

import pytest

from lachan.zones.distance import box, metres
from lachan.zones.progress import Step, Terms, ending, next_step, steps

TERMS = Terms(200, 2, 7, True, 14, "x/VN/house_ring/2011-01-01/1", "văn bản", "K")


def day(number: int) -> dt.date:
    return dt.date(2021, 9, number)


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        ({}, [Step(1, day(1), None), Step(2, None, None)]),
        ({1: 2}, [Step(1, day(1), day(2)), Step(2, day(9), None)]),
        ({1: 2, 2: 9}, [Step(1, day(1), day(2)), Step(2, day(9), day(9))]),
        ({1: 2, 2: 6}, [Step(1, day(1), day(2)), Step(2, day(9), day(6), early_days=3)]),
        ({1: 2, 2: 9, 3: 20}, [Step(1, day(1), day(2)), Step(2, day(9), day(9)), Step(3, None, day(20))]),
    ],
)
def test_steps(done, expected):
    assert steps(TERMS, day(1), {number: day(on) for number, on in done.items()}) == expected


def test_without_a_rule_nothing_is_asked_and_what_was_done_shows():
    assert steps(None, day(1), {}) == []
    assert steps(None, day(1), {1: day(3)}) == [Step(1, None, day(3))]


def test_the_next_step_and_how_late_it_is():
    rounds = steps(TERMS, day(1), {1: day(2)})
    step = next_step(rounds)
    assert step is not None
    assert (step.round, step.days_late(day(9)), step.days_late(day(12))) == (2, 0, 3)
    assert rounds[0].days_late(day(30)) == 0


@pytest.mark.parametrize(
    ("today", "case_days", "done", "visited", "allowed", "gaps"),
    [
        (14, [1], {1: 2, 2: 9}, 3, False, 0),
        (15, [1], {1: 2, 2: 9}, 3, True, 0),
        (15, [1, 2], {1: 2, 2: 9}, 3, False, 0),
        (15, [1], {1: 2}, 3, True, 1),
        (15, [1], {}, 1, True, 3),
        (2, [], {1: 2, 2: 9}, 3, True, 1),
    ],
)
def test_ending(today, case_days, done, visited, allowed, gaps):
    found = ending(
        TERMS,
        today=day(today),
        case_days=[day(one) for one in case_days],
        rounds=steps(TERMS, day(1), {number: day(on) for number, on in done.items()}),
        houses=3,
        visited=visited,
    )
    assert (found.allowed, len(found.gaps)) == (allowed, gaps)
    assert found.needs_reason is bool(gaps)


def test_the_wait_is_told_in_days():
    found = ending(TERMS, today=day(12), case_days=[day(1)], rounds=[], houses=1, visited=1)
    assert found.closable_on == day(15)
    assert found.waits == "còn 3 ngày nữa mới đủ 14 ngày không có ca mới"


def test_metres_against_a_known_distance():
    assert metres(9.0, 105.0, 9.0, 105.0) == 0
    assert metres(9.0, 105.0, 10.0, 105.0) == pytest.approx(111_195, rel=1e-3)
    assert metres(9.0, 105.0, 9.0, 105.001) == pytest.approx(109.8, rel=1e-2)


def test_the_box_holds_the_circle():
    edge = box(9.18, 105.15, 200)
    for lat, lon in ((edge.north, 105.15), (edge.south, 105.15), (9.18, edge.east), (9.18, edge.west)):
        assert metres(9.18, 105.15, lat, lon) == pytest.approx(200, rel=1e-3)
