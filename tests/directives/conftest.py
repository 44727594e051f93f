"""The cast of the demonstration with its units, founded once a module; letters at every step of their way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction

from lachan.demo.cast import LOGINS, World, add_logins, found_world
from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.times import LOCAL
from lachan.places import shipped
from tests.directives.letters import MORNING, Office
from tests.founding import founded

LATER = dt.datetime(2025, 9, 15, 7, 0, tzinfo=LOCAL)


@pytest.fixture
def now() -> dt.datetime:
    return MORNING


def _found() -> World:
    shipped.camau_load(by=SYSTEM, now=MORNING)
    world = found_world(on=MORNING.date(), now=MORNING)
    logins = tuple(login for login in LOGINS if login.home in world.organisations)
    add_logins(world, now=MORNING, logins=logins)
    return world


@pytest.fixture(scope="module")
def founded_bodies(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The organs and log-ins of 2021, in a transaction around the module: each test rolls back to it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield founded("letters' world", _found)
        transaction.set_rollback(True)
    cache.clear()


@pytest.fixture
def world(founded_bodies: World, db: None) -> World:
    """Nine districts and 101 communes, with their bodies and the ten log-ins."""
    return founded_bodies


@pytest.fixture
def flat_world(world: World) -> World:
    """The organs of 2025 beside them: communes right below the province."""
    return found_world(on=LATER.date(), now=LATER, districts=False)


@pytest.fixture
def office(world: World, now: dt.datetime) -> Office:
    """The office's steps, each with the right hand: register, confirm, draft, release."""
    return Office(world, now)
