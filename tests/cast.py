"""The whole cast on real ground: both trees of Cà Mau, the province's organs, ten log-ins, shipped rules.

Import the fixtures where a test needs them: `from tests.cast import morning, world  # noqa: F401`.
"""

from __future__ import annotations

import datetime as dt

import pytest

from lachan.demo.cast import World, add_logins, found_world
from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.policies.loader import policies_load
from lachan.kernel.times import LOCAL
from lachan.places import shipped

MORNING = dt.datetime(2021, 9, 15, 7, 0, tzinfo=LOCAL)


@pytest.fixture
def morning() -> dt.datetime:
    return MORNING


@pytest.fixture
def world(db: None) -> World:
    """Cà Mau on 15/9/2021, seven in the morning, before anything has happened."""
    shipped.camau_load(by=SYSTEM, now=MORNING)
    policies_load(by=SYSTEM, now=MORNING)
    made = found_world(on=MORNING.date(), now=MORNING)
    add_logins(made, now=MORNING)
    return made
