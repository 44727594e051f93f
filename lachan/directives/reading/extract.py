"""Bytes → the letter's text, by the kind of file."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePath

from .docx_text import docx_text
from .errors import UnreadableLetter
from .lines import clean
from .pdf_text import pdf_text

MAX_BYTES = 50 * 1024 * 1024
SUPPORTED = (".docx", ".pdf", ".txt", ".md")


def text_of(name: str, data: bytes) -> str:
    """The text that stands beside the reading; spans point into it. May raise UnreadableLetter."""
    if not data:
        raise UnreadableLetter("Tệp rỗng, không có nội dung để đọc.")
    if len(data) > MAX_BYTES:
        raise UnreadableLetter(
            "Tệp lớn hơn 50 MB; văn bản hành chính không lớn như vậy. Hãy kiểm tra lại tệp."
        )
    return clean(_raw(PurePath(name).suffix.lower(), data))


def _raw(suffix: str, data: bytes) -> str:
    if data.startswith(b"%PDF") or suffix == ".pdf":
        return pdf_text(data)
    if data.startswith(b"PK"):
        return _zipped(suffix, data)
    if suffix == ".docx":
        raise UnreadableLetter("Tệp .docx bị hỏng hoặc không đúng định dạng Word (không mở được).")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableLetter(
            "Tệp Word đời cũ (.doc) chưa đọc được. Hãy mở bằng Word và lưu lại thành .docx."
        )
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableLetter("Tệp không phải văn bản. Chỉ đọc được .docx, .pdf và .txt.")
    return _decoded(data)


def _zipped(suffix: str, data: bytes) -> str:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except zipfile.BadZipFile:
        raise UnreadableLetter("Tệp .docx bị hỏng hoặc không đúng định dạng Word (không mở được).") from None
    if "word/document.xml" in names:
        return docx_text(data)
    raise UnreadableLetter("Tệp nén này không phải văn bản Word. Chỉ đọc được .docx, .pdf và .txt.")


def _decoded(data: bytes) -> str:
    for encoding in _encodings(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableLetter("Không nhận ra bảng mã của tệp văn bản. Hãy lưu lại tệp dạng UTF-8.")


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    return ("utf-8-sig", "cp1258")
