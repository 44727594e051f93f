"""How long each transaction of this process keeps others from writing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db import connection


@contextmanager
def watched() -> Iterator[list[float]]:
    """The seconds from the start of each outermost transaction (on SQLite: from getting the lock) to its end."""
    held: list[float] = []
    began = 0.0
    original = connection.set_autocommit

    def set_autocommit(autocommit: bool, **more: Any) -> None:
        nonlocal began
        original(autocommit, **more)
        if autocommit and began:
            held.append(time.perf_counter() - began)
        began = 0.0 if autocommit else time.perf_counter()

    with patch.object(connection, "set_autocommit", set_autocommit):
        yield held
