"""The rule `house_ring` as it stood for a case, in the form that progress counts with."""

from __future__ import annotations

import datetime as dt

from lachan.epi.rules import Decision, number
from lachan.kernel.policies import queries as policies
from lachan.places import queries as places
from lachan.places.queries import Unit
from lachan.zones.progress import Terms

KEY = "house_ring"


def terms_in_force(disease: str, unit: Unit, on: dt.date) -> Terms | None:
    """What the rule in force at the unit asks of a case that became known on a day; None: no rule."""
    chain = policies.refs_of(places.chain_keys(unit))
    return _terms(policies.rulebook(disease, chain).decide(KEY, on))


class KeptTerms:
    """The terms that rings were opened under, each version read once."""

    def __init__(self) -> None:
        self._known: dict[str, Terms | None] = {}

    def of(self, rule_id: str) -> Terms | None:
        if rule_id not in self._known:
            version = policies.rule_version(rule_id)
            rule = policies.as_rule(version) if version else None
            self._known[rule_id] = _terms(Decision(rule, rule.decide({}))) if rule else None
        return self._known[rule_id]


def _terms(decision: Decision) -> Terms | None:
    rule, then = decision.rule, decision.then
    if rule is None or then is None:
        return None
    said = str(then.get("confidence") or rule.confidence)
    return Terms(
        radius_m=number(then["radius_m"]),
        sprayings=number(then["sprayings"]),
        interval_days=number(then["spraying_interval_days"]),
        larval_survey=bool(then["larval_survey"]),
        close_after_days=number(then["close_after_days"]),
        rule_id=rule.id,
        instrument=str(then.get("instrument") or rule.instrument),
        confidence="K" if said == "unverified" else said,
    )


def diseases_with_rule() -> list[str]:
    """The diseases for which some place ever made the rule: only they have rings."""
    rows = policies.versions().filter(key=KEY).order_by("disease")
    return list(rows.values_list("disease", flat=True).distinct())
