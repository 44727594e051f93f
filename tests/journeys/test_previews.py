"""What a screen shows before somebody agrees is what happens afterwards."""

from __future__ import annotations

import datetime as dt

import pytest

from lachan.epi import facts
from lachan.epi.intervals import LIFTING_NEEDED, ORDER_NEEDED
from lachan.journeys import (
    case_investigated,
    exposure_recorded,
    following,
    result_corrected,
    result_received,
)
from lachan.people.effects import effects_of
from lachan.testing import queries as testing
from tests.journeys.stories import DISEASE, Story

DAY = dt.date(2021, 9, 14)


@pytest.fixture
def story(world, morning):
    return Story(world, morning)


@pytest.fixture
def chain(story):
    """A source, the one who met it, and the one whom that one met."""
    names = ("Trần Văn Bình", "Lê Thị Lan", "Võ Văn Tư")
    binh, lan, tu = (story.person(name) for name in names)
    story.met(lan, binh, DAY)
    story.met(tu, lan, DAY)
    return binh, lan, tu


def moved(outcome):
    return {
        (one.person, one.before.label, one.after.label) for one in outcome.changes if one.before != one.after
    }


def test_a_result(story, chain):
    binh, lan, tu = chain
    specimen = story.specimen(binh, sampled_at=story.now - dt.timedelta(hours=2))
    said = {"method": "rt_pcr", "outcome": "positive", "resulted_at": story.now}
    supposed = testing.results_supposed(specimen, **said)
    foretold = result_received.results_preview(disease=DISEASE, added=supposed, now=story.now)
    assert story.level(lan) == "", "a preview writes nothing"
    done = result_received.result_record(specimen=specimen, by=story.actor(), now=story.now, **said)
    assert moved(foretold) == moved(done.outcome)
    assert {person for person, _, _ in moved(foretold)} == {binh.pk, lan.pk, tu.pk}


def test_a_negative_that_takes_the_ground_from_a_signed_decision(story, chain):
    binh, lan, _ = chain
    tube = story.tested(binh, "rapid", "positive", story.now - dt.timedelta(hours=3))
    signed = story.now - dt.timedelta(hours=2)
    order = facts.Order("order-of-lan", lan.pk, "concentrated", signed, None, "12/QĐ-UBND")
    following.take_in(disease=DISEASE, added=[order], now=signed)
    said = {"method": "rt_pcr", "outcome": "negative", "resulted_at": story.now}
    supposed = testing.results_supposed(tube, **said)
    foretold = result_received.results_preview(disease=DISEASE, added=supposed, now=story.now)
    [group] = [
        one for one in effects_of(foretold, story.actor(), story.now) if "sẽ được đề nghị gỡ" in one.label
    ]
    assert (group.count, group.items) == (1, ["Lê Thị Lan (quyết định số 12/QĐ-UBND)"])
    done = result_received.result_record(specimen=tube, by=story.actor(), now=story.now, **said)
    assert done.outcome.liftings == foretold.liftings
    assert story.holds(lan, LIFTING_NEEDED) == ["concentrated"]


def test_a_positive_after_a_recovery_is_told_as_another_episode(story):
    ill, first = story.person("Trần Văn Bình"), story.person("Lê Thị Lan")
    story.tested(ill, "rt_pcr", "positive", story.now - dt.timedelta(days=30))
    recovered = story.now - dt.timedelta(days=15)
    case_investigated.outcome_record(
        case=story.case(ill), kind="recovered", occurred_at=recovered, by=story.actor(), now=story.now
    )
    for person, name in (
        (ill, "Trần Văn Bình (đợt bệnh thứ 2: dương tính trở lại sau khi đã khỏi bệnh)"),
        (first, "Lê Thị Lan"),
    ):
        specimen = story.specimen(person, sampled_at=story.now - dt.timedelta(hours=2))
        supposed = testing.results_supposed(
            specimen, method="rt_pcr", outcome="positive", resulted_at=story.now
        )
        foretold = result_received.results_preview(disease=DISEASE, added=supposed, now=story.now)
        [group] = [
            one for one in effects_of(foretold, story.actor(), story.now) if one.label.endswith("thành F0")
        ]
        assert group.items == [name]


def decided(story, person, measure="concentrated", number="12/QĐ-UBND"):
    """A decision on the person, signed two hours ago."""
    signed = story.now - dt.timedelta(hours=2)
    order = facts.Order(f"order-of-{person.pk}", person.pk, measure, signed, None, number)
    following.take_in(disease=DISEASE, added=[order], now=signed)


def told(story, outcome):
    """What the screen says of decisions: (label, names)."""
    return [
        (group.label, group.items)
        for group in effects_of(outcome, story.actor(), story.now)
        if "quyết định" in group.label
    ]


LIFT_LAN = ("quyết định đã ký sẽ được đề nghị gỡ", ["Lê Thị Lan (quyết định số 12/QĐ-UBND)"])
SIGN_LAN = ("cần quyết định mới: cách ly tập trung", ["Lê Thị Lan"])


