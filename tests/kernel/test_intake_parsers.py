"""What lists of the province really hold, and what each cell becomes."""

import datetime as dt

import pytest

from lachan.kernel.intake import parsers
from lachan.kernel.intake.cells import BadCell, tidy
from lachan.kernel.intake.parsers import Birth
from lachan.kernel.times import LOCAL


def local(*parts):
    return dt.datetime(*parts, tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("096012345678", "096012345678"),
        ("'096012345678", "096012345678"),
        ("096 012 345 678", "096012345678"),
        (96012345678, "096012345678"),
        (96012345678.0, "096012345678"),
        ("96012345678", "096012345678"),
        ("9.6012345678E+10", "096012345678"),
        (1012345678, "001012345678"),
        ("381234567", "381234567"),
        (81234567, "081234567"),
        ("-", None),
        ("không có", None),
    ],
)
def test_national_id(cell, value):
    assert parsers.national_id(tidy(cell)) == value


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("9.60123456789E+10", "đã mất chữ số"),
        ("9.60123E+10", "đã mất chữ số"),
        ("0960123456", "10 chữ số"),
        ("09601234567", "11 chữ số"),
        ("09601234567x", "không phải chữ số"),
        (dt.date(2021, 9, 15), "ngày giờ"),
        (96012345678.9, "làm tròn"),
    ],
)
def test_national_id_refused(cell, says):
    with pytest.raises(BadCell, match=says):
        parsers.national_id(tidy(cell))


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("0912 345 678", "0912345678"),
        ("+84912345678", "0912345678"),
        ("84912345678", "0912345678"),
        ("0084 912 345 678", "0912345678"),
        (912345678, "0912345678"),
        ("912.345.678", "0912345678"),
        ("0912345678 / 0987654321", "0912345678"),
        ("0290 3 831 234", "02903831234"),
    ],
)
def test_phone(cell, value):
    assert parsers.phone(tidy(cell)) == value


@pytest.mark.parametrize("cell", ["12345", "gọi mẹ", "091234567890"])
def test_phone_refused(cell):
    with pytest.raises(BadCell):
        parsers.phone(cell)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("15/09/1985", Birth(1985, dt.date(1985, 9, 15))),
        ("5.9.85", Birth(1985, dt.date(1985, 9, 5))),
        ("05-09-2019", Birth(2019, dt.date(2019, 9, 5))),
        ("1.2.09", Birth(2009, dt.date(2009, 2, 1))),
        ("1985-09-15", Birth(1985, dt.date(1985, 9, 15))),
        ("15091985", Birth(1985, dt.date(1985, 9, 15))),
        ("15 tháng 9 năm 1985", Birth(1985, dt.date(1985, 9, 15))),
        ("00/00/1985", Birth(1985)),
        ("09/1985", Birth(1985)),
        (1985, Birth(1985)),
        (1985.0, Birth(1985)),
        ("1985", Birth(1985)),
        (31305, Birth(1985, dt.date(1985, 9, 15))),
        (dt.datetime(1985, 9, 15, 0, 0), Birth(1985, dt.date(1985, 9, 15))),
    ],
)
def test_birth(cell, value):
    assert parsers.birth(tidy(cell)) == value


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("31/02/1985", "không phải ngày có thật"),
        ("35 tuổi", "năm sinh"),
        ("15/09/1785", "không hợp lý"),
        ("x", "hãy ghi"),
    ],
)
def test_birth_refused(cell, says):
    with pytest.raises(BadCell, match=says):
        parsers.birth(cell)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("07:30 15/9/2021", local(2021, 9, 15, 7, 30)),
        ("15/9/2021 7h30", local(2021, 9, 15, 7, 30)),
        ("7 giờ 30 ngày 15/9/2021", local(2021, 9, 15, 7, 30)),
        ("7h ngày 15 tháng 9 năm 2021", local(2021, 9, 15, 7)),
        ("15/09/2021 07:30:20", local(2021, 9, 15, 7, 30, 20)),
        ("2021-09-15T07:30", local(2021, 9, 15, 7, 30)),
        ("2h30 chiều 15/9/21", local(2021, 9, 15, 14, 30)),
        ("15/9/2021", local(2021, 9, 15)),
        (44454.3125, local(2021, 9, 15, 7, 30)),
        (dt.datetime(2021, 9, 15, 7, 30), local(2021, 9, 15, 7, 30)),
    ],
)
def test_moment(cell, value):
    assert parsers.moment(tidy(cell)) == value


@pytest.mark.parametrize("cell", ["15/9", "25h00 15/9/2021", "sáng nay", "30/2/2021 7h"])
def test_moment_refused(cell):
    with pytest.raises(BadCell):
        parsers.moment(cell)


@pytest.mark.parametrize(
    ("cell", "value"),
    [("23,5", 23.5), ("23.5/24.1", 23.5), (18, 18.0), ("N: 1", BadCell), ("ND", None), ("99", BadCell)],
)
def test_ct(cell, value):
    if value is BadCell:
        with pytest.raises(BadCell):
            parsers.ct(cell)
    else:
        assert parsers.ct(cell) == value


def test_a_ct_that_is_no_number_is_shown_whole():
    with pytest.raises(BadCell, match="“ba mươi” không phải trị số Ct"):
        parsers.ct("ba mươi")


@pytest.mark.parametrize(
    ("cell", "value"),
    [("NGUYỄN  VĂN Á", "Nguyễn Văn Á"), ("1. Trần thị B", "Trần thị B"), ("Danh Út", "Danh Út")],
)
def test_name(cell, value):
    assert parsers.name(cell) == value


@pytest.mark.parametrize("cell", ["0912345678", "A", "Nguyễn Văn A 0912345678"])
def test_name_refused(cell):
    with pytest.raises(BadCell):
        parsers.name(cell)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("12/9", local(2021, 9, 12)), ("12/9 18h30", local(2021, 9, 12, 18, 30)), ("7:30 15/9", local(2021, 9, 15, 7, 30)),
        ("18:00 ngày 16/9", local(2020, 9, 16, 18)), ("12/9/2019 8h", local(2019, 9, 12, 8)),
        ("2021-09-12 8:30", local(2021, 9, 12, 8, 30)),
    ],
)  # fmt: skip
def test_a_day_without_its_year_is_the_last_one(cell, value):
    whole, understood = parsers.dated(tidy(cell), dt.date(2021, 9, 15))
    assert parsers.moment(whole) == value
    assert understood == ("" if "20" in cell else f"{cell.split('/')[0].split()[-1]}/9 là {value:%d/%m/%Y}")


@pytest.mark.parametrize("cell", ["31/9", "12/9/", "9/2021", "hôm qua", 44451, None])
def test_what_is_no_day_stays_as_it_is_written(cell):
    assert parsers.dated(cell, dt.date(2021, 9, 15)) == (cell, "")
