"""Reading standing: what holds, for whom, what was known when."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from lachan.epi.facts import Home
from lachan.kernel import bulk
from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.policies.models import PolicyVersion
from lachan.standing import queries, services
from lachan.standing.models import StandingInput, StandingInterval
from tests.epi.words import at, met, onset, outcome, pcr_negative, pcr_positive, rapid_positive
from tests.standing.conftest import NOW

pytestmark = pytest.mark.django_db
A, B, C, D = 101, 102, 103, 104
COVID = "covid19"


def record(*facts, now=NOW):
    dirty = services.inputs_record(disease=COVID, facts=facts, by=SYSTEM, now=now)
    return services.refresh(disease=COVID, persons=dirty, by=SYSTEM, now=now)


def test_counts_by_value_and_unit_equal_the_lists():
    homes = [Home(f"h{who}", who, at("1/1"), unit) for who, unit in ((A, 71), (B, 71), (C, 72))]
    record(*homes, pcr_positive(A, "14/9 12:00"), met(B, A, "13/9"), met(C, A, "13/9"), met(D, A, "13/9"))
    now = at("15/9 08:00")
    assert queries.counts(disease=COVID, kind="level", at=now) == {"F0": 1, "F1": 3}
    assert queries.counts(disease=COVID, kind="level", at=now, people=[B, C]) == {"F1": 2}
    assert queries.counts(disease=COVID, kind="level", at=now, value="F1", people=[A]) == {}
    assert queries.counts_by_unit(disease=COVID, kind="level", at=now) == {
        (71, "F0"): 1,
        (71, "F1"): 1,
        (72, "F1"): 1,
        (None, "F1"): 1,
    }
    assert queries.counts_by_unit(disease=COVID, kind="level", at=now, units=[72]) == {(72, "F1"): 1}
    listed = queries.current(disease=COVID, kind="level", at=now, value="F1", people=[B, C])
    assert sorted(listed.values_list("person_id", flat=True)) == [B, C]


def test_the_last_instant_of_a_level_is_the_midnight_before():
    record(pcr_positive(A, "14/9 12:00"), met(B, A, "13/9 08:00"))
    level = {"disease": COVID, "kind": "level", "value": "F1"}
    assert queries.counts(at=at("27/9 23:59"), **level) == {"F1": 1}
    assert queries.counts(at=at("28/9"), **level) == {}
    assert queries.counts(at=at("14/9 11:59"), **level) == {}


def test_episodes_are_numbered_and_say_how_they_ended():
    record(
        rapid_positive(A, "1/6 08:00", uid="t1"),
        pcr_negative(A, "1/6 20:00"),
        pcr_positive(A, "1/9 10:00", "31/8 10:00", uid="t2"),
        outcome(A, "recovered", "12/9 08:00"),
        rapid_positive(A, "14/9 10:00", uid="t3"),
    )
    rows = queries.episodes(disease=COVID, person_ids=[A])
    assert [(r.number, r.trigger_uid, r.classification, r.ending) for r in rows] == [
        (1, "t1", "excluded", ""),
        (2, "t2", "confirmed", "recovered"),
        (3, "t3", "suspected", ""),
    ]
    assert rows[1].sampled_at == at("31/8 10:00")
    assert rows[1].closed_at == at("12/9 08:00")
    assert rows[2].flags == ("repositive",)

    made = services.refresh(disease=COVID, persons=[A], by=SYSTEM, now=at("15/9"))
    assert queries.episodes_in(made.intervals[A]) == rows


def test_a_replay_knows_only_what_was_recorded_by_then():
    evening, night, later = (at(text) for text in ("19/6 18:00", "19/6 23:40", "20/6 12:00"))
    record(met(B, A, "18/6 08:00"), rapid_positive(A, "19/6 17:00", uid="rapid"), now=evening)
    record(pcr_negative(A, "19/6 23:30", "19/6 17:30"), now=night)
    dirty = services.input_revoke(uid="rapid", by=SYSTEM, now=later)
    services.refresh(disease=COVID, persons=dirty, by=SYSTEM, now=later)

    def levels(as_of, known_at):
        found = queries.replay(disease=COVID, person_id=B, as_of=at(as_of), known_at=known_at)
        return [f"{i.value}{'?' if i.provisional else ''}" for i in found if i.kind == "level"]

    assert levels("19/6 18:30", evening - dt.timedelta(minutes=1)) == []
    assert levels("19/6 18:30", evening) == ["F1?"]
    assert levels("25/6", evening) == ["F1?"]
    assert levels("25/6", night) == []
    assert levels("19/6 18:30", night) == ["F1?"]
    assert levels("19/6 18:30", later) == []
    assert not StandingInterval.objects.exists()


def test_one_row_of_a_rule_changes_levels_without_touching_code():
    """Fourteen days in concentrated quarantine become ten at home."""
    record(pcr_positive(A, "14/9 12:00"), met(B, A, "13/9 08:00"))
    PolicyVersion.objects.create(
        key="measures_ring1",
        disease=COVID,
        place="VN",
        effective_from=dt.date(2021, 9, 1),
        rows=[{"when": {}, "then": {"phases": [{"measure": "home", "days": 10}], "anchor": "last_exposure"}}],
        instrument="Thử",
        confidence="K",
        adopted_at=NOW,
    )
    services.rebuild(disease=COVID, by=SYSTEM, now=NOW)
    [level] = queries.of_person(disease=COVID, person_id=B).filter(kind="level")
    [duty] = queries.of_person(disease=COVID, person_id=B).filter(kind="obligation")
    assert (level.ends_at, duty.value, level.until) == (at("24/9"), "home", at("24/9"))


def test_another_disease_is_another_world():
    services.inputs_record(disease="dengue", facts=[met(B, A, "13/9")], by=SYSTEM, now=NOW)
    dirty = services.input_record(disease="dengue", fact=pcr_positive(A, "14/9 12:00"), by=SYSTEM, now=NOW)
    services.refresh(disease="dengue", persons=dirty, by=SYSTEM, now=NOW)
    assert set(StandingInterval.objects.values_list("disease", "kind")) == {("dengue", "case")}
    assert queries.counts(disease=COVID, kind="case", at=at("15/9")) == {}


def test_the_database_refuses_a_meeting_with_oneself():
    row = ("e", "exposure", COVID, A, A, "{}", bulk.stored(NOW))
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert(
            "standing_standinginput",
            ("uid", "kind", "disease", "person_id", "other_id", "data", "recorded_at"),
            [row],
        )


def test_one_version_of_a_fact_is_in_force():
    record(onset(A, "13/9"))
    made = StandingInput.objects.get()
    made.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


@pytest.mark.parametrize("contacts", [5, 60])
def test_a_cascade_asks_as_often_for_sixty_people_as_for_five(contacts, django_assert_max_num_queries):
    facts = [met(200 + n, A, "13/9 08:00") for n in range(contacts)]
    facts += [met(1000 + n, 200 + n, "13/9 20:00") for n in range(contacts)]
    services.inputs_record(disease=COVID, facts=facts, by=SYSTEM, now=NOW)
    dirty = services.input_record(disease=COVID, fact=pcr_positive(A, "14/9 12:00"), by=SYSTEM, now=NOW)
    with django_assert_max_num_queries(40):
        outcome = services.refresh(disease=COVID, persons=dirty, by=SYSTEM, now=NOW)
    assert len(outcome.changed) == 1 + 2 * contacts
