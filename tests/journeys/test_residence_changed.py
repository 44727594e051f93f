"""Somebody moves: their levels and duties stand in the numbers of the commune that sees them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from lachan.demo.cast import WARD_4, WARD_5
from lachan.epi import facts
from lachan.epi import intervals as kinds
from lachan.journeys import exposure_recorded, following, residence_changed
from lachan.journeys.rebuilt import rebuild
from lachan.kernel.access.actors import SYSTEM
from lachan.people.identity import identity
from lachan.people.services import NewPerson, person_register
from lachan.standing import queries as standing
from lachan.tracing.queries import waiting_lines
from lachan.tracing.services import Contact
from tests.journeys.stories import DISEASE, Story


@pytest.fixture
def story(world, morning):
    return Story(world, morning)


def levels_by_commune(story):
    found = standing.counts_by_unit(disease=DISEASE, kind=kinds.LEVEL, at=story.now)
    names = {story.world.commune(code, story.now.date()).pk: code for code in (WARD_4, WARD_5)}
    return {(names[unit], level): n for (unit, level), n in found.items()}


def move(story, person, code):
    residence_changed.residence_change(
        person=person,
        unit_id=story.world.commune(code, story.now.date()).pk,
        unit_label="Phường 5",
        seen_unit_id=person.residence_id,
        by=story.actor(),
        now=story.now,
    )


def test_a_contact_who_moves_is_counted_by_the_new_commune_alone(story):
    binh, lan = story.person("Trần Văn Bình"), story.person("Lê Thị Lan")
    story.met(lan, binh, dt.date(2021, 9, 14))
    story.tested(binh, "rt_pcr", "positive")
    assert levels_by_commune(story) == {(WARD_4, "F0"): 1, (WARD_4, "F1"): 1}
    move(story, lan, WARD_5)
    assert levels_by_commune(story) == {(WARD_4, "F0"): 1, (WARD_5, "F1"): 1}
    assert rebuild(disease=DISEASE, by=SYSTEM, now=story.now).changed == 0


def test_a_rebuild_finds_who_was_moved_by_another_way(story):
    binh = story.person("Trần Văn Bình")
    story.tested(binh, "rt_pcr", "positive")
    type(binh).objects.filter(pk=binh.pk).update(residence=story.world.commune(WARD_5, story.now.date()))
    rebuild(disease=DISEASE, by=SYSTEM, now=story.now)
    assert levels_by_commune(story) == {(WARD_5, "F0"): 1}


def test_a_commune_told_of_a_contact_answers_in_every_disease(story):
    who = identity("Lê Thị Lan", birth_year=1985)
    lan = person_register(person=NewPerson(who), by=story.actor(), now=story.now)
    binh = story.person("Trần Văn Bình")
    ward_5 = story.world.commune(WARD_5, story.now.date()).pk
    met = facts.Exposure("elsewhere", lan.pk, binh.pk, story.now, unit=binh.residence_id)
    following.take_in(disease="dengue", added=[met], now=story.now)
    story.tested(binh, "rt_pcr", "positive")
    told = Contact(identity=replace(who, unit_id=ward_5), at=dt.date(2021, 9, 14), closeness="table")
    by = story.actor()
    exposure_recorded.contacts_add(case=story.case(binh), contacts=[told], by=by, now=story.now)
    line = waiting_lines(by, story.now).get()
    exposure_recorded.contact_decide(line=line, person_id=lan.pk, by=by, now=story.now)
    assert standing.homes(person_ids=[lan.pk]) == [(DISEASE, lan.pk, ward_5), ("dengue", lan.pk, ward_5)]
