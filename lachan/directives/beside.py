"""The letter's text with the places of its orders, and which doubt belongs beside which field."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from lachan.directives.reading import letter_of_text
from lachan.directives.reading.types import Letter as ReadLetter
from lachan.directives.wording import path_label

# Words of a doubt → the header field that it concerns, the first that fits.
_FIELDS = (
    ("symbol", r"ký hiệu"),
    ("number", r"chưa có số"),
    ("issued_on", r"ngày ban hành\.$|Không đọc được ngày"),
    ("issuer", r"cơ quan ban hành"),
    ("subject", r"trích yếu"),
    ("urgency", r"Cần đến trước"),
    ("recipients", r"phần “Nơi nhận”|^Nơi nhận “"),
    ("addressees", r"Kính gửi|^Nơi nhận là nhóm"),
    ("name", r"người ký|chữ ký"),
    ("refers_to", r"viện dẫn|Văn bản thực hiện|gửi kèm"),
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of the text. `order` is the number (from 1) of the order that it belongs to, 0 outside of any."""

    text: str
    order: int = 0
    opens: bool = False
    is_deadline: bool = False


@dataclass(slots=True)
class Beside:
    """`places` maps a path to the number of its order in the text."""

    segments: list[Segment]
    places: dict[tuple[str, ...], int]


def beside(file_name: str, text: str) -> Beside:
    """The text cut at the places of its orders and deadlines, as the reader finds them."""
    letter = letter_of_text(file_name, text)
    places = {order.path: number for number, order in enumerate(letter.orders, start=1)}
    return Beside(_segments(letter), places)


def _segments(letter: ReadLetter) -> list[Segment]:
    text = letter.text
    dues: set[int] = set()
    cuts = {0, len(text)}
    for order in letter.orders:
        cuts |= set(order.span)
        for deadline in order.deadlines:
            cuts |= set(deadline.span)
            dues.add(deadline.span[0])
    edges = sorted(cuts)
    opened: set[int] = set()
    made = []
    for start, end in pairwise(edges):
        number = _inside(letter, start)
        made.append(Segment(text[start:end], number, number > 0 and number not in opened, start in dues))
        opened.add(number)
    return made


def _inside(letter: ReadLetter, at: int) -> int:
    """The innermost order around a place: the one that begins last."""
    around = [
        (order.span[0], n) for n, order in enumerate(letter.orders, 1) if order.span[0] <= at < order.span[1]
    ]
    return max(around)[1] if around else 0


@dataclass(slots=True)
class Doubts:
    """Each doubt stands once: beside a header field, beside orders (by their place in the list), or on top."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    orders: dict[int, list[str]] = field(default_factory=dict)
    general: list[str] = field(default_factory=list)


def doubts_of(reading: Mapping[str, Any]) -> Doubts:
    """Where the reader's doubts belong on the screen."""
    made = Doubts()
    labels = [path_label(order["path"]) for order in reading["orders"]]
    for doubt in reading["doubts"]:
        concerned = [number for number, label in enumerate(labels) if _names(doubt, label)]
        name = next((name for name, pattern in _FIELDS if re.search(pattern, doubt)), None)
        if concerned:
            for number in concerned:
                made.orders.setdefault(number, []).append(doubt)
        elif name:
            made.fields.setdefault(name, []).append(doubt)
        else:
            made.general.append(doubt)
    return made


def _names(doubt: str, label: str) -> bool:
    """ "Mục 2: …", "Mục 2 không …", "… ấn định: 2 (“kịp thời”); 3 (…)"."""
    known = re.escape(label)
    first = re.search(rf"^(?:Mục |Đoạn )?{known}(?=[: ](?!gạch))", doubt, re.IGNORECASE)
    listed = re.search(rf"(?::|;) (?:mục )?{known} \(“", doubt)
    return bool(first or listed)


def orders_in_text(rows: Sequence[Mapping[str, Any]], places: Mapping[tuple[str, ...], int]) -> list[int]:
    """For each order of a reading, the number of its place in the text; 0 where the text has none."""
    return [places.get(tuple(order["path"]), 0) for order in rows]
