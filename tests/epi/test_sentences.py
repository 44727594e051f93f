"""Reasons as an official would write them; names only for who may be seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lachan.epi.rules import Row
from lachan.epi.sentences import Names, sentence, until
from tests.epi.words import (
    apart,
    intervals,
    met,
    no_symptoms,
    one_book,
    onset,
    order,
    outcome,
    pcr_negative,
    pcr_positive,
    rapid_positive,
    rules,
    source,
)

A, B, C = 1, 2, 3
CASE = pcr_positive(A, "15/9 20:00", "14/9 16:00")
MEAL = met(B, A, "12/9 18:00")
SEEN = {A: "BN Nguyễn Văn An", B: "Trần Thị Bé"}


def instrument(rule_id):
    rule = next((rule for rule in rules()(None).rules if rule.id == rule_id), None)
    return (rule.instrument, rule.verified) if rule else None


def told(facts, person, kind, seen=SEEN):
    names = Names(seen.get, instrument)
    return [sentence(interval, names) for interval in intervals(facts, person, kind)]


SENTENCES = [
    (
        [CASE, onset(A, "13/9"), MEAL],
        B,
        "level",
        (
            "F1 vì ăn, uống cùng bàn với BN Nguyễn Văn An ngày 12/09/2021, trong 3 ngày trước khởi phát (13/09/2021), "
            "đến hết ngày 26/09/2021 (CV 5599/BYT-MT ngày 14/7/2021); QĐ 3638/QĐ-BYT ngày 30/7/2021"
        ),
    ),
    (
        [CASE, no_symptoms(A), source(A, "5/9"), met(B, A, "1/1", how="household")],
        B,
        "level",
        (
            "F1 vì sống cùng nhà với BN Nguyễn Văn An từ ngày 05/09/2021 và còn tiếp tục, trong ngày lần đầu "
            "người này tiếp xúc với nguồn lây; QĐ 3638/QĐ-BYT ngày 30/7/2021 (chưa kiểm chứng)"
        ),
    ),
    (
        [rapid_positive(A, "14/9 17:00"), MEAL],
        B,
        "level",
        (
            "F1 (tạm tính) vì ăn, uống cùng bàn với BN Nguyễn Văn An ngày 12/09/2021, trong 3 ngày "
            "trước ngày lấy mẫu dương tính (14/09/2021), đến hết ngày 26/09/2021 (CV 5599/BYT-MT ngày 14/7/2021); QĐ 3638/QĐ-BYT ngày 30/7/2021 "
            "(chưa kiểm chứng)"
        ),
    ),
    (
        [CASE, onset(A, "11/9"), MEAL],
        B,
        "level",
        (
            "F1 vì ăn, uống cùng bàn với BN Nguyễn Văn An ngày 12/09/2021, sau khởi phát (11/09/2021), "
            "đến hết ngày 26/09/2021 (CV 5599/BYT-MT ngày 14/7/2021); QĐ 3638/QĐ-BYT ngày 30/7/2021"
        ),
    ),
    (
        [CASE, MEAL, met(C, B, "14/9 08:00", how="within_2m")],
        C,
        "level",
        (
            "F2 vì tiếp xúc trong vòng 2 m với F1 Trần Thị Bé ngày 14/09/2021, sau khi người này tiếp xúc với nguồn lây, "
            "đến hết ngày 26/09/2021, khi người liên quan không còn là F1, hoặc sớm hơn, khi F1 liên quan âm tính lần đầu bằng RT-PCR (Cách làm với F2 theo QĐ 3468/QĐ-BYT và QĐ 3638/QĐ-BYT, chưa kiểm chứng); "
            "QĐ 3638/QĐ-BYT ngày 30/7/2021, mục II.1.4 (chưa kiểm chứng)"
        ),
    ),
    (
        [CASE, MEAL, met(C, B, "14/9 08:00"), pcr_negative(B, "17/9 09:00", "16/9 08:00")],
        C,
        "obligation",
        (
            "Cách ly tại nhà vì là F2, đến 09:00 ngày 17/09/2021, khi F1 liên quan âm tính lần đầu bằng RT-PCR; "
            "Cách làm với F2 theo QĐ 3468/QĐ-BYT và QĐ 3638/QĐ-BYT (chưa kiểm chứng)"
        ),
    ),
    (
        [CASE, onset(A, "13/9"), MEAL],
        B,
        "obligation",
        "Cách ly tập trung vì là F1, đến hết ngày 26/09/2021; CV 5599/BYT-MT ngày 14/7/2021",
    ),
    (
        [CASE, MEAL],
        B,
        "unseparated",
        "Chưa được tách khỏi cộng đồng từ 20:00 ngày 15/09/2021, là F1; CV 5599/BYT-MT ngày 14/7/2021",
    ),
    (
        [CASE, MEAL],
        B,
        "order_needed",
        "Cần quyết định cách ly tập trung vì là F1; CV 5599/BYT-MT ngày 14/7/2021",
    ),
    (
        [CASE, MEAL],
        B,
        "due_test",
        (
            "Xét nghiệm ngày thứ 1 của F1, đến hạn ngày 15/09/2021; Lịch xét nghiệm F1 trong thời gian cách ly "
            "(chưa kiểm chứng)"
        ),
    ),
    (
        [order(B, "concentrated", "15/9 20:00")],
        B,
        "lifting_needed",
        "Đề nghị gỡ quyết định 1/QĐ-UBND (cách ly tập trung): không còn căn cứ từ 20:00 ngày 15/09/2021",
    ),
    (
        [CASE, order(A, "concentrated", "15/9 20:00", "28/9"), order(A, "treatment", "16/9 08:00")],
        A,
        "lifting_needed",
        (
            "Đề nghị gỡ quyết định 1/QĐ-UBND (cách ly tập trung): đã có quyết định chặt hơn, số 1/QĐ-UBND, "
            "từ 08:00 ngày 16/09/2021"
        ),
    ),
    (
        [CASE, order(A, "treatment", "16/9 08:00"), outcome(A, "recovered", "26/9 08:00")],
        A,
        "lifting_needed",
        (
            "Đề nghị gỡ quyết định 1/QĐ-UBND (điều trị, cách ly tại cơ sở y tế): từ 08:00 ngày 26/09/2021 "
            "chỉ còn phải cách ly tại nhà"
        ),
    ),
    (
        [rapid_positive(A, "19/6 17:00"), pcr_negative(A, "19/6 23:30", "19/6 17:30")],
        A,
        "case",
        (
            "Ca nghi ngờ từ 17:00 ngày 19/06/2021, loại trừ lúc 23:30 ngày 19/06/2021; QĐ 3468/QĐ-BYT ngày 07/8/2020; "
            "QĐ 2022/QĐ-BYT ngày 28/4/2021 (chưa kiểm chứng)"
        ),
    ),
    (
        [outcome(A, "recovered", "1/9"), CASE, source(A, "5/9")],
        A,
        "flag",
        "Dương tính trở lại sau khi đã khỏi bệnh",
    ),
    ([CASE, met(B, A, None)], B, "doubt", "Có tiếp xúc chưa rõ thời gian, chưa xếp được mức"),
    (
        [pcr_positive(A, "14/9/2019 10:00")],
        A,
        "doubt",
        "Chưa có quy định trả lời “Định nghĩa ca bệnh” tại ngày 14/09/2019",
    ),
]


@pytest.mark.parametrize(
    ("facts", "person", "kind", "expected"), SENTENCES, ids=[row[3][:40] for row in SENTENCES]
)
def test_sentence(facts, person, kind, expected):
    assert told(facts, person, kind)[0] == expected


def test_who_is_out_of_sight_has_no_name():
    [text] = told([CASE, onset(A, "13/9"), MEAL], B, "level", seen={})
    assert "một người ngoài phạm vi quản lý" in text
    assert "Nguyễn Văn An" not in text


def test_a_negative_that_ends_an_f2_sooner_is_told_only_where_the_rule_waits_for_one():
    facts = [CASE, MEAL, met(C, B, "14/9 08:00")]
    by_days = {"phases": [{"measure": "home", "days": 14}], "anchor": "last_exposure"}
    under = one_book(
        replace(rule, rows=(Row({}, by_days),)) if rule.key == "measures_ring2" else rule
        for rule in rules()(None).rules
    )
    [waits] = intervals(facts, C, "level")
    [counts] = intervals(facts, C, "level", under=under)
    assert until(waits).endswith(", hoặc sớm hơn, khi F1 liên quan âm tính lần đầu bằng RT-PCR")
    assert until(counts) == "đến hết ngày 28/09/2021"


def test_an_f2_ends_with_the_f1_or_on_a_day_of_its_own_and_says_which():
    [with_f1] = intervals([CASE, MEAL, met(C, B, "14/9 08:00")], C, "level")
    [alone] = intervals([CASE, MEAL, met(C, B, "12/9 19:00")], C, "level")
    assert until(with_f1).startswith("đến hết ngày 26/09/2021, khi người liên quan không còn là F1, hoặc")
    assert until(alone).startswith("đến hết ngày 26/09/2021, hoặc sớm hơn")


def test_every_kind_of_interval_has_its_sentence():
    facts = [
        CASE,
        MEAL,
        met(C, B, "14/9 08:00"),
        met(C, A, None),
        apart(B, "16/9", kind="concentrated"),
        order(C, "home", "1/9"),
    ]
    for person in (A, B, C):
        for interval in intervals(facts, person):
            text = sentence(interval, Names(SEEN.get, instrument))
            assert text
            assert "None" not in text
