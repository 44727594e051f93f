"""People whom a letter names: told from organs, without their form of address, beside the office they hold."""

from __future__ import annotations

import re

from lachan.directives.leads import without_office
from lachan.kernel.text import fold

_ADDRESS = r"các\s+đồng chí|đồng chí|đ/c|ông|bà"
_DEGREES = (
    r"PGS|GS|TSKH|TS|ThS|BS\s?CK\s?(?:II|I|2|1)|BSCK(?:II|I|2|1)|CK(?:II|I|2|1)|BS|DS|CN|KS|"
    r"Phó Giáo sư|Giáo sư|Tiến sĩ|Thạc sĩ|Bác sĩ|Dược sĩ"
)
_RANKS = r"(?:Thiếu|Trung|Thượng|Đại)\s+(?:úy|uý|tá|tướng)"
_HAIL = re.compile(rf"^(?:{_ADDRESS})\b[\s.:]*", re.IGNORECASE)
_TITLE = re.compile(rf"^(?:(?:{_DEGREES})\b[\s.,]*|{_RANKS}\s+)", re.IGNORECASE)
# "… Trần Văn A - Phó Giám đốc Sở X", "… Trần Văn A (Giám đốc Sở X)": the name ends there.
_NAME_ENDS = re.compile(r"\s+[-–]\s+|\s*[,(]\s*")
# First words by which an organ, an office or a group is told from a person's name.
_ORGAN_WORDS = (
    "ban sở uỷ ủy công chủ giám trưởng phó các bộ mặt thủ chánh cục chi đài tập tổng tổ trung trạm văn viện"
    " thanh đoàn hội những đơn người lực ubnd hđnd bcđ tỉnh huyện xã phường thị khóm ấp quân bệnh trường bí"
)
_ORGANS = frozenset(_ORGAN_WORDS.split())
_SURNAMES = frozenset({"đoàn", "văn"})  # organs' words too; a surname after "đồng chí"
# Rank within the Party or a committee, told between a name and the office: nobody to give a task to.
_STANDING = re.compile(
    r"^(?:uy vien (?:du khuyet )?(?:ban thuong vu|ban chap hanh|thuong vu|trung uong|thuong truc)\b.*|"
    r"(?:tinh|huyen|thanh|dang) uy vien|thanh vien (?:ban chi dao|to cong tac)\b.*|uy vien bch\b.*|uy vien btv\b.*)$"
)


def is_person(words: str) -> bool:
    """Two to five capitalised words, none of them an organ's; "đồng chí", "BS." and the like may stand before.

    >>> is_person("Trần Hồng Quân"), is_person("đ/c PGS.TS. Đoàn Văn A"), is_person("Sở Y tế")
    (True, True, False)
    """
    hailed = bool(_HAIL.match(words) or _TITLE.match(words))
    name = _without(words, _HAIL, _TITLE).split()
    organs = _ORGANS - _SURNAMES if hailed else _ORGANS
    return 2 <= len(name) <= 5 and all(map(_is_capital, name)) and name[0].lower() not in organs


def name_of(words: str) -> str:
    """ "đồng chí BS. Lê Hoàng Ân" → "BS. Lê Hoàng Ân": screens say "đồng chí" themselves."""
    return _without(words, _HAIL)


def bare_name(words: str) -> str:
    """The name alone, as the directory keeps it."""
    return _without(words, _HAIL, _TITLE)


def apart(words: str) -> list[str]:
    """A name and its office written as one: ["đồng chí Trần Văn A", "Phó Giám đốc Sở X"]; else the words."""
    name, *office = _NAME_ENDS.split(words, maxsplit=1)
    if office and is_person(name):
        return [name, *apart(office[0].rstrip(") "))]
    return [words]


def is_standing(words: str) -> bool:
    """ "Tỉnh ủy viên", "Ủy viên Ban Thường vụ Tỉnh ủy": who somebody is in the Party, not who is to act."""
    return bool(_STANDING.match(fold(words)))


def holds(person: str, office: str, text: str) -> bool:
    """Does `office` follow the name as its own ("X, Giám đốc Sở Y"), not as one more party ("X và Giám đốc …")?"""
    key = fold(office)
    if is_person(office) or without_office(key) == key:
        return False
    between = fold(text).partition(fold(person))[2].partition(key)[0].split()
    return not {"va", "cung"} & set(between)


def _is_capital(word: str) -> bool:
    return bool(re.fullmatch(r"[^\W\d_]+(?:['’][^\W\d_]+)?", word)) and (word.istitle() or word.isupper())


def _without(words: str, *patterns: re.Pattern[str]) -> str:
    text, before = words.strip(), None
    while text != before:
        before = text
        for pattern in patterns:
            text = pattern.sub("", text, count=1)
    return text
