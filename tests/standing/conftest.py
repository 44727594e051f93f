"""The standing room with the country's rules loaded."""

from __future__ import annotations

import datetime as dt

import pytest

from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.policies.loader import policies_load

NOW = dt.datetime(2021, 9, 15, 9, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> None:
    """Rules stay for the whole session: they are law, no test changes the shipped ones."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        policies_load(by=SYSTEM, now=NOW)
