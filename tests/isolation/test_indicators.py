"""How fast people leave the community: what is measured, what can't be, and what the reader may see."""

from __future__ import annotations

import datetime as dt

import pytest

from lachan.epi import facts
from lachan.isolation.indicators import median_figure, separation_f1_rows, separation_rows, share_figure
from lachan.isolation.separation import steps
from lachan.isolation.services import stays
from lachan.journeys import following
from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.indicators import Period, Row, indicators, load_room_indicators
from lachan.kernel.policies.models import PolicyVersion
from lachan.kernel.policies.queries import rulebook_forget
from tests.founding import rules_load
from tests.isolation.world import NOW, at

D = "covid19"
RAPID, PCR = "0199f000-0000-7000-8000-00000000000a", "0199f000-0000-7000-8000-00000000000b"
DAY = Period(at("15/9 00:00"), at("16/9 00:00"))


@pytest.fixture(autouse=True)
def rules(db):
    rulebook_forget()
    rules_load(NOW)
    # The shipped target is the province's own; this small province has one of the same kind.
    target = PolicyVersion.objects.get(key="separation_target")
    PolicyVersion.objects.create(
        key=target.key, disease=D, place="VN", effective_from=target.effective_from, rows=target.rows,
        instrument="Đích thử nghiệm", confidence="K", adopted_at=NOW,
    )  # fmt: skip
    rulebook_forget()


def meet(person, ill, world, uid="meeting"):
    fact = facts.Exposure(
        uid=uid, person=person.pk, other=ill.pk, start=at("12/9 18:00"), closeness="table", unit=world.here.pk
    )
    following.take_in(disease=D, added=[fact], now=at("15/9 02:00"))


def separate(person, when, world, measure="home"):
    return stays.stay_begin(
        person_id=person.pk, disease=D, measure=measure, occurred_at=at(when), unit_id=world.here.pk,
        by=world.tracer, now=NOW,
    ).stay  # fmt: skip


def values(rows):
    return {row.person_id: row.value for row in rows}


@pytest.fixture
def ill(world):
    return world.derived_case(world.person("Ca Bệnh Thử"), at("15/9 01:00")).person


def test_hours_run_from_the_result_to_the_stay(world, ill):
    separate(ill, "15/9 04:30", world)
    assert values(separation_rows(world.tracer, NOW, DAY)) == {ill.pk: 3.5}


def test_contacts_count_from_becoming_one(world, ill):
    met = world.person()
    meet(met, ill, world)
    separate(met, "15/9 06:00", world)
    row = next(row for row in separation_rows(world.tracer, NOW, DAY) if row.person_id == met.pk)
    assert row.detail["level"] == "F1"
    assert row.value == pytest.approx((at("15/9 06:00") - at("15/9 01:00")).total_seconds() / 3600)


def test_kept_apart_before_it_was_known_is_no_delay(world, ill):
    separate(ill, "14/9 20:00", world)
    assert values(separation_rows(world.tracer, NOW, DAY)) == {ill.pk: 0.0}


def test_a_stay_that_was_over_before_meets_no_need(world, ill):
    stay = separate(ill, "10/9 20:00", world)
    stays.stay_end(stay=stay, occurred_at=at("12/9 08:00"), reason="completed", by=world.tracer, now=NOW)
    assert values(separation_rows(world.tracer, NOW, DAY)) == {ill.pk: None}


def test_without_a_recorded_hour_it_is_not_measured_and_no_failure(world, ill):
    rows = separation_rows(world.tracer, NOW, DAY)
    assert rows[0].detail["state"] == "chưa đo được"
    figure = median_figure(rows)
    assert (figure.value, figure.measured, figure.unmeasured) == (None, 0, 1)


def test_share_within_the_target_of_the_rule_marked_unverified(world, ill):
    quick, slow, unknown = (world.person() for _ in range(3))
    for number, person in enumerate((quick, slow, unknown)):
        meet(person, ill, world, f"meeting{number}")
    separate(quick, "15/9 03:00", world)
    separate(slow, "15/9 06:50", world)
    PolicyVersion.objects.filter(instrument="Đích thử nghiệm").update(
        rows=[{"when": {"status": "ring1"}, "then": {"hours": 4}}]
    )
    rulebook_forget()
    rows = separation_f1_rows(world.tracer, NOW, DAY)
    assert values(rows) == {quick.pk: 1.0, slow.pk: 0.0, unknown.pk: None}
    assert {row.detail["target_verified"] for row in rows} == {False}
    figure = share_figure(rows)
    assert (figure.value, figure.measured, figure.unmeasured) == (50.0, 2, 1)


def test_who_has_waited_past_the_target_without_a_record_is_named_and_no_failure(world, ill):
    met = world.person()
    meet(met, ill, world)
    PolicyVersion.objects.filter(instrument="Đích thử nghiệm").update(
        rows=[{"when": {"status": "ring1"}, "then": {"hours": 4}}]
    )
    rulebook_forget()
    [row] = separation_f1_rows(world.tracer, NOW, DAY)
    assert row.value is None
    assert row.detail["waiting_hours"] == pytest.approx((NOW - at("15/9 01:00")).total_seconds() / 3600, 0.01)
    [early] = separation_f1_rows(world.tracer, at("15/9 04:00"), DAY)
    assert early.detail["waiting_hours"] is None


