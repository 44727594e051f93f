"""Testing over JSON: specimens and results, files of laboratories, and whose a waiting specimen is."""

from __future__ import annotations

from ninja import Router

from lachan.testing.api import files, matching, results, specimens

router = Router(tags=["testing"])
for _part in (results, files, specimens, matching):
    router.add_router("", _part.router)
