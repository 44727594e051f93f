"""Bytes → the letter's text, by the kind of file."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from pathlib import PurePath

from .docx_text import docx_text
from .errors import UnreadableLetter
from .lines import clean
from .old_fonts import modern, vietnamese_words
from .pdf_text import pdf_text

MAX_BYTES = 50 * 1024 * 1024
MAX_UNPACKED = 400 * 1024 * 1024
SUPPORTED = (".docx", ".pdf", ".txt", ".md")
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def text_of(name: str, data: bytes) -> str:
    """The text that stands beside the reading; spans point into it. May raise UnreadableLetter."""
    if not data:
        raise UnreadableLetter("Tệp rỗng, không có nội dung để đọc.")
    if len(data) > MAX_BYTES:
        raise UnreadableLetter(
            "Tệp lớn hơn 50 MB; văn bản hành chính không lớn như vậy. Hãy kiểm tra lại tệp."
        )
    return clean(modern(_raw(PurePath(name).suffix.lower(), data)))


def _raw(suffix: str, data: bytes) -> str:
    if data.startswith(b"%PDF") or suffix == ".pdf":
        return pdf_text(data)
    if data.startswith(b"PK"):
        return _zipped(suffix, data)
    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise UnreadableLetter("Tệp Word được đặt mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.")
    if data.startswith(_OLE):
        raise UnreadableLetter(
            "Tệp Word đời cũ (.doc) chưa đọc được. Hãy mở bằng Word và lưu lại thành .docx."
        )
    if data.startswith(b"{\\rtf"):
        raise UnreadableLetter("Tệp RTF chưa đọc được. Hãy mở bằng Word và lưu lại thành .docx.")
    if suffix == ".docx":
        raise UnreadableLetter("Tệp .docx bị hỏng hoặc không đúng định dạng Word (không mở được).")
    if b"\x00" in data[:4096] and not _encodings(data)[0].startswith("utf-16"):
        raise UnreadableLetter("Tệp không phải văn bản. Chỉ đọc được .docx, .pdf và .txt.")
    return _decoded(data)


def _zipped(suffix: str, data: bytes) -> str:
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except zipfile.BadZipFile:
        raise UnreadableLetter("Tệp .docx bị hỏng hoặc không đúng định dạng Word (không mở được).") from None
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise UnreadableLetter("Tệp .docx giải nén ra quá lớn; văn bản hành chính không lớn như vậy.")
    if "word/document.xml" in {member.filename for member in members}:
        return docx_text(data)
    raise UnreadableLetter("Tệp nén này không phải văn bản Word. Chỉ đọc được .docx, .pdf và .txt.")


def _decoded(data: bytes) -> str:
    for encoding in _encodings(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return _of_an_old_code_page(data)


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    head = data[:2000]
    for encoding, high in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if len(head) > 8 and high.count(0) > len(high) // 3 and head.count(0) < 0.7 * len(head):
            return (encoding,)
    return ("utf-8-sig",)


def _of_an_old_code_page(data: bytes) -> str:
    """Windows-1258 has Vietnamese marks of its own; other old files hold signs that only their font explains."""
    windows = unicodedata.normalize("NFC", data.decode("cp1258", errors="replace"))
    by_font = modern(data.decode("latin-1"))
    found = max((windows, by_font), key=vietnamese_words)
    if not vietnamese_words(found):
        raise UnreadableLetter("Không nhận ra bảng mã của tệp văn bản. Hãy lưu lại tệp dạng UTF-8.")
    return found
