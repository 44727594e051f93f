"""What is refused before it is opened: too big, packed to burst, locked, or another kind of file."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
import zlib
from pathlib import PurePath

from lachan.kernel.errors import Refused

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 400 * 1024 * 1024
MAX_PARTS = 2000
MAX_CELLS = 12_000_000
MAX_ROWS = 200_000
_PIECE = 1 << 20
_OVERLAP = 400

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_LOCKED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = re.compile(rb"(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<")

# A cell that holds something: the reader lays out the whole rectangle up to the farthest of them.
_FILLED = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<(?:\w+:)?(?:v|is|f)\b')
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d{1,9})"')


def check_file(name: str, data: bytes) -> None:
    """Refused says in words why a file can't be taken. Once is enough: what was kept is encrypted and can't change."""
    if kind_of(name, data) == "xlsx":
        _check_zip(data)


def check_size(size: int) -> None:
    """Refused before a file that is too big is read at all."""
    if size > MAX_BYTES:
        raise Refused(
            f"Tệp lớn hơn {MAX_BYTES // 1024 // 1024} MB. Hãy tách thành nhiều tệp nhỏ hơn.", "file"
        )


def kind_of(name: str, data: bytes) -> str:
    """ "xlsx", "xls", "markup" or "csv" by content first and name second; Refused where it is none of them or too big."""
    if not data:
        raise Refused("Tệp rỗng, không có dữ liệu.")
    check_size(len(data))
    suffix = PurePath(name).suffix.lower()
    if data.startswith(_ZIP):
        return "xlsx"
    if data.startswith(_OLE):
        if _LOCKED not in data:
            return "xls"
        raise Refused("Tệp Excel có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.")
    if suffix in {".xls", ".xlsx"}:
        return _under_a_false_name(data)
    if suffix in {".csv", ".txt", ".tsv"}:
        return "csv"
    raise Refused("Chỉ nhận tệp .xlsx, .xls hoặc .csv.")


def _under_a_false_name(data: bytes) -> str:
    """What programs save as .xls is often a web page, or a table of words."""
    head = data[:2000]
    if _MARKUP.match(head.replace(b"\0", b"")):
        return "markup"
    if b"\0" not in head or head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "csv"
    raise Refused(
        "Tệp mang tên Excel nhưng bên trong không phải bảng tính. Hãy mở bằng Excel, chọn “Lưu thành” → "
        "“Excel Workbook (.xlsx)” rồi gửi lại."
    )


def _check_zip(data: bytes) -> None:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except (
        zipfile.BadZipFile,
        ValueError,
        NotImplementedError,
    ) as error:  # the last: a version zipfile can't read
        raise Refused("Tệp bị hỏng, không mở được. Hãy lưu lại từ Excel rồi gửi lại.") from error
    if len(parts) > MAX_PARTS:
        raise Refused("Tệp nén có quá nhiều phần, không phải bảng tính thông thường.")
    if not any(part.filename.startswith("xl/") for part in parts):
        raise Refused("Tệp nén này không phải bảng tính Excel (.xlsx).")
    left = MAX_UNPACKED
    for part in parts:
        left -= _unpack(archive, part, left)


def _unpack(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """Really unpack a part, counting: the size that a packed file states about itself proves nothing."""
    extent = _Extent() if part.filename.startswith("xl/worksheets/") else None
    size, tail = 0, b""
    try:
        with archive.open(part) as stream:
            while piece := stream.read(_PIECE):
                size += len(piece)
                if size > left:
                    raise Refused("Tệp nén bung ra quá lớn, hệ thống từ chối mở.")
                if extent:
                    extent.see(tail + piece)
                    tail = piece[-_OVERLAP:]
    # zipfile raises RuntimeError for a password and NotImplementedError for a packing that it does not know.
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise Refused(
            "Tệp bị hỏng hoặc có mật khẩu, không mở được. Hãy lưu lại từ Excel rồi gửi lại."
        ) from error
    return size


class _Extent:
    """The rectangle that a sheet's filled cells span."""

    def __init__(self) -> None:
        self.rows = self.columns = 0

    def see(self, xml: bytes) -> None:
        filled = _FILLED.findall(xml)
        rows = [*_ROW.findall(xml)[-1:], *{row for _, row in filled}]
        self.rows = max(self.rows, max(map(int, rows), default=0))
        letters = {letters for letters, _ in filled}
        self.columns = max(self.columns, max(map(column_number, letters), default=0))
        if self.rows * max(self.columns, 1) > MAX_CELLS:
            raise Refused(
                "Trang tính có ô dữ liệu ở quá xa (bảng rộng quá mức). Hãy xóa các ô thừa rồi gửi lại."
            )


def column_number(letters: bytes | str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters if isinstance(letters, bytes) else letters.encode():
        number = number * 26 + letter - 64
    return number
