"""The domain's clock: real time in production, a movable morning in the demonstration.

Only the top layer (views, api, cli, jobs) reads it; services are handed `now`.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from lachan.kernel.models import ClockSetting

_CACHE_KEY = "lachan.clock.offset"


def domain_now() -> dt.datetime:
    """The moment at which the domain stands (aware)."""
    if not settings.DEMO:
        return timezone.now()
    return timezone.now() + _offset()


def real_now() -> dt.datetime:
    """Real time, for sessions, tokens, leases and sealing."""
    return timezone.now()


def move_to(moment: dt.datetime) -> None:
    """Let the demonstration's clock stand at `moment` and run on from there."""
    if not settings.DEMO:
        raise RuntimeError("the clock can be moved in the demonstration only")
    seconds = (moment - timezone.now()).total_seconds()
    ClockSetting.objects.update_or_create(pk=1, defaults={"offset_seconds": seconds})
    cache.delete(_CACHE_KEY)


def _offset() -> dt.timedelta:
    seconds = cache.get(_CACHE_KEY)
    if seconds is None:
        row = ClockSetting.objects.filter(pk=1).first()
        seconds = row.offset_seconds if row else 0.0
        cache.set(_CACHE_KEY, seconds, 5)
    return dt.timedelta(seconds=seconds)
