"""People decide: whose a specimen is, whether a record was wrong, what a laboratory's correction is worth."""

from __future__ import annotations

import datetime as dt

import pytest

from lachan.kernel.errors import Forbidden, OutOfSight, Refused
from lachan.people.models import Person
from lachan.testing import queries, services
from lachan.testing.models import Correction, Member, Result, UnlinkedAction
from tests.testing.conftest import NOW, row

LATER = NOW + dt.timedelta(minutes=10)


@pytest.fixture
def waiting(send, world) -> Member:
    send(row("M1", "Nguyễn Văn An", birth_year=1990, outcome="positive", unit_id=world.ward.pk))
    return Member.objects.get()


def test_linking_tells_the_results_and_ends_the_alarm(waiting, world, person):
    known = person("Nguyễn Văn An", birth_year=1990)
    (added,) = services.member_link(
        member=waiting, person_id=known.pk, by=world.station, now=LATER, shown=[known.pk]
    )
    assert (added.person_id, added.outcome, added.result_uid) == (
        known.pk,
        "positive",
        Result.objects.get().uid,
    )
    waiting.refresh_from_db()
    assert (waiting.link, waiting.alarm, waiting.linked_by) == ("decided", False, world.station.user_id)
    assert UnlinkedAction.objects.get().shown == [known.pk]


def test_two_deciders_one_decision(waiting, world, person):
    one, other = person("Nguyễn Văn An"), person("Nguyễn Văn An")
    stale = Member.objects.get()
    services.member_link(member=waiting, person_id=one.pk, by=world.station, now=LATER)
    with pytest.raises(Refused):
        services.member_link(member=stale, person_id=other.pk, by=world.cdc, now=LATER)
    assert Member.objects.get().person == one


def test_registering_takes_what_the_laboratory_wrote(waiting, world):
    (added,) = services.member_register_person(member=waiting, by=world.station, now=LATER)
    made = Person.objects.get()
    assert (made.full_name, made.birth_year, made.residence) == ("Nguyễn Văn An", 1990, world.ward)
    assert added.person_id == made.pk


def test_undoing_a_decision_gives_back_the_alarm(waiting, world, person):
    known = person("Nguyễn Văn An")
    services.member_link(member=waiting, person_id=known.pk, by=world.station, now=LATER)
    (gone,) = services.member_unlink(member=waiting, reason="nhầm", by=world.station, now=LATER)
    assert gone.person_id == known.pk
    member = Member.objects.get()
    assert (member.link, member.person, member.alarm) == ("waiting", None, True)
    with pytest.raises(Refused):
        services.member_unlink(member=member, reason="nhầm", by=world.station, now=LATER)


def test_a_rejected_candidate_is_not_proposed_again(waiting, world, person):
    known = person("Nguyễn Văn An", birth_year=1990)
    assert [one.person for one in queries.candidates_of(waiting, world.station, LATER).visible] == [known]
    services.member_reject_candidate(member=waiting, person_id=known.pk, by=world.station, now=LATER)
    assert not queries.candidates_of(waiting, world.station, LATER).visible


def test_whoever_does_not_see_it_cannot_decide(waiting, world, person):
    known = person("Nguyễn Văn An", unit=world.village)
    with pytest.raises(OutOfSight):
        services.member_link(member=waiting, person_id=known.pk, by=world.other_station, now=LATER)
    with pytest.raises(OutOfSight):
        services.member_link(member=waiting, person_id=known.pk, by=world.station, now=LATER)
    with pytest.raises(Forbidden):
        services.member_link(member=waiting, person_id=known.pk, by=world.lab, now=LATER)


def test_the_queue_is_the_communes_own(waiting, world, send):
    send(row("M2", "Lê Văn Cá", unit_id=world.village.pk), row("M3", "Lê Không Rõ"))
    assert [one.specimen.code for one in queries.waiting(world.station, LATER)] == ["M1"]
    assert [one.specimen.code for one in queries.waiting(world.other_station, LATER)] == ["M2"]
    assert queries.waiting(world.cdc, LATER).count() == 3
    assert not queries.waiting(world.lab, LATER).exists()
    with pytest.raises(OutOfSight):
        queries.candidates_of(waiting, world.lab, LATER)


def test_a_laboratory_sees_its_own_specimens_only(waiting, world, person):
    known = person("Trần Thị Bé")
    services.specimen_collect(
        disease="covid19", code="X1", sampled_at=NOW, person_ids=[known.pk], by=world.station, now=NOW
    )
    assert [one.code for one in queries.visible_to(world.lab, LATER)] == ["M1"]
    assert {one.code for one in queries.visible_to(world.station, LATER)} == {"M1", "X1"}
    assert not queries.visible_to(world.other_station, LATER).exists()


def test_revoking_names_whom_it_concerns_and_keeps_the_record(send, world, person):
    known = person("Nguyễn Văn An", birth_year=1990, national_id="096090000001")
    send(row("M1", birth_year=1990, national_id="096090000001", outcome="positive"))
    result = Result.objects.get()
    (gone,) = services.result_revoke(result=result, reason="nhầm ống", by=world.lab, now=LATER)
    assert gone.person_id == known.pk
    result.refresh_from_db()
    assert (result.revoked_at, result.revoke_reason) == (LATER, "nhầm ống")
    with pytest.raises(Refused):
        services.result_revoke(result=result, reason="lần nữa", by=world.lab, now=LATER)


