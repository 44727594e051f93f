"""Everything derived, computed again from the facts alone."""

from __future__ import annotations

import time

from lachan.bench.clocks import Line, times
from lachan.bench.locks import watched
from lachan.bench.world import DISEASE, NOW
from lachan.journeys.rebuilt import rebuild
from lachan.kernel.access.actors import SYSTEM
from lachan.standing.models import StandingInput


def measure() -> list[Line]:
    """On data that are right already a rebuild changes nothing, and no chunk keeps others from writing for long."""
    began = time.perf_counter()
    count = sum(1 for _ in StandingInput.objects.filter(disease=DISEASE).values_list("pk", "data").iterator())
    floor = time.perf_counter() - began
    with watched() as held:
        began = time.perf_counter()
        done = rebuild(disease=DISEASE, by=SYSTEM, now=NOW)
        seconds = time.perf_counter() - began
    what = f"tính lại tất cả ({done.people} người, {count} dữ kiện)"
    return [
        Line(what, f"{seconds:.0f} s", "", None, f"{floor:.1f} s đọc qua", times(seconds, floor)),
        Line(f"{what}: người ra kết quả khác", str(done.changed), "0", done.changed == 0),
        Line(f"{what}: giữ khóa ghi lâu nhất", f"{max(held):.2f} s", "≤ 0,5 s", max(held) <= 0.5),
    ]
