"""The same morning on the units of 2025: communes right below the province, no district anywhere."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from lachan.demo.cast import LOGINS, Login, add_logins, found_world
from lachan.desk import queries as desk
from lachan.desk.lens import Lens
from lachan.directives.models import Task
from lachan.insight import queries as insight
from lachan.isolation import access
from lachan.isolation.models import Site
from lachan.isolation.services.drafts import Proposed, order_draft
from lachan.journeys import exposure_recorded, person_separated
from lachan.kernel.access import roles
from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.errors import Forbidden
from lachan.kernel.papers.queries import papers_of
from lachan.kernel.policies.loader import policies_load
from lachan.kernel.times import LOCAL
from lachan.organisations.models import Position
from lachan.organisations.services import organisation_found, position_set
from lachan.people import queries as people
from lachan.people.identity import identity
from lachan.places import queries as places
from lachan.places import shipped
from lachan.places.kinds import Level
from lachan.tracing.contacts import Contact
from tests.directives.letters import Office, state_letter
from tests.journeys.stories import DISEASE, Story

MORNING = dt.datetime(2025, 9, 15, 7, 0, tzinfo=LOCAL)
HOURS = "isolation.hours_result_to_separation"


@pytest.fixture
def communes(db):
    shipped.camau_load(by=SYSTEM, now=MORNING)
    policies_load(by=SYSTEM, now=MORNING)
    return list(places.units_on(MORNING.date(), Level.COMMUNE).order_by("code"))


@pytest.fixture
def story(communes):
    """The organs of 2025 with their log-ins; "xa" works in the first commune, "xa-2" far away."""
    world = found_world(on=MORNING.date(), now=MORNING, districts=False)
    station = [f"tyt-{unit.code}" for unit in (communes[0], communes[20])]
    logins = [login for login in LOGINS if login.home in world.organisations and login.username != "xa"]
    logins += [
        Login("xa", "Đặng Thị Kim Loan", "Trưởng trạm", roles.COMMUNE, station[0]),
        Login("xa-2", "Lý Văn Tư", "Trưởng trạm", roles.COMMUNE, station[1]),
    ]
    add_logins(world, now=MORNING, logins=tuple(logins))
    return Story(world, MORNING)


def hours(count):
    return MORNING - dt.timedelta(hours=count)


def test_a_letter_reaches_every_commune(story, communes):
    office = Office(story.world, MORNING)
    letter = office.released(
        state_letter("Chủ tịch Ủy ban nhân dân các xã, phường tách F0, F1 ra khỏi cộng đồng hằng ngày.")
    )
    leads = Task.objects.filter(order__letter=letter, order__path=["1"]).values_list(
        "lead__seat_id", flat=True
    )
    assert sorted(leads) == sorted(unit.pk for unit in communes)
    assert not places.units_on(MORNING.date(), Level.DISTRICT).exists()


@pytest.fixture
def separated(story, communes):
    """A positive of the night with a listed contact, both decided on by the province and taken in."""
    first = communes[0].code
    ill, near = story.person("Trần Văn Bình", first), story.person("Lê Thị Lan", first)
    story.met(near, ill, dt.date(2025, 9, 14))
    story.tested(ill, "rt_pcr", "positive", hours(6))
    office = story.world.organisations["ubnd"]
    site = Site.objects.get(organisation=story.world.organisations["site-city"])
    members = [
        Proposed(person_id=one.pk, measure="concentrated", starts_at=hours(5), ends_at=None, site=site)
        for one in (ill, near)
    ]
    ends = MORNING + dt.timedelta(days=14)
    draft = order_draft(
        disease=DISEASE,
        organisation_id=office.pk,
        members=[replace(member, ends_at=ends) for member in members],
        by=story.actor(),
        now=story.now,
    )
    order = person_separated.order_issue(
        order=draft,
        position_id=Position.objects.get(organisation=office).pk,
        number=990_001,
        signed_at=hours(3),
        by=story.actor("lanhdao"),
        now=story.now,
    )
    person_separated.stays_begin(
        arrivals=[
            {
                "person_id": one.pk,
                "disease": DISEASE,
                "measure": "concentrated",
                "site": site,
                "occurred_at": hours(2),
            }
            for one in (ill, near)
        ],
        by=story.actor(),
        now=story.now,
    )
    return ill, near, order


def test_case_contacts_and_levels(story, separated):
    ill, near, _ = separated
    assert (story.level(ill), story.level(near)) == ("F0", "F1")
    listed = Contact(
        identity=identity("Võ Văn Mới", birth_year=1990, unit_id=ill.residence_id),
        at=dt.date(2025, 9, 14),
        closeness="table",
    )
    taken, _ = exposure_recorded.contacts_add(
        case=story.case(ill), contacts=[listed], by=story.actor(), now=story.now
    )
    [exposure] = taken.added
    assert story.level(exposure.person) == "F1"


def test_the_decision_is_a_paper_and_nobody_is_left_over(story, separated):
    ill, near, order = separated
    paper = papers_of(order.uid).get()
    assert paper.number == 990_001
    assert not story.holds(ill, "unseparated") + story.holds(near, "unseparated")
    assert not story.holds(near, "order_needed")


def test_only_its_own_commune_sees_a_person(story, separated):
    ill, _, _ = separated
    assert people.visible_ids([ill.pk], story.actor("xa"), story.now)
    assert not people.visible_ids([ill.pk], story.actor("xa-2"), story.now)


def test_the_measure_is_told_by_commune(story, separated, communes):
    week = insight.week_until(story.now)
    found = insight.measure(HOURS, story.actor("lanhdao"), story.now, week)
    assert found.figure.value == 4.0
    assert [(part.name, part.figure.measured) for part in found.parts] == [(communes[0].name, 2)]


def test_the_board_counts_what_its_lists_hold(story, separated):
    lens = Lens(actor=story.actor("lanhdao"), now=story.now, disease=DISEASE, at=story.now)
    assert desk.count("f0-trong-ngay", lens) == 1
    assert desk.count("f1-chua-tach", lens) == 0
    for key, figure in desk.FIGURES.items():
        if figure.shape in {"case", "interval", "stay"}:
            assert desk.count(key, lens) == len(list(desk.rows(key, lens))), key


def draft_of_the_commune(story, communes):
    """An F0 of the first commune whom its station puts on a decision of the commune's committee."""
    ill = story.person("Phạm Thị Xã", communes[0].code)
    story.tested(ill, "rt_pcr", "positive", hours(6))
    founded = {"valid_from": MORNING.date(), "by": SYSTEM, "now": MORNING}
    office = organisation_found(
        name="Ủy ban nhân dân xã Thử", kind="ubnd", symbol="UBND", area_unit_ids=[communes[0].pk], **founded
    )
    position_set(organisation=office, title="CHỦ TỊCH", holder_name="Lê Thị Minh Họa", **founded)
    return order_draft(
        disease=DISEASE,
        organisation_id=office.pk,
        members=[Proposed(person_id=ill.pk, measure="home", starts_at=hours(5), ends_at=MORNING)],
        by=story.actor("xa"),
        now=story.now,
    )


def test_where_no_district_is_the_commune_signs(story, communes):
    draft = draft_of_the_commune(story, communes)
    position = Position.objects.filter(organisation_id=draft.organisation_id).get()
    signing = {"position_id": position.pk, "number": 990_002, "signed_at": hours(2), "now": story.now}
    assert access.can_order_sign(story.actor("xa"), story.now)
    order = person_separated.order_issue(order=draft, by=story.actor("xa"), **signing)
    assert order.signer_position == position.title
    with pytest.raises(Forbidden):
        access.check_acts_for(story.actor("xa-2"), draft.organisation_id, story.now)
