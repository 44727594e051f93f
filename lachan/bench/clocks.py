"""Timing: many short measurements, their percentiles, and rows of the one table."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection


@dataclass(frozen=True, slots=True)
class Line:
    """One claim: what was measured against its limit, and against a floor of the same run."""

    claim: str
    measured: str
    limit: str = ""
    holds: bool | None = None  # None where there is no limit to keep
    floor: str = ""
    ratio: str = ""


@dataclass(slots=True)
class Sample:
    """Seconds on the clock and on this process's own processor time, and database queries."""

    seconds: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)
    queries: int = 0

    @property
    def p50(self) -> float:
        return percentile(self.seconds, 50)

    @property
    def p95(self) -> float:
        return percentile(self.seconds, 95)

    def absorb(self, other: Sample) -> None:
        self.seconds += other.seconds
        self.own += other.own
        self.queries = max(self.queries, other.queries)


def percentile(values: Sequence[float], share: int) -> float:
    """The nearest-rank percentile: a value that was really measured."""
    ranked = sorted(values)
    return ranked[max(0, -(-len(ranked) * share // 100) - 1)]


def sample(work: Callable[[], Any], times: int = 1) -> Sample:
    made = Sample()
    for _ in range(times):
        with counted() as count:
            own, began = time.process_time(), time.perf_counter()
            work()
            made.seconds.append(time.perf_counter() - began)
            made.own.append(time.process_time() - own)
        made.queries = max(made.queries, count())
    return made


@contextmanager
def counted() -> Iterator[Callable[[], int]]:
    """How many statements the database was given; transaction marks of the driver are none."""
    ran = 0

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal ran
        ran += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield lambda: ran


def mean(values: Sequence[float]) -> float:
    return statistics.fmean(values)


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 0.01 else f"{seconds * 1000:.0f} ms"


def times(measured: float, floor: float) -> str:
    return f"{measured / floor:.1f}×" if floor else ""
