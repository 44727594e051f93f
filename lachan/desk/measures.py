"""The measured figure beside a directive's order: directives ask, insight computes, both unknown to each other."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from lachan.insight import queries as insight
from lachan.kernel import indicators
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import may
from lachan.kernel.times import local_day, show_day, show_moment


def figure(code: str, actor: Actor, now: dt.datetime) -> dict[str, Any] | None:
    """What the reader's own records say of an indicator in the last seven days; None for an unknown code."""
    if not may(actor, "insight.indicator_view"):
        return _name_alone(code)
    period = insight.week_until(now)
    found = insight.measure(code, actor, now, period)
    if found is None:
        return None
    first, last = local_day(period.start), local_day(now)
    days = {"since": show_day(first), "until": show_day(last)}
    return {
        "title": found.indicator.title,
        **_numbers(found),
        "unit": found.indicator.unit,
        "as_of": now,
        "parts": [{"place": part.name, **_numbers(part)} for part in found.parts],
        "note": f"từ {show_day(first)} đến {show_moment(now)}",
        "url": f"{reverse('insight:indicator', args=[code])}?{urlencode(days)}",
    }


def _numbers(found: insight.Measured | insight.Part) -> dict[str, Any]:
    figure = found.figure
    return {
        "value": figure.value,
        "measured": figure.measured,
        "unmeasured": figure.unmeasured,
        "within": found.within,
    }


def _name_alone(code: str) -> dict[str, Any] | None:
    """That the order is measured, and by what, for a role that sees no figures about people."""
    indicators.load_room_indicators()
    known = indicators.indicators().get(code)
    return {"title": known.title, "value": None, "withheld": True} if known else None
