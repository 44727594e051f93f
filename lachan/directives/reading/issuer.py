"""The full name of the issuing organ, in normal case.

The organ that signs is the last one of the block; the one above it only says whose it is. Where the name
alone would fit many places ("Sở Y tế"), the place of the organ above is added ("Sở Y tế tỉnh Cà Mau").
"""

from __future__ import annotations

import re
from typing import Literal

from .canon import canon
from .lexicon import OTHER_ORGANS, PARTY_ORGANS, PROVINCES
from .names import expand, is_city, place_of, province_at_end, truecase
from .zones import ORGAN

_BARE = re.compile(
    r"^(?:văn phòng|thanh tra|vụ|tiểu ban|ban thường vụ|ban chấp hành|ban thường trực|thường trực|ban tổ chức|ban tuyên giáo|ban dân vận|ban nội chính|ủy ban kiểm tra)"
)
_NATIONAL = re.compile(r"^(?:bộ(?! chỉ huy| tư lệnh)|chính phủ|thủ tướng|quốc hội|văn phòng (?:chính phủ|quốc hội)|"
                       r"ban chấp hành trung ương|ngân hàng nhà nước|thanh tra chính phủ|tổng cục)")  # fmt: skip
_UNIT_ORGANS = {"ủy ban nhân dân", "hội đồng nhân dân", "chủ tịch ủy ban nhân dân", "ban chỉ đạo"}
_UNIT_AFTER = r"%s ((?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường) [^\W\d_]+(?: [^\W\d_]+){1,3}?)(?=[ ,.;:])"
_UNIT_END = re.compile(r"(?<!\w)(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|đặc khu)$")
_OFFICE = re.compile(
    r"(?:đảng ủy|chi bộ|bệnh viện|trạm|văn phòng|sở|phòng|ban (?:chỉ|quản)|thanh tra|trung tâm|chi cục)(?!\w)"
)
_CONTINUES = re.compile(
    r"(?:\b(?:và|các|về|của|dân|tỉnh|thành phố|phố|huyện|xã|phường|chủ tịch|chỉ đạo|chỉ huy|giáo dục|nhân)|[,-])$"
)


def issuer_name(lines: list[str], body: str, body_low: str, place: str | None) -> str | None:
    """The name of the last organ of the block; `place` is where the letter was signed."""
    organs = [expand(" ".join(part.split())) for part in _organs(lines)]
    if not organs:
        return None
    names = [truecase(organ, body, body_low) for organ in organs]
    name = _qualified(names[-1], names[-2] if len(names) > 1 else None)
    if place and _UNIT_END.search(canon(name)):
        return f"{name} {place}"
    return _with_unit(name, body, body_low, place) if canon(name) in _UNIT_ORGANS else name


def _with_unit(name: str, body: str, body_low: str, place: str | None) -> str:
    """A committee whose unit was cut off takes the one that the body names, or the place of signing."""
    for match in re.finditer(_UNIT_AFTER % re.escape(canon(name)), body_low):
        unit = body[match.start(1) : match.end(1)]
        if place is None or canon(unit).endswith(canon(place)):
            return f"{name} {unit}"
    if place in PROVINCES:
        return f"{name} {'thành phố' if is_city(place) else 'tỉnh'} {place}"
    return name


def _organs(lines: list[str]) -> list[str]:
    """Lines of the block joined into organs: a new one starts with a word that organs start with."""
    organs: list[str] = []
    for raw in lines:
        line = raw.strip(" *-_|.")
        if not line:
            continue
        if organs and _goes_on(canon(organs[-1]), canon(line)):
            organs[-1] += " " + line
        else:
            organs.append(line)
    return organs


def _goes_on(above: str, line: str) -> bool:
    """Is the line the rest of the organ above it? Under "ỦY BAN NHÂN DÂN TỈNH" an office stands for itself."""
    if not ORGAN.match(line):
        return True
    return bool(_CONTINUES.search(above)) and not (_UNIT_END.search(above) and _OFFICE.match(line))


def _qualified(name: str, parent: str | None) -> str:
    if parent is None:
        return name
    low, parent_low = canon(name), canon(parent)
    if low == parent_low or parent_low in low:
        return name
    if _BARE.match(low) and len(low.split()) <= 6 and _belongs_to_parent(low, parent_low):
        return f"{name} {parent}"
    if parent_low.startswith("công an") and low.startswith("phòng"):
        return f"{name} {parent}"
    place = place_of(parent) or _bare_place(parent)
    if place and not place_of(name) and not province_at_end(name) and "quốc gia" not in low:
        return f"{name} {place}"
    return name


def _belongs_to_parent(low: str, parent_low: str) -> bool:
    """An office whose name means nothing without its house ("Văn phòng", "Vụ Pháp chế")."""
    alone = {
        "văn phòng",
        "thanh tra",
        "ban thường vụ",
        "ban chấp hành",
        "thường trực",
        "ban thường trực",
        "ủy ban kiểm tra",
    }
    return (
        bool(_NATIONAL.match(parent_low))
        or low.startswith("tiểu ban")
        or low in alone
        or "ủy" in parent_low.split()
    )


def _bare_place(parent: str) -> str | None:
    province = province_at_end(parent)
    if province is None or _NATIONAL.match(canon(parent)):
        return None
    return f"{'thành phố' if is_city(province) else 'tỉnh'} {province}"


def issuer_kind(
    organ: str, party_motto: bool, state_motto: bool, symbol: str | None
) -> Literal["party", "state", "other"]:
    """Whose line of command: the motto decides, then the organ's own name, then the symbol."""
    low = canon(organ)
    if party_motto:
        return "party"
    if re.match("|".join(OTHER_ORGANS), low) or any(name in low for name in OTHER_ORGANS):
        return "other"
    if any(low.startswith(name) for name in PARTY_ORGANS) and not state_motto:
        return "party"
    if state_motto or ORGAN.match(low):
        return "state"
    return "party" if re.search(r"[-/](?:TU|HU|TW|BCĐ|QU|(?:\w*-)?ĐUK?)$", symbol or "") else "other"
