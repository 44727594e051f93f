"""Capitals of a heading → the case in which an official would write the name."""

from __future__ import annotations

import re

from .canon import canon, cased, fold
from .lexicon import ABBREVIATIONS, CITIES, PLACE_WORDS, PROPER, PROVINCES, SECTORS

_PROPER = {canon(name): name for name in (*PROPER, *SECTORS, *PROVINCES)}
_PROPER_RE = re.compile(
    r"(?<!\w)(?:%s)(?!\w)" % "|".join(re.escape(k) for k in sorted(_PROPER, key=len, reverse=True))
)
_PLACE_RE = re.compile(
    r"(?<!\w)(?:%s) +((?:[^\W\d_]+|\d+)(?:[ '’]+[^\W\d_]+){0,3})"
    % "|".join(sorted(PLACE_WORDS, key=len, reverse=True))
)
_WORD = re.compile(r"[^\W_]+(?:[&-][^\W_]+)*", re.U)
_IN_SENTENCES = {canon(n) for n in (*PROPER, *PROVINCES) if " " in n} | {
    canon(n) for n in SECTORS if n.isupper()
}
_SYLLABLE = re.compile(r"[bcdghklmnpqrstvx]{0,3}[aeiouy]{1,3}(?:c|ch|m|n|ng|nh|p|t)?")
_PHRASE = 8
_PROVINCE_KEYS = {canon(name): name for name in PROVINCES}


def expand(caps: str) -> str:
    """UBND, HĐND, TP. … written out, still in capitals."""
    spaced = re.sub(r"\bTP\.\s*", "TP ", caps)
    spaced = re.sub(r"\bBCH(?= (?:ĐOÀN|ĐẢNG|CÔNG ĐOÀN|HỘI|LIÊN ĐOÀN))", "BAN CHẤP HÀNH", spaced)
    return _WORD.sub(lambda m: ABBREVIATIONS.get(canon(m.group()), m.group()), spaced)


def truecase(caps: str, body: str = "", body_low: str | None = None) -> str:
    """A name printed in capitals, as normal writing has it: the body's own case first, then the tables."""
    low = canon(caps)
    printed = _as_in_body(low, body, canon(body) if body_low is None else body_low)
    return _initial(printed or _by_tables(cased(caps).lower(), low))


def _as_in_body(low: str, body: str, body_low: str) -> str | None:
    at = body_low.find(low)
    while at >= 0:
        found = body[at : at + len(low)]
        if not found.isupper() and found[:1].isupper():
            return " ".join(found.split())
        at = body_low.find(low, at + 1)
    return None


def _by_tables(text: str, low: str) -> str:
    chars = list(text)
    for match in _WORD.finditer(low):
        if not _SYLLABLE.fullmatch(fold(match.group())) and match.group().isalpha():
            chars[match.start() : match.end()] = list(match.group().upper())
    for match in _PLACE_RE.finditer(low):
        if not _PROPER_RE.match(low, match.start(1)):
            _title(chars, low, match.start(1), match.end(1))
    for match in _PROPER_RE.finditer(low):
        chars[match.start() : match.end()] = list(_PROPER[match.group()])
    return "".join(chars)


def _title(chars: list[str], low: str, start: int, end: int) -> None:
    """Capitals at the start of each syllable ("Cư M'gar"); an abbreviation among them stays one."""
    for word in _WORD.finditer(low, start, end):
        first, last = word.span()
        goes_on = low[first - 1] in "'’"
        if goes_on or not word.group().isascii():
            chars[first:last] = low[first:last]
        chars[first] = low[first] if goes_on else chars[first].upper()


def _initial(text: str) -> str:
    return text[:1].upper() + text[1:]


def sentence_case(caps: str, body: str, body_low: str) -> str:
    """A subject printed in capitals, in sentence case: phrases of the body keep the body's case."""
    low = canon(caps)
    chars = list(cased(caps).lower())
    for match in _PROPER_RE.finditer(low):
        if match.group() in _IN_SENTENCES:
            chars[match.start() : match.end()] = list(_PROPER[match.group()])
    words = list(_WORD.finditer(low))
    i = 0
    while i < len(words):
        i += _copy_phrase(chars, low, words[i : i + _PHRASE], body, body_low)
    return _initial("".join(chars))


def _copy_phrase(chars: list[str], low: str, words: list[re.Match[str]], body: str, body_low: str) -> int:
    """The longest run of these words that the body writes with capitals inside a sentence, taken over."""
    for count in range(len(words), 0, -1):
        start, end = words[0].start(), words[count - 1].end()
        printed = _inside_sentence(low[start:end], body, body_low)
        if printed and (count > 2 or printed.isupper()):
            chars[start:end] = list(printed)
            return count
    return 1


def _inside_sentence(phrase: str, body: str, body_low: str) -> str | None:
    at = body_low.find(phrase)
    while at >= 0:
        found, before = body[at : at + len(phrase)], body_low[max(0, at - 2) : at]
        whole = not body_low[at + len(phrase) :][:1].isalnum() and re.fullmatch(
            r"[\w,(\"]? ", before[-2:] or " "
        )
        if found.islower():
            return None
        if found.isupper() and (" " in found or _SYLLABLE.fullmatch(fold(found))):
            whole = None
        if whole and found[:1].isupper() and "\n" not in found:
            return found
        at = body_low.find(phrase, at + 1)
    return None


def place_of(organ: str) -> str | None:
    """The unit an organ's name ends with: "tỉnh Cà Mau", "thành phố Hà Nội", "huyện Đầm Dơi"."""
    low = canon(organ)
    found = list(
        re.finditer(
            r"(?:tỉnh(?! ủy)|thành phố|huyện(?! ủy)|quận(?! ủy)|thị xã|thị trấn|xã(?! hội)|phường|đặc khu) [^,]+$",
            low,
        )
    )
    if found:
        return organ[found[0].start() :]
    party = re.match(r"(tỉnh|thành|huyện|quận|thị) ủy (.+)$", low)
    if party:
        unit = {"thành": "thành phố", "thị": "thị xã"}.get(party.group(1), party.group(1))
        return f"{unit} {organ[party.start(2) :]}"
    return None


def province_at_end(organ: str) -> str | None:
    """A bare province at the end of a name ("Sở Y tế Cà Mau")."""
    low = canon(organ)
    return next((name for key, name in _PROVINCE_KEYS.items() if low.endswith(" " + key)), None)


def is_city(name: str) -> bool:
    return name in CITIES
