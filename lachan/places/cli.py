"""`lachan places import FILE`: another province's table of units, or the tables that come with the product."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path

from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.clock import domain_now
from lachan.kernel.errors import Refused
from lachan.places import handed_back, services, shipped
from lachan.places.services import ImportOutcome


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command `places` with its subcommand `import`."""
    places = subparsers.add_parser("places", help="đơn vị hành chính")
    commands = places.add_subparsers(title="lệnh", metavar="LỆNH", required=True)
    parser = commands.add_parser(
        "import",
        help="nạp bảng đơn vị hành chính (.csv, .xlsx, .xls)",
        description="Nạp bảng xã, phường của một tỉnh với cột của chính bảng đó. Nạp lại không thêm gì. "
        "Không ghi FILE: nạp bộ Cà Mau 2021 và 2025 kèm theo sản phẩm.",
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE")
    parser.add_argument(
        "--from",
        dest="valid_from",
        type=_day,
        metavar="NGÀY",
        help="ngày hiệu lực, dd/mm/yyyy (bắt buộc khi có FILE)",
    )
    parser.add_argument(
        "--to", dest="valid_to", type=_day, metavar="NGÀY", help="ngày hết hiệu lực, dd/mm/yyyy"
    )
    parser.add_argument(
        "--replace",
        nargs="+",
        default=[],
        metavar="MÃ_TỈNH",
        help="kết thúc các đơn vị cũ của những tỉnh này từ ngày hiệu lực (khi sắp xếp, hợp nhất)",
    )
    parser.add_argument(
        "--rejected", type=Path, metavar="TỆP.csv", help="ghi các dòng trả lại kèm lý do vào tệp này"
    )
    parser.set_defaults(run=run_import)


def run_import(arguments: argparse.Namespace) -> int:
    """0 where every row was taken, 1 where some were handed back or the file was refused."""
    now = domain_now()
    if arguments.file is None:
        shipped.camau_load(by=SYSTEM, now=now)
        print("Đã nạp bộ đơn vị hành chính Cà Mau 2021 và 2025.")
        return 0
    if arguments.valid_from is None:
        return _complain("Thiếu ngày hiệu lực: thêm --from dd/mm/yyyy.")
    try:
        outcome = services.units_import(
            name=arguments.file.name,
            content=arguments.file.read_bytes(),
            valid_from=arguments.valid_from,
            valid_to=arguments.valid_to,
            replaces=arguments.replace,
            by=SYSTEM,
            now=now,
        )
    except OSError as error:
        return _complain(f"Không đọc được {arguments.file}: {error.strerror}.")
    except Refused as error:
        return _complain(error.message)
    return _report(outcome, arguments.rejected)


def _report(outcome: ImportOutcome, rejected: Path | None) -> int:
    for note in outcome.notes:
        print(note)
    print(
        f"Thêm {outcome.created}, sửa {outcome.updated}, giữ nguyên {outcome.unchanged}, "
        f"kết thúc {outcome.ended}, trả lại {len(outcome.refused)} dòng."
    )
    for refusal in outcome.refused:
        _complain(f"Dòng {refusal.line}: {refusal.reason}")
    if rejected:
        rejected.write_text(handed_back.as_csv(outcome), encoding="utf-8-sig", newline="")
    return 1 if outcome.refused else 0


def _complain(message: str) -> int:
    print(message, file=sys.stderr)
    return 1


def _day(text: str) -> dt.date:
    try:
        return dt.datetime.strptime(text, "%d/%m/%Y").date()
    except ValueError:
        raise argparse.ArgumentTypeError(f"«{text}» không phải ngày dd/mm/yyyy") from None
