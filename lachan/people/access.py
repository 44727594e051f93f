"""Who may see and change people; `visible_to` is the only door."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from lachan.kernel.access.actors import Actor
from lachan.kernel.access.queries import restrict, sees
from lachan.kernel.errors import OutOfSight, Refused
from lachan.people.models import Person


def visible_to(actor: Actor, now: dt.datetime) -> QuerySet[Person]:
    """People the actor sees now; a record that was merged into another shows as that other one."""
    return restrict(Person.objects.filter(canonical=None), actor, now, "id")


def check_sees(actor: Actor, person: Person, now: dt.datetime) -> None:
    """Raises OutOfSight unless the actor sees the person, or a record merged with it."""
    if sees(actor, person.pk, now):
        return
    root = person.canonical_id or person.pk
    group = Person.objects.filter(Q(pk=root) | Q(canonical=root)).exclude(pk=person.pk)
    if not any(sees(actor, pk, now) for pk in group.values_list("pk", flat=True)):
        raise OutOfSight


def check_remembered(*persons: Person) -> None:
    """Refused where somebody was forgotten: nothing that names them may come back."""
    if any(person.is_forgotten for person in persons):
        raise Refused("Thông tin cá nhân của người này đã xóa theo yêu cầu, không ghi lại được.")
