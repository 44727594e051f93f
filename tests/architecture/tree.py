"""The source tree as the architecture tests see it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "lachan"
COMPOSITION = {"config", "demo", "bench"}  # packages that put the rooms together, no rooms themselves
ENTRY = {"views", "api", "cli", "jobs"}


def rooms(package: Path = PACKAGE) -> list[Path]:
    """Folders of `lachan` that hold code and are rooms."""
    return sorted(
        folder
        for folder in package.iterdir()
        if folder.is_dir() and folder.name not in COMPOSITION and any(folder.rglob("*.py"))
    )


def modules(folder: Path = PACKAGE) -> Iterator[Path]:
    """Python files of a folder that people write by hand (no migrations)."""
    return (path for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def is_entry(path: Path, room: Path) -> bool:
    """Whether a module belongs to its room's entry modules (views, api, cli, jobs)."""
    return path.relative_to(room).parts[0].removesuffix(".py") in ENTRY


def templates(package: Path = PACKAGE) -> list[Path]:
    return sorted(path for path in package.rglob("templates/**/*") if path.is_file())


def dotted(node: ast.expr) -> str:
    """`a.b.c` for a chain of names, else ''."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def where(path: Path, node: ast.stmt | ast.expr) -> str:
    return f"{path.relative_to(ROOT) if path.is_relative_to(ROOT) else path.name}:{node.lineno}"
