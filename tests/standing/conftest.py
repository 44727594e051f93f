"""The standing room with the country's rules loaded."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.founding import rules_load

NOW = dt.datetime(2021, 9, 15, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def shipped_rules(request: pytest.FixtureRequest) -> None:
    """For every test of this room that touches the database."""
    if request.node.get_closest_marker("db"):
        request.getfixturevalue("db")
        rules_load(NOW)
