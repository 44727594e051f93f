"""Changing one row of a rule changes levels, without touching code."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse

from lachan.journeys.policy_adopted import policy_adopt, policy_foresee
from lachan.kernel.clock import real_now
from lachan.kernel.jobs.worker import drain
from lachan.kernel.policies import queries as policies
from lachan.organisations.models import User
from lachan.standing import queries as standing
from lachan.standing.models import StandingInterval
from lachan.standing.reasons import Reasons
from tests.journeys.stories import DISEASE, Story


@pytest.fixture
def story(world, morning):
    return Story(world, morning)


@pytest.fixture
def met_early(story):
    """An F0, and somebody who met them six days before the sample: no contact under the shipped rule."""
    binh, lan = story.person("Trần Văn Bình"), story.person("Lê Thị Lan")
    story.met(lan, binh, dt.date(2021, 9, 9))
    story.tested(binh, "rt_pcr", "positive")
    return lan


def wider(story):
    version = next(
        one
        for one in policies.versions()
        .filter(key="exposure_window", disease=DISEASE)
        .order_by("-effective_from")
        if one.effective_from <= story.now.date()
    )
    return {
        "key": version.key,
        "disease": version.disease,
        "place": version.place,
        "effective_from": version.effective_from,
        "rows": [row | {"then": row["then"] | {"days_before": 9}} for row in version.rows],
        "instrument": "Quyết định minh họa 01",
        "confidence": "K",
        "reason": "Thử cửa sổ rộng hơn",
        "backdated_reason": "Văn bản đến chậm",
        "by": story.actor("quantri"),
        "now": story.now,
    }


def test_a_wider_window_makes_contacts_of_people_met_earlier(story, met_early):
    before = story.level(met_early)
    policy_adopt(**wider(story))
    assert story.level(met_early) == before, "levels change when the rebuild has run, not half-way"
    drain(real_now())
    assert (before, story.level(met_early)) == ("", "F1")


def test_what_would_change_is_counted_before_and_equals_what_changes(story, met_early):
    stored = set(StandingInterval.objects.values_list("person_id", "kind", "starts_at", "ends_at", "rule"))
    found = policy_foresee(**wider(story))
    who = frozenset({(DISEASE, met_early.pk)})
    assert found.levels == {("", "F1"): who}
    assert (found.ends, found.partial) == (who, False)
    assert who < found.computed
    after = set(StandingInterval.objects.values_list("person_id", "kind", "starts_at", "ends_at", "rule"))
    assert after == stored, "looking writes nothing"
    policy_adopt(**wider(story))
    drain(real_now())
    again = policy_foresee(**wider(story))
    assert (again.levels, again.ends, again.tests) == ({}, frozenset(), frozenset())
    assert again.wording, "a further revision only changes the version that reasons name"


def test_the_case_as_it_was_known_before_the_rule_was_adopted(story, met_early):
    """Replaying an hour judges by the rules of that hour, not by what was adopted since."""
    hour_before = story.now - dt.timedelta(minutes=1)
    later = story.now + dt.timedelta(hours=1)
    policy_adopt(**wider(story) | {"now": later})
    drain(real_now())

    def level(known_at):
        rows = standing.replay(disease=DISEASE, person_id=met_early.pk, as_of=story.now, known_at=known_at)
        return [row.value for row in rows if row.kind == "level"]

    assert (level(hour_before), level(story.now), level(later)) == ([], [], ["F1"])


def test_who_is_no_contact_any_more_by_a_new_rule_is_proposed_for_lifting_with_that_rule(story):
    binh, lan = story.person("Trần Văn Bình"), story.person("Lê Thị Lan")
    story.met(lan, binh, dt.date(2021, 9, 13))
    story.tested(binh, "rt_pcr", "positive")
    narrow = wider(story)
    narrow["rows"] = [row | {"then": row["then"] | {"days_before": 0}} for row in narrow["rows"]]
    policy_adopt(**narrow)
    drain(real_now())
    proposal = StandingInterval(
        disease=DISEASE, kind="lifting_needed", value="concentrated", person_id=lan.pk,
        reason={"number": "12/QĐ-UBND"}, starts_at=story.now, ends_at=story.now + dt.timedelta(days=9),
    )  # fmt: skip
    said = Reasons([proposal], DISEASE, story.actor(), story.now).why(proposal)
    assert "không còn căn cứ" in said
    assert "Tiếp xúc ngày 13/09/2021, trước thời kỳ có thể lây" in said
    assert "Quyết định minh họa 01" in said


def test_a_disease_without_contact_rules_gets_them_and_its_contacts_are_told_in_its_own_words(
    world, morning, client
):
    """Measles as shipped counts no contacts, and says so; four rows later its contact is one."""
    story = Story(world, morning, "measles")
    ill, mother = story.person("Lý Bảo Hân"), story.person("Trần Thị Mẹ")
    story.tested(ill, "igm", "positive")
    story.met(mother, ill, dt.date(2021, 9, 14), "household")
    client.force_login(User.objects.get(username="cdc"))
    case = story.case(ill)

    def told():
        page = client.get(reverse("tracing:contacts", args=[case.uid])).content.decode()
        return page[page.index("<main") : page.index("</main>")]

    assert "không theo dõi người tiếp xúc của bệnh này" in told()
    for key, then in (
        ("exposure_window", {"anchor": "sample", "days_before": 4}),
        ("contact_definition_1", {"contact": True}),
        ("measures_ring1", {"phases": [{"measure": "home", "days": 21}], "anchor": "last_exposure"}),
        ("contact_ring", {"depth": 1}),
    ):
        paper = {
            "instrument": "HD 88/SYT",
            "confidence": "K",
            "reason": "Có ổ dịch",
            "effective_from": story.now.date(),
        }
        policy_adopt(
            key=key, disease="measles", place="VN", rows=[{"then": then}], **paper,
            by=story.actor("quantri"), now=story.now,
        )  # fmt: skip
    drain(real_now())
    assert story.level(mother) == "F1"
    shown = told()
    assert "Người tiếp xúc gần" in shown
    assert not re.search(r">\s*F[0-3]\b|COVID", shown)
