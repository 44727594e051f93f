"""Computing everybody again after a rule changed. The layer above the journeys."""

from __future__ import annotations

from lachan.journeys.rebuilt import rebuild
from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.clock import domain_now
from lachan.kernel.jobs.registry import job
from lachan.kernel.jobs.worker import Run


@job("standing.rebuild", lane="long", lease_seconds=1800, title="Tính lại mức theo quy tắc mới")
def standing_rebuild(run: Run) -> None:
    """A rebuild killed half-way starts again: it computes from the facts and writes what differs."""
    rebuild(disease=run.payload["disease"], by=SYSTEM, now=domain_now())
    run.progress(done=1, total=1)
