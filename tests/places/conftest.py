"""Places as shipped, for tests of this room."""

from __future__ import annotations

import datetime as dt

import pytest

from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.times import LOCAL
from lachan.places import queries, shipped
from lachan.places.kinds import Level
from lachan.places.models import Unit
from tests.founding import founded

MORNING = dt.datetime(2021, 9, 15, 7, 0, tzinfo=LOCAL)


@pytest.fixture
def now() -> dt.datetime:
    return MORNING


@pytest.fixture
def on(now: dt.datetime) -> dt.date:
    return now.date()


@pytest.fixture
def camau(db: None, now: dt.datetime) -> Unit:
    """Both trees of Cà Mau; the province of 2021."""
    founded(f"both trees {now}", lambda: shipped.camau_load(by=SYSTEM, now=now))
    province = queries.unit_by_code("96", now.date(), Level.PROVINCE)
    assert province is not None
    return province


@pytest.fixture
def demo(camau: Unit, now: dt.datetime) -> Unit:
    """With the hamlets and the invented populations of the demonstration."""
    shipped.camau_demo_load(by=SYSTEM, now=now)
    return camau
