"""`lachan bench`: the measured claims in one table, on a province that is built once and kept."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lachan.bench.clocks import Line

PARTS = ("pages", "search", "sight", "cascade", "import", "second-user", "rebuild", "reading")
_INSIDE = "LACHAN_BENCH_INSIDE"
_TRIED = 0.002


def register(commands: Any) -> None:
    bench = commands.add_parser("bench", help="đo các con số đã hứa trên một tỉnh giả định cỡ thật")
    bench.add_argument(
        "--only", default="", metavar="PHẦN", help=f"chỉ đo: {', '.join(PARTS)} (cách bằng dấu phẩy)"
    )
    bench.add_argument("--database", choices=["sqlite", "postgres", "both"], default="sqlite")
    bench.add_argument("--scale", type=float, default=1.0, help="cỡ dữ liệu; 1 là 1,2 triệu người")
    bench.add_argument("--rebuild-data", action="store_true", help="dựng lại dữ liệu dù đã có")
    bench.add_argument("--pages", action="store_true", help="in từng trang")
    bench.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    wanted = [part for part in arguments.only.split(",") if part] or list(PARTS)
    unknown = set(wanted) - set(PARTS)
    if unknown:
        print(f"Không có phần {', '.join(sorted(unknown))}; có: {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    if os.environ.get(_INSIDE):
        return _measure(arguments, wanted)
    kinds = ["sqlite", "postgres"] if arguments.database == "both" else [arguments.database]
    return max(_in_its_own_process(kind, arguments.scale) for kind in kinds)


def _in_its_own_process(kind: str, scale: float) -> int:
    """Settings name one database a process, so each is measured by a child with its own folder."""
    from django.conf import settings

    folder = Path(settings.VAR_DIR).resolve() / "bench" / f"{kind}-{scale:g}"
    folder.mkdir(parents=True, exist_ok=True)
    stop: Callable[[], None] = lambda: None  # noqa: E731
    if kind == "postgres":
        from lachan.bench.databases import Server

        server = Server(folder / "data")
        url, stop = server.url, server.stop
    else:
        url = f"sqlite:///{folder / 'lachan.sqlite3'}"
    environment = os.environ | {
        _INSIDE: kind,
        "DATABASE_URL": url,
        "LACHAN_VAR": str(folder),
        "LACHAN_KEY_FILE": str(folder / "keys.json"),
        "LACHAN_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "lachan.config.settings",
    }
    try:
        return subprocess.run(
            [sys.executable, "-m", "lachan.cli", *sys.argv[1:]], env=environment, check=False
        ).returncode
    finally:
        stop()


def _measure(arguments: argparse.Namespace, wanted: list[str]) -> int:
    from lachan.bench.databases import ready
    from lachan.bench.world import NOW
    from lachan.kernel.clock import move_to

    built = ready(
        arguments.scale, lambda words: print(words, file=sys.stderr, flush=True), arguments.rebuild_data
    )
    move_to(NOW)
    lines = [line for part in wanted for line in _part(part, arguments)]
    print(f"\n{_machine()}; {os.environ[_INSIDE]}, cỡ {arguments.scale:g}.")
    print(f"Dữ liệu: dựng {built.filled:.0f} s, tính {built.people} người lần đầu {built.rebuilt:.0f} s.\n")
    _print(lines)
    return 0 if all(line.holds is not False for line in lines) else 1


def _part(part: str, arguments: argparse.Namespace) -> list[Line]:
    from lachan.bench import cascade, imports, pages, reading, rebuilding, searches, sights
    from lachan.kernel.memory import keep_what_is_loaded

    print(f"… {part}", file=sys.stderr, flush=True)
    keep_what_is_loaded()  # each part has a process of its own in the product, which does so when it begins
    tried = arguments.scale < _TRIED  # only whether it works
    if part == "pages":
        lines, found = pages.measure(*((1, ("xa",), 1) if tried else ()))
        if arguments.pages:
            _print_pages(found)
        return lines
    many = 30 if tried else 10_000
    kinds: dict[str, Callable[[], list[Line]]] = {
        "search": searches.measure,
        "sight": sights.measure,
        "cascade": (lambda: cascade.measure(4, 12, 1)) if tried else cascade.measure,
        "import": lambda: imports.measure(many, many * 10, with_second=False),
        "second-user": lambda: imports.measure(many, 0, with_second=True),
        "rebuild": rebuilding.measure,
        "reading": (lambda: reading.measure(2)) if tried else reading.measure,
    }
    return kinds[part]()


def _machine() -> str:
    load = " ".join(f"{one:.1f}" for one in os.getloadavg())
    return f"{platform.machine()}, {os.cpu_count()} nhân, Python {platform.python_version()}, tải {load}"


def _print(lines: list[Line]) -> None:
    marks = {True: "đạt", False: "KHÔNG ĐẠT", None: ""}
    print("| Điều đã hứa | Đo được | Giới hạn | | Sàn, đối thủ | Tỷ số |\n|---|---|---|---|---|---|")
    for line in lines:
        cells = (line.claim, line.measured, line.limit, marks[line.holds], line.floor, line.ratio)
        print(f"| {' | '.join(cells)} |")


def _print_pages(found: list[Any]) -> None:
    print("| Trang | Người xem | p50 | p95 | CPU | Truy vấn |\n|---|---|---|---|---|---|")
    for page in sorted(found, key=lambda one: -one.sample.p95):
        made = page.sample
        times = " | ".join(f"{1000 * one:.0f}" for one in (made.p50, made.p95, max(made.own)))
        print(f"| {page.name} | {page.reader} | {times} | {made.queries} |")
    print()
