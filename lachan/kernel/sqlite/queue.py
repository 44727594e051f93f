"""Who waits for SQLite's write lock says so, and long work lets them by between two of its transactions.

SQLite has no queue: a waiting connection looks again after pauses that grow to a tenth of a second, so that an import
which begins its next transaction at once nearly always takes the lock again. Everybody holds a shared lock on a file
beside the database while they wait for a transaction to begin. The system drops it where a process dies.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

_LOOK_AGAIN = 0.005
_AT_MOST = 1.0  # seconds that long work stands still for others; their own pauses are a tenth


@contextmanager
def waiting(database: str) -> Iterator[None]:
    """Within it a transaction is waited for."""
    if _in_memory(database):
        yield
        return
    with _opened(database) as file:
        fcntl.flock(file, fcntl.LOCK_SH)  # long work holds it for itself only as long as a glance takes
        yield


def let_others_by(database: str) -> None:
    """For long work between two transactions: return as soon as nobody waits, at once where nobody does."""
    ends = time.monotonic() + _AT_MOST
    while not _in_memory(database) and _somebody_waits(database) and time.monotonic() < ends:
        time.sleep(_LOOK_AGAIN)


def _somebody_waits(database: str) -> bool:
    with _opened(database) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _in_memory(database: str) -> bool:
    return database == ":memory:" or "mode=memory" in database


@contextmanager
def _opened(database: str) -> Iterator[int]:
    # Reading is enough to queue, so that whoever may write the database by its group is not stopped by another's file.
    file = os.open(f"{database}-waiting", os.O_RDONLY | os.O_CREAT, 0o644)
    try:
        yield file
    finally:
        os.close(file)
