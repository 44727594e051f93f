"""What follows for a person: measures, separation, orders, tests, in the order of a patient's days."""

from __future__ import annotations

import pytest

from lachan.epi.facts import Home
from tests.epi.words import (
    apart,
    at,
    intervals,
    lift,
    lines,
    met,
    one_book,
    order,
    outcome,
    pcr_negative,
    pcr_positive,
    rapid_negative,
    rapid_positive,
    rules,
    show,
    vaccinated,
)

A, B, C = 1, 2, 3
CASE = pcr_positive(A, "15/9 20:00", "14/9 16:00")
MEAL = met(B, A, "13/9 08:00")
CA_MAU = rules("covid19", ("96", "VN"))


# --- measures by the law of the day ----------------------------------------------------------------

MEASURES = [
    # the day the contact becomes known, what else is known of B, the measures
    (
        "CV 5599: 14 ngày tập trung + 14 ngày theo dõi",
        "15/9",
        [],
        ["concentrated … → 28/9", "follow_up 28/9 → 12/10"],
    ),
    ("trước CV 5599: 21 ngày", "13/7", [], ["concentrated … → 2/8", "follow_up 2/8 → 9/8"]),
    ("ngày CV 5599 có hiệu lực", "14/7", [], ["concentrated … → 27/7", "follow_up 27/7 → 10/8"]),
    ("2020: 14 ngày", "15/9/2020", [], ["concentrated … → 28/9/2020"]),
    ("CV 10696: chưa tiêm", "20/12", [], ["concentrated … → 2/1/2022", "follow_up 2/1/2022 → 16/1/2022"]),
    (
        "CV 10696: đủ hai mũi",
        "20/12",
        [vaccinated(B, 2, "1/10")],
        ["home … → 26/12", "self_monitor 26/12 → 2/1/2022"],
    ),
    (
        "CV 10696: hai mũi nhưng mới 13 ngày",
        "20/12",
        [vaccinated(B, 2, "7/12")],
        ["concentrated … → 2/1/2022", "follow_up 2/1/2022 → 16/1/2022"],
    ),
    (
        "CV 10696: hai mũi vừa tròn 14 ngày",
        "20/12",
        [vaccinated(B, 2, "6/12")],
        ["home … → 26/12", "self_monitor 26/12 → 2/1/2022"],
    ),
    (
        "CV 10696: khỏi bệnh chưa quá 6 tháng",
        "20/12",
        [outcome(B, "recovered", "1/9 08:00")],
        ["home … → 26/12", "self_monitor 26/12 → 2/1/2022"],
    ),
    (
        "hôm trước CV 10696 thì hai mũi cũng 14 ngày",
        "15/12",
        [vaccinated(B, 2, "1/10")],
        ["concentrated … → 28/12", "follow_up 28/12 → 11/1/2022"],
    ),
    (
        "tháng 2/2022",
        "1/3/2022",
        [vaccinated(B, 2, "1/10")],
        ["home … → 5/3/2022", "self_monitor 5/3/2022 → 10/3/2022"],
    ),
]


@pytest.mark.parametrize(("story", "day", "known", "expected"), MEASURES, ids=[row[0] for row in MEASURES])
def test_measures_of_an_f1(story, day, known, expected):
    """The case is known at 20:00 that day; the contact was two days before."""
    case = pcr_positive(A, f"{day} 20:00", f"{day} 16:00")
    parts = [int(part) for part in day.split("/")]
    before = "/".join(map(str, [parts[0] - 2, *parts[1:]])) if parts[0] > 2 else "27/2/2022"
    found = lines([case, met(B, A, f"{before} 08:00"), *known], B, "obligation")
    start = show(at(f"{day} 20:00"))
    assert found[-len(expected) :] == [row.replace("…", start, 1) for row in expected]


def test_f0_is_treated_until_recovery_then_followed_by_the_rule_of_that_day():
    before = [CASE, outcome(A, "recovered", "29/9 08:00")]
    assert lines(before, A, "obligation") == ["treatment 15/9 20:00 → 29/9 08:00", "home 29/9 08:00 → 14/10"]
    after = [CASE, outcome(A, "recovered", "6/10 08:00")]
    assert lines(after, A, "obligation")[1] == "self_monitor 6/10 08:00 → 14/10"


def test_suspected_is_kept_apart_until_the_pcr():
    facts = [rapid_positive(A, "14/9 17:00"), pcr_negative(A, "14/9 23:30")]
    assert lines(facts, A, "obligation") == ["temporary? 14/9 17:00 → 14/9 23:30"]
    assert lines(facts, A, "order_needed") == []


