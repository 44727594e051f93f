"""What the head of every page shows: the search box and the alarm of positives that belong to nobody yet."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from lachan.kernel.access.roles import may


def head(request: HttpRequest) -> dict[str, Any]:
    """Where the search box and the alarm lead, for those who have them."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {}
    values: dict[str, Any] = {}
    if may(actor, "desk.search"):
        values["search_url"] = reverse("desk:search")
    if may(actor, "testing.match_decide"):
        values["alarm_url"] = reverse("desk:rows", args=["duong-tinh-chua-nhan-dien"])
    return values