def test_a_suspicion_that_becomes_a_contact_counts_from_the_suspicion(world, ill):
    met = world.person()
    meet(met, ill, world)
    rapid, negative = (
        facts.Result(
            uid=f"0199f000-0000-7000-8000-00000000000{number}", person=met.pk, method=method, outcome=outcome,
            resulted_at=at(when), sampled_at=at("14/9 20:00"), unit=world.here.pk,
        )
        for number, (method, outcome, when) in enumerate(
            [("rapid", "positive", "15/9 02:00"), ("rt_pcr", "negative", "15/9 06:00")]
        )
    )  # fmt: skip
    following.take_in(disease=D, added=[rapid, negative], now=NOW)
    separate(met, "15/9 06:30", world)
    [row] = separation_f1_rows(world.tracer, NOW, DAY)
    assert row.detail["level"] == "F1"
    assert row.detail["since"] <= at("15/9 02:00").isoformat()


def test_without_a_rule_nothing_is_in_or_out_of_time(world, ill):
    met = world.person()
    meet(met, ill, world)
    separate(met, "15/9 06:00", world)
    PolicyVersion.objects.filter(key="separation_target").delete()
    rulebook_forget()
    assert values(separation_f1_rows(world.tracer, NOW, DAY)) == {met.pk: None}


def test_rows_are_the_readers_own(world, ill):
    far = world.derived_case(world.person(unit=world.far), at("15/9 03:00")).person
    assert set(values(separation_rows(world.commune, NOW, DAY))) == {ill.pk}
    assert set(values(separation_rows(world.tracer, NOW, DAY))) == {ill.pk, far.pk}
    assert {row.unit_id for row in separation_rows(world.commune, NOW, DAY)} == {world.here.pk}


def test_needs_of_other_days_are_left_out(world, ill):
    yesterday = Period(at("14/9 00:00"), at("15/9 00:00"))
    assert separation_rows(world.tracer, NOW, yesterday) == []


def test_an_excluded_suspicion_needed_nothing(world):
    person = world.person()
    rapid = facts.Result(
        uid=f"0199f000-0000-7000-8000-00000000000a:{person.pk}", person=person.pk, method="rapid",
        outcome="positive", resulted_at=at("15/9 01:00"), sampled_at=at("15/9 00:30"), unit=world.here.pk,
    )  # fmt: skip
    pcr = facts.Result(
        uid=f"0199f000-0000-7000-8000-00000000000b:{person.pk}", person=person.pk, method="rt_pcr",
        outcome="negative", resulted_at=at("15/9 06:00"), sampled_at=at("15/9 02:00"), unit=world.here.pk,
    )  # fmt: skip
    following.take_in(disease=D, added=[rapid], now=at("15/9 01:00"))
    assert len(separation_rows(world.tracer, NOW, DAY)) == 1
    following.take_in(disease=D, added=[pcr], now=at("15/9 06:00"))
    assert separation_rows(world.tracer, NOW, DAY) == []


def test_contacts_of_an_excluded_case_needed_nothing(world):
    """A rapid positive that PCR excludes: those whom they met are free again, and nobody failed to move them."""
    suspect, met, of_both = (
        world.person(name) for name in ("Người Nghi Ngờ", "Người Gặp", "Người Gặp Cả Hai")
    )

    def tested(who, method, outcome, hour, uid):
        return facts.Result(
            f"{uid}:{who.pk}", who.pk, method, outcome, at(hour), at("14/9 20:00"), unit=world.here.pk
        )

    following.take_in(
        disease=D, added=[tested(suspect, "rapid", "positive", "15/9 01:00", RAPID)], now=at("15/9 01:00")
    )
    meet(met, suspect, world)
    meet(of_both, suspect, world, uid="first")
    assert len(separation_f1_rows(SYSTEM, NOW, DAY)) == 2
    following.take_in(
        disease=D, added=[tested(suspect, "rt_pcr", "negative", "15/9 05:00", PCR)], now=at("15/9 05:00")
    )
    assert separation_f1_rows(SYSTEM, NOW, DAY) == []
    other = world.derived_case(world.person("Ca Bệnh Thật"), at("15/9 03:00")).person
    meet(of_both, other, world, uid="second")
    [row] = separation_f1_rows(SYSTEM, NOW, DAY)
    assert row.person_id == of_both.pk
    assert row.detail["since"] == at("15/9 03:00").astimezone(dt.UTC).isoformat()


def test_steps_keep_each_hour_and_leave_missing_ones_open(world, ill):
    stays.told_record(person_id=ill.pk, disease=D, occurred_at=at("15/9 02:00"), by=world.tracer, now=NOW)
    separate(ill, "15/9 04:30", world)
    found = steps(ill.pk, D, NOW)
    assert (found.positive_at, found.told_at, found.ordered_at, found.arrived_at) == (
        at("15/9 01:00"), at("15/9 02:00"), None, at("15/9 04:30"),
    )  # fmt: skip


def test_nobody_has_steps_without_a_reason(world):
    assert steps(world.person().pk, D, NOW).began_at is None


def test_both_are_declared():
    load_room_indicators()
    assert {"isolation.hours_result_to_separation", "isolation.share_f1_within_target"} <= set(indicators())


@pytest.mark.parametrize(
    ("values", "median", "share"), [([], None, None), ([1.0, None], 1.0, 100.0), ([0.0, 1.0, 0.0], 0.0, 33.3)]
)
def test_figures_rest_on_what_was_measured(values, median, share):
    rows = [Row(number, None, value) for number, value in enumerate(values)]
    assert (median_figure(rows).value, share_figure(rows).value) == (median, share)
