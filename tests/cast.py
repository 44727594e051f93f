"""The whole cast on real ground: both trees of Cà Mau, the province's organs, ten log-ins, shipped rules.

A plugin of the test run (`tests/conftest.py`): any test may ask for `morning` and `world`.
"""

from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction

from lachan.kernel.times import LOCAL
from tests.founding import founded

MORNING = dt.datetime(2021, 9, 15, 7, 0, tzinfo=LOCAL)


@pytest.fixture
def morning() -> dt.datetime:
    return MORNING


def world_found() -> Any:
    from lachan.demo.cast import add_logins, found_world
    from lachan.kernel.access.actors import SYSTEM
    from lachan.kernel.policies.loader import policies_load
    from lachan.places import shipped

    shipped.camau_load(by=SYSTEM, now=MORNING)
    policies_load(by=SYSTEM, now=MORNING)
    world = found_world(on=MORNING.date(), now=MORNING)
    add_logins(world, now=MORNING)
    return world


def _forget() -> None:
    from lachan.kernel.policies.queries import rulebook_forget
    from lachan.places import queries as places

    places.forget_cached()
    rulebook_forget()
    cache.clear()


@pytest.fixture(scope="module")
def founded_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[bytes]:
    """Cà Mau on 15/9/2021, in a transaction around the module; pickled, to be copied for each test."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield pickle.dumps(founded("world", world_found))
        transaction.set_rollback(True)
    _forget()


@pytest.fixture
def committed_world(transactional_db: None) -> Iterator[Any]:
    """The same, committed: for a live server, whose threads see only what is committed."""
    _forget()
    yield world_found()
    _forget()


@pytest.fixture
def world(founded_world: bytes, db: None) -> Any:
    """Cà Mau on 15/9/2021, seven in the morning, before anything has happened; what a test writes is rolled back
    to it, and what it does to the objects is its own."""
    return pickle.loads(founded_world)
