"""What a figure is looked at through: reader, disease, moment, and what narrows it; all of it kept in the URL."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse

from lachan.cases import figures as cases
from lachan.kernel.access.actors import Actor
from lachan.kernel.diseases import Disease, diseases
from lachan.kernel.errors import OutOfSight
from lachan.kernel.times import LOCAL, local_day
from lachan.places import queries as places
from lachan.ui.fields import read_day, read_hour

NO_UNIT = 0
_FIRST_YEAR, _LAST_YEAR = 2000, 9000
_LONGEST_ID = 18


class UnderWay:
    """Of which diseases the reader sees cases under way; each question is asked once, when it is needed."""

    def __init__(self, actor: Actor, now: dt.datetime) -> None:
        self._of = (actor, now)

    @cached_property
    def codes(self) -> list[str]:
        return cases.diseases_under_way(*self._of, list(diseases()))

    @cached_property
    def counts(self) -> dict[str, int]:
        """Slow for who sees many people, and needless where there is one disease."""
        return cases.under_way_by_disease(*self._of)


@dataclass(frozen=True, slots=True)
class Lens:
    """`at` is the moment the figures speak of, `now` the moment that decides who may see whom.

    `place` is a district, a commune, `NO_UNIT` for records without a commune, or None for everywhere.
    """

    actor: Actor
    now: dt.datetime
    disease: str
    at: dt.datetime
    place: int | None = None
    context: str = ""
    value: str = ""
    day: dt.date | None = None
    under_way: UnderWay | None = field(default=None, compare=False)
    kept: dict[str, Any] = field(default_factory=dict, compare=False)  # what figures of one page ask alike

    @property
    def today(self) -> dt.date:
        return local_day(self.at)

    @property
    def is_past(self) -> bool:
        """Whether an earlier moment was asked for."""
        return self.at < self.now

    def earlier(self, **span: float) -> Lens:
        """The same figure as it stood some time before, by what is known now."""
        return replace(self, at=self.at - dt.timedelta(**span))

    def narrowed(self, **changes: Any) -> Lens:
        return replace(self, **changes)

    def unit_ids(self) -> frozenset[int] | None:
        """The communes of `place`; None where nothing narrows."""
        return None if self.place is None else places.commune_ids_under(self.place)

    def query(self) -> dict[str, str]:
        """What the URL needs to show just this again."""
        found = {
            "disease": self.disease,
            "at": self.at.astimezone(LOCAL).strftime("%Y-%m-%dT%H:%M:%S"),
            "place": "" if self.place is None else str(self.place),
            "context": self.context,
            "value": self.value,
            "day": self.day.isoformat() if self.day else "",
        }
        return {name: value for name, value in found.items() if value}

    def url(self, figure: str) -> str:
        """The list behind a figure."""
        return f"{reverse('desk:rows', args=[figure])}?{urlencode(self.query())}"


def lens_of(request: HttpRequest) -> Lens:
    """The lens that a request's URL describes; 404 for a disease, moment or place that can't be."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    given = request.GET
    seen = UnderWay(actor, now)
    try:
        return Lens(
            actor=actor,
            now=now,
            disease=_disease(given.get("disease", ""), seen),
            under_way=seen,
            at=_moment(given.get("at", ""), given.get("at_day", ""), now),
            place=_place(given.get("place", "")),
            context=given.get("context", ""),
            value=given.get("value", ""),
            day=_day(given.get("day", "")),
        )
    except ValueError as error:
        raise Http404 from error


def lens_from(actor: Actor, now: dt.datetime, *, disease: str = "", at: dt.datetime | None = None) -> Lens:
    """The lens for values that were parsed already; OutOfSight for a disease that nobody declared."""
    try:
        moment = _within(at, _present(now)) if at else _present(now)
        seen = UnderWay(actor, now)
        return Lens(actor, now, _disease(disease, seen), moment, under_way=seen)
    except ValueError as error:
        raise OutOfSight from error


def _disease(code: str, seen: UnderWay) -> str:
    """The one asked for; else the one with the most cases under way in the reader's sight."""
    known = diseases()
    if code:
        if code not in known:
            raise ValueError(code)
        return code
    if len(seen.codes) == 1:
        return seen.codes[0]
    return max(known, key=lambda one: seen.counts.get(one, 0)) if seen.codes else next(iter(known))


def _present(now: dt.datetime) -> dt.datetime:
    """Now, on the next full second so that a URL can repeat it exactly."""
    return (now + dt.timedelta(seconds=1)).replace(microsecond=0)


def _moment(text: str, day: str, now: dt.datetime) -> dt.datetime:
    """A past moment of the URL, or now. The form sends hour and day apart; what is not understood there is
    shown by the form itself."""
    if day:
        with suppress(ValidationError):
            return _within(dt.datetime.combine(read_day(day), read_hour(text or "23:59")), _present(now))
    if not text or day:
        return _present(now)
    return _within(dt.datetime.fromisoformat(text), _present(now))


def _within(moment: dt.datetime, latest: dt.datetime) -> dt.datetime:
    """The moment in the province's zone, not after `latest`; ValueError before anything can be on record."""
    if moment.year < _FIRST_YEAR or moment.year > _LAST_YEAR:
        raise ValueError(moment)
    return min(moment if moment.tzinfo else moment.replace(tzinfo=LOCAL), latest)


def _place(text: str) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > _LONGEST_ID:
        raise ValueError(text)
    return int(text)


def _day(text: str) -> dt.date | None:
    day = dt.date.fromisoformat(text) if text else None
    if day and not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError(text)
    return day


def disease_of(lens: Lens) -> Disease:
    return diseases()[lens.disease]


def address(name: str, *args: object, **query: object) -> str | None:
    """A screen's address; None where the room has no such screen."""
    try:
        url = reverse(name, args=args)
    except NoReverseMatch:
        return None
    return f"{url}?{urlencode(query)}" if query else url
