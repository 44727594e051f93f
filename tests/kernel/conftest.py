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


@pytest.fixture
def login(client, settings, monkeypatch):
    """login("lab", organisation=70): a client whose requests carry that actor."""
    from lachan.organisations import middleware

    settings.AXES_ENABLED = False
    actor = {}

    def as_actor(user, now):
        return actor["now"]

    class Known:
        is_authenticated, is_active, pk, organisation = True, True, 1, None

    monkeypatch.setattr(middleware, "actor_of", as_actor)
    monkeypatch.setattr("django.contrib.auth.middleware.get_user", lambda request: Known())

    def login(*roles, organisation=70, everywhere=False):
        actor["now"] = Actor(
            kind="user",
            label="Người thử, Đơn vị thử",
            user_id=1,
            organisation_id=organisation,
            roles=frozenset(roles),
            everywhere=everywhere,
        )
        return client

    return login
