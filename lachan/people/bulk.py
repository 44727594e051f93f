"""Inserting many rows at once: executemany on SQLite, COPY on PostgreSQL; the ids are known before the insert.

Django's bulk_create writes 12–17 thousand rows a second and doesn't tell the ids of all; this one writes several
times that, which keeps the write lock of an import short. Call it inside a transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Model

# What both databases take as it is.
_PLAIN = {
    "BigAutoField",
    "BigIntegerField",
    "BooleanField",
    "CharField",
    "FloatField",
    "ForeignKey",
    "IntegerField",
    "SmallIntegerField",
}


def insert_many(rows: Sequence[Model]) -> None:
    """Insert rows of one model and set their primary keys."""
    if rows:
        model = type(rows[0])
        _give_ids(model, rows)
        fields = model._meta.local_concrete_fields
        _insert(model, [str(field.column) for field in fields], _values(rows, fields))


def insert_plain(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of numbers and short texts that nobody needs as objects; the database gives the ids."""
    _insert(model, columns, rows)


def _insert(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    quote = connection.ops.quote_name
    table, names = quote(model._meta.db_table), ", ".join(map(quote, columns))
    if connection.vendor == "postgresql":
        _copy(f"COPY {table} ({names}) FROM STDIN", rows)
        return
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        # Only names of our own tables and columns are put into the text.
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(rows))  # noqa: S608


def _give_ids(model: type[Model], rows: Sequence[Model]) -> None:
    for row, pk in zip(rows, _next_ids(model, len(rows)), strict=True):
        row.pk = pk
        row._state.adding = False
        row._state.db = connection.alias


def _next_ids(model: type[Model], count: int) -> list[int]:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [table, model._meta.pk.column, count],
            )
            return [row[0] for row in cursor.fetchall()]
        # The transaction holds the only write lock, so nobody else takes these.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
    start = (found[0] if found else 0) + 1
    return list(range(start, start + count))


def _values(rows: Sequence[Model], fields: Sequence[Any]) -> Iterator[list[Any]]:
    here = connections[DEFAULT_DB_ALIAS]  # the proxy costs a look-up for every value
    readers = [
        (field.attname, None if field.get_internal_type() in _PLAIN else field.get_db_prep_save)
        for field in fields
    ]
    for row in rows:
        values = vars(row)
        yield [
            values[name] if prepare is None or values[name] is None else prepare(values[name], here)
            for name, prepare in readers
        ]


def _copy(statement: str, rows: Iterable[Sequence[Any]]) -> None:
    connection.ensure_connection()
    raw = connection.connection.cursor()
    with connection.wrap_database_errors, raw as cursor, cursor.copy(statement) as copy:
        for values in rows:
            copy.write_row(values)
