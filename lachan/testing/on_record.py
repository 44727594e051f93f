"""What the rows of a file say that is on record already: the same again, or something else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lachan.kernel.access.actors import Actor
from lachan.kernel.intake.kinds import GoodRow
from lachan.testing.models import Result
from lachan.testing.types import LabRow

if TYPE_CHECKING:
    from lachan.kernel.intake.queries import Upload

_ASKED_AT_ONCE = 2000
_QUOTED = 5


def laboratory_of(upload: Upload) -> int | None:
    """The laboratory that tested: named by whoever uploads for it, else the uploader's own."""
    chosen = (upload.options or {}).get("laboratory_id")
    return int(chosen) if chosen else upload.organisation_id


def rows_repeated(rows: Sequence[GoodRow], upload: Upload, by: Actor, now: dt.datetime) -> set[int]:
    """Numbers of rows whose result is recorded already with the same outcome."""
    made: list[LabRow] = [row.extra for row in rows if row.extra is not None]
    known = _outcomes_known(made, upload)
    return {row.number for row in made if row.outcome in known.get(_result_key(row), ())}


def rows_foresee(
    rows: Sequence[GoodRow], upload: Upload, by: Actor, now: dt.datetime
) -> Sequence[tuple[str, int]]:
    """Rows that contradict a result on record, or an earlier row: they change nothing before somebody decides."""
    told: dict[tuple[str, str, int], str] = {}
    others: list[LabRow] = []
    for start in range(0, len(rows), _ASKED_AT_ONCE):
        made: list[LabRow] = [row.extra for row in rows[start : start + _ASKED_AT_ONCE]]
        known = _outcomes_known(made, upload)
        for row in made:
            first = told.setdefault(_result_key(row), row.outcome)
            if known.get(_result_key(row)) or first != row.outcome:
                others.append(row)
    if not others:
        return []
    codes = ", ".join(row.code for row in others[:_QUOTED])
    more = "…" if len(others) > _QUOTED else ""
    return [(f"kết quả khác kết quả đã có, chỉ chờ xác nhận đính chính: mẫu {codes}{more}", len(others))]


def _outcomes_known(rows: Sequence[LabRow], upload: Upload) -> dict[tuple[str, str, int], set[str]]:
    """The outcomes that stand on record for each row's specimen, method and minute."""
    results = Result.objects.standing().filter(
        specimen__laboratory=laboratory_of(upload),
        specimen__disease__in={row.disease for row in rows},
        specimen__code__in={row.code for row in rows},
        specimen__revoked_at=None,
    )
    known: dict[tuple[str, str, int], set[str]] = {}
    for code, method, at, outcome in results.values_list(
        "specimen__code", "method", "occurred_at", "outcome"
    ):
        known.setdefault((code, method, _minute(at)), set()).add(outcome)
    return known


def _result_key(row: LabRow) -> tuple[str, str, int]:
    return row.code, row.method, _minute(row.resulted_at)


def _minute(moment: dt.datetime) -> int:
    return int(moment.timestamp()) // 60
