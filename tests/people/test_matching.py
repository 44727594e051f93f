"""The strict rule as a table: who is linked by itself, who registers, who waits."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lachan.kernel.access.actors import SYSTEM
from lachan.organisations.models import Organisation
from lachan.people.candidates import candidates
from lachan.people.identity import identity, marks_differ, near_numbers, numbers_near
from lachan.people.matching import Match, Wait, match_many
from lachan.people.queries import managers_of
from lachan.people.services import NewPerson, person_register

CARD, OTHER, TYPO = "096090000001", "096090999999", "096090000007"
BORN = dt.date(1990, 1, 2)
PHONE = "0912345678"
LINKED, NEW = "linked", "new"

TABLE = [
    # in the register, written by the laboratory, what happens
    ({"national_id": CARD, "birth_year": 1990}, {"national_id": CARD, "birth_year": 1990}, LINKED),
    ({"national_id": CARD, "birth_date": BORN}, {"national_id": CARD, "birth_year": 1990}, LINKED),
    ({"national_id": CARD, "birth_year": 1990}, {"national_id": CARD}, Wait.NOT_ENOUGH),
    (
        {"national_id": CARD, "birth_year": 1990},
        {"national_id": CARD, "birth_year": 1991},
        Wait.NUMBER_CONFLICT,
    ),
    ({"national_id": CARD}, {"national_id": CARD, "birth_year": 1990}, Wait.NUMBER_CONFLICT),
    ({"birth_date": BORN, "phone": PHONE}, {"birth_date": BORN, "phone": PHONE}, LINKED),
    (
        {"birth_date": BORN, "phone": PHONE, "sex": "male"},
        {"birth_date": BORN, "phone": PHONE, "sex": "male"},
        LINKED,
    ),
    (
        {"birth_date": BORN, "phone": PHONE, "sex": "male"},
        {"birth_date": BORN, "phone": PHONE, "sex": "female"},
        Wait.NOT_ENOUGH,
    ),
    ({"birth_date": BORN, "phone": PHONE}, {"birth_date": BORN, "phone": PHONE, "national_id": CARD}, LINKED),
    (
        {"birth_date": BORN, "phone": PHONE, "national_id": OTHER},
        {"birth_date": BORN, "phone": PHONE, "national_id": TYPO},
        NEW,
    ),
    (
        {"birth_date": BORN, "phone": PHONE, "national_id": CARD},
        {"birth_date": BORN, "phone": PHONE, "national_id": TYPO},
        Wait.ALIKE,
    ),
    ({"birth_date": BORN, "phone": PHONE}, {"birth_year": 1990, "phone": PHONE}, Wait.NOT_ENOUGH),
    ({"birth_date": BORN, "phone": PHONE}, {"birth_date": BORN}, Wait.NOT_ENOUGH),
    ({"birth_year": 1990}, {"birth_year": 1990}, Wait.NOT_ENOUGH),
    ({"birth_year": 1990}, {"birth_year": 1990, "national_id": CARD}, Wait.ALIKE),
    ({"birth_year": 1990, "national_id": OTHER}, {"birth_year": 1990, "national_id": CARD}, NEW),
    ({"birth_year": 1990, "national_id": TYPO}, {"birth_year": 1990, "national_id": CARD}, Wait.ALIKE),
    ({"birth_year": 1990, "national_id": "360900001"}, {"birth_year": 1990, "national_id": CARD}, Wait.ALIKE),
    ({"birth_year": 1991}, {"birth_year": 1990, "national_id": CARD}, NEW),
    (
        {"birth_year": 1991, "phone": PHONE},
        {"birth_year": 1990, "national_id": CARD, "phone": PHONE},
        Wait.ALIKE,
    ),
    ({"birth_year": 1991}, {"birth_year": 1990, "national_id": "360900001"}, Wait.NOT_ENOUGH),
]


@pytest.mark.parametrize(("known", "written", "outcome"), TABLE)
def test_the_rule(person, known, written, outcome):
    made = person("Nguyễn Văn An", **known)
    (match,) = match_many([identity("nguyen van an", **written)])
    wanted = {LINKED: Match(person_id=made.pk), NEW: Match(registers=0)}
    assert match == wanted.get(outcome, Match(wait=outcome if isinstance(outcome, Wait) else None))


def test_a_number_under_another_name_waits(person):
    person("Nguyễn Văn An", national_id=CARD, birth_year=1990)
    (match,) = match_many([identity("Trần Thị Bé", national_id=CARD, birth_year=1990)])
    assert match.wait == Wait.NUMBER_CONFLICT


def test_twins_with_names_that_differ_in_marks_are_not_linked(person):
    person("Nguyễn Văn An", birth_date=BORN, phone=PHONE)
    (match,) = match_many([identity("Nguyễn Văn Ân", birth_date=BORN, phone=PHONE)])
    assert match.person_id is None


def test_two_who_agree_in_everything_wait(person):
    for _ in range(2):
        person("Nguyễn Văn An", birth_date=BORN, phone=PHONE)
    (match,) = match_many([identity("Nguyễn Văn An", birth_date=BORN, phone=PHONE)])
    assert match.wait == Wait.SEVERAL


def test_a_merged_record_links_to_the_one_it_is_shown_as(person, world, now):
    from lachan.people.services import persons_merge

    kept, absorbed = person("Nguyễn Văn An"), person("Nguyễn Văn An", national_id=CARD, birth_year=1990)
    persons_merge(kept=kept, absorbed=absorbed, reason="một người", by=world.cdc, now=now)
    (match,) = match_many([identity("Nguyễn Văn An", national_id=CARD, birth_year=1990)])
    assert match.person_id == kept.pk


def test_ten_thousand_in_a_few_queries(db, django_assert_max_num_queries):
    rows = [
        identity(f"Nguyễn Văn {i}", birth_year=1990, national_id=f"{i:012d}", phone=f"09{i:08d}")
        for i in range(10_000)
    ]
    with django_assert_max_num_queries(6):
        matches = match_many(rows)
    assert [match.registers for match in matches] == list(range(10_000))


NAMES = st.sampled_from(["Nguyễn Văn An", "Nguyễn Văn Ân", "Trần Thị Bé"])
WRITTEN = st.builds(
    identity,
    NAMES,
    birth_year=st.sampled_from([None, 1990, 1991]),
    birth_date=st.sampled_from([None, BORN]),
    national_id=st.sampled_from(["", CARD, OTHER, TYPO]),
    phone=st.sampled_from(["", PHONE]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # reads only
@given(rows=st.lists(WRITTEN, max_size=6))
def test_whoever_is_linked_agrees_with_the_first_of_them(db, rows):
    """Only full agreement links: in number, folded name and year, or in full birth date, folded name and phone."""
    for who, match in zip(rows, match_many(rows), strict=True):
        if match.registers is None:
            assert match.wait is not None
            continue
        other = rows[match.registers]
        by_card = who.national_id == other.national_id and who.birth_year == other.birth_year
        by_rest = who.birth_date == other.birth_date and who.phone == other.phone
        assert who.name_key == other.name_key
        assert (by_card and who.birth_year) or (by_rest and who.birth_date and who.phone)


@given(number=st.from_regex(r"\A[0-9]{12}\Z"))
def test_near_numbers_are_those_one_slip_away(number):
    near = near_numbers(number)
    assert len(near) >= 108
    assert all(numbers_near(number, other) and numbers_near(other, number) for other in near)
    assert number not in near


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("Nguyễn Văn An", "Nguyễn Văn Ân", True),
        ("Trần Hoà", "Trần Hòa", False),
        ("NGUYỄN VĂN AN", "Nguyễn Văn An", False),
        ("Nguyen Van An", "Nguyễn Văn Ân", False),
        ("Đặng Dũng", "Đặng Dung", True),
    ],
)
def test_marks(one, other, differ):
    assert marks_differ(one, other) is differ


CANDIDATES = [
    ({"birth_year": 1990}, True),
    ({"birth_year": 1991}, True),
    ({"birth_year": 1970}, False),
    ({"birth_year": 1990, "national_id": OTHER}, False),
    ({"birth_year": 1990, "national_id": TYPO}, True),
]


@pytest.mark.parametrize(("known", "proposed"), CANDIDATES)
def test_who_is_proposed(person, world, now, known, proposed):
    person("Nguyễn Văn An", **known)
    who = identity("Nguyễn Văn An", birth_year=1990, national_id=CARD, unit_id=world.ward.pk)
    assert bool(candidates(who, world.cdc, now).visible) is proposed


def test_a_name_written_nearly_the_same_is_proposed_within_the_commune(person, world, now):
    made = person("Nguyễn Văn Tuấn", birth_year=1990)
    who = identity("Nguyễn Văn Tuân", birth_year=1991, unit_id=world.ward.pk)
    (one,) = candidates(who, world.cdc, now).visible
    assert (one.person, one.agrees[0]) == (made, "Họ tên")
    slip = identity("Nguyễn Văn Tuần B", birth_year=1990, unit_id=world.ward.pk)
    assert [one.person for one in candidates(slip, world.cdc, now).visible] == [made]


def test_out_of_sight_only_whom_to_call(person, world, now):
    person("Nguyễn Văn An", birth_year=1990, unit=world.village)
    found = candidates(identity("Nguyễn Văn An", birth_year=1990), world.station, now)
    assert not found.visible
    ((holder, count),) = found.elsewhere
    assert (holder.label, holder.phone, count) == ("Xã Tân Phú, Thành phố Cà Mau", "0290 000 000", 1)


def test_the_answer_always_says_whom_to_call(person, world, now):
    """The station; without its number the organ above; then the province's centre; at last its name alone."""
    stations = Organisation.objects.filter(kind="station")
    above = Organisation.objects.create(
        name="Trung tâm Y tế thành phố",
        kind="health_centre",
        phone="0290 111 111",
        valid_from=dt.date(2020, 1, 1),
    )
    villager = person("Nguyễn Văn An", unit=world.village)
    homeless = person_register(person=NewPerson(identity("Lê Văn Bình")), by=SYSTEM, now=now)
    assert managers_of([villager], now)[villager.pk].call == "gọi 0290 000 000"
    assert managers_of([homeless], now)[homeless.pk].call == "gọi 0290 000 000"
    stations.update(phone="", parent=above)
    assert managers_of([villager], now)[villager.pk].call == "gọi Trung tâm Y tế thành phố 0290 111 111"
    stations.update(parent=None)
    assert managers_of([villager], now)[villager.pk].call == "gọi CDC Cà Mau 0290 000 000"
    Organisation.objects.update(phone="")
    assert (
        managers_of([villager], now)[villager.pk].call
        == "chưa có số điện thoại trong danh bạ, liên hệ CDC Cà Mau"
    )
    assert (
        managers_of([homeless], now)[homeless.pk].call
        == "chưa có số điện thoại trong danh bạ, liên hệ CDC Cà Mau"
    )


def test_the_likeliest_stands_first(person, world, now):
    far = person("Nguyễn Văn An", birth_year=1991)
    near = person("Nguyễn Văn An", birth_year=1990, phone=PHONE)
    who = identity("Nguyễn Văn An", birth_year=1990, phone=PHONE, unit_id=world.ward.pk)
    assert [one.person for one in candidates(who, world.cdc, now).visible] == [near, far]
