"""Reads of places. Units, hamlets and populations are public knowledge: no actor is asked."""

from __future__ import annotations

import datetime as dt
import time
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet

from lachan.kernel.text import fold
from lachan.places import naming
from lachan.places.kinds import Level, Part, UnitKind
from lachan.places.models import Hamlet, Population, Succession, Unit, Venue

_CACHE_SECONDS, _MOST_KEPT, _MOST_DAYS = 60, 2000, 30
_commune_ids: dict[tuple[int, bool], tuple[float, frozenset[int]]] = {}
_version_keys: dict[int, tuple[str, ...]] = {}
_units: dict[int, tuple[float, Unit]] = {}
_communes: dict[tuple[int, dt.date], tuple[float, tuple[Unit, ...]]] = {}
_by_code: dict[tuple[str, dt.date, Level | None], tuple[float, Unit]] = {}
_written: dict[tuple[dt.date, int | None], tuple[float, dict[str, list[Unit]]]] = {}


@dataclass(frozen=True)
class PopulationFigure:
    """How many people, counted when and by whom; `invented` figures must be labelled where shown."""

    value: int
    as_of: dt.date
    source: str
    invented: bool


def units_on(on: dt.date, level: Level | None = None, root: Unit | None = None) -> QuerySet[Unit]:
    """The unit versions in force on a day, by code; of one level, and below (or equal to) `root`."""
    units = Unit.objects.filter(_valid_on(on))
    if level is not None:
        units = units.filter(level=level)
    return units.filter(path__startswith=root.path) if root else units


def unit_by_id(unit_id: int) -> Unit | None:
    return Unit.objects.select_related("parent__parent").filter(pk=unit_id).first()


def communes_of(on: dt.date, root: Unit) -> tuple[Unit, ...]:
    """The communes of a unit on a day, by code, with their parents; remembered for a minute. Only to read."""
    key = (root.pk, on)
    kept = _communes.get(key)
    if kept and kept[0] > time.monotonic():
        return kept[1]
    found = tuple(units_on(on, Level.COMMUNE, root).select_related("parent"))
    if not connection.in_atomic_block:
        if len(_communes) > _MOST_DAYS:
            _communes.clear()
        _communes[key] = (time.monotonic() + _CACHE_SECONDS, found)
    return found


def units_by_id(unit_ids: Iterable[int | None]) -> dict[int, Unit]:
    """Units with their parents; remembered for a minute, since every list names the same communes. Only to read."""
    wanted = {unit_id for unit_id in unit_ids if unit_id}
    present = time.monotonic()
    found = {pk: _units[pk][1] for pk in wanted if pk in _units and _units[pk][0] > present}
    missing = wanted - found.keys()
    if missing:
        fresh = Unit.objects.select_related("parent__parent").in_bulk(missing)
        if not connection.in_atomic_block:
            _units.update({pk: (present + _CACHE_SECONDS, unit) for pk, unit in fresh.items()})
        found |= fresh
    return found


def unit_by_uid(uid: uuid.UUID) -> Unit | None:
    return Unit.objects.select_related("parent__parent").filter(uid=uid).first()


def unit_by_code(code: str, on: dt.date, level: Level | None = None) -> Unit | None:
    """The version that carries the code on that day; without a level the lowest one wins. Remembered, only to read."""
    key = (code.strip(), on, level)
    kept = _by_code.get(key)
    if kept and kept[0] > time.monotonic():
        return kept[1]
    units = units_on(on, level).filter(code=key[0]).select_related("parent__parent")
    found = units.order_by("-level").first()
    if found is not None and not connection.in_atomic_block:
        if len(_by_code) > _MOST_KEPT:
            _by_code.clear()
        _by_code[key] = (time.monotonic() + _CACHE_SECONDS, found)
    return found


def name_by_code(code: str, on: dt.date) -> str:
    """How the unit with this code is called on that day; empty where none has it."""
    unit = unit_by_code(code, on)
    return unit.name if unit else ""


def chain(unit: Unit) -> list[Unit]:
    """The unit and its parents of the same version of the tree: [commune, district (if any), province]."""
    steps = unit.path.rstrip("/").split("/")
    paths = ["/".join(steps[:count]) + "/" for count in range(1, len(steps) + 1)]
    return list(Unit.objects.filter(path__in=paths).order_by("-level"))


def chain_codes(unit: Unit) -> list[str]:
    """The codes of `chain`, without a query. Codes are re-used over time: see `chain_keys`."""
    return [key.split("~")[0] for key in chain_keys(unit)]


def chain_keys(unit: Unit) -> list[str]:
    """The chain as version keys ("32002~20200101"), which no later unit of the same code shares."""
    return unit.path.rstrip("/").split("/")[::-1]


