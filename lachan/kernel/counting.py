"""Several counts in one statement: a screen of twenty figures asks the database once, not twenty times."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, QuerySet, Window

from lachan.kernel.unindexed import Unindexed


def counts(querysets: Sequence[QuerySet[Any]]) -> list[int]:
    """How many rows each has; equal to `[rows.count() for rows in querysets]`."""
    found = dict.fromkeys(range(len(querysets)), 0)
    chosen = [rows.order_by().values_list("pk") for rows in querysets]
    for place, count in _together("SELECT {0}, COUNT(*) FROM ({1}) part{0}", chosen):
        found[place] = count
    return list(found.values())


def counts_by(querysets: Sequence[QuerySet[Any]], field: str) -> list[dict[Any, int]]:
    """For each: value of the field → how many rows have it."""
    found: list[dict[Any, int]] = [{} for _ in querysets]
    # Of the bare column, SQLite walks an index that has the groups in order and looks up each row beside it.
    value = Unindexed(field)
    grouped = [rows.order_by().values_list(value).annotate(n=Count("pk")) for rows in querysets]
    for place, value, count in _together("SELECT {0}, part{0}.* FROM ({1}) part{0}", grouped):
        found[place][value] = count
    return found


def exist(querysets: Sequence[QuerySet[Any]]) -> list[bool]:
    """Whether each has any row."""
    found = [False] * len(querysets)
    chosen = [rows.order_by().values_list("pk") for rows in querysets]
    for place, any_row in _together("SELECT {0}, EXISTS ({1})", chosen):
        found[place] = bool(any_row)
    return found


def firsts(querysets: Sequence[QuerySet[Any]], limit: int) -> list[list[Any]]:
    """The primary keys of the first rows of each, in the order of each."""
    found: list[list[Any]] = [[] for _ in querysets]
    chosen = [rows.values_list("pk")[:limit] for rows in querysets]
    for place, pk in _together("SELECT {0}, part{0}.* FROM ({1}) part{0}", chosen):
        found[place].append(pk)
    return found


def firsts_and_counts(querysets: Sequence[QuerySet[Any]], limit: int) -> tuple[list[list[Any]], list[int]]:
    """`firsts` and `counts` at once, for rows that are dear to find: each is found a single time."""
    found: list[list[Any]] = [[] for _ in querysets]
    numbers = [0] * len(querysets)
    counted = [rows.annotate(whole=Window(Count("*"))) for rows in querysets]
    chosen = [rows.values_list("pk", "whole")[:limit] for rows in counted]
    for place, pk, number in _together("SELECT {0}, part{0}.* FROM ({1}) part{0}", chosen):
        found[place].append(pk)
        numbers[place] = number
    return found, numbers


def _together(shape: str, querysets: Sequence[QuerySet[Any]]) -> list[tuple[Any, ...]]:
    """The rows of all queries, each with the place of its query in front; what can't have rows is left out."""
    statements: list[str] = []
    parameters: list[Any] = []
    for place, rows in enumerate(querysets):
        try:
            sql, values = rows.query.sql_with_params()
        except EmptyResultSet:
            continue
        statements.append(shape.format(place, sql))
        parameters += values
    if not statements:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements), parameters)
        return list(cursor.fetchall())
