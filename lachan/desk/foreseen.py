"""Who is behind a count of a rule's preview: names in the reader's sight, numbers by place out of it."""

from __future__ import annotations

from collections import Counter

from django.http import HttpRequest

from lachan.desk.lens import address
from lachan.kernel.access.roles import may
from lachan.kernel.audit.reads import note
from lachan.kernel.diseases import diseases
from lachan.kernel.policies.adoption import Members, Opened, Row
from lachan.kernel.text import fold
from lachan.people import queries as people
from lachan.places import queries as places

_PER_PAGE = 50
_CHUNK = 10_000
_UNKNOWN = "chưa rõ nơi ở"


def open_members(members: Members, request: HttpRequest, page: int) -> Opened:
    """A page of the members in sight, by name; the others counted by the commune where they live."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    ids = sorted({person for _, person in members})
    names: dict[int, str] = {}
    for start in range(0, len(ids), _CHUNK):
        names |= people.visible_names(ids[start : start + _CHUNK], actor, now)
    seen = sorted((fold(names[person]), person, disease) for disease, person in members if person in names)
    pages = max(1, -(-len(seen) // _PER_PAGE))
    page = min(max(page, 1), pages)
    part = [(person, disease) for _, person, disease in seen[(page - 1) * _PER_PAGE : page * _PER_PAGE]]
    note(request, (person for person, _ in part))
    hidden = [person for _, person in members if person not in names]
    return Opened(_rows(part, may(actor, "people.view")), len(seen), page, pages, _by_commune(hidden))


def _rows(part: list[tuple[int, str]], linked: bool) -> list[Row]:
    found = people.people_of(person for person, _ in part)
    return [
        Row(
            name=found[person].full_name,
            place=_place(found[person].residence),
            disease=diseases()[disease].name,
            url=address("people:person", found[person].uid) if linked else None,
        )
        for person, disease in part
    ]


def _place(unit: places.Unit | None) -> str:
    """A commune with its district: two of one name are two places."""
    if unit is None:
        return _UNKNOWN
    return f"{unit.name}, {unit.parent.name}" if unit.parent else unit.name


def _by_commune(hidden: list[int]) -> list[tuple[str, int]]:
    homes: dict[int, int] = {}
    for start in range(0, len(hidden), _CHUNK):
        homes |= people.residences_of(hidden[start : start + _CHUNK])
    counts = Counter(homes.get(person) for person in hidden)
    units = places.units_by_id(counts)
    named = [(_place(units.get(unit_id or 0)), count) for unit_id, count in counts.items()]
    return sorted(named, key=lambda item: (-item[1], fold(item[0])))
