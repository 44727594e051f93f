"""Letters of our own writing, each beside the reading that the contract asks of it (`written/*.txt`, `*.yaml`).

In a reading, `from` is how an order's text begins; `by`, `vague` and `recurring` are its deadlines; `all` says
that nobody is named.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from lachan.directives.reading import read_file

from .shared import by_path, dues, leads, paths, supports

FOLDER = Path(__file__).parent / "written"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))
HEAD = ("issuer", "issuer_kind", "type", "number", "symbol", "place", "urgency", "subject")


def read(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    expected = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return read_file(FOLDER / f"{name}.txt"), expected


@pytest.mark.parametrize("name", NAMES)
def test_head(name: str) -> None:
    found, expected = read(name)
    assert {key: found[key] for key in HEAD} == {key: expected[key] for key in HEAD}
    assert found["issued_on"] == (str(expected["issued_on"]) if expected["issued_on"] else None)
    assert found["addressees"] == expected["addressees"]


@pytest.mark.parametrize("name", NAMES)
def test_end(name: str) -> None:
    found, expected = read(name)
    assert found["recipients"] == expected["recipients"]
    assert list(found["signer"].values()) == expected["signer"]
    assert [list(one.values()) for one in found["refers_to"]] == [
        [str(part) if part else None for part in one] for one in expected["refers_to"]
    ]


@pytest.mark.parametrize("name", NAMES)
def test_orders(name: str) -> None:
    found, expected = read(name)
    assert paths(found) == [str(order["path"]) for order in expected["orders"]]
    for order in expected["orders"]:
        assert_order(by_path(found, str(order["path"])), order)


def assert_order(found: dict[str, Any], expected: dict[str, Any]) -> None:
    assert found["text"].startswith(expected["from"])
    assert leads(found) == expected.get("lead", [])
    assert (found["subjects"][0]["role"] == "all") == expected.get("all", False)
    assert supports(found) == expected.get("support", [])
    by = [due for due, kind in dues(found) if kind == "by"]
    assert by == [due if isinstance(due, str) else due.isoformat() for due in expected.get("by", [])]
    for kind in ("vague", "recurring"):
        assert [d["text"] for d in found["deadlines"] if d["kind"] == kind] == expected.get(kind, [])
