"""Short ways to tell the story of a dengue ring on the cast's ground."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import count
from typing import Any

from lachan.cases import queries as cases
from lachan.demo.cast import WARD_4, World
from lachan.journeys import case_investigated, result_received, ring_closed, ring_opened
from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.times import LOCAL
from lachan.people.identity import identity
from lachan.people.models import Household
from lachan.people.services import NewPerson, household_join, person_register
from lachan.places.models import Hamlet
from lachan.testing import services as testing
from lachan.zones import queries, services

DISEASE = "dengue"
HOME = (9.1800, 105.1500)
_codes = count(1)


def at(day: int, hour: int = 7, month: int = 9) -> dt.datetime:
    return dt.datetime(2021, month, day, hour, tzinfo=LOCAL)


@dataclass
class Outbreak:
    """The world at a moment that the story moves; the commune's log-in acts unless another is named."""

    world: World
    now: dt.datetime

    def actor(self, username: str = "xa") -> Any:
        return self.world.actor(username, self.now)

    def unit(self, commune: str = WARD_4) -> Any:
        return self.world.commune(commune, self.now.date())

    def hamlet(self, name: str = "Khóm 3", commune: str = WARD_4) -> Any:
        defaults = {"name": name, "kind": "khom", "valid_from": dt.date(2020, 1, 1)}
        row, _ = Hamlet.objects.get_or_create(
            unit=self.unit(commune), name_key=name.lower(), defaults=defaults
        )
        return row

    def person(self, name: str, hamlet: Any = None, commune: str = WARD_4, address: str = "") -> Any:
        who = identity(name, unit_id=self.unit(commune).pk, birth_year=1980)
        new = NewPerson(identity=who, hamlet_id=hamlet.pk if hamlet else None, address=address)
        return person_register(person=new, by=self.actor("cdc"), now=self.now)

    def household(self, head: Any, lat: float | None = None, lon: float | None = None) -> Any:
        made = household_join(person=head, by=self.actor("cdc"), now=self.now, address=head.address)
        Household.objects.filter(pk=made.pk).update(lat=lat, lon=lon)
        head.refresh_from_db()
        return made

    def tested(self, person: Any, method: str, outcome: str, when: dt.datetime | None = None) -> Any:
        when = when or self.now
        specimen = testing.specimen_collect(
            disease=DISEASE,
            code=f"D{next(_codes):05d}",
            kind="serum",
            sampled_at=when - dt.timedelta(hours=1),
            person_ids=[person.pk],
            by=self.actor("cdc"),
            now=self.now,
        )
        result_received.result_record(
            specimen=specimen,
            method=method,
            outcome=outcome,
            resulted_at=when,
            by=self.actor("cdc"),
            now=self.now,
        )
        return specimen

    def ill(self, name: str, onset: dt.date, hamlet: Any = None, commune: str = WARD_4) -> Any:
        """A case confirmed by NS1 now, with its onset."""
        person = self.person(name, hamlet, commune)
        self.tested(person, "ns1", "positive")
        case = self.case(person)
        case_investigated.onset_state(
            case=case, symptomatic=True, onset_on=onset, by=self.actor("cdc"), now=self.now
        )
        return self.case(person)

    def case(self, person: Any) -> Any:
        return cases.cases_of([person.pk]).order_by("-number").first()

    def opened(self, case: Any, **centre: Any) -> Any:
        given = {"unit_id": self.unit().pk, "by": self.actor(), "now": self.now} | centre
        return ring_opened.ring_open(case=case, **given)

    def house(self, ring: Any, owner: str) -> Any:
        return services.house_add(ring=ring, owner=owner, address="", by=self.actor(), now=self.now)

    def visited(self, house: Any, *counts: int, outcome: str = "inspected", **more: Any) -> Any:
        """Counts: people at home, fevers, containers, with larvae, dealt with."""
        given = {"by": self.actor(), "now": self.now} | more
        found = services.Counts(*counts) if counts else None
        return services.house_visit_record(house=house, outcome=outcome, counts=found, **given)

    def sprayed(self, ring: Any, number: int, **more: Any) -> Any:
        given = {"houses": 12, "chemical": "Permethrin 50EC", "by": self.actor(), "now": self.now} | more
        return services.spraying_record(ring=ring, round=number, **given)

    def closed(self, ring: Any, reason: str = "") -> Any:
        return ring_closed.ring_close(ring=ring, reason=reason, by=self.actor("huyen"), now=self.now)

    def state(self, ring: Any) -> queries.RingState:
        return queries.ring_state(ring.uid, SYSTEM, self.now)
