"""Rows made for an import are those that the model's own constructor makes."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db.models import Model

from lachan.cases.models import Case
from lachan.kernel.bulk import maker
from lachan.people.models import Person
from lachan.testing.models import Member, Result, Specimen

AT = dt.datetime(2021, 9, 15, 7, tzinfo=dt.UTC)
UID = uuid.UUID(int=7)

ROWS: list[tuple[type[Model], dict[str, Any]]] = [
    (Specimen, {"uid": UID, "disease": "covid19", "code": "M1", "laboratory_id": 4, "occurred_at": AT, "recorded_at": AT}),
    (Member, {"uid": UID, "position": 2, "full_name": "Nguyễn Văn A", "national_id": "998000000001", "unit_id": 9}),
    (Result, {"uid": UID, "method": "rt_pcr", "outcome": "positive", "ct": 21.5, "occurred_at": AT, "recorded_at": AT}),
    (Person, {"uid": UID, "full_name": "Nguyễn Văn A", "birth_year": 1980, "residence_id": 9, "registered_at": AT}),
    (Case, {"uid": UID, "person_id": 3, "disease": "covid19", "context": "community", "opened_at": AT}),
]  # fmt: skip


@pytest.mark.parametrize(("model", "values"), ROWS, ids=lambda one: getattr(one, "__name__", ""))
def test_a_made_row_holds_what_the_model_itself_would(model: type[Model], values: dict[str, Any]) -> None:
    made, own = maker(model)(**values), model(**values)

    assert {name: value for name, value in vars(made).items() if name != "_state"} == {
        name: value for name, value in vars(own).items() if name != "_state"
    }
    assert made._state.adding
    assert made._state.db is None


def test_each_made_row_has_its_own_uid() -> None:
    make = maker(Specimen)

    assert make(code="M1").uid != make(code="M1").uid


def test_a_row_may_be_linked_to_one_that_is_not_stored_yet() -> None:
    specimen = maker(Specimen)(code="M1")
    result = maker(Result)(specimen=specimen)

    assert result.specimen is specimen
    assert result.specimen_id is None


def test_a_name_that_the_model_does_not_have_is_no_value() -> None:
    with pytest.raises(KeyError):
        maker(Specimen)(cod="M1")
