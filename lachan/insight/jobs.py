"""Daily values of every indicator, kept so that a past day needs no second look at its people."""

from __future__ import annotations

import datetime as dt

from lachan.insight.services import values_store
from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.clock import domain_now
from lachan.kernel.jobs.registry import daily, job
from lachan.kernel.jobs.worker import Run
from lachan.kernel.times import local_day


@job("insight.values_store", lane="long", when=daily(1))
def values_of_yesterday(run: Run) -> None:
    """Storing a day twice replaces it, so that a second run changes nothing."""
    now = domain_now()
    values_store(day=local_day(now) - dt.timedelta(days=1), by=SYSTEM, now=now)
    run.progress()
