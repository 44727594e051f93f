"""Facts come in, people are recomputed, and what is stored says why."""

from __future__ import annotations

import pytest

from lachan.kernel.access.actors import SYSTEM
from lachan.standing import services
from lachan.standing.models import StandingInput, StandingInterval
from tests.epi.words import apart, at, met, onset, pcr_negative, pcr_positive, rapid_positive, show
from tests.standing.conftest import NOW

pytestmark = pytest.mark.django_db
A, B, C, D = 101, 102, 103, 104


def record(*facts):
    dirty = services.inputs_record(disease="covid19", facts=facts, by=SYSTEM, now=NOW)
    return services.refresh(disease="covid19", persons=dirty, by=SYSTEM, now=NOW)


def levels(person):
    rows = StandingInterval.objects.filter(person_id=person, kind="level").order_by("starts_at")
    return [
        f"{row.value}{'?' if row.provisional else ''} {show(row.starts_at)} → {show(row.ends_at)}"
        for row in rows
    ]


def test_a_confirmed_case_makes_its_contacts():
    record(met(B, A, "12/9 18:00"), met(C, B, "13/9 08:00"), onset(A, "13/9"))
    assert StandingInterval.objects.count() == 0
    outcome = record(pcr_positive(A, "14/9 23:30", "14/9 17:00"))
    assert levels(A) == ["F0 14/9 23:30 → …"]
    assert levels(B) == ["F1 14/9 23:30 → 27/9"]
    assert levels(C) == ["F2 14/9 23:30 → 27/9"]
    assert outcome.changed == {A, B, C}
    assert outcome.counts == {("", "F0"): 1, ("", "F1"): 1, ("", "F2"): 1}


def test_a_preview_tells_the_same_and_writes_nothing():
    record(met(B, A, "12/9 18:00"), met(C, B, "13/9 08:00"), onset(A, "13/9"))
    fact = pcr_positive(A, "14/9 23:30", "14/9 17:00")
    before = services.preview(disease="covid19", added=[fact], by=SYSTEM, now=NOW)
    assert StandingInterval.objects.count() == 0
    assert record(fact).changes == before.changes


def test_an_f1_turned_positive_becomes_f0_and_lifts_the_ring():
    record(pcr_positive(A, "14/9 12:00"), onset(A, "13/9"), met(B, A, "12/9 18:00"), met(C, B, "14/9 08:00"))
    outcome = record(pcr_positive(B, "16/9 10:00"))
    assert levels(B) == ["F1 14/9 12:00 → 16/9 10:00", "F0 16/9 10:00 → …"]
    assert levels(C) == ["F2 14/9 12:00 → 16/9 10:00", "F1 16/9 10:00 → 29/9"]
    assert outcome.touched >= {A, B, C}


def test_a_tube_of_another_person_is_revoked_and_leaves_no_trace():
    record(met(B, A, "12/9 18:00"), met(C, B, "14/9 08:00"))
    kept = pcr_positive(A, "14/9 12:00", uid="tube")
    record(kept)
    assert levels(B)
    dirty = services.input_revoke(uid="tube", by=SYSTEM, now=NOW)
    services.refresh(disease="covid19", persons=dirty, by=SYSTEM, now=NOW)
    assert not StandingInterval.objects.exists()
    assert StandingInput.objects.filter(uid="tube", revoked_at__isnull=False).count() == 1


def test_a_suspicion_closed_the_same_night_leaves_its_history():
    record(met(B, A, "18/6 18:00"), rapid_positive(A, "19/6 17:00"))
    assert levels(B) == ["F1? 19/6 17:00 → 10/7"]
    record(pcr_negative(A, "19/6 23:30", "19/6 17:30"))
    assert levels(B) == ["F1? 19/6 17:00 → 19/6 23:30"]


def test_the_same_facts_again_change_nothing():
    facts = [pcr_positive(A, "14/9 12:00"), met(B, A, "12/9 18:00")]
    record(*facts)
    again = services.inputs_record(disease="covid19", facts=facts, by=SYSTEM, now=NOW)
    assert again == set()
    assert not services.refresh(disease="covid19", persons={A, B}, by=SYSTEM, now=NOW).changed


def test_a_stay_that_ends_gets_a_new_version():
    stay = apart(A, "14/9 12:00", kind="concentrated")
    record(pcr_positive(A, "14/9 12:00"), stay)
    record(type(stay)(stay.uid, A, stay.kind, stay.start, at("20/9")))
    assert StandingInput.objects.filter(uid=stay.uid).count() == 2
    unseparated = StandingInterval.objects.get(person_id=A, kind="unseparated")
    assert show(unseparated.starts_at) == "20/9"


def test_a_rebuild_finds_everything_as_it_is():
    record(pcr_positive(A, "14/9 12:00"), onset(A, "13/9"), met(B, A, "12/9 18:00"), met(C, B, "14/9 08:00"))
    record(rapid_positive(C, "15/9 10:00"), met(D, C, "15/9 08:00"))
    kept = set(StandingInterval.objects.values_list("person_id", "mark"))
    assert services.rebuild(disease="covid19", by=SYSTEM, now=NOW, chunk=2).changed == 0
    StandingInterval.objects.all().delete()
    assert services.rebuild(disease="covid19", by=SYSTEM, now=NOW, chunk=2).changed == 4
    assert set(StandingInterval.objects.values_list("person_id", "mark")) == kept
