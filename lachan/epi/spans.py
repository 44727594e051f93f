"""Half-open spans of time [start, end) and the little algebra that the rules need."""

from collections.abc import Iterable, Sequence
from datetime import datetime

Span = tuple[datetime, datetime]


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same time as disjoint spans in order; spans that touch become one."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        elif start < end:
            result.append((start, end))
    return result


def without(span: Span, holes: Sequence[Span]) -> list[Span]:
    """What is left of `span` outside `holes` (disjoint and in order)."""
    if not holes:
        return [span] if span[0] < span[1] else []
    start, end = span
    left: list[Span] = []
    for hole_start, hole_end in holes:
        if hole_end <= start:
            continue
        if hole_start >= end:
            break
        if hole_start > start:
            left.append((start, hole_start))
        start = max(start, hole_end)
    if start < end:
        left.append((start, end))
    return left


def overlap(a: Span, b: Span) -> Span | None:
    """The common part of two spans; an empty span counts where it lies inside the other."""
    start, end = max(a[0], b[0]), min(a[1], b[1])
    if start < end:
        return start, end
    if start == end and a[0] == a[1] and b[0] <= start < b[1]:
        return start, end
    return None


def covers(spans: Iterable[Span], at: datetime) -> bool:
    return any(start <= at < end for start, end in spans)
