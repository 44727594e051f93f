"""Confirming a case with 500 F1 and 5,000 F2: what it would change, doing it, and taking it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from lachan.bench.clocks import Line, ms, sample, times
from lachan.bench.locks import watched
from lachan.bench.world import DISEASE, NOW
from lachan.demo.names import Inventor
from lachan.journeys import following, inputs, result_corrected, result_received
from lachan.kernel.access.actors import Actor
from lachan.organisations.models import User
from lachan.organisations.queries import actor_of
from lachan.people.identity import identity
from lachan.people.models import Person
from lachan.people.services import NewPerson, people_register
from lachan.standing.models import StandingInterval
from lachan.testing import services as testing
from lachan.testing.models import Result, Specimen
from lachan.testing.types import AddedResult
from lachan.tracing.meetings import Meeting
from lachan.tracing.services import exposures_record

LIMIT_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Circle:
    """Somebody tested, the people whom they met, and whom each of those met."""

    specimen: Specimen
    index: Person
    size: int


def measure(first: int = 500, second: int = 5_000, times_each: int = 3) -> list[Line]:
    """A circle of new people for each time, so that nothing of one run is found by the next."""
    by = actor_of(User.objects.get(username="cdc"), NOW)
    previews, commits, undone, longest = [], [], [], 0.0
    for number in range(times_each):
        circle = _circle(first, second, number, by)
        previews += sample(partial(_preview, circle)).seconds
        with watched() as held:
            commits += sample(partial(_confirm, circle, by)).seconds
        longest = max(longest, *held)
        _check(circle)
        undone += sample(partial(_take_back, circle, by)).seconds
    floor = sample(lambda: _plain_write(circle.size)).p50
    what = f"F0 với {first} F1 và {second} F2"
    return list(
        _lines(
            what, {"xem trước": min(previews), "ghi": min(commits), "hoàn tác": min(undone)}, floor, longest
        )
    )


def _lines(what: str, found: dict[str, float], floor: float, longest: float) -> Iterator[Line]:
    for name, seconds in found.items():
        limit = "" if name == "hoàn tác" else "≤ 1 s"
        holds = seconds <= LIMIT_SECONDS if limit else None
        yield Line(f"{what}: {name}", ms(seconds), limit, holds, ms(floor), times(seconds, floor))
    yield Line(f"{what}: giữ khóa ghi lâu nhất", ms(longest))


def _circle(first: int, second: int, number: int, by: Actor) -> Circle:
    before = NOW - dt.timedelta(hours=30)
    people = _people(1 + first + second, number, by)
    index, near, far = people[0], people[1 : first + 1], people[first + 1 :]
    pairs = [(person, index) for person in near]
    pairs += [(person, near[place % len(near)]) for place, person in enumerate(far)]
    recorded = exposures_record(
        disease=DISEASE,
        meetings=[
            Meeting(
                person_id=one.pk, other_id=other.pk, at=before, closeness="table", unit_id=one.residence_id
            )
            for one, other in pairs
        ],
        by=by,
        now=NOW,
    )
    following.take_in(disease=DISEASE, added=[inputs.exposure_input(row) for row in recorded.added], now=NOW)
    specimen = testing.specimen_collect(
        disease=DISEASE,
        code=f"C{index.pk}",
        sampled_at=NOW - dt.timedelta(hours=9),
        person_ids=[index.pk],
        by=by,
        now=NOW,
    )
    return Circle(specimen, index, len(people))


def _people(count: int, number: int, by: Actor) -> list[Person]:
    last = Person.objects.latest("pk").pk
    inventor = Inventor(last + number)
    homes = list(Person.objects.order_by("pk").values_list("residence_id", flat=True)[:count])
    made = [inventor.person() for _ in range(count)]
    rows = [
        NewPerson(
            identity(
                one.full_name,
                birth_date=one.birth_date,
                sex=one.sex,
                national_id=f"997{last + place:09d}",  # without one, namesakes in later files would wait
                unit_id=homes[place % len(homes)],
            )
        )
        for place, one in enumerate(made)
    ]
    return people_register(rows=rows, by=by, now=NOW)


def _preview(circle: Circle) -> None:
    supposed = AddedResult(
        person_id=circle.index.pk,
        result_uid=circle.specimen.uid,
        method="rt_pcr",
        outcome="positive",
        sampled_at=circle.specimen.occurred_at,
        resulted_at=NOW,
        unit_id=circle.index.residence_id,
        pooled=False,
        ct=None,
        supervised=True,
    )
    outcome = result_received.results_preview(disease=DISEASE, added=[supposed], now=NOW)
    assert len(outcome.changed) == circle.size, "the preview reaches everybody"


def _confirm(circle: Circle, by: Actor) -> None:
    result_received.result_record(
        specimen=circle.specimen, method="rt_pcr", outcome="positive", resulted_at=NOW, by=by, now=NOW
    )


def _check(circle: Circle) -> None:
    levels = StandingInterval.objects.filter(disease=DISEASE, kind="level", person_id__gte=circle.index.pk)
    assert levels.values("person_id").distinct().count() == circle.size, "everybody got a level"


def _take_back(circle: Circle, by: Actor) -> None:
    result = Result.objects.get(specimen=circle.specimen)
    result_corrected.result_revoke(result=result, reason="Đo thử", by=by, now=NOW)


def _plain_write(people: int) -> None:
    """The floor: as many rows put into one table and taken out again, with nothing computed."""
    rows = [
        StandingInterval(
            disease="-", person_id=0, kind="level", value="F2", starts_at=NOW, ends_at=NOW,
            provisional=False, rule="", input_uid="", reason={}, mark=0,
        )
        for _ in range(people)
    ]  # fmt: skip
    StandingInterval.objects.bulk_create(rows, batch_size=2000)
    StandingInterval.objects.filter(disease="-").delete()
