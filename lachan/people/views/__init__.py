"""Screens of people."""

from lachan.people.views.forgetting import person_forget
from lachan.people.views.households import household_join
from lachan.people.views.merging import merge, merge_revoke
from lachan.people.views.profiles import (
    commune_search,
    duplicate_ask,
    person_list,
    person_page,
    person_register,
    profile_change,
    residence_change,
)

__all__ = [
    "commune_search",
    "duplicate_ask",
    "household_join",
    "merge",
    "merge_revoke",
    "person_forget",
    "person_list",
    "person_page",
    "person_register",
    "profile_change",
    "residence_change",
]
