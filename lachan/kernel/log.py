"""SQLite's log of what was written: between transactions it is copied into the main file, by whoever has the time.

A page that an import writes in every chunk is then copied once and not a hundred times, and nobody's own save waits for
it. Others read and write meanwhile. PostgreSQL has a process of its own for it.
"""

from __future__ import annotations

import time

from django.db import connection

from lachan.kernel.sqlite import queue

_EVERY_SECONDS = 10.0


def copy_log() -> None:
    """Copy all that no reader still needs; outside of a transaction."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")


class Between:
    """For long work, between its transactions: whoever waits for the write lock goes first, and now and then the log is
    copied."""

    def __init__(self) -> None:
        self._copied = time.monotonic()

    def transactions(self) -> None:
        if time.monotonic() - self._copied >= _EVERY_SECONDS:
            copy_log()
            self._copied = time.monotonic()
        if connection.vendor == "sqlite":
            queue.let_others_by(connection.settings_dict["NAME"])
