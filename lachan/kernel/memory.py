"""Python's collector of cycles: paused while a computation fills memory with tuples that have none, and kept from
looking again and again at what a server loads once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """A cascade or a chunk of a file makes some hundred thousand objects; scanning them costs a tenth of it."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def keep_what_is_loaded() -> None:
    """Take all that is in memory now as there to stay: code, models, addresses. A full collection looked at it in the
    middle of somebody's page, for a tenth of a second and more."""
    gc.collect()
    gc.freeze()
