"""Who an organisation is, what it is competent for, and the actor that a user stands for."""

from __future__ import annotations

import datetime as dt

from django.core.cache import cache
from django.db.models import Exists, Q, QuerySet

from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import ADVISORY, COMMUNE, DISTRICT, LEADER, SITE, TRACER
from lachan.kernel.text import fold
from lachan.kernel.times import LOCAL
from lachan.organisations.models import Area, Organisation, OrganisationKind, Position, User
from lachan.places import queries as places

# Names that the rooms above may use; the module of the tables itself is private.
__all__ = ["Organisation", "OrganisationKind", "Position", "User", "actor_of"]

# Roles that see people of the whole area of their organisation when that area is the province.
_SEEING_ROLES = frozenset({LEADER, ADVISORY, TRACER})
# Everybody else works with letters, specimens, accounts or the audit: their organisation's area gives no sight.
_SEES_PEOPLE = _SEEING_ROLES | {DISTRICT, COMMUNE, SITE}
_SCOPE_SECONDS = 30
# The organs through which a district or commune carries out orders: one log-in of them acts for the others. Party
# committees, police, army and mass organisations at the same seat have log-ins of their own.
_DISTRICT_ORGANS = (
    OrganisationKind.PEOPLES_COMMITTEE,
    OrganisationKind.STEERING,
    OrganisationKind.HEALTH_CENTRE,
)
_COMMUNE_ORGANS = (
    OrganisationKind.PEOPLES_COMMITTEE,
    OrganisationKind.STEERING,
    OrganisationKind.STATION,
)


def actor_of(user: User, now: dt.datetime) -> Actor:
    """The actor for a user at a moment: roles of code, communes from the organisation's areas of that day."""
    roles = frozenset(user.roles)
    communes, districts, whole = _scope(user.organisation_id, now)
    everywhere = whole and bool(roles & _SEEING_ROLES)
    return Actor(
        kind="user",
        label=f"{user.full_name}, {user.organisation.name}",
        user_id=user.pk,
        organisation_id=user.organisation_id,
        roles=roles,
        everywhere=everywhere,
        unit_ids=communes if roles & _SEES_PEOPLE else frozenset(),
        district_ids=districts,
    )


def areas_on(organisation_id: int, day: dt.date) -> QuerySet[Area]:
    alive = Q(valid_to=None) | Q(valid_to__gt=day)
    return Area.objects.filter(alive, organisation_id=organisation_id, valid_from__lte=day)


def _scope(organisation_id: int, now: dt.datetime) -> tuple[frozenset[int], frozenset[int], bool]:
    """(communes, districts, whole province?) in the organisation's competence."""
    day = now.astimezone(LOCAL).date()
    key = f"lachan.scope.{organisation_id}.{day}"
    found = cache.get(key)
    if found is None:
        found = _compute_scope(organisation_id, day)
        cache.set(key, found, _SCOPE_SECONDS)
    communes, districts, whole = found
    return communes, districts, whole


def _compute_scope(organisation_id: int, day: dt.date) -> tuple[frozenset[int], frozenset[int], bool]:
    units = [area.unit for area in areas_on(organisation_id, day).select_related("unit")]
    communes: set[int] = set()
    for unit in units:
        communes |= places.commune_ids_under(unit.pk, with_successions=True)
    districts = {unit.pk for unit in units if unit.level == 2}
    return frozenset(communes), frozenset(districts), any(unit.level == 1 for unit in units)


def alive_on(day: dt.date) -> QuerySet[Organisation]:
    ended = Q(valid_to=None) | Q(valid_to__gt=day)
    return Organisation.objects.filter(ended, valid_from__lte=day)


def acted_for(actor: Actor) -> QuerySet[Organisation]:
    """The organisations in whose name the actor works: the own one; for a log-in of a district's or commune's own
    organs (people's committee, steering committee, health centre or station) also the others of them there."""
    found = Q(pk=actor.organisation_id or 0)
    if DISTRICT in actor.roles:
        found |= _speaks(actor, _DISTRICT_ORGANS) & Q(
            kind__in=_DISTRICT_ORGANS, seat_id__in=actor.district_ids
        )
    if COMMUNE in actor.roles:
        found |= _speaks(actor, _COMMUNE_ORGANS) & Q(kind__in=_COMMUNE_ORGANS, seat_id__in=actor.unit_ids)
    return Organisation.objects.filter(found)


def watched(actor: Actor) -> QuerySet[Organisation]:
    """The communes' own organs below a district whose organ the actor logs in for: they act for themselves."""
    if DISTRICT not in actor.roles:
        return Organisation.objects.none()
    below = Q(kind__in=_COMMUNE_ORGANS, seat_id__in=actor.unit_ids)
    return Organisation.objects.filter(_speaks(actor, _DISTRICT_ORGANS), below)


def _speaks(actor: Actor, kinds: tuple[OrganisationKind, ...]) -> Q:
    return Q(Exists(Organisation.objects.filter(pk=actor.organisation_id or 0, kind__in=kinds)))


def organs_below(actor: Actor, now: dt.datetime) -> list[tuple[int, str]]:
    """(id, name) of the organs of the same kind inside the area of the actor's organisation that have somebody to
    sign: the committees of the districts for the clerk of the province's."""
    own = Organisation.objects.filter(pk=actor.organisation_id or 0).first()
    if own is None:
        return []
    communes, districts, whole = _scope(own.pk, now)
    found = alive_on(now.astimezone(LOCAL).date()).filter(kind=own.kind, positions__isnull=False)
    if not whole:
        found = found.filter(areas__unit_id__in=communes | districts)
    named = found.exclude(pk=own.pk).distinct().order_by("name_key")
    return [(one.pk, one.name) for one in named]


def competent_for(unit_id: int, day: dt.date, kinds: list[str]) -> QuerySet[Organisation]:
    """Organisations of the given kinds whose area is exactly this unit on that day."""
    alive = Q(areas__valid_to=None) | Q(areas__valid_to__gt=day)
    return alive_on(day).filter(alive, areas__unit_id=unit_id, areas__valid_from__lte=day, kind__in=kinds)


def lacks_role(organisation_id: int, role: str) -> bool:
    """Whether an organ below the province has nobody who logs in with this role; the province's own team works for
    the province's organs."""
    organisation = Organisation.objects.select_related("seat").get(pk=organisation_id)
    if organisation.seat is None or organisation.seat.level == places.Level.PROVINCE:
        return False
    return not any(role in user.roles for user in organisation.users.filter(is_active=True))


def search(text: str, day: dt.date) -> QuerySet[Organisation]:
    """Organisations whose folded name holds every word of `text`."""
    rows = alive_on(day)
    for word in fold(text).split():
        rows = rows.filter(name_key__contains=word)
    return rows


def positions(organisation_id: int, day: dt.date) -> QuerySet[Position]:
    alive = Q(valid_to=None) | Q(valid_to__gt=day)
    return Position.objects.filter(alive, organisation_id=organisation_id, valid_from__lte=day)
