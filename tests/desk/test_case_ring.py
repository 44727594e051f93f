"""The case file leads to the ring of houses where the disease's rule asks for one, and nowhere else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from lachan.desk.words import until_words
from lachan.kernel.times import LOCAL
from tests.zones.outbreak import Outbreak, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(world, monkeypatch):
    monkeypatch.setattr("lachan.organisations.middleware.domain_now", lambda: at(15))
    return Outbreak(world, at(15))


def page(story: Outbreak, username: str, case) -> str:
    client = Client()
    client.force_login(story.world.users[username], "django.contrib.auth.backends.ModelBackend")
    return client.get(f"/ca-benh/{case.uid}/").content.decode()


def test_a_dengue_case_leads_to_its_ring(story):
    case = story.ill("Phạm Văn Muỗi", dt.date(2021, 9, 12), story.hamlet())
    assert f"/mo/{case.uid}/" in page(story, "xa", case)
    ring = story.opened(case)
    shown = page(story, "xa", case)
    assert f"/{ring.uid}/" in shown
    assert f"/mo/{case.uid}/" not in shown


UNTIL = [
    ((2021, 9, 30, 0, 0), "đến hết ngày 29/09/2021"),
    ((2021, 9, 30, 14, 30), "đến 14:30 30/09/2021"),
]


@pytest.mark.parametrize(("end", "words"), UNTIL)
def test_an_end_at_midnight_is_the_whole_day_before(end, words):
    assert until_words(dt.datetime(*end, tzinfo=LOCAL)) == words


def test_without_an_end_that_is_said():
    assert until_words(None) == "chưa ấn định ngày hết"