def test_the_province_treats_on_a_rapid_positive_since_19_12():
    assert lines([rapid_positive(A, "18/12 17:00")], A, "obligation", under=CA_MAU)[0].startswith("temporary")
    assert lines([rapid_positive(A, "19/12 17:00")], A, "obligation", under=CA_MAU)[0].startswith("treatment")
    assert lines([rapid_positive(A, "19/12 17:00")], A, "obligation")[0].startswith("temporary")


def test_a_contact_found_suspected_is_a_contact_again_after_the_exclusion():
    facts = [CASE, MEAL, rapid_positive(B, "18/9 08:00"), pcr_negative(B, "18/9 20:00")]
    assert lines(facts, B, "obligation") == [
        "concentrated 15/9 20:00 → 18/9 08:00",
        "temporary? 18/9 08:00 → 18/9 20:00",
        "concentrated 18/9 20:00 → 28/9",
        "follow_up 28/9 → 12/10",
    ]


F2 = met(C, B, "14/9 08:00")
F2_UNTIL = [
    ("chưa xét nghiệm: nhiều nhất đến hết mức của F1", [], "28/9"),
    ("F1 âm tính RT-PCR lần đầu", [pcr_negative(B, "17/9 09:00", "16/9 08:00")], "17/9 09:00"),
    ("âm tính test nhanh chưa đủ", [rapid_negative(B, "17/9 09:00")], "28/9"),
    ("mẫu lấy trước khi biết F1 không tính", [pcr_negative(B, "16/9 09:00", "14/9 08:00")], "28/9"),
]


@pytest.mark.parametrize(("story", "known", "end"), F2_UNTIL, ids=[row[0] for row in F2_UNTIL])
def test_an_f2_stays_home_until_the_f1_is_negative(story, known, end):
    assert lines([CASE, MEAL, F2, *known], C, "level") == [f"F2 15/9 20:00 → {end}"]


# --- separation ------------------------------------------------------------------------------------

SEPARATED = [
    ("không ai đưa đi", [], ["F1 15/9 20:00 → 28/9"]),
    ("đưa đi sau 5 giờ", [apart(B, "16/9 01:00", kind="concentrated")], ["F1 15/9 20:00 → 16/9 01:00"]),
    ("đã ở khu cách ly từ trước", [apart(B, "14/9", kind="concentrated")], []),
    (
        "bỏ về giữa chừng",
        [apart(B, "16/9 01:00", "20/9 09:00", kind="concentrated")],
        ["F1 15/9 20:00 → 16/9 01:00", "F1 20/9 09:00 → 28/9"],
    ),
]


@pytest.mark.parametrize(("story", "stays", "expected"), SEPARATED, ids=[row[0] for row in SEPARATED])
def test_unseparated(story, stays, expected):
    assert lines([CASE, MEAL, *stays], B, "unseparated") == expected


# --- orders ----------------------------------------------------------------------------------------

ORDERS = [
    ("chưa có quyết định", [], ["concentrated 15/9 20:00 → 28/9"], []),
    (
        "ký sau khi đã đưa đi",
        [order(B, "concentrated", "16/9 10:00", "27/9 23:59")],
        ["concentrated 15/9 20:00 → 16/9 10:00", "concentrated 27/9 23:59 → 28/9"],
        [],
    ),
    (
        "quyết định nhẹ hơn biện pháp phải áp dụng",
        [order(B, "home", "15/9 20:00")],
        ["concentrated 15/9 20:00 → 28/9"],
        ["home 28/9 → …"],
    ),
    ("quyết định nặng hơn cũng đủ", [order(B, "treatment", "15/9 20:00", "28/9")], [], []),
    (
        "không ghi ngày hết: gỡ khi hết hạn",
        [order(B, "concentrated", "15/9 20:00")],
        [],
        ["concentrated 28/9 → …"],
    ),
    (
        "gỡ rồi thì thôi",
        [order(B, "concentrated", "15/9 20:00", uid="o1"), lift(B, "o1", "28/9")],
        [],
        [],
    ),
    (
        "gỡ sớm: lại cần quyết định",
        [order(B, "concentrated", "15/9 20:00", uid="o2"), lift(B, "o2", "20/9")],
        ["concentrated 20/9 → 28/9"],
        [],
    ),
]


@pytest.mark.parametrize(("story", "orders", "needed", "lifting"), ORDERS, ids=[row[0] for row in ORDERS])
def test_orders(story, orders, needed, lifting):
    facts = [CASE, MEAL, *orders]
    assert lines(facts, B, "order_needed") == needed
    assert lines(facts, B, "lifting_needed") == lifting


