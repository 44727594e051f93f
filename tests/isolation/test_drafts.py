"""Drafts: whole lists or nothing, no second decision for the same measure, thrown away without a trace of effect."""

from __future__ import annotations

import datetime as dt

import pytest

from lachan.isolation import booking, queries
from lachan.isolation.models import Order
from lachan.isolation.services import drafts
from lachan.isolation.services.drafts import Proposed
from lachan.kernel.errors import Forbidden, OutOfSight, Refused
from tests.isolation.test_stays import open_site
from tests.isolation.world import NOW, at


def proposed(person, measure="home", days=14, **more) -> Proposed:
    return Proposed(
        person_id=person.pk, measure=measure, starts_at=at("14/9 00:00"),
        ends_at=at("14/9 00:00") + dt.timedelta(days=days), level="F1", **more,
    )  # fmt: skip


def draft(world, members, by=None, **more) -> Order:
    return drafts.order_draft(
        **{
            "disease": "x", "organisation_id": world.committee.pk, "members": members,
            "by": by or world.district_actor, "now": NOW,
        } | more
    )  # fmt: skip


def test_draft_keeps_the_order_of_its_list_and_binds_nobody(world):
    people = [world.person() for _ in range(3)]
    site = open_site(world, places=1)
    order = draft(world, [proposed(person, "concentrated", site=site) for person in people])
    assert [member.person for member in order.members.order_by("position")] == people
    assert (order.state, booking.load(site, NOW).expected) == (Order.State.DRAFT, 0)


def test_one_decision_carries_different_measures(world):
    site = open_site(world)
    order = draft(world, [proposed(world.person(), "concentrated", site=site), proposed(world.person())])
    assert sorted(order.members.values_list("measure", flat=True)) == ["concentrated", "home"]


def test_bad_lists_are_refused(world):
    person, site = world.person(), open_site(world)
    for members, words in (
        ([], "Chưa chọn"),
        ([proposed(person), proposed(person)], "hai lần"),
        ([proposed(person, days=0)], "sau ngày bắt đầu"),
        ([proposed(person, "unheard")], "danh mục"),
        ([proposed(person, "treatment", site=site)], "không nhận người"),
    ):
        with pytest.raises(Refused, match=words):
            draft(world, members)
    assert not Order.objects.exists()


def test_people_out_of_sight_are_out_of_reach(world):
    with pytest.raises(OutOfSight):
        draft(world, [proposed(world.person(unit=world.far))])


def test_who_may_propose(world):
    with pytest.raises(Forbidden):
        draft(world, [proposed(world.person())], by=world.site_actor)


def test_discarded_once_and_by_its_own_organisation(world):
    order = draft(world, [proposed(world.person())])
    with pytest.raises(Forbidden):
        drafts.order_discard(order=order, by=world.commune, now=NOW)
    drafts.order_discard(order=order, by=world.district_actor, now=NOW)
    assert order.state == Order.State.DISCARDED
    with pytest.raises(Refused, match="đã bỏ trước đó"):
        drafts.order_discard(order=order, by=world.district_actor, now=NOW)


def test_commune_sees_a_decision_and_only_its_own_names(world):
    mine, other = world.person(), world.person(unit=world.there)
    order = draft(world, [proposed(mine), proposed(other)])
    assert queries.order_by_uid(world.commune, NOW, order.uid) == order
    assert [m.person for m in queries.members_of(world.commune, NOW, order)] == [mine]
    assert len(queries.members_of(world.district_actor, NOW, order)) == 2


def test_decision_without_anybody_in_sight_is_not_there(world):
    order = draft(world, [proposed(world.person(unit=world.there))])
    with pytest.raises(OutOfSight):
        queries.order_by_uid(world.commune, NOW, order.uid)
