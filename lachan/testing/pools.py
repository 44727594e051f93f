"""Pools in files that have no column for them: the members share one code, and everything that was done with it.

Three people or more with one code, one moment of sampling, one method, one moment and one outcome are a pool; two are
one only where the code itself says so ("G15-01"). Two people with one ordinary code are a mistake.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from lachan.kernel.intake import queries as intake
from lachan.kernel.intake.cells import text_of
from lachan.kernel.text import fold

if TYPE_CHECKING:
    from lachan.kernel.intake.queries import Upload

_MARKERS = ("tube", "pool_code", "pool_size")
_SAME = ("sampled_at", "sampled_hour", "resulted_at", "resulted_hour", "method", "outcome")
_POOL_CODE = re.compile(r"^(g|gop|pool|mg)[ ]?[0-9]")
_LARGEST = 20  # a code on more rows than any tube has members is no code at all


def pools_of(upload: Upload) -> frozenset[str]:
    """The codes of a file's unmarked pools; read once for an upload in hand."""
    known: frozenset[str] | None = vars(upload).get("_pools")
    if known is None:
        known = vars(upload)["_pools"] = _find(upload)
    return known


def _find(upload: Upload) -> frozenset[str]:
    columns = upload.columns or {}
    if not columns.get("code") or any(columns.get(name) for name in _MARKERS):
        return frozenset()
    document = intake.document_of(upload)
    place = document.columns.index(columns["code"])
    counts = Counter(text_of(line.cells[place]) for line in document.lines)
    shared = {code for code, count in counts.items() if 2 <= count <= _LARGEST and code}
    if not shared:
        return frozenset()
    reader = intake.reader_of(upload, document)
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for line in document.lines:
        if text_of(line.cells[place]) in shared:
            values = reader.read(line)[0].values
            groups.setdefault(values["code"] or "", []).append(values)
    return frozenset(code for code, rows in groups.items() if looks_pooled(code, rows))


def looks_pooled(code: str, rows: Sequence[Mapping[str, Any]]) -> bool:
    """Whether rows that share a code are one tube of several people."""
    people = {fold(row.get("name") or "") for row in rows} - {""}
    done = {tuple(row.get(name) for name in _SAME) for row in rows}
    least = 2 if _POOL_CODE.match(fold(code)) else 3
    return len(people) >= least and len(done) == 1
