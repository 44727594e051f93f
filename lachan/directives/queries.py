"""Reads of letters and tasks, scoped by the reader."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import Q, QuerySet

from lachan.directives import states
from lachan.directives.access import sees_all, visible_letters, visible_tasks
from lachan.directives.models import Letter, LetterOrder, Task, TaskEntry
from lachan.kernel.access.actors import Actor
from lachan.kernel.errors import OutOfSight

# Names that the rooms above may use; the module of the tables itself is private.
__all__ = ["Letter", "LetterOrder", "Task", "TaskEntry", "sees_all", "visible_letters", "visible_tasks"]


def letter_by_uid(uid: uuid.UUID, actor: Actor) -> Letter:
    """The letter, or OutOfSight."""
    letter = visible_letters(actor).filter(uid=uid).first()
    if letter is None:
        raise OutOfSight
    return letter


def task_by_uid(uid: uuid.UUID, actor: Actor) -> Task:
    task = (
        visible_tasks(actor)
        .filter(uid=uid)
        .select_related("lead", "order", "order__letter")
        .first()
    )
    if task is None:
        raise OutOfSight
    return task


def open_tasks(actor: Actor) -> QuerySet[Task]:
    return visible_tasks(actor).filter(state__in=states.OPEN)


def overdue(rows: QuerySet[Task], now: dt.datetime) -> QuerySet[Task]:
    """Open tasks whose deadline has passed."""
    return rows.filter(state__in=states.OPEN, due_at__lt=now)


def my_tasks(actor: Actor) -> QuerySet[Task]:
    """Open tasks that the actor's own organisation leads or works on."""
    mine = Q(lead_id=actor.organisation_id) | Q(co_workers=actor.organisation_id)
    ids = Task.objects.filter(mine, state__in=states.OPEN).values("pk")
    return Task.objects.filter(pk__in=ids)
