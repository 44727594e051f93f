"""The files that the demonstration hands out to be uploaded: a letter, a laboratory's results, a contact list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from lachan.demo.letter import FILE_NAME, letter_docx
from lachan.people.models import Person

RESULTS = "ket-qua-xet-nghiem-15-9-2021.xlsx"
CONTACTS = "danh-sach-tiep-xuc.xlsx"
_SEX = {"male": "Nam", "female": "Nữ"}


def write_all(folder: Path, *, tested: Sequence[tuple[Person, str]], met: Sequence[Person]) -> list[Path]:
    """Write the three files; `tested` are people with "positive" or "negative", `met` the shop's customers."""
    folder.mkdir(parents=True, exist_ok=True)
    contents = {
        FILE_NAME: letter_docx(),
        RESULTS: results_xlsx(tested),
        CONTACTS: contacts_xlsx(met),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in contents]


def results_xlsx(tested: Sequence[tuple[Person, str]]) -> bytes:
    """A laboratory's own sheet: a title above the header, its own column names, three rows that can't be right,
    a pool of three, and a positive whose identity is not sure."""
    book, sheet = _book("KẾT QUẢ XÉT NGHIỆM NGÀY 15/9/2021")
    sheet.append(
        [
            "TT",
            "Mã ống",
            "Họ tên người được lấy mẫu",
            "Ngày sinh",
            "Phái",
            "Số CCCD",
            "ĐT liên hệ",
            "Xã/phường",
            "Giờ lấy mẫu",
            "Giờ có KQ",
            "Kỹ thuật",
            "KQ",
            "CT",
            "Đơn/Gộp",
        ]
    )
    for number, (person, outcome) in enumerate(tested, start=1):
        sheet.append(_result_row(number, person, outcome))
    number = len(tested)
    for extra in _doubtful_rows():
        number += 1
        sheet.append([number, *extra])
    return _bytes(book)


def _result_row(number: int, person: Person, outcome: str) -> list[Any]:
    positive = outcome == "positive"
    return [
        number,
        f"Đ15-{number:03d}",
        person.full_name,
        f"{person.birth_date:%d/%m/%Y}" if person.birth_date else person.birth_year,
        _SEX.get(person.sex, ""),
        person.national_id,
        person.phone,
        person.residence.name if person.residence else "",
        "18:30 14/9/2021",
        "06:10 15/9/2021",
        "RT-PCR",
        "Dương tính" if positive else "Âm tính",
        "21,4" if positive else "",
        "Đơn",
    ]


def _doubtful_rows() -> list[list[Any]]:
    told = ["18:40 14/9/2021", "06:20 15/9/2021", "RT-PCR"]
    return [
        # A positive with a name and a year only: it waits for the commune, and alarms already.
        ["Đ15-901", "Nguyễn Văn Bé", "1975", "Nam", "", "", "Phường 4", *told, "Dương tính", "24,8", "Đơn"],
        # A pool of three, negative.
        ["G15-01", "Trần Thị Sáu", "1988", "Nữ", "", "", "Phường 5", *told, "Âm tính", "", "Gộp"],
        ["G15-01", "Lê Văn Chín", "1990", "Nam", "", "", "Phường 5", *told, "Âm tính", "", "Gộp"],
        ["G15-01", "Phạm Thị Mười", "1992", "Nữ", "", "", "Phường 5", *told, "Âm tính", "", "Gộp"],
        # One that waits for its result, and two that go back to the laboratory.
        ["Đ15-902", "", "1980", "Nam", "", "", "Phường 4", *told, "Âm tính", "", "Đơn"],
        ["Đ15-903", "Võ Văn Tám", "1971", "Nam", "", "", "Phường 4", *told, "Chờ", "", "Đơn"],
        [
            "Đ15-904",
            "Huỳnh Thị Út",
            "1969",
            "Nữ",
            "",
            "",
            "Phường 4",
            "18:40 18/9/2021",
            "06:20 19/9/2021",
            "RT-PCR",
            "Âm tính",
            "",
            "Đơn",
        ],
    ]


def contacts_xlsx(met: Sequence[Person]) -> bytes:
    """A tracer's list of the customers of the bakery in Khóm 1, Phường 4."""
    book, sheet = _book("DANH SÁCH NGƯỜI TIẾP XÚC TẠI TIỆM BÁNH KHÓM 1, PHƯỜNG 4")
    sheet.append(
        [
            "STT",
            "Họ và tên",
            "Năm sinh",
            "Giới",
            "CCCD",
            "Điện thoại",
            "Xã, phường",
            "Hình thức tiếp xúc",
            "Ngày tiếp xúc",
            "Nơi tiếp xúc",
        ]
    )
    for number, person in enumerate(met, start=1):
        sheet.append(
            [
                number,
                person.full_name,
                person.birth_year,
                _SEX.get(person.sex, ""),
                person.national_id,
                person.phone,
                person.residence.name if person.residence else "",
                "Tiếp xúc trong vòng 2 m",
                dt.date(2021, 9, 13).strftime("%d/%m/%Y"),
                "Tiệm bánh Khóm 1",
            ]
        )
    sheet.append(
        [len(met) + 1, "Nguyễn Thị Không Rõ", "", "Nữ", "", "", "Phường 4", "đứng gần", "99/99/2021", ""]
    )
    return _bytes(book)


def _book(title: str) -> tuple[Workbook, Any]:
    book = Workbook()
    sheet = book.active
    sheet.append([title])
    sheet.append([])
    return book, sheet


def _bytes(book: Workbook) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