def test_the_night_of_19_6_proposes_to_lift_what_it_caused():
    facts = [
        rapid_positive(A, "19/6 17:00"),
        met(B, A, "18/6 08:00"),
        order(B, "concentrated", "19/6 20:00", "9/7"),
        pcr_negative(A, "19/6 23:30", "19/6 17:30"),
    ]
    assert lines(facts, B, "lifting_needed") == ["concentrated 19/6 23:30 → 9/7"]
    lifted = [*facts, lift(B, facts[2].uid, "20/6 09:00")]
    assert lines(lifted, B, "lifting_needed") == ["concentrated 19/6 23:30 → 20/6 09:00"]


BECAME_A_CASE = [CASE, MEAL, pcr_positive(B, "20/9 08:00"), order(B, "concentrated", "15/9 20:00", "28/9")]
REPLACED = [
    ("chưa ký quyết định chặt hơn", [], ["treatment 20/9 08:00 → …"], []),
    (
        "ký điều trị: gỡ quyết định tập trung từ lúc ký",
        [order(B, "treatment", "20/9 12:00")],
        ["treatment 20/9 08:00 → 20/9 12:00"],
        ["concentrated 20/9 12:00 → 28/9"],
    ),
    (
        "ký điều trị trước, tập trung sau: ai ký sau biết điều mình làm",
        [order(B, "treatment", "15/9 19:00")],
        [],
        [],
    ),
    (
        "quyết định chặt hơn bị gỡ: quyết định cũ lại là chỗ dựa",
        [order(B, "treatment", "20/9 12:00", uid="o9"), lift(B, "o9", "22/9")],
        ["treatment 20/9 08:00 → 20/9 12:00", "treatment 22/9 → …"],
        ["concentrated 20/9 12:00 → 22/9"],
    ),
    (
        "khỏi bệnh trước khi quyết định cũ hết hạn",
        [order(B, "treatment", "20/9 12:00"), outcome(B, "recovered", "26/9 08:00")],
        ["treatment 20/9 08:00 → 20/9 12:00", "home 26/9 08:00 → 11/10"],
        ["concentrated 20/9 12:00 → 26/9 08:00", "concentrated 26/9 08:00 → 28/9"],
    ),
]


@pytest.mark.parametrize(("story", "known", "needed", "lifting"), REPLACED, ids=[row[0] for row in REPLACED])
def test_a_stricter_order_takes_the_place_of_a_lighter_one(story, known, needed, lifting):
    facts = [*BECAME_A_CASE, *known]
    assert lines(facts, B, "order_needed") == needed
    concentrated = [line for line in lines(facts, B, "lifting_needed") if line.startswith("concentrated")]
    assert concentrated == lifting


def test_who_has_recovered_is_no_longer_bound_by_the_decision_on_treatment():
    facts = [pcr_positive(B, "20/9 08:00"), order(B, "treatment", "20/9 12:00", uid="o5")]
    recovered = [*facts, outcome(B, "recovered", "26/9 08:00")]
    assert lines(facts, B, "lifting_needed") == []
    assert lines(recovered, B, "lifting_needed") == ["treatment 26/9 08:00 → …"]
    assert lines(recovered, B, "order_needed")[1:] == ["home 26/9 08:00 → 11/10"]
    at_home = [*recovered, lift(B, "o5", "26/9 09:00"), order(B, "home", "26/9 09:00", "11/10")]
    assert lines(at_home, B, "order_needed")[1:] == ["home 26/9 08:00 → 26/9 09:00"]
    assert lines(at_home, B, "lifting_needed") == ["treatment 26/9 08:00 → 26/9 09:00"]


def test_a_stricter_order_that_lost_its_ground_is_the_one_to_be_lifted():
    facts = [
        CASE,
        MEAL,
        order(B, "concentrated", "15/9 20:00", "28/9"),
        order(B, "treatment", "20/9 12:00", "28/9"),
    ]
    assert lines(facts, B, "lifting_needed") == []
    assert lines(facts[2:], B, "lifting_needed") == [
        "concentrated 15/9 20:00 → 28/9",
        "treatment 20/9 12:00 → 28/9",
    ]


def test_an_order_without_any_ground_is_to_be_lifted_whole():
    facts = [met(B, A, "13/9 08:00"), order(B, "concentrated", "15/9 20:00", "29/9")]
    assert lines(facts, B, "lifting_needed") == ["concentrated 15/9 20:00 → 29/9"]


# --- due tests -------------------------------------------------------------------------------------


def due(*facts):
    return [
        f"{i.reason['day']}: {show(i.starts_at)} → {show(i.ends_at)}{' ✓' if i.reason['taken_at'] else ''}"
        for i in intervals([CASE, MEAL, *facts], B, "due_test")
    ]


def sample(text):
    return pcr_negative(B, f"{text} 20:00", f"{text} 08:00")