def test_revoking_the_positive_ends_the_alarm(waiting, world):
    services.result_revoke(result=Result.objects.get(), reason="nhầm ống", by=world.lab, now=LATER)
    assert not Member.objects.get().alarm


def test_a_revoked_result_may_be_sent_again(waiting, world, send):
    services.result_revoke(result=Result.objects.get(), reason="nhầm ống", by=world.lab, now=LATER)
    taken = send(
        row("M1", "Nguyễn Văn An", birth_year=1990, outcome="negative", unit_id=world.ward.pk), at=LATER
    )
    assert (taken.results, taken.corrections) == (1, 0)


@pytest.mark.parametrize("reason", ["", "  "])
def test_every_step_back_needs_a_reason(waiting, world, reason):
    with pytest.raises(Refused):
        services.result_revoke(result=Result.objects.get(), reason=reason, by=world.lab, now=LATER)


def test_an_accepted_correction_replaces_the_record(send, world):
    send(row("M1", outcome="negative"))
    send(row("M1", outcome="positive", ct=22.0))
    correction = Correction.objects.get()
    services.correction_accept(correction=correction, reason="đọc lại", by=world.lab, now=LATER)
    old, new = Result.objects.order_by("id")
    assert (old.revoked_at, old.replaced_by) == (LATER, new.uid)
    assert (new.outcome, new.ct, new.occurred_at) == ("positive", 22.0, old.occurred_at)
    assert Member.objects.get().alarm
    with pytest.raises(Refused):
        services.correction_refuse(correction=correction, reason="x", by=world.lab, now=LATER)


def test_a_refused_correction_changes_nothing(send, world):
    send(row("M1", outcome="negative"))
    send(row("M1", outcome="positive"))
    services.correction_refuse(
        correction=Correction.objects.get(), reason="đúng rồi", by=world.lab, now=LATER
    )
    assert Result.objects.get().outcome == "negative"
    assert not queries.corrections_waiting(world.lab, LATER).exists()


BY_HAND = [
    ({"sampled_at": LATER}, "sau lúc này"),
    ({"code": " "}, "Chưa nhập mã"),
    ({"person_ids": []}, "Phải chọn"),
]


@pytest.mark.parametrize(("changes", "reason"), BY_HAND)
def test_specimens_by_hand_that_cannot_be(world, person, changes, reason):
    fields = {"disease": "covid19", "code": "X1", "sampled_at": NOW, "person_ids": [person().pk]} | changes
    with pytest.raises(Refused, match=reason):
        services.specimen_collect(**fields, by=world.station, now=NOW)


def test_one_tube_is_one_person_unless_it_is_a_pool(world, person):
    both = [person("A B").pk, person("C D").pk]
    fields = {"disease": "covid19", "sampled_at": NOW, "person_ids": both, "by": world.station, "now": NOW}
    with pytest.raises(Refused):
        services.specimen_collect(code="X1", **fields)
    made = services.specimen_collect(code="X1", pooled=True, **fields)
    assert made.members.count() == 2
    with pytest.raises(Refused, match="đã được dùng"):
        services.specimen_collect(code="X1", pooled=True, **fields)


RESULTS = [
    ({"resulted_at": LATER}, "sau lúc này"),
    ({"resulted_at": NOW - dt.timedelta(hours=2)}, "trước giờ lấy mẫu"),
    ({"outcome": "negative", "ct": 20.0}, "không có trị số Ct"),
]


@pytest.mark.parametrize(("changes", "reason"), RESULTS)
def test_results_by_hand_that_cannot_be(world, person, changes, reason):
    specimen = services.specimen_collect(
        disease="covid19", code="X1", sampled_at=NOW, person_ids=[person().pk], by=world.station, now=NOW
    )
    fields = {"method": "rapid", "outcome": "positive", "resulted_at": NOW} | changes
    with pytest.raises(Refused, match=reason):
        services.result_record(specimen=specimen, **fields, by=world.station, now=NOW)


def test_members_of_a_positive_pool_are_listed_until_sampled_alone(world, person):
    both = [person("A B"), person("C D")]
    pool = services.specimen_collect(
        disease="covid19",
        code="G1",
        sampled_at=NOW,
        person_ids=[one.pk for one in both],
        pooled=True,
        by=world.station,
        now=NOW,
    )
    assert not queries.to_resample(world.station, LATER).exists()
    added = services.result_record(
        specimen=pool, method="rt_pcr", outcome="positive", resulted_at=NOW, by=world.station, now=NOW
    )
    assert all(one.pooled for one in added)
    assert {one.person for one in queries.to_resample(world.station, LATER)} == set(both)
    services.specimen_collect(
        disease="covid19", code="X1", sampled_at=LATER, person_ids=[both[0].pk], by=world.station, now=LATER
    )
    assert [one.person for one in queries.to_resample(world.station, LATER)] == [both[1]]
    assert not queries.to_resample(world.other_station, LATER).exists()


def test_what_a_rebuild_compares_with_is_what_was_told(send, person):
    person("Nguyễn Văn An", birth_year=1990, national_id="096090000001")
    taken = send(
        row("M1", birth_year=1990, national_id="096090000001", outcome="positive"),
        row("G1", "Lê Một", pooled=True),
        row("G1", "Nguyễn Văn An", birth_year=1990, national_id="096090000001", pooled=True),
    )
    assert sorted(queries.added_results("covid19")) == sorted(taken.added)
