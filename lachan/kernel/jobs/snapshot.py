"""An actor put into a job's payload: late work is judged by the rights of the moment it was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lachan.kernel.access.actors import Actor


def actor_data(actor: Actor) -> dict[str, Any]:
    """The actor as JSON."""
    return {
        "kind": actor.kind,
        "label": actor.label,
        "user_id": actor.user_id,
        "organisation_id": actor.organisation_id,
        "roles": sorted(actor.roles),
        "everywhere": actor.everywhere,
        "unit_ids": sorted(actor.unit_ids),
        "district_ids": sorted(actor.district_ids),
    }


def actor_from(data: Mapping[str, Any]) -> Actor:
    """The actor that `actor_data` wrote down."""
    sets = {name: frozenset(data[name]) for name in ("roles", "unit_ids", "district_ids")}
    return Actor(**{**data, **sets})
