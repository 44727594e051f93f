"""`lachan migrate`, `lachan serve`, `lachan worker`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import threading
from typing import Any

from django.conf import settings

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def register(commands: Any) -> None:
    migrate = commands.add_parser("migrate", help="tạo hoặc nâng cấp bảng trong cơ sở dữ liệu")
    migrate.set_defaults(run=_migrate)
    serve = commands.add_parser("serve", help="chạy máy chủ và việc nền")
    serve.add_argument("--host", default="127.0.0.1", metavar="ĐỊA_CHỈ", help="địa chỉ lắng nghe")
    serve.add_argument("--port", type=int, default=8000, metavar="CỔNG", help="cổng, mặc định 8000")
    serve.add_argument("--workers", type=int, default=1, metavar="SỐ", help="số tiến trình phục vụ")
    serve.add_argument("--no-jobs", action="store_true", help="không chạy việc nền ở tiến trình này")
    serve.set_defaults(run=_serve)
    worker = commands.add_parser("worker", help="chỉ chạy việc nền")
    worker.set_defaults(run=_worker)


def _migrate(_: argparse.Namespace) -> int:
    migrate_quietly()
    return 0


def migrate_quietly() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def _serve(arguments: argparse.Namespace) -> int:
    return serve(arguments.host, arguments.port, workers=arguments.workers, jobs=not arguments.no_jobs)


def serve(host: str, port: int, *, workers: int = 1, jobs: bool = True) -> int:
    """Serve until stopped. The demonstration, whose log-ins are public, listens on loopback only."""
    if refuses(host):
        return 1
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    helper = _start_worker() if jobs else None
    try:
        return _granian(host, port, workers)
    except KeyboardInterrupt:
        return 0
    finally:
        if helper is not None:
            helper.terminate()


def refuses(host: str) -> bool:
    """Say no to an address that the demonstration doesn't open on."""
    refused = settings.DEMO and host not in _LOOPBACK
    if refused:
        print("Bản diễn tập chỉ được mở trên chính máy này (127.0.0.1).", file=sys.stderr)
    return refused


def _start_worker() -> subprocess.Popen[bytes]:
    """Background work runs beside the server, in a process of its own, so that neither slows the other."""
    return subprocess.Popen([sys.executable, "-m", "lachan.cli", "worker"], env=os.environ.copy())


def _granian(host: str, port: int, workers: int) -> int:
    from granian import Granian
    from granian.constants import Interfaces

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lachan.config.settings")
    Granian(
        "lachan.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        log_access=False,
    ).serve()
    return 0


def _worker(_: argparse.Namespace) -> int:
    from lachan.kernel.jobs.worker import run_forever

    stop = threading.Event()
    try:
        run_forever(stop)
    except KeyboardInterrupt:
        stop.set()
    return 0
