"""A laboratory's own file, messy as they are, through the whole intake: what comes in, what comes back, and why."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random

import pytest
from openpyxl import Workbook

from lachan.kernel.clock import real_now
from lachan.kernel.intake import queries as intake
from lachan.kernel.intake import services
from lachan.kernel.intake.mapping import guess_columns
from lachan.kernel.intake.models import Upload
from lachan.kernel.jobs.worker import drain
from lachan.people.models import Person
from lachan.testing.intake_kinds import results_kind
from lachan.testing.models import Correction, Member, Result, Specimen
from tests.people.conftest import NOW

pytestmark = pytest.mark.django_db(transaction=True)

HEADER = [
    "STT",
    "Mã số mẫu",
    "HỌ VÀ TÊN BỆNH NHÂN",
    "Năm sinh",
    "Giới",
    "Số CCCD/CMND",
    "SĐT",
    "Địa chỉ",
    "Xã/Phường",
    "Huyện/TP",
    "Ngày giờ lấy mẫu",
    "Ngày giờ trả KQ",
    "Loại XN",
    "Kết quả XN",
    "Ct gen N",
    "Ct gen E",
    "Mẫu gộp/đơn",
]
SAMPLED, READ = dt.datetime(2021, 9, 14, 8, 30), "14/9/2021 21h15"


def line(code, name, year=1990, card="096090000001", **changes):
    cells = {
        "STT": 1,
        "Mã số mẫu": code,
        "HỌ VÀ TÊN BỆNH NHÂN": name,
        "Năm sinh": year,
        "Giới": "Nam",
        "Số CCCD/CMND": card,
        "SĐT": "0912 345 678",
        "Địa chỉ": "Khóm 1",
        "Xã/Phường": "P4",
        "Huyện/TP": "TP Cà Mau",
        "Ngày giờ lấy mẫu": SAMPLED,
        "Ngày giờ trả KQ": READ,
        "Loại XN": "Realtime RT-PCR",
        "Kết quả XN": "ÂM TÍNH",
        "Ct gen N": None,
        "Ct gen E": None,
        "Mẫu gộp/đơn": "Đơn",
    }
    return [cells[name] for name in HEADER] if not changes else [(cells | changes)[name] for name in HEADER]


def xlsx(*lines, header=HEADER) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.append(["TRUNG TÂM KIỂM SOÁT BỆNH TẬT"])
    sheet.append(["KẾT QUẢ XÉT NGHIỆM NGÀY 14/9/2021"])
    sheet.append([])
    sheet.append(header)
    for cells in lines:
        sheet.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def stage(world, data, name="kq.xlsx", disease="covid19"):
    options = {"disease": disease}
    return services.upload_stage(
        file_name=name, data=data, kind="testing.results", by=world.lab, now=NOW, options=options
    ).upload


def load(world, data, **options) -> Upload:
    upload = stage(world, data, **options)
    services.upload_start(upload=upload, by=world.lab, now=NOW)
    drain(real_now())
    upload.refresh_from_db()
    assert upload.state == Upload.State.DONE, "the job must have run"
    return upload


def counts(upload):
    return upload.added, upload.repeated, upload.bad


def reasons(upload) -> list[str]:
    return [" ".join(row.reasons) for row in intake.bad_rows(upload)]


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The import runs at the domain's moment of these tests."""
    monkeypatch.setattr("lachan.kernel.jobs.standard.domain_now", lambda: NOW)


def test_columns_are_understood_by_themselves(world):
    upload = load(
        world,
        xlsx(
            line(
                "A1",
                "NGUYỄN VĂN AN",
                **{"Kết quả XN": "Dương tính (+)", "Ct gen N": "23,5", "Ct gen E": 22.1},
            ),
            line("A2", "2. Trần Thị  Bé", year="05/06/1985", card=96085000002, Giới="Nữ", SĐT=912345679),
            line("A3", "Lê Văn Cá", card=None, **{"Loại XN": "Test nhanh KN", "Kết quả XN": "(-)"}),
        ),
    )
    assert counts(upload) == (3, 0, 0)
    assert upload.tallies == {"registered": 2, "waiting": 1}
    positive = Result.objects.get(outcome="positive")
    assert (positive.method, positive.ct, positive.ct_detail) == ("rt_pcr", 22.1, {"N": 23.5, "E": 22.1})
    assert positive.occurred_at.isoformat() == "2021-09-14T14:15:00+00:00"
    person = Person.objects.get(name_key="tran thi be")
    assert (person.national_id, person.phone, person.birth_year) == ("096085000002", "0912345679", 1985)
    assert person.residence_id == world.ward.pk
    assert Result.objects.get(specimen__code="A3").method == "rapid"


