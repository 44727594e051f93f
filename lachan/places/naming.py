"""How unit names are written in tables, letters and by hand: "P4", "TT. U Minh", "xã Hoà Thành"."""

from __future__ import annotations

import re
import unicodedata

from lachan.kernel.text import fold
from lachan.places.kinds import Level, UnitKind

# Folded prefixes, longest first. One letter counts as a kind only before a blank or a number;
# "f" is how the south writes phường, and only before a number.
_PREFIXES: list[tuple[str, UnitKind]] = [
    (r"thanh pho\s+|tp\s*|t p\s+", UnitKind.THANH_PHO),
    (r"thi tran\s+|tt\s+|t t\s+", UnitKind.THI_TRAN),
    (r"thi xa\s+|tx\s+|t x\s+", UnitKind.THI_XA),
    (r"dac khu\s+|dk\s+", UnitKind.DAC_KHU),
    (r"tinh\s+|t\s+", UnitKind.TINH),
    (r"huyen\s+|h\s+", UnitKind.HUYEN),
    (r"quan\s+|q\s+|q(?=\d)", UnitKind.QUAN),
    (r"phuong\s+|p\s+|p(?=\d)|f\s?(?=\d)", UnitKind.PHUONG),
    (r"xa\s+|x\s+", UnitKind.XA),
]
_RULES = [(re.compile(f"^(?:{pattern})"), kind) for pattern, kind in _PREFIXES]
_FULL_WORDS = {fold(kind.label): kind for kind in UnitKind}

LEVELS: dict[UnitKind, tuple[Level, ...]] = {
    UnitKind.TINH: (Level.PROVINCE,),
    UnitKind.THANH_PHO: (Level.PROVINCE, Level.DISTRICT),
    UnitKind.QUAN: (Level.DISTRICT,),
    UnitKind.HUYEN: (Level.DISTRICT,),
    UnitKind.THI_XA: (Level.DISTRICT,),
    UnitKind.XA: (Level.COMMUNE,),
    UnitKind.PHUONG: (Level.COMMUNE,),
    UnitKind.THI_TRAN: (Level.COMMUNE,),
    UnitKind.DAC_KHU: (Level.COMMUNE,),
}

_BEFORE_A_DATE = ("Tỉnh ", "Thành phố ", "Huyện ", "Quận ", "Thị xã ", "Thị trấn ", "Xã ")
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_LEADING_ZERO = re.compile(r"\b0+(?=\d)")
_SEPARATOR = re.compile(r"\s*[,;\n(){}\[\]]\s*|\s+[-–]\s+")
_INNER = re.compile(
    r"\s+(?=(?:huyện|huyen|thành phố|thanh pho|tp|tỉnh|tinh|thị xã|thi xa|tx|quận|quan)[\s.])", re.IGNORECASE
)


def split_kind(text: str) -> tuple[UnitKind | None, str]:
    """The kind that the text names, and the folded rest: "P.04" gives (phường, "4")."""
    key = _LEADING_ZERO.sub("", fold(text))
    for rule, kind in _RULES:
        match = rule.match(key)
        if match and match.end() < len(key):
            return kind, key[match.end() :]
    return None, key


def without_kind(name: str) -> str:
    """ "Huyện U Minh" → "U Minh", as before the date of a letter; a ward of the old kind stays "Phường 4"."""
    kind = next((word for word in _BEFORE_A_DATE if name.startswith(word)), "")
    return name.removeprefix(kind)


def full_keys(kind: UnitKind | None, bare: str) -> list[str]:
    """Every folded full name under which a unit of this bare name may be stored."""
    return [f"{word} {bare}" for word, one in _FULL_WORDS.items() if kind in (None, one)]


def kind_of(name: str, level: Level) -> UnitKind | None:
    """The kind that a full name begins with, where that kind exists on the level."""
    key = fold(name)
    for word, kind in _FULL_WORDS.items():
        if key.startswith(word + " ") and level in LEVELS[kind]:
            return kind
    return None


def kind_named(text: str) -> UnitKind | None:
    """The kind that a cell such as "Thị trấn" or "thi-tran" names."""
    return _FULL_WORDS.get(fold(text))


def tidy_name(name: str, kind: UnitKind) -> str:
    """The full name with single blanks, composed letters and its kind written as papers do."""
    words = unicodedata.normalize("NFC", name).split()
    rest = words[len(kind.label.split()) :]
    return " ".join([kind.label.capitalize(), *rest])


def marked_key(text: str) -> str:
    """Lower case with its marks, indifferent to where in a word the tone stands (Hoà = Hòa)."""
    return " ".join(_tone_last(word) for word in unicodedata.normalize("NFD", text.lower()).split())


def has_marks(text: str) -> bool:
    plain = unicodedata.normalize("NFD", text.lower())
    return "đ" in plain or any(unicodedata.combining(char) for char in plain)


def address_parts(text: str) -> list[str]:
    """The parts of an address, outermost first: "Khóm 1, P4 - TP Cà Mau" → TP Cà Mau, P4, Khóm 1."""
    return _outermost_first(_SEPARATOR.split(text))


def inner_parts(part: str) -> list[str]:
    """A part written without commas, cut before words such as huyện: "P4 TP Cà Mau" → TP Cà Mau, P4."""
    return _outermost_first(_INNER.split(part))


def _outermost_first(parts: list[str]) -> list[str]:
    bare = [part.strip(" .") for part in reversed(parts)]
    return [part for part in bare if part]


def _tone_last(word: str) -> str:
    tones = [char for char in word if char in _TONES]
    letters = [char for char in word if char not in _TONES]
    return "".join(letters + sorted(tones))
