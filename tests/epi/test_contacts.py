"""Who is a contact: windows, closeness, separation, rings. All hours are local."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lachan.epi.facts import Exposure
from tests.epi.words import (
    apart,
    at,
    intervals,
    lines,
    met,
    no_symptoms,
    onset,
    outcome,
    pcr_negative,
    pcr_positive,
    rapid_positive,
    source,
)

A, B, C, D = 1, 2, 3, 4


def level_of_b(*facts):
    return [f"{i.value}{'?' if i.provisional else ''}" for i in intervals(facts, B, "level")]


# --- the infectious window -------------------------------------------------------------------------

PCR = pcr_positive(A, "15/9 20:00", "14/9 16:00")  # sampled on 14/9, known on 15/9
WINDOWS = [
    # what is known of A, the first moment that counts
    ("có triệu chứng từ 13/9: 3 ngày trước khởi phát", [onset(A, "13/9")], "10/9 00:00"),
    ("hai lời khai: lấy ngày khởi phát sớm hơn", [onset(A, "13/9"), onset(A, "12/9")], "9/9 00:00"),
    ("chưa ghi gì: 3 ngày trước lấy mẫu", [], "11/9 00:00"),
    ("không triệu chứng, chưa ghi nguồn", [no_symptoms(A)], "11/9 00:00"),
    ("có triệu chứng nhưng chưa rõ ngày", [onset(A, None)], "11/9 00:00"),
    ("rõ nguồn: từ lần đầu tiếp xúc nguồn", [no_symptoms(A), source(A, "5/9")], "5/9 00:00"),
    ("rõ nguồn nhưng chưa rõ ngày: như chưa rõ nguồn", [no_symptoms(A), source(A)], "31/8 00:00"),
    ("chưa rõ nguồn: 14 ngày trước lấy mẫu", [source(A, known=False)], "31/8 00:00"),
    ("triệu chứng của tháng 6 không thuộc ca này", [onset(A, "20/6")], "11/9 00:00"),
]


@pytest.mark.parametrize(("story", "known", "first"), WINDOWS, ids=[row[0] for row in WINDOWS])
def test_window_begins_at_local_midnight(story, known, first):
    moment = at(first)
    inside = Exposure("e", B, A, moment, None, "table")
    before = Exposure("e", B, A, moment - timedelta(seconds=1), None, "table")
    assert level_of_b(PCR, *known, inside) == ["F1"]
    assert level_of_b(PCR, *known, before) == []


def test_a_meeting_that_ends_at_the_first_midnight_is_outside():
    facts = [PCR, onset(A, "13/9")]
    assert level_of_b(*facts, met(B, A, "9/9 20:00", "10/9 00:00")) == []
    assert level_of_b(*facts, met(B, A, "9/9 20:00", "10/9 00:01")) == ["F1"]


def test_two_days_since_29_12():
    case = pcr_positive(A, "15/1/2022 20:00", "14/1/2022 16:00")
    assert level_of_b(case, onset(A, "13/1/2022"), met(B, A, "11/1/2022")) == ["F1"]
    assert level_of_b(case, onset(A, "13/1/2022"), met(B, A, "10/1/2022 23:59")) == []
    assert level_of_b(case, met(B, A, "12/1/2022")) == ["F1"]
    assert level_of_b(case, met(B, A, "11/1/2022 23:59")) == []


# --- closeness -------------------------------------------------------------------------------------

CLOSE_2021 = {
    "direct": ("F1", "F2"),
    "household": ("F1", "F2"),
    "table": ("F1", "F2"),
    "within_2m": ("F1", "F2"),
    "same_room": ("F1", ""),
    "same_vehicle": ("F1", ""),
    "care": ("F1", "F2"),
    "distant": ("", ""),
}


@pytest.mark.parametrize("how", CLOSE_2021)
def test_closeness_of_2021(how):
    facts = [PCR, met(B, A, "13/9 08:00", how="table"), met(C, B, "14/9 08:00", how=how)]
    near = [i.value for i in intervals([PCR, met(B, A, "13/9 08:00", how=how)], B, "level")]
    next_ring = [i.value for i in intervals(facts, C, "level")]
    assert ("".join(near), "".join(next_ring)) == CLOSE_2021[how]


CLOSE_2022 = [
    # closeness, masked, minutes → F1?
    ("direct", True, 1, True),
    ("table", True, 1, True),
    ("within_2m", True, 14, False),
    ("within_2m", True, 15, True),
    ("within_2m", True, 16, True),
    ("within_2m", True, None, True),  # how long is not known: the careful reading
    ("within_2m", False, 1, True),
    ("within_2m", None, 1, True),  # nobody asked about masks
    ("same_room", True, 14, False),
    ("same_room", True, 15, True),
    ("same_room", False, None, True),
    ("same_vehicle", True, 10, False),
    ("same_vehicle", False, 10, True),
    ("household", True, 10, False),
    ("household", None, None, True),
    ("care", True, 60, False),  # full protective equipment
    ("care", False, 1, True),
    ("care", None, 1, True),
    ("distant", False, 600, False),
    ("distant", None, None, False),
]


@pytest.mark.parametrize(("how", "masked", "minutes", "contact"), CLOSE_2022)
def test_masks_and_minutes_of_cv_11042(how, masked, minutes, contact):
    case = pcr_positive(A, "15/1/2022 20:00")
    meeting = met(B, A, "14/1/2022 08:00", "14/1/2022 09:00", how, masked=masked, minutes=minutes)
    assert level_of_b(case, meeting) == (["F1"] if contact else [])


def test_an_assumption_is_written_into_the_reason():
    case = pcr_positive(A, "15/1/2022 20:00")
    [level] = intervals([case, met(B, A, "14/1/2022 08:00", how="within_2m", masked=True)], B, "level")
    assert level.reason["assumed"] == "minutes"
    assert level.reason["verified"] is False


# --- from when, until when -------------------------------------------------------------------------

LIVES = [
    (
        "F1 từ khi biết ca, đến hết 14 ngày sau lần gặp cuối",
        [PCR, met(B, A, "13/9 08:00")],
        ["F1 15/9 20:00 → 28/9"],
    ),
    ("gặp sau khi đã biết ca: từ lúc gặp", [PCR, met(B, A, "16/9 08:00")], ["F1 16/9 08:00 → 1/10"]),
    (
        "còn sống cùng nhà: chưa có ngày hết",
        [PCR, met(B, A, "1/1", how="household")],
        ["F1 15/9 20:00 → …"],
    ),
    (
        "sống cùng nhà đến khi F0 được đưa đi",
        [PCR, met(B, A, "1/1", how="household"), apart(A, "16/9 03:00")],
        ["F1 15/9 20:00 → 1/10"],
    ),
    (
        "sống cùng nhà, F1 được đưa đi trước",
        [PCR, met(B, A, "1/1", how="household"), apart(B, "16/9 09:00", kind="concentrated")],
        ["F1 15/9 20:00 → 1/10"],
    ),
    ("gặp sau khi F0 đã cách ly", [PCR, apart(A, "15/9 22:00"), met(B, A, "15/9 22:00")], []),
    (
        "gặp ngay trước khi F0 cách ly",
        [PCR, apart(A, "15/9 22:00"), met(B, A, "15/9 21:59")],
        ["F1 15/9 21:59 → 30/9"],
    ),
    (
        "F0 về nhà khi chưa khỏi: gặp lại là tiếp xúc",
        [PCR, apart(A, "15/9 22:00", "18/9 08:00"), met(B, A, "18/9 10:00")],
        ["F1 18/9 10:00 → 3/10"],
    ),
    (
        "cùng phòng trong khu cách ly tập trung",
        [
            PCR,
            apart(A, "5/9", kind="concentrated"),
            apart(B, "5/9", kind="concentrated"),
            met(B, A, "12/9", "14/9 08:00", how="same_room"),
        ],
        ["F1 15/9 20:00 → 29/9"],
    ),
    (
        "người nhà không gặp F0 đang ở khu cách ly",
        [PCR, apart(A, "5/9", kind="concentrated"), met(B, A, "1/1", how="household")],
        [],
    ),
    (
        "F1 đang cách ly mà ra gặp ca khác: vi phạm vẫn tính",
        [PCR, apart(B, "5/9", kind="home"), met(B, A, "13/9 08:00")],
        ["F1 15/9 20:00 → 28/9"],
    ),
    ("gặp sau khi ca khỏi bệnh", [PCR, outcome(A, "recovered", "29/9 08:00"), met(B, A, "30/9")], []),
    (
        "khởi phát ghi sau, lùi cửa sổ: thành F1",
        [PCR, met(B, A, "10/9 08:00"), onset(A, "13/9")],
        ["F1 15/9 20:00 → 25/9"],
    ),
]


@pytest.mark.parametrize(("story", "facts", "expected"), LIVES, ids=[row[0] for row in LIVES])
def test_level_of_a_contact(story, facts, expected):
    assert lines(facts, B, "level") == expected


# --- suspicion, confirmation, exclusion ------------------------------------------------------------


def test_provisional_until_the_source_is_confirmed():
    facts = [rapid_positive(A, "14/9 17:00"), pcr_positive(A, "14/9 23:30"), met(B, A, "13/9 08:00")]
    assert lines(facts, B, "level") == ["F1? 14/9 17:00 → 14/9 23:30", "F1 14/9 23:30 → 28/9"]
    assert lines(facts, B, "obligation")[0] == "concentrated 14/9 17:00 → 28/9"


def test_an_excluded_suspicion_frees_both_rings_and_leaves_its_history():
    facts = [
        rapid_positive(A, "19/6 17:00"),
        pcr_negative(A, "19/6 23:30", "19/6 17:30"),
        met(B, A, "18/6 08:00"),
        met(C, B, "18/6 20:00"),
    ]
    assert lines(facts, B, "level") == ["F1? 19/6 17:00 → 19/6 23:30"]
    assert lines(facts, C, "level") == ["F2? 19/6 17:00 → 19/6 23:30"]


def test_a_contact_known_only_after_the_exclusion_never_was_one():
    facts = [rapid_positive(A, "19/6 17:00"), pcr_negative(A, "19/6 23:30"), met(B, A, "20/6 08:00")]
    assert lines(facts, B, "level") == []


# --- rings -----------------------------------------------------------------------------------------


def test_f1_becomes_f0_and_f2_becomes_f1():
    facts = [
        PCR,
        met(B, A, "13/9 08:00"),
        met(C, B, "15/9 08:00"),
        met(D, C, "15/9 12:00"),
        pcr_positive(B, "17/9 10:00"),
    ]
    assert lines(facts, B, "level") == ["F1 15/9 20:00 → 17/9 10:00", "F0 17/9 10:00 → …"]
    assert lines(facts, C, "level") == ["F2 15/9 20:00 → 17/9 10:00", "F1 17/9 10:00 → 30/9"]
    assert lines(facts, D, "level") == ["F2 17/9 10:00 → 30/9"]


def test_an_f2_who_met_before_the_new_case_was_infectious_is_freed():
    facts = [
        PCR,
        onset(A, "5/9"),
        met(B, A, "5/9 08:00"),
        met(C, B, "6/9 08:00"),
        pcr_positive(B, "17/9 10:00", "16/9 08:00"),
    ]
    assert lines(facts, C, "level") == ["F2 15/9 20:00 → 17/9 10:00"]


def test_f2_meets_the_f1_before_the_f1_met_the_case():
    assert lines([PCR, met(B, A, "13/9 08:00"), met(C, B, "12/9 08:00")], C, "level") == []


def test_f2_meets_the_f1_after_the_f1_was_separated():
    facts = [PCR, met(B, A, "13/9 08:00"), apart(B, "14/9", kind="concentrated"), met(C, B, "14/9 08:00")]
    assert lines(facts, C, "level") == []


def test_no_third_ring_in_2021():
    facts = [PCR, met(B, A, "13/9 08:00"), met(C, B, "14/9 08:00"), met(D, C, "14/9 12:00")]
    assert lines(facts, C, "level") == ["F2 15/9 20:00 → 28/9"]
    assert lines(facts, D, "level") == []


def test_a_family_of_contacts_does_not_prolong_itself():
    """B and C live with the case and with each other: F1 each, and not F2 of one another afterwards."""
    facts = [
        PCR,
        met(B, A, "1/1", how="household"),
        met(C, A, "1/1", how="household"),
        met(B, C, "1/1", how="household"),
        apart(A, "16/9 03:00"),
    ]
    assert lines(facts, B, "level") == ["F1 15/9 20:00 → 1/10"]
    assert lines(facts, C, "level") == ["F1 15/9 20:00 → 1/10"]


def test_a_case_is_no_contact_of_its_own_contacts():
    facts = [rapid_positive(A, "15/9 20:00"), met(B, A, "13/9 08:00"), met(B, A, "14/9 08:00")]
    assert lines(facts, A, "level") == []


def test_the_one_who_infected_a_case_is_not_its_contact():
    facts = [PCR, met(B, A, "13/9 08:00"), pcr_positive(B, "17/9 10:00", "16/9 08:00")]
    assert lines(facts, A, "level") == ["F0 15/9 20:00 → …"]


def test_exposures_before_an_illness_are_void_after_recovery():
    facts = [
        PCR,
        met(B, A, "13/9 08:00"),
        pcr_positive(B, "17/9 10:00"),
        outcome(B, "recovered", "20/9 10:00"),
    ]
    assert lines(facts, B, "level") == ["F1 15/9 20:00 → 17/9 10:00", "F0 17/9 10:00 → 20/9 10:00"]


def test_a_new_exposure_after_recovery_counts():
    facts = [
        pcr_positive(B, "1/9 10:00"),
        outcome(B, "recovered", "12/9 10:00"),
        PCR,
        met(B, A, "14/9 08:00"),
    ]
    assert lines(facts, B, "level")[-1] == "F1 15/9 20:00 → 29/9"


# --- several sources, faults -----------------------------------------------------------------------


def test_two_sources_the_later_one_decides_the_end():
    other = pcr_positive(C, "16/9 08:00", "15/9 08:00")
    both = [PCR, other, met(B, A, "13/9 08:00", uid="e1"), met(B, C, "15/9 09:00", uid="e2")]
    [level] = intervals(both, B, "level")
    assert lines(both, B, "level") == ["F1 15/9 20:00 → 30/9"]
    assert (level.uid, level.reason["also"], level.reason["grounds"]) == ("e2", ["e1"], 2)
    assert lines([both[0], both[2], both[3]], B, "level") == ["F1 15/9 20:00 → 28/9"]
    assert lines(both[1:], B, "level") == ["F1 16/9 08:00 → 30/9"]


def test_a_firm_ground_comes_before_a_provisional_one_and_the_nearer_ring_before_both():
    facts = [
        PCR,
        met(B, A, "13/9 08:00"),
        rapid_positive(C, "16/9 08:00"),
        met(B, C, "15/9 09:00"),
        met(D, B, "14/9 08:00"),
        met(D, C, "15/9 10:00"),
    ]
    assert lines(facts, B, "level") == ["F1 15/9 20:00 → 28/9", "F1? 28/9 → 30/9"]
    assert lines(facts, D, "level") == ["F2 15/9 20:00 → 16/9 08:00", "F1? 16/9 08:00 → 30/9"]


def test_nobody_meets_themselves():
    with pytest.raises(ValueError, match="chính mình"):
        met(A, A, "13/9")


def test_a_meeting_without_time_makes_no_level_but_is_shown():
    facts = [PCR, met(B, A, None)]
    assert [(i.kind, i.value) for i in intervals(facts, B)] == [("doubt", "untimed_exposure")]


def test_a_meeting_known_by_its_day_alone_covers_the_whole_day():
    facts = [PCR, onset(A, "13/9")]
    assert level_of_b(*facts, met(B, A, "9/9", "10/9")) == []
    assert level_of_b(*facts, met(B, A, "10/9", "11/9")) == ["F1"]
    assert lines([*facts, met(B, A, "12/9", "13/9")], B, "level") == ["F1 15/9 20:00 → 27/9"]


def test_the_reason_says_whom_how_when_and_in_which_window():
    [level] = intervals([PCR, onset(A, "13/9"), met(B, A, "12/9 18:00", uid="meal")], B, "level")
    wanted = {
        "code": "contact",
        "ring": 1,
        "exposure": "meal",
        "source": A,
        "closeness": "table",
        "on": "2021-09-12",
        "anchor": "onset",
        "anchor_day": "2021-09-13",
        "days_before": 3,
        "verified": True,
    }
    assert wanted.items() <= level.reason.items()
    assert level.rule == "covid19/VN/contact_definition_1/2021-07-30/1"


def test_an_unknown_closeness_is_refused():
    with pytest.raises(ValueError, match="Kiểu tiếp xúc lạ"):
        met(B, A, "13/9", how="near")
