"""A column from whose index SQLite must not start: it guesses badly where nearly every row holds the wanted value.

PostgreSQL knows how the values are spread, and is given the bare column.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Func


class Unindexed(Func):
    """`Unindexed("ended_at")` has the value of the column; SQLite's own way to say so is a plus before it."""

    arity = 1
    template = "%(expressions)s"

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="+%(expressions)s", **extra)
