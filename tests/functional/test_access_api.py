"""Every operation of the JSON API by every log-in: the same doors as the pages."""

from __future__ import annotations

import importlib
import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from ninja import Schema

from tests.conftest import ROOT
from tests.functional.addresses import SIGHT
from tests.functional.api_addresses import (
    ARGUMENTS,
    BODIES,
    NAMED_INSIDE,
    OBJECTS,
    QUERIES,
    READERS,
    Body,
    Form,
    named,
)
from tests.functional.scene import COVID, Scene, Side
from tests.functional.test_access import ROLE_OF, clients, scene  # noqa: F401

api = pytest.importorskip("lachan.config.api", reason="no JSON API", exc_type=ModuleNotFoundError).api
LIMITED = ("huyen", "xa", "khucachly", "phongxn")


def operations() -> Iterator[tuple[str, str]]:
    """(method, path without the API's own prefix) of everything that the API offers."""
    for path, found in api.get_openapi_schema()["paths"].items():
        for method in found:
            yield method, "/" + path.split("/v1/", 1)[1]


def answer(client: Client, method: str, path: str, body: Body = None) -> int:
    """The status; nothing that the request did stays."""
    with transaction.atomic():
        if method == "get":
            got = client.get(f"/api/v1{path}")
        elif isinstance(body, Form):
            file = SimpleUploadedFile(body.file_name, body.data)
            got = client.post(f"/api/v1{path}", body.fields | {"file": file})
        else:
            got = client.generic(method.upper(), f"/api/v1{path}", json.dumps(body or {}), "application/json")
        transaction.set_rollback(True)
    return int(got.status_code)


def test_every_operation_is_known():
    made = [(method, path) for method, path in operations() if method != "get"]
    assert {path for _, path in made} == set(BODIES) | set(NAMED_INSIDE)
    assert {path.split("{")[0] for _, path in operations() if "{uid}" in path} == {
        start.split("{")[0] for start in OBJECTS
    }


def test_no_two_rooms_describe_different_bodies_by_one_name():
    """A name taken twice would document one room's body for another's operation."""
    found: dict[str, list[Any]] = {}
    rooms = ROOT / "lachan"
    for path in sorted([*rooms.glob("*/api.py"), *rooms.glob("*/api/*.py")]):
        module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for name, made in vars(module).items():
            if isinstance(made, type) and issubclass(made, Schema) and made.__module__ == module.__name__:
                found.setdefault(name, []).append(made.model_json_schema())
    assert not [name for name, shapes in found.items() if any(shape != shapes[0] for shape in shapes)]


def test_nothing_without_log_in(scene):  # noqa: F811
    client = Client(raise_request_exception=False)
    open_to_all = [
        path
        for method, path in operations()
        if answer(client, method, path.replace("{uid}", str(uuid.uuid4()))) != 401
    ]
    assert not open_to_all


def test_reading(scene, clients, caplog):  # noqa: F811
    """In sight 200 (403 for roles without the work), out of sight and guessed never more than 404."""
    caplog.set_level("CRITICAL", "django.request")
    faults = []
    for method, path in operations():
        if method != "get" or "{uid}" not in path:
            continue
        name, kind = named(path)
        for username, client in clients.items():
            for side in (scene.here, scene.there):
                sees = username in SIGHT[kind][side is scene.there]
                got = answer(client, "get", _filled(path, side, name))
                if got not in ({200, 403} if sees else {403, 404}):
                    faults.append(f"GET {path} · {username} · {side.key}: {got}")
            guessed = path.replace("{uid}", str(uuid.uuid4())) + QUERIES.get(path, "")
            if (got := answer(client, "get", guessed)) not in {403, 404}:
                faults.append(f"GET {path} · {username} · guessed: {got}")
        if answer(clients["cdc"], "get", _filled(path, scene.there, name)) == 403:
            assert answer(clients["lanhdao"], "get", _filled(path, scene.there, name)) == 200, path
    assert not faults, "\n".join(faults)


def test_lists_hold_what_the_reader_sees(scene, clients, caplog):  # noqa: F811
    """No list of a log-in of here tells of anybody or anything of there."""
    caplog.set_level("CRITICAL", "django.request")
    hidden = [str(scene.there.names[name].uid) for name, _ in OBJECTS.values() if name in _PERSONAL]
    faults = []
    for method, path in operations():
        if method != "get" or "{uid}" in path:
            continue
        address = f"/api/v1{path}"
        for argument, value in ARGUMENTS.items():
            address = address.replace(argument, value)
        for username, client in clients.items():
            got = client.get(address, {"disease": COVID, "q": "tran van"})
            if got.status_code not in {200, 403, 404, 422}:
                faults.append(f"GET {path} · {username}: {got.status_code}")
            told = got.content.decode()
            if username in LIMITED and any(uid in told for uid in hidden):
                faults.append(f"GET {path} · {username} tells of there")
            if username == READERS.get(path, "cdc") and got.status_code != 200:
                faults.append(f"GET {path} · {username}: {got.status_code}")
    assert not faults, "\n".join(faults)


_PERSONAL = {
    "person",
    "case",
    "result",
    "exposure",
    "order",
    "stay",
    "ring",
    "house",
    "member",
    "correction",
    "upload",
}


def test_writing_out_of_sight(scene, clients, caplog):  # noqa: F811
    """Nobody writes about what is not theirs to see; a guess changes nothing and breaks nothing."""
    caplog.set_level("CRITICAL", "django.request")
    faults = []
    for path, body_of in BODIES.items():
        name, kind = named(path)
        body = body_of(scene.there)
        for username in LIMITED:
            targets = [path.replace("{uid}", str(uuid.uuid4()))]
            if username not in SIGHT[kind][1]:
                targets.append(_filled(path, scene.there, name))
            for target in targets:
                if (got := answer(clients[username], "post", target, body)) not in {403, 404}:
                    faults.append(f"POST {target} ({path}) · {username}: {got}")
    for path, (kind, body_of) in NAMED_INSIDE.items():
        for username in LIMITED:
            if kind != "public" and username not in SIGHT[kind][1]:
                got = answer(clients[username], "post", path, body_of(scene.there))
                if got not in {400, 403, 404}:
                    faults.append(f"POST {path} · {username}: {got}")
    assert not faults, "\n".join(faults)


def test_writing_in_sight(scene, clients, caplog):  # noqa: F811
    """The bodies above are right: where they are refused, it is for who sends them and not for what they say."""
    caplog.set_level("CRITICAL", "django.request")
    faults = []
    targets = {path: (_filled(path, scene.here, named(path)[0]), body) for path, body in BODIES.items()}
    targets |= {path: (path, body) for path, (_, body) in NAMED_INSIDE.items()}
    for path, (target, body_of) in targets.items():
        body = body_of(scene.here)
        got = {user: answer(client, "post", target, body) for user, client in clients.items()}
        if not set(got.values()) & {200, 201, 400, 409} or {422, 500} & set(got.values()):
            faults.append(f"POST {path}: {got}")
    assert not faults, "\n".join(faults)


def _filled(path: str, side: Side, name: str) -> str:
    return path.replace("{uid}", str(side.names[name].uid)) + QUERIES.get(path, "")


def test_roles_of_the_cast_are_all_tried(clients, scene: Scene):  # noqa: F811
    assert set(clients) == set(ROLE_OF)
