"""`lachan prepare`: the first start of a real installation."""

from __future__ import annotations

import argparse
import getpass
from typing import Any

from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.access.roles import ADMIN
from lachan.kernel.clock import domain_now
from lachan.kernel.errors import Refused
from lachan.kernel.policies.loader import policies_load
from lachan.kernel.times import local_day
from lachan.organisations import queries, services
from lachan.places import shipped


def register(commands: Any) -> None:
    prepare = commands.add_parser(
        "prepare", help="chuẩn bị lần đầu: đơn vị hành chính, quy tắc, quản trị viên"
    )
    prepare.add_argument("--admin", required=True, metavar="TÊN", help="tên đăng nhập của quản trị viên")
    prepare.add_argument("--name", default="Quản trị hệ thống", help="họ và tên của quản trị viên")
    prepare.add_argument("--organisation", default="Sở Y tế", help="cơ quan quản trị hệ thống")
    prepare.set_defaults(run=_prepare)


def _prepare(arguments: argparse.Namespace) -> int:
    now = domain_now()
    shipped.camau_load(by=SYSTEM, now=now)
    rules = policies_load(by=SYSTEM, now=now)
    print(f"Đã có đơn vị hành chính Cà Mau và {rules} phiên bản quy tắc mới.")
    password = getpass.getpass("Mật khẩu cho quản trị viên (ít nhất 10 ký tự): ")
    try:
        home = queries.search(arguments.organisation, local_day(now)).first()
        if home is None:
            home = services.organisation_found(
                name=arguments.organisation,
                kind="department",
                valid_from=local_day(now),
                by=SYSTEM,
                now=now,
            )
        services.user_add(
            username=arguments.admin,
            full_name=arguments.name,
            organisation=home,
            roles=[ADMIN],
            password=password,
            by=SYSTEM,
            now=now,
        )
    except Refused as error:
        print(error.message)
        return 1
    print(f"Đã cấp tài khoản {arguments.admin}. Đăng nhập rồi lập tổ chức, tài khoản ở mục Danh bạ.")
    return 0
