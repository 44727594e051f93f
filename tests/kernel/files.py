"""Files as they come from offices: made in memory, with the usual untidiness."""

from __future__ import annotations

import base64
import datetime as dt
import io
import zipfile
import zlib

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
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
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


# Excel 97: one sheet, "Mã mẫu", "Họ và tên", "Kết quả" and one row.
_OLD_XLS = (
    "eNrtWE1oU0EQ/uYlaX5I06SmQis8QsGqtZfixUt9jaAVJKF6UBFBUxtU2qYaEkEvVmuOguBJ8VLsRYSqF39Q8AcED0pFD4IgJO1N"
    "8SAoeGjznJ28lFR7aESLyn6PnZ2d3dndtzs7+/NqOlKcuN1Wwg/YAhfKth8NNTLi4K8mwuB821ZsNfZxsDX+Kfh9PJENHjxofOFV"
    "c6jmuwQDt9xPmAIzHA7gOJKjmXRsBbFV+pAi1YcepoSrLAmhVXrVLPSw0FVCb0rJh0J7RXJBaA+XLdJ+TFvJzs2OFe8z2iUvBFXv"
    "XdF5J5JutOC5suIzF6lS1oN49lhq+O/MMN1BTILnrS+dSWdTw0VEeQIn8dWOAV+qK/VxTMtXVk5g+bfFcu8S8kuGGxiDfUgMvMDO"
    "1euuTHB8DkdkLVYCJTDLuiO4Yea5FO3ASzOGkyiyMIcPyHD1tBOPzBwLTiCPayabc6I7CEpyRXmcwjMzw3l74CIVx5XVPB2J5T5l"
    "jgaUWxc3EF7kBhpleQSZDqJJ+IgskjA7+rnrn18nBvqtgyIZE9df2SDWqn+CjbNKg5VDkmMIdXHoFH6j0HNS6xrh24RG2bQ57uhv"
    "cZjt41LmvOR2cDubBG+sdTX8euYLH3fdMwuz1gbmp/pKp6NTb60JtPNoDbK++sbRRV105bLCfasak+NM3gtt/cmx+Iyw03fb2QWb"
    "MI+AsBGhlZQaHVpIGc5YKW1aQptE2+WUJ9F2L6SUtkdtwkYz7sjQ9dZswwFoaGhoaGhoaGho/CLIOZyro6g6gHqcw7/XedeZ51DW"
    "zyT/LXZjlD91bdzGt8gcsnxVrAer4aFqXbRMnep7ocJebj2LIQxIP4bqtl++vFHt/yxbMfz7llC97Zfr6ecfbv87FKfPTg=="
)


def old_xls() -> bytes:
    return zlib.decompress(base64.b64decode(_OLD_XLS))
