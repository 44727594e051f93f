"""Search in a register of a million: the same person by any order of words, however common they are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import permutations

from lachan.bench.clocks import Line, Sample, ms, sample, times
from lachan.bench.world import NOW
from lachan.kernel.access.actors import Actor
from lachan.organisations.models import User
from lachan.organisations.queries import actor_of
from lachan.people import queries as people
from lachan.people.identity import identity
from lachan.people.models import Person
from lachan.people.services import NewPerson, people_register

WANTED = "Nguyễn Văn Á"
LIMIT_SECONDS = 0.150


def measure(readers: tuple[str, ...] = ("cdc", "huyen", "xa")) -> list[Line]:
    """ "nguyen van a" in all orders, and the words that most people carry, for readers near and far."""
    _let_exist()
    actors = {name: actor_of(User.objects.get(username=name), NOW) for name in readers}
    number = Person.objects.values_list("pk", flat=True)[0]
    floor = sample(lambda: Person.objects.get(pk=number), 200).p50
    return list(_lines(actors, floor))


def _let_exist() -> None:
    """The very name of the claim, in the commune of the commune's reader."""
    commune = actor_of(User.objects.get(username="xa"), NOW)
    home = min(commune.unit_ids)
    if Person.objects.filter(full_name=WANTED, residence=home).exists():
        return
    tracer = actor_of(User.objects.get(username="cdc"), NOW)
    people_register(rows=[NewPerson(identity(WANTED, birth_year=1990, unit_id=home))], by=tracer, now=NOW)


def _lines(actors: dict[str, Actor], floor: float) -> Iterator[Line]:
    for name, actor in actors.items():
        whole, missed = Sample(), 0
        for order in permutations(["nguyen", "van", "a"]):
            words = " ".join(order)
            found = people.search(words, actor, NOW)
            missed += not any(person.full_name == WANTED for person in found.people)
            whole.absorb(sample(partial(people.search, words, actor, NOW), 5))
        yield _line(f"tìm “nguyen van a” mọi thứ tự từ ({name}), p95", whole, floor)
        yield Line(f"tìm “nguyen van a” ({name}): thứ tự không ra người", str(missed), "0", missed == 0)
        for words in ("thi", "nguyen thi", "nguyen", "tran thi ngoc lan", "khong ai ten the"):
            made = sample(partial(people.search, words, actor, NOW), 10)
            yield _line(f"tìm “{words}” ({name}), p95", made, floor)


def _line(claim: str, made: Sample, floor: float) -> Line:
    return Line(claim, ms(made.p95), "≤ 150 ms", made.p95 <= LIMIT_SECONDS, ms(floor), times(made.p95, floor))
