"""A kind of upload that belongs to no room, and actors for the kernel's own tests."""

from __future__ import annotations

import datetime as dt

import pytest

from lachan.kernel.access.actors import Actor
from lachan.kernel.intake import kinds
from lachan.kernel.policies.queries import rulebook_forget
from tests.kernel import notebook

NOW = dt.datetime(2021, 9, 15, 7, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))
LAB = Actor(kind="user", label="Phòng xét nghiệm A", user_id=7, organisation_id=70, roles=frozenset({"lab"}))


@pytest.fixture
def now() -> dt.datetime:
    return NOW


@pytest.fixture
def lab() -> Actor:
    return LAB


@pytest.fixture
def notes_kind():
    """An upload kind whose room is a table of this test run."""
    kinds.declare(notebook.KIND)
    return notebook.KIND


@pytest.fixture(autouse=True)
def _fresh_rules():
    rulebook_forget()
    yield
    rulebook_forget()
