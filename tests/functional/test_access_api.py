"""Every operation of the JSON API by every log-in: the same doors as the pages."""

from __future__ import annotations

import importlib
import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from ninja import Schema

from tests.cast import world  # noqa: F401
from tests.conftest import ROOT
from tests.functional.addresses import SIGHT
from tests.functional.scene import COVID, Scene, Side
from tests.functional.test_access import ROLE_OF, clients, scene  # noqa: F401

api = pytest.importorskip("lachan.config.api", reason="no JSON API", exc_type=ModuleNotFoundError).api
AT = "2021-09-15T06:30:00+07:00"

# What {uid} of a path names, and who sees it.
OBJECTS = {
    "/people/": ("person", "person"),
    "/cases/": ("case", "person"),
    "/testing/results/": ("result", "specimen"),
    "/tracing/cases/": ("case", "person"),
    "/tracing/exposures/": ("exposure", "person"),
    "/isolation/orders/": ("order", "person"),
    "/isolation/people/": ("person", "person"),
    "/isolation/stays/": ("stay", "person"),
    "/zones/rings/": ("ring", "ground"),
    "/zones/ring-houses/": ("house", "ground"),
    "/directives/letters/": ("letter_drafted", "letter"),
    "/directives/tasks/": ("task", "task"),
    "/directives/entries/": ("task_entry", "own_entry"),
}
# A body that a role with the permission could send, for each operation that takes one.
BODIES: dict[str, Any] = {
    "/cases/{uid}/onset": {"symptomatic": True, "onset_on": "2021-09-13"},
    "/cases/{uid}/source": {"known": False},
    "/cases/{uid}/context": {"context": "community"},
    "/cases/{uid}/national-number": {"number": "BN999001"},
    "/cases/{uid}/outcome": {"kind": "recovered", "occurred_at": AT},
    "/testing/results/{uid}/revoke": {"reason": "Nhầm ống mẫu"},
    "/tracing/cases/{uid}/timeline": {"came_at": AT, "place_name": "Chợ"},
    "/tracing/cases/{uid}/contacts": {"full_name": "Lê Văn Mới", "closeness": "table", "on": "2021-09-13"},
    "/tracing/exposures/{uid}/revoke": {"reason": "Ghi nhầm"},
    "/isolation/people/{uid}/told": {"disease": COVID, "at": AT},
    "/isolation/stays/{uid}/end": {"at": AT, "reason": "completed"},
    "/zones/rings/{uid}/houses": {"owner": "Chủ nhà"},
    "/zones/ring-houses/{uid}/visits": {"uid": str(uuid.uuid4()), "outcome": "closed"},
    "/zones/rings/{uid}/sprayings": {"round": 1, "houses": 5, "chemical": "Permethrin"},
    "/zones/rings/{uid}/close": {"reason": "Mở nhầm"},
    "/directives/letters/{uid}/release": {"instruction": "Giao thực hiện."},
    "/directives/tasks/{uid}/entries": {"kind": "evidence", "words": "Đã làm"},
    "/directives/tasks/{uid}/lead": {"lead": "00000000-0000-7000-8000-000000000000"},
    "/directives/entries/{uid}/revoke": {"reason": "Ghi nhầm"},
}
# Without an object in the path: what is named stands in the body.
NAMED_INSIDE = {
    # Somebody met here may live there: registering asks for no sight.
    "/people/": ("public", lambda side: {"full_name": "Lê Mới", "commune_code": side.commune.code}),
    "/people/duplicates": ("public", lambda side: {"phone": "0100099999"}),
    "/testing/results": (
        "person",
        lambda side: {
            "person": str(side.person.uid),
            "disease": COVID,
            "code": "API1",
            "sampled_at": AT,
            "resulted_at": AT,
            "method": "rapid",
            "outcome": "negative",
        },
    ),
    "/isolation/stays": (
        "person",
        lambda side: {"person_uid": str(side.ill.uid), "disease": COVID, "measure": "concentrated", "at": AT},
    ),
    "/zones/rings": (
        "ground",
        lambda side: {"case_uid": str(side.dengue_case.uid), "unit_id": side.commune.pk},
    ),
}
QUERIES = {"/isolation/people/{uid}/steps": f"?disease={COVID}"}
LIMITED = ("huyen", "xa", "khucachly", "phongxn")


def operations() -> Iterator[tuple[str, str]]:
    """(method, path without the API's own prefix) of everything that the API offers."""
    for path, found in api.get_openapi_schema()["paths"].items():
        for method in found:
            yield method, "/" + path.split("/v1/", 1)[1]


def kind_of(path: str) -> tuple[str, str]:
    """(name of the object, kind of sight) of a path with an object."""
    return OBJECTS[max((start for start in OBJECTS if path.startswith(start)), key=len)]


def answer(client: Client, method: str, path: str, body: Any = None) -> int:
    """The status; nothing that the request did stays."""
    with transaction.atomic():
        if method == "get":
            got = client.get(f"/api/v1{path}")
        else:
            sent = json.dumps(body if body is not None else {})
            got = client.generic(method.upper(), f"/api/v1{path}", sent, "application/json")
        transaction.set_rollback(True)
    return int(got.status_code)


def test_every_operation_is_known():
    made = [(method, path) for method, path in operations() if method != "get"]
    assert {path for _, path in made} == set(BODIES) | set(NAMED_INSIDE)
    assert {start for _, path in operations() if "{uid}" in path for start in [path.split("{")[0]]} == set(
        OBJECTS
    )


def test_no_two_rooms_describe_different_bodies_by_one_name():
    """A name taken twice would document one room's body for another's operation."""
    found: dict[str, list[Any]] = {}
    for path in sorted((ROOT / "lachan").glob("*/api.py")):
        module = importlib.import_module(f"lachan.{path.parent.name}.api")
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
        name, kind = kind_of(path)
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
        address = f"/api/v1{path}".replace("{key}", "f0-trong-ngay").replace("{count}", "results")
        for username, client in clients.items():
            got = client.get(address, {"disease": COVID, "q": "tran van"})
            if got.status_code not in {200, 403, 404, 422}:
                faults.append(f"GET {path} · {username}: {got.status_code}")
            told = got.content.decode()
            if username in LIMITED and any(uid in told for uid in hidden):
                faults.append(f"GET {path} · {username} tells of there")
            if username == "cdc" and got.status_code != 200:
                faults.append(f"GET {path} · cdc: {got.status_code}")
    assert not faults, "\n".join(faults)


_PERSONAL = {"person", "case", "result", "exposure", "order", "stay", "ring", "house"}


def test_writing_out_of_sight(scene, clients, caplog):  # noqa: F811
    """Nobody writes about what is not theirs to see; a guess changes nothing and breaks nothing."""
    caplog.set_level("CRITICAL", "django.request")
    faults = []
    for path, body in BODIES.items():
        name, kind = kind_of(path)
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
    for path, body in BODIES.items():
        name, _ = kind_of(path)
        got = {
            user: answer(client, "post", _filled(path, scene.here, name), body)
            for user, client in clients.items()
        }
        if not set(got.values()) & {200, 201, 400} or {422, 500} & set(got.values()):
            faults.append(f"POST {path}: {got}")
    assert not faults, "\n".join(faults)


def _filled(path: str, side: Side, name: str) -> str:
    return path.replace("{uid}", str(side.names[name].uid)) + QUERIES.get(path, "")


def test_roles_of_the_cast_are_all_tried(clients, scene: Scene):  # noqa: F811
    assert set(clients) == set(ROLE_OF)
