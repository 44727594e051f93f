"""How a list of one kind of rows looks: the type that the tables of the desk share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from lachan.desk.lens import Lens
from lachan.ui.tables import Column


@dataclass(frozen=True, slots=True)
class Shape:
    """`prepare` fetches for one page what the columns need; `persons` names the people shown."""

    columns: Sequence[Column]
    sort: str
    url: Callable[[Any], str | None]
    persons: Callable[[Any], Iterable[int | None]]
    prepare: Callable[[Sequence[Any], Lens], None] = lambda rows, lens: None
    prepare_brief: Callable[[Sequence[Any], Lens], None] | None = None  # where a short list needs less
