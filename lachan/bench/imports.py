"""A laboratory's .xlsx of new people, all positive, by the way that a real file takes, while somebody else saves."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.db import connection
from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from lachan.bench.clocks import Line, ms, percentile, times
from lachan.bench.locks import watched
from lachan.bench.world import DISEASE, NOW
from lachan.cases.models import Case
from lachan.demo.names import Inventor
from lachan.kernel.intake import services as intake
from lachan.kernel.log import copy_log
from lachan.organisations.models import User
from lachan.organisations.queries import actor_of
from lachan.places import queries as places
from lachan.places.kinds import Level
from lachan.testing.intake_kinds import CODE
from lachan.testing.models import Member, Specimen

_HEADER = (
    "Mã mẫu", "Họ và tên", "Ngày sinh", "Giới tính", "CCCD", "Số điện thoại", "Xã/Phường", "Quận/Huyện",
    "Ngày lấy mẫu", "Ngày trả kết quả", "Phương pháp", "Kết quả", "Giá trị CT",
)  # fmt: skip
LIMIT_SECONDS, LIMIT_SAVE, LIMIT_LOCK = 10.0, 1.0, 0.5
_SPREAD = 7_654_321  # neighbours in the file are no slip of the pen apart, as real cards are not


@dataclass(frozen=True, slots=True)
class Imported:
    rows: int
    seconds: float
    own: float
    lock: float
    floor: float
    saves: tuple[float, ...]
    errors: int


def measure(rows: int = 10_000, more: int = 100_000, with_second: bool = True) -> list[Line]:
    """Ten thousand rows, then ten times as many: the time for a row must stay the same."""
    return [
        *_lines(take(rows, with_second)),
        *(_growth(take(rows, False), take(more, with_second)) if more else ()),
    ]


def take(rows: int, with_second: bool) -> Imported:
    """Make the file, stage it, apply it chunk by chunk."""
    by = actor_of(User.objects.get(username="phongxn"), NOW)
    data = workbook(rows)
    floor = _floor(data)
    second = _Second() if with_second else None
    before = _settled()
    copy_log()  # as the worker does every ten seconds
    with watched() as held:
        began, own = time.perf_counter(), time.process_time()
        upload = intake.upload_stage(
            file_name="ket-qua.xlsx", data=data, kind=CODE, by=by, now=NOW, options={"disease": DISEASE}
        ).upload
        intake.upload_start(upload=upload, by=by, now=NOW)
        upload = intake.upload_apply(uid=upload.uid, by=by, clock=lambda: NOW)
        seconds, used = time.perf_counter() - began, time.process_time() - own
    saves, errors = second.stop() if second else ((), 0)
    assert (upload.added, upload.bad) == (rows, 0), f"{upload.added} rows added, {upload.bad} bad"
    # A few carry the name and the year of somebody who is registered without a number: those rows wait.
    assert _settled() - before == rows, "each row opens a case or waits"
    return Imported(rows, seconds, used, max(held), floor, saves, errors)


def _settled() -> int:
    return Case.objects.count() + Member.objects.filter(link=Member.Link.WAITING).count()


def workbook(rows: int) -> bytes:
    """A laboratory's file; its people are in no register, whatever was imported before."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(_HEADER)
    start = Specimen.objects.latest("pk").pk  # every row of an earlier file has one
    sampled, resulted = (NOW.replace(tzinfo=None) - dt.timedelta(hours=hours) for hours in (10, 1))
    inventor = Inventor(start)
    communes = list(places.units_on(NOW.date(), Level.COMMUNE).select_related("parent"))
    for number in range(start, start + rows):
        one, commune = inventor.person(), communes[number % len(communes)]
        sheet.append((
            f"N{number:09d}", one.full_name, one.birth_date, "Nam" if one.sex == "male" else "Nữ",
            f"998{number * _SPREAD % 10**9:09d}", f"0100{number % 1_000_000:06d}", commune.name,
            commune.parent.name if commune.parent else "", sampled, resulted, "RT-PCR", "Dương tính", 21.5,
        ))  # fmt: skip
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _floor(data: bytes) -> float:
    """The same rows read by the same reader and put into one table, nothing else."""
    began = time.perf_counter()
    rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()[1:]
    with connection.cursor() as cursor:
        names = ", ".join(f"c{place} text" for place in range(len(_HEADER)))
        cursor.execute(f"CREATE TABLE bench_floor ({names})")
        marks = ", ".join(["%s"] * len(_HEADER))
        cursor.executemany(
            f"INSERT INTO bench_floor VALUES ({marks})", [tuple(map(str, row)) for row in rows]
        )
        seconds = time.perf_counter() - began
        cursor.execute("DROP TABLE bench_floor")
    return seconds


class _Second:
    """Another process that changes profiles until it is told to stop."""

    def __init__(self) -> None:
        self._log = Path(tempfile.mkstemp(prefix="lachan-bench-")[1])
        self._process = subprocess.Popen(
            [sys.executable, "-m", "lachan.bench.second_user", str(self._log)], stdin=subprocess.PIPE
        )
        while not self._log.read_text():
            time.sleep(0.05)

    def stop(self) -> tuple[tuple[float, ...], int]:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=60)
        found = [json.loads(line) for line in self._log.read_text().splitlines()[1:]]
        self._log.unlink()
        good = tuple(one["seconds"] for one in found if not one["error"])
        return good, sum(1 for one in found if one["error"])


def _lines(done: Imported) -> Iterator[Line]:
    what = f"{done.rows:,} người + ca + kết quả từ .xlsx".replace(",", ".")
    yield Line(
        what, f"{done.seconds:.1f} s (CPU {done.own:.1f} s)", "≤ 10 s", done.seconds <= LIMIT_SECONDS,
        f"{done.floor:.2f} s; CARE 406 s, Eden 1.425 s (8.900 dòng)", times(done.seconds, done.floor),
    )  # fmt: skip
    yield Line(f"{what}: giữ khóa ghi lâu nhất", ms(done.lock), "≤ 500 ms", done.lock <= LIMIT_LOCK)
    if done.saves:
        p95 = percentile(done.saves, 95)
        yield Line(
            f"{what}: người thứ hai lưu {len(done.saves)} lần, p95", ms(p95), "≤ 1 s", p95 <= LIMIT_SAVE,
            ms(percentile(done.saves, 50)), times(p95, percentile(done.saves, 50)),
        )  # fmt: skip
        yield Line(f"{what}: lỗi khóa của người thứ hai", str(done.errors), "0", done.errors == 0)


def _growth(small: Imported, large: Imported) -> Iterator[Line]:
    yield from _lines(large)
    ratio = (large.own / large.rows) / (small.own / small.rows)
    yield Line(
        f"một dòng ở {large.rows:,} dòng so với {small.rows:,} dòng (CPU)".replace(",", "."),
        f"{ratio:.2f}×", "≤ 1.3×", ratio <= 1.3,
    )  # fmt: skip
