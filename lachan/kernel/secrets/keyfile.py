"""The key file: secrets that live outside the database and its backups."""

from __future__ import annotations

import json
import os
import secrets
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=8)
def keys(path: Path) -> dict[str, str]:
    """The installation's keys (hex): `django`, `field`, `blind`; made on first use, mode 0600."""
    try:
        return dict(json.loads(path.read_text()))
    except FileNotFoundError:
        return _create(path)


def django_secret(path: Path) -> str:
    return keys(path)["django"]


def _create(path: Path) -> dict[str, str]:
    path.parent.mkdir(parents=True, exist_ok=True)
    made = {name: secrets.token_hex(32) for name in ("django", "field", "blind")}
    scratch = path.with_suffix(f".{os.getpid()}")
    scratch.touch(mode=0o600)
    scratch.write_text(json.dumps(made))
    try:
        os.link(scratch, path)  # two processes starting at once agree on one file
    except FileExistsError:
        return dict(json.loads(path.read_text()))
    finally:
        scratch.unlink()
    return made
