"""Any facts, corrections and revocations, in any order: the incremental way equals the whole."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from lachan.epi import facts
from lachan.epi.derive import derive
from lachan.epi.vocabulary import CLOSENESS, MEASURES
from lachan.kernel.access.actors import SYSTEM
from lachan.standing import queries, services
from lachan.standing.books import Books
from lachan.standing.codec import interval_mark, reason_json
from lachan.standing.models import StandingInput, StandingInterval, StandingReach
from lachan.standing.store import normal
from tests.standing.conftest import NOW

pytestmark = pytest.mark.django_db
DISEASE = "covid19"
PEOPLE = [1, 2, 3, 4, 5]
# Local midnights: under the rules of September, and across the day on which definitions begin to look at links.
STARTS = [dt.datetime(2021, 9, 5, 17, tzinfo=dt.UTC), dt.datetime(2021, 12, 21, 17, tzinfo=dt.UTC)]

UIDS = [f"u{n}" for n in range(24)]


class Dice:
    """Random facts of few people in few days, so that most of them touch each other. hypothesis chooses the
    seed and the length: its own strategies make worlds too sparse to prove anything."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.pick = self.random.choice
        self.start = self.pick(STARTS)

    def moment(self) -> dt.datetime:
        return self.start + dt.timedelta(hours=3 * self.random.randrange(14 * 8))

    def day(self) -> dt.date | None:
        return self.pick([None, self.moment().date(), self.moment().date()])

    def later(self, start: dt.datetime, most: int) -> dt.datetime | None:
        return self.pick([None, start + dt.timedelta(hours=self.random.randint(1, most))])

    def fact(self, uid: str) -> facts.Fact:
        kind = self.pick([self.exposure] * 10 + [self.result] * 6 + [self.statement] * 3 + [self.stay] * 3)
        return kind(uid)

    def exposure(self, uid: str) -> facts.Exposure:
        one, two = self.random.sample(PEOPLE, 2)
        start = self.moment() if self.random.random() < 0.95 else None
        end = self.later(start, 72) if start else None
        return facts.Exposure(uid, one, two, start, end, self.pick(["household", "table", *CLOSENESS]))

    def result(self, uid: str) -> facts.Result:
        at = self.moment()
        sampled = at - dt.timedelta(hours=self.random.randrange(30))
        outcome = self.pick(["positive", "positive", "negative", "negative", "inconclusive"])
        return facts.Result(uid, self.pick(PEOPLE), self.pick(["rt_pcr", "rapid"]), outcome, at, sampled)

    def statement(self, uid: str) -> facts.Fact:
        who, at = self.pick(PEOPLE), self.moment()
        ending = self.pick(["recovered", "recovered", "died", "completed_quarantine"])
        return self.pick(
            [
                facts.Onset(uid, who, self.pick([True, False]), self.day(), at),
                facts.Source(uid, who, self.pick([True, False]), at, None, self.day()),
                facts.Outcome(uid, who, ending, at),
                facts.Vaccination(uid, who, self.random.randrange(4), self.day()),
                facts.Home(uid, who, at, self.pick([71, 72])),
            ]
        )

    def stay(self, uid: str) -> facts.Fact:
        who, start = self.pick(PEOPLE), self.moment()
        end = self.later(start, 300)
        if self.pick([True, False]):
            kind = self.pick(["treatment", "concentrated", "home", "temporary"])
            return facts.Separation(uid, who, kind, start, end)
        return facts.Order(uid, who, self.pick(list(MEASURES)), start, end, "1/QĐ-UBND")

    def steps(self, length: int) -> list[tuple[str, facts.Fact | None]]:
        """Record a fact (a new one, or another version of one already there) or revoke one."""
        uids = [self.pick(UIDS) for _ in range(length)]
        return [(uid, self.fact(uid) if self.random.random() < 0.85 else None) for uid in uids]


