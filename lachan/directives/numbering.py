"""When two letters bear the same number: State documents count by year, Party documents by term."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.db.models import QuerySet

from lachan.directives.models import Letter

_FILE = Path(__file__).parent / "data" / "party_terms.yaml"


def span_of(issuer_kind: str, issued_on: dt.date) -> tuple[dt.date, dt.date]:
    """[first, end) of the days in which a number is used once: the year, or the Party's term."""
    if issuer_kind != "party":
        return dt.date(issued_on.year, 1, 1), dt.date(issued_on.year + 1, 1, 1)
    starts = [day for day in _term_starts() if day <= issued_on]
    later = [day for day in _term_starts() if day > issued_on]
    return (starts[-1] if starts else dt.date.min), (later[0] if later else dt.date.max)


def same_number(reading: Mapping[str, Any], organisation_id: int) -> QuerySet[Letter]:
    """Letters of the register with the issuer, type, number and symbol of this reading, in its year or term."""
    number, symbol, issued = reading["number"], reading["symbol"], reading["issued_on"]
    if not (number and symbol and issued):
        return Letter.objects.none()
    first, end = span_of(reading["issuer_kind"], dt.date.fromisoformat(issued))
    return Letter.objects.filter(
        organisation_id=organisation_id,
        void_number=0,
        issuer=(reading["issuer"] or "")[:200],
        doc_type=(reading["type"] or "")[:40],
        number=number,
        symbol=symbol,
        issued_on__gte=first,
        issued_on__lt=end,
    )


@lru_cache(maxsize=1)
def _term_starts() -> tuple[dt.date, ...]:
    content = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return tuple(term["from"] for term in content["terms"])
