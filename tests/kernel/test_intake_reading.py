"""Finding the table in whatever an office sends, and refusing what would hurt."""

import io
import tracemalloc

import openpyxl
import pytest

from lachan.kernel.errors import Refused
from lachan.kernel.intake import mapping
from lachan.kernel.intake.handback import csv_bytes, sheet_bytes
from lachan.kernel.intake.reading.encodings import decode
from lachan.kernel.intake.reading.tables import read_document
from tests.kernel import files
from tests.kernel.notebook import KIND

HINTS = mapping.hints(KIND)
CSV = "Mã mẫu,Họ và tên,Kết quả\nM1,Nguyễn Văn A,Dương tính\nM2,Đặng Thị Bé,Âm tính\n"
TCVN3 = "M· mÉu;Hä vµ tªn;KÕt qu¶\nM1;NguyÔn V¨n A;¢m tÝnh\n"


def rows(document):
    return [line.cells for line in document.lines]


def test_messy_sheet_gives_its_rows_and_says_what_it_left_out():
    document = read_document("kq.xlsx", files.messy_xlsx(), HINTS)
    assert document.columns == (
        "STT", "Mã mẫu", "Họ và tên", "Năm sinh", "Số điện thoại", "Kết quả / Kết luận", "Kết quả / Giá trị Ct", "Ghi chú",
    )  # fmt: skip
    assert [line.cells[2] for line in document.lines] == ["TRẦN THỊ BÉ", "Danh Út", "Tống Thị Cẩm"]
    assert [(line.number, line.line) for line in document.lines] == [(1, 8), (2, 9), (3, 12)]
    notes = " ".join(document.notes)
    for words in ("dòng 1–2", "dòng nhóm (“I. Xã Tân Thành”)", "tiêu đề cột lặp lại", "Tổng cộng", "ký tên"):
        assert words in notes


def test_merged_cells_downwards_count_for_each_row():
    data = files.xlsx(
        ("A", [["Mã mẫu", "Họ và tên", "Kết quả"], ["GOP1", "A Một", "Âm tính"], [None, "B Hai", "Âm tính"]]),
        merged=("A2:A3",),
    )
    assert [cells[0] for cells in rows(read_document("a.xlsx", data, HINTS))] == ["GOP1", "GOP1"]


def test_name_in_two_columns_and_birth_under_the_sex():
    header = ["TT", "Mã mẫu", "Họ và tên đệm", "Tên", "Năm sinh", None, "Kết quả"]
    below = [None, None, None, None, "Nam", "Nữ", None]
    people = [
        [1, "M1", "Nguyễn Văn", "An", 1980, None, "Âm tính"],
        [2, "M2", "Trần Thị", "Bé", None, 1990, "Âm tính"],
    ]
    data = files.xlsx(("A", [header, below, *people]), merged=("E1:F1", "A1:A2"))
    document = read_document("a.xlsx", data, HINTS)
    assert document.columns[-3:] == ("Họ và tên", "Giới tính", "Năm sinh")
    assert document.made == 3
    assert [cells[-3:] for cells in rows(document)] == [
        ("Nguyễn Văn An", "Nam", 1980),
        ("Trần Thị Bé", "Nữ", 1990),
    ]
    guessed = mapping.guess_columns(KIND, document.columns)
    assert (guessed["name"], guessed["sex"], guessed["birth"]) == ("Họ và tên", "Giới tính", "Năm sinh")


def test_name_under_one_wide_header():
    header = ["Mã mẫu", "Họ và tên", None, "Kết quả"]
    data = files.xlsx(("A", [header, ["M1", "Nguyễn Văn", "An", "Âm tính"]]), merged=("B1:C1",))
    assert rows(read_document("a.xlsx", data, HINTS)) == [("M1", "Nguyễn Văn An", "An", "Âm tính")]


def test_ticks_under_the_sex_are_no_birth():
    header = ["Mã mẫu", "Họ và tên", "Nam", "Nữ", "Kết quả"]
    data = files.xlsx(
        ("A", [header, ["M1", "A Một", "x", None, "Âm tính"], ["M2", "B Hai", None, "X", "Âm tính"]])
    )
    document = read_document("a.xlsx", data, HINTS)
    assert document.columns[-1] == "Giới tính"
    assert [cells[-1] for cells in rows(document)] == ["Nam", "Nữ"]


