"""Hard-wrapped lines → paragraphs, each knowing where every character of it stands in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from .canon import NOTE_MARK, canon, cased
from .lines import Line
from .verbs import starts_with_action
from .zones import LABEL, OPENER, ORGAN, RULE

_END = re.compile(r"[.;:!?…]\W*$|/\.?$")
_NUMBERED = re.compile(r"^(\d{1,2})[.)/]\s*(?!\d)")
# A date or a figure at the start of a line is no label.
_FIGURE = re.compile(r"^\d{1,3}(?:/\d|[.,]\d{3}(?!\d)|\.\d{1,2}\.\d{4}|,\d)")
_LETTERED = re.compile(r"^([a-zđ])[.)]")
_HYPHEN_NAMES = re.compile(
    r"(?:lao động|công nghiệp|kinh tế|văn hóa|phát thanh|tài chính|bưu chính|trung|trưởng)$"
)
_HYPHEN_NEXT = re.compile(
    r"^- (?:thương binh|viễn thông|truyền hình|xã hội|kế hoạch|phó trưởng|nam\b|trưởng ban)"
)
_CITE_END = re.compile(
    r"(?:\bsố|\bngày|\btháng|\bnăm|\bđiều|\bkhoản|\bđiểm|\bmục|\bphụ lục|\btừ|\bđến|\bvà|\bcác|[,(])$"
)
_GLUED = re.compile(r"(?<=[^\W\d_]{2})(?<!\bkm)(?<!\bcm)(?<!\bmm)(?<!\bha)\d{1,2}(?=[\s,.;:)]|$)")
# The last sentence of a Party document stands by itself.
_SPREAD = re.compile(r"(?:chỉ thị|thông tri|kết luận|nghị quyết|quy định|kế hoạch) này (?:được )?phổ biến")
_WHO = re.compile(rf"(?:các|những|mọi) |{ORGAN.pattern.removeprefix('^')}")
_BARE_LABEL = re.compile(r"[-+•*]|\d{1,2}[.)]|[a-zđ]\)|Điều \d{1,3}[.:]|[IVX]{1,5}[.)]")
_CLOSES = re.compile(
    r"(?:yêu cầu|đề nghị|nhận được|trong quá trình) |[^.;:,]{4,60} (?:trân trọng )?thông báo (?:để|đến|tới|cho) "
)
_LONGEST_CLOSING = 8
_SECTION = re.compile(r"[ivx]{1,5}[.)/] ")
_SHORT_TITLE = 60
_UNWRAPPED = 150
_SHORTEST = 30
_ENDED_EARLY = 0.8
_HALF = 0.5


@dataclass(frozen=True)
class Paragraph:
    text: str
    origin: tuple[int, ...]

    @cached_property
    def low(self) -> str:
        return canon(self.text)

    @cached_property
    def cased(self) -> str:
        return cased(self.text)

    @property
    def caps(self) -> bool:
        return Line(self.text, 0, False).caps

    def span(self, start: int = 0, end: int | None = None) -> tuple[int, int]:
        """Where a part of the paragraph stands in the letter's text."""
        stop = len(self.text) if end is None else end
        if not self.origin or start >= len(self.origin) or stop <= start:
            return (self.origin[0], self.origin[0]) if self.origin else (0, 0)
        return self.origin[start], self.origin[stop - 1] + 1

    def part(self, start: int, end: int | None = None) -> Paragraph:
        """A part of the paragraph, blanks at its edges left out."""
        stop = len(self.text) if end is None else end
        piece = self.text[start:stop]
        start += len(piece) - len(piece.lstrip())
        stop = max(start, stop - (len(piece) - len(piece.rstrip())))
        return Paragraph(self.text[start:stop], self.origin[start:stop])

    def plus(self, other: Paragraph) -> Paragraph:
        return Paragraph(f"{self.text}\n{other.text}", (*self.origin, self.origin[-1], *other.origin))


def paragraphs(lines: list[Line]) -> list[Paragraph]:
    """Paragraphs of the body; rules and page numbers left out, footnote marks taken away."""
    kept = [x for x in lines if not RULE.match(x.text) and not re.fullmatch(r"\d{1,3}|trang \d+", x.low)]
    width = _wrap_width(kept)
    groups: list[list[Line]] = []
    for i, line in enumerate(kept):
        if groups and _joins(kept, i, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_without_marks(_join(group)) for group in groups]


def _wrap_width(lines: list[Line]) -> int | None:
    """The width at which the text was wrapped, told by lines that surely go on in the next one."""
    sure = sorted(len(a.text) for a, b in pairwise(lines) if _surely_wrapped(a, b))
    return sure[int(len(sure) * 0.8)] if sure else None


def _surely_wrapped(line: Line, following: Line) -> bool:
    if following.blank_before or not following.text[:1].islower() or LABEL.match(following.low):
        return False
    return _SHORTEST < len(line.text) < _UNWRAPPED and not _END.search(line.text)


def _joins(lines: list[Line], i: int, width: int | None) -> bool:
    """Does this line go on with the paragraph of the line above?"""
    before, line = lines[i - 1], lines[i]
    if _BARE_LABEL.fullmatch(before.text) and not (before.text[:1].isupper() and LABEL.match(line.low)):
        return before.blank_before or i < 2 or not _CITE_END.search(lines[i - 2].low)
    ended = bool(_END.search(before.text))
    if LABEL.match(line.low):
        return not _label_is_real(lines, i, ended)
    if line.text[:1].islower():
        return not ended or not line.blank_before
    return _joins_capital(lines, i, width, ended)


