"""A laboratory's rows: what is added, what is known, what contradicts, and who waits."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lachan.kernel.audit.models import Event
from lachan.people.matching import Wait
from lachan.people.models import Person
from lachan.testing.models import Correction, Member, Result, Specimen
from tests.testing.conftest import NOW, row

CARD = "096090000001"
BORN = dt.date(1990, 1, 2)


def counts() -> tuple[int, int, int, int]:
    return (
        Specimen.objects.count(),
        Member.objects.count(),
        Result.objects.count(),
        Person.objects.count(),
    )


def test_the_same_rows_again_add_nothing(send, world):
    rows = [
        row("M1", national_id=CARD, birth_year=1990, outcome="positive"),
        row("M2", "Trần Thị Bé"),
        row("G1", "Lê A", pooled=True),
        row("G1", "Lê B", pooled=True),
    ]
    first = send(*rows)
    before = counts()
    again = send(*rows)
    assert (len(first.taken), len(again.taken)) == (4, 0)
    assert again.repeated == {one.number for one in rows}
    assert not again.added
    assert counts() == before
    assert Event.objects.filter(kind="testing.results_taken").count() == 1


def test_a_card_with_name_and_year_links(send, person):
    known = person("Nguyễn Văn An", birth_year=1990, national_id=CARD)
    taken = send(row("M1", "NGUYEN VAN AN", national_id=CARD, birth_year=1990, outcome="positive"))
    (added,) = taken.added
    assert (added.person_id, added.outcome, added.method) == (known.pk, "positive", "rt_pcr")
    assert Member.objects.get().link == Member.Link.AUTOMATIC


def test_two_specimens_of_one_new_person_make_one_person(send):
    taken = send(row("M1", national_id=CARD, birth_year=1990), row("M2", national_id=CARD, birth_year=1990))
    assert Person.objects.count() == 1
    assert [one.person_id for one in taken.added] == [Person.objects.get().pk] * 2


@pytest.mark.parametrize("outcome", ["positive", "negative"])
def test_whoever_waits_alarms_when_positive(send, outcome):
    taken = send(row("M1", "Nguyễn Văn An", outcome=outcome))
    member = Member.objects.get()
    assert (member.link, member.wait_reason, member.person) == ("waiting", Wait.NOT_ENOUGH, None)
    assert member.alarm == (outcome == "positive")
    assert taken.alarms == (outcome == "positive")
    assert not taken.added


def test_a_positive_that_comes_later_raises_the_alarm(send):
    send(row("M1", "Nguyễn Văn An", method="rapid"))
    taken = send(row("M1", "Nguyễn Văn An", outcome="positive"))
    assert taken.alarms == 1
    assert Member.objects.get().alarm


def test_a_number_with_another_name_waits_flagged(send, person):
    person("Nguyễn Văn An", birth_year=1990, national_id=CARD)
    send(row("M1", "Trần Thị Bé", national_id=CARD, birth_year=1990))
    assert Member.objects.get().wait_reason == Wait.NUMBER_CONFLICT


def test_one_tube_two_people_is_refused(send):
    taken = send(row("M1", "Nguyễn Văn An"), row("M1", "Trần Thị Bé"))
    (reason,) = taken.refused.values()
    assert "đã dùng cho một người khác" in reason
    assert Member.objects.count() == 1
    assert len(send(row("M1", "Lê C")).refused) == 1


def test_another_hour_of_sampling_is_refused(send):
    send(row("M1"))
    taken = send(row("M1", sampled_at=NOW - dt.timedelta(hours=20)))
    assert "giờ lấy mẫu khác" in next(iter(taken.refused.values()))


def test_codes_belong_to_their_laboratory(send, world):
    from lachan.testing.services import results_take

    send(row("M1", "Nguyễn Văn An"))
    taken = results_take(
        rows=[row("M1", "Trần Thị Bé")],
        disease="covid19",
        laboratory_id=world.cdc.organisation_id,
        by=world.cdc,
        now=NOW,
    )
    assert len(taken.taken) == 1


def test_another_outcome_waits_for_a_person(send):
    send(row("M1", outcome="negative"))
    taken = send(row("M1", outcome="positive"))
    assert (taken.corrections, taken.results, taken.added) == (1, 0, [])
    assert Result.objects.get().outcome == "negative"
    assert Correction.objects.get().outcome == "positive"
    assert send(row("M1", outcome="positive")).corrections == 0
    assert Correction.objects.count() == 1


def test_contradicting_rows_of_one_file_become_a_correction(send):
    taken = send(row("M1", outcome="negative"), row("M1", outcome="positive"))
    assert (taken.results, taken.corrections) == (1, 1)


def test_another_method_is_another_result(send):
    taken = send(row("M1", method="rapid", outcome="positive"), row("M1", method="rt_pcr"))
    assert (taken.specimens, taken.results, taken.corrections) == (1, 2, 0)


def test_a_pool_is_one_specimen_with_many_members(send, person):
    known = person("Lê Văn Cá", birth_year=1980, national_id=CARD)
    taken = send(
        row("G1", "Nguyễn Văn An", pooled=True, outcome="positive", pool_size=3),
        row("G1", "Lê Văn Cá", birth_year=1980, national_id=CARD, pooled=True, outcome="positive"),
        row("G1", "Trần Thị Bé", pooled=True, outcome="positive"),
    )
    assert (taken.specimens, taken.results, Member.objects.count()) == (1, 1, 3)
    (added,) = taken.added
    assert (added.person_id, added.pooled) == (known.pk, True)
    assert taken.alarms == 2


def test_a_member_of_a_pool_named_in_a_later_chunk_is_told_of_too(send):
    send(row("G1", "Lê A", pooled=True))
    taken = send(row("G1", "Trần Thị Bé", birth_year=1990, national_id=CARD, pooled=True))
    assert (taken.specimens, taken.results, len(taken.added)) == (0, 0, 1)


def test_where_no_commune_is_written_the_persons_own_counts(send, person, world):
    person("Nguyễn Văn An", birth_year=1990, national_id=CARD, unit=world.village)
    (added,) = send(row("M1", birth_year=1990, national_id=CARD)).added
    assert added.unit_id == world.village.pk
    assert Specimen.objects.get().unit_id == world.village.pk


ROWS = st.lists(
    st.builds(
        row,
        code=st.sampled_from(["M1", "M2", "M3"]),
        name=st.sampled_from(["Nguyễn Văn An", "Trần Thị Bé"]),
        birth_year=st.sampled_from([None, 1990, 1991]),
        national_id=st.sampled_from(["", CARD, "096090000002"]),
        outcome=st.sampled_from(["positive", "negative"]),
        pooled=st.booleans(),
    ),
    max_size=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, cut=st.integers(0, 8))
def test_chunks_do_not_matter_and_every_row_is_accounted_for(send, rows, cut):
    """One chunk or two: the same specimens, members and results; a third time adds nothing."""

    def state():
        return sorted(
            Member.objects.values_list(
                "specimen__code", "name_key", "birth_year", "wait_reason", "specimen__results__outcome"
            ),
            key=str,
        )

    def clear():
        Correction.objects.all().delete()
        Result.objects.all().delete()
        Member.objects.all().delete()
        Specimen.objects.all().delete()
        Person.objects.all().delete()

    whole = send(*rows)
    assert whole.taken | whole.repeated | set(whole.refused) == {one.number for one in rows}
    assert len(whole.taken) + len(whole.repeated) + len(whole.refused) == len(rows)
    in_one = state()
    clear()
    send(*rows[:cut])
    send(*rows[cut:])
    assert state() == in_one
    assert not send(*rows).taken
    assert state() == in_one
    clear()
