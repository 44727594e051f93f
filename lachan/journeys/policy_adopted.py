"""A new version of a rule is adopted: everybody whom it concerns is computed again, in the background."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from lachan.kernel.access.actors import Actor
from lachan.kernel.diseases import diseases
from lachan.kernel.jobs.services import job_enqueue
from lachan.kernel.policies import services as policies

REBUILD = "standing.rebuild"


@transaction.atomic
def policy_adopt(*, by: Actor, now: dt.datetime, **version: Any) -> Any:
    """Adopt a version (arguments of `policies.policy_adopt`) and queue the rebuild of the diseases that it
    speaks of, in one transaction: no version is ever in force without its rebuild."""
    adopted = policies.policy_adopt(by=by, now=now, **version)
    for disease in _concerned(adopted.disease):
        job_enqueue(
            kind=REBUILD,
            payload={"disease": disease},
            by=by,
            now=now,
            unique_key=f"{REBUILD}:{disease}",
        )
    return adopted


def _concerned(disease: str) -> list[str]:
    return list(diseases()) if disease == "*" else [disease]