def _joins_capital(lines: list[Line], i: int, width: int | None, ended: bool) -> bool:
    """The same for an unlabelled line that starts with a capital: a sentence, a name or a new paragraph."""
    before, line = lines[i - 1], lines[i]
    wrapped = width is not None and not line.blank_before and len(before.text) <= _UNWRAPPED
    if not wrapped or width is None or before.caps != line.caps:
        return not ended and bool(_CITE_END.search(before.low))
    if not ended:
        return not _is_heading(before, line, width)
    full = len(before.text) + 1 + len(line.text.split(" ", 1)[0]) > width and len(before.text) > width - 12
    return full and not _begins(lines, i, width)


def _is_heading(before: Line, line: Line, width: int) -> bool:
    """ "2. Sở Tài chính" above "Bố trí kinh phí …": a short line, then a line that tells to act."""
    broken_name = re.search(r"(?:sở|bộ|cục|vụ|ban|phòng|trung tâm|viện|đài|và|các|-|,)$", before.low)
    begins = starts_with_action(line.low) or (LABEL.match(before.low) and _WHO.match(line.low))
    needed = len(before.text) + 1 + len(line.text.split(" ", 1)[0])
    titled = _SECTION.match(before.low) and needed < _HALF * width
    return needed < _ENDED_EARLY * width and not broken_name and bool(begins or titled)


def _begins(lines: list[Line], i: int, width: int) -> bool:
    """After a full line that ends a sentence: does a new paragraph begin here?"""
    before, line = lines[i - 1], lines[i]
    if before.text.endswith((":", "/.", "./")) or OPENER.match(line.low) or _SPREAD.match(line.low):
        return True
    if _CLOSES.match(line.low) and _ends_letter(lines, i):
        return True
    following = lines[i + 1].text if i + 1 < len(lines) else ""
    return len(line.text) < 0.8 * width and not _END.search(line.text) and following[:1].islower()


def _ends_letter(lines: list[Line], i: int) -> bool:
    """Does the sign that closes a letter ("./.") stand before any other label?"""
    for line in lines[i : i + _LONGEST_CLOSING]:
        if line is not lines[i] and LABEL.match(line.low):
            return False
        if line.text.endswith(("./.", "/.")):
            return True
    return False


def _label_is_real(lines: list[Line], i: int, ended: bool) -> bool:
    """A label at the start of a line, or only a number or a hyphen that the wrapping put there?"""
    before, line = lines[i - 1], lines[i]
    if _FIGURE.match(line.text):
        return False
    if line.cased.startswith("- "):
        if _HYPHEN_NEXT.match(line.low) and _HYPHEN_NAMES.search(before.low):
            return False
        return ended or line.blank_before or not line.text[2:3].islower()
    if ended or line.blank_before:
        return not re.match(r"^[a-zđ]\.\s", line.text) or line.text[3:4].isupper()
    return _breaks_a_sentence(lines, i)


def _breaks_a_sentence(lines: list[Line], i: int) -> bool:
    """The line above has not ended: only what can be nothing but a label begins a paragraph here."""
    before, line = lines[i - 1], lines[i]
    number = _NUMBERED.match(line.text)
    if number:
        return (not _CITE_END.search(before.low) or _below_title(before, line)) and _follows(
            lines, i, int(number.group(1))
        )
    if re.match(r"^(?:điều|mục|chương|phần)\s", line.low):
        return bool(re.match(r"^(?:điều|mục|chương|phần)\s+\S+\s*[.:]", line.low)) and line.text[:1].isupper()
    if re.match(r"^[a-zđ]\.\s", line.text) and not line.text[3:4].isupper():
        return False
    return not (_LETTERED.match(line.low) and _CITE_END.search(before.low))


def _below_title(title: Line, line: Line) -> bool:
    """ "II. Nhiệm vụ trong thời gian đến" above "1. Thống nhất …": a short label line is no sentence broken off."""
    return (
        bool(_SECTION.match(title.low))
        and len(title.text) < _SHORT_TITLE
        and line.text.lstrip("0123456789.) ")[:1].isupper()
    )


def _follows(lines: list[Line], i: int, number: int) -> bool:
    if number == 1:
        return True
    for k in range(i - 1, -1, -1):
        earlier = _NUMBERED.match(lines[k].text)
        if earlier:
            return number == int(earlier.group(1)) + 1
    return False


def _join(group: list[Line]) -> Paragraph:
    """One paragraph of its lines; a symbol broken behind its hyphen ("155/TB-" above "BCĐ") is whole again."""
    chars: list[str] = []
    origin: list[int] = []
    for line in group:
        if chars and not (chars[-1] == "-" and chars[-2:-1] != [" "] and line.text[:1].isupper()):
            chars.append(" ")
            origin.append(origin[-1])
        previous_blank = False
        for k, char in enumerate(line.text):
            blank = char.isspace()
            if not (blank and previous_blank):
                chars.append(" " if blank else char)
                origin.append(line.start + k)
            previous_blank = blank
    return Paragraph("".join(chars), tuple(origin))


def _without_marks(whole: Paragraph) -> Paragraph:
    """Footnote marks say nothing about the order: "[1]", or a digit glued to a word."""
    drop: set[int] = set()
    for match in (*NOTE_MARK.finditer(whole.low), *_glued(whole.text)):
        drop.update(range(*match.span()))
    if not drop:
        return whole
    keep = [k for k in range(len(whole.text)) if k not in drop]
    return Paragraph("".join(whole.text[k] for k in keep), tuple(whole.origin[k] for k in keep))


def _glued(text: str) -> list[re.Match[str]]:
    """Digits stuck to a lower-case word: not those of COVID19, F0, an address or a file's name."""
    found = []
    for match in _GLUED.finditer(text):
        word = text[text.rfind(" ", 0, match.start()) + 1 : match.start()]
        if word.islower() and not re.search(r"[/@._]", word):
            found.append(match)
    return found
