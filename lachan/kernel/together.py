"""Several lists in one trip to the database: a page about one person reads a dozen rooms' tables.

    read_together(stays, orders, results)  # each then holds its rows, as if it had asked for them alone
    (waiting,) = read_together(stays, counted=[orders])  # and how many rows others would have
    rows, total = read_page(needs, 0, 51)  # one page of a list and the length of the whole

What a list would still fetch by `prefetch_related` it fetches by itself afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, QuerySet, Window
from django.db.models.expressions import RawSQL

_COUNT = "SELECT COUNT(*) FROM ({0}) counted"
_PAGE = "WITH found (number, whole) AS ({0}) SELECT (SELECT MAX(whole) FROM found), {1}"
_PART = "SELECT {0}, part{0}.*{1} FROM ({2}) part{0}"


@dataclass(slots=True)
class _Asked:
    """A part of the statement; `rows` and `compiler` are None where only the number of its rows is wanted."""

    sql: str
    parameters: tuple[Any, ...]
    width: int = 1
    rows: Any = None
    compiler: Any = None


def read_together(*querysets: QuerySet[Any], counted: Sequence[QuerySet[Any]] = ()) -> list[int]:
    """Evaluate the querysets and count others in one statement; answers the counts.

    Those that hold their rows already are left as they are.
    """
    lists = [one for rows in querysets if (one := _list(rows))]
    counts = [_count(rows) for rows in counted]
    asked = [*lists, *(one for one in counts if one)]
    answers = _answers(asked)
    for one, found in zip(lists, answers, strict=False):
        _fill(one, found)
    numbers = iter(answers[len(lists) :])
    return [int(next(numbers)[0][0]) if one else 0 for one in counts]


def read_page(rows: QuerySet[Any], start: int, end: int) -> tuple[QuerySet[Any], int]:
    """`rows[start:end]`, read, and `rows.count()`, for rows that are dear to find (who may see each is asked row by row):
    each is found a single time and sorted by its number alone; what is joined is joined to the page only."""
    keys = rows.select_related(None).annotate(whole=Window(Count("*"))).values_list("pk", "whole")[start:end]
    page = _with_numbers(rows, RawSQL("SELECT number FROM found", ()))
    try:
        found, parameters = keys.query.sql_with_params()
    except EmptyResultSet:
        return rows.none(), 0
    compiler = page.query.get_compiler(using=page.db)
    sql, more = compiler.as_sql()
    with connection.cursor() as cursor:
        cursor.execute(_PAGE.format(found, sql.removeprefix("SELECT ")), [*parameters, *more])
        answers = cursor.fetchall()
    _fill(_Asked(sql, (), len(compiler.select), page, compiler), [tuple(answer[1:]) for answer in answers])
    if not answers and start:
        return page, rows.count()
    return page, int(answers[0][0]) if answers else 0


def joined_late(rows: QuerySet[Any], start: int, end: int) -> QuerySet[Any]:
    """`rows[start:end]`: which rows they are is found before other tables are joined, else each row of a long list is
    joined to be sorted away."""
    return _with_numbers(rows, rows.select_related(None).values("pk")[start:end])


def _with_numbers(rows: QuerySet[Any], numbers: Any) -> QuerySet[Any]:
    """The rows of these primary keys, with all that `rows` would join, and in its order."""
    found: QuerySet[Any] = rows.model._base_manager.filter(pk__in=numbers)
    found.query.select_related = rows.query.select_related
    found.query.deferred_loading = rows.query.deferred_loading
    found = found.prefetch_related(*rows._prefetch_related_lookups)  # type: ignore[attr-defined]
    return found.order_by(*(rows.query.order_by or rows.model._meta.ordering))


def _list(rows: Any) -> _Asked | None:
    if rows._result_cache is not None:
        return None
    compiler = rows.query.get_compiler(using=rows.db)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        rows._result_cache = []
        return None
    if compiler.has_extra_select:  # a column beside those of the model: such a list asks for itself
        len(rows)
        return None
    return _Asked(sql, tuple(parameters), len(compiler.select), rows, compiler)


def _count(rows: Any) -> _Asked | None:
    plain = rows if rows.query.is_sliced else rows.order_by()
    if rows._fields is None:
        plain = plain.values("pk")  # what would be read beside it changes no number
    try:
        sql, parameters = plain.query.sql_with_params()
    except EmptyResultSet:
        return None
    return _Asked(_COUNT.format(sql), tuple(parameters))


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
    together = len(asked) == 1 or connection.vendor == "postgresql"
    return _one_after_another(asked) if together else _padded(asked)


def _one_after_another(asked: Sequence[_Asked]) -> list[list[Any]]:
    """PostgreSQL takes several statements in one message and answers each with its own columns."""
    answers = []
    with connection.cursor() as cursor:
        cursor.execute(";\n".join(one.sql for one in asked), _parameters(asked))
        for place in range(len(asked)):
            if place:
                cursor.nextset()
            answers.append(cursor.fetchall())
    return answers


def _padded(asked: Sequence[_Asked]) -> list[list[Any]]:
    """SQLite has no types to agree on: the lists stand below one another, filled up to the widest.

    The empty first part names no column, so that the driver converts nothing by the types of another list.
    """
    widest = max(one.width for one in asked)
    parts = [f"SELECT {', '.join(['NULL'] * (widest + 1))} WHERE 0"]
    parts += [
        _PART.format(place, ", NULL" * (widest - one.width), one.sql) for place, one in enumerate(asked)
    ]
    answers: list[list[Any]] = [[] for _ in asked]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), _parameters(asked))
        for place, *values in cursor.fetchall():
            answers[place].append(tuple(values[: asked[place].width]))
    return answers


def _parameters(asked: Sequence[_Asked]) -> list[Any]:
    return [value for one in asked for value in one.parameters]