def version_keys(unit_id: int) -> tuple[str, ...]:
    """The `chain_keys` of a unit by its id; () where there is none. Asked for each fact of a cascade, so kept:
    a version's path never changes."""
    found = _version_keys.get(unit_id)
    if found is None:
        paths = dict(
            Unit.objects.values_list("pk", "path")
        )  # who asks for one commune asks for the others too
        if unit_id not in paths:
            return ()
        _version_keys.update({pk: tuple(path.rstrip("/").split("/")[::-1]) for pk, path in paths.items()})
        found = _version_keys[unit_id]
    return found


def commune_ids_under(unit_id: int, *, with_successions: bool = False) -> frozenset[int]:
    """Ids of the communes of this unit's own tree; with successions, of those before and after them too.

    A commune that took over only a part counts in full: ask for successions only where sight of a
    whole commune is meant.
    """
    key = (unit_id, with_successions)
    cached = _commune_ids.get(key)
    if cached and cached[0] > time.monotonic():
        return cached[1]
    ids = _read_commune_ids(unit_id)
    if with_successions:
        ids = ids | _closure(ids, "old_id", "new_id") | _closure(ids, "new_id", "old_id")
    # Inside a transaction we may see rows that will be rolled back: never remember those.
    if not connection.in_atomic_block:
        _commune_ids[key] = (time.monotonic() + _CACHE_SECONDS, ids)
    return ids


def forget_cached() -> None:
    """Called by every write to units; other processes follow within a minute."""
    _commune_ids.clear()
    _version_keys.clear()
    _units.clear()
    _communes.clear()
    _by_code.clear()
    _written.clear()


def successors(unit: Unit) -> QuerySet[Succession]:
    """What became of the unit: rows with `new`, the date and whether all or a part went there."""
    return Succession.objects.filter(old=unit).select_related("new__parent")


def predecessors(unit: Unit) -> QuerySet[Succession]:
    """What the unit was formed of: rows with `old`."""
    return Succession.objects.filter(new=unit).select_related("old__parent")


def is_split(unit: Unit) -> bool:
    """Whether its records cannot move to one successor without the hamlet."""
    return Succession.objects.filter(old=unit, part=Part.PART).exists()


def find_unit(text: str, on: dt.date, *, level: Level | None = None, root: Unit | None = None) -> Unit | None:
    """The one unit that a written name or address means on a day; None where none or several could be meant."""
    found = find_units(text, on, level=level, root=root)
    return found[0] if len(found) == 1 else None


def code_by_words(words: str, on: dt.date) -> str:
    """The code of the one unit that a written name or a code means on a day; empty where none or several could be."""
    unit = unit_by_code(words.strip(), on) or find_unit(words, on)
    return unit.code if unit else ""


def find_units(text: str, on: dt.date, *, level: Level | None = None, root: Unit | None = None) -> list[Unit]:
    """All units that the text may mean. Outer parts of an address ("…, huyện Thới Bình") narrow the inner ones."""
    found: list[Unit] = []
    for matches in _readings(text, on, root):
        inside = [unit for unit in matches if _is_inside(unit, found)]
        if not inside:
            return []  # "xã Hàng Vịnh, huyện U Minh": the parts contradict each other
        found = inside
        if all(unit.level == Level.COMMUNE for unit in found):
            break
    return [unit for unit in found if level is None or unit.level == level]


def unit_search(text: str, on: dt.date, *, level: Level | None = None) -> QuerySet[Unit]:
    """Units whose name holds every word of the text, in any order; all units for an empty text."""
    units = units_on(on, level)
    if text.strip().isdigit() and len(text.strip()) > 2:
        return units.filter(code__startswith=text.strip())
    for word in fold(text).split():
        units = units.filter(name_key__contains=word)
    return units


def hamlets_of(unit: Unit, on: dt.date | None = None) -> QuerySet[Hamlet]:
    """The khóm or ấp of a commune version, in the order of their registration."""
    hamlets = Hamlet.objects.filter(unit=unit)
    return hamlets.filter(_valid_on(on)) if on else hamlets


def hamlet_by_uid(uid: uuid.UUID) -> Hamlet | None:
    return Hamlet.objects.select_related("unit__parent").filter(uid=uid).first()


def population(unit: Unit, on: dt.date) -> PopulationFigure | None:
    """The latest count up to that day; for a larger unit the sum of its communes, if all of them have one."""
    own = _latest_population([unit.pk], on)
    if own or unit.level == Level.COMMUNE:
        return own.get(unit.pk)
    communes = list(units_on(on, Level.COMMUNE, unit).values_list("pk", flat=True))
    figures = _latest_population(communes, on)
    if not communes or len(figures) < len(communes):
        return None
    return _sum_of(list(figures.values()))


def populations(unit_ids: Iterable[int], on: dt.date) -> dict[int, PopulationFigure]:
    """The latest counts of many units in one query; units without one are missing from the answer."""
    return _latest_population(list(unit_ids), on)


def venue_by_uid(uid: uuid.UUID) -> Venue | None:
    return Venue.objects.select_related("unit__parent", "hamlet").filter(uid=uid).first()


