"""The end of a letter: who receives it, who signed it and by whose authority."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .canon import canon, tidy
from .lines import Line
from .types import Signer
from .zones import LIKE_ABOVE, RULE, SIGN_LINE, is_signature

_ITEM = re.compile(r"^[-+•·*–—]\s*")
_AUTHORITY = re.compile(r"^(?:tm|t/m|kt|k/t|tl|t/l|tuq|t/uq|thừa lệnh)\b[./ ]")
_WIDEST = 240
_SIGNED = re.compile(r"^\W*(?:đã ký|\(ký\)|ký bởi|signed|ký tên|chữ ký)|^\(?(?:ký|đã ký)[^)]*\)?$")
_TITLE_WORDS = re.compile(
    r"^(?:(?:GS|PGS|TS|ThS|BS|BSCK\w*|CK\w*|KS|CN|LS|NGƯT|NSND|TTND|TTƯT|Đại tướng|Thượng tướng|Trung tướng|Thiếu tướng|"
    r"Đại tá|Thượng tá|Trung tá|Thiếu tá|Đại úy|Thượng úy|Phó Đô đốc|Chuẩn Đô đốc|Ông|Bà|Đồng chí)\b[.,\s]*)+"
)
_NAME = re.compile(r"^(?:[^\W\d_]+(?:['’](?:[^\W\d_]+)?)?(?:[- ]|$)){2,6}$")
_RUN_ITEMS = re.compile(r"(?<=[;:.,])\s+(?=[-•+] ?\w)|(?<=;)(?=[-•+] ?\w)")
_RUN_OFFICE = re.compile(r"(?<=\S)\s+(?=(?:KT|TL|TUQ|K/T|T/L)[. ])")
_SPLIT_LINE = re.compile(
    r"(?<!\bBAN)\s+(?=(?:PHÓ\s+|QUYỀN\s+)?(?:CHỦ TỊCH|THỨ TRƯỞNG|BỘ TRƯỞNG|GIÁM ĐỐC|BÍ THƯ|CHỦ NHIỆM|CỤC TRƯỞNG|CHÁNH VĂN PHÒNG|TRƯỞNG BAN|TRƯỞNG PHÒNG|VỤ TRƯỞNG)\b)"
)


@dataclass(frozen=True)
class Tail:
    recipients: tuple[str, ...]
    signer: Signer


def read_tail(tail: list[Line]) -> Tail:
    """The list under "Nơi nhận" and the signature, whichever comes first."""
    listed, signed = _untangled(tail) or _divide([piece for line in tail for piece in _pieces(line)])
    return Tail(_recipients(listed), _signer(signed))


def _untangled(tail: list[Line]) -> tuple[list[Line], list[Line]] | None:
    """List and signature of an end whose two columns were printed as one; None where they were not."""
    listed: list[Line] = []
    signed: list[Line] = []
    for i, line in enumerate(tail):
        cut = _beside(line)
        if cut:
            listed.append(Line(line.text[:cut].rstrip(), line.start, line.blank_before))
            signed.append(Line(line.text[cut:], line.start + cut, False))
        elif listed and signed and not _ITEM.match(line.text) and _is_of_signature(line, tail[i - 1]):
            signed.append(line)
        else:
            listed.append(line)
    return (listed, signed) if signed and _opens_list(tail, 0) else None


def _beside(line: Line) -> int:
    """Where an office in capitals begins behind a recipient on the same line; 0 where none does."""
    listed = line.low.startswith("nơi nhận") or _ITEM.match(line.text)
    if not listed or len(line.text) > _WIDEST:
        return 0
    for blank in re.finditer(r"(?<=[:;,.)\w])\s+(?=\S)", line.text):
        rest = line.text[blank.end() :]
        if Line(rest, 0, False).caps and SIGN_LINE.match(canon(rest)) and len(rest) > 4:
            return blank.end()
    return 0


def _is_of_signature(line: Line, above: Line) -> bool:
    return (
        is_signature(line)
        or bool(_SIGNED.match(line.low))
        or (_name(line.text) is not None and not above.text.endswith(","))
    )


def _pieces(line: Line) -> list[Line]:
    """List items and signature parts that ran together on one line, apart again."""
    texts = _RUN_ITEMS.sub("\n", line.text)
    if line.text[:4].isupper() and not _ITEM.match(line.text):
        texts = _name_apart(_RUN_OFFICE.sub("\n", re.sub(r"[^\S\n]+", " ", texts)))
    first, *rest = texts.split("\n")
    return [Line(first, line.start, line.blank_before), *(Line(t.strip(), line.start, False) for t in rest)]


def _name_apart(text: str) -> str:
    """ "PHÓ CHỦ TỊCH Nguyễn Văn A", or with the name glued on: the name on a line of its own."""
    words = text.split(" ")
    for count in range(5, 1, -1):
        first, rest = words[-count : -count + 1], words[-count + 1 :]
        if len(words) <= count or not first or not all(w.istitle() for w in rest):
            continue
        at = next((i for i, c in enumerate(first[0][:-1]) if c.isupper() and first[0][i + 1].islower()), None)
        before = " ".join([*words[:-count], first[0][: at or 0]]).rstrip()
        if at is not None and SIGN_LINE.match(canon(before)):
            return (
                " ".join([*words[:-count], first[0][:at]]).rstrip() + "\n" + " ".join([first[0][at:], *rest])
            )
    return text


def _divide(tail: list[Line]) -> tuple[list[Line], list[Line]]:
    listed: list[Line] = []
    signed: list[Line] = []
    names: list[Line] = []
    in_list = False
    for i, line in enumerate(tail):
        if RULE.match(line.text):
            continue
        if _opens_list(tail, i):
            in_list = True
        elif in_list and listed and _starts_signature(tail, i):
            in_list = False
        elif in_list and listed and _name_under_list(listed[-1], line):
            names.append(line)
            continue
        (listed if in_list else signed).append(line)
    return listed, signed + names


def _name_under_list(above: Line, line: Line) -> bool:
    """The signer's name, printed under a list that has ended with "Lưu"."""
    ended = above.text.endswith(".") and "lưu" in above.low[:8]
    return ended and not _ITEM.match(line.text) and _name(line.text) is not None


