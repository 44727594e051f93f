"""The case file leads to the ring of houses where the disease's rule asks for one, and nowhere else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from lachan.desk.words import until_words
from lachan.kernel.times import LOCAL
from lachan.people.effects import effects_of
from lachan.standing.changes import Change, Outcome, Place
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


def panels(story, username="xa"):
    """Title → count, rows in words, urgent: of the reader's first screen."""
    client = Client()
    client.force_login(story.world.users[username], "django.contrib.auth.backends.ModelBackend")
    home = client.get("/").context["home"]
    return {
        one.title: (one.count, [f"{name}: {words}" for name, words, _ in one.rows], one.urgent)
        for one in [*home.panels, *home.quiet]
    }


def test_the_first_screen_of_a_commune_names_the_work_around_cases(story, monkeypatch):
    monkeypatch.setattr("lachan.organisations.middleware.domain_now", lambda: story.now)
    case = story.ill("Phạm Văn Muỗi", dt.date(2021, 9, 12), story.hamlet())
    waits = f"{case.code}: Sốt xuất huyết Dengue · biết 07:00 15/09/2021"
    assert panels(story)["Ca chưa khoanh vùng"] == (1, [waits], True)
    assert panels(story)["Ổ dịch đang mở"] == (0, [], False)
    ring = story.opened(case)
    told = f"Ổ dịch quanh ca {case.code}: "
    assert panels(story)["Ca chưa khoanh vùng"][:2] == (0, [])
    assert panels(story)["Ổ dịch đang mở"] == (1, [f"{told}Phun lần 1: hôm nay"], True)
    story.sprayed(ring, 1)
    assert panels(story)["Ổ dịch đang mở"][1] == [f"{told}Chưa lập danh sách nhà"]
    story.visited(story.house(ring, "Ông Ba Rạch"), 4, 0, 2, 0, 0)
    assert panels(story)["Ổ dịch đang mở"] == (1, [f"{told}Phun lần 2: 22/09/2021"], False)
    story.now = at(24)
    assert panels(story)["Ổ dịch đang mở"] == (1, [f"{told}Phun lần 2: quá hạn 2 ngày"], True)
    assert "Ổ dịch đang mở" not in panels(story, "khucachly")


def test_a_disease_that_keeps_nobody_apart_shows_no_step_of_isolation(story):
    """The person's page says what the person is and leads to the case, though dengue has no levels."""
    case = story.ill("Phạm Văn Muỗi", dt.date(2021, 9, 12), story.hamlet())
    shown = page(story, "xa", case)
    assert "Báo cho người bệnh" in shown
    assert "Đến nơi cách ly" not in shown
    client = Client()
    client.force_login(story.world.users["xa"], "django.contrib.auth.backends.ModelBackend")
    person = client.get(f"/nguoi-dan/{case.person.uid}/").content.decode()
    assert (
        f'href="/ca-benh/{case.uid}/">Sốt xuất huyết Dengue: {case.get_classification_display().lower()}'
        in person
    )
    assert "<p> Sốt xuất huyết Dengue</p>" not in person


def test_no_word_of_another_disease_stands_on_a_dengue_case(story):
    """Neither rings of contacts nor the numbers that the Ministry gave to the cases of one epidemic."""
    case = story.ill("Phạm Văn Muỗi", dt.date(2021, 9, 12), story.hamlet())
    client = Client()
    client.force_login(story.world.users["xa"], "django.contrib.auth.backends.ModelBackend")
    for address in (f"/ca-benh/{case.uid}/", f"/ca-benh/{case.uid}/in/", f"/nguoi-dan/{case.person.uid}/"):
        shown = client.get(address).content.decode()
        shown = shown[shown.index("<main") : shown.index("</main>")]
        for word in ("F0", "F1", "COVID", "Corona", "Số BN", "Người tiếp xúc", "Truy vết", "truy vết"):
            assert word not in shown, (address, word)


@pytest.mark.parametrize(
    ("case", "words"), [("confirmed", "ca bệnh xác định"), ("suspected", "ca bệnh nghi ngờ")]
)
def test_a_preview_names_what_somebody_becomes_without_levels(story, case, words):
    ill = story.person("Phạm Văn Muỗi")
    outcome = Outcome(changes=[Change(ill.pk, Place(), Place(case=case))])
    (group,) = effects_of(outcome, story.actor("cdc"), story.now)
    assert group.label == f"từ không thuộc diện theo dõi thành {words}"


UNTIL = [
    ((2021, 9, 30, 0, 0), "đến hết ngày 29/09/2021"),
    ((2021, 9, 30, 14, 30), "đến 14:30 30/09/2021"),
]


@pytest.mark.parametrize(("end", "words"), UNTIL)
def test_an_end_at_midnight_is_the_whole_day_before(end, words):
    assert until_words(dt.datetime(*end, tzinfo=LOCAL)) == words


def test_without_an_end_that_is_said():
    assert until_words(None) == "chưa ấn định ngày hết"
