"""From a result to levels and cases: what a tracer sees appear, move and go."""

from __future__ import annotations

import datetime as dt

import pytest

from lachan.cases import queries as cases
from lachan.epi import intervals as kinds
from lachan.journeys import case_investigated, result_corrected
from lachan.kernel.errors import Refused
from lachan.kernel.times import LOCAL
from tests.journeys.stories import Story


def at(day: int, hour: int = 7, month: int = 9) -> dt.datetime:
    return dt.datetime(2021, month, day, hour, tzinfo=LOCAL)


@pytest.fixture
def story(world, morning):
    return Story(world, morning)


def test_a_rapid_positive_opens_a_suspected_case_whose_contacts_are_provisional(story):
    binh, lan, tu = story.person("Trần Văn Bình"), story.person("Lê Thị Lan"), story.person("Võ Văn Tư")
    story.met(lan, binh, dt.date(2021, 9, 14))
    story.met(tu, lan, dt.date(2021, 9, 14))
    story.tested(binh, "rapid", "positive")
    assert story.case(binh).classification == "suspected"
    assert (story.level(lan), story.level(tu)) == ("F1?", "F2?")


def test_rt_pcr_confirms_and_makes_the_levels_firm(story):
    binh, lan = story.person("Trần Văn Bình"), story.person("Lê Thị Lan")
    story.met(lan, binh, dt.date(2021, 9, 14))
    story.tested(binh, "rapid", "positive", at(15, 5))
    story.tested(binh, "rt_pcr", "positive", at(15, 6))
    case = story.case(binh)
    assert (case.classification, story.level(binh), story.level(lan)) == ("confirmed", "F0", "F1")
    assert case.opened_at == at(15, 5)
    assert case.confirmed_at == at(15, 6)


def test_a_positive_contact_becomes_f0_and_its_contacts_f1(story):
    binh, lan, tu = story.person("Trần Văn Bình"), story.person("Lê Thị Lan"), story.person("Võ Văn Tư")
    story.met(lan, binh, dt.date(2021, 9, 14))
    story.met(tu, lan, dt.date(2021, 9, 14))
    story.tested(binh, "rt_pcr", "positive", at(15, 5))
    assert (story.level(lan), story.level(tu)) == ("F1", "F2")
    story.tested(lan, "rt_pcr", "positive", at(15, 6))
    assert (story.level(lan), story.level(tu)) == ("F0", "F1")


def test_a_negative_rt_pcr_closes_the_suspicion_and_the_record_shows_both(story):
    story.now = at(20, 7, month=6)
    binh, lan = story.person("Trần Văn Bình"), story.person("Lê Thị Lan")
    story.met(lan, binh, dt.date(2021, 6, 18))
    story.tested(binh, "rapid", "positive", at(19, 17, month=6))
    assert story.level(lan, at(19, 18, month=6)) == "F1?"
    story.tested(binh, "rt_pcr", "negative", at(19, 23, month=6))
    case = story.case(binh)
    assert case.classification == "excluded"
    assert case.closed_at == at(19, 23, month=6)
    assert story.level(lan) == ""
    assert story.level(lan, at(19, 18, month=6)) == "F1?", "what was held at that hour stays on record"


def test_a_revoked_result_leaves_nothing_behind(story):
    binh, lan = story.person("Trần Văn Bình"), story.person("Lê Thị Lan")
    story.met(lan, binh, dt.date(2021, 9, 14))
    specimen = story.tested(binh, "rt_pcr", "positive", at(15, 5))
    result = specimen.results.get()
    seen = story.case(binh)
    result_corrected.result_revoke(result=result, reason="Nhầm ống mẫu", by=story.actor(), now=story.now)
    seen.refresh_from_db()
    assert seen.withdrawn
    assert (story.case(binh), story.level(lan), story.level(binh)) == (None, "", "")
    with pytest.raises(Refused):
        result_corrected.result_revoke(result=result, reason="lần nữa", by=story.actor(), now=story.now)


def test_a_withdrawn_case_can_be_read_but_not_written(story):
    binh = story.person("Trần Văn Bình")
    specimen = story.tested(binh, "rt_pcr", "positive", at(15, 5))
    seen = story.case(binh)
    result_corrected.result_revoke(
        result=specimen.results.get(), reason="Nhầm ống mẫu", by=story.actor(), now=story.now
    )
    found = cases.case_by_uid(seen.uid, story.actor(), story.now)
    assert found.withdrawn
    with pytest.raises(Refused, match="đã rút"):
        case_investigated.source_state(case=found, known=False, by=story.actor(), now=story.now)


def test_a_positive_after_recovery_is_a_second_episode(story):
    story.now = at(1, 8, month=10)
    binh = story.person("Trần Văn Bình")
    story.tested(binh, "rt_pcr", "positive", at(1, 6))
    first = story.case(binh)
    story.tested(binh, "rt_pcr", "positive", at(8, 6))
    assert story.case(binh) == first, "a positive inside an open episode is follow-up"
    case_investigated.outcome_record(
        case=first, kind="recovered", occurred_at=at(15, 6), by=story.actor(), now=story.now
    )
    story.tested(binh, "rt_pcr", "positive", at(30, 6))
    second = story.case(binh)
    assert (second.number, second.repositive, second.classification) == (2, True, "confirmed")
    first.refresh_from_db()
    assert (first.closed_at, first.outcome) == (at(15, 6), "recovered")


def test_the_onset_moves_the_window(story):
    binh, lan = story.person("Trần Văn Bình"), story.person("Lê Thị Lan")
    story.met(lan, binh, dt.date(2021, 9, 8))
    story.tested(binh, "rt_pcr", "positive", at(15, 5))
    case_investigated.onset_state(
        case=story.case(binh),
        symptomatic=True,
        onset_on=dt.date(2021, 9, 14),
        by=story.actor(),
        now=story.now,
    )
    assert story.level(lan) == ""
    case_investigated.onset_state(
        case=story.case(binh),
        symptomatic=True,
        onset_on=dt.date(2021, 9, 10),
        by=story.actor(),
        now=story.now,
    )
    assert story.level(lan) == "F1"


def test_f1_is_owed_separation_an_order_and_tests(story):
    binh, lan = story.person("Trần Văn Bình"), story.person("Lê Thị Lan")
    story.met(lan, binh, dt.date(2021, 9, 14))
    story.tested(binh, "rt_pcr", "positive", at(15, 5))
    assert story.holds(lan, kinds.UNSEPARATED) == ["F1"]
    assert story.holds(lan, kinds.ORDER_NEEDED) == ["concentrated"]
    assert story.holds(lan, kinds.DUE_TEST)
