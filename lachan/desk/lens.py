"""What a figure is looked at through: reader, disease, moment, and what narrows it; all of it kept in the URL."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass, replace
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
    try:
        return Lens(
            actor=actor,
            now=now,
            disease=_disease(given.get("disease", ""), actor, now),
            at=_moment(given.get("at", ""), given.get("at_day", ""), now),
            place=int(given["place"]) if given.get("place") else None,
            context=given.get("context", ""),
            value=given.get("value", ""),
            day=dt.date.fromisoformat(given["day"]) if given.get("day") else None,
        )
    except (ValueError, OverflowError) as error:
        raise Http404 from error


def lens_from(actor: Actor, now: dt.datetime, *, disease: str = "", at: dt.datetime | None = None) -> Lens:
    """The lens for values that were parsed already; OutOfSight for a disease that nobody declared."""
    present = _moment("", "", now)
    try:
        chosen = _disease(disease, actor, now)
        moment = min(at if at.tzinfo else at.replace(tzinfo=LOCAL), present) if at else present
        moment.astimezone(LOCAL) - dt.timedelta(days=400)  # a moment that no calendar can go back from
    except (ValueError, OverflowError) as error:
        raise OutOfSight from error
    return Lens(actor, now, chosen, moment)


def _disease(code: str, actor: Actor, now: dt.datetime) -> str:
    """The one asked for; else the one with the most cases under way in the reader's sight."""
    known = diseases()
    if code:
        if code not in known:
            raise ValueError(code)
        return code
    open_cases = cases.under_way_by_disease(actor, now)
    return max(known, key=lambda one: open_cases.get(one, 0))


def _moment(text: str, day: str, now: dt.datetime) -> dt.datetime:
    """A past moment of the URL; else now, on the next full second so that the URL can repeat it exactly.

    The form sends hour and day apart; what is not understood there is shown by the form itself.
    """
    present = (now + dt.timedelta(seconds=1)).replace(microsecond=0)
    if day:
        with suppress(ValidationError):
            return min(dt.datetime.combine(read_day(day), read_hour(text or "23:59"), LOCAL), present)
    if not text or day:
        return present
    found = dt.datetime.fromisoformat(text)
    found = found if found.tzinfo else found.replace(tzinfo=LOCAL)
    return min(found, present)


def disease_of(lens: Lens) -> Disease:
    return diseases()[lens.disease]


def address(name: str, *args: object, **query: object) -> str | None:
    """A screen's address; None where the room has no such screen."""
    try:
        url = reverse(name, args=args)
    except NoReverseMatch:
        return None
    return f"{url}?{urlencode(query)}" if query else url
