"""Finding people by name in any word order, by CCCD or by phone, in a register of a million.

The rarest word of the question is looked up in its index, the others are compared in the same index row; who sees
few people is searched from those people, who sees many from the word. The answer is cut at a limit, and says so.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.cache import cache
from django.db import connection
from django.db.models import QuerySet, Value
from django.db.models.functions import Concat

from lachan.kernel.access.actors import Actor
from lachan.kernel.access.queries import restrict, sights_of
from lachan.kernel.text import tokens
from lachan.people.identity import national_id_digits, number_index, phone_digits, phone_index
from lachan.people.models import NameWord, Person, has_number, has_phone

LIMIT = 50
_COUNT_CAP = 100_000  # beyond it words are equally common
_FEW = 20_000  # so many people are still searched one by one
_COMMON = 3_000
_REMEMBER_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Found:
    """Up to `LIMIT` people; `more` says that the question fits others too."""

    people: list[Person]
    more: bool


def search(text: str, actor: Actor, now: dt.datetime, limit: int = LIMIT) -> Found:
    """People whom the actor sees and whose name holds all the words, or whose CCCD or phone is exactly this."""
    number, phone = national_id_digits(text), phone_digits(text)
    if number or phone:
        return _by_numbers(number, phone, actor, now, limit)
    words = list(dict.fromkeys(tokens(text)))[:8]
    if not words:
        return Found([], more=False)
    ids = _same_name(" ".join(tokens(text)), actor, now, limit)
    if len(ids) <= limit:
        ids = list(dict.fromkeys(ids + _with_words(words, actor, now, limit)))
    return _fetch(ids, limit)


def _by_numbers(number: str, phone: str, actor: Actor, now: dt.datetime, limit: int) -> Found:
    wanted = has_number(number_index(number)) if number else has_phone(phone_index(phone))
    rows = restrict(Person.objects.filter(wanted), actor, now, "id")
    return _fetch(list(rows.values_list("pk", flat=True)[: limit + 1]), limit)


def _same_name(key: str, actor: Actor, now: dt.datetime, limit: int) -> list[int]:
    rows = restrict(Person.objects.filter(name_key=key), actor, now, "id")
    return list(rows.values_list("pk", flat=True)[: limit + 1])


def _with_words(words: list[str], actor: Actor, now: dt.datetime, limit: int) -> list[int]:
    counts = word_counts(words)
    rarest = min(words, key=lambda word: (counts[word], -len(word)))
    if not counts[rarest]:
        return []
    rows = _within_sight(NameWord.objects.filter(word=rarest), counts[rarest], actor, now)
    others = [word for word in words if word != rarest]
    if others:
        padded = rows.annotate(padded=Concat(Value(" "), "name_key", Value(" ")))
        for word in others:
            padded = padded.filter(padded__contains=f" {word} ")
        rows = padded
    return list(rows.values_list("person_id", flat=True)[: limit + 1])


def _within_sight(
    rows: QuerySet[NameWord], common: int, actor: Actor, now: dt.datetime
) -> QuerySet[NameWord]:
    """A common word is met by the reader's people one by one, a rare one by looking at each hit's sight."""
    if actor.everywhere or common <= _COMMON or _people_in_sight(actor, now) >= min(common, _FEW):
        return restrict(rows, actor, now)
    return rows.filter(person_id__in=sights_of(actor, now).values("subject_id"))


def _people_in_sight(actor: Actor, now: dt.datetime) -> int:
    key = f"people.in_sight.{actor.organisation_id}.{hash(actor.unit_ids)}"
    known = cache.get(key)
    if known is None:
        known = sights_of(actor, now).values("subject_id")[: _FEW + 1].count()
        cache.set(key, known, 60)
    return int(known)


def word_counts(words: list[str]) -> dict[str, int]:
    """How many people carry each word, counted up to a cap in one query and remembered for some minutes."""
    keys = {f"people.word.{word}": word for word in words}
    known = {keys[key]: count for key, count in cache.get_many(keys).items()}
    missing = [word for word in words if word not in known]
    if missing:
        fresh = _count(missing)
        common = {f"people.word.{word}": count for word, count in fresh.items() if count > _COMMON}
        cache.set_many(common, _REMEMBER_SECONDS)
        known |= fresh
    return known


def _count(words: list[str]) -> dict[str, int]:
    one = (
        "SELECT %s AS word, (SELECT COUNT(*) FROM "
        "(SELECT 1 FROM people_nameword WHERE word = %s LIMIT %s) counted) AS people"
    )
    with connection.cursor() as cursor:
        parameters = [value for word in words for value in (word, word, _COUNT_CAP)]
        cursor.execute(" UNION ALL ".join([one] * len(words)), parameters)
        return dict(cursor.fetchall())


def _fetch(ids: list[int], limit: int) -> Found:
    """The persons of the first ids, merged records as the one they are shown as, by given name."""
    rows = Person.objects.filter(pk__in=ids[:limit]).select_related(
        "residence__parent", "canonical__residence__parent"
    )
    people = {(row.canonical or row).pk: row.canonical or row for row in rows}
    return Found(sorted(people.values(), key=lambda row: (row.name_sort, row.pk)), more=len(ids) > limit)
