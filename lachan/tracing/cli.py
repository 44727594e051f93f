"""`lachan tracing rebuild`: everything derived is computed again from the facts."""

from __future__ import annotations

import argparse
from typing import Any

from lachan.journeys.rebuilt import rebuild
from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.clock import domain_now
from lachan.kernel.diseases import diseases


def register(commands: Any) -> None:
    tracing = commands.add_parser("tracing", help="truy vết")
    below = tracing.add_subparsers(title="việc", metavar="VIỆC", required=True)
    again = below.add_parser("rebuild", help="tính lại mức, biện pháp, hạn xét nghiệm từ các bản ghi gốc")
    again.add_argument("--disease", help="mã bệnh; bỏ trống để tính lại mọi bệnh")
    again.set_defaults(run=_rebuild)


def _rebuild(arguments: argparse.Namespace) -> int:
    known = {code: disease.name for code, disease in diseases().items()}
    if arguments.disease and arguments.disease not in known:
        print(f"Không có bệnh {arguments.disease}. Các mã: {', '.join(sorted(known))}.")
        return 2
    for code in [arguments.disease] if arguments.disease else sorted(known):
        done = rebuild(disease=code, by=SYSTEM, now=domain_now())
        print(f"{known[code]}: đã tính lại {done.people} người, {done.changed} người có thay đổi.")
    return 0
