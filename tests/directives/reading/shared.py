"""Finds the folder `shared` beside the repository; tests that need it skip with a reason where it is not."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from lachan.directives.reading import read_file

SHARED = Path(__file__).resolve().parents[4] / "shared"


def read_shared(relative: str) -> dict[str, Any]:
    path = SHARED / relative
    if not path.is_file():
        reason = f"{relative} is not beside the repository (folder shared)"
        if os.environ.get("LACHAN_REQUIRE_SHARED") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return read_file(path)


def leads(order: dict[str, Any]) -> list[str | None]:
    return [s["name"] for s in order["subjects"] if s["role"] == "lead"]


def supports(order: dict[str, Any]) -> list[str | None]:
    return [s["name"] for s in order["subjects"] if s["role"] == "support"]


def paths(letter: dict[str, Any]) -> list[str]:
    return ["/".join(o["path"]) for o in letter["orders"]]


def by_path(letter: dict[str, Any], path: str) -> dict[str, Any]:
    found: dict[str, Any] = next(o for o in letter["orders"] if "/".join(o["path"]) == path)
    return found


def dues(order: dict[str, Any]) -> list[tuple[str | None, str]]:
    return [(d["due"], d["kind"]) for d in order["deadlines"]]