def test_a_cross_under_plus_or_minus_is_the_result():
    header = ["Mã mẫu", "Họ và tên", "Kết quả test nhanh", None]
    people = [
        ["M1", "A Một", "x", None], ["M2", "B Hai", None, "X"], ["M3", "C Ba", None, None], ["M4", "D Bốn", "x", "x"],
    ]  # fmt: skip
    data = files.xlsx(
        ("A", [header, [None, None, "(+)", "(-)"], *people]), merged=("C1:D1", "A1:A2", "B1:B2")
    )
    document = read_document("a.xlsx", data, HINTS)
    assert document.columns[-1] == "Kết quả"
    assert [cells[-1] for cells in rows(document)] == ["Dương tính", "Âm tính", None, None]
    assert mapping.guess_columns(KIND, document.columns)["outcome"] == "Kết quả"


def test_sheets_with_the_same_columns_are_one_list_whatever_their_order():
    data = files.xlsx(
        ("Ca sáng", [["Mã mẫu", "Họ và tên", "Kết quả"], ["M1", "A Một", "Âm tính"]]),
        ("Ca chiều", [["Kết quả", "Mã mẫu", "Họ và tên"], ["Âm tính", "M2", "B Hai"]]),
        ("Danh bạ", [["Họ và tên", "SĐT"], ["C Ba", "0912345678"]]),
    )
    document = read_document("a.xlsx", data, HINTS)
    assert rows(document) == [("M1", "A Một", "Âm tính"), ("M2", "B Hai", "Âm tính")]
    assert [line.number for line in document.lines] == [1, 2]
    assert "“Danh bạ” có cột khác" in " ".join(document.notes)


def test_a_second_list_with_other_columns_is_not_lost_unseen():
    """A summary is left out quietly; a list of people that can't be joined is told where nobody can miss it."""
    singles = [["Mã mẫu", "Họ và tên", "Số điện thoại", "Kết quả"], ["M1", "A Một", "0912345678", "Âm tính"]]
    pools = [["Kết quả", "Mã mẫu", "Họ và tên"], ["Dương tính", "G1", "B Hai"], ["Dương tính", "G1", "C Ba"]]
    total = [["Đơn vị", "Kết quả"], ["Huyện Một", 3]]
    document = read_document(
        "a.xlsx", files.xlsx(("Đơn", singles), ("Gộp", pools), ("Tổng hợp", total)), HINTS
    )
    assert len(document.lines) == 1
    [warning] = document.warnings
    assert "“Gộp” có cột khác với bảng chính nên 2 dòng của nó không được nạp" in warning
    assert "“Tổng hợp”" in " ".join(document.notes)


