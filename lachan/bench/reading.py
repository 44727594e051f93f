"""The letter reader on letters of two lengths: the time for a character must stay the same, however long a letter."""

from __future__ import annotations

import time
from collections.abc import Iterator

from lachan.bench.clocks import Line, ms, times
from lachan.directives.reading import letter_of_text

_HEAD = """UBND TỈNH MINH HỌA
SỞ MINH HỌA

Số: 05/SMH-VP

Cà Mau, ngày 14 tháng 9 năm 2021

Kính gửi: Ủy ban nhân dân các huyện, thành phố.

"""
_SHAPES = {
    "nhiều việc": "- Ủy ban nhân dân các huyện, thành phố kiểm tra các trường.\n",
    "một đoạn dài, nhiều cơ quan": "Sở Y tế chủ trì, phối hợp với Công an tỉnh rà soát trước ngày 20/9/2021; ",
    "một đoạn dài, nhiều văn bản": "Công văn số 12/UBND-VX ngày 1/2/2021 của Ủy ban nhân dân tỉnh, ",
    "một đoạn dài, nhiều chữ": "rà soát số liệu ",
    "một đoạn dài, ngoặc không đóng": "(Sở Y tế ",
    "một đoạn dài, số và gạch": "12/",
}
_LONGER = 8
LIMIT = 1.7  # quadratic reading would take eight times as long for a character


def measure(times_over: int = 200) -> list[Line]:
    """Each shape once short and once eight times as long."""
    return list(_lines(times_over))


def _lines(times_over: int) -> Iterator[Line]:
    for name, words in _SHAPES.items():
        short, long = _seconds(words * times_over), _seconds(words * times_over * _LONGER)
        ratio = long / short / _LONGER
        yield Line(
            f"đọc văn bản, {name}: thời gian mỗi chữ khi dài gấp {_LONGER}",
            ms(long),
            f"≤ {LIMIT}× mỗi chữ",
            ratio <= LIMIT,
            ms(short),
            times(long, short * _LONGER),
        )


def _seconds(body: str) -> float:
    """The best of three, so that another's work on the machine counts for little."""
    text = f"{_HEAD}1. Giao các đơn vị:\n{body}\n2. Báo cáo trước ngày 16/9/2021./.\n"
    found = []
    for _ in range(3):
        began = time.process_time()
        letter_of_text("thu.txt", text)
        found.append(time.process_time() - began)
    return min(found)
