"""The search rows of people's names."""

from __future__ import annotations

from collections.abc import Iterable

from lachan.kernel.bulk import insert_plain
from lachan.people.models import NameWord, Person


def words_insert(persons: Iterable[Person]) -> None:
    """The search rows of names, one a distinct word."""
    rows = (
        (person.pk, word[:40], person.name_key)
        for person in persons
        for word in dict.fromkeys(person.name_key.split())
    )
    insert_plain(NameWord, ("person_id", "word", "name_key"), rows)
