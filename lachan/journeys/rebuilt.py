"""Everything derived is computed again from the facts: `lachan tracing rebuild`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from lachan.cases import queries as cases
from lachan.journeys import following
from lachan.kernel.access.actors import Actor
from lachan.standing import queries as standing
from lachan.standing import services

_CHUNK = 2000
_FEW = 500  # all of them may have moved, and are then computed in one transaction


def rebuild(*, disease: str, by: Actor, now: dt.datetime) -> Any:
    """Levels, duties and due tests from the inputs alone, then the cases after them, in short transactions."""
    _homes(disease, now)
    done = services.rebuild(disease=disease, by=by, now=now)
    concerned = sorted(standing.people_with_cases(disease) | cases.all_persons(disease))
    for start in range(0, len(concerned), _CHUNK):
        with transaction.atomic():
            following.project_cases(disease, concerned[start : start + _CHUNK], now)
    return done


def _homes(disease: str, now: dt.datetime) -> None:
    """Where people live is theirs to say, in short transactions: a register filled by other ways may have moved them."""
    people = standing.people_with_homes(disease)
    for start in range(0, len(people), _FEW):
        following.homes_follow(person_ids=people[start : start + _FEW], now=now)
