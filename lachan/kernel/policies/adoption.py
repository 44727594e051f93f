"""Adopting with everything that follows. The kernel knows no journey: the composition of the whole registers it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from lachan.kernel.access.actors import Actor
from lachan.kernel.policies import services
from lachan.kernel.policies.models import PolicyVersion

Adopter = Callable[..., PolicyVersion]
_adopter: list[Adopter] = [services.policy_adopt]


def register(adopter: Adopter) -> None:
    """Let `adopter` (arguments of `services.policy_adopt`) stand for the bare service on the screens."""
    _adopter[0] = adopter


def adopt(*, by: Actor, now: dt.datetime, **version: Any) -> PolicyVersion:
    """Adopt a version and let follow what follows."""
    return _adopter[0](by=by, now=now, **version)
