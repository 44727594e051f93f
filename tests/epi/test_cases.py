"""Who is a case: results in the order in which they became known, under the rule of that day."""

from __future__ import annotations

import pytest

from tests.epi.words import (
    FOREVER,
    intervals,
    lines,
    met,
    onset,
    outcome,
    pcr_negative,
    pcr_positive,
    rapid_negative,
    rapid_positive,
)

A, B = 1, 2

CASES = [
    # what happened, what A is (suspected "?" and confirmed stretches)
    ("RT-PCR dương tính", [pcr_positive(A, "14/9 10:00")], ["confirmed 14/9 10:00 → …"]),
    ("test nhanh dương tính", [rapid_positive(A, "14/9 10:00")], ["suspected? 14/9 10:00 → …"]),
    (
        "nhanh dương tính, RT-PCR khẳng định",
        [rapid_positive(A, "14/9 10:00"), pcr_positive(A, "14/9 20:00")],
        ["suspected 14/9 10:00 → 14/9 20:00", "confirmed 14/9 20:00 → …"],
    ),
    (
        "nhanh dương tính, RT-PCR loại trừ sau 6 giờ rưỡi",
        [rapid_positive(A, "19/6 17:00"), pcr_negative(A, "19/6 23:30", "19/6 17:30")],
        ["suspected? 19/6 17:00 → 19/6 23:30"],
    ),
    (
        "mẫu RT-PCR âm tính lấy từ hôm trước không loại trừ được gì",
        [rapid_positive(A, "14/9 10:00"), pcr_negative(A, "14/9 15:00", "13/9 08:00")],
        ["suspected? 14/9 10:00 → …"],
    ),
    (
        "test nhanh âm tính không loại trừ nghi ngờ",
        [rapid_positive(A, "14/9 10:00"), rapid_negative(A, "14/9 15:00")],
        ["suspected? 14/9 10:00 → …"],
    ),
    (
        "RT-PCR âm tính về sau không xóa ca đã xác định",
        [pcr_positive(A, "14/9 10:00"), pcr_negative(A, "20/9 10:00")],
        ["confirmed 14/9 10:00 → …"],
    ),
    ("chỉ âm tính", [pcr_negative(A, "14/9 10:00"), rapid_negative(A, "15/9 10:00")], []),
    (
        "dương tính trong đợt đang mở là theo dõi",
        [pcr_positive(A, "14/9 10:00"), rapid_positive(A, "18/9 10:00"), pcr_positive(A, "20/9 10:00")],
        ["confirmed 14/9 10:00 → …"],
    ),
    (
        "khỏi bệnh rồi dương tính lại là đợt thứ hai",
        [pcr_positive(A, "1/9 10:00"), outcome(A, "recovered", "14/9 08:00"), pcr_positive(A, "20/9 10:00")],
        ["confirmed 1/9 10:00 → 14/9 08:00", "confirmed 20/9 10:00 → …"],
    ),
    (
        "bị loại trừ rồi nghi ngờ lần nữa",
        [
            rapid_positive(A, "1/9 10:00"),
            pcr_negative(A, "1/9 20:00"),
            rapid_positive(A, "9/9 10:00"),
            pcr_positive(A, "9/9 20:00"),
        ],
        [
            "suspected? 1/9 10:00 → 1/9 20:00",
            "suspected 9/9 10:00 → 9/9 20:00",
            "confirmed 9/9 20:00 → …",
        ],
    ),
    (
        "tử vong đóng ca",
        [pcr_positive(A, "1/9 10:00"), outcome(A, "died", "9/9 08:00"), pcr_positive(A, "10/9 10:00")],
        ["confirmed 1/9 10:00 → 9/9 08:00", "confirmed 10/9 10:00 → 10/9 10:00"],
    ),
    (
        "kết quả trả sau khi tử vong vẫn là một ca",
        [outcome(A, "died", "9/9 08:00"), pcr_positive(A, "10/9 10:00", "9/9 09:00")],
        ["confirmed 10/9 10:00 → 10/9 10:00"],
    ),
]


@pytest.mark.parametrize(("story", "facts", "expected"), CASES, ids=[case[0] for case in CASES])
def test_case(story, facts, expected):
    assert lines(facts, A, "case") == expected


def contact_with_case(day):
    """B is a case, and A sat at a table with B three days before `day`."""
    return [pcr_positive(B, f"{day - 2}/1/2022 08:00"), met(A, B, f"{day - 3}/1/2022 12:00")]


