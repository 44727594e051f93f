"""Records that were wrong and are taken back: everything is as if they had never been made."""

from __future__ import annotations

import datetime as dt

import hypothesis
import pytest
from django.db import transaction
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from hypothesis import strategies as st

from lachan.isolation import booking, queries, services
from lachan.isolation import queries as isolation
from lachan.isolation.models import Completion, OrderMember
from lachan.journeys import person_separated, result_corrected
from lachan.kernel.access.models import Sight
from lachan.kernel.audit.models import Event
from lachan.kernel.errors import Forbidden, OutOfSight, Refused
from lachan.organisations.models import Position
from lachan.standing.models import StandingInterval
from lachan.testing import queries as testing
from lachan.testing.models import Specimen
from tests.journeys.stories import DISEASE, Story
from tests.journeys.test_inputs_agree import Day, crowd, kept, one, sources, steps

__all__ = ["crowd"]  # the fixture of the same four people
BACKEND = "django.contrib.auth.backends.ModelBackend"
few = hypothesis.settings(
    max_examples=8, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture]
)


@pytest.fixture(autouse=True)
def _screens_of_that_day(monkeypatch, morning):
    """Requests come half a day later: after everything that the stories record."""
    later = morning + dt.timedelta(hours=12)
    monkeypatch.setattr("lachan.organisations.middleware.domain_now", lambda: later)


def picture(day: Day) -> tuple:
    """How everybody stands, which facts count, who sees whom, and how full the site is."""
    alive = Q(ends_at=None) | Q(ends_at__gt=day.story.now)
    sights = Sight.objects.filter(alive).values_list("subject_id", "unit_id", "organisation_id", "ground")
    load = booking.load(day.site, day.story.now)
    return (
        set(StandingInterval.objects.values_list("person_id", "mark")),
        kept(),
        set(sights),
        (load.capacity, load.taken),
    )


@few
@hypothesis.given(before=st.lists(steps, max_size=6), who=one)
def test_a_lifting_taken_back_is_a_lifting_that_never_was(crowd, morning, before, who):
    story, people = crowd
    story.now = morning
    with transaction.atomic():
        day = Day(story, people)
        for step in [*before, ("ordered", who)]:
            day.take(step)
        hypothesis.assume(not isolation.every_lift(DISEASE).filter(member__person=people[who]).exists())
        was = picture(day)
        day.take(("lifted", who))
        assert picture(day) != was
        day.take(("lift_revoked", who))
        assert picture(day) == was
        assert kept() == sources()
        transaction.set_rollback(True)


@few
@hypothesis.given(
    before=st.lists(steps, max_size=6), who=one, outcome=st.sampled_from(["positive", "negative"])
)
def test_a_specimen_taken_back_is_a_specimen_never_taken(crowd, morning, before, who, outcome):
    story, people = crowd
    story.now = morning
    with transaction.atomic():
        day = Day(story, people)
        for step in before:
            day.take(step)
        was = picture(day)[:2]
        story.now += dt.timedelta(minutes=30)
        specimen = story.tested(people[who], "rt_pcr", outcome)
        result_corrected.specimen_revoke(specimen=specimen, reason="Sai mã mẫu", **day.hand)
        assert picture(day)[:2] == was
        assert kept() == sources()
        transaction.set_rollback(True)


def test_a_specimen_goes_with_its_results_and_its_page_says_why(world, morning):
    story = Story(world, morning)
    ill, met = story.person("Trần Văn Bình"), story.person("Lê Thị Lan")
    story.met(met, ill, dt.date(2021, 9, 14))
    specimen = story.tested(ill, "rt_pcr", "positive")
    browser = Client()
    browser.force_login(world.users["cdc"], BACKEND)
    address = reverse("testing:specimen_revoke", args=[specimen.uid])
    assert "từ F1 thành không thuộc diện theo dõi" in browser.get(address).content.decode()
    assert browser.post(address, {"reason": "Không có mẫu này"}).status_code == 302
    assert (story.level(ill), story.level(met)) == ("", "")
    page = browser.get(reverse("testing:specimen", args=[specimen.uid])).content.decode()
    assert "Không có mẫu này" in page
    assert "Trần Văn Bình" in page
    assert browser.get(address).status_code == 404
    again = story.tested(ill, "rt_pcr", "negative", specimen=_same_code(story, specimen, ill))
    assert again.code == specimen.code, "the code is free for the right record"


def _same_code(story: Story, specimen: Specimen, person) -> Specimen:
    from lachan.testing import services

    return services.specimen_collect(
        disease=DISEASE, code=specimen.code, sampled_at=specimen.occurred_at, person_ids=[person.pk],
        by=story.actor(), now=story.now,
    )  # fmt: skip


