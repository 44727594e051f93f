"""From a cell to our value, or to a Vietnamese sentence that says what is wrong and what to write instead.

Parsers get a tidied cell that is not empty. They know no clock: two-digit years 00–29 are 20yy, others 19yy.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from lachan.kernel.intake.cells import BadCell, Cell, text_of
from lachan.kernel.text import clean_name, fold
from lachan.kernel.times import LOCAL, latest_day, show_day

_EXCEL_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001  a sheet knows no time zone
_NUMBERED = re.compile(r"^\d{1,4}[.)]\s+")
_SCIENTIFIC = re.compile(r"^\d+([.,]\d+)?e\+?\d+$", re.IGNORECASE)
_DAY = re.compile(r"(?<!\d)(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_BARE_DAY = re.compile(r"(?<![\d/:.\-])(\d{1,2})/(\d{1,2})(?![\d/:.\-])")
_LONG_DAY = re.compile(r"(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})", re.IGNORECASE)
_HOUR = re.compile(r"(?<![\d/])(\d{1,2})\s*(?::|h|giờ|g)\s*(\d{1,2})?(?::(\d{1,2}))?", re.IGNORECASE)
_MONTH_YEAR = re.compile(r"^(?:0{1,2}/)?(\d{1,2})/(\d{4})$")
_NO_CT = frozenset(
    {"", "nd", "na", "n a", "khong", "khong phat hien", "undetermined", "undet", "am tinh", "neg"}
)
_SKIP = frozenset({"-", "--", "x", "không có", "không", "n/a", "na"})


@dataclass(frozen=True, slots=True)
class Birth:
    """A full date where it is known, otherwise the year alone."""

    year: int
    day: dt.date | None = None


def text(longest: int = 300) -> Callable[[Cell], str]:
    """Any words, on one line."""

    def parse(cell: Cell) -> str:
        words = " ".join(text_of(cell).split())
        if len(words) > longest:
            raise BadCell(f"dài quá {longest} ký tự")
        return words

    return parse


def code(longest: int = 60) -> Callable[[Cell], str]:
    """A specimen's or a batch's own code: kept as written, without the apostrophe that Excel shows."""

    def parse(cell: Cell) -> str:
        words = text_of(cell).strip().lstrip("'").strip()
        if not words or len(words) > longest:
            raise BadCell(f"mã trống hoặc dài quá {longest} ký tự")
        return words

    return parse


def name(cell: Cell) -> str:
    """A person's name: "1. NGUYỄN  VĂN A" gives "Nguyễn Văn A"."""
    words = clean_name(_NUMBERED.sub("", text_of(cell))).strip(" .,;-")
    if any(char.isdigit() for char in words):
        raise BadCell(f"“{words[:40]}” có chữ số, không phải họ tên")
    if len(fold(words)) < 2:
        raise BadCell("không có họ tên")
    if len(words) > 120:
        raise BadCell("họ tên dài quá 120 ký tự")
    return words.title() if words.isupper() else words


def national_id(cell: Cell) -> str | None:
    """12 digits (CCCD) or 9 (CMND). Zeros that a spreadsheet dropped come back; lost digits can't."""
    if _is_nothing(cell):
        return None
    digits = _digits(cell, "Số CCCD")
    numeric = not isinstance(cell, str)
    if len(digits) in {9, 12}:
        return digits
    if len(digits) == 11 and not digits.startswith("0"):
        return f"0{digits}"
    if numeric and len(digits) in {8, 10}:
        return digits.zfill(9 if len(digits) == 8 else 12)
    raise BadCell(f"“{text_of(cell)[:20]}” có {len(digits)} chữ số; CCCD có 12, CMND có 9")


