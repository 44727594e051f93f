"""The pipeline: text → zones → fields. Every step is linear in the letter's length."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from .addressees import read_addressees
from .canon import canon
from .doubts import NO_TEXT, Reading, doubts_of
from .errors import UnreadableLetter
from .extract import text_of
from .header import own_key, read_header
from .lines import Line, split_lines
from .orders import orders_in
from .paragraphs import Paragraph, paragraphs
from .references import references_in
from .tail import read_tail
from .types import Header, Letter
from .zones import Zones, cut


def read_file(path: str | Path) -> dict[str, Any]:
    """The contract's object for one file. Raises UnreadableLetter with a Vietnamese message."""
    return read_letter(path).to_contract()


def read_bytes(name: str, data: bytes) -> dict[str, Any]:
    """The contract's object for an uploaded file; `name` tells its kind and becomes `file`."""
    return letter_of(name, data).to_contract()


def read_letter(path: str | Path) -> Letter:
    """The same with spans, for a file on disk."""
    source = Path(path)
    try:
        data = source.read_bytes()
    except OSError as error:
        raise UnreadableLetter(f"Không mở được tệp “{source.name}”.") from error
    return letter_of(source.name, data)


def letter_of(name: str, data: bytes) -> Letter:
    """The same with spans, for bytes."""
    return letter_of_text(Path(name).name, text_of(name, data))


def letter_of_text(name: str, text: str) -> Letter:
    """Reads text that `text_of` has given (or that a clerk has corrected)."""
    lines = split_lines(text)
    if not lines:
        return Letter(file=name, text=text, header=Header(), doubts=(NO_TEXT,))
    return _read(name, text, cut(lines))


def _read(name: str, text: str, zones: Zones) -> Letter:
    body = paragraphs(zones.body)
    prose = "\n".join([*(x.text for x in zones.addressed), *(p.text for p in body)])
    found = read_header(zones.head, prose, canon(prose))
    header = found.header
    issued_on = date.fromisoformat(header.issued_on) if header.issued_on else None
    addressees = read_addressees(zones.addressed)
    orders = orders_in(body, header.type, issued_on)
    notes = paragraphs(zones.notes)
    refers = references_in(_subject(zones.head, header), [*body, *notes], own_key(header))
    tail = read_tail(zones.tail)
    reading = Reading(found, addressees, orders, refers, tail, body, zones.appendix, notes, text)
    return Letter(
        file=name,
        text=text,
        header=header,
        addressees=addressees,
        orders=orders,
        refers_to=refers,
        recipients=tail.recipients,
        signer=tail.signer,
        doubts=doubts_of(reading),
    )


def _subject(head: list[Line], header: Header) -> Paragraph | None:
    """The subject as a paragraph, so that what it cites has a place in the text."""
    if header.subject is None or not head:
        return None
    first = header.subject.split()[0].lower()
    line = next((x for x in head if first in x.text.lower()), head[0])
    return Paragraph(header.subject, tuple(line.start for _ in header.subject))
