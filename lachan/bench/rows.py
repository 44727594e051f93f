"""Values in the form that each driver takes, and tables filled by the million."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from lachan.people.bulk import insert_plain

_CHUNK = 50_000
_dice = random.Random(7)


def uid() -> Any:
    """A random UUID in the form of the column."""
    value = _dice.getrandbits(128)
    return uuid.UUID(int=value) if connection.vendor == "postgresql" else f"{value:032x}"


def moment(value: dt.datetime | None) -> Any:
    if value is None or connection.vendor == "postgresql":
        return value
    return str(value.astimezone(dt.UTC).replace(tzinfo=None))


def day(value: dt.date | None) -> Any:
    return value if value is None or connection.vendor == "postgresql" else value.isoformat()


def fill(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows with the ids that they name, in transactions of fifty thousand; returns how many."""
    done = 0
    for chunk in _chunks(rows):
        with transaction.atomic():
            insert_plain(model, columns, chunk)
        done += len(chunk)
    _set_sequence(model)
    return done


def _chunks(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, _CHUNK)):
        yield chunk


def _set_sequence(model: type[Model]) -> None:
    """Let the next row that the product itself adds get a free id."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM \"{table}\"))"
            )