def _opens_list(tail: list[Line], i: int) -> bool:
    low = tail[i].low
    return (
        low.startswith("nơi nhận")
        or bool(not i and LIKE_ABOVE.match(low))
        or (low == "nơi" and i + 1 < len(tail) and tail[i + 1].low.startswith("nhận"))
    )


def _starts_signature(tail: list[Line], i: int) -> bool:
    line = tail[i]
    if is_signature(line):
        return True
    return line.caps and line.blank_before and len(line.text) > 6 and not _ITEM.match(line.text)


def _recipients(lines: list[Line]) -> tuple[str, ...]:
    items: list[str] = []
    for line in lines:
        text = re.sub(r"(?i)^nơi\s*nhận\s*:?\s*", "", line.text)
        if line.low in {"nơi", "nhận:", "nhận", "nơi nhận:"}:
            continue
        if not text:
            continue
        starts = bool(_ITEM.match(text))
        if starts or not items or _new_item(items[-1], text, line.blank_before):
            items.append(_ITEM.sub("", text))
        else:
            items[-1] += " " + text
    return tuple(name for item in items if (name := _recipient(item)))


def _new_item(previous: str, text: str, blank_before: bool) -> bool:
    """Without dashes, an item ends with its punctuation."""
    return (
        previous.rstrip().endswith(";")
        or canon(text).startswith("lưu:")
        or (blank_before and text[:1].isupper())
    )


def _recipient(item: str) -> str:
    return tidy(item).strip(" -_").rstrip(";,./: ")


def _signer(lines: list[Line]) -> Signer:
    authority: list[str] = []
    position: list[str] = []
    name: str | None = None
    for text in _whole_names(_signature_lines(lines)):
        low = canon(text)
        if _SIGNED.match(low):
            continue
        if _AUTHORITY.match(low) and not position:
            authority.append(text)
        elif authority and not position and authority[-1].endswith((",", " -")):
            authority[-1] += " " + text
        elif (
            Line(text, 0, False).caps
            or low in {"kiêm", "kiêm nhiệm"}
            or (position and low.startswith("kiêm"))
        ):
            position.append(text)
        elif (position or authority) and (found := _name(text)):
            name = found
            break
    name, position = _shouted_name(name, position)
    return _settled(authority, position, name)


def _signature_lines(lines: list[Line]) -> list[str]:
    """One line may hold two ("KT. BỘ TRƯỞNG THỨ TRƯỞNG")."""
    out: list[str] = []
    started = False
    for line in lines:
        started = started or is_signature(line) or (line.caps and len(line.text) > 5)
        if started:
            text = " ".join(line.text.split())
            parts = _SPLIT_LINE.split(text, maxsplit=1) if _AUTHORITY.match(canon(text)) else [text]
            parts = [text] if len(parts) > 1 and len(parts[0]) < 5 else parts
            out += _resplit(text) if parts == [text] and _AUTHORITY.match(canon(text)) else parts
    return out


def _whole_names(texts: list[str]) -> Iterator[str]:
    """A name broken over two lines ("Vũ / Chiến Thắng") put together."""
    carried = ""
    for text in texts:
        alone = len(text.split()) == 1 and text.istitle() and canon(text) != "kiêm"
        if alone and not carried:
            carried = text
            continue
        yield f"{carried} {text}".strip()
        carried = ""
    if carried:
        yield carried


def _resplit(text: str) -> list[str]:
    head, _, rest = text.partition(" ")
    parts = _SPLIT_LINE.split(rest, maxsplit=1)
    return [f"{head} {parts[0]}", *parts[1:]] if len(parts) > 1 and parts[0].strip() else [text]


def _name(text: str) -> str | None:
    bare = _TITLE_WORDS.sub("", tidy(text)).strip(" .,")
    words = bare.split()
    good = _NAME.match(bare) and 2 <= len(words) <= 6 and all(w[:1].isupper() for w in words)
    return bare if good else None


def _shouted_name(name: str | None, position: list[str]) -> tuple[str | None, list[str]]:
    """A name printed in capitals stands last among the positions."""
    if name or len(position) < 2 or SIGN_LINE.match(canon(position[-1])) or "kiêm" in canon(position[-2]):
        return name, position
    bare = _TITLE_WORDS.sub("", position[-1]).strip()
    if _NAME.match(bare) and 2 <= len(bare.split()) <= 4 and position[-2][-1:] not in ",-":
        return bare.title(), position[:-1]
    return name, position


def _spaced(authority: str) -> str:
    """One blank after "KT.", whatever was typed."""
    return re.sub(r"(?i)\b(tm|kt|tl|tuq)\.(?=\S)", r"\1. ", tidy(authority))


def _positions(lines: list[str]) -> str | None:
    """Two offices of one person are kept apart by a comma, one broken over lines is put together."""
    out = ""
    for line in lines:
        second = out and SIGN_LINE.match(canon(line)) and not canon(out).endswith(("kiêm", ",", "-"))
        out += (", " if second else " ") + line
    return tidy(out).strip(" ,") or None


def _settled(authority: list[str], position: list[str], name: str | None) -> Signer:
    if not authority and not position and not name:
        return Signer()
    return Signer(
        authority=_spaced(", ".join(a.rstrip(",") for a in authority)) or None,
        position=_positions(position),
        name=name,
    )
