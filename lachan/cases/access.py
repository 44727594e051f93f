"""Which cases an actor sees: those of the people in their sight."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from lachan.cases.models import Case
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.queries import restrict, restrict_wide


def visible_to(actor: Actor, now: dt.datetime) -> QuerySet[Case]:
    """Standing cases of people the actor sees; an episode whose trigger was revoked is no case."""
    return restrict(Case.objects.filter(withdrawn=False), actor, now)


def listed_for(actor: Actor, now: dt.datetime) -> QuerySet[Case]:
    """The same cases, for lists and counts over the province: who sees few people is asked for them once."""
    return restrict_wide(Case.objects.filter(withdrawn=False), actor, now)
