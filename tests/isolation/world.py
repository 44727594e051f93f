"""A small province for tests of tracing and isolation: units, organisations, people and actors."""

from __future__ import annotations

import datetime as dt
import itertools

from lachan.kernel.access import roles
from lachan.kernel.access.actors import SYSTEM, Actor
from lachan.kernel.access.models import Sight
from lachan.kernel.ids import new_uid
from lachan.kernel.text import fold, sort_key
from lachan.kernel.times import LOCAL
from lachan.organisations.models import Area, Organisation, Position, User
from lachan.people.models import Person
from lachan.places.models import Level, Unit, UnitKind

NOW = dt.datetime(2021, 9, 15, 7, 0, tzinfo=LOCAL)
LONG_AGO = dt.date(2020, 1, 1)
_numbers = itertools.count(1)


def at(text: str) -> dt.datetime:
    """at("14/9 08:30"): a local moment of 2021."""
    day, hour = text.split()
    day_of_month, month = day.split("/")
    return dt.datetime.combine(
        dt.date(2021, int(month), int(day_of_month)), dt.time.fromisoformat(hour), LOCAL
    )


def hours(count: float) -> dt.timedelta:
    return dt.timedelta(hours=count)


def make_unit(name: str, kind: UnitKind, level: Level, parent: Unit | None = None, **more) -> Unit:
    code = f"{90000 + next(_numbers)}"
    path = f"{parent.path if parent else ''}{code}~20200101/"
    return Unit.objects.create(
        code=code, name=name, name_key=fold(name), kind=kind, level=level, parent=parent, path=path,
        valid_from=LONG_AGO, **more,
    )  # fmt: skip


def make_organisation(name: str, kind: str, seat: Unit, area: Unit | None = None, **more) -> Organisation:
    made = Organisation.objects.create(
        name=name, name_key=fold(name), kind=kind, seat=seat, valid_from=LONG_AGO, **more
    )
    if area:
        Area.objects.create(organisation=made, unit=area, valid_from=LONG_AGO)
    return made


def make_person(name: str, unit: Unit, **more) -> Person:
    return Person.objects.create(
        full_name=name, name_key=fold(name), name_sort=sort_key(name), residence=unit,
        registered_at=NOW, **({"birth_year": 1985} | more),
    )  # fmt: skip


def make_actor(
    role: str, organisation: Organisation, communes: list[Unit], *, everywhere: bool = False
) -> Actor:
    return Actor(
        kind="user",
        label=f"Người dùng {role}",
        user_id=next(_numbers),
        organisation_id=organisation.pk,
        roles=frozenset({role}),
        everywhere=everywhere,
        unit_ids=frozenset(unit.pk for unit in communes),
    )


def grant(person: Person, unit: Unit, ground: str = "residence") -> None:
    Sight.objects.create(
        subject_id=person.pk, unit_id=unit.pk, ground=ground, starts_at=NOW - dt.timedelta(days=30)
    )


class World:
    """Two communes of one district, one of another; a quarantine site, and an actor of each kind."""

    def __init__(self) -> None:
        self.province = make_unit("Tỉnh Thử", UnitKind.TINH, Level.PROVINCE)
        self.district = make_unit("Huyện Một", UnitKind.HUYEN, Level.DISTRICT, self.province)
        self.far_district = make_unit("Huyện Hai", UnitKind.HUYEN, Level.DISTRICT, self.province)
        self.here = make_unit("Xã Gần", UnitKind.XA, Level.COMMUNE, self.district, lat=9.18, lon=105.15)
        self.there = make_unit("Xã Bên", UnitKind.XA, Level.COMMUNE, self.district, lat=9.20, lon=105.20)
        self.far = make_unit("Xã Xa", UnitKind.XA, Level.COMMUNE, self.far_district, lat=8.70, lon=104.80)
        self.committee = make_organisation("UBND huyện Một", "ubnd", self.here, self.district, symbol="UBND")
        self.cdc = make_organisation("Trung tâm Kiểm soát bệnh tật", "cdc", self.here, self.province)
        self.station = make_organisation("Trạm y tế Xã Gần", "station", self.here, self.here)
        self.site_organisation = make_organisation("Khu cách ly Trường Thử", "site", self.here)
        self.far_site_organisation = make_organisation("Khu cách ly Xa", "site", self.far)
        self.position = Position.objects.create(
            organisation=self.committee, title="Phó Chủ tịch", holder_name="Lê Thị Thử Nghiệm",
            authority="KT. CHỦ TỊCH", valid_from=LONG_AGO,
        )  # fmt: skip
        self.tracer = make_actor(roles.TRACER, self.cdc, [self.here, self.there, self.far], everywhere=True)
        self.district_actor = make_actor(roles.DISTRICT, self.committee, [self.here, self.there])
        self.commune = make_actor(roles.COMMUNE, self.station, [self.here])
        self.other_commune = make_actor(roles.COMMUNE, self.station, [self.there])
        self.site_actor = make_actor(roles.SITE, self.site_organisation, [])
        self.system = SYSTEM

    def person(self, name: str = "", unit: Unit | None = None, **more) -> Person:
        """Somebody living in a commune (here, by default) and seen by it."""
        home = unit or self.here
        person = make_person(name or f"Người Thử {next(_numbers)}", home, **more)
        grant(person, home)
        return person

    def case(self, person: Person, **more):
        from lachan.cases.models import Case

        number = next(_numbers)
        return Case.objects.create(
            **{
                "person": person, "disease": "x", "code": f"CM-2021-{number:06}", "trigger_uid": new_uid(),
                "unit": person.residence, "classification": "confirmed", "opened_at": NOW, "confirmed_at": NOW,
            } | more
        )  # fmt: skip

    def derived_case(self, person: Person, when: dt.datetime):
        """A case that follows from a positive result, with every rule that is shipped."""
        from lachan.epi import facts
        from lachan.journeys import following

        result = facts.Result(
            uid=f"{new_uid()}:{person.pk}", person=person.pk, method="rt_pcr", outcome="positive",
            resulted_at=when, sampled_at=when - hours(8), unit=person.residence_id,
        )  # fmt: skip
        return following.take_in(disease="covid19", added=[result], now=when).cases.opened[0]

    def log_in(self, client, role: str, organisation: Organisation):
        """The client, logged in as somebody of that role and organisation."""
        user = User.objects.create(
            username=f"u{next(_numbers)}", full_name="Cán bộ Thử", organisation=organisation, roles=[role],
            created_at=NOW,
        )  # fmt: skip
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client
