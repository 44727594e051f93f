"""Typed readers of environment variables, so that a wrong value fails at start with its name."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import ParseResult, parse_qs, unquote, urlparse


def text(name: str, default: str) -> str:
    return os.environ.get(name, default)


def flag(name: str, default: bool) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in {"1", "true", "yes", "on"}:
        return True
    if value.lower() in {"0", "false", "no", "off", ""}:
        return False
    raise ValueError(f"{name} must be 1 or 0, not {value!r}")


def words(name: str, default: str) -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def database(name: str, default_file: Path) -> dict[str, object]:
    """The Django DATABASES entry for `sqlite:///path` or `postgresql://user:pw@host:port/name`."""
    url = os.environ.get(name)
    if not url:
        return _sqlite(str(default_file))
    parts = urlparse(url)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path[1:]) or str(default_file))
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgresql(parts)
    raise ValueError(f"{name}: unknown kind of database {parts.scheme!r}")


def _sqlite(path: str) -> dict[str, object]:
    # With the default (deferred) mode a read-then-write transaction fails under load instead of
    # waiting; IMMEDIATE takes the write lock at BEGIN and waits for it up to `timeout` seconds.
    return {
        "ENGINE": "lachan.kernel.sqlite",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=2147418112;"
                # The log is copied by a job and between the chunks of long work (kernel.log). This is for where
                # neither runs: at some 800 MB the next save copies it.
                "PRAGMA wal_autocheckpoint=200000"
            ),
        },
        "CONN_MAX_AGE": 600,
        # Said here, since test runners know only Django's own engine by its name.
        "TEST": {"NAME": ":memory:"},
    }


def _postgresql(parts: ParseResult) -> dict[str, object]:
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
