"""What `standing` computes from is exactly what the rooms have on record, whatever was done and undone."""

from __future__ import annotations

import datetime as dt

import hypothesis
import pytest
from django.db import transaction
from hypothesis import strategies as st

from lachan.cases.models import OnsetStatement, Outcome, SourceStatement
from lachan.demo.cast import WARD_4
from lachan.epi import facts
from lachan.isolation import queries as isolation
from lachan.isolation.models import Site
from lachan.isolation.services.drafts import Proposed, order_draft
from lachan.journeys import (
    case_investigated,
    exposure_recorded,
    inputs,
    person_separated,
    rebuilt,
    result_corrected,
)
from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.errors import Refused
from lachan.organisations.models import Position
from lachan.standing import queries as standing
from lachan.standing.store import normal
from lachan.testing import queries as testing
from lachan.testing.models import Result, Specimen
from lachan.tracing import queries as tracing
from tests.journeys.stories import DISEASE, Story

PEOPLE = 4
FAR_COMMUNE = "32128"  # of another district
one = st.integers(0, PEOPLE - 1)
steps = st.one_of(
    st.tuples(
        st.just("tested"),
        one,
        st.sampled_from(["rapid", "rt_pcr"]),
        st.sampled_from(["positive", "negative"]),
    ),
    st.tuples(st.just("met"), one, one),
    st.tuples(st.just("onset"), one, st.integers(0, 4)),
    st.tuples(st.just("source"), one, one),
    st.tuples(st.just("recovered"), one),
    st.tuples(st.just("found"), one, st.sampled_from([WARD_4, FAR_COMMUNE])),
    st.tuples(st.just("stays"), one),
    st.tuples(st.just("leaves"), one, st.sampled_from(["completed", "other"])),
    st.tuples(st.just("ordered"), one),
    st.tuples(st.just("lifted"), one),
    st.tuples(st.just("lift_revoked"), one),
    st.tuples(st.just("result_revoked"), one),
    st.tuples(st.just("specimen_revoked"), one),
    st.tuples(st.just("meeting_revoked"), one),
    st.tuples(st.just("stay_revoked"), one),
)


class Day:
    """A day on which these people are tested, meet, are kept apart, and records are taken back."""

    def __init__(self, story: Story, people: list) -> None:
        self.story, self.people = story, people

    def take(self, step: tuple) -> None:
        """One step; what the rules of the house refuse is simply not done."""
        self.story.now += dt.timedelta(minutes=30)
        kind, first, *more = step
        try:
            with transaction.atomic():
                getattr(self, kind)(self.people[first], *more)
        except Refused:
            return

    @property
    def hand(self) -> dict:
        return {"by": self.story.actor(), "now": self.story.now}

    def tested(self, person, method, outcome):
        self.story.tested(person, method, outcome)

    def met(self, person, other):
        if person != self.people[other]:
            self.story.met(person, self.people[other], dt.date(2021, 9, 14))

    def onset(self, person, days):
        if case := self.story.case(person):
            on = self.story.now.date() - dt.timedelta(days=days)
            case_investigated.onset_state(case=case, symptomatic=True, onset_on=on, **self.hand)

    def source(self, person, other):
        case, source = self.story.case(person), self.story.case(self.people[other])
        if case and source and case != source:
            case_investigated.source_state(case=case, known=True, source_case=source, **self.hand)

    def found(self, person, commune):
        """Where the case was found decides whose rules hold for it."""
        if case := self.story.case(person):
            unit = self.story.world.commune(commune, self.story.now.date())
            case_investigated.context_state(case=case, context="community", unit_id=unit.pk, **self.hand)

    def recovered(self, person):
        if case := self.story.case(person):
            case_investigated.outcome_record(
                case=case, kind="recovered", occurred_at=self.story.now, **self.hand
            )

    def stays(self, person):
        person_separated.stay_begin(
            person_id=person.pk,
            disease=DISEASE,
            measure="concentrated",
            site=self.site,
            occurred_at=self.story.now,
            **self.hand,
        )

    def leaves(self, person, reason):
        if stay := self._stay(person):
            person_separated.stay_end(stay=stay, occurred_at=self.story.now, reason=reason, **self.hand)

    def stay_revoked(self, person):
        if stay := self._stay(person):
            person_separated.stay_revoke(stay=stay, reason="Ghi nhầm", **self.hand)

    def ordered(self, person):
        office = self.story.world.organisations["ubnd"]
        proposed = Proposed(
            person_id=person.pk,
            measure="concentrated",
            starts_at=self.story.now,
            ends_at=self.story.now + dt.timedelta(days=7),
            site=self.site,
        )
        draft = order_draft(disease=DISEASE, organisation_id=office.pk, members=[proposed], **self.hand)
        self.number = getattr(self, "number", 990_100) + 1
        person_separated.order_issue(
            order=draft,
            position_id=Position.objects.get(organisation=office).pk,
            number=self.number,
            signed_at=self.story.now,
            by=self.story.actor("lanhdao"),
            now=self.story.now,
        )

    def lifted(self, person):
        if member := isolation.every_member(DISEASE).filter(person_id=person.pk).first():
            self.number = getattr(self, "number", 990_100) + 1
            person_separated.order_lift(
                members=[member],
                reason="Hết nguy cơ",
                position_id=Position.objects.get(organisation=member.order.organisation_id).pk,
                number=self.number,
                signed_at=self.story.now,
                by=self.story.actor("lanhdao"),
                now=self.story.now,
            )

    def lift_revoked(self, person):
        if lift := isolation.every_lift(DISEASE).filter(member__person_id=person.pk).first():
            person_separated.lift_revoke(
                lift=lift, reason="Ghi nhầm", by=self.story.actor("lanhdao"), now=self.story.now
            )

    def specimen_revoked(self, person):
        if mine := Specimen.objects.standing().filter(members__person=person).first():
            result_corrected.specimen_revoke(specimen=mine, reason="Sai mã mẫu", **self.hand)

    def result_revoked(self, person):
        mine = Result.objects.filter(specimen__members__person=person, revoked_at=None).first()
        if mine:
            result_corrected.result_revoke(result=mine, reason="Nhầm ống", **self.hand)

    def meeting_revoked(self, person):
        if exposure := tracing.every_exposure(DISEASE).filter(person_id=person.pk).first():
            exposure_recorded.exposure_revoke(exposure=exposure, reason="Ghi nhầm", **self.hand)

    @property
    def site(self) -> Site:
        return Site.objects.get(organisation=self.story.world.organisations["site-city"])

    def _stay(self, person):
        return isolation.every_stay(DISEASE).filter(person_id=person.pk, ended_at=None).first()


