"""A document as data: what its writer says, without a word about how it is laid out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Line = Literal["state", "party"]

# Party offices changed these marks by Quy định 399-QĐ/TW of that day.
PARTY_MARKS_CHANGED = dt.date(2026, 1, 9)


@dataclass(frozen=True, slots=True)
class Ground:
    """ "Căn cứ …": a line in italics; the signs at the ends are set by the layout."""

    text: str


@dataclass(frozen=True, slots=True)
class Decide:
    """The word that stands between grounds and articles: "QUYẾT ĐỊNH"."""

    text: str = "QUYẾT ĐỊNH"


@dataclass(frozen=True, slots=True)
class Article:
    """ "Điều n." and its text; `more` are further paragraphs of the article."""

    text: str
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within the text: "I. KẾT QUẢ THỰC HIỆN"."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `widths` are shares of the line; numbers stand right where `right` says so."""

    columns: Sequence[str]
    rows: Sequence[Sequence[object]]
    widths: Sequence[float] = ()
    right: frozenset[int] = frozenset()
    caption: str = ""


Block = Ground | Decide | Article | Heading | Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Annex:
    """A list that goes with the document, on a page of its own."""

    title: str
    grid: Grid
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class OfficialPaper:
    """`organ` issues, `parent` stands above it. `title` is the kind in capitals, empty for a công văn.

    `authority` holds the lines above the signer's name: ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH").
    """

    organ: str
    symbol: str
    subject: str
    body: tuple[Block, ...]
    authority: tuple[str, ...]
    signer: str
    recipients: tuple[str, ...]
    place: str
    parent: str = ""
    title: str = ""
    day: dt.date | None = None
    number: int | None = None
    line: Line = "state"
    urgency: str = ""
    decider: str = ""
    addressees: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()

    @property
    def number_text(self) -> str:
        """ "05" for 5; blanks to be filled in by hand where there is no number yet."""
        return f"{self.number:02d}" if self.number is not None else "      "

    @property
    def reference(self) -> str:
        """How other papers name it: "12/QĐ-UBND", in the Party "05-CV/BCĐ"."""
        return f"{self.number_text.strip() or '…'}{'-' if self.line == 'party' else '/'}{self.symbol}"

    @property
    def new_party_marks(self) -> bool:
        return self.line == "party" and self.day is not None and self.day >= PARTY_MARKS_CHANGED


def day_words(day: dt.date | None) -> str:
    """ "ngày 05 tháng 9 năm 2021": a 0 before days under 10 and before the months 1 and 2."""
    if day is None:
        return "ngày      tháng      năm      "
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"
