"""Changing one row of a rule changes levels, without touching code."""

from __future__ import annotations

import datetime as dt

import pytest

from lachan.journeys.policy_adopted import policy_adopt
from lachan.kernel.clock import real_now
from lachan.kernel.jobs.worker import drain
from lachan.kernel.policies import queries as policies
from tests.journeys.stories import DISEASE, Story


@pytest.fixture
def story(world, morning):
    return Story(world, morning)


def test_a_wider_window_makes_contacts_of_people_met_earlier(story):
    binh, lan = story.person("Trần Văn Bình"), story.person("Lê Thị Lan")
    story.met(lan, binh, dt.date(2021, 9, 9))
    story.tested(binh, "rt_pcr", "positive")
    before = story.level(lan)
    version = next(
        one
        for one in policies.versions()
        .filter(key="exposure_window", disease=DISEASE)
        .order_by("-effective_from")
        if one.effective_from <= story.now.date()
    )
    wider = [row | {"then": row["then"] | {"days_before": 9}} for row in version.rows]
    policy_adopt(
        key=version.key,
        disease=version.disease,
        place=version.place,
        effective_from=version.effective_from,
        rows=wider,
        instrument="Quyết định minh họa",
        confidence="K",
        reason="Thử cửa sổ rộng hơn",
        by=story.actor("quantri"),
        now=story.now,
    )
    assert story.level(lan) == before, "levels change when the rebuild has run, not half-way"
    drain(real_now())
    assert (before, story.level(lan)) == ("", "F1")
