"""All strata over a whole set of facts: the plain, full computation that every shortcut must equal.

Stratum 0 finds cases from a person's own facts (and the raw results of people met, where the rule
asks for an epidemiological link). Stratum k finds contacts of ring k from the reaches of ring k-1.
Nothing looks upward, so the computation ends and its order does not matter.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lachan.epi.contacts import (
    DEEPEST,
    Contact,
    Reach,
    case_reaches,
    contact_reaches,
    contacts_of,
)
from lachan.epi.episodes import CaseFile, Doubt, case_file
from lachan.epi.facts import Fact, Own, Result, by_person
from lachan.epi.intervals import Interval
from lachan.epi.rules import RulesFor
from lachan.epi.standing import intervals_of


@dataclass(slots=True)
class Person:
    """One person on the way through the strata."""

    own: Own
    file: CaseFile = field(default_factory=CaseFile)
    contacts: list[Contact] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    reaches: dict[int, list[Reach]] = field(default_factory=dict)


def positives(own: Own) -> list[Result]:
    return [result for result in own.results if result.outcome == "positive"]


def find_case(person: Person, neighbours: Mapping[int, list[Result]], rules_for: RulesFor) -> list[Reach]:
    """Stratum 0 of one person; answers their infectious windows."""
    person.file = case_file(person.own, rules_for, neighbours)
    person.reaches[0] = case_reaches(person.own, person.file)
    return person.reaches[0]


def find_contacts(
    person: Person, ring: int, reaches: Mapping[int, list[Reach]], rules_for: RulesFor
) -> list[Reach]:
    """Stratum `ring` of one person, whose inner rings are found already; answers their reaches."""
    found = contacts_of(ring, person.own, person.file, reaches, rules_for, person.contacts)
    person.contacts += found.contacts
    person.doubts += found.doubts
    person.reaches[ring] = []
    if ring < DEEPEST and found.contacts:
        person.reaches[ring] = contact_reaches(person.own, found.contacts, rules_for)
    return person.reaches[ring]


def conclude(person: Person, rules_for: RulesFor) -> list[Interval]:
    return intervals_of(person.own, person.file, person.contacts, person.doubts, rules_for)


def derive(facts: Iterable[Fact], rules_for: RulesFor) -> dict[int, list[Interval]]:
    """Everything that follows from `facts` under the rules in force, by person."""
    people = {own.person: Person(own) for own in by_person(facts).values()}
    raw = {key: positives(person.own) for key, person in people.items()}
    reaches: dict[int, list[Reach]] = {}
    for key, person in people.items():
        reaches[key] = find_case(person, raw, rules_for)
    for ring in range(1, DEEPEST + 1):
        reaches = {key: find_contacts(person, ring, reaches, rules_for) for key, person in people.items()}
    return {key: conclude(person, rules_for) for key, person in people.items()}
