"""What the head of every page shows: the search box and the alarm of positives that belong to nobody yet."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from lachan.kernel.access.roles import may
from lachan.testing import queries as testing


def head(request: HttpRequest) -> dict[str, Any]:
    """At most one small query: only specimens that wait with an alarm are counted."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {}
    values: dict[str, Any] = {}
    if may(actor, "desk.search"):
        values["search_url"] = reverse("desk:search")
    if may(actor, "testing.match_decide"):
        values["alarm_count"] = testing.alarm_count(actor, request.now)  # type: ignore[attr-defined]
        values["alarm_url"] = reverse("desk:rows", args=["duong-tinh-chua-nhan-dien"])
    return values
