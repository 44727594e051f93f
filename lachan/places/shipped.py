"""The tables that come with the product: Cà Mau of 2021 and 2025, and invented figures for the demonstration."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

from lachan.kernel.access.actors import Actor
from lachan.places import services

_DATA = Path(__file__).parent / "data"
# The lists of 2020 to 2024 hold the same 101 communes; older trees are not shipped.
SINCE = dt.date(2020, 1, 1)
MERGED_WARDS = dt.date(2025, 1, 1)
TWO_LEVELS = dt.date(2025, 7, 1)
_SOURCE = "bộ dữ liệu kèm theo"
_INVENTED_SOURCE = "Số minh họa, không phải số thống kê"


def camau_load(*, by: Actor, now: dt.datetime) -> None:
    """Both trees of Cà Mau with the successions between them; loading again adds nothing."""
    sets = [
        ("camau_2021.csv", SINCE, TWO_LEVELS),
        ("camau_2025_01.csv", MERGED_WARDS, TWO_LEVELS),
        ("camau_2025.csv", TWO_LEVELS, None),
    ]
    for name, valid_from, valid_to in sets:
        content = (_DATA / name).read_bytes()
        services.units_import(
            name=name, content=content, valid_from=valid_from, valid_to=valid_to, by=by, now=now
        )
    services.successions_import(rows=_rows("succession_2021_2025.csv"), source=_SOURCE, by=by, now=now)


def camau_demo_load(*, by: Actor, now: dt.datetime) -> None:
    """Hamlets and populations of 2021 for the demonstration; the invented ones say so in their rows."""
    services.hamlets_import(
        rows=_rows("demo_hamlets_2021.csv"), on=dt.date(2021, 9, 15), source=_SOURCE, by=by, now=now
    )
    services.population_import(
        rows=_rows("demo_population_2021.csv"),
        as_of=dt.date(2021, 1, 1),
        source=_INVENTED_SOURCE,
        invented=True,
        by=by,
        now=now,
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
