"""A new version of a rule is adopted: everybody whom it concerns is computed again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from lachan.journeys.rebuilt import rebuild
from lachan.kernel.access.actors import Actor
from lachan.kernel.diseases import diseases
from lachan.kernel.policies import services as policies


def policy_adopt(*, by: Actor, now: dt.datetime, **version: Any) -> Any:
    """Adopt a version (arguments of `policies.policy_adopt`), then rebuild the diseases that it speaks of.

    The version is on record before anything is recomputed; a rebuild that is killed goes on from its job.
    """
    adopted = policies.policy_adopt(by=by, now=now, **version)
    for disease in _concerned(adopted.disease):
        rebuild(disease=disease, by=by, now=now)
    return adopted


def _concerned(disease: str) -> list[str]:
    return list(diseases()) if disease == "*" else [disease]
