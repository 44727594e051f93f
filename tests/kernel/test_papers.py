"""Papers in the official layout, with numbers that are used once for ever."""

import datetime as dt
import io
import os
from threading import Thread

import pytest
from django.db import connection
from docx import Document

from lachan.kernel.access.actors import Actor
from lachan.kernel.audit.models import Event
from lachan.kernel.errors import Forbidden, OutOfSight, Refused
from lachan.kernel.ids import new_uid
from lachan.kernel.papers import queries, services
from lachan.kernel.papers.layout import render
from lachan.kernel.papers.models import IssuedNumber, Paper
from lachan.kernel.papers.paper import (
    Annex,
    Article,
    Decide,
    Grid,
    Ground,
    OfficialPaper,
    Paragraph,
    day_words,
)
from tests.kernel.conftest import LAB, NOW

CLERK = Actor(kind="user", label="Văn thư", user_id=3, organisation_id=5, roles=frozenset({"clerk"}))
DECISION = OfficialPaper(
    parent="UBND huyện Thử",
    organ="Ủy ban nhân dân xã Mẫu",
    symbol="QĐ-UBND",
    place="Mẫu",
    title="Quyết định",
    subject="về việc áp dụng biện pháp cách ly y tế",
    decider="Chủ tịch Ủy ban nhân dân xã Mẫu",
    body=(
        Ground("Căn cứ Luật A"),
        Ground("Theo đề nghị của Trạm Y tế;"),
        Decide(),
        Article("Cách ly 2 người có tên trong danh sách.", ("Từ ngày 15/9/2021.",)),
        Article("Quyết định có hiệu lực kể từ khi ký."),
    ),
    authority=("KT. Chủ tịch", "Phó Chủ tịch"),
    signer="Trần Thị Thử",
    recipients=("Như Điều 2", "Lưu: VT"),
    annexes=(
        Annex(
            "Danh sách",
            Grid(("TT", "Họ và tên"), ((1, "A <Một> & ba"), (2, "B Hai")), (1, 6)),
            landscape=True,
        ),
    ),
)
LETTER = OfficialPaper(
    parent="Tỉnh ủy Thử",
    organ="Ban Chỉ đạo",
    symbol="CV/BCĐ",
    place="Thử",
    line="party",
    urgency="hỏa tốc",
    subject="truy vết",
    addressees=("Sở Y tế", "Công an tỉnh"),
    body=(Paragraph("Yêu cầu thực hiện nghiêm túc."),),
    authority=("Bí thư",),
    signer="Nguyễn Văn Thử",
    recipients=("Như trên",),
    number=5,
    day=dt.date(2021, 9, 15),
)


def opened(data):
    return Document(io.BytesIO(data))


def words(document):
    parts = [piece.text or "" for piece in document.element.body.iter() if piece.tag.endswith("}t")]
    return " ".join(parts)


def test_page_of_the_decree():
    import dataclasses

    document = opened(render(dataclasses.replace(DECISION, number=5, day=dt.date(2021, 9, 5))))
    page = document.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    margins = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    assert [round(margin.mm) for margin in margins] == [20, 20, 30, 15]
    assert page.different_first_page_header_footer
    assert "PAGE" in page.header._element.xml
    text = words(document)
    for piece in (
        "UBND HUYỆN THỬ", "ỦY BAN NHÂN DÂN XÃ MẪU", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "Số: 05/QĐ-UBND", "Mẫu, ngày 05 tháng 9 năm 2021", "QUYẾT ĐỊNH", "Về việc áp dụng", "Căn cứ Luật A;",
        "Theo đề nghị của Trạm Y tế.", "QUYẾT ĐỊNH:", "Điều 1. ", "Điều 2. ", "Nơi nhận:", "- Như Điều 2;", "- Lưu: VT.",
        "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Trần Thị Thử", "A <Một> & ba",
        "(Kèm theo Quyết định số 05/QĐ-UBND ngày 05 tháng 9 năm 2021 của Chủ tịch Ủy ban nhân dân xã Mẫu)",
    ):  # fmt: skip
        assert piece in text, piece
    assert "Times New Roman" in document.element.xml
    assert round(document.sections[1].page_width.mm) == 297
    table = document.tables[-1]
    assert "w:tblHeader" in table.rows[0]._tr.xml
    assert "w:cantSplit" in table.rows[1]._tr.xml


def test_party_letter_has_the_marks_of_its_time():
    import dataclasses

    text = words(opened(render(LETTER)))
    for piece in (
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "*",
        "Số 05-CV/BCĐ",
        "V/v truy vết",
        "HỎA TỐC",
        "- Sở Y tế;",
        "nghiêm túc./.",
    ):
        assert piece in text, piece
    assert "CỘNG HÒA" not in text
    later = words(opened(render(dataclasses.replace(LETTER, day=dt.date(2026, 2, 1)))))
    assert "Về việc truy vết" in later
    assert "./." not in later
    assert LETTER.reference == "05-CV/BCĐ"


