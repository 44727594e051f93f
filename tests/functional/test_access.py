"""Every address × every log-in × what lies here, what lies there, and what does not exist."""

from __future__ import annotations

import inspect
import re
import uuid
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from lachan.demo.cast import LOGINS
from lachan.kernel.access.roles import PERMISSIONS
from tests.architecture.access_table import ACCESS
from tests.architecture.urls import named, patterns
from tests.cast import MORNING
from tests.founding import founded
from tests.functional.addresses import ADDRESSES, BODIES, REFUSAL, SIGHT
from tests.functional.scene import Scene, scene_found

ROLE_OF = {login.username: login.role for login in LOGINS}
BACKEND = "django.contrib.auth.backends.ModelBackend"
GONE = {403, 404, 405}
PAGES = {name: roles for name, roles in ACCESS.items() if not name.startswith("api")}


@pytest.fixture
def scene(db, monkeypatch, settings):
    settings.DEMO = True  # the pages of the demonstration are addresses like any other
    folder = settings.VAR_DIR / "demo" / "tep-mau"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "999-CV-BCD.docx").write_bytes(b"")
    monkeypatch.setattr("lachan.organisations.middleware.domain_now", lambda: MORNING)
    return founded("scene", scene_found)


@pytest.fixture
def clients(scene) -> dict[str, Client]:
    made = {}
    for username in ROLE_OF:
        made[username] = Client(raise_request_exception=False)
        made[username].force_login(scene.world.users[username], BACKEND)
    return made


def status(client: Client, address: str, body: dict[str, str] | None = None) -> int:
    """What GET answers, or POST where only that is taken; nothing that it did stays."""
    with transaction.atomic():
        answer = client.get(address)
        if answer.status_code == 405:
            answer = client.post(address, body or {})
        transaction.set_rollback(True)
    return int(answer.status_code)


# --- the table itself -----------------------------------------------------------------------------------


def test_the_table_says_what_the_views_ask_for():
    wrong = []
    for name, roles in PAGES.items():
        view = _view_of(name)
        permission = getattr(view, "permission", None)
        if permission is None:
            assert roles is None, f"{name}: nothing is asked, but the table names roles"
        elif not roles <= PERMISSIONS[permission]:
            wrong.append(f"{name}: {sorted(roles - PERMISSIONS[permission])} do not hold {permission}")
    assert not wrong, "\n".join(wrong)


def _view_of(name: str) -> Any:
    """The function behind an address name, out of the decorators that keep no `permission`."""
    view = next(pattern.callback for known, pattern in patterns() if known == name)
    return inspect.unwrap(view, stop=lambda wrapped: hasattr(wrapped, "permission"))


def test_every_address_with_an_argument_is_tried():
    with_arguments = {name for name, route in named() if "<" in route and name in PAGES}
    assert with_arguments <= set(ADDRESSES), "addresses without an object to try them on"
    assert set(ADDRESSES) <= set(PAGES), "addresses that are gone"


# --- the pages ------------------------------------------------------------------------------------------


def test_every_page_by_every_login(scene, clients, caplog):
    caplog.set_level("CRITICAL", "django.request")  # refusals are what is asked for here
    faults: list[str] = []
    tried = {name: _addresses(name, scene) for name in PAGES}
    for name, roles in PAGES.items():
        if roles is not None:
            faults += _faults_of(name, roles, *tried[name], clients)
    assert not faults, f"{len(faults)} faults:\n" + "\n".join(faults)


def _addresses(name: str, scene: Scene) -> tuple[str, str]:
    """The address for what lies here, and for what lies there."""
    _, arguments = ADDRESSES.get(name, ("public", lambda side: {}))
    return reverse(name, kwargs=arguments(scene.here)), reverse(name, kwargs=arguments(scene.there))


def _faults_of(
    name: str, roles: frozenset[str], here: str, there: str, clients: dict[str, Client]
) -> list[str]:
    kind, _ = ADDRESSES.get(name, ("public", None))
    answered = status(Client(raise_request_exception=False), here)
    faults = [] if answered == 302 else [f"{name}: without log-in {answered}"]
    for username, client in clients.items():
        if ROLE_OF[username] not in roles:
            expected = {403: (here,)}
        else:
            expected = _expected(username, kind, here, there)
        for wanted, addresses in expected.items():
            for address in addresses:
                got = status(client, address, BODIES.get(name))
                if not (got == wanted or (wanted == 200 and got not in GONE and got < 500)):
                    where = {there: "there", here: "here"}.get(address, "guessed")
                    faults.append(f"{name} · {username} · {where}: {got}, expected {wanted}")
    return faults


def _expected(username: str, kind: str, here: str, there: str) -> dict[int, tuple[str, ...]]:
    """{status: addresses}; 200 stands for any answer but refusal and failure."""
    sees_here, sees_there = (username in seen for seen in SIGHT[kind])
    refused = REFUSAL.get(kind, 404)
    wanted: dict[int, tuple[str, ...]] = {200: (), refused: ()}
    wanted[200 if sees_here else refused] += (here,)
    if there != here:
        wanted[200 if sees_there else refused] += (there,)
    if (guessed := _guessed(here)) != here:
        wanted[refused] += (guessed,)
    return wanted


def _guessed(address: str) -> str:
    """The same address for something that does not exist."""
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", lambda _: str(uuid.uuid4()), address)
