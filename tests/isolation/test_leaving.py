"""Who may go: the site hears of a lifting and of a time that is over, until somebody records the departure."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lachan.epi.intervals import OBLIGATION
from lachan.isolation import booking, queries
from lachan.isolation.lingering import lingering
from lachan.isolation.models import OrderMember
from lachan.journeys import person_separated
from lachan.kernel.access import roles
from lachan.standing.models import StandingInterval
from tests.isolation.test_drafts import proposed
from tests.isolation.test_orders import D, issue, lift, make
from tests.isolation.test_stays import arrive, leave, open_site
from tests.isolation.world import NOW, at, grant, hours


@pytest.fixture
def site(world):
    return open_site(world, places=9)


@pytest.fixture
def stay(world, site):
    """Decided on and arrived."""
    person = world.person("Trần Thị Bạn")
    issue(world, make(world, proposed(person, measure="concentrated", site=site)))
    return arrive(world, person, "15/9 06:35", site=site, disease=D).stay


def members_of(stay):
    return list(OrderMember.objects.filter(person=stay.person))


def free(world, now=NOW):
    """Asked of many stays at once and of each alone, it is the same people."""
    found, each = (
        {stay.person.full_name for stay in lingering(booking.staying(now), now, many=many)}
        for many in (True, False)
    )
    assert found == each
    assert found == {stay.person.full_name for stay in queries.without_ground(world.tracer, now)}
    return found


def test_nobody_may_go_while_the_decision_runs(world, stay):
    assert free(world) == set()


def test_who_was_lifted_may_go_until_the_departure_is_recorded(world, stay):
    lift(world, members_of(stay))
    assert free(world) == {"Trần Thị Bạn"}
    leave(world, stay, "15/9 06:50", reason="lifted")
    assert free(world) == set()


def test_who_served_the_time_may_go_on_every_day_after_it(world, stay):
    [member] = members_of(stay)
    assert free(world, member.ends_at - hours(1)) == set()
    assert free(world, member.ends_at) == {"Trần Thị Bạn"}
    assert free(world, member.ends_at + hours(72)) == {"Trần Thị Bạn"}


def test_who_has_to_stay_for_another_reason_may_not_go(world, stay):
    lift(world, members_of(stay))
    StandingInterval.objects.create(
        person_id=stay.person_id, disease=D, kind=OBLIGATION, value="treatment", starts_at=NOW - hours(1),
        ends_at=NOW + hours(99), provisional=False, rule="", input_uid="", reason={}, mark=0,
    )  # fmt: skip
    assert free(world) == set()


def test_who_was_moved_before_any_signature_waits_for_it(world, site):
    arrive(world, world.person("Người Đến Trước"), "14/9 10:00", site=site, disease=D)
    assert free(world) == set()


def test_the_stay_tells_the_site_by_which_decision_it_ended(client, world, stay, monkeypatch):
    monkeypatch.setattr("lachan.organisations.middleware.domain_now", lambda: NOW)
    grant(stay.person, world.there)
    world.log_in(client, roles.DISTRICT, world.committee)
    lift(world, members_of(stay))
    page = client.get(reverse("isolation:stay_page", args=[stay.uid])).content.decode()
    assert "Quyết định số 12/QĐ-UBND đã được gỡ bằng quyết định số 13/QĐ-UBND." in page


@pytest.mark.parametrize(
    "sent",
    [
        {"leave": "1", "reason": "completed", "at": "06:50 15/09/2021"},
        {"revoke": "1", "reason": "Nhầm người"},
    ],
)
def test_the_site_that_loses_sight_of_somebody_comes_back_to_its_own_page(
    client, world, site, monkeypatch, sent
):
    """The stay was its only ground: the page of the stay would answer 404 under the message that all went well."""
    monkeypatch.setattr("lachan.organisations.middleware.domain_now", lambda: NOW)
    person = world.person("Trần Thị Bạn", unit=world.far)
    stay = person_separated.stay_begin(
        person_id=person.pk, disease=D, measure="concentrated", site=site, unit_id=None,
        occurred_at=at("15/9 06:35"), by=world.tracer, now=NOW,
    ).stay  # fmt: skip
    world.log_in(client, roles.SITE, world.site_organisation)
    answer = client.post(reverse("isolation:stay_page", args=[stay.uid]), sent, follow=True)
    assert answer.redirect_chain == [(reverse("isolation:site_page", args=[site.uid]), 302)]
    assert answer.status_code == 200
