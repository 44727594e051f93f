"""Many rows at once on both databases: lists of ids as one parameter, inserts by executemany or COPY.

Django's bulk_create builds an object and a parameter list for every row, which costs more than the whole
computation of a large cascade, and doesn't tell the ids of all. Call the writes inside a transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from operator import attrgetter
from typing import Any, TypeVar

import orjson
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Model
from django.db.models.base import ModelState

M = TypeVar("M", bound=Model)
Rows = Iterable[Sequence[Any]]

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


# Equal instants give one text whatever their zone, and a cascade has few different ones.
@lru_cache(maxsize=1 << 14)
def utc_text(value: dt.datetime) -> str:
    """A moment as SQLite keeps it."""
    return str(value.astimezone(dt.UTC).replace(tzinfo=None))


_TEXT_ON_SQLITE: dict[str, Callable[[Any], Any]] = {
    "DateField": dt.date.isoformat,
    "DateTimeField": utc_text,
    "UUIDField": attrgetter("hex"),
}


def _unchanged(value: dt.datetime | None) -> dt.datetime | None:
    return value


def _text_or_none(value: dt.datetime | None) -> str | None:
    return None if value is None else utc_text(value)


def maker(model: type[M]) -> Callable[..., M]:
    """What makes unsaved rows of a model out of their values by name, as `model(**values)` would.

    For the rows of an import: the model's own constructor asks each field of each row for its default and sends two
    signals, which took a seventh of the whole.
    """
    fields = model._meta.concrete_fields
    links = {field.name: field.attname for field in fields if field.is_relation}
    fresh = [
        (field.attname, field.get_default)
        for field in fields
        if field.has_default() and callable(field.default)
    ]
    fixed = {field.attname: field.get_default() for field in fields if field.attname not in dict(fresh)}
    known = {field.attname for field in fields}

    def made(**values: Any) -> M:
        row: M = model.__new__(model)
        row._state = ModelState()
        for name in values.keys() - known:
            column, linked = links[name], values.pop(name)
            values[column] = None if linked is None else linked.pk
            row._state.fields_cache[name] = linked
        content = vars(row)
        content.update(fixed)
        for name, default in fresh:
            if name not in values:
                content[name] = default()
        content.update(values)
        return row

    return made


def insert_many(rows: Sequence[Model]) -> None:
    """Insert rows of one model and set their primary keys."""
    if rows:
        model = type(rows[0])
        _give_ids(model, rows)
        fields = model._meta.local_concrete_fields
        insert(model._meta.db_table, [str(field.column) for field in fields], _values(rows, fields))


def insert_plain(model: type[Model], columns: Sequence[str], rows: Rows) -> None:
    """Insert rows of numbers and short texts that nobody needs as objects; the database gives the ids."""
    insert(model._meta.db_table, columns, rows)


def insert(table: str, columns: Sequence[str], rows: Rows) -> None:
    """Add rows whose values are already in the form of `stored`; the database gives the ids."""
    # Only names of our own tables and columns are put into the text.
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            statement = f"COPY {quote(table)} ({names}) FROM STDIN"
            with connection.wrap_database_errors, cursor.copy(statement) as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({marks})", list(rows))  # noqa: S608


def delete(table: str, ids: Iterable[int]) -> None:
    chosen = list(ids)
    if chosen:
        with connection.cursor() as cursor:
            cursor.execute(f'DELETE FROM "{table}" WHERE {among("id")}', [listed(chosen)])  # noqa: S608


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


def _values(rows: Sequence[Model], fields: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    contents = [vars(row) for row in rows]
    return zip(*(_column(contents, field.attname, _preparing(field)) for field in fields), strict=True)


def _column(contents: Sequence[dict[str, Any]], name: str, prepare: Callable[[Any], Any] | None) -> list[Any]:
    if prepare is None:
        return [content[name] for content in contents]
    return [None if (value := content[name]) is None else prepare(value) for content in contents]


def _preparing(field: Any) -> Callable[[Any], Any] | None:
    """How a value of the field is put into the driver's form; None where it goes in as it is."""
    kind = field.get_internal_type()
    if kind in _PLAIN or (connection.vendor == "postgresql" and kind in _TEXT_ON_SQLITE):
        return None
    # Django's own way asks the database's adapter about every value: a third of the time of a large insert.
    return _TEXT_ON_SQLITE.get(kind) or partial(
        field.get_db_prep_save, connection=connections[DEFAULT_DB_ALIAS]
    )
