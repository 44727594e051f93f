"""The measured figure beside a directive's order: directives ask, insight computes, both unknown to each other."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from lachan.insight import queries as insight
from lachan.kernel import indicators
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import may


def figure(code: str, actor: Actor, now: dt.datetime) -> dict[str, Any] | None:
    """What the reader's own records say of an indicator in the last seven days; None for an unknown code."""
    if not may(actor, "insight.indicator_view"):
        return _name_alone(code)
    period = insight.week_until(now)
    found = insight.measure(code, actor, now, period)
    if found is None:
        return None
    return {
        "title": found.indicator.title,
        **_numbers(found),
        "unit": found.indicator.unit,
        "as_of": now,
        "parts": [{"place": part.name, **_numbers(part)} for part in found.parts],
        "note": "7 ngày gần nhất",
        "url": reverse("insight:indicator", args=[code]),
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
