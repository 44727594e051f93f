"""Case rows follow derived episodes: opened, changed, paired after a revocation, withdrawn."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from lachan.cases.models import Case
from lachan.cases.projection import Episode, project
from tests.desk.conftest import at

pytestmark = pytest.mark.django_db


def episode(person, number=1, trigger=None, classification="suspected", **more) -> Episode:
    return Episode(
        person_id=person.pk,
        number=number,
        trigger_uid=trigger or uuid.uuid4(),
        classification=classification,
        opened_at=more.pop("opened_at", at(1)),
        **more,
    )


@pytest.fixture
def person(morning):
    return morning.people["lan"]


def run(person, *episodes):
    return project("measles", [person.pk], episodes, "CB")


def test_a_new_episode_opens_a_case_with_the_next_code(person):
    done = run(person, episode(person))
    assert [case.classification for case in done.opened] == ["suspected"]
    assert done.opened[0].code.startswith("CB-2021-")
    assert Case.objects.filter(code=done.opened[0].code).count() == 1


def test_the_same_episodes_again_change_nothing(person):
    one = episode(person)
    run(person, one)
    done = run(person, one)
    assert (done.opened, done.changed, done.withdrawn) == ([], [], [])


def test_confirmation_keeps_the_case_and_what_people_stated(person):
    trigger = uuid.uuid4()
    opened = run(person, episode(person, trigger=trigger)).opened[0]
    Case.objects.filter(pk=opened.pk).update(context="hospital")
    done = run(person, episode(person, trigger=trigger, classification="confirmed", confirmed_at=at(2)))
    assert [case.pk for case in done.changed] == [opened.pk]
    opened.refresh_from_db()
    assert (opened.classification, opened.confirmed_at, opened.context) == ("confirmed", at(2), "hospital")


def test_without_its_trigger_the_case_goes_to_the_later_result_of_the_same_illness(person):
    opened = run(person, episode(person)).opened[0]
    later = uuid.uuid4()
    run(person, episode(person, trigger=later))
    opened.refresh_from_db()
    assert (opened.trigger_uid, opened.withdrawn) == (later, False)


def test_without_any_episode_the_case_is_withdrawn_and_comes_back(person):
    one = episode(person)
    opened = run(person, one).opened[0]
    assert [case.pk for case in run(person).withdrawn] == [opened.pk]
    run(person, one)
    opened.refresh_from_db()
    assert not opened.withdrawn


def test_a_second_episode_is_a_second_case(person):
    first = episode(
        person, closed_at=at(5), classification="confirmed", confirmed_at=at(1), outcome="recovered"
    )
    second = episode(person, number=2, opened_at=at(10), repositive=True)
    done = run(person, first, second)
    assert [(case.number, case.repositive) for case in done.opened] == [(1, False), (2, True)]
    assert len({case.code for case in done.opened}) == 2


def test_codes_count_within_their_year(person):
    old = episode(person, opened_at=at(1) - dt.timedelta(days=365))
    done = run(person, old, episode(person, number=2))
    assert sorted(case.code[:8] for case in done.opened) == ["CB-2020-", "CB-2021-"]
