from __future__ import annotations

import pytest

from tests.cast import world  # noqa: F401
from tests.zones.outbreak import Outbreak, at


@pytest.fixture
def story(world):  # noqa: F811
    return Outbreak(world, at(15))
