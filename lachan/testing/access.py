"""Who sees which specimens: a laboratory its own, everybody else those of people in their sight.

Of people not yet identified a commune sees those who gave an address in it, the province all.
"""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from lachan.kernel.access.actors import Actor
from lachan.kernel.access.queries import sights_of
from lachan.kernel.access.roles import LAB
from lachan.kernel.errors import OutOfSight
from lachan.testing.models import Correction, Member, Result, Specimen

M = TypeVar("M", bound=Model)


def is_laboratory(actor: Actor) -> bool:
    """Laboratories see specimens, and never who a specimen might belong to."""
    return LAB in actor.roles and not actor.everywhere


def visible_to(actor: Actor, now: dt.datetime) -> QuerySet[Specimen]:
    return readable_by(actor, now).filter(revoked_at=None)


def readable_by(actor: Actor, now: dt.datetime) -> QuerySet[Specimen]:
    """The same with those that were taken back: their page says so, and why."""
    return _through(Specimen.objects.all(), "", "pk", actor, now)


def visible_results(actor: Actor, now: dt.datetime) -> QuerySet[Result]:
    return _through(Result.objects.all(), "specimen__", "specimen_id", actor, now)


def visible_corrections(actor: Actor, now: dt.datetime) -> QuerySet[Correction]:
    return _through(Correction.objects.all(), "result__specimen__", "result__specimen_id", actor, now)


def visible_members(actor: Actor, now: dt.datetime) -> QuerySet[Member]:
    """Members one by one: of a pool the reader sees only those in sight."""
    return members_readable_by(actor, now).filter(specimen__revoked_at=None)


def members_readable_by(actor: Actor, now: dt.datetime) -> QuerySet[Member]:
    """The same with those of specimens that were taken back."""
    members = Member.objects.all()
    if actor.everywhere:
        return members
    if is_laboratory(actor):
        return members.filter(specimen__laboratory=actor.organisation_id)
    return members.filter(_in_sight(actor, now))


def check_sees(actor: Actor, specimen: Specimen, now: dt.datetime) -> None:
    if not visible_to(actor, now).filter(pk=specimen.pk).exists():
        raise OutOfSight


def check_sees_member(actor: Actor, member: Member, now: dt.datetime) -> None:
    """Raises OutOfSight for members whom the actor may not identify."""
    if is_laboratory(actor) or not visible_members(actor, now).filter(pk=member.pk).exists():
        raise OutOfSight


def _through(rows: QuerySet[M], prefix: str, specimen: str, actor: Actor, now: dt.datetime) -> QuerySet[M]:
    if actor.everywhere:
        return rows
    if is_laboratory(actor):
        if not prefix:
            return rows.filter(laboratory=actor.organisation_id)
        # As a condition on each row, so that the latest results are read from their own index.
        own = Specimen.objects.filter(pk=OuterRef(specimen), laboratory=actor.organisation_id)
        return rows.filter(Exists(own))
    members = Member.objects.filter(_in_sight(actor, now), specimen=OuterRef(specimen))
    return rows.filter(Exists(members))


def _in_sight(actor: Actor, now: dt.datetime) -> Q:
    seen = Exists(sights_of(actor, now).filter(subject_id=OuterRef("person_id")))
    return Q(seen) | Q(person=None, unit__in=sorted(actor.unit_ids))
