"""Short ways to tell a story of the morning: people, tests, meetings, and how somebody stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import count
from typing import Any

from lachan.cases import queries as cases
from lachan.demo.cast import WARD_4, World
from lachan.journeys import exposure_recorded, result_received
from lachan.people.identity import identity
from lachan.people.services import NewPerson, person_register
from lachan.standing import queries as standing
from lachan.testing import services as testing
from lachan.tracing.meetings import Meeting

DISEASE = "covid19"
_codes = count(1)


@dataclass
class Story:
    """The world at a moment; the CDC's tracer acts unless another log-in is named."""

    world: World
    now: dt.datetime
    disease: str = DISEASE

    def actor(self, username: str = "cdc") -> Any:
        return self.world.actor(username, self.now)

    def person(self, name: str, commune: str = WARD_4, **known: Any) -> Any:
        unit = self.world.commune(commune, self.now.date())
        who = identity(name, unit_id=unit.pk, **({"birth_year": 1980} | known))
        return person_register(person=NewPerson(identity=who), by=self.actor(), now=self.now)

    def specimen(self, *people: Any, sampled_at: dt.datetime, pooled: bool = False) -> Any:
        return testing.specimen_collect(
            disease=self.disease,
            code=f"M{next(_codes):05d}",
            sampled_at=sampled_at,
            person_ids=[one.pk for one in people],
            pooled=pooled,
            by=self.actor(),
            now=self.now,
        )

    def tested(
        self,
        person: Any,
        method: str,
        outcome: str,
        at: dt.datetime | None = None,
        specimen: Any = None,
    ) -> Any:
        """A result read at `at` from a sample taken an hour before; answers the specimen."""
        at = at or self.now
        specimen = specimen or self.specimen(person, sampled_at=at - dt.timedelta(hours=1))
        result_received.result_record(
            specimen=specimen,
            method=method,
            outcome=outcome,
            resulted_at=at,
            by=self.actor(),
            now=self.now,
        )
        return specimen

    def met(self, contact: Any, source: Any, on: dt.date | dt.datetime, closeness: str = "table") -> Any:
        meeting = Meeting(
            person_id=contact.pk,
            other_id=source.pk,
            at=on,
            closeness=closeness,
            unit_id=contact.residence_id,
        )
        exposure, _ = exposure_recorded.exposure_add(
            disease=self.disease, meeting=meeting, by=self.actor(), now=self.now
        )
        return exposure

    def level(self, person: Any, at: dt.datetime | None = None) -> str:
        """ "F1", "F1?" (provisional) or "" at a moment."""
        rows = standing.levels_of(disease=self.disease, person_ids=[person.pk], at=at or self.now)
        row = rows.get(person.pk)
        return f"{row.value}{'?' if row.provisional else ''}" if row else ""

    def case(self, person: Any) -> Any:
        return cases.cases_of([person.pk]).order_by("-number").first()

    def holds(self, person: Any, kind: str, at: dt.datetime | None = None) -> list[str]:
        rows = standing.current(disease=self.disease, kind=kind, at=at or self.now, people=[person.pk])
        return sorted(rows.values_list("value", flat=True))
