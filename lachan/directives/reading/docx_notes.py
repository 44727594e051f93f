"""Footnotes and endnotes of a Word document: their marks in the text, and what they say, below everything else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

_KINDS = ("footnote", "endnote")
_REFERENCES = {qn(f"w:{kind}Reference"): kind for kind in _KINDS}


class Notes:
    """Counts the notes as they are met, as Word does; "[1]" marks a footnote, "[i]" an endnote."""

    def __init__(self, document: Any) -> None:
        self._bodies = {kind: _bodies(document, kind) for kind in _KINDS}
        self._met: dict[str, list[str]] = {kind: [] for kind in _KINDS}

    def mark(self, element: Any) -> str:
        """The mark of a reference to a note that the document holds; nothing for any other element."""
        kind, identity = _REFERENCES.get(element.tag), element.get(qn("w:id"))
        if kind is None or identity not in self._bodies[kind]:
            return ""
        met = self._met[kind]
        if identity not in met:
            met.append(identity)
        return f"[{_numeral(kind, met.index(identity) + 1)}]"

    def lines(self, printed: Callable[[Any], str]) -> Iterator[str]:
        """Each note that the text refers to on one line, behind its mark."""
        for kind in _KINDS:
            for number, identity in enumerate(self._met[kind], start=1):
                paragraphs = self._bodies[kind][identity].iter(qn("w:p"))
                text = " ".join(" ".join(printed(p) for p in paragraphs).split())
                if text:
                    yield f"[{_numeral(kind, number)}] {text}"


def _bodies(document: Any, kind: str) -> dict[str, Any]:
    """The notes of one kind by their id; the lines that Word draws above them are none."""
    part = next((r.target_part for r in document.part.rels.values() if r.reltype.endswith(f"/{kind}s")), None)
    if part is None:
        return {}
    notes = parse_xml(part.blob).iterchildren(qn(f"w:{kind}"))
    return {note.get(qn("w:id")): note for note in notes if note.get(qn("w:type")) in {None, "normal"}}


def _numeral(kind: str, number: int) -> str:
    if kind == "footnote":
        return str(number)
    tens, ones = divmod(number, 10)
    return "x" * tens + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[ones]
