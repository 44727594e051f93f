"""Every room says what it promises, writes through proper services, and has its mirror in tests/."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.tree import ROOT, dotted, modules, parsed, rooms, where

OTHER_TESTS = {"architecture", "functional", "journeys", "config", "demo", "bench", "support", "tools"}


def services():
    """(room, file, function) of every public service, and of every journey: what acts for somebody."""
    for room in rooms():
        for path in modules(room):
            inside = path.relative_to(room).parts
            written = room.name == "journeys" or inside[0] in {"services", "services.py"}
            if written and not inside[-1].startswith("_"):
                for node in parsed(path).body:
                    if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                        continue
                    if room.name != "journeys" or "by" in parameters(node):
                        yield room.name, path, node


def parameters(node: ast.FunctionDef) -> set[str]:
    return {argument.arg for argument in node.args.args + node.args.kwonlyargs}


def service_fault(room: str, node: ast.FunctionDef) -> str:
    given = {argument.arg for argument in node.args.kwonlyargs}
    wanted = {"now"} if room == "kernel" else {"by", "now"}
    if node.args.args or node.args.posonlyargs or node.args.vararg:
        return "takes arguments by position"
    if wanted - given:
        return f"does not take {', '.join(sorted(wanted - given))}"
    return ""


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
def test_room_promises_in_one_sentence(room):
    docstring = ast.get_docstring(parsed(room / "__init__.py")) or ""
    promise = docstring.partition("\n\n")[0]  # paragraphs below may explain
    assert promise.endswith("."), f"{room.name}/__init__.py: its docstring begins with one sentence"
    assert "\n" not in promise
    assert ". " not in promise


def test_every_write_takes_by_and_now_by_keyword():
    faults = [
        f"{where(path, node)} {node.name} {fault}"
        for room, path, node in services()
        if (fault := service_fault(room, node))
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("def f(*, by, now): ...", ""),
        ("def f(case, *, by, now): ...", "takes arguments by position"),
        ("def f(*cases, by, now): ...", "takes arguments by position"),
        ("def f(*, now): ...", "does not take by"),
        ("def f(*, by): ...", "does not take now"),
    ],
)
def test_service_fault_sees(code, fault):
    assert service_fault("testing", ast.parse(code).body[0]) == fault


def test_no_save_override_no_signals():
    faults = []
    for room in rooms():
        for path in modules(room):
            for node in ast.walk(parsed(path)):
                if isinstance(node, ast.ImportFrom) and "signals" in (node.module or "").split("."):
                    faults.append(f"{where(path, node)} imports signals")
                if isinstance(node, ast.FunctionDef) and node.name == "save" and _in_models(path):
                    faults.append(f"{where(path, node)} overrides save()")
    assert not faults, "\n".join(faults)


def _in_models(path):
    return "models" in path.parts or path.name == "models.py"


def test_no_room_looks_up_another_rooms_models_by_name():
    faults = [
        where(path, node)
        for room in rooms()
        for path in modules(room)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and dotted(node.func).split(".")[-1] == "get_model"
        and not _label_of(node).startswith(f"{room.name}.")
    ]
    assert not faults, "\n".join(faults)


def _label_of(call):
    parts = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
    return ".".join(str(part) for part in parts) + "."


def test_tests_mirror_the_rooms():
    names = {room.name for room in rooms()}
    folders = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and any(path.rglob("*.py"))}
    assert not folders - names - OTHER_TESTS, "a folder of tests for no room"
    tested = {path.relative_to(ROOT / "tests").parts[0] for path in (ROOT / "tests").rglob("test_*.py")}
    assert not names - tested, "a room without tests"