REFUSED = [
    ({"Ngày giờ lấy mẫu": "16/9/2021 08:00", "Ngày giờ trả KQ": "16/9/2021 20:00"}, "ở sau lúc này"),
    ({"Ngày giờ trả KQ": "13/9/2021 20:00"}, "trước khi lấy mẫu"),
    ({"Kết quả XN": "tốt"}, "chưa rõ nghĩa"),
    ({"Kết quả XN": None}, "Thiếu Kết quả"),
    ({"HỌ VÀ TÊN BỆNH NHÂN": None}, "Thiếu Họ và tên"),
    ({"Mã số mẫu": None}, "Thiếu Mã mẫu"),
    ({"Ct gen N": 25}, "âm tính nhưng có trị số Ct"),
    ({"Loại XN": "NS1"}, "không dùng cho bệnh đã chọn"),
    ({"Năm sinh": "31/02/1990"}, "không phải ngày có thật"),
    ({"Năm sinh": 2025}, "Ngày sinh ở sau hôm nay"),
    ({"Số CCCD/CMND": "12345"}, "CCCD có 12"),
]


@pytest.mark.parametrize(("changes", "reason"), REFUSED, ids=[reason for _, reason in REFUSED])
def test_what_is_handed_back(world, changes, reason):
    upload = load(world, xlsx(line("A1", "Nguyễn Văn An"), line("A2", "Trần Bé", card=None, **changes)))
    assert counts(upload) == (1, 0, 1)
    assert reason in reasons(upload)[0]


def test_everything_wrong_with_a_row_is_told_at_once(world):
    wrong = line(
        "A1", None, **{"Ngày giờ trả KQ": "13/9/2021 20:00", "Ct gen E": "ba mươi", "Năm sinh": 2025}
    )
    [told] = reasons(load(world, xlsx(wrong)))
    for reason in (
        "Thiếu Họ và tên",
        "trước khi lấy mẫu",
        "“ba mươi” không phải trị số Ct",
        "Ngày sinh ở sau hôm nay",
    ):
        assert reason in told
    unread = line("A2", "Nguyễn Văn 2", **{"Ngày giờ trả KQ": "13/9/2021 20:00"})
    assert "Thiếu Họ và tên" not in reasons(load(world, xlsx(unread)))[0]


def test_rows_handed_back_stand_as_in_the_file(world):
    """Whoever refuses them: the parser, the room's rules, or what the whole file tells."""
    lines = (
        line("A1", "Nguyễn Văn An", **{"Loại XN": "NS1"}), line("A2", "Trần Thị Bé", **{"Kết quả XN": "tốt"}),
        line("A3", "Lê Văn Ba"), line("A3", "Võ Văn Tư"), line("A4", "Hồ Năm", **{"Ct gen N": "ba mươi"}),
    )  # fmt: skip
    preview = intake.upload_preview(upload=stage(world, xlsx(*lines)), by=world.lab, now=NOW)
    shown = [one.line for one in preview.bad_lines]
    assert len(shown) == 4
    assert shown == sorted(shown)


def test_a_sample_dated_without_its_year_was_taken_the_last_time_that_day_came(world):
    upload = stage(world, xlsx(line("M1", "Nguyễn Văn Thử", **{"Ngày giờ lấy mẫu": "14/9 8h30"})))
    preview = intake.upload_preview(upload=upload, by=world.lab, now=NOW)
    assert (preview.good, preview.assumed) == (1, {"14/9 là 14/09/2021": 1})


def test_rows_that_wait_are_counted_apart_and_taken_when_the_result_comes(world):
    waits = {"Ngày giờ trả KQ": None, "Loại XN": None}
    first = (
        line("A1", "Nguyễn Văn An"),
        line("A2", "Trần Bé", card=None, **waits, **{"Kết quả XN": "đang chờ"}),
        line("A3", "Lê Cá", card=None, **waits, **{"Kết quả XN": "Chưa có kết quả"}),
    )
    upload = stage(world, xlsx(*first), name="xem.xlsx")
    preview = intake.upload_preview(upload=upload, by=world.lab, now=NOW)
    assert (preview.good, preview.bad, preview.not_yet) == (1, 0, 2)
    upload = load(world, xlsx(*first))
    assert counts(upload) == (1, 0, 0)
    assert upload.tallies["not_yet"] == 2
    later = load(world, xlsx(first[0], line("A2", "Trần Bé", card=None), first[2]), name="chiều.xlsx")
    assert (*counts(later), later.tallies["not_yet"]) == (1, 1, 0, 1)