@pytest.fixture
def met_early(story):
    """Bình has a positive PCR without symptoms; Lan met him only on the 8th, before his window."""
    binh, lan = story.person("Trần Văn Bình"), story.person("Lê Thị Lan")
    story.met(lan, binh, dt.date(2021, 9, 8))
    story.tested(binh, "rt_pcr", "positive")
    return binh, lan


def test_an_onset_names_the_decisions_that_come_to_be_needed(story, met_early):
    binh, lan = met_early
    assert story.level(lan) == ""
    early = {"symptomatic": True, "onset_on": dt.date(2021, 9, 9)}
    foretold = case_investigated.onset_preview(case=story.case(binh), now=story.now, **early)
    assert told(story, foretold) == [SIGN_LAN]
    case_investigated.onset_state(case=story.case(binh), by=story.actor(), now=story.now, **early)
    assert story.holds(lan, ORDER_NEEDED) == ["concentrated"]


def test_an_onset_names_the_decisions_that_lose_their_ground(story, met_early):
    binh, lan = met_early
    early = {"symptomatic": True, "onset_on": dt.date(2021, 9, 9)}
    case_investigated.onset_state(case=story.case(binh), by=story.actor(), now=story.now, **early)
    decided(story, lan)
    late = {"symptomatic": True, "onset_on": dt.date(2021, 9, 14)}
    foretold = case_investigated.onset_preview(case=story.case(binh), now=story.now, **late)
    assert told(story, foretold) == [LIFT_LAN]


def test_a_source_names_the_decisions_that_come_to_be_needed_and_lose_their_ground(story, met_early):
    binh, lan = met_early
    source = {"known": True, "source_case": None, "first_contact_on": dt.date(2021, 9, 7)}
    foretold = case_investigated.source_preview(case=story.case(binh), now=story.now, **source)
    assert told(story, foretold) == [SIGN_LAN]
    case_investigated.source_state(
        case=story.case(binh), by=story.actor(), now=story.now, note="Chợ đầu mối", **source
    )
    decided(story, lan)
    later = source | {"first_contact_on": dt.date(2021, 9, 13)}
    foretold = case_investigated.source_preview(case=story.case(binh), now=story.now, **later)
    assert told(story, foretold) == [LIFT_LAN]


def test_a_meeting_that_never_was_names_the_decisions_that_lose_their_ground(story, chain):
    binh, lan, _ = chain
    story.tested(binh, "rt_pcr", "positive")
    decided(story, lan)
    meeting = story.met(lan, binh, DAY)
    foretold = exposure_recorded.revoke_preview(exposure=meeting, now=story.now)
    assert told(story, foretold) == [LIFT_LAN]


def test_people_out_of_sight_are_counted_and_not_named(story):
    binh, far = story.person("Trần Văn Bình"), story.person("Dương Văn Ngoài", "32128")
    story.tested(binh, "rt_pcr", "positive")
    meeting = story.met(far, binh, DAY)
    decided(story, far)
    foretold = exposure_recorded.revoke_preview(exposure=meeting, now=story.now)
    lifting = effects_of(foretold, story.actor("xa"), story.now)[0]
    assert (lifting.count, lifting.items) == (1, [])


def test_an_onset(story, chain):
    binh, lan, _ = chain
    story.tested(binh, "rt_pcr", "positive")
    late = story.met(lan, binh, dt.date(2021, 9, 9), "same_room")
    said = {"symptomatic": True, "onset_on": dt.date(2021, 9, 15)}
    foretold = case_investigated.onset_preview(case=story.case(binh), now=story.now, **said)
    done = case_investigated.onset_state(case=story.case(binh), by=story.actor(), now=story.now, **said)
    assert moved(foretold) == moved(done.outcome)
    assert late is not None


def test_taking_back(story, chain):
    binh, lan, tu = chain
    specimen = story.tested(binh, "rt_pcr", "positive")
    result = specimen.results.get()
    meeting = story.met(tu, binh, DAY)
    foretold = exposure_recorded.revoke_preview(exposure=meeting, now=story.now)
    done = exposure_recorded.exposure_revoke(
        exposure=meeting, reason="Ghi nhầm", by=story.actor(), now=story.now
    )
    assert moved(foretold) == moved(done.outcome) == {(tu.pk, "F1", "F2")}
    concerned = testing.results_added(result)
    foretold = result_corrected.preview(disease=DISEASE, concerned=concerned, now=story.now)
    done = result_corrected.result_revoke(result=result, reason="Nhầm ống", by=story.actor(), now=story.now)
    assert moved(foretold) == moved(done.outcome)
    assert {after for _, _, after in moved(foretold)} == {""}
    assert {person for person, _, _ in moved(foretold)} == {binh.pk, lan.pk, tu.pk}
