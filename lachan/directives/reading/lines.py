"""Raw text → clean text → lines. Offsets of a line point into the clean text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from .canon import canon, cased
from .columns import CELL_BREAK, unfold_columns
from .headfix import separate

_BULLETS = re.compile(r"(?m)^([ \t]*)[\uf0b7\uf0a7\uf0d8\uf0fc\uf076▪■□◦‣⁃∙➢►✓✔❖○]\s*")
_DASHES = re.compile(r"(?m)^([ \t]*)\uf02d\s*")
_SPACES = str.maketrans(
    dict.fromkeys(map(chr, (0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)), " ")
    | dict.fromkeys("\f\v\x85\u2028\u2029", "\n")
)
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_MARKDOWN = re.compile(
    r"\*\*|(?<![_\w])__(?=[^\W_])|(?<=[^\W_])__(?![_\w])|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)|`"
)
_STRAY = re.compile(r"(?<=\S) \*+[ \t]*$", re.M)
_HEADING = re.compile(r"^\s{0,3}(?:#{1,6}|>)\s+", re.M)
_HTML = re.compile(r"<br\s*/?>", re.I)
_TAGS = re.compile(r"</?(?:b|i|u|em|strong|p|span|div|center|sup|sub)\b[^>\n]*>", re.I)
_BOLD_CELL = re.compile(r"(?<=[^\s|])(?<!:\*\*\*)[ \t]+(?=\*\*[^\W\d_a-z])(?=[^\n]*\|[ \t]*$)", re.M)
# What a digital signature prints into the file.
_STAMP = re.compile(
    r"(?:người ký|ký bởi|email|cơ quan|thời gian ký|ngày ký|signature|digitally signed by|đơn vị ký|chữ ký số)\s*:|"
    r"signature (?:not verified|valid)|digitally signed|digital signature"
)
_COMMENT = re.compile(r"^# source:.*\n", re.M)
_ESCAPED = re.compile(r"\\([-*_.#()\[\]+/])")


@dataclass(frozen=True)
class Line:
    text: str
    start: int
    blank_before: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def low(self) -> str:
        return canon(self.text)

    @property
    def cased(self) -> str:
        return cased(self.text)

    @property
    def caps(self) -> bool:
        """Printed in capitals (a heading, an organ, a mark of urgency)."""
        letters = [c for c in self.text if c.isalpha()]
        return len(letters) > 1 and sum(c.isupper() for c in letters) >= 0.85 * len(letters)


def clean(raw: str) -> str:
    """The letter's text as it will be shown: one Unicode form, no markup, columns one after another."""
    text = unicodedata.normalize("NFC", raw).replace("\r\n", "\n").replace("\r", "\n")
    text = _INVISIBLE.sub("", text).translate(_SPACES)
    text = _DASHES.sub(r"\1- ", _BULLETS.sub(r"\1• ", text))
    text = _TAGS.sub("", _HTML.sub(CELL_BREAK, _COMMENT.sub("", text)))
    text = _BOLD_CELL.sub(CELL_BREAK, text)
    text = _ESCAPED.sub(r"\1", text)
    text = _STRAY.sub("", _MARKDOWN.sub("", _HEADING.sub("", text)))
    unfolded = "\n".join(line.rstrip() for line in unfold_columns(text.split("\n")))
    return separate(unfolded)


def split_lines(text: str) -> list[Line]:
    """Lines with something on them; a line remembers whether a blank one stood before it."""
    found: list[Line] = []
    position, blank = 0, True
    for raw in text.split("\n"):
        body = raw.strip()
        if body and not _STAMP.match(canon(body)):
            found.append(Line(body, position + raw.index(body[0]), blank))
        blank = not body
        position += len(raw) + 1
    return found