def test_an_unknown_commune_is_a_doubt_and_no_error(world):
    rows = (
        line("A1", "Nguyễn Văn An", **{"Xã/Phường": "xã Không Có"}),
        line("A2", "Trần Bé", card=None),
        line("A3", "Lê Cá", card=None, **{"Xã/Phường": None, "Địa chỉ": None}),
    )
    preview = intake.upload_preview(upload=stage(world, xlsx(*rows), name="xem.xlsx"), by=world.lab, now=NOW)
    assert (preview.good, preview.bad, preview.doubtful) == (3, 0, 1)
    [doubt] = preview.doubtful_lines
    assert "A1" in doubt.cells
    assert doubt.reasons == [
        "Không hiểu xã, phường “xã Không Có, TP Cà Mau”. Vẫn nạp; hồ sơ lập mới sẽ chưa có xã quản lý."
    ]
    upload = load(world, xlsx(*rows))
    assert counts(upload) == (3, 0, 0)
    assert upload.tallies["unknown_commune"] == 1


def test_a_code_for_two_people_is_handed_back_and_a_pool_is_not(world):
    pool = {"Mẫu gộp/đơn": "Gộp 3", "Kết quả XN": "Dương tính"}
    upload = load(
        world,
        xlsx(
            line("A1", "Nguyễn Văn An"),
            line("A1", "Trần Thị Bé", card="096090000002"),
            line("G1", "Lê Một", card=None, **pool),
            line("G1", "Lê Hai", card=None, **pool),
            line("G1", "Lê Ba", card=None, **pool),
        ),
    )
    assert counts(upload) == (4, 0, 1)
    assert "người khác" in reasons(upload)[0]
    assert Specimen.objects.get(code="G1").members.count() == 3
    assert Result.objects.filter(specimen__code="G1").count() == 1


def test_once_more_with_a_typo_mended_adds_only_the_mended(world):
    rows = [line(f"A{i}", "Nguyễn Văn An", card=f"0960900{i:02d}{i:03d}") for i in range(20)]
    broken = [*rows[:-1], line("A19", "Nguyễn Văn An", card="không rõ")]
    assert counts(load(world, xlsx(*broken))) == (19, 0, 1)
    upload = stage(world, xlsx(*rows), name="kq-sua.xlsx")
    preview = intake.upload_preview(upload=upload, by=world.lab, now=NOW)
    assert (preview.good, preview.repeated, preview.bad) == (1, 19, 0)
    assert counts(load(world, xlsx(*rows), name="kq-sua.xlsx")) == (1, 19, 0)
    assert Result.objects.count() == 20


def test_another_outcome_waits_to_be_confirmed(world):
    load(world, xlsx(line("A1", "Nguyễn Văn An")))
    corrected = xlsx(line("A1", "Nguyễn Văn An", **{"Kết quả XN": "Dương"}))
    preview = intake.upload_preview(upload=stage(world, corrected, name="2.xlsx"), by=world.lab, now=NOW)
    assert preview.foreseen == [("kết quả khác kết quả đã có, chỉ chờ xác nhận đính chính: mẫu A1", 1)]
    upload = load(world, corrected, name="2.xlsx")
    assert upload.tallies == {"corrections": 1}
    assert Result.objects.get().outcome == "negative"
    assert Correction.objects.count() == 1


def test_without_a_disease_nothing_is_taken(world):
    upload = load(world, xlsx(line("A1", "Nguyễn Văn An")), disease="")
    assert counts(upload) == (0, 0, 1)
    assert "Chưa chọn bệnh" in reasons(upload)[0]


def test_a_mended_file_is_for_the_disease_sent_last(world):
    load(world, xlsx(line("A1", "Nguyễn Văn An")))
    upload = load(world, xlsx(line("A2", "Trần Bé", card=None)), disease="", name="sua.xlsx")
    assert counts(upload) == (1, 0, 0), reasons(upload)
    assert Specimen.objects.get(code="A2").disease == "covid19"


