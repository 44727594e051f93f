"""What laboratories upload. The layer above the journeys: a chunk's effects reach the other rooms through one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from lachan.journeys.result_received import results_received
from lachan.kernel.access.actors import Actor
from lachan.kernel.intake.kinds import declare
from lachan.testing import services
from lachan.testing.intake_kinds import results_kind
from lachan.testing.types import Taken


@transaction.atomic
def chunk_take(*, disease: str, by: Actor, now: dt.datetime, **chunk: Any) -> Taken:
    """Record a chunk of a laboratory's rows with all that follows from it."""
    taken = services.results_take(disease=disease, by=by, now=now, **chunk)
    if taken.added:
        results_received(disease=disease, added=taken.added, by=by, now=now)
    return taken


declare(results_kind(chunk_take, done_url="testing:list", new_url="testing:result_import"))