def venue_search(text: str, *, unit: Unit | None = None, kind: str = "") -> QuerySet[Venue]:
    """Venues whose name holds every word of the text, within a unit's tree and of a kind where given."""
    venues = Venue.objects.select_related("unit", "hamlet")
    for word in fold(text).split():
        venues = venues.filter(name_key__contains=word)
    if unit:
        venues = venues.filter(unit__path__startswith=unit.path)
    return venues.filter(kind=kind) if kind else venues


def _valid_on(on: dt.date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gt=on))


def _read_commune_ids(unit_id: int) -> frozenset[int]:
    below = Q(pk=unit_id) | Q(parent=unit_id) | Q(parent__parent=unit_id)
    return frozenset(Unit.objects.filter(below, level=Level.COMMUNE).values_list("pk", flat=True))


def _closure(ids: frozenset[int], source: str, target: str) -> frozenset[int]:
    """All units reached from `ids` along successions in one direction."""
    reached, edge = ids, ids
    while edge:
        found = Succession.objects.filter(**{f"{source}__in": edge}).values_list(target, flat=True)
        edge = frozenset(found) - reached
        reached |= edge
    return reached


def _readings(text: str, on: dt.date, root: Unit | None) -> Iterator[list[Unit]]:
    """What each part of an address may mean, outermost first; parts that name no unit are left out."""
    for part in naming.address_parts(text):
        whole = _named(part, on, root)
        inner = naming.inner_parts(part)
        if whole or len(inner) < 2:
            yield from [whole] if whole else []
            continue
        yield from filter(None, (_named(piece, on, root) for piece in inner))


def _named(part: str, on: dt.date, root: Unit | None) -> list[Unit]:
    units = _gazetteer(on, root)
    if part.isdigit() and len(part) > 1:
        return units.get(part, [])
    kind, bare = naming.split_kind(part)
    found = _of_any_kind(units, bare)
    if not found and kind:  # a name that only looks as if it began with a kind: "Xa Dung"
        found = _of_any_kind(units, fold(part))
        kind = None
    return _prefer_marks(part, _prefer_kind(kind, found))


def _of_any_kind(units: dict[str, list[Unit]], bare: str) -> list[Unit]:
    found = [unit for key in naming.full_keys(None, bare) for unit in units.get(key, ())]
    return sorted(found, key=lambda unit: unit.code)


def _gazetteer(on: dt.date, root: Unit | None) -> dict[str, list[Unit]]:
    """The units of a day under their codes and their folded names: a file asks for all of them, one by one."""
    key = (on, root.pk if root else None)
    kept = _written.get(key)
    if kept and kept[0] > time.monotonic():
        return kept[1]
    found: dict[str, list[Unit]] = {}
    for unit in units_on(on, root=root).select_related("parent"):
        for word in (unit.code, unit.name_key):
            found.setdefault(word, []).append(unit)
    if not connection.in_atomic_block:
        if len(_written) > _MOST_DAYS:
            _written.clear()
        _written[key] = (time.monotonic() + _CACHE_SECONDS, found)
    return found


def _prefer_kind(kind: UnitKind | None, found: list[Unit]) -> list[Unit]:
    """Those of the kind written; a wrong kind is forgiven within the same level ("xã Sông Đốc")."""
    if kind is None:
        return found
    exact = [unit for unit in found if unit.kind == kind]
    return exact or [unit for unit in found if unit.level in naming.LEVELS[kind]]


def _prefer_marks(part: str, found: list[Unit]) -> list[Unit]:
    """Among names that fold alike, the one written with the same marks, where the text has marks."""
    if len(found) < 2 or not naming.has_marks(part):
        return found
    key = naming.marked_key(part)
    exact = [unit for unit in found if _ends_alike(key, naming.marked_key(unit.name))]
    return exact or found


def _ends_alike(written: str, stored: str) -> bool:
    """Whether one of the two is the other with a kind before it."""
    return written.endswith(stored) or stored.endswith(written) or _rest(written) == _rest(stored)


def _rest(key: str) -> str:
    return key.partition(" ")[2]


def _is_inside(unit: Unit, outer: list[Unit]) -> bool:
    return not outer or any(unit.path.startswith(one.path) and unit.path != one.path for one in outer)


def _latest_population(unit_ids: list[int], on: dt.date) -> dict[int, PopulationFigure]:
    rows = Population.objects.filter(unit__in=unit_ids, as_of__lte=on).order_by("as_of")
    return {row.unit_id: PopulationFigure(row.value, row.as_of, row.source, row.invented) for row in rows}


def _sum_of(figures: list[PopulationFigure]) -> PopulationFigure:
    sources = sorted({figure.source for figure in figures})
    return PopulationFigure(
        value=sum(figure.value for figure in figures),
        as_of=min(figure.as_of for figure in figures),
        source="; ".join(sources),
        invented=any(figure.invented for figure in figures),
    )
