"""An invented province at full size: 1.2 million people, 100,000 cases, 1 million exposures, 3 million results.

The tables are filled directly, as the product itself would have filled them over three months; the levels are
then computed by the product's own rebuild.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lachan.bench.offices import fill_offices, found_sites
from lachan.bench.rows import bare_tables, column_uid, day, fill, moment, uid_of
from lachan.bench.size import Size
from lachan.cases.models import Case, OnsetStatement, Outcome, Publication, SourceStatement
from lachan.demo.cast import World, add_logins, found_world
from lachan.demo.names import Inventor
from lachan.isolation.models import Departure, Order, OrderMember, Stay
from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.access.models import Sight
from lachan.kernel.policies.loader import policies_load
from lachan.kernel.secrets.crypto import blind_index, encrypt
from lachan.kernel.text import fold, sort_key
from lachan.kernel.times import LOCAL, local_day
from lachan.people.models import NameWord, Person
from lachan.places import queries as places
from lachan.places import shipped
from lachan.places.kinds import Level
from lachan.standing.models import StandingInput
from lachan.testing.models import Member, Result, Specimen
from lachan.tracing.models import Exposure, TimelineEntry

DISEASE = "covid19"
NOW = dt.datetime(2021, 12, 15, 7, 0, tzinfo=LOCAL)
_FIRST = dt.datetime(2021, 9, 1, tzinfo=LOCAL)
_SPAN = int((NOW - _FIRST).total_seconds()) - 3_600
_ILLNESS, _QUARANTINE = dt.timedelta(days=14), dt.timedelta(days=14)
_CONTEXTS = ("community", "quarantine", "lockdown", "hospital", "home_isolation")
_ON_ONE_ORDER = 200
_INPUT = (
    "uid",
    "kind",
    "disease",
    "person_id",
    "other_id",
    "starts_at",
    "ends_at",
    "unit_id",
    "data",
    "recorded_at",
)
_BARE = (
    Person, NameWord, Sight, Specimen, Member, Result, Exposure, TimelineEntry, StandingInput, Case,
    OnsetStatement, SourceStatement, Outcome, Publication, Stay, Departure, OrderMember,
)  # fmt: skip


def build(size: Size, tell: Callable[[str], None] = print) -> World:
    """Fill an empty, migrated database. Cases are the first people; each met some of those after them."""
    shipped.camau_load(by=SYSTEM, now=NOW)
    policies_load(by=SYSTEM, now=NOW)
    world = found_world(on=NOW.date(), now=NOW)
    add_logins(world, now=NOW)
    communes = list(places.units_on(NOW.date(), Level.COMMUNE, world.province))
    sites = found_sites(communes, NOW)
    maker = Maker(
        size,
        [unit.pk for unit in communes],
        world.organisations["lab"].pk,
        world.organisations["ubnd"].pk,
        sites,
    )
    with bare_tables(_BARE):
        for step in (maker.people, maker.tests, maker.meetings, maker.cases, maker.stays, maker.orders):
            tell(f"  {step.__name__}")
            step()
        fill_offices(world, size.cases, NOW)
        tell("  index")
    return world


@dataclass(slots=True)
class Maker:
    """Builds table after table; what later ones need of earlier ones is kept here, never read back."""

    size: Size
    communes: list[int]
    lab: int
    office: int  # that signs decisions
    sites: list[tuple[int, int]]  # site, organisation
    dice: random.Random = field(default_factory=lambda: random.Random(11))
    names: list[tuple[str, str, int]] = field(default_factory=list)  # full name, folded, year of each person
    homes: list[int] = field(default_factory=list)
    read_at: list[dt.datetime] = field(default_factory=list)  # of each result; the first ones are positive
    contacts: dict[int, dt.datetime] = field(default_factory=dict)  # person → last met
    apart: list[tuple[int, str, dt.datetime]] = field(default_factory=list)  # person, measure, arrival

    # --- people --------------------------------------------------------------------------------

    def people(self) -> None:
        columns = (
            "id", "full_name", "name_key", "name_sort", "birth_year", "birth_date", "sex", "national_id",
            "national_id_index", "residence_id", "occupation", "registered_at",
        )  # fmt: skip
        fill(Person, columns, self._persons())
        words = (
            (pk, word, name[1])
            for pk, name in enumerate(self.names, 1)
            for word in dict.fromkeys(name[1].split())
        )
        fill(NameWord, ("person_id", "word", "name_key"), words)
        since = moment(_FIRST)
        rows = ((pk, home, 0, "residence", since) for pk, home in enumerate(self.homes, 1))
        fill(Sight, ("subject_id", "unit_id", "organisation_id", "ground", "starts_at"), rows)
        long_ago = moment(dt.datetime(2000, 1, 1, tzinfo=LOCAL))
        homes = (
            (f"home:{DISEASE}:{pk}", "home", DISEASE, pk, None, long_ago, None, home, "{}", since)
            for pk, home in enumerate(self.homes, 1)
        )
        fill(StandingInput, _INPUT, homes)

    def _persons(self) -> Iterator[tuple[Any, ...]]:
        inventor = Inventor(3)
        since = moment(_FIRST)
        for pk in range(1, self.size.people + 1):
            made = inventor.person()
            home = self.dice.choice(self.communes)
            key = fold(made.full_name)
            self.names.append((made.full_name, key, made.birth_date.year))
            self.homes.append(home)
            yield (
                pk, made.full_name, key, sort_key(made.full_name), made.birth_date.year, day(made.birth_date),
                made.sex, encrypt(made.national_id), blind_index("cccd", made.national_id), home,
                made.occupation, since,
            )  # fmt: skip

    def _person(self, number: int) -> int:
        return (number - 1) % self.size.people + 1

    def _home(self, number: int) -> int:
        return self.homes[self._person(number) - 1]

    # --- tests ---------------------------------------------------------------------------------

    def tests(self) -> None:
        """One specimen a result; the first `cases` of them are positive, of the first people."""
        drawn = (_FIRST + dt.timedelta(seconds=self.dice.randrange(_SPAN)) for _ in range(self.size.results))
        self.read_at = sorted(drawn)
        self._spread_cases()
        numbered = list(enumerate(self.read_at, 1))
        fill(
            Specimen,
            ("id", "disease", "code", "laboratory_id", "unit_id", "occurred_at", "recorded_at"),
            (
                (pk, DISEASE, f"B{pk:08d}", self.lab, self._home(pk), moment(_sampled(at)), moment(at))
                for pk, at in numbered
            ),
        )
        fill(Member, _MEMBER, map(self._member, range(1, self.size.results + 1)))
        fill(
            Result,
            ("id", "specimen_id", "method", "outcome", "occurred_at", "recorded_at"),
            ((pk, pk, "rt_pcr", self._outcome(pk), moment(at), moment(at)) for pk, at in numbered),
        )
        fill(
            StandingInput,
            _INPUT,
            (self._result_input(pk, at) for pk, at in numbered if not _waits(pk, self.size)),
        )

    def _spread_cases(self) -> None:
        """Positives lie over the whole time, as the other results do; the rest stay in order."""
        step = len(self.read_at) // self.size.cases
        positive = self.read_at[::step][: self.size.cases]
        chosen = set(range(0, step * self.size.cases, step))
        others = [at for place, at in enumerate(self.read_at) if place not in chosen]
        self.read_at = positive + others

    def _outcome(self, number: int) -> str:
        return "positive" if number <= self.size.cases else "negative"

    def _member(self, number: int) -> tuple[Any, ...]:
        name, key, year = self.names[self._person(number) - 1]
        waits = _waits(number, self.size)
        person = None if waits else self._person(number)
        link, reason = ("waiting", "not_enough") if waits else ("automatic", "")
        return number, number, name, key, year, self._home(number), person, link, reason

    def _result_input(self, number: int, at: dt.datetime) -> tuple[Any, ...]:
        person = self._person(number)
        data = '{"method":"rt_pcr","outcome":"%s","ct":null,"supervised":true}' % self._outcome(number)
        uid = f"{uid_of(Result, number)}:{person}"
        return (
            uid,
            "result",
            DISEASE,
            person,
            None,
            moment(_sampled(at)),
            moment(at),
            self._home(person),
            data,
            moment(at),
        )

    # --- meetings ------------------------------------------------------------------------------

    def meetings(self) -> None:
        """Seven of ten meetings are with a case shortly before its sample, the others with such a contact."""
        drawn = list(enumerate(self._drawn(), 1))
        fill(
            Exposure,
            ("id", "disease", "person_id", "other_id", "low", "high", "closeness", "entry_id", "unit_id", "occurred_at",
             "recorded_at"),
            (
                (pk, DISEASE, person, other, min(person, other), max(person, other), "table",
                 other if other <= self.size.cases else None, self._home(person), moment(at),
                 moment(at + dt.timedelta(days=1)))
                for pk, (person, other, at) in drawn
            ),
        )  # fmt: skip
        fill(
            StandingInput,
            _INPUT,
            (
                (str(uid_of(Exposure, pk)), "exposure", DISEASE, person, other, moment(at), None, self._home(person),
                 _EXPOSURE_DATA, moment(at + dt.timedelta(days=1)))
                for pk, (person, other, at) in drawn
            ),
        )  # fmt: skip
        fill(
            TimelineEntry,
            ("id", "case_id", "person_id", "place_name", "place_key", "unit_id", "occurred_at", "recorded_at"),
            (
                (pk, pk, pk, f"Chợ số {pk % 300}", f"cho so {pk % 300}", self._home(pk),
                 moment(self.read_at[pk - 1] - dt.timedelta(days=2)), moment(self.read_at[pk - 1]))
                for pk in range(1, self.size.cases + 1)
            ),
        )  # fmt: skip

    def _drawn(self) -> Iterator[tuple[int, int, dt.datetime]]:
        near: list[tuple[int, dt.datetime]] = []
        for number in range(self.size.exposures):
            person = self.dice.randrange(1, self.size.people + 1)
            if number % 10 < 7 or not near:
                other = number % self.size.cases + 1
                at = self.read_at[other - 1] - dt.timedelta(seconds=self.dice.randrange(36_000, 170_000))
                near.append((person, at))
                self.contacts[person] = self.read_at[other - 1]
            else:
                other, met = self.dice.choice(near)
                at = met + dt.timedelta(seconds=self.dice.randrange(3_600, 86_400))
            if person != other:
                yield person, other, at

    # --- cases ---------------------------------------------------------------------------------

    def cases(self) -> None:
        ill = list(enumerate(self.read_at[: self.size.cases], 1))
        columns = (
            "id", "person_id", "disease", "code", "trigger_uid", "unit_id", "context", "classification",
            "source_known", "onset_on", "symptomatic", "sampled_at", "opened_at", "confirmed_at", "closed_at", "outcome",
        )  # fmt: skip
        fill(Case, columns, (self._case(pk, at) for pk, at in ill))
        found = ((pk, self._home(pk), 0, "found", column_uid(uid_of(Case, pk)), moment(at)) for pk, at in ill)
        fill(Sight, ("subject_id", "unit_id", "organisation_id", "ground", "basis_uid", "starts_at"), found)
        self._statements(ill)
        ended = [(pk, at + _ILLNESS) for pk, at in ill if at + _ILLNESS < NOW]
        fill(
            Outcome,
            ("case_id", "kind", "occurred_at", "recorded_at"),
            ((pk, "recovered", moment(at), moment(at)) for pk, at in ended),
        )
        inputs = (
            (str(uid_of(Outcome, number)), "outcome", DISEASE, pk, None, moment(at), None, self._home(pk),
             '{"kind":"recovered"}', moment(at))
            for number, (pk, at) in enumerate(ended, 1)
        )  # fmt: skip
        fill(StandingInput, _INPUT, inputs)
        published = (
            (pk, day(local_day(at + dt.timedelta(hours=7))), moment(at), moment(at)) for pk, at in ill
        )
        fill(Publication, ("case_id", "published_on", "occurred_at", "recorded_at"), published)

    def _case(self, pk: int, at: dt.datetime) -> tuple[Any, ...]:
        ended = at + _ILLNESS < NOW
        onset = pk % 3 > 0
        return (
            pk, pk, DISEASE, f"CB-2021-{pk:06d}", column_uid(uid_of(Result, pk)), self._home(pk),
            self.dice.choice(_CONTEXTS), "confirmed", True if pk % 5 else None,
            day(_onset(at)) if onset else None, onset or None, moment(_sampled(at)), moment(at), moment(at),
            moment(at + _ILLNESS) if ended else None, "recovered" if ended else "",
        )  # fmt: skip

    def _statements(self, ill: list[tuple[int, dt.datetime]]) -> None:
        onsets = [(pk, at) for pk, at in ill if pk % 3]
        fill(
            OnsetStatement,
            ("case_id", "symptomatic", "onset_on", "occurred_at", "recorded_at"),
            ((pk, True, day(_onset(at)), moment(at), moment(at)) for pk, at in onsets),
        )
        inputs = (
            (str(uid_of(OnsetStatement, number)), "onset", DISEASE, pk, None, moment(at), None, self._home(pk),
             f'{{"symptomatic":true,"onset_on":"{_onset(at)}"}}', moment(at))
            for number, (pk, at) in enumerate(onsets, 1)
        )  # fmt: skip
        fill(StandingInput, _INPUT, inputs)
        sources = [(pk, at) for pk, at in ill if pk % 5]
        fill(
            SourceStatement,
            ("case_id", "known", "occurred_at", "recorded_at"),
            ((pk, True, moment(at), moment(at)) for pk, at in sources),
        )
        inputs = (
            (str(uid_of(SourceStatement, number)), "source", DISEASE, pk, None, moment(at), None, self._home(pk),
             '{"known":true,"source_person":null,"first_contact_on":null}', moment(at))
            for number, (pk, at) in enumerate(sources, 1)
        )  # fmt: skip
        fill(StandingInput, _INPUT, inputs)

    # --- separation ----------------------------------------------------------------------------

    def stays(self) -> None:
        """The ill are treated, two of three contacts quarantined; yesterday's are not yet."""
        late = NOW - dt.timedelta(days=1, hours=6)
        ill = enumerate(self.read_at[: self.size.cases], 1)
        self.apart = [(pk, "treatment", at + dt.timedelta(hours=5)) for pk, at in ill if at < late]
        self.apart += [
            (person, "concentrated", at + dt.timedelta(hours=12))
            for person, at in self.contacts.items()
            if person > self.size.cases and person % 3 and at < late
        ]
        self.apart.sort(key=lambda stay: stay[2])
        numbered = list(enumerate(self.apart, 1))
        fill(
            Stay,
            (
                "id",
                "person_id",
                "disease",
                "measure",
                "site_id",
                "unit_id",
                "ended_at",
                "occurred_at",
                "recorded_at",
            ),
            (
                (
                    pk,
                    person,
                    DISEASE,
                    measure,
                    self._site(pk)[0],
                    self._home(person),
                    moment(_left(at)),
                    moment(at),
                    moment(at),
                )
                for pk, (person, measure, at) in numbered
            ),
        )
        inputs = (
            (str(uid_of(Stay, pk)), "separation", DISEASE, person, None, moment(at), moment(_left(at)),
             self._home(person), f'{{"kind":"{measure}"}}', moment(at))
            for pk, (person, measure, at) in numbered
        )  # fmt: skip
        fill(StandingInput, _INPUT, inputs)
        seen = (
            (
                person,
                0,
                self._site(pk)[1],
                "stay",
                column_uid(uid_of(Stay, pk)),
                moment(at),
                moment(_left(at)),
            )
            for pk, (person, _, at) in numbered
        )
        fill(
            Sight,
            ("subject_id", "unit_id", "organisation_id", "ground", "basis_uid", "starts_at", "ends_at"),
            seen,
        )
        self._departures(numbered)

    def _departures(self, numbered: list[tuple[int, tuple[int, str, dt.datetime]]]) -> None:
        gone = [
            (pk, person, measure, at + _QUARANTINE) for pk, (person, measure, at) in numbered if _left(at)
        ]
        fill(
            Departure,
            ("stay_id", "reason", "occurred_at", "recorded_at"),
            (
                (pk, "recovered" if measure == "treatment" else "completed", moment(at), moment(at))
                for pk, _, measure, at in gone
            ),
        )
        inputs = (
            (f"{uid_of(Departure, number)}:completed", "outcome", DISEASE, person, None, moment(at), None,
             self._home(person), '{"kind":"completed_quarantine"}', moment(at))
            for number, (_, person, measure, at) in enumerate(gone, 1)
            if measure == "concentrated"
        )  # fmt: skip
        fill(StandingInput, _INPUT, inputs)

    def _site(self, number: int) -> tuple[int, int]:
        return self.sites[number % len(self.sites)]

    def orders(self) -> None:
        """Decisions of two hundred people each, signed some hours after the last arrival; the latest wait."""
        signed = [
            (person, measure, at)
            for person, measure, at in self.apart
            if at < NOW - dt.timedelta(days=1, hours=12)
        ]
        batches = [signed[start : start + _ON_ONE_ORDER] for start in range(0, len(signed), _ON_ONE_ORDER)]
        heads = [(pk, batch[-1][2] + dt.timedelta(hours=4)) for pk, batch in enumerate(batches, 1)]
        fill(
            Order,
            (
                "id",
                "disease",
                "state",
                "organisation_id",
                "number",
                "symbol",
                "signer_name",
                "occurred_at",
                "recorded_at",
            ),
            (
                (pk, DISEASE, "issued", self.office, pk, "QĐ-UBND", "Lê Quốc Bảo", moment(at), moment(at))
                for pk, at in heads
            ),
        )
        members = [(pk, at, *stay) for (pk, at), batch in zip(heads, batches, strict=True) for stay in batch]
        fill(
            OrderMember,
            ("id", "order_id", "person_id", "position", "measure", "starts_at", "ends_at"),
            (
                (
                    number,
                    pk,
                    person,
                    number % _ON_ONE_ORDER + 1,
                    measure,
                    moment(since),
                    moment(_until(measure, since)),
                )
                for number, (pk, _, person, measure, since) in enumerate(members, 1)
            ),
        )
        inputs = (
            (str(uid_of(OrderMember, number)), "order", DISEASE, person, None, moment(at),
             moment(_until(measure, since)), None, f'{{"measure":"{measure}","number":"{pk}/QĐ-UBND"}}', moment(at))
            for number, (pk, at, person, measure, since) in enumerate(members, 1)
        )  # fmt: skip
        fill(StandingInput, _INPUT, inputs)


_MEMBER = (
    "id",
    "specimen_id",
    "full_name",
    "name_key",
    "birth_year",
    "unit_id",
    "person_id",
    "link",
    "wait_reason",
)
_EXPOSURE_DATA = '{"closeness":"table","minutes":null,"masked":null}'


def _waits(number: int, size: Size) -> bool:
    """One in a hundred negative results belongs to nobody yet."""
    return number > size.cases and number % 100 == 7


def _sampled(at: dt.datetime) -> dt.datetime:
    return at - dt.timedelta(hours=9)


def _onset(at: dt.datetime) -> dt.date:
    return local_day(at) - dt.timedelta(days=2)


def _left(arrived: dt.datetime) -> dt.datetime | None:
    gone = arrived + _QUARANTINE
    return gone if gone < NOW else None


def _until(measure: str, since: dt.datetime) -> dt.datetime | None:
    return since + (_QUARANTINE if measure == "concentrated" else _ILLNESS) + dt.timedelta(hours=12)
