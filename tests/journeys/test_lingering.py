"""Who is on record at a place without any ground left is shown to whoever can record that they left."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse

from lachan.isolation import lingering, queries
from lachan.isolation.models import Site, Stay
from lachan.journeys import case_investigated, person_separated, result_corrected
from lachan.kernel.times import LOCAL
from tests.journeys.stories import DISEASE, Story

pytestmark = pytest.mark.django_db


def at(day: int, hour: int = 8) -> dt.datetime:
    return dt.datetime(2021, 9, day, hour, tzinfo=LOCAL)


@dataclass
class Ward:
    """The hospital and the city's quarantine site, and what happens to people there."""

    story: Story

    def taken_in(self, person: Any, measure: str, since: dt.datetime) -> None:
        place = {"treatment": "hospital", "concentrated": "site-city"}.get(measure)
        organisation = self.story.world.organisations[place] if place else None
        person_separated.stay_begin(
            person_id=person.pk, disease=DISEASE, measure=measure, occurred_at=since,
            site=Site.objects.get(organisation=organisation) if organisation else None,
            unit_id=None if organisation else person.residence_id, by=self.story.actor(), now=self.story.now,
        )  # fmt: skip

    def recovered(self, person: Any, when: dt.datetime, kind: str = "recovered") -> None:
        case_investigated.outcome_record(
            case=self.story.case(person),
            kind=kind,
            occurred_at=when,
            by=self.story.actor(),
            now=self.story.now,
        )

    def left(self, username: str = "cdc") -> dict[str, str]:
        """name → why, of those whose leaving is to be recorded."""
        rows = list(queries.without_ground(self.story.actor(username), self.story.now))
        lingering.tell(rows, self.story.now)
        return {row.person.full_name: row.ground_gone for row in rows}


@pytest.fixture
def ward(world, morning, monkeypatch):
    monkeypatch.setattr("lachan.organisations.middleware.domain_now", lambda: morning)
    return Ward(Story(world, morning))


@pytest.fixture
def ill(ward):
    person = ward.story.person("Trần Văn Bình")
    ward.story.tested(person, "rt_pcr", "positive", at(1))
    return person


def test_a_recorded_recovery_reminds_of_the_stay_still_open(ward, ill):
    ward.taken_in(ill, "treatment", at(1, 12))
    assert ward.left() == {}
    ward.recovered(ill, at(14))
    words = ward.left()["Trần Văn Bình"]
    assert words.startswith("Đã ghi khỏi bệnh lúc 08:00 14/09/2021 (CB-2021-")
    assert words.endswith("nay chỉ còn phải “cách ly tại nhà”")
    person_separated.stay_end(
        stay=Stay.objects.get(person=ill),
        occurred_at=at(14, 9),
        reason="recovered",
        by=ward.story.actor(),
        now=ward.story.now,
    )
    assert ward.left() == {}


def test_who_died_has_nothing_left_to_do(ward, ill):
    ward.taken_in(ill, "treatment", at(1, 12))
    ward.recovered(ill, at(14), kind="died")
    assert ward.left()["Trần Văn Bình"].endswith("nay không còn phải cách ly")


def test_a_wrong_result_taken_back_reminds_too(ward, ill):
    """No duty ever was: the stay has no ground that ended, and is left to the list of liftings."""
    ward.taken_in(ill, "treatment", at(1, 12))
    result = ward.story.tested(ill, "rapid", "positive", at(2)).results.get()
    result_corrected.result_revoke(
        result=result, reason="Nhầm ống", by=ward.story.actor(), now=ward.story.now
    )
    assert ward.left() == {}


def test_home_after_home_is_no_reminder(ward, ill):
    """Ill at home and recovered: the rule keeps the person at home, the stay goes on."""
    ward.taken_in(ill, "home", at(1, 12))
    ward.recovered(ill, at(14))
    assert ward.left() == {}


def test_who_is_kept_more_strictly_than_the_rule_stays_as_long_as_any_duty(ward):
    """An F2 brought to a site because there was no room at home."""
    ill, near, far = (ward.story.person(name) for name in ("Ngô Văn Sáu", "Lê Thị Gần", "Võ Thị Xa"))
    ward.story.met(near, ill, at(12).date())
    ward.story.met(far, near, at(13).date())
    ward.story.tested(ill, "rt_pcr", "positive", at(13, 20))
    assert ward.story.holds(far, "obligation") == ["home"]
    ward.taken_in(far, "concentrated", at(14))
    assert ward.left() == {}


@pytest.fixture
def lingering_one(ward, ill):
    ward.taken_in(ill, "treatment", at(1, 12))
    ward.recovered(ill, at(14))
    return ill


@pytest.fixture
def served(ward, ill):
    """An F1 who has served the days at the city's site, so that only those at home are left."""
    near = ward.story.person("Lê Thị Lan")
    ward.story.met(near, ill, dt.date(2021, 8, 30))
    ward.taken_in(near, "concentrated", at(1, 15))
    return near


@pytest.mark.parametrize(
    ("username", "who", "why"),
    [
        ("khucachly", "served", "“Cách ly tập trung” đã hết ngày 13/09/2021; nay"),
        ("xa", "lingering_one", "Đã ghi khỏi bệnh lúc 08:00 14/09/2021"),
    ],
)
def test_it_stands_on_the_first_screen_of_who_can_record_it(client, ward, request, username, who, why):
    person = request.getfixturevalue(who)
    client.force_login(ward.story.world.users[username], "django.contrib.auth.backends.ModelBackend")
    home = client.get("/").context["home"]
    panel = next(panel for panel in home.panels if panel.title == "Hết biện pháp, chưa ghi rời đi")
    assert panel.count == 1
    assert why in str(panel.rows[0][1])
    page = client.get(panel.url)
    assert page.context["table"].total == 1
    stay = Stay.objects.get(person=person)
    assert reverse("isolation:stay_page", args=[stay.uid]) in page.content.decode()


def test_other_communes_and_sites_hear_nothing(ward, lingering_one):
    assert ward.left("cdc")
    assert not list(queries.without_ground(ward.story.actor("phongxn"), ward.story.now))


@pytest.mark.parametrize("username", ["huyen", "cdc"])
def test_the_list_of_liftings_leads_to_them(client, ward, lingering_one, username):
    client.force_login(ward.story.world.users[username], "django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("isolation:lift_list")).content.decode()
    assert "/danh-sach/chua-ghi-roi/" in page
    assert client.get("/danh-sach/chua-ghi-roi/").context["table"].total == 1


def test_the_case_file_says_so_where_the_outcome_was_recorded(client, ward, lingering_one):
    client.force_login(ward.story.world.users["cdc"], "django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("desk:case_file", args=[ward.story.case(lingering_one).uid])).content.decode()
    assert "Chưa ghi rời đi." in page
    assert reverse("isolation:stay_page", args=[Stay.objects.get(person=lingering_one).uid]) in page
