"""The list of contacts that a tracer hands over as a file: its columns, and what a row of it says."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lachan.epi.vocabulary import CLOSENESS
from lachan.kernel.intake import parsers
from lachan.kernel.intake.cells import BadCell, Cell, text_of
from lachan.kernel.intake.kinds import Choice, Field, GoodRow
from lachan.kernel.intake.mapping import SEX
from lachan.kernel.times import LOCAL, local_day, show_day, show_moment
from lachan.people.identity import identity
from lachan.places import queries as places
from lachan.tracing.contacts import Contact

# Only words that say how near people were. What somebody does or is to the other ("bán hàng", "đồng nghiệp", "vợ")
# leaves that open: the screen of columns asks.
_WORDS = {
    "direct": ("ôm", "bắt tay", "trực tiếp", "tiếp xúc trực tiếp", "bạn tình"),
    "household": ("cùng nhà", "sống chung", "ở chung", "cùng hộ"),
    "table": ("ăn chung", "ăn cùng", "uống cà phê", "nhậu", "ăn uống", "cùng bàn", "uống nước"),
    "within_2m": ("gần", "tiếp xúc gần", "dưới 2m", "trong 2m"),
    "same_room": ("cùng phòng", "cùng lớp", "cùng xưởng"),
    "same_vehicle": ("cùng xe", "đi chung xe", "cùng ghe", "cùng tàu", "cùng thuyền"),
    "care": ("chăm sóc", "khám bệnh", "nuôi bệnh"),
    "distant": ("xa", "trên 2m", "cách xa"),
}
CLOSENESS_CHOICES = tuple(
    Choice(code, closeness.label, _WORDS.get(code, ())) for code, closeness in CLOSENESS.items()
)
_MASKED = (
    Choice("yes", "Có", ("có", "x", "co deo", "1", "đeo")),
    Choice("no", "Không", ("không", "khong", "k", "0", "không đeo", "ko")),
)
_LENGTH = re.compile(
    r"(?:(?P<hours>\d+(?:[.,]\d+)?)\s*(?:h|giờ|tiếng)\s*)?(?:(?P<minutes>\d+)\s*(?:phút|p|')?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class When:
    """A day, or a moment where the list tells the hour."""

    at: dt.date | dt.datetime

    def __str__(self) -> str:
        return show_moment(self.at) if isinstance(self.at, dt.datetime) else show_day(self.at)


def when(cell: Cell) -> When:
    """ "12/9/2021", "12/9/2021 18h", an Excel date: a midnight means that the hour is not known."""
    moment = parsers.moment(cell)
    if moment.astimezone(LOCAL).time() == dt.time():
        return When(local_day(moment))
    return When(moment)


def minutes(cell: Cell) -> int:
    """ "30", "30 phút", "2 giờ", "1h30", "1,5 giờ"."""
    if isinstance(cell, dt.time):
        return cell.hour * 60 + cell.minute
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _positive(float(cell))
    found = _LENGTH.fullmatch(text_of(cell).strip().lower().lstrip("~≈<> "))
    if not found or not (found["hours"] or found["minutes"]):
        raise BadCell(f"không hiểu thời gian “{text_of(cell)[:20]}”; hãy ghi số phút, ví dụ 30")
    hours = float((found["hours"] or "0").replace(",", "."))
    return _positive(hours * 60 + int(found["minutes"] or 0))


def _positive(value: float) -> int:
    if value < 0 or value > 31 * 24 * 60:
        raise BadCell(f"thời gian {value:g} phút không hợp lý")
    return round(value)


FIELDS = (
    Field(
        "full_name",
        "Họ và tên",
        parsers.name,
        required=True,
        synonyms=("Họ tên", "Tên", "Họ tên người tiếp xúc", "Tên F1", "Người tiếp xúc"),
    ),
    Field(
        "birth", "Năm sinh", parsers.birth, synonyms=("Ngày sinh", "Ngày tháng năm sinh", "NS", "Sinh năm")
    ),
    Field("sex", "Giới tính", choices=SEX, synonyms=("Giới", "Nam/Nữ", "Phái")),
    Field(
        "national_id",
        "CCCD/CMND",
        parsers.national_id,
        synonyms=(
            "CCCD",
            "CMND",
            "Số CCCD",
            "Số định danh",
            "CMND/CCCD",
            "Số CMND/CCCD",
            "Căn cước",
            "Số căn cước",
        ),
    ),
    Field(
        "phone",
        "Điện thoại",
        parsers.phone,
        synonyms=("SĐT", "Số điện thoại", "ĐT", "Di động", "Liên hệ", "ĐT liên lạc", "ĐT liên hệ"),
    ),
    Field("address", "Địa chỉ", parsers.text(200), synonyms=("Nơi ở", "Chỗ ở", "Địa chỉ hiện tại", "Số nhà")),
    Field(
        "unit",
        "Xã, phường",
        parsers.text(120),
        synonyms=("Xã", "Phường/xã", "Xã/phường", "Xã/phường/thị trấn", "Phường", "Đơn vị xã", "Xã nơi ở"),
    ),
    Field(
        "closeness",
        "Hình thức tiếp xúc",
        required=True,
        choices=CLOSENESS_CHOICES,
        synonyms=(
            "Hình thức",
            "Kiểu tiếp xúc",
            "Mức độ tiếp xúc",
            "Loại tiếp xúc",
            "Tiếp xúc như thế nào",
            "Gặp thế nào",
            "Cách tiếp xúc",
        ),
    ),
    Field(
        "met",
        "Tiếp xúc với ai",
        parsers.text(200),
        synonyms=(
            "Tiếp xúc với",
            "Tiếp xúc với F0",
            "Tiếp xúc với F1",
            "Tiếp xúc với ca bệnh",
            "Tiếp xúc với ca dương tính",
            "Tiếp xúc ca bệnh",
            "Tiếp xúc F0",
            "Tiếp xúc F1",
            "Họ tên F0",
            "Ca bệnh liên quan",
            "Liên quan ca bệnh",
            "Liên quan đến ca bệnh",
            "F0 liên quan",
            "F1 liên quan",
            "Nguồn tiếp xúc",
        ),
        hint="Trống là ca bệnh này. Người tiếp xúc của F1 thì ghi họ tên F1.",
    ),
    Field(
        "relation",
        "Quan hệ",
        parsers.text(60),
        synonyms=("Mối quan hệ", "Quan hệ với ca bệnh", "Quan hệ với F0"),
    ),
    Field(
        "at",
        "Ngày tiếp xúc",
        when,
        required=True,
        synonyms=(
            "Ngày giờ tiếp xúc",
            "Ngày tiếp xúc cuối",
            "Thời điểm tiếp xúc",
            "Lần gặp cuối",
            "Ngày gặp",
            "Ngày tx",
            "Ngày",
        ),
        past=True,
        hint="Có giờ thì ghi giờ: 18:00 12/09/2021. Chỉ ghi ngày khi không nhớ giờ.",
    ),
    Field("hour", "Giờ tiếp xúc", parsers.text(20), synonyms=("Giờ", "Lúc")),
    Field(
        "minutes",
        "Thời gian (phút)",
        minutes,
        synonyms=("Số phút", "Thời lượng", "Thời gian tiếp xúc", "Bao lâu"),
    ),
    Field("masked", "Khẩu trang", choices=_MASKED, synonyms=("Đeo khẩu trang", "Có đeo khẩu trang", "KT")),
    Field("place_name", "Nơi tiếp xúc", parsers.text(200), synonyms=("Địa điểm", "Địa điểm tiếp xúc", "Tại")),
    Field("note", "Ghi chú", parsers.text(300), synonyms=("Khác", "Thông tin thêm")),
)


def row_faults(values: Mapping[str, Any], now: dt.datetime) -> list[str]:
    """Everything that can't have happened, by whatever of the row could be read."""
    faults = []
    try:
        at = _moment(values["at"].at, values.get("hour")) if values.get("at") else None
    except BadCell as error:
        faults.append(f"Giờ tiếp xúc: {error.message}.")
        at = values["at"].at
    if at is not None and _is_ahead(at, now):
        day = local_day(at) if isinstance(at, dt.datetime) else at
        faults.append(f"Ngày tiếp xúc: {show_day(day)} ở tương lai.")
    birth = values.get("birth")
    if birth and birth.year > local_day(now).year:
        faults.append(f"Năm sinh: {birth.year} ở tương lai.")
    return faults


