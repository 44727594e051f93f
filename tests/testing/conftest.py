"""The people of the people room's tests, laboratory rows, and a short way to send them in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import count

import pytest

from lachan.people.identity import identity
from lachan.testing.services import results_take
from lachan.testing.types import LabRow, Taken
from tests.people.conftest import NOW, World, browse, now, person, world

__all__ = ["browse", "now", "person", "world"]
DISEASE = "covid19"
_numbers = count(1)


def row(code: str = "M1", name: str = "Nguyễn Văn An", **fields: object) -> LabRow:
    """A row sampled at 15:00 the day before and read at 20:00; identity fields and row fields may be mixed."""
    who = {
        key: fields.pop(key)
        for key in ("birth_year", "birth_date", "sex", "national_id", "phone", "unit_id")
        if key in fields
    }
    values = {
        "sampled_at": NOW - dt.timedelta(hours=16),
        "resulted_at": NOW - dt.timedelta(hours=11),
        "method": "rt_pcr",
        "outcome": "negative",
    } | fields
    return LabRow(number=next(_numbers), code=code, who=identity(name, **who), **values)  # type: ignore[arg-type]


@pytest.fixture
def send(world: World) -> Callable[..., Taken]:
    """send(row(…), row(…)): from the laboratory, as one chunk."""

    def take(*rows: LabRow, at: dt.datetime = NOW) -> Taken:
        return results_take(
            rows=rows,
            disease=DISEASE,
            laboratory_id=world.lab.organisation_id,
            by=world.lab,
            now=at,
        )

    return take
