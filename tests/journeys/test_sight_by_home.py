"""What stands for people is asked of the commune that answers for them first: nobody is missed or shown by that."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from lachan.demo.cast import U_MINH, WARD_4, WARD_5
from lachan.epi import intervals as kinds
from lachan.journeys import exposure_recorded, person_separated, residence_changed
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.queries import restrict, restrict_by_home
from lachan.people.identity import identity
from lachan.people.services import NewPerson, person_register, persons_merge
from lachan.places import queries as places
from lachan.places.kinds import Level
from lachan.standing.models import StandingInterval
from lachan.tracing.meetings import Meeting
from tests.journeys.stories import DISEASE, Story


@pytest.fixture
def story(world, morning):
    return Story(world, morning)


@pytest.fixture
def far(story):
    """A commune of another district."""
    day = story.now.date()
    district = places.unit_by_code(U_MINH, day, Level.DISTRICT)
    return places.units_on(day, Level.COMMUNE, district)[0]


def contact(story, source, who):
    story.met(who, source, dt.date(2021, 9, 14))
    return who


def moved(story, person, unit):
    residence_changed.residence_change(
        person=person, unit_id=unit.pk, unit_label=unit.name, seen_unit_id=person.residence_id,
        by=story.actor(), now=story.now,
    )  # fmt: skip


def seen_by(story, actor: Actor):
    rows = StandingInterval.objects.filter(disease=DISEASE, kind=kinds.LEVEL)
    by_person = set(restrict(rows, actor, story.now).values_list("person_id", flat=True))
    by_home = set(restrict_by_home(rows, actor, story.now).values_list("person_id", flat=True))
    assert by_home == by_person
    return by_home


def test_a_district_sees_what_stands_of_its_own_people_and_of_guests(story, far):
    binh = story.person("Trần Văn Bình")
    home = contact(story, binh, story.person("Lê Thị Ở Nhà", WARD_5))
    away = contact(story, binh, story.person("Lê Văn Ở Xa", far.code))
    guest = contact(story, binh, story.person("Lê Thị Khách", far.code))
    gone = contact(story, binh, story.person("Võ Văn Chuyển Đi", WARD_5))
    come = contact(story, binh, story.person("Võ Thị Chuyển Đến", far.code))
    twice = contact(story, binh, story.person("Võ Văn Trùng", far.code))
    who = NewPerson(identity("Tạ Văn Chưa Rõ", birth_year=1980))
    unknown = person_register(person=who, by=story.actor(), now=story.now)
    ward = story.world.commune(WARD_4, story.now.date())
    meeting = Meeting(
        person_id=unknown.pk, other_id=binh.pk, at=dt.date(2021, 9, 14), closeness="table", unit_id=ward.pk
    )
    exposure_recorded.exposure_add(disease=DISEASE, meeting=meeting, by=story.actor(), now=story.now)
    story.tested(binh, "rt_pcr", "positive")
    person_separated.stay_begin(
        person_id=guest.pk, disease=DISEASE, measure="home", unit_id=ward.pk, occurred_at=story.now,
        by=story.actor(), now=story.now,
    )  # fmt: skip
    moved(story, gone, far)
    moved(story, come, ward)
    same = story.person("Võ Văn Trùng", WARD_5)
    persons_merge(kept=same, absorbed=twice, reason="cùng CCCD", by=story.actor(), now=story.now)

    district = story.actor("huyen")
    shown = {binh.pk, home.pk, guest.pk, come.pk, twice.pk, unknown.pk}
    assert seen_by(story, district) == shown
    assert seen_by(story, replace(district, organisation_id=None)) == shown
    assert seen_by(story, story.actor("cdc")) == shown | {away.pk, gone.pk}
    assert seen_by(story, story.actor("xa")) == shown - {home.pk, twice.pk}
    assert seen_by(story, Actor(kind=district.kind, label="không thuộc nơi nào")) == set()
