"""A contact list as people really write it: odd columns, odd hours, doubtful names, wrong rows handed back."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.urls import reverse

from lachan.kernel.access import roles
from lachan.kernel.errors import Refused
from lachan.kernel.intake import queries as intake
from lachan.kernel.intake.cells import BadCell
from lachan.kernel.intake.kinds import upload_kind
from lachan.kernel.intake.services import upload_apply, upload_map, upload_stage, upload_start
from lachan.kernel.policies.queries import rulebook_forget
from lachan.people.identity import number_index
from lachan.people.models import Person
from lachan.standing.models import StandingInterval
from lachan.tracing.contact_list import minutes
from lachan.tracing.models import ContactLine, Exposure
from tests.founding import rules_load
from tests.isolation.world import NOW, at, make_actor

HEADER = [
    "STT", "Họ tên F1", "Ngày tháng năm sinh", "Nam/Nữ", "Số CMND/CCCD", "SĐT liên hệ", "Chỗ ở", "Xã/phường",
    "Quan hệ/hình thức tiếp xúc", "Ngày tiếp xúc (giờ)", "Thời gian (phút)", "Khẩu trang", "Nơi tiếp xúc", "Ghi chú",
]  # fmt: skip
ROWS = [
    [1, "TRẦN THỊ  CÓ THẺ", "12/03/1990", "Nữ", "096190000001", "0912.345.678", "Ấp 1", "Xã Gần", "Ăn, uống cùng bàn", "12/9/2021 18h30", 45, "không", "Quán Bờ Kè", ""],
    [2, "Lê Văn Mới Tinh", 1985, "nam", None, None, "Số 5, khóm 2", "xã gần", "sống chung", "11/09/2021", "1 giờ 30 phút", "x", "", "con rể"],
    [3, "Lê Văn Trùng Tên", 1990, "Nam", "", "", "", "", "Tiếp xúc trong vòng 2 m", "13-09-2021", "", "", "Chợ Gần", ""],
    [4, "Ngô Bán Vé Số", "khoảng 50 tuổi", "Nữ", "", "", "", "", "Tiếp xúc trong vòng 2 m", "13/9/2021", "", "", "", ""],
    [5, "Vũ Tương Lai", 1970, "Nam", "", "", "", "", "Tiếp xúc trong vòng 2 m", "20/9/2021", "", "", "", ""],
    [6, "Hồ Bạn Nhậu", 1979, "Nam", "", "", "", "", "bạn nhậu", "12/9/2021", "", "", "", ""],
    [7, "Phan Số Sai", 1979, "Nam", "09619", "", "", "", "Sống cùng nhà", "12/9/2021", "", "", "", ""],
    [8, "", 1979, "Nam", "", "", "", "", "Sống cùng nhà", "12/9/2021", "", "", "", ""],
]  # fmt: skip


def workbook(rows=ROWS) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["TRUNG TÂM Y TẾ HUYỆN MỘT"])
    sheet.append(["DANH SÁCH NGƯỜI TIẾP XÚC"])
    sheet.append([])
    sheet.append(HEADER)
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def case(world):
    rulebook_forget()
    rules_load(NOW)
    return world.derived_case(world.person("Ca Bệnh Thử"), at("15/9 05:00"))


@pytest.fixture
def known(world):
    world.person("Lê Văn Trùng Tên", birth_year=1990)
    return world.person(
        "Trần Thị Có Thẻ",
        birth_year=1990,
        national_id="096190000001",
        national_id_index=number_index("096190000001"),
    )


def stage(world, case, data=None, by=None):
    return upload_stage(
        file_name="ds f1.xlsx", data=data or workbook(), kind="tracing.contacts", options={"case": str(case.uid)},
        by=by or world.tracer, now=NOW,
    ).upload  # fmt: skip


def apply(world, upload, by=None, **values):
    actor = by or world.tracer
    if values:
        upload = upload_map(upload=upload, columns=upload.columns, values=values, by=actor, now=NOW)
    upload_start(upload=upload, by=actor, now=NOW)
    return upload_apply(uid=upload.uid, by=actor, clock=lambda: NOW)


def test_columns_are_guessed_from_what_people_call_them(world, case):
    columns = stage(world, case).columns
    assert columns["full_name"] == "Họ tên F1"
    assert columns["closeness"] == "Quan hệ/hình thức tiếp xúc"
    assert columns["at"] == "Ngày tiếp xúc (giờ)"
    assert columns["minutes"] == "Thời gian (phút)"
    assert columns["unit"] == "Xã/phường"


def test_good_rows_are_taken_doubtful_wait_bad_are_handed_back(world, case, known):
    done = apply(world, stage(world, case))
    assert (done.added, done.bad, done.repeated) == (3, 5, 0)
    assert done.tallies == {"registered": 1, "waiting": 1}
    reasons = {row.number: " ".join(row.reasons) for row in intake.bad_rows(done)}
    assert "tuổi" in reasons[4]
    assert "tương lai" in reasons[5]
    assert "bạn nhậu" in reasons[6]
    assert "CCCD" in reasons[7]
    assert "Họ và tên" in reasons[8]


def test_what_a_row_says_is_what_is_recorded(world, case, known):
    apply(world, stage(world, case))
    table = Exposure.objects.get(person=known)
    assert (table.occurred_at, table.minutes, table.masked) == (at("12/9 18:30"), 45, False)
    assert (table.closeness, table.place_name, table.day_only) == ("table", "Quán Bờ Kè", False)
    new = Exposure.objects.exclude(person=known).get()
    assert (new.day_only, new.minutes, new.masked, new.closeness) == (True, 90, True, "household")
    assert (new.person.residence, new.person.address) == (world.here, "Số 5, khóm 2")


def test_a_day_without_its_year_is_taken_as_the_last_one_and_the_preview_says_so(client, world, case):
    rows = [
        [n, name, 1980, "Nam", "", "", "", "", "Sống cùng nhà", day, "", "", "", ""]
        for n, name, day in (
            (1, "Đỗ Thiếu Năm", "12/9"),
            (2, "Đỗ Thiếu Giờ", "12/9 18h"),
            (3, "Đỗ Đủ Năm", "12/9/2021"),
        )
    ]
    upload = stage(world, case, workbook(rows))
    preview = intake.upload_preview(upload=upload, by=world.tracer, now=NOW)
    assert (preview.good, preview.assumed) == (3, {"12/9 là 12/09/2021": 2})
    browser = world.log_in(client, roles.TRACER, world.cdc)
    upload.organisation_id = world.cdc.pk
    upload.save()
    page = browser.get(reverse("kernel:upload_preview", args=[upload.uid])).content.decode()
    assert "Ngày không ghi năm được hiểu là" in page
    assert "12/9 là 12/09/2021: 2 dòng" in page
    apply(world, upload)
    assert set(Exposure.objects.values_list("occurred_at", "day_only")) == {
        (at("12/9 00:00"), True),
        (at("12/9 18:00"), False),
    }


def test_unknown_words_are_explained_once_and_understood(world, case, known):
    done = apply(world, stage(world, case), closeness={"bạn nhậu": "table"})
    assert done.bad == 4
    assert Exposure.objects.filter(closeness="table").count() == 2


def test_what_only_hints_at_how_near_they_were_is_asked(world, case):
    guessed = ["bán hàng", "mua hàng", "đồng nghiệp", "vợ", "nói chuyện"]
    rows = [
        [n, f"Người {word}", 1980, "Nam", "", "", "", "", word, "12/9/2021"] for n, word in enumerate(guessed)
    ]
    upload = stage(world, case, workbook([[*row, "", "", "", ""] for row in rows]))
    document = intake.document_of(upload)
    assert intake.needs_mapping(upload, document)
    assert intake.words_to_explain(upload, document)["closeness"] == guessed


def test_a_commune_that_is_not_understood_is_told_before(world, case):
    row = [
        9,
        "Tân Nguyễn Một",
        1966,
        "Nữ",
        "",
        "",
        "",
        "xã Không Có",
        "Sống cùng nhà",
        "9/9/2021",
        "",
        "",
        "",
        "",
    ]
    upload = stage(world, case, workbook([ROWS[1], row]))
    preview = intake.upload_preview(upload=upload, by=world.tracer, now=NOW)
    told = [(words, count) for words, count in preview.foreseen if "chưa hiểu xã" in words]
    assert [count for _, count in told] == [1]
    assert "“xã Không Có”" in told[0][0]
    assert apply(world, upload).tallies["unknown_commune"] == 1


def test_the_same_list_again_adds_nothing(world, case, known):
    apply(world, stage(world, case))
    again = apply(
        world,
        stage(
            world,
            case,
            workbook(
                [
                    *ROWS,
                    [
                        9,
                        "Tân Nguyễn Một",
                        1966,
                        "Nữ",
                        "",
                        "",
                        "",
                        "",
                        "Sống cùng nhà",
                        "9/9/2021",
                        "",
                        "",
                        "",
                        "",
                    ],
                ]
            ),
        ),
    )
    assert (again.added, again.repeated, again.bad) == (1, 3, 5)
    assert Person.objects.filter(name_key="le van moi tinh").count() == 1
    assert ContactLine.objects.filter(state="waiting").count() == 1


def test_preview_counts_repeats_and_writes_nothing(world, case, known):
    apply(world, stage(world, case))
    upload = stage(
        world,
        case,
        workbook(
            [
                *ROWS,
                [
                    9,
                    "Tân Nguyễn Một",
                    1966,
                    "Nữ",
                    "",
                    "",
                    "",
                    "",
                    "Sống cùng nhà",
                    "9/9/2021",
                    "",
                    "",
                    "",
                    "",
                ],
            ]
        ),
    )
    before = Exposure.objects.count()
    preview = intake.upload_preview(upload=upload, by=world.tracer, now=NOW)
    assert (preview.repeated, preview.bad) == (3, 5)
    assert Exposure.objects.count() == before


def test_list_of_a_case_out_of_sight_is_handed_back(world, case):
    district = make_actor("district", world.committee, [world.there])
    done = apply(world, stage(world, case, by=district), by=district)
    assert (done.added, done.bad) == (0, 8)
    assert not Exposure.objects.exists()


def test_everything_wrong_with_a_row_is_named_at_once(world, case):
    row = [1, "", 2050, "Nam", "09619", "", "", "", "bạn nhậu", "20/9/2021", "lâu", "", "", ""]
    preview = intake.upload_preview(upload=stage(world, case, workbook([row])), by=world.tracer, now=NOW)
    [bad] = preview.bad_lines
    said = " ".join(bad.reasons)
    for word in ("Họ và tên", "2050", "CCCD", "bạn nhậu", "20/09/2021 ở tương lai", "Thời gian"):
        assert word in said, word


def test_the_same_file_for_another_case_is_another_list(world, case):
    other = world.derived_case(world.person("Ca Bệnh Khác"), at("15/9 05:00"))
    data = workbook()
    first, second = stage(world, case, data), stage(world, other, data)
    assert first.pk != second.pk
    assert stage(world, case, data).pk == first.pk, "for the same case it is the same list"
    assert reverse("tracing:contacts", args=[other.uid]) == upload_kind("tracing.contacts").done_url(second)


def test_a_commune_hands_over_no_files(world, case):
    with pytest.raises(Refused):
        stage(world, case, by=world.commune)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (30, 30),
        ("30 phút", 30),
        ("2 giờ", 120),
        ("1h30", 90),
        ("1,5 giờ", 90),
        ("~45'", 45),
        ("1 tiếng 5 phút", 65),
    ],
)
def test_lengths_of_meetings(cell, value):
    assert minutes(cell) == value


@pytest.mark.parametrize("cell", ["lâu", "cả buổi", -5, "", "3 ngày"])
def test_lengths_that_say_nothing(cell):
    with pytest.raises(BadCell):
        minutes(cell)


def named(n, name, met, how="Sống cùng nhà", day="13/9/2021"):
    return [n, name, 1980 + n, "Nam", None, None, f"Số {n}", "xã gần", how, day, None, None, None, None, met]


def with_sources(*rows) -> bytes:
    book = openpyxl.Workbook()
    book.active.append([*HEADER, "Tiếp xúc với (F0/F1)"])
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def met_by(name):
    return Exposure.objects.get(person__name_key=name).other.full_name


def test_who_met_a_contact_is_a_contact_of_that_contact(world, case):
    """In the field's own forms one list holds F1 and F2; whom each of them met stands in a column."""
    rows = [
        named(1, "Con Của Tám", "Lê Văn Tám (F1)"),  # stands before whom they met
        named(2, "Lê Văn Tám", "F0 CA BỆNH THỬ"),
        named(3, "Trần Thị Chín", ""),
        named(4, "Trần Văn Mười", "F0"),
    ]
    upload = stage(world, case, with_sources(*rows))
    assert upload.columns["met"] == "Tiếp xúc với (F0/F1)"
    preview = intake.upload_preview(upload=upload, by=world.tracer, now=NOW)
    assert ("người trong danh sách là F1", 3) in preview.foreseen
    assert ("dòng tiếp xúc với người cùng danh sách này, mức tính khi nạp", 1) in preview.foreseen
    assert apply(world, upload).added == 4
    assert met_by("con cua tam") == "Lê Văn Tám"
    assert {met_by("le van tam"), met_by("tran thi chin"), met_by("tran van muoi")} == {"Ca Bệnh Thử"}
    levels = StandingInterval.objects.filter(kind="level", ends_at__gt=NOW)
    names = dict(Person.objects.values_list("pk", "name_key"))
    assert {(names[one.person_id], one.value) for one in levels} == {
        ("ca benh thu", "F0"), ("con cua tam", "F2"), ("le van tam", "F1"), ("tran thi chin", "F1"), ("tran van muoi", "F1"),
    }  # fmt: skip


