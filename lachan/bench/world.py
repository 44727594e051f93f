"""An invented province at full size: 1.2 million people, 100,000 cases, 1 million exposures, 3 million results."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from lachan.bench.rows import day, fill, moment, uid
from lachan.cases.models import Case
from lachan.demo.cast import World, add_logins, found_world
from lachan.demo.names import Inventor
from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.access.models import Sight
from lachan.kernel.policies.loader import policies_load
from lachan.kernel.secrets.crypto import blind_index, encrypt
from lachan.kernel.text import fold, sort_key
from lachan.kernel.times import LOCAL
from lachan.people.models import NameWord, Person
from lachan.places import queries as places
from lachan.places import shipped
from lachan.places.kinds import Level
from lachan.standing.models import StandingInput
from lachan.testing.models import Member, Result, Specimen
from lachan.tracing.models import Exposure

DISEASE = "covid19"
NOW = dt.datetime(2021, 12, 15, 7, 0, tzinfo=LOCAL)
_FIRST = dt.datetime(2021, 9, 1, tzinfo=LOCAL)
_SPAN = int((NOW - _FIRST).total_seconds()) - 86_400


@dataclass(frozen=True, slots=True)
class Size:
    """Counts at scale 1; `of(0.1)` is a tenth of everything."""

    people: int = 1_200_000
    cases: int = 100_000
    exposures: int = 1_000_000
    results: int = 3_000_000

    @classmethod
    def of(cls, scale: float) -> Size:
        full = cls()
        return cls(*(max(10, int(getattr(full, name) * scale)) for name in cls.__slots__))


def build(size: Size, tell: Any = print) -> World:
    """Fill an empty, migrated database. Cases are the first people; each met some of those after them."""
    shipped.camau_load(by=SYSTEM, now=NOW)
    policies_load(by=SYSTEM, now=NOW)
    world = found_world(on=NOW.date(), now=NOW)
    add_logins(world, now=NOW)
    communes = [unit.pk for unit in places.units_on(NOW.date(), Level.COMMUNE, world.province)]
    maker = _Maker(size, communes, world.organisations["lab"].pk)
    for table in (maker.people, maker.tests, maker.exposures, maker.cases):
        table()
        tell(f"  {table.__name__}: xong")
    return world


class _Maker:
    def __init__(self, size: Size, communes: list[int], lab: int) -> None:
        self.size, self.communes, self.lab = size, communes, lab
        self.dice = random.Random(11)
        self.names: list[tuple[str, str, int]] = []  # full name, folded, year of each person
        self.homes: list[int] = []
        self.positive_at: list[dt.datetime] = []

    # --- people --------------------------------------------------------------------------------

    def people(self) -> None:
        columns = [field.column for field in Person._meta.local_concrete_fields]
        fill(Person, columns, self._persons(columns))
        fill(NameWord, ("person_id", "word", "name_key"), self._words())
        fill(
            Sight,
            ("subject_id", "unit_id", "organisation_id", "ground", "basis_uid", "starts_at", "ends_at"),
            (
                (pk, home, 0, "residence", None, moment(_FIRST), None)
                for pk, home in enumerate(self.homes, start=1)
            ),
        )

    def _persons(self, columns: list[str]) -> Iterator[tuple[Any, ...]]:
        inventor = Inventor(3)
        since = moment(_FIRST)
        for pk in range(1, self.size.people + 1):
            made = inventor.person()
            home = self.dice.choice(self.communes)
            key = fold(made.full_name)
            self.names.append((made.full_name, key, made.birth_date.year))
            self.homes.append(home)
            values = {
                "id": pk,
                "uid": uid(),
                "full_name": made.full_name,
                "name_key": key,
                "name_sort": sort_key(made.full_name),
                "birth_year": made.birth_date.year,
                "birth_date": day(made.birth_date),
                "sex": made.sex,
                "national_id": encrypt(made.national_id),
                "national_id_index": blind_index("cccd", made.national_id),
                "phone": b"",
                "phone_index": "",
                "residence_id": home,
                "address": b"",
                "occupation": made.occupation,
                "workplace": "",
                "registered_at": since,
            }
            yield tuple(values.get(column) for column in columns)

    def _words(self) -> Iterator[tuple[Any, ...]]:
        for pk, (_, key, _) in enumerate(self.names, start=1):
            for word in dict.fromkeys(key.split()):
                yield pk, word, key

    # --- tests ---------------------------------------------------------------------------------

    def tests(self) -> None:
        """One specimen a result; the first `cases` of them are positive, of the first people."""
        at = [_FIRST + dt.timedelta(seconds=self.dice.randrange(_SPAN)) for _ in range(self.size.results)]
        self.positive_at = at[: self.size.cases]
        fact = ("recorded_at", "recorded_by", "revoke_reason")
        fill(
            Specimen,
            ("id", "uid", "disease", "code", "pooled", "kind", "reason", "collector", "laboratory_id",
             "unit_id", "occurred_at", *fact),
            (
                (pk, uid(), DISEASE, f"B{pk:08d}", False, "", "", "", self.lab, self._home(pk),
                 moment(when - dt.timedelta(hours=9)), moment(when), None, "")
                for pk, when in enumerate(at, start=1)
            ),
        )  # fmt: skip
        fill(
            Member,
            ("id", "uid", "specimen_id", "position", "full_name", "name_key", "birth_year", "sex", "national_id",
             "national_id_index", "phone", "phone_index", "address", "unit_id", "person_id", "link",
             "wait_reason", "alarm"),
            (
                (pk, uid(), pk, 1, *self._identity(pk), "", b"", "", b"", "", b"", self._home(pk),
                 self._person(pk), "automatic", "", False)
                for pk in range(1, self.size.results + 1)
            ),
        )  # fmt: skip
        fill(
            Result,
            ("id", "uid", "specimen_id", "method", "outcome", "supervised", "occurred_at", *fact),
            (
                (pk, uid(), pk, "rt_pcr", "positive" if pk <= self.size.cases else "negative", True,
                 moment(when), moment(when), None, "")
                for pk, when in enumerate(at, start=1)
            ),
        )  # fmt: skip
        self._result_inputs()

    def _result_inputs(self) -> None:
        known = list(Result.objects.filter(pk__lte=self.size.cases).order_by("pk").values_list("uid", flat=True))
        fill(
            StandingInput,
            _INPUT,
            (
                (f"{found}:{pk}", "result", DISEASE, pk, None, moment(when - dt.timedelta(hours=9)), moment(when),
                 self._home(pk), _RESULT_DATA, moment(when))
                for pk, (found, when) in enumerate(zip(known, self.positive_at, strict=True), start=1)
            ),
        )  # fmt: skip

    def _person(self, number: int) -> int:
        return (number - 1) % self.size.people + 1

    def _home(self, number: int) -> int:
        return self.homes[self._person(number) - 1]

    def _identity(self, number: int) -> tuple[str, str, int]:
        return self.names[self._person(number) - 1]

    # --- exposures and cases -------------------------------------------------------------------

    def exposures(self) -> None:
        """Each case met about ten people on the two days before its sample."""
        drawn = list(self._meetings())
        fill(
            Exposure,
            ("id", "uid", "disease", "person_id", "other_id", "low", "high", "closeness", "relation", "place_name",
             "note", "day_only", "unit_id", "occurred_at", "recorded_at", "revoke_reason"),
            (
                (pk, _column_uid(found), DISEASE, person, other, min(person, other), max(person, other), "table", "",
                 "", b"", False, self._home(person), moment(when), moment(when), "")
                for pk, (found, person, other, when) in enumerate(drawn, start=1)
            ),
        )  # fmt: skip
        fill(
            StandingInput,
            _INPUT,
            (
                (found, "exposure", DISEASE, person, other, moment(when), moment(when), self._home(person),
                 _EXPOSURE_DATA, moment(when))
                for found, person, other, when in drawn
            ),
        )  # fmt: skip

    def _meetings(self) -> Iterator[tuple[str, int, int, dt.datetime]]:
        for number in range(self.size.exposures):
            source = number % self.size.cases + 1
            contact = self.dice.randrange(1, self.size.people + 1)
            if contact == source:
                contact = contact % self.size.people + 1
            before = dt.timedelta(seconds=self.dice.randrange(36_000, 170_000))
            found = str(uuid.UUID(int=self.dice.getrandbits(128)))
            yield found, contact, source, self.positive_at[source - 1] - before

    def cases(self) -> None:
        known = list(Result.objects.filter(pk__lte=self.size.cases).order_by("pk").values_list("uid", flat=True))
        contexts = ("community", "quarantine", "lockdown", "hospital", "home_isolation")
        columns = ("id", "uid", "person_id", "disease", "number", "code", "national_number", "trigger_uid", "unit_id",
                   "context", "classification", "repositive", "late_first_positive", "source_known", "onset_on",
                   "sampled_at", "opened_at", "confirmed_at", "outcome", "withdrawn")  # fmt: skip
        fill(
            Case,
            columns,
            (
                (pk, uid(), pk, DISEASE, 1, f"CB-2021-{pk:06d}", "", _column_uid(str(found)), self._home(pk),
                 self.dice.choice(contexts), "confirmed", False, False, self.dice.random() < 0.8,
                 day((when - dt.timedelta(days=2)).date()), moment(when - dt.timedelta(hours=9)), moment(when),
                 moment(when), "", False)
                for pk, (found, when) in enumerate(zip(known, self.positive_at, strict=True), start=1)
            ),
        )  # fmt: skip


_INPUT = ("uid", "kind", "disease", "person_id", "other_id", "starts_at", "ends_at", "unit_id", "data", "recorded_at")
_RESULT_DATA = '{"method":"rt_pcr","outcome":"positive","ct":null,"supervised":null}'
_EXPOSURE_DATA = '{"closeness":"table","minutes":null,"masked":null}'


def _column_uid(text: str) -> Any:
    return uuid.UUID(text) if connection.vendor == "postgresql" else text.replace("-", "")