def test_who_may_not_take_results_back_takes_back_only_a_specimen_without_any(world, morning):
    story = Story(world, morning)
    person = story.person("Trần Văn Bình")
    hand = {"reason": "Ghi nhầm", "by": story.actor("xa"), "now": story.now}
    with pytest.raises(Forbidden):
        result_corrected.specimen_revoke(specimen=story.tested(person, "rapid", "negative"), **hand)
    empty = story.specimen(person, sampled_at=story.now)
    result_corrected.specimen_revoke(specimen=empty, **hand)
    assert not testing.visible_to(hand["by"], story.now).filter(pk=empty.pk).exists()
    with pytest.raises(OutOfSight):
        result_corrected.specimen_revoke(specimen=empty, **hand)


@pytest.fixture
def ordered(crowd):
    """Somebody ordered to the site, and let go by a decision recorded for the wrong name."""
    story, people = crowd
    day = Day(story, people)
    day.take(("tested", 0, "rt_pcr", "positive"))
    day.take(("ordered", 0))
    day.take(("lifted", 0))
    return day, isolation.every_lift(DISEASE).get()


def test_the_screen_of_a_wrong_lifting_says_what_returns_and_keeps_the_number(ordered):
    day, lift = ordered
    browser = Client()
    browser.force_login(day.story.world.users["lanhdao"], BACKEND)
    order = browser.get(reverse("isolation:order_page", args=[lift.member.order.uid])).content.decode()
    address = reverse("isolation:lift_revoke", args=[lift.uid])
    assert address in order
    assert "có hiệu lực trở lại" in browser.get(address).content.decode()
    assert "Lý do thu hồi" in browser.post(address, {"reason": " "}).content.decode()
    assert browser.post(address, {"reason": "Nhầm người cùng tên"}).status_code == 302
    lift.refresh_from_db()
    assert (lift.revoke_reason, lift.number) == ("Nhầm người cùng tên", lift.number)
    assert Event.objects.filter(kind="isolation.lift_revoked").count() == 1
    with pytest.raises(Refused):
        person_separated.lift_revoke(
            lift=lift, reason="lần nữa", by=day.story.actor("lanhdao"), now=day.story.now
        )


def test_only_who_lifts_takes_a_lifting_back(ordered):
    day, lift = ordered
    with pytest.raises(Forbidden):
        person_separated.lift_revoke(
            lift=lift, reason="Nhầm", by=day.story.actor("khucachly"), now=day.story.now
        )


def test_a_certificate_taken_back_may_be_issued_again(crowd):
    story, people = crowd
    day = Day(story, people)
    for step in [("tested", 0, "rt_pcr", "positive"), ("ordered", 0), ("stays", 0)]:
        day.take(step)
    member = OrderMember.objects.get(person=people[0])
    story.now += dt.timedelta(days=10)
    hand = {"by": story.actor("cdc"), "now": story.now}
    signer = Position.objects.filter(organisation=story.world.organisations["ubnd"]).first()
    given = {"member": member, "position_id": signer.pk, "signed_at": story.now, **hand}
    first = services.completion_issue(number=990_501, **given)
    with pytest.raises(Refused):
        services.completion_issue(number=990_502, **given)
    services.completion_revoke(completion=first, reason="Sai ngày", **hand)
    second = services.completion_issue(number=990_502, **given)
    assert list(Completion.objects.standing()) == [second]
    found = queries.orders_of(hand["by"], story.now, [people[0].pk]).get()
    assert found.completion_uid == second.uid


def test_a_number_of_places_taken_back_leaves_the_one_before(world, morning):
    story = Story(world, morning)
    site = isolation.site_of_organisation(world.organisations["site-city"].pk)
    hand = {"by": story.actor("khucachly"), "now": morning}
    was = booking.load(site, morning)
    wrong = services.capacity_record(site=site, places=9, **hand)
    browser = Client()
    browser.force_login(world.users["khucachly"], BACKEND)
    address = reverse("isolation:capacity_revoke", args=[wrong.uid])
    assert address in browser.get(reverse("isolation:capacity_record", args=[site.uid])).content.decode()
    before, after = isolation.load_without(wrong, morning)
    assert (before.capacity, after) == (9, was)
    with pytest.raises(Forbidden):
        services.capacity_revoke(capacity=wrong, reason="Nhầm", by=story.actor("cdc"), now=morning)
    services.capacity_revoke(capacity=wrong, reason="Gõ thiếu số 0", **hand)
    assert booking.load(site, morning) == was
    assert browser.get(address).status_code == 404
