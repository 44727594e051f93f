"""Many rows at once on both databases: lists of ids as one parameter, inserts by executemany or COPY.

Django's own bulk_create builds an object and a parameter list for every row, which costs more than
the whole computation of a large cascade.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import orjson
from django.db import connection

from lachan.standing.codec import utc_text

Rows = Iterable[Sequence[Any]]


def among(column: str) -> str:
    """SQL: `column` is one of a list given by `listed`. One parameter, however long the list."""
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s)"
    return f"{column} IN (SELECT value FROM json_each(%s))"  # noqa: S608


def listed(values: Iterable[Any]) -> Any:
    """The parameter that goes with `among`."""
    items = list(values)
    return items if connection.vendor == "postgresql" else orjson.dumps(items).decode()


def fetch(sql: str, parameters: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        while rows := cursor.fetchmany(5000):
            yield from rows


def moment(value: dt.datetime | None) -> dt.datetime | None:
    """A moment as the driver returns it, in UTC; SQLite's come without a zone."""
    if value is None:
        return None
    return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


def stored(value: dt.datetime | None) -> Any:
    """A moment as the driver takes it in a hand-written statement."""
    return storing()(value)


def storing() -> Callable[[dt.datetime | None], Any]:
    """`stored` for many values: which database it is for is asked once."""
    return _unchanged if connection.vendor == "postgresql" else _text_or_none


def _unchanged(value: dt.datetime | None) -> dt.datetime | None:
    return value


def _text_or_none(value: dt.datetime | None) -> str | None:
    return None if value is None else utc_text(value)


def insert(table: str, columns: Sequence[str], rows: Rows) -> None:
    """Add rows whose values are already in the form of `stored`."""
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', list(rows))  # noqa: S608


def delete(table: str, ids: Iterable[int]) -> None:
    chosen = list(ids)
    if chosen:
        with connection.cursor() as cursor:
            cursor.execute(f'DELETE FROM "{table}" WHERE {among("id")}', [listed(chosen)])  # noqa: S608
