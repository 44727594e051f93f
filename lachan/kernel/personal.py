"""What a room holds that names a person, and what becomes of it when the person is forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Personal:
    """Rows that name somebody: blanked field by field where a fact stands behind them, deleted where none does."""

    label: str
    rows: QuerySet[Any]
    blank: Mapping[str, Any] | None = None  # None: the rows go

    def count(self) -> int:
        return self.rows.count()

    def erase(self) -> int:
        """How many rows were blanked or deleted."""
        if self.blank is None:
            return self.rows.delete()[0]
        return self.rows.update(**self.blank)
