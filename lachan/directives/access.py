"""Which letters and tasks an actor sees."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from lachan.directives.models import Letter, Task
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import ADVISORY, CLERK, LEADER

_OFFICE = frozenset({CLERK, LEADER, ADVISORY})


def sees_all(actor: Actor) -> bool:
    """The province's office: clerk, leader and advisory team."""
    return actor.is_system or bool(actor.roles & _OFFICE)


def visible_tasks(actor: Actor) -> QuerySet[Task]:
    """All for the office; else the released tasks that the organisation (or one seated in its area) leads
    or works on."""
    if sees_all(actor):
        return Task.objects.all()
    mine = (
        Q(lead_id=actor.organisation_id)
        | Q(co_workers=actor.organisation_id)
        | Q(lead__seat_id__in=actor.district_ids)
        | Q(lead__seat_id__in=actor.unit_ids)
    )
    if not actor.district_ids and len(actor.unit_ids) > 1:
        mine |= Q(lead__areas__unit_id__in=actor.unit_ids)
    shown = Task.objects.filter(mine).exclude(state__in=(Task.State.DRAFT, Task.State.CANCELLED))
    return Task.objects.filter(pk__in=shown.values("pk"))


def visible_letters(actor: Actor) -> QuerySet[Letter]:
    """All for the office; else the letters from which a task came to the organisation."""
    if sees_all(actor):
        return Letter.objects.all()
    return Letter.objects.filter(pk__in=visible_tasks(actor).values("order__letter_id"))
