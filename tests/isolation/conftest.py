from __future__ import annotations

import pytest

from lachan.epi import facts
from lachan.journeys import following
from lachan.kernel.access import roles
from lachan.kernel.policies.queries import rulebook_forget
from tests.founding import rules_load
from tests.isolation.world import NOW, World, at


@pytest.fixture
def world(db) -> World:
    return World()


@pytest.fixture
def morning(monkeypatch, db):
    """07:00 on 15/9, with the shipped rules in force."""
    monkeypatch.setattr("lachan.organisations.middleware.domain_now", lambda: NOW)
    rulebook_forget()
    rules_load(NOW)


@pytest.fixture
def case(world):
    """A case since 05:00, and who ate with them on 12/9."""
    ill, met = world.person("Nguyễn Văn Ca"), world.person("Trần Thị Bạn")
    result = facts.Result(
        uid=f"0199f000-0000-7000-8000-000000000001:{ill.pk}", person=ill.pk, method="rt_pcr", outcome="positive",
        resulted_at=at("15/9 05:00"), sampled_at=at("14/9 20:00"), unit=world.here.pk,
    )  # fmt: skip
    meeting = facts.Exposure(
        uid="meeting",
        person=met.pk,
        other=ill.pk,
        start=at("12/9 18:00"),
        closeness="table",
        unit=world.here.pk,
    )
    following.take_in(disease="covid19", added=[result, meeting], now=at("15/9 05:30"))
    return ill, met


@pytest.fixture
def district(client, world):
    return world.log_in(client, roles.DISTRICT, world.committee)
