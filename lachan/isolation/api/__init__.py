"""The same services over JSON: sites, who needs a decision, decisions, arrivals and hours."""

from __future__ import annotations

from ninja import Router

from lachan.isolation.api import drafts, orders, sites, stays

router = Router(tags=["Cách ly"])
for _part in (sites, drafts, orders, stays):
    router.add_router("", _part.router)