def _is_ahead(at: dt.date | dt.datetime, now: dt.datetime) -> bool:
    return at > now if isinstance(at, dt.datetime) else at > local_day(now)


def contacts_of(rows: Sequence[GoodRow], now: dt.datetime) -> list[Contact]:
    """The rows, in which `row_faults` finds nothing, as contacts."""
    units = _units(map(_home_words, rows), local_day(now))
    return [_contact(row, units) for row in rows]


def unknown_communes(rows: Sequence[GoodRow], now: dt.datetime) -> dict[str, int]:
    """What was written for a commune and names none, or several → in how many rows."""
    units = _units(map(_home_words, rows), local_day(now))
    return dict(Counter(words for row in rows if (words := _home_words(row)) and units[words] is None))


def _home_words(row: GoodRow) -> str:
    return (row.values["unit"] or row.values["address"] or "").strip()


def _contact(row: GoodRow, units: Mapping[str, int | None]) -> Contact:
    values = row.values
    birth = values["birth"]
    who = identity(
        values["full_name"],
        birth_year=birth.year if birth else None,
        birth_date=birth.day if birth else None,
        sex=values["sex"] or "",
        national_id=values["national_id"] or "",
        phone=values["phone"] or "",
        unit_id=units[_home_words(row)],
    )
    return Contact(
        number=row.number,
        identity=who,
        address=values["address"] or "",
        at=_moment(values["at"].at, values["hour"]),
        closeness=values["closeness"],
        minutes=values["minutes"],
        masked={"yes": True, "no": False}.get(values["masked"]),
        relation=values["relation"] or "",
        place_name=values["place_name"] or "",
        note=values["note"] or "",
        of_id=row.extra.person_id if row.extra else None,
    )


def _moment(at: dt.date | dt.datetime, hour: str | None) -> dt.date | dt.datetime:
    """A column of its own for the hour completes a bare day."""
    if isinstance(at, dt.datetime) or not hour:
        return at
    written = f"{hour}h" if hour.isdigit() else hour
    return parsers.moment(f"{written} {at:%d/%m/%Y}")


def _units(texts: Iterable[str], day: dt.date) -> dict[str, int | None]:
    """Communes by what people wrote; None where nothing or several could be meant."""
    found: dict[str, int | None] = {}
    for text in set(texts):
        unit = places.find_unit(text, day, level=places.Level.COMMUNE) if text else None
        found[text] = unit.pk if unit else None
    return found