def test_a_hidden_sheet_that_is_read_is_told():
    header = ["Mã mẫu", "Họ và tên", "Kết quả"]
    data = files.xlsx(
        ("Nay", [header, ["M1", "A Một", "Âm tính"]]), ("Cũ", [header, ["M0", "B Hai", "Âm tính"]])
    )
    book = openpyxl.load_workbook(io.BytesIO(data))
    book["Cũ"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    document = read_document("a.xlsx", out.getvalue(), HINTS)
    assert (len(document.lines), document.warnings) == (2, ["Trang tính ẩn “Cũ” cũng được đọc: 1 dòng."])


@pytest.mark.parametrize(
    "data",
    [
        CSV.encode(),
        CSV.encode("utf-8-sig"),
        CSV.encode("utf-16"),
        CSV.encode("utf-16-le"),
        CSV.replace(",", ";").encode(),
        CSV.replace(",", "\t").encode(),
        ("sep=;\n" + CSV.replace(",", ";")).encode(),
    ],
)
def test_csv_in_every_dress(data):
    document = read_document("a.csv", data, HINTS)
    assert document.columns == ("Mã mẫu", "Họ và tên", "Kết quả")
    assert rows(document)[1] == ("M2", "Đặng Thị Bé", "Âm tính")


def test_old_vietnamese_alphabets():
    assert read_document("a.csv", TCVN3.encode("latin-1"), HINTS).lines[0].cells == (
        "M1",
        "Nguyễn Văn A",
        "Âm tính",
    )
    windows = "Mã mẫu;Họ và tên;Kết quả\nM1;Đặng Thị Bé;Âm tính\n"
    data = b"".join(_cp1258(char) for char in windows)
    assert read_document("a.csv", data, HINTS).lines[0].cells == ("M1", "Đặng Thị Bé", "Âm tính")


def _cp1258(char):
    import unicodedata

    try:
        return char.encode("cp1258")
    except UnicodeEncodeError:
        base, *marks = unicodedata.normalize("NFD", char)
        if "̂" in marks or "̆" in marks or "̛" in marks:
            shape = next(mark for mark in marks if mark in "̛̂̆")
            base = unicodedata.normalize("NFC", base + shape)
            marks = [mark for mark in marks if mark != shape]
        return "".join([base, *marks]).encode("cp1258")


def test_sheet_typed_in_an_old_font():
    data = files.xlsx(("A", [["M· mÉu", "Hä vµ tªn", "KÕt qu¶"], ["M1", "NguyÔn V¨n A", "¢m tÝnh"]]))
    document = read_document("a.xlsx", data, HINTS)
    assert document.columns == ("Mã mẫu", "Họ và tên", "Kết quả")
    assert rows(document) == [("M1", "Nguyễn Văn A", "Âm tính")]


@pytest.mark.parametrize(
    "names",
    [
        ["Nguyeãn Vaên Beù", "Ñaëng Thò Hoøa", "Leâ Minh An", "Cao Thò Tí"],  # VNI-Times
        ["NguyÔn V¨n BÐ", "§Æng ThÞ Hßa", "Lª Minh An", "Cao ThÞ TÝ"],  # .VnTime
        ["Nguyễn Văn Bé", "Đặng Thị Hòa", "Lê Minh An", "Cao Thị Tí"],
        ["Nguyễn Văn Bé", "Ñaëng Thò Hoøa", "Lª Minh An", "Cao Thị Tí"],  # pasted together
    ],
)
def test_names_typed_in_an_old_font_under_a_header_in_unicode(names):
    """Taken as they stand they would be names that nobody bears, and match nobody."""
    header = ["Mã mẫu", "Họ và tên", "Kết quả"]
    lines = [[f"M{n}", name, "Âm tính"] for n, name in enumerate(names)]
    document = read_document("a.xlsx", files.xlsx(("A", [header, *lines])), HINTS)
    wanted = ["Nguyễn Văn Bé", "Đặng Thị Hòa", "Lê Minh An", "Cao Thị Tí"]
    assert [line.cells[1] for line in document.lines] == wanted
    assert ("phông chữ cũ" in " ".join(document.warnings)) == (names != wanted)


def test_names_of_other_languages_stay_as_they_are():
    names = ["José García", "François Noël", "Jürgen Größe", "Danh Sà Rây"]
    rows_of = [["M1", name, "Âm tính"] for name in names]
    document = read_document(
        "a.xlsx", files.xlsx(("A", [["Mã mẫu", "Họ và tên", "Kết quả"], *rows_of])), HINTS
    )
    assert [line.cells[1] for line in document.lines] == names


def test_a_csv_typed_in_vni():
    text = "Maõ maãu;Hoï vaø teân;Keát quaû\nM1;Nguyeãn Vaên Beù;AÂm tính\n"
    document = read_document("a.csv", text.encode("cp1252"), HINTS)
    assert document.columns == ("Mã mẫu", "Họ và tên", "Kết quả")
    assert rows(document) == [("M1", "Nguyễn Văn Bé", "Âm tính")]


WEB_PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"><title>KQ</title>
<style>td {color: red}</style></head><body><table><tr><td colspan="4"><b>TRUNG TÂM Y TẾ</b><br>HUYỆN MỘT</td></tr>
<tr><th>Mã mẫu</th><th>Họ và tên</th><th>Số điện thoại</th><th>Kết quả</th></tr>
<tr><td rowspan=2>GOP1</td><td>Nguyễn&nbsp;Văn <i>A</i></td><td>0912345678</td><td>&Acirc;m tính</td></tr>
<tr><td>Đặng Thị Bé</td><td></td><td>Âm tính</td></tr></table></body></html>"""
XML_SHEET = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY secret SYSTEM "file:///etc/passwd">]>
<ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><ss:Worksheet ss:Name="KQ 15-9"><ss:Table>
<ss:Row><ss:Cell><ss:Data ss:Type="String">Mã mẫu</ss:Data></ss:Cell><ss:Cell><ss:Data ss:Type="String">Họ và tên</ss:Data></ss:Cell>
<ss:Cell><ss:Data ss:Type="String">Số điện thoại</ss:Data></ss:Cell><ss:Cell><ss:Data ss:Type="String">Kết quả</ss:Data></ss:Cell></ss:Row>
<ss:Row><ss:Cell ss:MergeDown="1"><ss:Data ss:Type="String">GOP1</ss:Data></ss:Cell><ss:Cell><ss:Data ss:Type="String">Nguyễn Văn A</ss:Data></ss:Cell>
<ss:Cell><ss:Data ss:Type="String">0912345678</ss:Data></ss:Cell><ss:Cell><ss:Data ss:Type="String">Âm tính</ss:Data></ss:Cell></ss:Row>
<ss:Row><ss:Cell ss:Index="2"><ss:Data ss:Type="String">Đặng Thị Bé</ss:Data></ss:Cell><ss:Cell ss:Index="4"><ss:Data ss:Type="String">Âm tính</ss:Data></ss:Cell></ss:Row>
</ss:Table></ss:Worksheet></ss:Workbook>"""


@pytest.mark.parametrize(
    "data",
    [WEB_PAGE.encode(), WEB_PAGE.encode("utf-16"), XML_SHEET.encode()],
    ids=["web page", "UTF-16", "XML of 2003"],
)
def test_what_hospitals_save_under_the_name_of_a_spreadsheet(data):
    document = read_document("kq.xls", data, HINTS)
    assert document.columns == ("Mã mẫu", "Họ và tên", "Số điện thoại", "Kết quả")
    assert rows(document) == [
        ("GOP1", "Nguyễn Văn A", "0912345678", "Âm tính"),
        ("GOP1", "Đặng Thị Bé", None, "Âm tính"),
    ]


def test_an_old_workbook_under_the_new_name_is_opened():
    document = read_document("kq.xlsx", files.old_xls(), HINTS)
    assert rows(document) == [("M1", "Nguyễn Văn A", "Âm tính")]


def test_a_table_of_words_under_the_name_of_a_spreadsheet():
    assert len(rows(read_document("kq.xls", CSV.replace(",", "\t").encode(), HINTS))) == 2
    assert len(rows(read_document("kq.xls", CSV.replace(",", "\t").encode("utf-16"), HINTS))) == 2


@pytest.mark.parametrize(
    "row", ["<tr><td colspan=19999>x" * 700, "<tr>" + "<td rowspan=19999>x" * 1000 + "<tr>" * 15000]
)
def test_a_web_page_that_asks_for_a_huge_table_is_refused(row):
    with pytest.raises(Refused, match="quá nhiều ô"):
        read_document("kq.xls", b"<table>" + row.encode(), HINTS)


def test_unknown_alphabet_is_refused_in_words():
    with pytest.raises(Refused, match="CSV UTF-8"):
        decode(bytes(range(128, 256)) * 10)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.xlsx", b"", "rỗng"),
        ("a.pdf", b"%PDF-1.7", "Chỉ nhận"),
        ("a.xlsx", b"PK\x03\x04 nothing", "hỏng"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "mật khẩu"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "không mở được"),
        ("a.csv", b"x" * (20 * 1024 * 1024 + 1), "lớn hơn 20 MB"),
    ],
)
def test_what_is_no_table_is_refused(name, data, says):
    with pytest.raises(Refused, match=says):
        read_document(name, data, HINTS)