def test_equal_papers_are_equal_bytes():
    assert render(LETTER) == render(LETTER)


def test_days_in_words():
    assert day_words(dt.date(2021, 2, 3)) == "ngày 03 tháng 02 năm 2021"
    assert day_words(dt.date(2021, 10, 15)) == "ngày 15 tháng 10 năm 2021"


def release(first=11, last=13, **changes):
    values = {"organisation_id": 5, "book": "QĐ", "symbol": "QĐ-UBND", "year": 2021, "by": CLERK, "now": NOW}
    return services.block_release(**(values | {"first": first, "last": last} | changes))


def take(number=None, **changes):
    values = {
        "organisation_id": 5,
        "book": "QĐ",
        "year": 2021,
        "at": NOW,
        "paper_uid": new_uid(),
        "number": number,
    }
    return services.number_take(**(values | changes))


@pytest.mark.django_db
class TestNumbers:
    def test_block_gives_its_numbers_in_order_and_then_refuses(self):
        release()
        assert take(12) == 12
        assert [take(), take()] == [11, 13]
        with pytest.raises(Refused, match="không còn số"):
            take()

    def test_a_number_is_used_once_but_each_year_and_book_counts_for_itself(self):
        assert take(7) == 7
        with pytest.raises(Refused, match="Số 7 của sổ QĐ năm 2021 đã dùng"):
            take(7)
        assert take(7, year=2022) == take(7, book="CV") == take(7, organisation_id=6) == 7

    def test_blocks_do_not_overlap_each_other_nor_used_numbers(self):
        release(11, 13)
        take(20)
        with pytest.raises(Refused, match="Trùng với dải 11–13"):
            release(13, 15)
        with pytest.raises(Refused, match="Số 20 đã dùng"):
            release(18, 25)
        with pytest.raises(Refused):
            release(9, 8)
        assert [(use.block.first, use.used, use.left) for use in queries.blocks(5)] == [(11, 0, 3)]

    def test_only_the_clerk_releases(self):
        with pytest.raises(Forbidden):
            release(by=LAB)

    def test_party_books_run_through_the_term(self):
        assert queries.book_year(dt.date(2021, 9, 15)) == 2021
        assert queries.book_year(dt.date(2021, 9, 15), "party") == 2020
        assert queries.book_year(dt.date(2026, 9, 15), "party") == 2025


@pytest.mark.django_db
class TestIssued:
    def issue(self, **changes):
        values = {"kind": "isolation.order", "paper": DECISION, "organisation_id": 5, "by": CLERK, "now": NOW}
        return services.paper_issue(**(values | {"book": "QĐ", "number": 12, "subjects": [3, 2]} | changes))

    def test_paper_is_kept_as_issued_and_encrypted(self):
        row = self.issue()
        stored = Paper.objects.get(pk=row.pk)
        assert bytes(stored.content)[:2] != b"PK"
        text = words(opened(queries.paper_bytes(stored)))
        assert "Số: 12/QĐ-UBND" in text
        assert "ngày 15 tháng 9 năm 2021" in text
        assert stored.data["subjects"] == [2, 3]
        assert stored.title == "Quyết định Về việc áp dụng biện pháp cách ly y tế"
        assert Event.objects.get(kind="kernel.paper_issued").object_uid == row.uid
        assert IssuedNumber.objects.get().paper_uid == row.uid

    def test_used_number_leaves_no_paper_behind(self):
        self.issue()
        with pytest.raises(Refused):
            self.issue()
        assert Paper.objects.count() == 1

    def test_report_without_a_number_leaves_the_place_open(self):
        row = self.issue(book="", number=None)
        assert row.number is None
        assert IssuedNumber.objects.count() == 0
        assert "Số:       /QĐ-UBND" in words(opened(queries.paper_bytes(row)))

    def test_other_organisations_do_not_see_it(self):
        row = self.issue()
        assert queries.paper_get(CLERK, row.uid) == row
        with pytest.raises(OutOfSight):
            queries.paper_get(LAB, row.uid)
        leader = Actor(kind="user", label="", organisation_id=9, roles=frozenset({"leader"}), everywhere=True)
        assert queries.paper_get(leader, row.uid) == row


@pytest.mark.skipif(
    os.environ.get("LACHAN_TEST_DB") != "postgres",
    reason="the SQLite of tests lives in memory, where two connections share one cache; PostgreSQL shows it",
)
@pytest.mark.django_db(transaction=True)
def test_two_hands_in_one_block_get_two_numbers():
    release(1, 8)
    got = []

    def hand():
        try:
            got.extend(take() for _ in range(4))
        finally:
            connection.close()

    hands = [Thread(target=hand) for _ in range(2)]
    for one in hands:
        one.start()
    for one in hands:
        one.join()
    assert sorted(got) == list(range(1, 9))
