"""Several lists in one trip to the database: a page about one person reads a dozen rooms' tables.

    read_together(stays, orders, results)  # each then holds its rows, as if it had asked for them alone

What a list would still fetch by `prefetch_related` it fetches by itself afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

_PART = "SELECT {0}, part{0}.*{1} FROM ({2}) part{0}"


@dataclass(slots=True)
class _Asked:
    rows: Any
    compiler: Any
    sql: str
    parameters: tuple[Any, ...]


def read_together(*querysets: QuerySet[Any]) -> None:
    """Evaluate the querysets in one statement; those that hold their rows already are left as they are."""
    asked = [one for rows in querysets if (one := _compiled(rows))]
    if len(asked) == 1:
        len(asked[0].rows)
        return
    for one, found in zip(asked, _answers(asked), strict=True):
        _fill(one, found)


def _compiled(rows: Any) -> _Asked | None:
    if rows._result_cache is not None:
        return None
    compiler = rows.query.get_compiler(using=rows.db)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        rows._result_cache = []
        return None
    assert not compiler.has_extra_select, "ordering by what is not read would add a column"
    return _Asked(rows, compiler, sql, tuple(parameters))


def _fill(one: _Asked, found: list[Any]) -> None:
    """Let Django build its objects from rows that were read for it."""
    one.compiler.execute_sql = lambda *_, **__: [found]
    one.rows.query.get_compiler = lambda *_, **__: one.compiler
    try:
        one.rows._result_cache = list(one.rows._iterable_class(one.rows))
    finally:
        del one.rows.query.get_compiler


def _answers(asked: Sequence[_Asked]) -> list[list[Any]]:
    if not asked:
        return []
    return _one_after_another(asked) if connection.vendor == "postgresql" else _padded(asked)


def _one_after_another(asked: Sequence[_Asked]) -> list[list[Any]]:
    """PostgreSQL takes several statements in one message and answers each with its own columns."""
    answers = []
    with connection.cursor() as cursor:
        cursor.execute(";\n".join(one.sql for one in asked), _parameters(asked))
        for _ in asked:
            answers.append(cursor.fetchall())
            cursor.nextset()
    return answers


def _padded(asked: Sequence[_Asked]) -> list[list[Any]]:
    """SQLite has no types to agree on: the lists stand below one another, filled up to the widest.

    The empty first part names no column, so that the driver converts nothing by the types of another list.
    """
    widths = [len(one.compiler.select) for one in asked]
    widest = max(widths)
    parts = [f"SELECT {', '.join(['NULL'] * (widest + 1))} WHERE 0"]
    parts += [
        _PART.format(place, ", NULL" * (widest - width), one.sql)
        for place, (one, width) in enumerate(zip(asked, widths, strict=True))
    ]
    answers: list[list[Any]] = [[] for _ in asked]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), _parameters(asked))
        for place, *values in cursor.fetchall():
            answers[place].append(tuple(values[: widths[place]]))
    return answers


def _parameters(asked: Sequence[_Asked]) -> list[Any]:
    return [value for one in asked for value in one.parameters]
