"""The rules in force, as `epi` reads them, and their history for the screens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.core.cache import cache
from django.db import connection
from django.db.models import Max, Min, Q, QuerySet

from lachan.epi.rules import Row, Rule, RuleBook, natural_id
from lachan.kernel.policies.models import PolicyVersion

COUNTRY = "VN"
_KEEP_SECONDS = 3600
_STAMP = "policies.stamp"
_VERSION = "policies.version."
EVERY_DISEASE = "*"
_EPI_CONFIDENCE = {"S": "S", "S2": "S2", "K": "unverified"}


@dataclass(frozen=True, slots=True)
class PlaceRef:
    """A unit as one dated version: codes are used again for other places."""

    code: str
    valid_from: dt.date


def refs_of(keys: Iterable[str]) -> tuple[PlaceRef, ...]:
    """Units named by their version keys, "32002~20200101"."""
    parted = (key.split("~") for key in keys)
    return tuple(PlaceRef(code, dt.datetime.strptime(since, "%Y%m%d").date()) for code, since in parted)


def rulebook(disease: str, chain: Sequence[PlaceRef] = ()) -> RuleBook:
    """The rules of a disease for a unit; `chain` lists the unit and its parents, the nearest first.

    A unit inherits the country's rules, and of a code in its chain only what was made since that unit
    exists: a commune of 2025 gets nothing of a province that it was not part of.
    """
    return _rulebook(stamp(), disease, tuple(chain))


def rulebook_as_of(stamp: int, disease: str, chain: Sequence[PlaceRef]) -> RuleBook:
    """`rulebook` for who asks for many units at once: `stamp` is asked only at the start."""
    return _rulebook(stamp, disease, tuple(chain))


def rule_version(rule_id: str) -> PolicyVersion | None:
    """The stored version behind `Rule.id`, for "why" and for the rules page."""
    parts = rule_id.split("/")
    if len(parts) != 5:
        return None
    kept: PolicyVersion | None = cache.get(_VERSION + rule_id)
    if kept is None:
        kept = _keep_versions(disease=parts[0]).get(_VERSION + rule_id)
    return kept


def _keep_versions(disease: str) -> dict[str, PolicyVersion]:
    """All versions of a disease, kept from now on (they are never edited): a page of reasons names many of them."""
    rows = {_VERSION + _id_of(row): row for row in PolicyVersion.objects.filter(disease=disease)}
    cache.set_many(rows, _KEEP_SECONDS)
    return rows


def history(key: str, disease: str, place: str = COUNTRY) -> QuerySet[PolicyVersion]:
    """All versions of a rule, the latest first."""
    return PolicyVersion.objects.filter(key=key, disease=disease, place=place).order_by(
        "-effective_from", "-revision"
    )


def versions() -> QuerySet[PolicyVersion]:
    """Every version of every rule, in the order of the rules page."""
    return PolicyVersion.objects.order_by("disease", "key", "place", "-effective_from", "-revision")


def as_rule(version: PolicyVersion) -> Rule:
    """A stored version in the form that `epi` evaluates."""
    return Rule(
        id=_id_of(version),
        key=version.key,
        disease=version.disease,
        place=version.place,
        effective_from=version.effective_from,
        revision=version.revision,
        rows=tuple(Row(when=row.get("when") or {}, then=row.get("then") or {}) for row in version.rows),
        instrument=version.instrument,
        confidence=_EPI_CONFIDENCE[version.confidence],
    )


def stamp() -> int:
    """Versions are only ever added, so the highest id tells every process whether its copy is stale."""
    known: int | None = cache.get(_STAMP)
    if known is None:
        known = PolicyVersion.objects.aggregate(top=Max("id"))["top"] or 0
        if not connection.in_atomic_block:
            cache.set(_STAMP, known, 1)  # a page asks many times; a new version is seen within the second
    return known


def rules_known_at(moment: dt.datetime) -> tuple[Rule, ...]:
    """All rules that somebody could apply at a moment: what was adopted later is left out.

    The rules that the system began with are known from the start, whatever the hour of its installation.
    """
    founded = PolicyVersion.objects.filter(shipped=True).aggregate(first=Min("adopted_at"))["first"]
    known = Q(adopted_at__lte=moment) | Q(shipped=True, adopted_at=founded)
    return tuple(as_rule(version) for version in PolicyVersion.objects.filter(known).order_by("id"))


@lru_cache(maxsize=4)
def rules_as_of(stamp: int) -> tuple[Rule, ...]:
    """All rules up to that version, in the order in which they were made."""
    return tuple(as_rule(version) for version in PolicyVersion.objects.filter(id__lte=stamp))


@lru_cache(maxsize=1024)
def _rulebook(stamp: int, disease: str, chain: tuple[PlaceRef, ...]) -> RuleBook:
    return rulebook_of(rules_as_of(stamp), disease, chain)


def rulebook_of(rules: Sequence[Rule], disease: str, chain: Sequence[PlaceRef]) -> RuleBook:
    """`rulebook` out of rules given: those known at some hour, or with one that is only supposed."""
    since = {ref.code: ref.valid_from for ref in chain}
    inherited = tuple(
        rule for rule in rules if rule.disease in {disease, EVERY_DISEASE} and _inherited(rule, since)
    )
    return RuleBook(inherited, (*since, COUNTRY))


def _inherited(rule: Rule, since: dict[str, dt.date]) -> bool:
    if rule.place == COUNTRY:
        return True
    born = since.get(rule.place)
    return born is not None and rule.effective_from >= born


def rulebook_forget() -> None:
    """Drop the copies of this process (tests that roll the database back)."""
    rules_as_of.cache_clear()
    _rulebook.cache_clear()


def _id_of(version: PolicyVersion) -> str:
    return natural_id(version.disease, version.place, version.key, version.effective_from, version.revision)
