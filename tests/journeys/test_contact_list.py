"""A list of contacts: what its preview promises is what follows, and who gets no level is told why."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from django.urls import reverse

from lachan.epi.sentences import Names
from lachan.epi.unplaced import unplaced_sentence
from lachan.kernel.intake import queries as intake
from lachan.kernel.intake import services
from lachan.kernel.policies.queries import rule_version
from lachan.organisations.models import User
from lachan.people.models import Person
from lachan.standing import queries as standing
from lachan.standing.models import StandingInterval
from tests.journeys.stories import DISEASE, Story

ROWS = [
    ["Ai vậy", "Sinh năm", "Gặp ra sao", "Hôm nào"],
    ["Hồ Thị Cùng Bàn", 1981, "Ăn, uống cùng bàn", "14/9/2021"],
    ["Lý Văn Đứng Xa", 1982, "Có mặt cùng nơi, cách trên 2 m", "14/9/2021"],
    ["Tạ Thị Gặp Sớm", 1983, "Ăn, uống cùng bàn", "20/8/2021"],
]


@pytest.fixture
def story(world, morning):
    return Story(world, morning)


@pytest.fixture
def case(story):
    binh = story.person("Trần Văn Bình")
    story.tested(binh, "rt_pcr", "positive")
    return story.case(binh)


def workbook():
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def staged(story, case):
    made = services.upload_stage(
        file_name="ds.xlsx", data=workbook(), kind="tracing.contacts", options={"case": str(case.uid)},
        by=story.actor(), now=story.now,
    ).upload  # fmt: skip
    columns = {"full_name": "Ai vậy", "birth": "Sinh năm", "closeness": "Gặp ra sao", "at": "Hôm nào"}
    return services.upload_map(upload=made, columns=columns, by=story.actor(), now=story.now)


def levels(story):
    named = {row.full_name: row for row in Person.objects.filter(full_name__in=[row[0] for row in ROWS[1:]])}
    return {name: story.level(person) for name, person in named.items()}


def test_the_preview_tells_the_levels_that_follow(story, case):
    upload = staged(story, case)
    stored = StandingInterval.objects.count()
    foreseen = dict(intake.upload_preview(upload=upload, by=story.actor(), now=story.now).foreseen)
    assert foreseen["người trong danh sách là F1"] == 1
    assert foreseen["hồ sơ mới sẽ lập"] == 3
    assert StandingInterval.objects.count() == stored
    assert levels(story) == {}
    services.upload_start(upload=upload, by=story.actor(), now=story.now)
    services.upload_apply(uid=upload.uid, by=story.actor(), clock=lambda: story.now)
    assert levels(story) == {"Hồ Thị Cùng Bàn": "F1", "Lý Văn Đứng Xa": "", "Tạ Thị Gặp Sớm": ""}


def test_who_gets_no_level_is_told_why(story, case):
    far, early = story.person("Lý Văn Đứng Xa"), story.person("Tạ Thị Gặp Sớm")
    late = story.person("Mai Gặp Sau")
    source = case.person
    story.met(far, source, dt.date(2021, 9, 14), closeness="distant")
    story.met(early, source, dt.date(2021, 8, 20))
    found = standing.unplaced(disease=DISEASE, source_id=source.pk, person_ids=[far.pk, early.pk, late.pk])

    def instrument(rule):
        version = rule_version(rule)
        return (version.instrument, version.confidence != "K") if version else None

    said = {key: unplaced_sentence(one, Names(lambda _: None, instrument)) for key, one in found.items()}
    assert said[far.pk] == (
        "Kiểu tiếp xúc “có mặt cùng nơi, cách trên 2 m” không tính là tiếp xúc gần; QĐ 3638/QĐ-BYT ngày 30/7/2021"
    )
    assert said[early.pk].startswith(
        "Tiếp xúc ngày 20/08/2021, trước thời kỳ có thể lây (từ 12/09/2021, 3 ngày"
    )
    assert said[late.pk].startswith("Người kia không phải ca bệnh")


def test_the_page_of_contacts_says_it(story, case, client):
    story.met(story.person("Tạ Thị Gặp Sớm"), case.person, dt.date(2021, 8, 20))
    client.force_login(User.objects.get(username="cdc"))
    page = client.get(reverse("tracing:contacts", args=[case.uid])).content.decode()
    assert "trước thời kỳ có thể lây" in page
