"""`lachan testing import FILE --lab CODE`: a laboratory's file by the same way as from its screen."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any


def register(commands: Any) -> None:
    testing = commands.add_parser("testing", help="xét nghiệm: nạp tệp kết quả")
    below = testing.add_subparsers(title="việc", metavar="VIỆC", required=True)
    take = below.add_parser("import", help="nạp một tệp kết quả xét nghiệm (.xlsx, .xls, .csv)")
    take.add_argument("file", type=Path, metavar="TỆP", help="tệp kết quả của phòng xét nghiệm")
    take.add_argument(
        "--lab", required=True, metavar="MÃ", help="tên viết tắt, tên hoặc uid của phòng xét nghiệm"
    )
    take.add_argument(
        "--disease", default="", metavar="BỆNH", help="mã bệnh của cả tệp, như trong danh mục bệnh"
    )
    take.add_argument("--map", choices=["saved"], help="chỉ nạp khi đã có cách đọc cột lưu từ lần trước")
    take.set_defaults(run=_import)


def _import(arguments: argparse.Namespace) -> int:
    from lachan.kernel.errors import Refused

    try:
        return _apply(arguments)
    except Refused as refused:
        print(refused.message, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Không đọc được tệp {arguments.file}: {error.strerror}.", file=sys.stderr)
        return 1


def _apply(arguments: argparse.Namespace) -> int:
    from lachan.kernel.access.actors import Actor
    from lachan.kernel.clock import domain_now
    from lachan.kernel.diseases import disease
    from lachan.kernel.intake import queries as intake
    from lachan.kernel.intake import services
    from lachan.testing.intake_kinds import CODE

    if arguments.disease:
        disease(arguments.disease)
    now = domain_now()
    lab = _laboratory(arguments.lab, now)
    by = Actor(kind="system", label=f"Dòng lệnh cho {lab.name}", organisation_id=lab.pk, everywhere=True)
    upload = services.upload_stage(
        file_name=arguments.file.name,
        data=arguments.file.read_bytes(),
        kind=CODE,
        by=by,
        now=now,
        options={"disease": arguments.disease, "laboratory_id": lab.pk},
    ).upload
    if arguments.map == "saved":
        _check_saved(upload, lab.pk)
    if upload.state in {"staged", "applying"}:
        intake.reader_of(upload, intake.document_of(upload))
        services.upload_start(upload=upload, by=by, now=now)
        upload = services.upload_apply(uid=upload.uid, by=by, clock=domain_now, beat=_show)
    return _tell(upload)


def _laboratory(code: str, now: Any) -> Any:
    """The one organisation of kind laboratory that the code names."""
    from lachan.kernel.errors import Refused
    from lachan.kernel.text import fold
    from lachan.kernel.times import local_day
    from lachan.organisations import queries as organisations

    labs = [one for one in organisations.alive_on(local_day(now)) if one.kind in {"lab", "cdc", "hospital"}]
    key = fold(code)
    exact = [
        one
        for one in labs
        if key in {fold(one.short_name), fold(one.symbol), fold(one.name), fold(str(one.uid))}
    ]
    found = exact or [one for one in labs if key and key in fold(one.name)]
    if len(found) != 1:
        names = (
            "; ".join(one.short_name or one.name for one in found or labs) or "chưa có phòng xét nghiệm nào"
        )
        raise Refused(f"“{code}” không chỉ đúng một phòng xét nghiệm. Có: {names}.")
    return found[0]


def _check_saved(upload: Any, laboratory_id: int) -> None:
    from lachan.kernel.errors import Refused
    from lachan.kernel.intake import queries as intake
    from lachan.kernel.intake.kinds import upload_kind

    _, _, saved = intake.suggested_mapping(
        upload_kind(upload.kind), intake.document_of(upload), laboratory_id
    )
    if not saved:
        raise Refused("Chưa có cách đọc cột nào được lưu cho tệp dạng này. Hãy nạp lần đầu trên màn hình.")


def _show(done: int, total: int) -> None:
    print(f"\r{done}/{total} dòng", end="", file=sys.stderr, flush=True)


def _tell(upload: Any) -> int:
    from lachan.kernel.intake import queries as intake
    from lachan.testing.intake_kinds import TALLY_LABELS

    print(file=sys.stderr)
    print(
        f"{upload.name}: {upload.total} dòng; nạp mới {upload.added}, đã có {upload.repeated}, trả lại {upload.bad}."
    )
    for name, count in upload.tallies.items():
        print(f"  {TALLY_LABELS.get(name, name)}: {count}")
    for row in intake.bad_rows(upload)[:20]:
        print(f"  Dòng {row.line}: {' '.join(row.reasons)}")
    return 0