def test_one_file_may_hold_several_diseases(world):
    header = [*HEADER, "Bệnh"]
    rows = [
        [*line("A1", "Nguyễn Văn An"), "COVID-19"],
        [*line("A1", "Trần Bé", card=None, **{"Loại XN": "NS1"}), "Sốt xuất huyết Dengue"],
    ]
    upload = load(world, xlsx(*rows, header=header), disease="")
    assert counts(upload) == (2, 0, 0), reasons(upload)
    assert set(Specimen.objects.values_list("code", "disease")) == {("A1", "covid19"), ("A1", "dengue")}


def test_hours_in_columns_of_their_own_and_a_csv(world):
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";")
    writer.writerow(
        [
            "Mã XN",
            "Họ tên",
            "NS",
            "Ngày lấy mẫu",
            "Giờ lấy mẫu",
            "Ngày trả KQ",
            "Giờ trả KQ",
            "KQ",
            "Phương pháp",
        ]
    )
    writer.writerow(
        ["B1", "Nguyễn Văn An", "1990", "14/09/2021", "7h05", "14/09/2021", "21:30", "Âm tính", "PCR"]
    )
    writer.writerow(["B2", "Trần Bé", "1991", "14/09/2021", "7h05", "14/09/2021", "", "Âm tính", "PCR"])
    upload = load(world, stream.getvalue().encode("utf-8-sig"), name="kq.csv")
    assert counts(upload) == (2, 0, 0), reasons(upload)
    assert Specimen.objects.get(code="B1").occurred_at == dt.datetime(2021, 9, 14, 0, 5, tzinfo=dt.UTC)
    first, second = Result.objects.order_by("specimen__code")
    assert first.occurred_at == dt.datetime(2021, 9, 14, 14, 30, tzinfo=dt.UTC)
    assert second.occurred_at == second.specimen.occurred_at, "a day alone is not before its sample"


HEADS = [
    (["Ngày lấy mẫu", "Giờ lấy mẫu"], {"sampled_at": "Ngày lấy mẫu", "sampled_hour": "Giờ lấy mẫu"}),
    (["Giờ lấy mẫu"], {"sampled_at": "Giờ lấy mẫu"}),
    (["Giờ lấy mẫu", "Giờ có KQ"], {"sampled_at": "Giờ lấy mẫu", "resulted_at": "Giờ có KQ"}),
    (["Ngày KQ", "Giờ KQ"], {"resulted_at": "Ngày KQ", "resulted_hour": "Giờ KQ"}),
    (["Mã ống", "Họ tên người được lấy mẫu"], {"code": "Mã ống", "name": "Họ tên người được lấy mẫu"}),
    (["ĐT liên hệ", "Kỹ thuật", "KQ"], {"phone": "ĐT liên hệ", "method": "Kỹ thuật", "outcome": "KQ"}),
    (["Ct (N)", "Ct E", "Gen RdRp"], {"ct_n": "Ct (N)", "ct_e": "Ct E", "ct_rdrp": "Gen RdRp"}),
]


@pytest.mark.parametrize(("columns", "wanted"), HEADS, ids=[" ".join(columns) for columns, _ in HEADS])
def test_how_laboratories_name_their_columns(columns, wanted):
    found = guess_columns(results_kind(lambda **_: None), columns)
    assert found == wanted


def test_pools_named_by_a_code_of_their_own(world):
    header = [*HEADER[:-1], "Mã gộp", "Số người trong mẫu gộp"]
    rows = [
        [*line(f"A{i}", f"Lê {name}", card=None)[:-1], "GOP-07", 2] for i, name in enumerate(("Một", "Hai"))
    ]
    upload = load(world, xlsx(*rows, header=header))
    specimen = Specimen.objects.get()
    assert counts(upload) == (2, 0, 0)
    assert (specimen.code, specimen.pooled, specimen.pool_size, specimen.members.count()) == (
        "GOP-07",
        True,
        2,
        2,
    )


UNMARKED = [
    # code, people, whether the same outcome, pooled
    ("G15-01", 2, True, True),
    ("GOP 7", 3, True, True),
    ("15-01", 3, True, True),
    ("15-01", 2, True, False),
    ("15-01", 3, False, False),
    ("G15-01", 2, False, False),
    ("CDC", 21, True, False),
]