def phone(cell: Cell) -> str | None:
    """0xxxxxxxxx: +84, 84, dots, blanks and a lost first 0 are understood; of several numbers the first."""
    if _is_nothing(cell):
        return None
    first = re.split(r"[/;,]|\s-\s|\bhoặc\b", text_of(cell))[0] if isinstance(cell, str) else cell
    digits = _digits(first, "Số điện thoại")
    if digits.startswith("0084"):
        digits = f"0{digits[4:]}"
    elif digits.startswith("84") and len(digits) in {11, 12}:
        digits = f"0{digits[2:]}"
    elif len(digits) == 9 and not digits.startswith("0"):
        digits = f"0{digits}"
    if digits.startswith("0") and (len(digits) == 10 or (len(digits) == 11 and digits.startswith("02"))):
        return digits
    raise BadCell(f"“{text_of(cell)[:20]}” không phải số điện thoại (10 chữ số, bắt đầu bằng 0)")


def birth(cell: Cell) -> Birth:
    """A date of birth or a year of birth; 00/00/1985 is the year 1985."""
    if isinstance(cell, dt.datetime):
        return _born(cell.date())
    if isinstance(cell, dt.date):
        return _born(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _birth_number(float(cell))
    return _birth_text(text_of(cell).strip().lstrip("'").strip())


def _birth_number(number: float) -> Birth:
    if number.is_integer() and 1900 <= number <= 2100:
        return Birth(int(number))
    if 2200 < number < 60000:
        return _born(_from_serial(number).date())
    if 1_011_900 <= number <= 31_122_100:
        return _birth_text(str(int(number)).zfill(8))
    raise BadCell(f"“{number:g}” không phải ngày sinh hay năm sinh (ghi 15/09/1985 hoặc 1985)")


def _birth_text(words: str) -> Birth:
    if "tuổi" in words.lower():
        raise BadCell(f"“{words[:20]}” là tuổi; hãy ghi năm sinh")
    if re.fullmatch(r"\d{4}", words):
        return _born_in(int(words))
    if re.fullmatch(r"\d{8}", words):
        words = f"{words[:2]}/{words[2:4]}/{words[4:]}"
    if match := re.fullmatch(r"0{1,2}[/.\-]0{1,2}[/.\-](\d{4})", words):
        return _born_in(int(match[1]))
    if match := _MONTH_YEAR.match(words):
        return _born_in(int(match[2]))
    return _born(_find_day(words, "ngày sinh"))


def _born(date: dt.date) -> Birth:
    return Birth(_born_in(date.year).year, date)


def _born_in(year: int) -> Birth:
    if not 1900 <= year <= 2100:
        raise BadCell(f"năm sinh {year} không hợp lý")
    return Birth(year)


def day(cell: Cell) -> dt.date:
    """A local day: 15/9/2021, 2021-09-15, an Excel date."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool) and 20000 < cell < 80000:
        return _from_serial(float(cell)).date()
    return _find_day(text_of(cell), "ngày")


def moment(cell: Cell) -> dt.datetime:
    """A local moment: "07:30 15/9/2021", "15/9/2021 7h30", an Excel date and time; a day alone is its midnight."""
    if isinstance(cell, dt.datetime):
        return cell.replace(tzinfo=LOCAL)
    if isinstance(cell, dt.date):
        return dt.datetime.combine(cell, dt.time(), LOCAL)
    if isinstance(cell, int | float) and not isinstance(cell, bool) and 20000 < cell < 80000:
        return _from_serial(float(cell)).replace(tzinfo=LOCAL)
    words = text_of(cell)
    return dt.datetime.combine(_find_day(words, "ngày giờ"), _find_hour(words), LOCAL)


def dated(cell: Cell, today: dt.date) -> tuple[Cell, str]:
    """The cell with the year that its day was written without: the last such day not after `today`. Beside it how
    that was understood, "12/9 là 12/09/2021"; empty where nothing was added."""
    if not isinstance(cell, str) or any(shape.search(cell) for shape in (_DAY, _ISO, _LONG_DAY)):
        return cell, ""
    match = _BARE_DAY.search(cell)
    found = latest_day(int(match[1]), int(match[2]), today) if match else None
    if match is None or found is None:
        return cell, ""
    whole = show_day(found)
    return f"{cell[: match.start()]}{whole}{cell[match.end() :]}", f"{match[0]} là {whole}"


def _find_hour(words: str) -> dt.time:
    bare = _LONG_DAY.sub(" ", _ISO.sub(" ", _DAY.sub(" ", words))).replace("T", " ")
    match = _HOUR.search(bare)
    if match is None:
        if re.search(r"\d", bare):
            raise BadCell(f"không hiểu giờ trong “{words[:30]}”; hãy ghi 07:30 15/09/2021")
        return dt.time()
    hour, minute, second = (int(part or 0) for part in match.groups())
    if re.search(r"\b(chiều|tối|pm)\b", bare, re.IGNORECASE) and hour < 12:
        hour += 12
    try:
        return dt.time(hour, minute, second)
    except ValueError as error:
        raise BadCell(f"“{match[0].strip()}” không phải giờ có thật") from error


def _find_day(words: str, what: str) -> dt.date:
    if match := _ISO.search(words):
        return _real_day(int(match[1]), int(match[2]), int(match[3]), match[0])
    if match := _DAY.search(words) or _LONG_DAY.search(words):
        year = int(match[3])
        if len(match[3]) == 2:
            year += 2000 if year < 30 else 1900
        return _real_day(year, int(match[2]), int(match[1]), match[0])
    raise BadCell(f"không hiểu {what} “{words[:30]}”; hãy ghi như 15/09/2021")


def _real_day(year: int, month: int, number: int, written: str) -> dt.date:
    try:
        return dt.date(year, month, number)
    except ValueError as error:
        raise BadCell(f"“{written}” không phải ngày có thật") from error


def _from_serial(number: float) -> dt.datetime:
    moment = _EXCEL_EPOCH + dt.timedelta(days=number)
    return (moment + dt.timedelta(milliseconds=500)).replace(microsecond=0)


def ct(cell: Cell) -> float | None:
    """A Ct value; of several genes ("23,5/24.1") the lowest. Nothing detected gives None."""
    if not isinstance(cell, int | float) and fold(text_of(cell)) in _NO_CT:
        return None
    words = text_of(cell)
    try:
        values = [_number(part) for part in re.split(r"[/;|]|\s+", words) if part.strip()]
    except BadCell:
        values = []  # the message shows the cell, not the part of it that failed
    if not values or not all(1 <= value <= 60 for value in values):
        raise BadCell(f"“{words[:20]}” không phải trị số Ct (ví dụ 23,5)")
    return min(values)


def number(cell: Cell) -> float:
    """A plain number with a decimal comma or point."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    return _number(text_of(cell))


def _number(words: str) -> float:
    try:
        return float(words.strip().replace(",", "."))
    except ValueError as error:
        raise BadCell(f"“{words[:20]}” không phải số") from error


def _is_nothing(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.strip().lower() in _SKIP


def _digits(cell: Cell, what: str) -> str:
    if isinstance(cell, bool | dt.date | dt.time):
        raise BadCell(f"{what} không được là ngày giờ hay đúng/sai; hãy định dạng cột là Văn bản")
    if isinstance(cell, float):
        raise BadCell(f"{what} bị Excel làm tròn ({cell:g}); hãy định dạng cột là Văn bản rồi nhập lại")
    words = text_of(cell).strip().lstrip("'").replace(" ", "")
    if _SCIENTIFIC.match(words):
        return _unscientific(words, what)
    words = re.sub(r"\.0$", "", words)
    digits = re.sub(r"[\s.\-()+]", "", words)
    if not digits.isascii() or not digits.isdigit():
        raise BadCell(f"“{text_of(cell)[:20]}” có ký tự không phải chữ số")
    return digits


def _unscientific(words: str, what: str) -> str:
    """9.6012345678E+10 still has all its digits; 9.60123E+10 has lost them."""
    try:
        value = Decimal(words.replace(",", ".").upper())
    except InvalidOperation as error:
        raise BadCell(f"“{words[:20]}” không phải {what}") from error
    written = len(re.sub(r"\D", "", re.split("e", words, flags=re.IGNORECASE)[0]))
    whole = f"{value:f}".split(".", maxsplit=1)[0]
    if value != value.to_integral_value() or written != len(whole):
        raise BadCell(
            f"{what} bị Excel đổi thành {words}, đã mất chữ số; hãy định dạng cột là Văn bản rồi nhập lại"
        )
    return whole
