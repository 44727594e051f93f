"""Which alphabet a text file was written in: Unicode in its forms, or one of the old Vietnamese code pages."""

from __future__ import annotations

import codecs
import unicodedata

from lachan.kernel.errors import Refused
from lachan.kernel.intake.reading.fonts import from_tcvn3, from_vni

_COMMON = frozenset(
    [
        "họ",
        "tên",
        "và",
        "ngày",
        "sinh",
        "giới",
        "tính",
        "nam",
        "nữ",
        "địa",
        "chỉ",
        "điện",
        "thoại",
        "kết",
        "quả",
        "mẫu",
        "xã",
        "phường",
        "huyện",
        "ấp",
        "khóm",
        "số",
        "nguyễn",
        "trần",
        "lê",
        "phạm",
        "phan",
        "võ",
        "đặng",
        "bùi",
        "đỗ",
        "hồ",
        "ngô",
        "dương",
        "lý",
        "văn",
        "thị",
        "âm",
        "dương",
        "năm",
        "nơi",
        "ở",
        "xét",
        "nghiệm",
        "lấy",
    ]
)


def decode(data: bytes) -> str:
    """The text of a .csv; Refused where no alphabet makes Vietnamese of it."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _strictly(data, name)
    head = data[:2000]
    if head.count(0) > len(head) // 4:
        return _strictly(data, "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _old_code_page(data)


def _strictly(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise Refused("Tệp .csv bị hỏng giữa chừng. Hãy lưu lại dạng “CSV UTF-8” rồi gửi lại.") from error


def _old_code_page(data: bytes) -> str:
    tries = [
        unicodedata.normalize("NFC", data.decode("cp1258", errors="replace")),
        from_tcvn3(data.decode("latin-1")),
        from_vni(data.decode("latin-1")),
    ]
    best = max(tries, key=vietnamese_words)
    if vietnamese_words(best) < 2:
        raise Refused(
            "Không nhận ra bảng mã chữ Việt của tệp .csv. Hãy mở bằng Excel, chọn “Lưu thành” → “CSV UTF-8” rồi gửi lại."
        )
    return best


def vietnamese_words(text: str) -> int:
    """How many of the commonest words of such lists, written with their marks, the beginning of a text holds."""
    words = text[:20_000].lower().replace(",", " ").replace(";", " ").replace("\t", " ").split()
    return len({word.strip('"') for word in words} & _COMMON)
