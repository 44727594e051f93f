"""A new version of a rule: what it would change, and, once adopted, everybody computed again in the background."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from django.db import transaction

from lachan.kernel.access.actors import Actor
from lachan.kernel.diseases import diseases
from lachan.kernel.jobs.services import job_enqueue
from lachan.kernel.policies import queries
from lachan.kernel.policies import services as policies
from lachan.kernel.policies.adoption import Foreseen
from lachan.standing import services as standing
from lachan.standing.foreseeing import RuleOutcome

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


def policy_foresee(*, by: Actor, now: dt.datetime, disease: str, **version: Any) -> Foreseen:
    """What `policy_adopt` of these values would change for people; nothing is written."""
    told = {name: version[name] for name in ("key", "place", "effective_from", "rows", "instrument")}
    rule = policies.supposed_rule(disease=disease, confidence=version["confidence"], now=now, **told)
    rules = (*queries.rules_as_of(queries.stamp()), rule)
    found = [standing.foresee(disease=one, rules=rules, by=by, now=now) for one in _concerned(disease)]
    return _together(found)


def _together(found: list[RuleOutcome]) -> Foreseen:
    levels: Counter[tuple[str, str]] = Counter()
    for one in found:
        levels.update(one.level_counts)
    return Foreseen(
        levels=dict(levels),
        ends=sum(len(one.ends) for one in found),
        tests=sum(len(one.tests) for one in found),
        wording=sum(one.wording for one in found),
        computed=sum(len(one.computed) for one in found),
        partial=not all(one.complete for one in found),
    )


def _concerned(disease: str) -> list[str]:
    return list(diseases()) if disease == "*" else [disease]
