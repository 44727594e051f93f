"""Adopting with everything that follows. The kernel knows no journey: the composition of the whole registers it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lachan.kernel.access.actors import Actor
from lachan.kernel.policies import services
from lachan.kernel.policies.models import PolicyVersion


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What adopting would change: people by (level before, level after) and by what else of theirs would differ.

    `partial`: so many people are concerned that only some were computed; the counts are "at least".
    """

    levels: Mapping[tuple[str, str], int] = field(default_factory=dict)
    ends: int = 0
    tests: int = 0
    wording: int = 0  # only the instrument that their reasons name
    computed: int = 0
    partial: bool = False


Adopter = Callable[..., PolicyVersion]
Foreseer = Callable[..., Foreseen | None]


def _nothing_known(**version: Any) -> Foreseen | None:
    return None


_adopter: list[Adopter] = [services.policy_adopt]
_foreseer: list[Foreseer] = [_nothing_known]


def register(adopter: Adopter, foreseer: Foreseer = _nothing_known) -> None:
    """Let `adopter` (arguments of `services.policy_adopt`) stand for the bare service on the screens, and
    `foreseer` (the same arguments) tell beforehand what it would change."""
    _adopter[0] = adopter
    _foreseer[0] = foreseer


def adopt(*, by: Actor, now: dt.datetime, **version: Any) -> PolicyVersion:
    """Adopt a version and let follow what follows."""
    return _adopter[0](by=by, now=now, **version)


def foresee(*, by: Actor, now: dt.datetime, **version: Any) -> Foreseen | None:
    """What `adopt` would change; None where nobody can tell. Nothing is written."""
    return _foreseer[0](by=by, now=now, **version)
