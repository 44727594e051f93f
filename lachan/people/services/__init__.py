"""Every write of people."""

from lachan.people.services.asking import DuplicateAnswer, Holder, duplicate_ask
from lachan.people.services.forgetting import GROUNDS, person_forget
from lachan.people.services.merging import merge_revoke, persons_merge
from lachan.people.services.profiles import (
    Conflict,
    ProfileOutcome,
    household_join,
    profile_change,
    profile_complete,
    residence_change,
)
from lachan.people.services.registering import NewPerson, people_register, person_register

__all__ = [
    "GROUNDS",
    "Conflict",
    "DuplicateAnswer",
    "Holder",
    "NewPerson",
    "ProfileOutcome",
    "duplicate_ask",
    "household_join",
    "merge_revoke",
    "people_register",
    "person_forget",
    "person_register",
    "persons_merge",
    "profile_change",
    "profile_complete",
    "residence_change",
]
