"""Who somebody says to be, in one normal form; two of them can be compared without a database."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from lachan.kernel.secrets.crypto import blind_index
from lachan.kernel.text import clean_name, fold

NATIONAL_ID = "cccd"
PHONE = "phone"
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_NOT_DIGIT = re.compile(r"[\s.\-()]+")


@dataclass(frozen=True, slots=True)
class Identity:
    """`national_id` and `phone` are digits or empty, the indexes what they are searched by; `sex` may be empty."""

    full_name: str
    name_key: str
    birth_year: int | None = None
    birth_date: dt.date | None = None
    sex: str = ""
    national_id: str = ""
    national_id_index: str = ""
    phone: str = ""
    phone_index: str = ""
    unit_id: int | None = None

    @property
    def new_style_number(self) -> bool:
        """Whether the number is a citizen's card of 12 digits, given once in a life."""
        return len(self.national_id) == 12


def identity(
    full_name: str,
    *,
    birth_year: int | None = None,
    birth_date: dt.date | None = None,
    sex: str = "",
    national_id: str = "",
    phone: str = "",
    unit_id: int | None = None,
) -> Identity:
    """The normal form; a full birth date decides the year."""
    number, call = national_id_digits(national_id), phone_digits(phone)
    return Identity(
        full_name=clean_name(full_name),
        name_key=fold(full_name),
        birth_year=birth_date.year if birth_date else birth_year,
        birth_date=birth_date,
        sex=sex if sex != "unknown" else "",
        national_id=number,
        national_id_index=number_index(number),
        phone=call,
        phone_index=phone_index(call),
        unit_id=unit_id,
    )


def national_id_digits(text: str) -> str:
    """The digits of a CCCD (12) or CMND (9) however they are written, or nothing where it is neither."""
    digits = _NOT_DIGIT.sub("", text)
    return digits if digits.isascii() and digits.isdigit() and len(digits) in (9, 12) else ""


def phone_digits(text: str) -> str:
    """The national form of a phone ("0912345678"), or nothing."""
    digits = re.sub(r"^(\+|00)?84(?=\d{9,10}$)", "0", _NOT_DIGIT.sub("", text))
    right = digits.isascii() and digits.isdigit() and digits.startswith("0")
    return digits if right and len(digits) in (10, 11) else ""


def number_index(national_id: str) -> str:
    return blind_index(NATIONAL_ID, national_id) if national_id else ""


def phone_index(phone: str) -> str:
    return blind_index(PHONE, phone) if phone else ""


def marks_differ(one: str, other: str) -> bool:
    """Whether both names are written with marks and the marks say two names (An, Ân); Hoà and Hòa are one."""
    mine, theirs = _marked(one), _marked(other)
    return mine != theirs and bool(_marks(mine)) and bool(_marks(theirs))


def _marked(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.lower())
    return " ".join(_tone_last(word) for word in plain.split())


def _tone_last(word: str) -> str:
    """Where in a word the tone stands is a matter of schooling, not of identity."""
    tones = [char for char in word if char in _TONES]
    return "".join([char for char in word if char not in _TONES] + sorted(tones))


def _marks(marked: str) -> bool:
    return any(char == "đ" or unicodedata.combining(char) for char in marked)


def near_numbers(national_id: str) -> list[str]:
    """Every number that one wrong digit, or two neighbours changed over, would make of this one."""
    found = set()
    for place, digit in enumerate(national_id):
        for other in "0123456789":
            if other != digit:
                found.add(national_id[:place] + other + national_id[place + 1 :])
        after = national_id[place + 1 : place + 2]
        found.add(national_id[:place] + after + digit + national_id[place + 2 :])
    found.discard(national_id)
    return sorted(found)


def numbers_near(one: str, other: str) -> bool:
    """Whether one slip of the pen lies between two numbers of the same length."""
    if len(one) != len(other) or one == other:
        return False
    wrong = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(wrong) == 1:
        return True
    return (
        len(wrong) == 2
        and wrong[1] == wrong[0] + 1
        and one[wrong[0]] == other[wrong[1]]
        and one[wrong[1]] == other[wrong[0]]
    )


def identity_number_indexes(who: Identity) -> list[str]:
    """What to search for where the number itself may hold one slip."""
    return [number_index(number) for number in [who.national_id, *near_numbers(who.national_id)]]
