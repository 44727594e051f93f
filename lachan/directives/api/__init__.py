"""Letters and tasks as JSON, for the same services as the screens; the session says who asks."""

from __future__ import annotations

from ninja import Router

from lachan.directives.api import drafts, letters, tasks

router = Router(tags=["directives"])
for _part in (letters, drafts, tasks):
    router.add_router("", _part.router)
