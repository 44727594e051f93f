"""Lines of a .csv, .xlsx or .xls file, as the cells that stand in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from lachan.kernel.errors import Refused

_BOOKS = {".xlsx", ".xls", ".xlsm", ".ods"}
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_lines(name: str, content: bytes) -> Iterator[list[object]]:
    """Every line of a table file, all sheets in order; raises Refused where the file can't be read."""
    suffix = Path(name).suffix.lower()
    if suffix in _BOOKS:
        return _book_lines(name, content)
    if suffix in {".csv", ".txt", ".tsv"}:
        return _csv_lines(name, content)
    raise Refused(f"«{name}»: chỉ nhận tệp .csv, .xlsx hoặc .xls.")


def _book_lines(name: str, content: bytes) -> Iterator[list[object]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except CalamineError as error:
        raise Refused(f"«{name}» không mở được như một bảng tính.") from error
    return (list(line) for sheet in book.sheet_names for line in book.get_sheet_by_name(sheet).iter_rows())


def _csv_lines(name: str, content: bytes) -> Iterator[list[object]]:
    text = _decode(name, content)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    return (list(line) for line in csv.reader(io.StringIO(text), delimiter=delimiter))


def _decode(name: str, content: bytes) -> str:
    encoding = "utf-16" if content[:2] in _UTF16_MARKS else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeError as error:
        raise Refused(f"«{name}» không phải là văn bản Unicode: hãy lưu lại dưới dạng CSV UTF-8.") from error
