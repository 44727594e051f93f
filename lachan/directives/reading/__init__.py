"""Reads a directive (.docx, .pdf, .txt) into the fields and orders of the letter contract."""

from .doubts import is_group
from .errors import UnreadableLetter
from .extract import SUPPORTED, text_of
from .reader import letter_of, letter_of_text, read_bytes, read_file, read_letter
from .types import Deadline, Header, Letter, Order, Reference, Signer, Span, Subject

__all__ = [
    "SUPPORTED",
    "Deadline",
    "Header",
    "Letter",
    "Order",
    "Reference",
    "Signer",
    "Span",
    "Subject",
    "UnreadableLetter",
    "is_group",
    "letter_of",
    "letter_of_text",
    "read_bytes",
    "read_file",
    "read_letter",
    "text_of",
]
