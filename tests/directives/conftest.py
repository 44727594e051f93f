"""The cast of the demonstration with its units, and letters at every step of their way."""

from __future__ import annotations

import datetime as dt

import pytest

from lachan.demo.cast import World, add_logins, found_world
from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.times import LOCAL
from lachan.places import shipped
from tests.directives.letters import MORNING, Office

LATER = dt.datetime(2025, 9, 15, 7, 0, tzinfo=LOCAL)


@pytest.fixture
def now() -> dt.datetime:
    return MORNING


@pytest.fixture
def units(db: None, now: dt.datetime) -> None:
    shipped.camau_load(by=SYSTEM, now=now)


@pytest.fixture
def world(units: None, now: dt.datetime) -> World:
    """The organs and log-ins of 2021: nine districts, 101 communes."""
    made = found_world(on=now.date(), now=now)
    _add_users(made, now)
    return made


@pytest.fixture
def flat_world(units: None) -> World:
    """The organs of 2025: communes right below the province."""
    return found_world(on=LATER.date(), now=LATER, districts=False)


def _add_users(world: World, now: dt.datetime) -> None:
    from lachan.demo.cast import LOGINS

    add_logins(world, now=now, logins=tuple(login for login in LOGINS if login.home in world.organisations))


@pytest.fixture
def office(world: World, now: dt.datetime) -> Office:
    """The office's steps, each with the right hand: register, confirm, draft, release."""
    return Office(world, now)
