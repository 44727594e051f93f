"""Populations and khóm, ấp by file: the administrator's screens, from the table of an office to the unit's page."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lachan.kernel.clock import real_now
from lachan.kernel.intake import queries as intake
from lachan.kernel.intake.models import Upload
from lachan.kernel.jobs.worker import drain
from lachan.places import queries
from lachan.places.jobs import people_count
from lachan.places.models import Hamlet, Population

pytestmark = pytest.mark.django_db
DAY = dt.date(2021, 4, 1)


@pytest.fixture
def admin(client, world, morning, monkeypatch):
    monkeypatch.setattr("lachan.organisations.middleware.domain_now", lambda: morning)
    client.force_login(world.users["quantri"], "django.contrib.auth.backends.ModelBackend")
    return client


def table(*rows) -> SimpleUploadedFile:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return SimpleUploadedFile("bang.csv", out.getvalue().encode())


def sent(admin, name: str, *rows, **more) -> Upload:
    """The file handed over and its check looked at; nothing is applied."""
    fields = {"source": "Niên giám thống kê 2020", "file": table(*rows)}
    day = {"population_import": "as_of", "hamlets_import": "valid_from"}[name]
    answer = admin.post(reverse(f"places:{name}"), fields | {day: "01/04/2021"} | more)
    assert answer.status_code == 302, answer.context["form"].errors
    admin.get(answer["Location"], follow=True)
    return Upload.objects.latest("id")


def applied(admin, upload: Upload) -> Upload:
    admin.post(reverse("kernel:upload_start", args=[upload.uid]))
    drain(real_now())
    upload.refresh_from_db()
    return upload


def returned(upload: Upload) -> list[str]:
    return [" ".join(row.reasons) for row in intake.bad_rows(upload)]


PEOPLE = (
    ["TT", "Mã xã", "Xã, phường", "Huyện", "Dân số (người)"],
    ["1", "32002", "Phường 4", "TP Cà Mau", "13.204"],
    ["2", "", "Xã Tân Phú", "huyện Thới Bình", "11 050"],
    ["3", "32005", "Xã Đất Mũi", "", "9000"],
    ["4", "99999", "", "", "9000"],
    ["5", "", "Xã Không Có", "", "9000"],
    ["6", "31999", "", "", "mười nghìn"],
)


def test_populations_come_in_dated_with_their_source(admin, world):
    upload = applied(admin, sent(admin, "population_import", *PEOPLE))
    assert (upload.added, upload.repeated, upload.bad) == (2, 0, 4)
    ward = world.commune("32002", DAY)
    figure = queries.population(ward, dt.date(2021, 9, 15))
    assert (figure.value, figure.as_of, figure.source, figure.invented) == (
        13204, DAY, "Niên giám thống kê 2020", False,
    )  # fmt: skip
    page = admin.get(reverse("places:unit_page", args=[ward.uid])).content.decode()
    assert "13.204 người, tính đến 01/04/2021" in page
    assert "Nguồn: Niên giám thống kê 2020" in page


def test_rows_of_no_unit_go_back_with_their_reason(admin):
    reasons = sorted(returned(applied(admin, sent(admin, "population_import", *PEOPLE))))
    assert reasons == [
        "Ngày 01/04/2021 không có đơn vị mã 99999.",
        "Ngày 01/04/2021 không có đơn vị nào tên «Xã Không Có».",
        "Ngày 01/04/2021 mã 32005 là «Phường 1», không phải «Xã Đất Mũi».",
        "Số dân: “mười nghìn” không phải số dân (ví dụ 13.204).",
    ]


def test_the_same_rows_add_nothing_and_a_new_figure_replaces(admin, world):
    applied(admin, sent(admin, "population_import", *PEOPLE))
    again = applied(admin, sent(admin, "population_import", *PEOPLE, ["7", "", "", "", ""]))
    assert (again.added, again.repeated) == (0, 2)
    mended = applied(admin, sent(admin, "population_import", PEOPLE[0], ["1", "32002", "", "", "13300"]))
    assert (mended.added, mended.tallies) == (1, {"replaced": 1})
    assert queries.population(world.commune("32002", DAY), DAY).value == 13300
    assert Population.objects.count() == 2


def test_two_figures_of_one_unit_are_not_chosen_between(admin):
    rows = PEOPLE[0], PEOPLE[1], ["2", "32002", "", "", "14000"]
    upload = applied(admin, sent(admin, "population_import", *rows))
    assert (upload.added, upload.bad) == (1, 1)
    assert "hai số dân khác nhau" in returned(upload)[0]


@pytest.mark.parametrize("missing", ["as_of", "source"])
def test_without_day_or_source_no_population_is_taken(admin, missing):
    fields = {"source": "Niên giám", "as_of": "01/04/2021", "file": table(*PEOPLE)}
    fields.pop(missing)
    answer = admin.post(reverse("places:population_import"), fields)
    assert missing in answer.context["form"].errors
    assert not Upload.objects.exists()


HAMLETS = (
    ["Tên xã", "Mã xã", "Tên ấp/khóm", "Loại"],
    ["Phường 4", "32002", "Khóm 11", ""],
    ["Phường 4", "32002", "12", "Khóm"],
    ["Xã Tân Phú", "", "Ấp Đầu Nai", ""],
    ["Phường 4", "32002", "khóm 11", ""],
    ["", "99999", "Khóm 1", ""],
    ["Phường 4", "32002", "Đầu Nai", ""],
)


def test_hamlets_come_in_since_a_day(admin, world):
    upload = applied(admin, sent(admin, "hamlets_import", *HAMLETS))
    assert (upload.added, upload.repeated, upload.bad) == (3, 1, 2)
    ward = world.commune("32002", DAY)
    assert [(one.name, one.valid_from, one.invented) for one in queries.hamlets_of(ward)] == [
        ("Khóm 11", DAY, False),
        ("Khóm 12", DAY, False),
    ]
    assert sorted(returned(upload)) == [
        "Ngày 01/04/2021 không có xã mã 99999.",
        "«Đầu Nai» không phải là khóm hay ấp.",
    ]
    assert applied(admin, sent(admin, "hamlets_import", *HAMLETS, ["", "", "", ""])).added == 0


def test_what_is_invented_says_so(admin, world):
    applied(admin, sent(admin, "hamlets_import", *HAMLETS[:2], invented="on"))
    assert Hamlet.objects.get().invented
    page = admin.get(reverse("places:unit_page", args=[world.commune("32002", DAY).uid])).content.decode()
    assert "tên minh họa" in page


def test_the_check_before_says_what_the_import_does(admin):
    upload = sent(admin, "population_import", *PEOPLE)
    page = admin.get(reverse("kernel:upload_preview", args=[upload.uid]))
    assert (page.context["preview"].good, len(page.context["preview"].bad_lines)) == (2, 4)
    assert not Population.objects.exists()


def test_the_list_of_units_leads_the_administrator_there(admin, client, world):
    assert reverse("places:population_import") in admin.get(reverse("places:unit_list")).content.decode()
    client.force_login(world.users["cdc"], "django.contrib.auth.backends.ModelBackend")
    assert reverse("places:hamlets_import") not in client.get(reverse("places:unit_list")).content.decode()


@pytest.mark.parametrize(
    ("cell", "count"),
    [(9000, 9000), (9000.0, 9000), ("13.204", 13204), ("1 204 300", 1204300), ("812 người", 812)],
)
def test_people_are_counted_as_tables_write_them(cell, count):
    assert people_count(cell) == count
