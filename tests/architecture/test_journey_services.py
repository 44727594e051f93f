"""A service whose effects reach other rooms is called by its journey and nobody else."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.journey_services import JOURNEY_SERVICES
from tests.architecture.tree import PACKAGE, dotted, modules, parsed, rooms, where


def defined() -> set[str]:
    """Every service there is, as "room.service"."""
    return {
        f"{room.name}.{node.name}"
        for room in rooms()
        for path in modules(room)
        if path.relative_to(room).parts[0] in {"services", "services.py"}
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef)
    }


def uses(tree: ast.Module) -> list[tuple[str, ast.expr | ast.stmt]]:
    """("room.service", node) for every listed service that a module imports or reaches."""
    found: list[tuple[str, ast.expr | ast.stmt]] = []
    rooms_by_alias: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("lachan."):
            room = node.module.split(".")[1]
            for alias in node.names:
                if "views" in (alias.name, *node.module.split(".")):
                    continue  # a view carries the name of the service that it calls
                rooms_by_alias[alias.asname or alias.name] = room
                found.append((f"{room}.{alias.name}", node))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (head := dotted(node).split(".")[0]) in rooms_by_alias:
            found.append((f"{rooms_by_alias[head]}.{node.attr}", node))
    return found


def allowed(path: Path, service: str) -> bool:
    """Journeys call it; the room's own services may share it; demonstration data may be written with it."""
    top, *rest = path.relative_to(PACKAGE).parts
    if top in {"journeys", "demo", "bench"}:
        return True
    return top == service.split(".", 1)[0] and rest[0] in {"services", "services.py"}


def test_listed_services_exist():
    assert not JOURNEY_SERVICES - defined()


def test_only_journeys_call_them():
    faults = [
        f"{where(path, node)} {service}"
        for path in modules(PACKAGE)
        for service, node in uses(parsed(path))
        if service in JOURNEY_SERVICES and not allowed(path, service)
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    "code",
    [
        "from lachan.testing.services import result_record",
        "from lachan.testing import services\nservices.result_record(by=1)",
        "from lachan.testing import services as tests\ntests.results.result_record(by=1)",
    ],
)
def test_uses_sees(code):
    assert "testing.result_record" in [service for service, _ in uses(ast.parse(code))]


@pytest.mark.parametrize(
    ("path", "may"),
    [
        ("journeys/result_received.py", True),
        ("testing/services/results.py", True),
        ("testing/views.py", False),
        ("desk/views.py", False),
    ],
)
def test_allowed(path, may):
    assert allowed(PACKAGE / path, "testing.result_record") is may
