"""Paragraphs → a tree of printed labels.

The level of a label is not fixed by its kind: whichever kind comes first is outermost, a kind already open
closes everything below it, and dotted numbers hang under the number they repeat ("3.1" under "3").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .paragraphs import Paragraph

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("part", re.compile(r"^((?:phần|chương|mục)\s+(?:[ivxlc]+|\d{1,2}))\b\s*[.:]?\s*")),
    ("article", re.compile(r"^(điều\s+\d{1,3})\b\s*[.:]?\s*")),
    ("dotted", re.compile(r"^(\d{1,2}(?:\.\d{1,2})+)\s*[-.)/:]?\s+(?=\D)")),
    ("roman", re.compile(r"^([ivx]{1,5})\s*[.)/]\s*(?=[^\W_])")),
    ("roman", re.compile(r"^([ivx]{1,5})\s*-\s+")),
    ("number", re.compile(r"^(\d{1,2})\s*[.)/:]\s*(?=[^\d\s]|\s+\S)")),
    ("number", re.compile(r"^(\d{1,2})\s*-\s+(?=[^\W\d])")),
    ("paren", re.compile(r"^\((\d{1,2}|[ivx]{1,4}|[a-zđ])\)\s*")),
    ("letter", re.compile(r"^([a-zđ](?:\.?\d{1,2})?)\s*\)\s*")),
    ("letter", re.compile(r"^([a-zđ])\.\s+(?=[^\W\d])")),
    ("dash", re.compile(r"^[-]\s*(?=[^\W_]|[\"(])")),
    ("plus", re.compile(r"^\+\s*(?=[^\W_]|[\"(])")),
    ("dot", re.compile(r"^[•·●*▪]\s*(?=[^\W_]|[\"(])")),
)
_SIGN = {"dash": "-", "plus": "+", "dot": "-"}
# These head what is below them even with nothing beside the label.
_STAND_ALONE = {"part", "article"}
# A label of the left kind never contains one of the right kinds, whatever the order of appearance.
_OUTER = {
    "part": {"part"},
    "article": {"part", "article"},
    "roman": {"part", "roman"},
    "number": {"part", "article", "roman", "number", "paren"},
}


@dataclass
class Node:
    paragraph: Paragraph
    kind: str
    label: str | None
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    after: Node | None = None
    follows: bool = False

    @property
    def path(self) -> tuple[str, ...]:
        above = self.parent.path if self.parent else ()
        return (*above, self.label) if self.label else above

    @property
    def depth(self) -> int:
        return 1 + self.parent.depth if self.parent else 0

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()


def outline(body: list[Paragraph]) -> list[Node]:
    """Top-level nodes in order; unlabelled paragraphs are nodes of kind "plain"."""
    builder = _Builder()
    for paragraph in body:
        builder.add(paragraph)
    return builder.roots


def label_of(paragraph: Paragraph) -> tuple[str, str, int] | None:
    """(kind, printed label, where the text begins), or None for an unlabelled paragraph."""
    for kind, pattern in _KINDS:
        match = pattern.match(paragraph.low)
        if not match or not _capital_roman(kind, paragraph.text):
            continue
        bare = match.end() == len(paragraph.text)
        if not bare or kind in _STAND_ALONE:
            sign = _SIGN.get(kind)
            level = "part" if kind == "letter" and paragraph.text[0].isupper() else kind
            return level, sign or paragraph.text[: match.end(1)].strip("( "), 0 if bare else match.end()
    return None


def _capital_roman(kind: str, text: str) -> bool:
    return kind != "roman" or text[:1].isupper()


class _Builder:
    def __init__(self) -> None:
        self.roots: list[Node] = []
        self._open: list[Node] = []
        self._labelled_last = False
        self._counts: dict[tuple[int, str], int] = {}

    def add(self, paragraph: Paragraph) -> None:
        found = label_of(paragraph)
        if found is None:
            self._plain(paragraph)
            return
        kind, label, start = found
        self._close_for(kind, label)
        parent = self._open[-1] if self._open else None
        if kind in _SIGN:
            label = self._sign_label(parent, label)
        node = Node(paragraph.part(start), kind, label, parent)
        (parent.children if parent else self.roots).append(node)
        self._open.append(node)
        self._labelled_last = True

    def _plain(self, paragraph: Paragraph) -> None:
        """An unlabelled paragraph stands at the top; `after` is the labelled one that it may continue."""
        above = self._open[-1] if self._open else None
        self.roots.append(Node(paragraph, "plain", None, after=above, follows=self._labelled_last))
        self._labelled_last = False

    def _close_for(self, kind: str, label: str) -> None:
        """Close the open nodes that cannot contain a label of this kind."""
        if kind == "dotted":
            self._close_for_dotted(label)
            return
        for i, node in enumerate(self._open):
            same = node.kind == kind or {node.kind, kind} == {"number", "dotted"}
            if same or (kind in _OUTER and node.kind not in _OUTER[kind] and node.kind != "plain"):
                del self._open[i:]
                return

    def _close_for_dotted(self, label: str) -> None:
        owner = label.rpartition(".")[0]
        for i, node in enumerate(self._open):
            if node.kind in {"number", "dotted"} and node.label == owner:
                del self._open[i + 1 :]
                return
        for i, node in enumerate(self._open):
            if node.kind == "dotted" and node.label and node.label.count(".") >= label.count("."):
                del self._open[i:]
                return

    def _sign_label(self, parent: Node | None, sign: str) -> str:
        """Dashes carry no number: their position under the labelled parent stands for it."""
        key = (id(parent) if parent else 0, sign)
        self._counts[key] = self._counts.get(key, 0) + 1
        return f"{sign}{self._counts[key]}"
