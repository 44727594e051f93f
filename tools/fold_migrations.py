"""Moves the indexes and constraints of each room's first migration into its CreateModel; run after regenerating one.

Django writes most of them as operations of their own, and each of those renders the whole state of the project
again: folded, a fresh database stands in half the time. Nothing changes in the tables (`makemigrations --check`).
"""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import Any

import django
from django.db.migrations import AddConstraint, AddIndex, CreateModel
from django.db.migrations.writer import MigrationWriter
from django.db.models import Q


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lachan.config.settings")
    django.setup()
    root = Path(__file__).resolve().parent.parent / "lachan"
    for path in sorted(root.glob("*/migrations/0001_initial.py")):
        room = path.parent.parent.name
        moved = fold(room, path)
        if moved:
            print(f"{room}: {moved}")


def fold(room: str, path: Path) -> int:
    """Rewrites the room's first migration where anything moves; returns how much did."""
    made = importlib.import_module(f"lachan.{room}.migrations.0001_initial").Migration("0001_initial", room)
    tables: dict[str, CreateModel] = {}
    kept = []
    for operation in made.operations:
        if isinstance(operation, CreateModel):
            tables[operation.name.lower()] = operation
        elif isinstance(operation, AddIndex | AddConstraint) and _into_table(tables, operation):
            continue
        kept.append(operation)
    moved = len(made.operations) - len(kept)
    if moved:
        made.operations = kept
        path.write_text(MigrationWriter(made, include_header=False).as_string())
    return moved


def _into_table(tables: dict[str, CreateModel], operation: AddIndex | AddConstraint) -> bool:
    table = tables.get(operation.model_name_lower)
    is_index = isinstance(operation, AddIndex)
    thing: Any = operation.index if isinstance(operation, AddIndex) else operation.constraint
    if table is None or getattr(thing, "expressions", ()):
        return False
    used = {name.lstrip("-") for name in getattr(thing, "fields", ())} | _names(
        getattr(thing, "condition", None)
    )
    if not used <= {name for name, _ in table.fields}:
        return False  # a foreign key that is added later
    table.options.setdefault("indexes" if is_index else "constraints", []).append(thing)
    return True


def _names(condition: Q | None) -> set[str]:
    """The fields that a condition speaks of."""
    found: set[str] = set()
    for child in condition.children if condition else ():
        if isinstance(child, Q):
            found |= _names(child)
        elif isinstance(child, tuple):
            found.add(str(child[0]).split("__")[0])
    return found


if __name__ == "__main__":
    main()