steps = st.builds(lambda seed, length: Dice(seed).steps(length), st.integers(0, 2**32), st.integers(20, 45))
some_fact = st.builds(lambda seed: Dice(seed).fact("supposed"), st.integers(0, 2**32))
few = settings(max_examples=max(8, settings.default.max_examples // 4))
moments = st.builds(lambda seed: Dice(seed).moment(), st.integers(0, 2**32))


def play(sequence) -> dict[str, facts.Fact]:
    """Record and revoke step by step, refreshing after each; answers the facts that are left."""
    left: dict[str, facts.Fact] = {}
    for uid, made in sequence:
        if made is None:
            dirty = services.input_revoke(uid=uid, by=SYSTEM, now=NOW)
            left.pop(uid, None)
        else:
            dirty = services.input_record(disease=DISEASE, fact=made, by=SYSTEM, now=NOW)
            left[uid] = made
        services.refresh(disease=DISEASE, persons=dirty, by=SYSTEM, now=NOW)
    return left


def stored() -> set[tuple[int, int]]:
    return set(StandingInterval.objects.values_list("person_id", "mark"))


def derived(left: dict[str, facts.Fact]) -> set[tuple[int, int]]:
    found = derive([normal(made) for made in left.values()], Books(DISEASE))
    return {
        (who, interval_mark(interval, reason_json(interval)))
        for who, intervals in found.items()
        for interval in intervals
    }


def clear() -> None:
    for model in (StandingInput, StandingInterval, StandingReach):
        model.objects.all().delete()


@pytest.mark.slow
def test_the_worlds_are_crowded():
    """The examples of this file reach every stratum, provisional and firm."""
    met = Counter()

    @given(steps)
    @settings(max_examples=25, derandomize=True)
    def look(sequence):
        @each_alone
        def check():
            play(sequence)
            rows = StandingInterval.objects.values_list("kind", "value", "provisional")
            met.update(set(rows))

        check()

    look()
    for level in ("F1", "F2"):
        assert met["level", level, True] >= 3, met
        assert met["level", level, False] >= 3, met
    assert met["level", "F0", False] >= 10, met


class Undone(Exception):
    pass


def each_alone(test):
    """hypothesis runs many examples inside one test: each starts on empty tables."""

    def run(*arguments):
        try:
            with transaction.atomic():
                test(*arguments)
                raise Undone
        except Undone:
            pass

    return run


@given(steps)
def test_step_by_step_equals_everything_at_once(sequence):
    @each_alone
    def check():
        left = play(sequence)
        assert stored() == derived(left)

    check()


@given(steps, st.integers(0, 2**16))
@few
def test_the_order_of_recording_does_not_matter(sequence, seed):
    @each_alone
    def check():
        left = play(sequence)
        first = stored()
        clear()
        shuffled = list(left.items())
        random.Random(seed).shuffle(shuffled)
        play(shuffled)
        assert stored() == first

    check()


@given(steps, some_fact)
@few
def test_revoking_equals_never_having_recorded(sequence, wrong):
    @each_alone
    def check():
        left = play(sequence)
        before = stored()
        play([(wrong.uid, wrong), (wrong.uid, None)])
        assert stored() == before == derived(left)

    check()


@given(steps)
@few
def test_a_rebuild_equals_what_stands(sequence):
    @each_alone
    def check():
        play(sequence)
        before = stored()
        assert services.rebuild(disease=DISEASE, by=SYSTEM, now=NOW, chunk=3).changed == 0
        StandingInterval.objects.all().delete()
        StandingReach.objects.all().delete()
        services.rebuild(disease=DISEASE, by=SYSTEM, now=NOW, chunk=3)
        assert stored() == before

    check()


@given(steps, some_fact)
@few
def test_a_preview_tells_what_the_refresh_does(sequence, supposed):
    @each_alone
    def check():
        play(sequence)
        before = stored()
        told = services.preview(disease=DISEASE, added=[supposed], by=SYSTEM, now=NOW)
        assert stored() == before
        dirty = services.input_record(disease=DISEASE, fact=supposed, by=SYSTEM, now=NOW)
        done = services.refresh(disease=DISEASE, persons=dirty, by=SYSTEM, now=NOW)
        assert (told.changed, told.changes) == (done.changed, done.changes)

    check()


@given(steps, moments)
@few
def test_counts_equal_lists_and_nobody_has_two_levels(sequence, at):
    @each_alone
    def check():
        play(sequence)
        for kind in queries.VALUES:
            rows = list(queries.current(disease=DISEASE, kind=kind, at=at))
            counted = queries.counts(disease=DISEASE, kind=kind, at=at)
            assert counted == {value: sum(r.value == value for r in rows) for value in counted}
            assert sum(counted.values()) == len(rows)
        for kind in ("level", "obligation", "case"):
            people = [row.person_id for row in queries.current(disease=DISEASE, kind=kind, at=at)]
            assert len(people) == len(set(people))

    check()


@given(steps, moments)
@few
def test_a_replay_with_all_facts_equals_what_is_stored(sequence, at):
    @each_alone
    def check():
        play(sequence)
        for who in PEOPLE:
            told = queries.replay(disease=DISEASE, person_id=who, as_of=at, known_at=NOW)
            marks = {interval_mark(interval, reason_json(interval)) for interval in told}
            rows = queries.of_person(disease=DISEASE, person_id=who, at=at)
            assert marks == set(rows.values_list("mark", flat=True))

    check()
