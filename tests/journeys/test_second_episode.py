"""Somebody ill twice: each file lists the contacts of its own time, and leads to those of the other."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from lachan.cases.models import Case
from lachan.journeys import case_investigated, person_separated
from lachan.kernel.times import LOCAL
from lachan.tracing.contact_table import first_ring
from tests.journeys.stories import DISEASE, Story

pytestmark = pytest.mark.django_db


def day(month: int, day_of_month: int, hour: int = 8) -> dt.datetime:
    return dt.datetime(2021, month, day_of_month, hour, tzinfo=LOCAL)


@pytest.fixture
def story(world, morning, monkeypatch):
    monkeypatch.setattr("lachan.organisations.middleware.domain_now", lambda: morning)
    return Story(world, morning)


@pytest.fixture
def twice(story):
    """Ill in August, recovered, ill again in September; one contact each time, one between, one who lives there."""
    person = story.person("Nguyễn Văn Hai Lần")
    names = {
        "august": "Lê Thị Tám",
        "between": "Phan Văn Giữa",
        "september": "Võ Văn Chín",
        "home": "Mai Thị Nhà",
    }
    people = {key: story.person(name) for key, name in names.items()}
    story.met(people["august"], person, day(8, 9))
    story.met(people["home"], person, day(8, 9), closeness="household")
    story.tested(person, "rt_pcr", "positive", day(8, 10))
    case_investigated.outcome_record(
        case=story.case(person), kind="recovered", occurred_at=day(8, 25), by=story.actor(), now=story.now
    )
    story.met(people["between"], person, day(9, 1))
    story.met(people["september"], person, day(9, 13))
    story.tested(person, "rt_pcr", "positive", day(9, 14))
    return person, people


def episodes(person) -> list[Case]:
    return list(Case.objects.filter(person=person).order_by("number"))


def contacts_of(story, case) -> set[str]:
    return {row.name for row in first_ring(story.actor(), story.now, case)}


def test_each_episode_lists_the_contacts_of_its_own_time(story, twice):
    first, second = episodes(twice[0])
    assert contacts_of(story, first) == {"Lê Thị Tám", "Mai Thị Nhà"}
    assert contacts_of(story, second) == {"Phan Văn Giữa", "Võ Văn Chín", "Mai Thị Nhà"}


def test_a_single_illness_lists_whomever_the_person_met(story, twice):
    person, late = story.person("Đỗ Văn Một Lần"), story.person("Hồ Thị Sau")
    story.tested(person, "rt_pcr", "positive", day(9, 1))
    case_investigated.outcome_record(
        case=story.case(person), kind="recovered", occurred_at=day(9, 12), by=story.actor(), now=story.now
    )
    story.met(late, person, day(9, 13))
    assert contacts_of(story, story.case(person)) == {"Hồ Thị Sau"}


def test_a_suspicion_excluded_within_the_window_hides_nobody(story):
    """Rapid positive, PCR negative, PCR positive two days later: who was met before is a contact of the case."""
    person, met = story.person("Trịnh Văn Nghi"), story.person("Lâm Thị Gặp")
    story.met(met, person, day(9, 11, 18))
    story.tested(person, "rapid", "positive", day(9, 12, 6))
    story.tested(person, "rt_pcr", "negative", day(9, 12, 12))
    story.tested(person, "rt_pcr", "positive", day(9, 14, 6))
    excluded, confirmed = episodes(person)
    assert (excluded.classification, confirmed.classification) == ("excluded", "confirmed")
    assert contacts_of(story, excluded) == contacts_of(story, confirmed) == {"Lâm Thị Gặp"}


@pytest.mark.parametrize("name", ["desk:case_file", "tracing:contacts"])
def test_the_file_leads_to_the_other_episode(client, story, twice, name):
    first, second = episodes(twice[0])
    client.force_login(story.world.users["cdc"], "django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse(name, args=[second.uid])).content.decode()
    assert "Võ Văn Chín" in page
    assert "Lê Thị Tám" not in page
    assert reverse("tracing:contacts", args=[first.uid]) in page
    assert first.code in page


def test_the_list_of_cases_counts_what_the_file_lists(client, story, twice):
    client.force_login(story.world.users["cdc"], "django.contrib.auth.backends.ModelBackend")
    rows = client.get(reverse("tracing:list")).context["table"].rows
    second = episodes(twice[0])[1]
    assert [row.met for row in rows if row.pk == second.pk] == [len(contacts_of(story, second))] == [3]
    assert second.disease == DISEASE


@pytest.mark.parametrize("name", ["desk:case_file", "isolation:person"])
def test_a_stay_that_goes_on_from_the_first_illness_is_no_arrival_of_the_second(client, story, twice, name):
    person = twice[0]
    person_separated.stay_begin(
        person_id=person.pk, disease=DISEASE, measure="home", site=None, unit_id=person.residence_id,
        occurred_at=day(8, 25), by=story.actor(), now=story.now,
    )  # fmt: skip
    client.force_login(story.world.users["cdc"], "django.contrib.auth.backends.ModelBackend")
    shown = episodes(person)[1] if name == "desk:case_file" else person
    page = client.get(reverse(name, args=[shown.uid])).content.decode()
    assert "ở đó từ trước" in page
    assert "giờ trước" not in page