SINCE_2022 = [
    # CV 11042 (29/12/2021): a rapid positive may confirm
    ("nhanh dương tính đơn độc", [rapid_positive(A, "10/1/2022 10:00")], "suspected"),
    (
        "F1 có test nhanh dương tính",
        [*contact_with_case(10), rapid_positive(A, "10/1/2022 10:00")],
        "confirmed",
    ),
    (
        "F1 tự làm test nhanh, không ai giám sát",
        [*contact_with_case(10), rapid_positive(A, "10/1/2022 10:00", supervised=False)],
        "suspected",
    ),
    (
        "F1 test nhanh có nhân viên y tế giám sát",
        [*contact_with_case(10), rapid_positive(A, "10/1/2022 10:00", supervised=True)],
        "confirmed",
    ),
    (
        "gặp ở xa, có triệu chứng, nhanh dương tính",
        [
            pcr_positive(B, "8/1/2022 08:00"),
            met(A, B, "7/1/2022 12:00", how="distant"),
            onset(A, "9/1/2022"),
            rapid_positive(A, "10/1/2022 10:00"),
        ],
        "confirmed",
    ),
    (
        "gặp ở xa, không triệu chứng, nhanh dương tính",
        [
            pcr_positive(B, "8/1/2022 08:00"),
            met(A, B, "7/1/2022 12:00", how="distant"),
            rapid_positive(A, "10/1/2022 10:00"),
        ],
        "suspected",
    ),
    (
        "người kia có kết quả sau thì chưa là yếu tố dịch tễ",
        [
            pcr_positive(B, "11/1/2022 08:00"),
            met(A, B, "7/1/2022 12:00"),
            rapid_positive(A, "10/1/2022 10:00"),
        ],
        "suspected",
    ),
    (
        "gặp quá 14 ngày trước khi lấy mẫu",
        [
            pcr_positive(B, "1/1/2022 08:00"),
            met(A, B, "1/1/2022 07:00"),
            rapid_positive(A, "16/1/2022 10:00"),
        ],
        "suspected",
    ),
]


@pytest.mark.parametrize(("story", "facts", "expected"), SINCE_2022, ids=[case[0] for case in SINCE_2022])
def test_case_since_2022(story, facts, expected):
    assert intervals(facts, A, "case")[-1].value == expected


TWO_RAPID = [
    # hours between the two results, is there a link, a negative between → confirmed?
    (7.5, True, False, "confirmed"),
    (8, True, False, "confirmed"),
    (8.5, True, False, "suspected"),
    (7.5, False, False, "suspected"),
    (7.5, True, True, "suspected"),
]


@pytest.mark.parametrize(("hours", "link", "negative", "expected"), TWO_RAPID)
def test_two_rapid_positives_in_a_row(hours, link, negative, expected):
    second = f"10/1/2022 {8 + int(hours):02}:{30 if hours % 1 else 0:02}"
    facts = [rapid_positive(A, "10/1/2022 08:00"), rapid_positive(A, second)]
    if link:
        facts += [pcr_positive(B, "8/1/2022 08:00"), met(A, B, "7/1/2022 12:00", how="distant")]
    if negative:
        facts.append(rapid_negative(A, "10/1/2022 08:30"))
    assert intervals(facts, A, "case")[-1].value == expected


def test_a_rapid_positive_of_a_contact_does_not_confirm_before_29_12():
    facts = [pcr_positive(B, "26/12 08:00"), met(A, B, "25/12 12:00"), rapid_positive(A, "28/12 23:59")]
    assert intervals(facts, A, "case")[-1].value == "suspected"
    later = [*facts[:2], rapid_positive(A, "29/12 00:00")]
    assert intervals(later, A, "case")[-1].value == "confirmed"


FLAGS = [
    ("lần đầu, chưa rõ nguồn", [pcr_positive(A, "14/9 10:00")], ["unknown_source"]),
    (
        "dương tính lại sau khi khỏi",
        [outcome(A, "recovered", "1/9"), pcr_positive(A, "14/9 10:00")],
        ["repositive", "unknown_source"],
    ),
    (
        "dương tính lần đầu sau cách ly tập trung",
        [outcome(A, "completed_quarantine", "12/9"), pcr_positive(A, "14/9 10:00", "13/9 08:00")],
        ["late_first_positive", "unknown_source"],
    ),
    (
        "lấy mẫu khi còn trong khu cách ly",
        [outcome(A, "completed_quarantine", "12/9"), pcr_positive(A, "14/9 10:00", "11/9 08:00")],
        ["unknown_source"],
    ),
    (
        "đã khỏi bệnh thì không bao giờ là dương tính lần đầu",
        [
            outcome(A, "recovered", "1/9"),
            outcome(A, "completed_quarantine", "12/9"),
            pcr_positive(A, "14/9 10:00"),
        ],
        ["repositive", "unknown_source"],
    ),
    (
        "một nghi ngờ đã loại trừ không phải lần dương tính đầu",
        [
            rapid_positive(A, "1/9 10:00"),
            pcr_negative(A, "1/9 20:00"),
            outcome(A, "completed_quarantine", "12/9"),
            pcr_positive(A, "14/9 10:00"),
        ],
        ["late_first_positive", "unknown_source"],
    ),
]


@pytest.mark.parametrize(("story", "facts", "expected"), FLAGS, ids=[case[0] for case in FLAGS])
def test_flags(story, facts, expected):
    assert sorted(i.value for i in intervals(facts, A, "flag")) == sorted(expected)


def test_no_rule_for_a_day_is_said_and_never_guessed():
    found = intervals([pcr_positive(A, "14/9/2019 10:00")], A)
    assert [(i.kind, i.value, i.ends_at) for i in found] == [("doubt", "no_rule:case_definition", FOREVER)]