def sources() -> dict:
    """Every fact on record in the rooms, as the rules would take it."""
    made = [
        inputs.result_input(added)
        for added in testing.added_results(DISEASE)
        if inputs.counts_for_person(added)
    ]
    made += [inputs.exposure_input(row) for row in tracing.every_exposure(DISEASE)]
    for table, convert in (
        (OnsetStatement, inputs.onset_input),
        (SourceStatement, inputs.source_input),
        (Outcome, inputs.outcome_input),
    ):
        rows = table.objects.filter(revoked_at=None, case__disease=DISEASE).select_related("case")
        made += [convert(row) for row in rows]
    stays = list(isolation.every_stay(DISEASE))
    departures = isolation.standing_departures(stays)
    for stay in stays:
        made += inputs.stay_inputs(stay, departures.get(stay.pk))
    made += [inputs.order_input(row) for row in isolation.every_member(DISEASE)]
    made += [inputs.lift_input(row) for row in isolation.every_lift(DISEASE)]
    return {fact.uid: normal(fact) for fact in made}


def kept() -> dict:
    """Every fact that `standing` took in, whole, by its name."""
    rows = standing.facts_in_force(disease=DISEASE)
    return {fact.uid: fact for fact in rows if not isinstance(fact, facts.Home)}


@pytest.fixture
def crowd(world, morning):
    story = Story(world, morning)
    return story, [story.person(f"Người {letter}") for letter in ("Một", "Hai", "Ba", "Bốn")]


@hypothesis.settings(max_examples=15, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture])
@hypothesis.given(sequence=st.lists(steps, min_size=3, max_size=12))
def test_inputs_equal_their_sources(crowd, morning, sequence):
    story, people = crowd
    story.now = morning
    with transaction.atomic():
        day = Day(story, people)
        for step in sequence:
            day.take(step)
        assert kept() == sources()
        before = _standing(people, story)
        rebuilt.rebuild(disease=DISEASE, by=SYSTEM, now=story.now)
        assert _standing(people, story) == before, "a rebuild changes nothing"
        transaction.set_rollback(True)


def test_every_step_records_something(crowd):
    """The property above is no play of refusals."""
    story, people = crowd
    day = Day(story, people)
    done = [
        ("tested", 0, "rt_pcr", "positive"),
        ("tested", 1, "rt_pcr", "positive"),
        ("met", 2, 0),
        ("onset", 0, 2),
        ("source", 1, 0),
        ("stays", 2),
        ("ordered", 2),
        ("lifted", 2),
        ("leaves", 2, "completed"),
        ("recovered", 1),
    ]
    for step in done:
        before = set(kept())
        day.take(step)
        assert set(kept()) > before, step
    undone = [
        ("lift_revoked", 2),
        ("result_revoked", 1),
        ("specimen_revoked", 0),
        ("meeting_revoked", 2),
        ("stays", 3),
        ("stay_revoked", 3),
    ]
    for step in undone:
        before = set(kept())
        day.take(step)
        assert set(kept()) != before, step
    assert kept() == sources()


def _standing(people, story):
    levels = {person.pk: story.level(person) for person in people}
    return levels, [getattr(story.case(person), "classification", None) for person in people]


def test_a_case_found_elsewhere_agrees_too(crowd):
    """What was stated before the place became known is judged by the rules of that place as well."""
    story, people = crowd
    day = Day(story, people)
    for step in [
        ("tested", 0, "rt_pcr", "positive"), ("onset", 0, 2), ("found", 0, FAR_COMMUNE), ("recovered", 0),
        ("found", 0, WARD_4),
    ]:  # fmt: skip
        day.take(step)
        assert kept() == sources(), step
    stated = story.case(people[0]).contexts.get(revoked_at=None)
    case_investigated.statement_revoke(statement=stated, reason="Ghi nhầm nơi", **day.hand)
    assert kept() == sources()
