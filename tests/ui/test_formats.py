"""Dates, hours and numbers as Vietnamese offices write them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from lachan.ui import formats

UTC_NIGHT = dt.datetime(2021, 9, 14, 23, 30, tzinfo=dt.UTC)  # 06:30 of the 15th in the province


def test_moments_are_local():
    assert formats.moment(UTC_NIGHT) == "06:30 15/09/2021"
    assert formats.day(UTC_NIGHT) == "15/09/2021"
    assert formats.hour(UTC_NIGHT) == "06:30"


def test_a_day_has_no_hour():
    assert formats.moment(dt.date(2021, 9, 5)) == "05/09/2021"
    assert formats.day(None) == formats.hour(None) == formats.moment(None) == "–"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"), (12, "12"), (1804, "1.804"), (1234567, "1.234.567"), (-46, "−46"), (1234.5, "1.234,5"),
        (2.0, "2"), (0.126, "0,13"), (-0.001, "0"), (Decimal("18.40"), "18,4"), (None, "–"), (100.0, "100"),
    ],
)  # fmt: skip
def test_numbers(value, text):
    assert formats.vn_number(value) == text


def test_numbers_with_fixed_places():
    assert formats.vn_number(1234, 1) == "1.234,0"


@pytest.mark.parametrize(("value", "text"), [(3, "+3"), (-2, "−2"), (0, "0"), (None, "–")])
def test_changes(value, text):
    assert formats.signed(value) == text


@pytest.mark.parametrize(("value", "text"), [(0.123, "12,3 %"), (1, "100 %"), (None, "–")])
def test_shares(value, text):
    assert formats.percent(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (dt.timedelta(minutes=45), "45 phút"), (dt.timedelta(hours=5, minutes=30), "5,5 giờ"),
        (dt.timedelta(days=3), "3 ngày"), (5.5, "5,5 giờ"), (dt.timedelta(hours=-2), "−2 giờ"), (None, "–"),
    ],
)  # fmt: skip
def test_durations(value, text):
    assert formats.hours(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (dt.timedelta(minutes=59, seconds=59), "59 phút"), (dt.timedelta(hours=47, minutes=59), "47 giờ"),
        (dt.timedelta(days=2, hours=5), "2 ngày"), (dt.timedelta(hours=-3), "3 giờ"),
    ],
)  # fmt: skip
def test_distances_are_rounded_down(value, text):
    assert formats.about(value) == text


def test_sizes():
    assert formats.bytes_vn(20 * 1024 * 1024) == "20 MB"
    assert formats.bytes_vn(512 * 1024) == "512 kB"
    assert formats.bytes_vn(3) == "1 kB"
