"""Every address has a name, and the access table says of every name who may enter."""

from __future__ import annotations

import importlib.util
import re

import pytest

from tests.architecture.tree import PACKAGE, rooms
from tests.architecture.urls import named

ROOMS = {room.name for room in rooms()} | {"demo"}
NAME = re.compile(r"^(?P<room>[a-z_]+|api)(:[a-z0-9_.-]+)+$|^[a-z0-9_.-]+$")

pytestmark = pytest.mark.skipif(
    not (PACKAGE / "config" / "urls.py").exists(), reason="no lachan/config/urls.py"
)


@pytest.fixture(scope="module")
def addresses():
    return list(named())


def test_every_address_has_a_name_of_its_own(addresses):
    names = [name for name, _ in addresses]
    assert not [route for name, route in addresses if not name]
    assert not {name for name in names if names.count(name) > 1}
    assert not [name for name in names if not NAME.match(name)]


def test_namespaces_are_rooms(addresses):
    spaces = {name.split(":")[0] for name, _ in addresses if ":" in name}
    assert not {space for space in spaces if space not in ROOMS and not space.startswith("api")}


def test_access_table_knows_every_address(addresses):
    if importlib.util.find_spec("tests.architecture.access_table") is None:
        pytest.skip("no tests/architecture/access_table.py")
    from tests.architecture.access_table import ACCESS

    names = {name for name, _ in addresses}
    assert not names - set(ACCESS), "addresses that nobody decided on"
    assert not set(ACCESS) - names, "entries of the table for addresses that are gone"
