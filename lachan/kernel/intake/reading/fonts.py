"""Text typed for the fonts from before Unicode: Latin letters that only look Vietnamese in .VnTime or VNI-Times.

Both write with the letters below U+0100 alone, so that one letter beyond them tells Unicode. Where none does, it is
read as what makes Vietnamese syllables of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

# TCVN 5712 VN3 ("ABC", fonts .VnTime): bytes from 0xA1 on and the letters they print.
_TCVN3 = str.maketrans(
    dict(
        zip(
            "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
            "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
            strict=True,
        )
    )
)

# VNI writes a vowel and, behind it, its marks; a few vowels are one sign of their own.
_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_WITH_TONE = {
    "a": "áàảãạ",
    "e": "éèẻẽẹ",
    "o": "óòỏõọ",
    "u": "úùủũụ",
    "y": "ýỳỷỹỵ",
    "ô": "ớờởỡợ",
    "ö": "ứừửữự",
}
_HATTED = {"a": ("âáàåãä", "âấầẩẫậ"), "e": ("âáàåãä", "êếềểễệ"), "o": ("âáàåãä", "ôốồổỗộ")}
_BREVE = ("êéèúüë", "ăắằẳẵặ")


def _vni_table() -> dict[str, str]:
    table = dict(_ALONE)
    for vowel, printed in _WITH_TONE.items():
        table |= {vowel + mark: letter for mark, letter in zip("ùøûõï", printed, strict=True)}
    for vowel, (marks, printed) in (*_HATTED.items(), ("a", _BREVE)):
        table |= {vowel + mark: letter for mark, letter in zip(marks, printed, strict=True)}
    return table | {key.upper(): letter.upper() for key, letter in table.items()}


_VNI = _vni_table()
_VNI_PIECE = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_OLD, _UNICODE = re.compile("[\u00a1-\u00ff]"), re.compile("[\u0102-\u01b0\u1ea0-\u1ef9]")
_WORD = re.compile("[^\\W\\d_](?:[^\\W\\d_]|[\u0300-\u036f])*")
_TONES, _STOPPED_TONES = "\u0300\u0301\u0303\u0309\u0323", "\u0301\u0323"
_MARKS = frozenset(f"{_TONES}\u0302\u0306\u031b")
_SYLLABLE = re.compile(
    "(?:b|ch?|d|gi?|gh|h|kh?|l|m|nh?|ngh?|ph?|qu|r|s|th?|tr|v|x)?"
    "(?:a[iouy]|e[ou]|i[au]|[iy]eu|o(?:ai|ay|eo|i)|u(?:i|ay|eu|oi|ou|u|ya|yu)"
    "|(?:a|[iy]e?|e|o[aeo]?|u(?:[aeo]|ye?)?)(?P<end>ch?|m|nh?|ng|p|t)?)"
)
_MARKED_CONSONANT = re.compile("[b-df-hj-np-tv-xz][\u0300-\u036f]")
_STOPS = ("c", "ch", "p", "t")

Font = Callable[[str], str]


def from_tcvn3(text: str) -> str:
    """Text that was typed in a .VnTime font, as Unicode."""
    return text.translate(_TCVN3)


def from_vni(text: str) -> str:
    """Text that was typed in a VNI-Times font, as Unicode."""
    return _VNI_PIECE.sub(lambda match: _VNI[match[0]], text)


@lru_cache(maxsize=1 << 14)
def _sense(text: str) -> float:
    """The share of its words that are Vietnamese syllables."""
    words = _WORD.findall(unicodedata.normalize("NFD", text.lower()).replace("đ", "d"))
    return sum(map(_is_syllable, words)) / len(words) if words else 1.0


def _is_syllable(word: str) -> bool:
    marks = [char for char in word if unicodedata.combining(char)]
    tones = [mark for mark in marks if mark in _TONES]
    found = _SYLLABLE.fullmatch("".join(char for char in word if not unicodedata.combining(char)))
    if not found or len(tones) > 1 or not _MARKS.issuperset(marks) or _MARKED_CONSONANT.search(word):
        return False
    return found["end"] not in _STOPS or (bool(tones) and tones[0] in _STOPPED_TONES)


def unicode_of(texts: Iterable[str]) -> dict[str, str]:
    """Those of a column's texts that were typed in an old font, and what they say in Unicode."""
    foreign = [text for text in texts if not text.isascii()]
    old = [text for text in foreign if _is_old(text)]
    column = _font_of(old, len(foreign) - len(old))
    return {text: made for text in old if (made := _modern(text, column)) != text}


def _is_old(text: str) -> bool:
    """Whether a text has letters that both an old font and Unicode may mean."""
    return bool(_OLD.search(text)) and not _UNICODE.search(text)


def _font_of(old: Iterable[str], unicode: int) -> Font | None:
    """The old font in which most texts of a column were typed, or None where more are surely Unicode."""
    votes = dict.fromkeys(_FONTS, 0)
    for text in old:
        if font := _surely(text):
            votes[font] += 1
    font = max(votes, key=lambda one: votes[one])
    return font if votes[font] > unicode else None


def _modern(text: str, column: Font | None) -> str:
    """As the column was typed where that makes sense of it, else by what it is alone."""
    if column and _sense(column(text)) >= max(_sense(text), *(_sense(font(text)) for font in _FONTS)):
        return column(text)
    font = _surely(text)
    return font(text) if font else text


def _surely(text: str) -> Font | None:
    """The font under which a text has more sense than as it stands; None where it has sense already."""
    if _sense(text) == 1.0:
        return None
    best = max(_FONTS, key=lambda font: _sense(font(text)))
    return best if _sense(best(text)) > _sense(text) else None


_FONTS: tuple[Font, ...] = (from_vni, from_tcvn3)
