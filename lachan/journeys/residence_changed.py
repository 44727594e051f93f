"""A person moves: the new commune sees them, and all that is on record of them is its work from then on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from lachan.journeys import following
from lachan.kernel.access.actors import Actor
from lachan.people import services as people


@transaction.atomic
def residence_change(*, person: Any, by: Actor, now: dt.datetime, **move: Any) -> None:
    """Move somebody (arguments of `people.residence_change`); their levels and duties go to the new commune."""
    people.residence_change(person=person, by=by, now=now, **move)
    following.homes_follow(person_ids=[person.pk], now=now)