@pytest.mark.parametrize("bomb", [files.zip_bomb, files.far_cell])
def test_bombs_are_refused_before_they_burst(bomb):
    data = bomb()
    tracemalloc.start()
    try:
        with pytest.raises(Refused, match="quá"):
            read_document("a.xlsx", data, HINTS)
        assert tracemalloc.get_traced_memory()[1] < 64 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_files_handed_back_run_nothing():
    data = sheet_bytes("Trả lại", ["Họ và tên", "Kết quả"], [['=HYPERLINK("x")', "+"], ["@A1", "-1"]])
    assert rows(read_document("a.xlsx", data, HINTS)) == [('=HYPERLINK("x")', "+"), ("@A1", "-1")]
    import io

    from openpyxl import load_workbook

    kinds = {cell.data_type for row in load_workbook(io.BytesIO(data)).active for cell in row}
    assert kinds <= {"s", "inlineStr"}
    assert b"'=1+1,'+" in csv_bytes(["a", "b"], [["=1+1", "+"]])


def test_guesses_columns_and_words():
    columns = (
        "STT",
        "Mã bệnh phẩm",
        "Tên bệnh nhân",
        "Năm sinh",
        "Giới",
        "Số CMND/CCCD",
        "SĐT",
        "Kết quả / Kết luận",
    )
    assert mapping.guess_columns(KIND, columns) == {
        "code": "Mã bệnh phẩm",
        "name": "Tên bệnh nhân",
        "birth": "Năm sinh",
        "sex": "Giới",
        "national_id": "Số CMND/CCCD",
        "phone": "SĐT",
        "outcome": "Kết quả / Kết luận",
    }
    outcome = KIND.field("outcome")
    assert mapping.unknown_words(
        outcome,
        [
            "(+)",
            "Pos.",
            "DƯƠNG TÍNH",
            "âm tính (-)",
            "DƯƠNG TÍNH (Ct 19,4)",
            "âm tính (lần 1 dương tính)",
            "nghi ngờ",
            None,
        ],
        {},
    ) == ["âm tính (lần 1 dương tính)", "nghi ngờ"]
