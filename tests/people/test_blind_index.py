"""Numbers and merged records are found by their index, also where most of the register has none."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import Q

from lachan.people.identity import number_index, phone_index
from lachan.people.models import Person, has_number, has_phone
from tests.people.conftest import NOW

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="the question is what SQLite's planner does"),
]


@pytest.fixture
def nearly_nobody_has_a_number() -> None:
    people = [
        Person(full_name="Nguyễn Văn An", name_key="nguyen van an", registered_at=NOW) for _ in range(300)
    ]
    people[7].phone_index, people[8].national_id_index = (
        phone_index("0912345678"),
        number_index("096090000001"),
    )
    Person.objects.bulk_create(people)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE people_person")


@pytest.mark.usefixtures("nearly_nobody_has_a_number")
@pytest.mark.parametrize(
    ("wanted", "indexes"),
    [
        (has_phone(phone_index("0912345678")), ["person_phone"]),
        (has_phone(*map(phone_index, ("0912345678", "0912345679"))), ["person_phone"]),
        (has_number(number_index("096090000001")), ["person_national_id"]),
        (
            has_number(number_index("096090000001")) | has_phone(phone_index("0912345678")),
            ["person_national_id", "person_phone"],
        ),
        (Q(pk=1) | Q(canonical=1), ["person_merged"]),
    ],
)
def test_a_number_is_looked_up_and_not_searched_for(wanted: Q, indexes: list[str]) -> None:
    people = Person.objects.filter(wanted)

    plan = people.explain()

    assert len(people) <= 2
    assert all(f"INDEX {name}" in plan for name in indexes)
    assert "SCAN" not in plan
