"""Values in the form that each driver takes, and tables filled by the million."""

from __future__ import annotations

import datetime as dt
import uuid
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from itertools import count, islice
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.models import Model

from lachan.kernel.bulk import insert_plain

_CHUNK = 50_000
_MILLIS = 1_640_000_000_000


def uid_of(model: type[Model], number: int) -> uuid.UUID:
    """The uid of a row: like a UUIDv7 it grows with the number, and it can be told without reading the table."""
    return uuid.UUID(int=(_MILLIS + number) << 80 | _stream(model) | number)


@cache
def _stream(model: type[Model]) -> int:
    return 7 << 76 | 2 << 62 | zlib.crc32(model._meta.label.encode()) << 24


def column_uid(value: uuid.UUID) -> Any:
    return value if _native() else value.hex


def moment(value: dt.datetime | None) -> Any:
    if value is None or _native():
        return value
    return _text(value)


@lru_cache(maxsize=1 << 20)
def _text(value: dt.datetime) -> str:
    return str(value.astimezone(dt.UTC).replace(tzinfo=None))


def day(value: dt.date | None) -> Any:
    return value if value is None or _native() else value.isoformat()


@cache
def _native() -> bool:
    """Whether the driver takes dates and uids as they are."""
    return connection.vendor == "postgresql"


def fill(model: type[Model], given: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows of the `given` columns in transactions of fifty thousand; returns how many.

    The other columns take the model's defaults, so that a new one needs no change here; a uid is numbered.
    """
    rest = [
        field
        for field in model._meta.local_concrete_fields
        if field.column not in given and not field.primary_key
    ]
    numbered = [field.column for field in rest if field.column == "uid"]
    plain = [field for field in rest if field.column != "uid"]
    tail = tuple(
        field.get_db_prep_save(field.get_default(), connections[DEFAULT_DB_ALIAS]) for field in plain
    )
    columns = (*given, *(str(field.column) for field in plain), *numbered)
    done = 0
    for chunk in _chunks(_whole(model, rows, tail, bool(numbered))):
        with transaction.atomic():
            insert_plain(model, columns, chunk)
        done += len(chunk)
    set_sequence(model)
    return done


def _whole(
    model: type[Model], rows: Iterable[Sequence[Any]], tail: tuple[Any, ...], numbered: bool
) -> Iterator[Sequence[Any]]:
    if not numbered:
        return ((*row, *tail) for row in rows)
    return (
        (*row, *tail, column_uid(uid_of(model, number))) for number, row in zip(count(1), rows, strict=False)
    )


def _chunks(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, _CHUNK)):
        yield chunk


def set_sequence(model: type[Model]) -> None:
    """Let the next row that the product itself adds get a free id."""
    if connection.vendor != "postgresql":
        return
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), "
            f'(SELECT coalesce(max(id), 1) FROM "{table}"))'
        )


@contextmanager
def bare_tables(models: Sequence[type[Model]]) -> Iterator[None]:
    """Without secondary indexes and without checks of foreign keys: filling takes a third of the time."""
    dropped = [one for model in models for one in _drop_indexes(model._meta.db_table)]
    _check_keys(False)
    yield
    _check_keys(True)
    with connection.cursor() as cursor:
        for statement in dropped:
            cursor.execute(statement)
        cursor.execute("ANALYZE")


def _drop_indexes(table: str) -> list[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT IN "
                "(SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass)",
                [table, table],
            )
        else:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL",
                [table],
            )
        found = cursor.fetchall()
        for name, _ in found:
            cursor.execute(f'DROP INDEX "{name}"')
    return [definition for _, definition in found]


def _check_keys(wanted: bool) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SET session_replication_role = {'origin' if wanted else 'replica'}")
        else:
            cursor.execute(f"PRAGMA foreign_keys = {'ON' if wanted else 'OFF'}")
            cursor.execute(f"PRAGMA synchronous = {'NORMAL' if wanted else 'OFF'}")
