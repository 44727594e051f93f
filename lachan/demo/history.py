"""What happened before the morning: two weeks of invented cases, each carried through the real journeys."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lachan.cases import queries as cases
from lachan.demo.cast import World
from lachan.demo.names import Invented, Inventor
from lachan.epi import intervals as kinds
from lachan.insight.services import day_close
from lachan.isolation import queries as isolation
from lachan.isolation.models import Site
from lachan.isolation.services.drafts import Proposed, order_draft
from lachan.isolation.services.stays import told_record
from lachan.journeys import case_investigated, following, inputs, person_separated, result_received
from lachan.kernel.times import LOCAL
from lachan.organisations.models import Position
from lachan.people.identity import Identity, identity
from lachan.people.models import Person
from lachan.people.services import NewPerson, people_register
from lachan.places import queries as places
from lachan.places.models import Unit
from lachan.standing import queries as standing
from lachan.testing.services import results_take
from lachan.testing.types import LabRow
from lachan.tracing.meetings import Meeting
from lachan.tracing.services import exposures_record, timeline_entry_record

DISEASE = "covid19"
FIRST_DAY = dt.date(2021, 9, 1)
LAST_DAY = dt.date(2021, 9, 14)
# Cases of each day from the first on; invented, rising as a real September did.
DAILY = (2, 1, 3, 2, 4, 3, 5, 4, 6, 5, 7, 9, 8, 10)
_CONTACTS, _RING_2 = 3, 2
_CONTEXTS = ("community", "quarantine", "lockdown", "quarantine", "hospital", "checkpoint", "community")
_PLACES = (
    "Chợ Phường 7",
    "Tiệm bánh Khóm 1",
    "Bến xe liên huyện",
    "Xưởng chế biến tôm (minh họa)",
    "Nhà riêng",
)
_CLOSENESS = ("household", "table", "within_2m", "same_room", "same_vehicle")


@dataclass(slots=True)
class History:
    """Builds day after day; `people` are everybody invented so far, by commune."""

    world: World
    seed: int = 2021
    inventor: Inventor = field(init=False)
    dice: random.Random = field(init=False)
    communes: list[Unit] = field(init=False)
    serial: int = 0
    traced: dict[dt.date, Sequence[Person]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.inventor = Inventor(self.seed)
        self.dice = random.Random(self.seed)
        on = places.units_on(LAST_DAY, root=self.world.province)
        self.communes = [unit for unit in on.select_related("parent") if unit.level == 3]

    # --- people --------------------------------------------------------------------------------

    def register(self, count: int, at: dt.datetime, commune: Unit | None = None) -> list[Person]:
        """Invented residents, of one commune or of any."""
        rows = [
            NewPerson(
                identity=self._identity(self.inventor.person(), commune or self.dice.choice(self.communes)),
                address="Số nhà minh họa",
            )
            for _ in range(count)
        ]
        return people_register(rows=rows, by=self.world.actor("cdc", at), now=at)

    def _identity(self, made: Invented, commune: Unit) -> Identity:
        return identity(
            made.full_name,
            birth_date=made.birth_date,
            sex=made.sex,
            national_id=made.national_id,
            phone=made.phone,
            unit_id=commune.pk,
        )

    # --- tests ---------------------------------------------------------------------------------

    def results(
        self,
        people: Sequence[Person],
        method: str,
        outcome: str,
        at: dt.datetime,
        now: dt.datetime | None = None,
    ) -> None:
        """Single specimens read at `at`, taken four hours before, uploaded by the laboratory."""
        now = now or at + dt.timedelta(minutes=20)
        lab = self.world.actor("phongxn", now)
        taken = results_take(
            rows=[self._row(person, method, outcome, at) for person in people],
            disease=DISEASE,
            laboratory_id=lab.organisation_id,
            by=lab,
            now=now,
        )
        result_received.results_received(disease=DISEASE, added=taken.added, by=lab, now=now)

    def _row(self, person: Person, method: str, outcome: str, at: dt.datetime) -> LabRow:
        self.serial += 1
        return LabRow(
            number=self.serial,
            code=f"CM{self.serial:06d}",
            who=identity(
                person.full_name,
                birth_date=person.birth_date,
                sex=person.sex,
                national_id=person.national_id,
                unit_id=person.residence_id,
            ),
            sampled_at=at - dt.timedelta(hours=4),
            resulted_at=at,
            method=method,
            outcome=outcome,
            ct=round(self.dice.uniform(16, 32), 1) if outcome == "positive" and method == "rt_pcr" else None,
        )

    # --- meetings ------------------------------------------------------------------------------

    def meetings(self, pairs: Sequence[tuple[Person, Person]], on: dt.date, now: dt.datetime) -> None:
        """(contact, source) met on a day; recorded by the tracer, with what follows."""
        tracer = self.world.actor("cdc", now)
        recorded = exposures_record(
            disease=DISEASE,
            meetings=[
                Meeting(
                    person_id=contact.pk,
                    other_id=source.pk,
                    at=on,
                    closeness=self.dice.choice(_CLOSENESS[1:]),
                    unit_id=contact.residence_id,
                    place_name=self.dice.choice(_PLACES),
                )
                for contact, source in pairs
            ],
            by=tracer,
            now=now,
        )
        added = [inputs.exposure_input(exposure) for exposure in recorded.added]
        following.take_in(disease=DISEASE, added=added, now=now)

    # --- one day -------------------------------------------------------------------------------

    def day(self, day: dt.date, count: int) -> None:
        """The cases of a day with their contacts, tracing, separation and the closing at 17:00."""
        morning = dt.datetime.combine(day, dt.time(8), LOCAL)
        ill = self.register(count, morning - dt.timedelta(days=1))
        self.results(ill, "rt_pcr", "positive", morning)
        close = self.register(count * _CONTACTS, morning)
        near = [(contact, ill[i % count]) for i, contact in enumerate(close)]
        far = self.register(count * _RING_2, morning)
        beyond = [(contact, close[i % len(close)]) for i, contact in enumerate(far)]
        self.meetings(near + beyond, day - dt.timedelta(days=1), morning + dt.timedelta(hours=2))
        for person in ill:
            self._investigate(person, morning + dt.timedelta(hours=1))
        self._separate(ill, close, day)
        self._test_contacts(close, day)
        self._close(day)

    def _test_contacts(self, close: Sequence[Person], day: dt.date) -> None:
        """Contacts are sampled when found and again after a week; a few are missed, and show as due."""
        self.traced[day] = close
        due = [*close[: len(close) * 4 // 5], *self.traced.get(day - dt.timedelta(days=6), [])]
        if day < LAST_DAY:
            self.results(due, "rt_pcr", "negative", dt.datetime.combine(day, dt.time(15), LOCAL))

    def _investigate(self, person: Person, at: dt.datetime) -> None:
        case = cases.open_case_of(person.pk, DISEASE)
        if case is None:
            return
        tracer = self.world.actor("cdc", at)
        sick = self.dice.random() < 0.6
        onset = at.date() - dt.timedelta(days=self.dice.randrange(1, 4))
        case_investigated.onset_state(
            case=case, symptomatic=sick, onset_on=onset if sick else None, by=tracer, now=at
        )
        case_investigated.context_state(
            case=case,
            context=self.dice.choice(_CONTEXTS),
            unit_id=person.residence_id,
            by=tracer,
            now=at,
        )
        if self.dice.random() < 0.8:
            case_investigated.source_state(
                case=case, known=True, note="Liên quan ca mắc đã công bố", by=tracer, now=at
            )
        timeline_entry_record(
            case_id=case.pk,
            person_id=person.pk,
            occurred_at=at - dt.timedelta(days=1, hours=3),
            left_at=at - dt.timedelta(days=1, hours=2),
            place_name=self.dice.choice(_PLACES),
            unit_id=person.residence_id,
            by=tracer,
            now=at,
        )

    def _separate(self, ill: Sequence[Person], close: Sequence[Person], day: dt.date) -> None:
        """Most are separated the same day; the last day leaves work for the morning."""
        late = day == LAST_DAY
        noon = dt.datetime.combine(day, dt.time(12), LOCAL)
        moved = [
            (person, "treatment", number)
            for number, person in enumerate(ill)
            if not (late and number >= len(ill) // 2)
        ]
        moved += [
            (person, "concentrated", number)
            for number, person in enumerate(close)
            if not (late and number % 3)
        ]
        tracer = self.world.actor("cdc", noon)
        for person, _, _ in moved:
            told_record(person_id=person.pk, disease=DISEASE, occurred_at=noon, by=tracer, now=noon)
        evening = noon + dt.timedelta(hours=8)
        person_separated.stays_begin(
            arrivals=[self._arrival(person, measure, number, noon) for person, measure, number in moved],
            by=self.world.actor("cdc", evening),
            now=evening,
        )

    def _arrival(self, person: Person, measure: str, number: int, noon: dt.datetime) -> dict[str, Any]:
        return {
            "person_id": person.pk,
            "disease": DISEASE,
            "measure": measure,
            "site": self._site(measure, number),
            "occurred_at": noon + dt.timedelta(minutes=self.dice.randrange(60, 420)),
        }

    def _site(self, measure: str, number: int) -> Site:
        keys = ["site-city", "site-school", "site-u-minh", "site-cai-nuoc"]
        key = "hospital" if measure == "treatment" else keys[number % len(keys)]
        return Site.objects.get(organisation=self.world.organisations[key])

    def orders(self, at: dt.datetime, number: int) -> None:
        """One signed decision for everybody whose duty needs one."""
        organisation = self.world.organisations["ubnd"]
        needed = standing.current(disease=DISEASE, kind=kinds.ORDER_NEEDED, at=at).exclude(
            value__in=("temporary", "follow_up", "self_monitor")
        )
        first = {row.person_id: row for row in needed.order_by("starts_at")}
        stays = _open_stays(first, at)
        members = [
            Proposed(
                person_id=row.person_id,
                measure=row.value,
                starts_at=row.starts_at,
                ends_at=row.until,
                site=stays.get(row.person_id),
                policy_ids=(row.rule,),
            )
            for row in first.values()
            if row.until is None or row.until > at
        ]
        if not members:
            return
        leader = self.world.actor("lanhdao", at)
        draft = order_draft(
            disease=DISEASE,
            organisation_id=organisation.pk,
            members=members,
            by=self.world.actor("cdc", at),
            now=at,
        )
        person_separated.order_issue(
            order=draft,
            position_id=Position.objects.get(organisation=organisation).pk,
            number=number,
            signed_at=at,
            by=leader,
            now=at,
        )

    def _close(self, day: dt.date) -> None:
        at = dt.datetime.combine(day, dt.time(17, 5), LOCAL)
        day_close(
            disease=DISEASE,
            day=day,
            signer_name="Lê Quốc Bảo",
            by=self.world.actor("lanhdao", at),
            now=at,
        )


def _open_stays(persons: Any, at: dt.datetime) -> dict[int, Site]:
    stays = isolation.open_stays_of(persons, DISEASE, at)
    return {person: stay.site for person, stay in stays.items() if stay.site is not None}


def build(world: World) -> History:
    """Everything up to the evening of 14/9."""
    history = History(world)
    for number, count in enumerate(DAILY):
        day = FIRST_DAY + dt.timedelta(days=number)
        history.day(day, count)
        if day < LAST_DAY:
            history.orders(dt.datetime.combine(day, dt.time(16), LOCAL), 901_000 + number)
    return history
