"""`lachan policies check` and `lachan audit verify`."""

from __future__ import annotations

import argparse
from typing import Any

from django.conf import settings
from django.utils import timezone


def register(commands: Any) -> None:
    policies = commands.add_parser("policies", help="quy tắc có hiệu lực theo ngày")
    below = policies.add_subparsers(title="việc", metavar="VIỆC", required=True)
    check = below.add_parser("check", help="kiểm tra các tệp quy tắc policies/*.yaml")
    check.set_defaults(run=_check)
    audit = commands.add_parser("audit", help="nhật ký kiểm tra")
    below = audit.add_subparsers(title="việc", metavar="VIỆC", required=True)
    verify = below.add_parser("verify", help="tính lại chuỗi niêm phong và báo chỗ không khớp")
    verify.set_defaults(run=_verify)


def _check(_: argparse.Namespace) -> int:
    from lachan.kernel.policies.loader import faults_of_files

    faults = faults_of_files(settings.POLICY_DIR)
    for fault in faults:
        print(fault)
    print("Các tệp quy tắc đều hợp lệ." if not faults else f"Có {len(faults)} chỗ sai.")
    return 1 if faults else 0


def _verify(_: argparse.Namespace) -> int:
    from lachan.kernel.audit import chain

    verdict = chain.verify(timezone.now())
    print(f"Mắt xích: {verdict.seals}; sự kiện đã niêm phong: {verdict.sealed_events}.")
    age = f", cũ nhất {verdict.oldest_unsealed_seconds:.0f} giây" if verdict.unsealed else ""
    print(f"Chưa niêm phong: {verdict.unsealed}{age}.")
    print(
        f"Đối chiếu đầu chuỗi ghi ngoài cơ sở dữ liệu: {verdict.exported}; chưa ghi ra: {verdict.unexported}."
    )
    for fault in verdict.faults:
        print(f"SAI: {fault}")
    print("Chuỗi nguyên vẹn." if verdict.intact else "CHUỖI ĐÃ BỊ SỬA.")
    return 0 if verdict.intact else 1
