"""Whatever comes in, the answer is a value or a sentence, never a fault of the system."""

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lachan.kernel.errors import Refused
from lachan.kernel.intake import mapping, parsers
from lachan.kernel.intake.cells import BadCell, from_json, text_of, tidy, to_json
from lachan.kernel.intake.reading.tables import read_document
from lachan.kernel.text import fold
from tests.kernel import files
from tests.kernel.notebook import KIND

HINTS = mapping.hints(KIND)
WORKBOOK = files.plain_xlsx(3)
cells = st.one_of(
    st.none(),
    st.text(max_size=30),
    st.text(alphabet="0123456789/.:-hE+ '", max_size=24),
    st.integers(-(10**13), 10**13),
    st.floats(allow_nan=True, allow_infinity=True),
    st.booleans(),
    st.datetimes(min_value=dt.datetime(1900, 1, 1), max_value=dt.datetime(2200, 1, 1)),
    st.dates(min_value=dt.date(1900, 1, 1)),
    st.times(),
)


def read(name, data):
    try:
        return read_document(name, data, HINTS)
    except Refused as refusal:
        assert refusal.message.endswith((".", ").", ")"))
        return None


@given(st.binary(max_size=400))
@example(b"\xff\xfe")
@example(b"sep=")
@example(b'"')
@example(b"\x00" * 50)
def test_any_bytes_as_csv(data):
    read("a.csv", data)


@given(st.text(max_size=300))
def test_any_text_as_csv(text):
    read("a.csv", text.encode("utf-8", errors="ignore"))


@given(st.integers(0, len(WORKBOOK) - 1), st.integers(1, 255))
def test_damaged_workbooks(place, change):
    data = bytearray(WORKBOOK)
    data[place] ^= change
    read("a.xlsx", bytes(data))


@given(st.integers(0, len(WORKBOOK)))
def test_workbooks_cut_short(length):
    read("a.xlsx", WORKBOOK[:length])


@given(st.lists(st.lists(cells, max_size=6), max_size=12))
def test_sheets_of_anything_keep_their_numbering(rows):
    text = "\n".join(",".join(f'"{text_of(tidy(cell))}"'.replace("\n", " ") for cell in row) for row in rows)
    document = read("a.csv", text.encode("utf-8", errors="ignore"))
    if document:
        assert [line.number for line in document.lines] == list(range(1, len(document.lines) + 1))
        assert len({fold(name) for name in document.columns}) >= 1
        assert all(len(line.cells) == len(document.columns) for line in document.lines)


@pytest.mark.parametrize(
    "parse",
    [
        parsers.text(),
        parsers.code(),
        parsers.name,
        parsers.national_id,
        parsers.phone,
        parsers.birth,
        parsers.day,
        parsers.moment,
        parsers.ct,
        parsers.number,
    ],
    ids=lambda parse: parse.__qualname__,
)
@given(cell=cells)
def test_parsers_answer_with_a_value_or_a_sentence(parse, cell):
    cell = tidy(cell)
    if cell is None:
        return
    try:
        parse(cell)
    except BadCell as bad:
        assert bad.message


@given(cells)
def test_cells_survive_json(cell):
    cell = tidy(cell)
    assert from_json(to_json(cell)) == cell


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2029, 12, 31)))
def test_a_day_is_read_however_it_is_written(day):
    for written in (f"{day:%d/%m/%Y}", f"{day.day}.{day.month}.{day.year}", day.isoformat(), f"{day:%d%m%Y}"):
        assert parsers.birth(written).day == day
    for written in (f"7h05 ngày {day:%d/%m/%Y}", f"{day.isoformat()} 07:05", f"{day:%d-%m-%Y} 07:05:00"):
        moment = parsers.moment(written)
        assert (moment.date(), moment.hour, moment.minute) == (day, 7, 5)


@given(st.integers(0, 10**12 - 1))
def test_a_cccd_survives_a_spreadsheet(number):
    digits = f"0{number % 10**11:011d}"
    for written in (digits, f"'{digits}", f"{digits[:3]} {digits[3:6]} {digits[6:]}"):
        assert parsers.national_id(written) == digits
    if digits[1] != "0":
        assert parsers.national_id(tidy(float(digits))) == digits
