"""A province with two communes, actors of three offices, and a short way to register people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from lachan.kernel.access.actors import SYSTEM, Actor
from lachan.kernel.access.roles import COMMUNE, LAB, TRACER
from lachan.kernel.text import fold
from lachan.kernel.times import LOCAL
from lachan.organisations.models import Organisation, User
from lachan.people.identity import identity
from lachan.people.models import Person
from lachan.people.services import NewPerson, person_register
from lachan.places.models import Unit

NOW = dt.datetime(2021, 9, 15, 7, 0, tzinfo=LOCAL)


@dataclass(frozen=True)
class World:
    ward: Unit  # Phường 4
    village: Unit  # xã Tân Phú
    station: Actor
    other_station: Actor
    cdc: Actor
    lab: Actor


@pytest.fixture
def now() -> dt.datetime:
    return NOW


@pytest.fixture
def world(db: None) -> World:
    since = dt.date(2020, 1, 1)
    province = Unit.objects.create(
        code="96",
        name="Tỉnh Cà Mau",
        name_key="tinh ca mau",
        kind="tinh",
        level=1,
        path="96~20200101/",
        valid_from=since,
    )
    district = _unit(province, "964", "Thành phố Cà Mau", 2, "thanh_pho")
    ward = _unit(district, "32002", "Phường 4", 3, "phuong")
    village = _unit(district, "32080", "Xã Tân Phú", 3, "xa")
    return World(
        ward=ward,
        village=village,
        station=_actor(_organisation("Trạm y tế Phường 4", "station", ward), COMMUNE, ward, 11),
        other_station=_actor(_organisation("Trạm y tế Tân Phú", "station", village), COMMUNE, village, 12),
        cdc=_actor(_organisation("CDC Cà Mau", "cdc", province), TRACER, None, 13),
        lab=_actor(_organisation("Phòng xét nghiệm CDC", "lab", province), LAB, None, 14, everywhere=False),
    )


def _unit(parent: Unit, code: str, name: str, level: int, kind: str) -> Unit:
    return Unit.objects.create(
        code=code,
        name=name,
        name_key=fold(name),
        kind=kind,
        level=level,
        parent=parent,
        path=f"{parent.path}{code}~20200101/",
        valid_from=parent.valid_from,
    )


def _organisation(name: str, kind: str, unit: Unit) -> Organisation:
    made = Organisation.objects.create(
        name=name, name_key=fold(name), kind=kind, seat=unit, phone="0290 000 000", valid_from=unit.valid_from
    )
    made.areas.create(unit=unit, valid_from=unit.valid_from)
    return made


def _actor(
    organisation: Organisation, role: str, unit: Unit | None, user_id: int, everywhere: bool | None = None
) -> Actor:
    return Actor(
        kind="user",
        label=organisation.name,
        user_id=user_id,
        organisation_id=organisation.pk,
        roles=frozenset({role}),
        everywhere=unit is None if everywhere is None else everywhere,
        unit_ids=frozenset({unit.pk} if unit else ()),
    )


@pytest.fixture
def person(world: World, now: dt.datetime) -> Callable[..., Person]:
    """person("Nguyễn Văn A", birth_year=1990, unit=…): registered by the system."""

    def make(name: str = "Nguyễn Văn An", unit: Unit | None = None, **fields: object) -> Person:
        who = identity(name, unit_id=(unit or world.ward).pk, **fields)  # type: ignore[arg-type]
        return person_register(person=NewPerson(who), by=SYSTEM, now=now)

    return make


@pytest.fixture
def browse(world: World) -> Callable[[Actor], Client]:
    """browse(world.station): a browser in which somebody of that office is logged in."""

    def open_browser(actor: Actor) -> Client:
        user, _ = User.objects.get_or_create(
            username=f"user{actor.user_id}",
            defaults={
                "full_name": f"Cán bộ {actor.user_id}",
                "organisation_id": actor.organisation_id,
                "roles": sorted(actor.roles),
                "created_at": NOW,
            },
        )
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return open_browser