@pytest.mark.parametrize(("code", "people", "same", "pooled"), UNMARKED)
def test_pools_that_no_column_tells(world, code, people, same, pooled):
    rows = [
        line(
            code,
            f"Lê {i + 1} Một".replace(str(i + 1), chr(65 + i)),
            card=None,
            **({"Kết quả XN": "Dương tính"} if i and not same else {}),
        )[:-1]
        for i in range(people)
    ]
    alone = line("Z1", "Trần Bé", card=None)[:-1]
    upload = load(world, xlsx(*rows, alone, header=HEADER[:-1]))
    assert Specimen.objects.get(code=code).pooled is pooled
    assert upload.added == (people if pooled else 1) + 1, reasons(upload)


def test_a_pool_cut_by_a_chunk_stays_a_pool(world, monkeypatch):
    monkeypatch.setattr(services, "_FIRST_CHUNK", 2)
    rows = [line("15-01", f"Lê {letter} Một", card=None)[:-1] for letter in "ABC"]
    upload = load(world, xlsx(*rows, header=HEADER[:-1]))
    assert counts(upload) == (3, 0, 0), reasons(upload)
    assert Specimen.objects.get().members.count() == 3


def names(shared, count):
    """Real names: family, middle and given by their frequencies."""
    folder = shared / "data" / "vn_names"

    def column(name):
        with (folder / name).open(encoding="utf-8") as file:
            rows = list(csv.reader(file))[1:]
        return [row[0] for row in rows], [int(row[1]) for row in rows]

    chance = random.Random(7)
    family, middle, given = (
        chance.choices(*column(name), k=count)
        for name in ("family_name_freq.csv", "middle_freq_M.csv", "given_freq_M.csv")
    )
    return [" ".join(" ".join(parts).split()) for parts in zip(family, middle, given, strict=True)]


def test_real_names_come_in_whole(world, shared):
    people = names(shared, 300)
    rows = [line(f"R{i}", name, card=f"{i:012d}", year=1950 + i % 60) for i, name in enumerate(people)]
    upload = load(world, xlsx(*rows))
    assert counts(upload) == (300, 0, 0), reasons(upload)
    assert Person.objects.count() + Member.objects.filter(link="waiting").count() >= 300
    assert sorted(Member.objects.values_list("full_name", flat=True)) == sorted(people)


def test_a_list_of_rapid_tests_without_codes(world):
    """A health station's list numbers its rows and no tubes: who sends it says so, and each person has a code."""
    header = [name for name in HEADER if name != "Mã số mẫu"]
    rapid = {"Loại XN": "Test nhanh", "Mẫu gộp/đơn": None}

    def rows(*people):
        made = [line("", name, **({"card": None, "SĐT": phone} | rapid)) for name, phone in people]
        return xlsx(*([cell for at, cell in enumerate(row) if at != 1] for row in made), header=header)

    def sent(data, name):
        upload = stage(world, data, name=name)
        assert intake.needs_mapping(upload, intake.document_of(upload))
        services.upload_map(
            upload=upload, columns=upload.columns, constants={"code": "Không có"}, by=world.lab, now=NOW
        )
        services.upload_start(upload=upload, by=world.lab, now=NOW)
        drain(real_now())
        upload.refresh_from_db()
        return upload

    people = [("Nguyễn Văn An", "0912345678"), ("Trần Thị Bé", "0912345679")]
    assert counts(sent(rows(*people), "1.xlsx")) == (2, 0, 0)
    again = sent(rows(("Lê Văn Tám", "0912345670"), *people), "2.xlsx")
    assert counts(again) == (1, 2, 0), "the same people again, on other lines"
    assert len(set(Specimen.objects.values_list("code", flat=True))) == 3
    pooled = line("không có", "Lê Một", **{"Mẫu gộp/đơn": "Gộp 5"})
    assert reasons(load(world, xlsx(pooled), name="3.xlsx")) == ["Mẫu gộp phải có mã mẫu."]


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("Âm tính với SARS-CoV-2", "negative"),
        ("DƯƠNG TÍNH VỚI VI RÚT SARS-CoV-2", "positive"),
        ("Dương tính yếu", "positive"),
        ("Âm tính (Ct 36)", "negative"),
        ("Mẫu không đạt", "inconclusive"),
    ],
)
def test_results_as_laboratories_word_them(world, said, outcome):
    load(world, xlsx(line("A1", "Nguyễn Văn An", **{"Kết quả XN": said})))
    assert Result.objects.get().outcome == outcome
