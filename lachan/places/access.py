"""Who may change places. Reading needs no check: units are public."""

from __future__ import annotations

from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import check


def check_can_units_import(by: Actor) -> None:
    """Units, successions, hamlets and populations are the administrator's."""
    check(by, "places.units_import")


def check_can_venue_register(by: Actor) -> None:
    check(by, "places.venue_register")
