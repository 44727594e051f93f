"""Files as they come from offices: made in memory, with the usual untidiness."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

from openpyxl import Workbook

HEADER = [
    "STT",
    "Mã bệnh phẩm",
    "Tên bệnh nhân",
    "Năm sinh",
    "Giới",
    "CMND/CCCD",
    "SĐT",
    "Thời gian lấy mẫu",
    "KQ",
]


def xlsx(*sheets: tuple[str, list[list[object]]], merged: tuple[str, ...] = ()) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for area in merged:
            sheet.merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def plain_rows(count: int, bad: frozenset[int] = frozenset()) -> list[list[object]]:
    """`count` rows of people who exist nowhere; those numbered in `bad` have an impossible birth date."""
    return [
        [
            number,
            f"CM{number:06d}",
            f"Nguyễn Văn {_word(number)}",
            "31/02/1985"
            if number in bad
            else dt.datetime(1950 + number % 60, 1 + number % 12, 1 + number % 28),
            "Nam" if number % 2 else "Nữ",
            f"{999000000000 + number}",
            f"0{199000000 + number}",
            dt.datetime(2021, 9, 15, 7, number % 60),
            "(+)" if number % 50 == 0 else "Âm tính",
        ]
        for number in range(1, count + 1)
    ]


def _word(number: int) -> str:
    """A made-up given name without digits."""
    letters = ""
    while number:
        number, rest = divmod(number, 20)
        letters += "aeiouybdghklmnprstvx"[rest]
    return letters.capitalize()


def plain_xlsx(count: int, bad: frozenset[int] = frozenset()) -> bytes:
    return xlsx(("Sheet1", [HEADER, *plain_rows(count, bad)]))


def messy_xlsx() -> bytes:
    """Title lines, a header with a second line, column numbers, a group line, a repeated header, a footer."""
    rows: list[list[object]] = [
        ["TRUNG TÂM Y TẾ HUYỆN A"],
        ["DANH SÁCH KẾT QUẢ XÉT NGHIỆM NGÀY 15/9/2021"],
        [],
        ["STT", "Mã mẫu", "Họ và tên", "Năm sinh", "Số điện thoại", "Kết quả", None, "Ghi chú"],
        [None, None, None, None, None, "Kết luận", "Giá trị Ct", None],
        [1, 2, 3, 4, 5, 6, 7, 8],
        ["I. Xã Tân Thành"],
        [1, "M01", "TRẦN THỊ BÉ", "1985", 912345678, "Dương tính", "23,5", None],
        [2, "M02", "Danh Út", "00/00/1990", "0912.345.679", "Âm tính", None, None],
        [],
        ["STT", "Mã mẫu", "Họ và tên", "Năm sinh", "Số điện thoại", "Kết quả", None, "Ghi chú"],
        [3, "M03", "Tống Thị Cẩm", 1977, None, "âm tính (-)", "ND", "tái khám"],
        [4],
        ["Tổng cộng", 3],
        [None, None, None, None, None, "Ngày 15 tháng 9 năm 2021"],
        [None, None, None, None, None, "Người lập biểu"],
        [],
        [None, None, None, None, None, "Lê Thị Không Có"],
    ]
    guide = [["Hướng dẫn điền"], ["Ghi ngày theo dạng ngày/tháng/năm"], ["Không sửa tiêu đề cột"]]
    return xlsx(("Hướng dẫn", guide), ("Kết quả", rows))


def zip_bomb() -> bytes:
    """A workbook whose only sheet unpacks to half a gigabyte of blanks."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as part,
    ):
        for _ in range(512):
            part.write(b" " * (1 << 20))
    return out.getvalue()


def far_cell() -> bytes:
    """A workbook of two cells, the second in the last corner of the sheet: 17 thousand million cells between."""
    book = Workbook()
    book.active["A1"] = "Họ và tên"
    book.active["XFD1048576"] = "x"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