def test_a_later_list_of_second_contacts_finds_the_first_on_record(world, case):
    apply(world, stage(world, case, with_sources(named(1, "Lê Văn Tám", ""))))
    rows = [named(2, "Con Của Tám", "F1 Lê Văn Tám"), named(3, "Bạn Người Lạ", "Nguyễn Văn Không Có")]
    upload = stage(world, case, with_sources(*rows))
    preview = intake.upload_preview(upload=upload, by=world.tracer, now=NOW)
    assert ("người trong danh sách là F2", 1) in preview.foreseen
    done = apply(world, upload)
    assert (done.added, done.bad, met_by("con cua tam")) == (1, 1, "Lê Văn Tám")
    [handed_back] = intake.bad_rows(done)
    assert "“Nguyễn Văn Không Có”: không phải ca bệnh này" in handed_back.reasons[0]
    again = apply(world, stage(world, case, with_sources(*rows, named(4, "Em Của Tám", "Lê Văn Tám"))))
    assert (again.added, again.repeated) == (1, 1)


def test_of_two_contacts_with_one_name_nobody_is_guessed(world, case):
    ids = ("096190000011", "096190000012")
    first = [named(n, "Lê Văn Tám", "") for n in (1, 2)]
    for row, number in zip(first, ids, strict=True):
        row[4] = number
    apply(world, stage(world, case, with_sources(*first)))
    done = apply(world, stage(world, case, with_sources(named(3, "Con Của Tám", "Lê Văn Tám"))))
    assert (done.added, done.bad) == (0, 1)
    assert "có 2 người tiếp xúc cùng tên" in intake.bad_rows(done).get().reasons[0]


def test_whom_a_contact_met_may_still_wait_to_be_identified(world, case, known):
    """A name that several could mean stands in the queue: what was met of them is taken when that is decided."""
    rows = [named(1, "Lê Văn Trùng Tên", ""), named(2, "Con Của Trùng", "Lê Văn Trùng Tên")]
    rows[0][2] = 1990
    done = apply(world, stage(world, case, with_sources(*rows)))
    assert (done.tallies["waiting"], done.bad) == (1, 1)
    assert "đang chờ nhận diện" in intake.bad_rows(done).get().reasons[0]
