"""One morning for all tests of a module: cases, contacts, stays and tasks around Phường 4 and another district."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from lachan.cases import queries as cases
from lachan.demo.cast import WARD_4, add_logins, found_world
from lachan.journeys import case_investigated
from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.policies.loader import policies_load
from lachan.kernel.policies.queries import rulebook_forget
from lachan.kernel.times import LOCAL
from lachan.places import queries as places
from lachan.places import shipped
from tests.founding import founded
from tests.journeys.stories import Story

MORNING = dt.datetime(2021, 9, 15, 7, 0, tzinfo=LOCAL)
FAR_COMMUNE = "32128"  # xã of another district


@dataclass
class Morning:
    """`binh` and `lan` live in Phường 4, `far` in another district; `suspect` waits for RT-PCR."""

    story: Story
    people: dict[str, Any]

    @property
    def world(self) -> Any:
        return self.story.world

    def actor(self, username: str) -> Any:
        return self.world.actor(username, MORNING)

    def case(self, name: str) -> Any:
        return self.story.case(self.people[name])


def at(day: int, hour: int = 7, minute: int = 0) -> dt.datetime:
    return dt.datetime(2021, 9, day, hour, minute, tzinfo=LOCAL)


@pytest.fixture(scope="module")
def morning(django_db_setup: None, django_db_blocker: Any) -> Iterator[Morning]:
    """Built once a module, rolled back after it; a test's own writes are rolled back to this."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            yield founded("desk morning", _build)
            transaction.set_rollback(True)
        places.forget_cached()
        rulebook_forget()


def _build() -> Morning:
    shipped.camau_load(by=SYSTEM, now=MORNING)
    policies_load(by=SYSTEM, now=MORNING)
    world = found_world(on=MORNING.date(), now=MORNING)
    add_logins(world, now=MORNING)
    story = Story(world, MORNING)
    return Morning(story, _people(story))


def _people(story: Story) -> dict[str, Any]:
    homes = {
        "binh": WARD_4,
        "lan": WARD_4,
        "tu": WARD_4,
        "suspect": WARD_4,
        "far": FAR_COMMUNE,
        "old": FAR_COMMUNE,
    }
    names = {
        "binh": "Trần Văn Bình", "lan": "Lê Thị Lan", "tu": "Võ Văn Tư", "suspect": "Mai Thị Nghi",
        "far": "Ngô Văn Xa", "old": "Lý Thị Cũ",
    }  # fmt: skip
    people = {key: story.person(name, homes[key]) for key, name in names.items()}
    story.met(people["lan"], people["binh"], dt.date(2021, 9, 13))
    story.met(people["tu"], people["lan"], dt.date(2021, 9, 14))
    story.tested(people["binh"], "rt_pcr", "positive", at(15, 5))
    story.tested(people["suspect"], "rapid", "positive", at(15, 6))
    story.tested(people["far"], "rt_pcr", "positive", at(14, 6))
    story.tested(people["old"], "rt_pcr", "positive", at(10, 9))
    _investigate(story, people["far"], "quarantine")
    _investigate(story, people["binh"], "community")
    return people


def _investigate(story: Story, person: Any, context: str) -> None:
    case_investigated.context_state(
        case=story.case(person), context=context, unit_id=person.residence_id, by=story.actor(), now=MORNING
    )


@pytest.fixture
def log_in(morning: Morning, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Client]:
    """log_in("xa"): a browser of that user, whose every request happens on that morning."""
    monkeypatch.setattr("lachan.organisations.middleware.domain_now", lambda: MORNING)

    def enter(username: str) -> Client:
        client = Client()
        client.force_login(morning.world.users[username], "django.contrib.auth.backends.ModelBackend")
        return client

    return enter


@pytest.fixture
def the_case(morning: Morning) -> Callable[[str], Any]:
    return lambda name: cases.Case.objects.get(pk=morning.case(name).pk)