DUE = [
    # last exposure 13/9, known 15/9 20:00: day 1 (14/9) falls on the day it became known
    ("chưa lấy mẫu nào", [], ["1: 15/9 20:00 → 19/9", "7: 20/9 → 26/9", "14: 27/9 → 28/9"]),
    (
        "đúng hẹn cả ba lần",
        [sample("16/9"), sample("20/9"), sample("27/9")],
        ["1: 15/9 20:00 → 16/9 08:00 ✓", "7: 20/9 → 20/9 08:00 ✓", "14: 27/9 → 27/9 08:00 ✓"],
    ),
    (
        "lấy sớm một ngày được tính",
        [sample("19/9")],
        ["1: 15/9 20:00 → 19/9", "7: 20/9 → 20/9 ✓", "14: 27/9 → 28/9"],
    ),
    (
        "lấy sớm hai ngày không tính cho lần sau",
        [sample("18/9")],
        ["1: 15/9 20:00 → 18/9 08:00 ✓", "7: 20/9 → 26/9", "14: 27/9 → 28/9"],
    ),
    (
        "lấy muộn vẫn tính",
        [sample("16/9"), sample("23/9")],
        ["1: 15/9 20:00 → 16/9 08:00 ✓", "7: 20/9 → 23/9 08:00 ✓", "14: 27/9 → 28/9"],
    ),
    (
        "bỏ lỡ ngày 7 không nuốt mất ngày 14",
        [sample("16/9"), sample("27/9")],
        ["1: 15/9 20:00 → 16/9 08:00 ✓", "7: 20/9 → 26/9", "14: 27/9 → 27/9 08:00 ✓"],
    ),
]


@pytest.mark.parametrize(("story", "samples", "expected"), DUE, ids=[row[0] for row in DUE])
def test_due_tests(story, samples, expected):
    assert due(*samples) == expected


def test_who_still_meets_the_source_is_tested_from_the_start():
    facts = [CASE, met(B, A, "1/1", how="household")]
    days = [i.reason["due_on"] for i in intervals(facts, B, "due_test")]
    assert days == ["2021-09-16", "2021-09-22", "2021-09-29"]


# --- rules that are missing, other diseases, places ------------------------------------------------


def test_a_measure_without_a_rule_is_said_and_the_level_does_not_end_by_itself():
    only = {"case_definition", "contact_ring", "contact_definition_1", "exposure_window", "onset_link"}
    book = rules()(None)
    bare = one_book([rule for rule in book.rules if rule.key in only])
    found = intervals([CASE, MEAL], B, under=bare)
    assert lines([CASE, MEAL], B, "level", under=bare) == ["F1 15/9 20:00 → …"]
    assert sorted(i.value for i in found if i.kind == "doubt") == [
        "no_rule:measures_ring1",
        "no_rule:test_schedule",
    ]


@pytest.mark.parametrize(("disease", "method"), [("dengue", "ns1"), ("measles", "igm"), ("hfmd", "rt_pcr")])
def test_a_disease_without_levels_has_cases_only(disease, method):
    facts = [CASE._replace(method=method), MEAL]
    under = rules(disease)
    assert lines(facts, A, "case", under=under) == ["confirmed 15/9 20:00 → …"]
    assert intervals(facts, A, "level", under=under) == []
    assert intervals(facts, B, under=under) == []
    assert [i.value for i in intervals(facts, A, "doubt", under=under)] == []


def test_the_unit_that_answers_for_a_person_stands_on_every_line():
    facts = [CASE, MEAL, Home("h1", B, at("1/9"), 71), Home("h2", B, at("14/9"), 72)]
    assert {i.unit for i in intervals(facts, B)} == {72}


def test_a_disease_without_levels_speaks_no_word_of_them():
    facts = [CASE._replace(method="igm")]
    [home] = intervals(facts, A, "obligation", under=rules("measles"))
    [open_air] = intervals(facts, A, "unseparated", under=rules("measles"))
    assert (home.value, home.reason["label"], open_air.value) == ("home", "confirmed", "confirmed")


def test_being_watched_at_home_keeps_nobody_apart():
    facts = [CASE, MEAL, apart(B, "15/9 21:00", kind="follow_up"), met(C, B, "15/9 22:00")]
    assert lines(facts, B, "unseparated") == ["F1 15/9 20:00 → 28/9"]
    assert lines(facts, C, "level") == ["F2 15/9 22:00 → 28/9"]


def test_a_case_transferred_to_another_province_is_closed_and_not_recovered():
    facts = [CASE, outcome(A, "transferred", "20/9 08:00"), pcr_positive(A, "1/10 08:00")]
    assert lines(facts, A, "case") == ["confirmed 15/9 20:00 → 20/9 08:00", "confirmed 1/10 08:00 → …"]
    assert "repositive" not in [i.value for i in intervals(facts, A, "flag")]
