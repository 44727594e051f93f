"""A new version of a rule: what it would change, and, once adopted, everybody computed again in the background."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.db import transaction

from lachan.kernel.access.actors import Actor
from lachan.kernel.diseases import diseases
from lachan.kernel.jobs.services import job_enqueue
from lachan.kernel.policies import queries
from lachan.kernel.policies import services as policies
from lachan.kernel.policies.adoption import Foreseen, Members
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
    return _together(
        {one: standing.foresee(disease=one, rules=rules, by=by, now=now) for one in _concerned(disease)}
    )


def _together(found: Mapping[str, RuleOutcome]) -> Foreseen:
    def members(whom: Callable[[RuleOutcome], Collection[int]]) -> Members:
        return frozenset((disease, person) for disease, one in found.items() for person in whom(one))

    moves = {move for one in found.values() for move in one.moves}
    return Foreseen(
        levels={move: members(lambda one, move=move: one.moves.get(move, ())) for move in moves},  # type: ignore[misc]
        ends=members(lambda one: one.ends),
        tests=members(lambda one: one.tests),
        wording=members(lambda one: one.wording),
        computed=members(lambda one: one.computed),
        partial=not all(one.complete for one in found.values()),
    )


def _concerned(disease: str) -> list[str]:
    return list(diseases()) if disease == "*" else [disease]
