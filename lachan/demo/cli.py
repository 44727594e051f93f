"""`lachan demo`: build the invented morning and open it on this machine only."""

from __future__ import annotations

import argparse
import time
from typing import Any

from django.conf import settings


def register(commands: Any) -> None:
    demo = commands.add_parser("demo", help="bản diễn tập: sáng 15/9/2021 với dữ liệu giả định")
    demo.add_argument("--port", type=int, default=8000, metavar="CỔNG", help="cổng, mặc định 8000")
    demo.add_argument(
        "--host", default="127.0.0.1", metavar="ĐỊA_CHỈ", help="chỉ chấp nhận địa chỉ của chính máy này"
    )
    demo.add_argument("--keep", action="store_true", help="dùng tiếp dữ liệu của lần trước")
    demo.add_argument("--build-only", action="store_true", help="chỉ dựng dữ liệu, không mở máy chủ")
    demo.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from lachan.config.cli import refuses, serve

    if refuses(arguments.host):  # before anything of the last time is thrown away
        return 1
    started = time.monotonic()
    if not (arguments.keep and _database().exists()):
        _build()
    print(f"Dữ liệu diễn tập sẵn sàng sau {time.monotonic() - started:.0f} giây.", flush=True)
    _tell(arguments.port)
    if arguments.build_only:
        return 0
    return serve(arguments.host, arguments.port)


def _database() -> Any:
    return settings.VAR_DIR / "demo" / "lachan.sqlite3"


def _build() -> None:
    """A fresh database; the connection is opened only after the old file is gone."""
    from django.db import connection, transaction

    from lachan.config.cli import migrate_quietly
    from lachan.demo.morning import MORNING, build_world
    from lachan.kernel.clock import move_to

    connection.close()
    for suffix in ("", "-wal", "-shm"):
        _database().with_name(_database().name + suffix).unlink(missing_ok=True)
    _database().parent.mkdir(parents=True, exist_ok=True)
    print("Đang dựng bản diễn tập…", flush=True)
    migrate_quietly()
    with transaction.atomic():
        build_world(settings.VAR_DIR / "demo" / "tep-mau")
    move_to(MORNING)


def _tell(port: int) -> None:
    from lachan.demo.cast import LOGINS, PASSWORD
    from lachan.kernel.access.roles import ROLE_NAMES

    print(f"\n  Mở trình duyệt:  http://127.0.0.1:{port}/\n")
    print(f"  Mật khẩu chung:  {PASSWORD}")
    for login in LOGINS:
        print(f"    {login.username:<12} {ROLE_NAMES[login.role]:<22} {login.full_name}, {login.title}")
    print(f"\n  Tệp mẫu để tải lên: {settings.VAR_DIR / 'demo' / 'tep-mau'} (cũng có trên trang /dien-tap/)")
    print(
        "  Thử trước: đăng nhập “phongxn”, nạp tệp kết quả xét nghiệm; rồi “cdc” xem F0, F1, F2 hiện ra và vì sao.\n",
        flush=True,
    )
