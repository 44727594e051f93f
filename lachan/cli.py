"""The `lachan` command: each room adds its own subcommands."""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
from importlib import import_module
from pathlib import Path

from lachan.config.words import Parser

_ROOMS = [
    "config",
    "demo",
    "directives",
    "testing",
    "tracing",
    "bench",
    "kernel",
    "places",
    "organisations",
    "insight",
]


def main(argv: list[str] | None = None) -> int:
    """Run one command; the exit code is 0 where it did what it says, 1 where it could not, 2 for wrong words."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lachan.config.settings")
    if (argv if argv is not None else sys.argv[1:])[:1] == ["demo"]:
        _prepare_demo()
    import django
    import django.db

    django.setup()
    parser = _parser()
    arguments = parser.parse_args(argv)
    if not hasattr(arguments, "run"):
        parser.print_help()
        return 2
    try:
        return int(arguments.run(arguments) or 0)
    except django.db.DatabaseError:
        if _has_tables():
            raise
        print("Cơ sở dữ liệu chưa có bảng. Chạy “lachan migrate” trước.", file=sys.stderr)
        return 1


def _has_tables() -> bool:
    from django.db import connection

    return "django_migrations" in connection.introspection.table_names()


def _prepare_demo() -> None:
    """The demonstration has its own database: it never touches the one of a real installation."""
    var = Path(os.environ.get("LACHAN_VAR", Path(__file__).resolve().parent.parent / "var")).resolve()
    os.environ["LACHAN_DEMO"] = "1"
    os.environ["DATABASE_URL"] = f"sqlite:///{var / 'demo' / 'lachan.sqlite3'}"


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="lachan", description="Lá Chắn: từ văn bản chỉ đạo đến kết quả đo được.")
    commands = parser.add_subparsers(title="lệnh", metavar="LỆNH")
    for room in _ROOMS:
        if importlib.util.find_spec(f"lachan.{room}") and importlib.util.find_spec(f"lachan.{room}.cli"):
            import_module(f"lachan.{room}.cli").register(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
