"""Heads of the chain kept outside the database, where whoever rewrites the tables can't reach them as easily."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Compared:
    """`unexported` links have no head outside: the process ended between the seal and its export, or the file
    was cut; they can't be compared and are no fault by themselves."""

    faults: tuple[str, ...]
    exported: int
    unexported: int


def path() -> Path:
    return settings.VAR_DIR / "audit-heads.log"


def export(number: int, head: str, now: dt.datetime) -> None:
    """Add one head to the file."""
    path().parent.mkdir(parents=True, exist_ok=True)
    with path().open("a") as log:
        log.write(f"{now.isoformat()} {number} {head}\n")


def compare(heads: Mapping[int, str]) -> Compared:
    """The links of the database (number → head) against every head that was ever written outside."""
    faults = []
    told: set[int] = set()
    for place, line in enumerate(_lines(), start=1):
        words = line.split()
        if len(words) != 3 or not words[1].isdecimal():
            faults.append(f"{path().name}, dòng {place}: không đọc được")
            continue
        number = int(words[1])
        told.add(number)
        if number not in heads:
            faults.append(f"mắt xích {number} đã ghi ra {path().name} nhưng không còn trong cơ sở dữ liệu")
        elif heads[number] != words[2]:
            faults.append(f"mắt xích {number} khác với đầu chuỗi đã ghi ra {path().name} lúc {words[0]}")
    return Compared(tuple(faults), len(told), len(heads.keys() - told))


def _lines() -> list[str]:
    return path().read_text().splitlines() if path().exists() else []
