"""Which cases an actor sees: those of the people in their sight."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from lachan.cases.models import Case, Outcome
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.queries import restrict, restrict_wide
from lachan.kernel.access.roles import check
from lachan.kernel.facts import Fact


def check_can_statement_revoke(by: Actor, statement: Fact) -> None:
    """Who may state something may take it back; an outcome, which closes the case, only who may close cases."""
    check(by, "cases.case_close" if isinstance(statement, Outcome) else "cases.case_investigate")


def visible_to(actor: Actor, now: dt.datetime) -> QuerySet[Case]:
    """Standing cases of people the actor sees; an episode whose trigger was revoked is no case."""
    return restrict(Case.objects.filter(withdrawn=False), actor, now)


def listed_for(actor: Actor, now: dt.datetime) -> QuerySet[Case]:
    """The same cases, for lists and counts over the province: who sees few people is asked for them once."""
    return restrict_wide(Case.objects.filter(withdrawn=False), actor, now)
