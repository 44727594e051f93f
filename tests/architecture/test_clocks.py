"""Two clocks: the domain's `now` is handed in, and only the kernel asks for the time."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.tree import PACKAGE, dotted, modules, parsed, where

ASKS = {
    "timezone.now",
    "timezone.localdate",
    "timezone.localtime",
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.localtime",
    "functions.Now",
    "Now",
}
NEED_NO_ARGUMENT = {"timezone.localdate", "timezone.localtime"}  # with a moment they only convert


def clock_calls(tree: ast.AST) -> list[ast.Call]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _asks(node)]


def _asks(call: ast.Call) -> bool:
    name = ".".join(dotted(call.func).split(".")[-2:])
    return name in ASKS and not (name in NEED_NO_ARGUMENT and call.args)


def test_only_the_kernel_asks_for_the_time():
    faults = [
        where(path, call)
        for path in modules(PACKAGE)
        if path.relative_to(PACKAGE).parts[0] not in {"kernel", "bench"}
        for call in clock_calls(parsed(path))
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("code", "asks"),
    [
        ("timezone.now()", True),
        ("dt.datetime.now(dt.UTC)", True),
        ("dt.date.today()", True),
        ("timezone.localdate()", True),
        ("timezone.localdate(now)", False),
        ("clock.domain_now()", False),
    ],
)
def test_clock_calls_sees(code, asks):
    assert bool(clock_calls(ast.parse(code))) is asks


def test_epi_neither_opens_nor_prints():
    faults = [
        where(path, node)
        for path in modules(PACKAGE / "epi")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and dotted(node.func) in {"open", "print", "input", "exec", "eval"}
    ]
    assert not faults, "\n".join(faults)
