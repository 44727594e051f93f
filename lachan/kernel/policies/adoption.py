"""Adopting with everything that follows. The kernel knows no journey: the composition of the whole registers it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from lachan.kernel.access.actors import Actor
from lachan.kernel.policies import services
from lachan.kernel.policies.models import PolicyVersion

# Somebody whom a rule would concern: disease and person; one person may be concerned for two diseases.
Members = frozenset[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What adopting would change: who, by (level before, level after) and by what else of theirs would differ.

    `partial`: so many people are concerned that only some were computed; the counts are "at least".
    """

    levels: Mapping[tuple[str, str], Members] = field(default_factory=dict)
    ends: Members = frozenset()
    tests: Members = frozenset()
    wording: Members = frozenset()  # only the instrument that their reasons name
    computed: Members = frozenset()
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """The rows behind one count under the reader's own scope: a page of those in sight, and how many others live in
    which place. `seen` and the others together are the count."""

    rows: Sequence[Row] = ()
    seen: int = 0
    page: int = 1
    pages: int = 1
    elsewhere: Sequence[tuple[str, int]] = ()


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    place: str
    disease: str
    url: str | None


Adopter = Callable[..., PolicyVersion]
Foreseer = Callable[..., Foreseen | None]
Opener = Callable[[Members, HttpRequest, int], Opened]


def _nothing_known(**version: Any) -> Foreseen | None:
    return None


def _nobody_in_sight(members: Members, request: HttpRequest, page: int) -> Opened:
    return Opened(elsewhere=[("chưa rõ nơi ở", len(members))])


_adopter: list[Adopter] = [services.policy_adopt]
_foreseer: list[Foreseer] = [_nothing_known]
_opener: list[Opener] = [_nobody_in_sight]


def register(
    adopter: Adopter, foreseer: Foreseer = _nothing_known, opener: Opener = _nobody_in_sight
) -> None:
    """Let `adopter` (arguments of `services.policy_adopt`) stand for the bare service on the screens, `foreseer`
    (the same arguments) tell beforehand what it would change, and `opener` show who is behind a count."""
    _adopter[0] = adopter
    _foreseer[0] = foreseer
    _opener[0] = opener


def adopt(*, by: Actor, now: dt.datetime, **version: Any) -> PolicyVersion:
    """Adopt a version and let follow what follows."""
    return _adopter[0](by=by, now=now, **version)


def foresee(*, by: Actor, now: dt.datetime, **version: Any) -> Foreseen | None:
    """What `adopt` would change; None where nobody can tell. Nothing is written."""
    return _foreseer[0](by=by, now=now, **version)


def open_members(members: Members, request: HttpRequest, page: int) -> Opened:
    """One page of the people behind a count, as the reader may see them."""
    return _opener[0](members, request, page)
